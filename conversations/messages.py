"""What comes in and what goes out, in words that every channel shares.

Incoming: an `Address` sent an `Input`. Outgoing: a `Reply` of `Text`s (keys and values, no prose)
and `Choice`s (buttons). How a channel writes them down is that channel's business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from conversations.record import record

Value: TypeAlias = "str | int | date | datetime | Text"


class Channel(StrEnum):
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    TERMINAL = "terminal"
    SIMULATOR = "simulator"  # whose accounts are named after the platforms they imitate


@record
class Address:
    """Where a person is met: `account` is the bot or number of ours, `id` is theirs."""

    channel: Channel
    account: str
    id: str = field(repr=False)


@record
class Said:
    """Typed words. A command such as /status arrives without its slash."""

    text: str = field(repr=False)


@record
class Tapped:
    """A button. `on` is the channel's id of the message that carried it, None if unknown."""

    token: str = field(repr=False)  # a button may offer a NIK or a number as it was read
    on: str | None = None


@record
class Opened:
    """A deep link was followed; `payload` is what it carried ("" for a bare start)."""

    payload: str = field(repr=False)


@record
class SharedContact:
    """A phone number sent as a contact; `own` if the channel vouches it is the sender's."""

    phone: str = field(repr=False)
    own: bool


@record
class Filled:
    """A native form came back filled in: answers by question name, as typed or chosen.

    `token` is what the button that opened it carried; it names the draft.
    """

    token: str
    answers: Mapping[str, str] = field(repr=False)


@record
class SentMedia:
    """Something that carries no answer: "photo", "voice", "sticker", "location", ..."""

    kind: str


@record
class Edited:
    """An earlier message was changed after it had been sent."""


@record
class Moved:
    """The channel says that the sender has another id there from now on. Nobody answers it."""

    to: Address


Input: TypeAlias = Said | Tapped | Opened | SharedContact | Filled | SentMedia | Edited


@record
class Incoming:
    """One message from one person.

    `message_id` is unique within the sender's account and is the inbox key (Telegram: the update
    id). `raw` is the channel's own body, kept only if the message must be parked. `phone` is the
    sender's own number, country code and digits ("628…"), where the channel vouches for it.
    """

    sender: Address
    message_id: str
    input: Input | Moved
    sent_at: datetime
    raw: bytes = field(default=b"", repr=False)
    phone: str | None = field(default=None, repr=False)

    @property
    def alias(self) -> Address | None:
        """The address that the sender's own number is, where they are met at another one."""
        if self.phone is None or self.phone == self.sender.id:
            return None
        return replace(self.sender, id=self.phone)


@record
class Text:
    """A key of the catalog and the values its placeholders take. A value may itself be a Text."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict, repr=False)


@record
class Choice:
    """A button. `token` comes back in `Tapped`: at most 64 bytes, Telegram's callback_data limit.

    `asks_contact`: the button asks the channel for the sender's own phone number, where it can.
    `fills`: it opens the whole form on the phone, with these answers in it; that comes back as
    `Filled`.
    """

    token: str = field(repr=False)
    label: Text
    asks_contact: bool = False
    fills: "Mapping[str, Value] | None" = field(default=None, repr=False)


@record
class Reply:
    """One message to one person: `to` is None for whoever sent what is being answered.

    `card`: the message is (or, with `edits`, replaces what was shown on) that decision card.
    """

    texts: tuple[Text, ...]
    choices: tuple[Choice, ...] = ()
    to: UUID | None = None
    card: UUID | None = None
    edits: bool = False


def together(replies: Sequence[Reply]) -> list[Reply]:
    """Make as few messages as can be of several to one person, in order.

    A message has the buttons of one reply: where a second has some, another message begins. Those
    of one that only rewrites an earlier message give way: what they do is told in words.
    """
    joined: list[Reply] = []
    for reply in replies:
        if not joined:
            joined.append(reply)
            continue
        last = joined[-1]
        if last.choices and reply.choices and not last.edits:
            joined.append(reply)
            continue
        if last.choices and reply.choices:
            last = replace(last, choices=())
        joined[-1] = Reply(
            (*last.texts, *reply.texts),
            last.choices or reply.choices,
            reply.to,
            last.card if last.choices else reply.card or last.card,
        )
    return joined
