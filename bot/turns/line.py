"""The line before the turn: who waits, and who is next.

Whoever is in the middle of something comes before people who are new. A share of every group is
theirs all the same: nobody is refused, and nobody waits for ever.
"""

import asyncio
import time
from bisect import insort
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeAlias

from conversations.messages import Address, Incoming

NEW_SHARE = 8  # one in so many places of a group is for somebody new

AtSomething: TypeAlias = Callable[[Address], bool]
"""Whether somebody is in the middle of something, as far as is known here."""


@dataclass(slots=True)
class Waiting:
    """One message that waits for its turn; `done` is told once it is committed."""

    incoming: Incoming
    done: asyncio.Future[None]
    order: float = field(init=False)
    since: float = field(init=False, default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        number = self.incoming.message_id
        counted = number.isascii() and number.isdecimal()
        self.order = int(number) if counted else self.incoming.sent_at.timestamp()


class Line:
    """All who wait, each with what they said in its order. Its length is that of people."""

    def __init__(self, at_something: AtSomething) -> None:
        self._at_something = at_something
        self._known: dict[Address, list[Waiting]] = {}
        self._new: dict[Address, list[Waiting]] = {}

    def __len__(self) -> int:
        return len(self._known) + len(self._new)

    def __iter__(self) -> Iterator[list[Waiting]]:
        return chain(self._known.values(), self._new.values())

    def add(self, waiting: Waiting) -> None:
        """Let a message wait, behind those of the same person that came before it."""
        sender = waiting.incoming.sender
        queue = self._known.get(sender) or self._new.get(sender)
        if queue is None:
            queue = (self._known if self._at_something(sender) else self._new)[sender] = []
        insort(queue, waiting, key=lambda one: one.order)

    def next(self, at_most: int, busy: Collection[Address]) -> list[Waiting]:
        """Take the first message of each person who has none on its way."""
        places = min(max(at_most // NEW_SHARE, 1), len(self._new)) if at_most > 1 else 0
        group = _first(self._known, at_most - places, busy)
        return group + _first(self._new, at_most - len(group), busy)

    def take_back(self, senders: Collection[Address]) -> list[Waiting]:
        """Take all that these people still have waiting."""
        return [
            one
            for sender in senders
            for one in (*self._known.pop(sender, ()), *self._new.pop(sender, ()))
        ]

    def clear(self) -> None:
        self._known.clear()
        self._new.clear()


def _first(
    line: dict[Address, list[Waiting]], at_most: int, busy: Collection[Address]
) -> list[Waiting]:
    group: list[Waiting] = []
    for sender, queue in list(line.items()):
        if len(group) == at_most:
            break
        if sender in busy:
            continue
        group.append(queue.pop(0))
        if not queue:
            del line[sender]
    return group
