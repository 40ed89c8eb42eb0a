"""What came of going on at another address."""

from dataclasses import field
from typing import TypeAlias

from conversations.record import record


@record
class TransferOpened:
    """`code` as it is to be written: BKQMX-4827."""

    code: str = field(repr=False)
    minutes: int


@record
class Joined:
    """The sender is one with whoever made the code; the state is that person's now."""


@record
class Separated:
    """How many chats that were joined lately lead to somebody else now."""

    chats: int


@record
class NotJoined:
    """`reason`: "refused", there is no such code (any more); "own", the sender has things here.

    "office": whoever asked for the code is an official, and an office moves by no code.
    """

    reason: str


AboutMoving: TypeAlias = TransferOpened | Joined | NotJoined | Separated
