"""What came of sendings, until it is recorded; and when what failed is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import structlog

from bot.watch import Sending
from storage.messages.outbox import GIVE_UP, Post
from storage.messages.outbox_sql import Lane
from storage.unit_of_work import UnitOfWork

log: structlog.stdlib.BoundLogger = structlog.get_logger()

# Before it is tried again, and then twice as long each time: somebody waits for a live reply.
FIRST_PAUSES = (timedelta(seconds=0.5), timedelta(seconds=2), timedelta(seconds=5))
LONGEST_PAUSE = timedelta(minutes=5)


@dataclass(slots=True)
class Results:
    sent: list[tuple[Post, str | None]] = field(default_factory=list)
    later: list[tuple[UUID, timedelta]] = field(default_factory=list)
    lost: list[tuple[UUID, str, bool]] = field(default_factory=list)
    outside: list[UUID] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.sent or self.failed)

    @property
    def failed(self) -> bool:
        """Whether something was not sent: recorded twice, it would count as failed twice."""
        return bool(self.later or self.lost or self.outside)

    def undelivered(
        self, post: Post, reason: str, retry_after: timedelta | None, *, refused: bool
    ) -> None:
        """Have it sent later, or give it up; `refused`: for what it says, if it comes to that."""
        if retry_after is None or post.failures >= GIVE_UP:
            log.warning("message_lost", post=str(post.id), reason=reason)
            self.lost.append((post.id, reason, refused))
            return
        self.later.append((post.id, max(retry_after, _pause_before_next(post))))

    def ids(self) -> set[UUID]:
        failed = (*(post for post, _ in self.later), *(post for post, *_ in self.lost))
        return {*self.outside, *failed, *(post.id for post, _ in self.sent)}

    def counts(self) -> Mapping[Sending, int]:
        return {
            "sent": len(self.sent),
            "later": len(self.later),
            "lost": len(self.lost),
            "outside": len(self.outside),
        }

    def short_pauses(self) -> set[timedelta]:
        """Return after which pauses to look again; what is due later is found anyway."""
        return {pause for _, pause in self.later if pause <= FIRST_PAUSES[-1]}

    def put_back(self, earlier: "Results") -> None:
        self.sent[:0] = earlier.sent
        self.later[:0] = earlier.later
        self.lost[:0] = earlier.lost
        self.outside[:0] = earlier.outside

    async def record(self, work: UnitOfWork, *, reports: bool) -> None:
        if self.sent:
            left = [(post.id, remote_id) for post, remote_id in self.sent]
            cards = any(post.card is not None for post, _ in self.sent)
            await work.outbox.sent(left, reports=reports, cards=cards)
        if self.later:
            await work.outbox.postpone(self.later)
        if self.lost:
            await work.outbox.fail(self.lost)
        if self.outside:
            await work.outbox.outside(self.outside)


def _pause_before_next(post: Post) -> timedelta:
    if post.lane != Lane.NOTICE and post.failures < len(FIRST_PAUSES):
        return FIRST_PAUSES[post.failures]
    doubled = timedelta(seconds=2 ** min(post.failures, 10))
    return min(max(doubled, FIRST_PAUSES[-1]), LONGEST_PAUSE)
