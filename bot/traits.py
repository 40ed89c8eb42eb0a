"""What each channel can do, and what it asks of whoever writes to people on it."""

from dataclasses import dataclass
from datetime import timedelta

from conversations.messages import Channel

MOST_BUTTONS = {Channel.WHATSAPP: 10}  # Cloud API: rows of a list; the others have no such limit
# Channels with a button for one's own number, for those whose number is not known.
ASKS_CONTACT = frozenset({Channel.TELEGRAM, Channel.WHATSAPP})
REWRITES = frozenset({Channel.TELEGRAM, Channel.TERMINAL})  # a message that was shown


@dataclass(frozen=True, slots=True)
class Rules:
    """What a channel asks of whoever delivers on it.

    `window`: how long after somebody wrote they may be written to freely; None: always.
    `reports`: the channel says later what became of a message.
    """

    window: timedelta | None = None
    reports: bool = False


ANY_TIME = Rules()
