"""Delivery: takes what is due from the outbox and sends it, with no transaction open meanwhile.

A reply to whoever has just written comes straight from the turn that was committed. Beside that
two things are done in one round trip, over and over: what came of the last sendings is
recorded, and what is due is claimed. A claim is a lease: after a kill -9 its messages are due
again when the lease ends. So a message leaves at least once, and twice only if we could not record
it: the process or the database died, or the channel did not answer in time.
"""

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from bot.patience import dropped
from bot.ports import Clock, DeliveryError, Message, Offer, Sender
from bot.sending.as_template import notice
from bot.sending.reach import Reach
from bot.sending.rendering import render, render_apart
from bot.traits import Traits, traits_of
from bot.trouble import Trouble
from bot.watch import UNWATCHED, Sending, Watch
from conversations.messages import Address, Channel, Text
from locales.catalog import Catalog
from storage.database import Storage, UnitOfWork
from storage.errors import StorageError
from storage.messages.outbox import GIVE_UP, Post
from storage.messages.outbox_sql import Lane

log: structlog.stdlib.BoundLogger = structlog.get_logger()

LEASE = timedelta(seconds=60)  # longer than a sender's own timeouts together
# Messages on their way at once, or little more: groups on their way see the same room. So many a
# kill -9 may cause to be sent twice.
AT_ONCE = 64
BULK_AT_ONCE = 6  # of them notices: a reply waits behind so many for the channel's pace, no more
# And beside them replies to people who are new. Telegram's pace is 30 a second, and its library's
# limiter keeps no strict order: whoever is in the middle of something waits behind these, and
# sometimes behind a few that came later. With 16 that was three seconds at p99, with 8 one.
NEW_AT_ONCE = 8
PACE = timedelta(milliseconds=20)  # between two looks: what came meanwhile shares a transaction
LOOK = timedelta(seconds=1)  # how often to look for what other processes put there
# Before it is tried again, and then twice as long each time: somebody waits for a live reply.
FIRST_PAUSES = (timedelta(seconds=0.5), timedelta(seconds=2), timedelta(seconds=5))
LONGEST_PAUSE = timedelta(minutes=5)
# At the end, for what is on its way: `docker stop` kills after ten seconds.
PATIENCE = timedelta(seconds=2)
MARGIN = timedelta(minutes=10)  # before a window closes: what is sent now arrives a little later


@dataclass(slots=True)
class _Results:
    """What came of sendings and is not recorded yet."""

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

    def put_back(self, earlier: "_Results") -> None:
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


class Delivery:
    """Delivers for one account of one channel."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts it is put together from
        self,
        storage: Storage,
        catalog: Catalog,
        sender: Sender,
        channel: Channel,
        account: str,
        clock: Clock,
        lease: timedelta = LEASE,
        watch: Watch = UNWATCHED,
        patience: timedelta = PATIENCE,
        traits: Traits | None = None,
        look: timedelta = LOOK,
        reach: Reach | None = None,
    ) -> None:
        """`patience`: how long what is on its way may take when it must come to an end.

        `look`: how often to look for what other processes put there.
        """
        self._storage = storage
        self._catalog = catalog
        self._sender = sender
        self._channel = channel
        self._account = account
        self._clock = clock
        self._lease = lease
        self._traits = traits or traits_of(Address(channel, account, ""))
        self._watch = watch
        self._patience = patience
        self._look = look
        self._reach = reach or Reach(channel)
        self._wake = asyncio.Event()
        self._results = _Results()
        self._sending: dict[asyncio.Task[None], Post] = {}
        self._held: set[UUID] = set()  # claimed, and what came of it not recorded yet
        self._behind: dict[Lane, datetime] = {}  # since when more is due there than can be claimed

    def wake(self) -> None:
        """Look at once: something may be due."""
        self._wake.set()

    def offers(self) -> Offer:
        """Say what may leave straight from a turn: nothing that overtakes those who wait long."""
        sent = [post.id for post, _ in self._results.sent]
        room = 0 if self._late(Lane.LIVE) else self._room()
        # All of a group, where the channel keeps up: taken a few at a time they would write so.
        crowded = self._late(Lane.NEW) or not self._new_room()
        return Offer(room, self._lease, sent, 0 if crowded else room)

    def _late(self, lane: Lane) -> bool:
        since = self._behind.get(lane)
        return since is not None and self._clock.now() - since > LOOK

    def _room(self) -> int:
        others = len(self._sending) - self._on_their_way(Lane.NEW)
        return max(self._reach.at_once(AT_ONCE) - others, 0)

    def _new_room(self) -> int:
        return max(self._reach.at_once(NEW_AT_ONCE) - self._on_their_way(Lane.NEW), 0)

    def _on_their_way(self, lane: Lane) -> int:
        return sum(post.lane == lane for post in self._sending.values())

    def take(self, posts: Sequence[Post]) -> None:
        """Send what a turn has claimed and committed, and look for what else is due."""
        for post in posts:
            self._begin(post)
        self.wake()

    def _begin(self, post: Post) -> None:
        self._held.add(post.id)
        task = asyncio.create_task(self._send(post))
        self._sending[task] = post
        task.add_done_callback(self._ended)

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until stopped, then finish what is on its way or give it back."""
        trouble = Trouble(log, "delivery_failed", "delivery_goes_on", level=logging.ERROR)
        while not stop.is_set():
            self._wake.clear()
            claimed = 0
            try:
                claimed = await self.round()
                trouble.over()
            except StorageError:
                pass  # that the database is away is told by the app, for all
            except Exception as fault:  # noqa: BLE001 - the outermost loop: it outlives a fault
                trouble.lasts(error=type(fault).__name__)
            await (asyncio.sleep(PACE.total_seconds()) if claimed else self._pause())
        await self._finish()

    async def round(self, only: Sequence[Address] = ()) -> int:
        """Record, claim and begin to send; return how many were claimed."""
        room, new = self._room(), self._new_room()
        bulk = BULK_AT_ONCE - self._on_their_way(Lane.NOTICE)
        results, self._results = self._results, _Results()
        try:
            # That something was sent may be recorded again; then nothing needs to be whole.
            async with self._storage.begin(whole=results.failed) as work:
                await results.record(work, reports=self._traits.reports)
                posts = await work.outbox.claim(
                    self._channel, self._account, self._lease, room, only, bulk, new
                )
                for row in work.outbox.unreadable:
                    log.error("message_unreadable", post=str(row), todo="check SERATUS_KEYS")
        except Exception:
            self._results.put_back(results)
            raise
        self._recorded(results)
        self._fell_behind(Lane.LIVE, room, posts)
        self._fell_behind(Lane.NEW, new, posts)
        # What is on its way for longer than its lease is due again: it is not sent a second time.
        for post in [post for post in posts if post.id not in self._held]:
            self._begin(post)
        return len(posts)

    def _fell_behind(self, lane: Lane, room: int, posts: Sequence[Post]) -> None:
        """Remember since when a lane's room is always filled; where there is none, nothing new."""
        if room and sum(post.lane == lane for post in posts) >= room:
            self._behind.setdefault(lane, self._clock.now())
        elif room:
            self._behind.pop(lane, None)

    def _recorded(self, results: _Results) -> None:
        self._held -= results.ids()
        for pause in {pause for _, pause in results.later if pause <= FIRST_PAUSES[-1]}:
            asyncio.get_running_loop().call_later(pause.total_seconds(), self.wake)
        if results:
            self._watch.recorded(self._channel, results.counts())

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._sending[task]
        self.wake()

    async def _send(self, post: Post) -> None:
        try:
            message = self._message(post)
            if post.edits:
                remote_id = await self._sender.edit(post.to, post.edits, message)
            else:
                remote_id = await self._sender.send(post.to, message)
        except DeliveryError as error:
            self._reach.failed(post.id) if error.unreached else self._reach.answered()
            if error.outside and not post.outside:
                self._results.outside.append(post.id)
            else:  # a notice that is refused so stays refused
                after = None if error.outside else error.retry_after
                refused = error.refused or (after is not None and not error.unreached)
                self._undelivered(post, error.reason, after, refused=refused)
        except Exception as fault:  # noqa: BLE001 - the outermost loop: tried again, and seen
            # No traceback: a local of the sender may be the message itself.
            log.error("sending_failed", post=str(post.id), error=type(fault).__name__)  # noqa: TRY400
            self._undelivered(post, type(fault).__name__, LONGEST_PAUSE, refused=True)
        else:
            self._reach.answered()
            self._results.sent.append((post, remote_id))

    def _message(self, post: Post) -> Message:
        """Render a message as it may leave now: freely, or as an approved notice."""
        window = self._traits.window
        closed = window and self._clock.now() > post.heard_at + window - MARGIN
        if post.outside or closed:
            message = notice(self._catalog, post.language, post.texts, post.choices)
        else:
            message = self._said(post)
        return replace(message, reference=str(post.id)) if self._traits.reports else message

    def _said(self, post: Post) -> Message:
        """Say it; what has no words, by a fault of ours, must not hold up all that follows."""
        say = render_apart if post.closes else render
        try:
            return say(
                self._catalog, post.language, post.texts, post.choices, self._traits.most_buttons
            )
        except LookupError as fault:
            log.error("message_without_words", post=str(post.id), error=type(fault).__name__)  # noqa: TRY400 - the texts may be quoted
            return render(self._catalog, post.language, (Text("sorry"),), ())

    def _undelivered(
        self, post: Post, reason: str, retry_after: timedelta | None, *, refused: bool
    ) -> None:
        """Have it sent later, or give it up; `refused`: for what it says, if it comes to that."""
        if retry_after is None or post.failures >= GIVE_UP:
            log.warning("message_lost", post=str(post.id), reason=reason)
            self._results.lost.append((post.id, reason, refused))
            return
        self._results.later.append((post.id, max(retry_after, _pause_before_next(post))))

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), self._look.total_seconds())
            await asyncio.sleep(PACE.total_seconds())

    async def drain(self, only: Sequence[Address] = ()) -> None:
        """Send all that is due now, and record it."""
        while await self.round(only) or self._sending or self._results:
            if self._sending:
                await asyncio.wait(self._sending)

    async def _finish(self) -> None:
        """Wait for what is on its way, not for ever; record it, and give the rest back."""
        if self._sending:
            _, late = await asyncio.wait(self._sending, timeout=self._patience.total_seconds())
            await dropped(*late)
        results, self._results = self._results, _Results()
        unsent = self._held - results.ids()
        try:
            async with self._storage.begin() as work:
                await results.record(work, reports=self._traits.reports)
                await work.outbox.give_back(unsent)
        except StorageError as error:
            log.warning("delivery_unrecorded", error=type(error).__name__)
            return
        self._recorded(results)
        if unsent:
            log.warning("delivery_given_back", messages=len(unsent))


def _pause_before_next(post: Post) -> timedelta:
    if post.lane != Lane.NOTICE and post.failures < len(FIRST_PAUSES):
        return FIRST_PAUSES[post.failures]
    doubled = timedelta(seconds=2 ** min(post.failures, 10))
    return min(max(doubled, FIRST_PAUSES[-1]), LONGEST_PAUSE)
