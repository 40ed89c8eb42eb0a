"""The seams between the turn and the world: what a channel must offer, and what it is given."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Protocol, TypeAlias
from uuid import UUID

from conversations.messages import Address, Incoming
from conversations.record import record

Take: TypeAlias = Callable[[Incoming], Awaitable[None]]
"""Hand over one message. Returns after the commit; raises DatabaseAway if nothing was taken."""


@record
class Button:
    """A button in the reader's own words.

    `asks_contact`: ask for the reader's phone number. `fills`: open the whole form, with these
    answers in it.
    """

    label: str = field(repr=False)
    token: str = field(repr=False)
    asks_contact: bool = False
    fills: Mapping[str, str] | None = field(default=None, repr=False)

    @property
    def opens_form(self) -> bool:
        return self.fills is not None


@record
class Notice:
    """A message as an approved template says it, for readers who may not be written to freely.

    `values` are its placeholders by name, rendered, on one line each.
    """

    template: str
    language: str
    values: Mapping[str, str] = field(repr=False)


@record
class Hints:
    """What a channel must say by itself, in the reader's language.

    `opener` is on the button that opens a list. `typed` asks to type one of {labels}.
    """

    opener: str = "…"
    typed: str = "{labels}"


@record
class Message:
    """A rendered message: plain text (never markup) and its buttons, in order.

    `notice` set: it must leave as that template, with the same buttons. `reference` is our own
    name for it, for channels that repeat it when they report what became of the message.
    `before` is to be said first, in a message of its own: that one takes the keyboard away which
    asked for a number, as one with buttons cannot.
    """

    text: str = field(repr=False)
    buttons: tuple[Button, ...] = ()
    notice: Notice | None = None
    reference: str = ""
    hints: Hints = Hints()
    before: str = field(default="", repr=False)


class Stage(IntEnum):
    """How far a message came, in order: reports move it forward only."""

    SENT = 1
    DELIVERED = 2
    READ = 3


@record
class Report:
    """What a channel says later about a message that it took.

    `stage` None: it failed, for `reason`; `outside`: because the reader may only be sent notices;
    `retry_after`: it may be tried again, None: never. `refused`: as of a DeliveryError.
    """

    remote_id: str
    reference: str
    at: datetime
    stage: Stage | None
    reason: str = ""
    outside: bool = False
    retry_after: timedelta | None = None
    refused: bool = False


@record
class Offer:
    """How many replies may leave straight from a turn, claimed for how long.

    `sent`: messages that have left and are not recorded yet. `new`: beside those, so many replies
    to people who are new.
    """

    room: int
    lease: timedelta
    sent: Sequence[UUID]
    new: int = 0


class DeliveryError(Exception):
    """A message did not leave. `retry_after`: it may, no sooner; None: it never will.

    `outside`: the reader may only be sent an approved notice now. `unreached`: it is not about the
    message, nothing comes through from here. `refused`: it is about the message alone, and another
    may reach the same reader.
    """

    def __init__(
        self,
        reason: str,
        retry_after: timedelta | None,
        *,
        outside: bool = False,
        unreached: bool = False,
        refused: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.outside = outside
        self.unreached = unreached
        self.refused = refused


class DatabaseAway(Exception):  # noqa: N818 - the world's state, not a fault
    """Nothing was stored: do not acknowledge the message, the platform keeps it."""


class TokenRefused(Exception):  # noqa: N818 - Telegram's answer, not a fault of the program
    """Telegram does not know the token; asking again will not help."""

    def __init__(self) -> None:
        super().__init__(
            "SERATUS_TELEGRAM_TOKEN is none that Telegram knows: copy it again, or get a new one, "
            "from @BotFather",
        )


class Clock(Protocol):
    def now(self) -> datetime:
        """Tell the time, with its zone. The only clock there is: no statement has its own."""


class Sender(Protocol):
    """One channel's way out. Both raise DeliveryError and nothing else that is expected."""

    async def send(self, to: Address, message: Message) -> str | None:
        """Bring a new message to somebody; return its id there, None if it told none."""

    async def edit(self, to: Address, remote_id: str, message: Message) -> str | None:
        """Replace an earlier message, or send a new one where that cannot be; return its id."""
