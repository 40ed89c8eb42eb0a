"""The seam for whoever watches a running bot: told once a group, a recording and a job what was.

Turns and delivery know nothing of metrics; bot/serving/metrics.py is who watches them at work.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, TypeAlias

from typing_extensions import override

from conversations.machine import DueKind
from conversations.messages import Channel
from storage.office.bursts import BurstKind

Ended: TypeAlias = Literal["taken", "parked", "away"]
"""How a group of turns ended; `away`: nothing was stored, and the platform keeps the messages."""

Sending: TypeAlias = Literal["sent", "later", "lost", "outside"]
"""What came of a sending; `outside`: it must leave as an approved notice, and will."""

Performed: TypeAlias = Literal["done", "later", "failed"]
"""What came of a job; `done`: also if nothing was left to be done; `failed`: a fault of ours."""


class Watch(Protocol):
    """Called on the hot path: an implementation keeps numbers and does nothing else."""

    def group(self, channel: Channel, ended: Ended, waited: Sequence[float]) -> None:
        """Hear that messages shared a group; how long each took from hand-in on, in seconds."""

    def recorded(self, channel: Channel, sendings: Mapping[Sending, int]) -> None:
        """Hear how many sendings of each kind have just been recorded."""

    def performed(self, kind: DueKind, what: Performed) -> None:
        """Hear what has just come of a job."""

    def bursts(self, counted: Mapping[BurstKind, int]) -> None:
        """Hear how many bursts of registrations there are just now, by kind."""


class Unwatched(Watch):
    """Nobody watches: a conversation in the terminal, a bench, most tests."""

    @override
    def group(self, channel: Channel, ended: Ended, waited: Sequence[float]) -> None:
        return

    @override
    def recorded(self, channel: Channel, sendings: Mapping[Sending, int]) -> None:
        return

    @override
    def performed(self, kind: DueKind, what: Performed) -> None:
        return

    @override
    def bursts(self, counted: Mapping[BurstKind, int]) -> None:
        return


UNWATCHED = Unwatched()
