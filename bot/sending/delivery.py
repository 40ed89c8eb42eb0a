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
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog

from bot.patience import dropped
from bot.ports import Clock, DeliveryError, Offer, Sender
from bot.sending.reach import Reach
from bot.sending.results import LONGEST_PAUSE, Results
from bot.sending.room import Room
from bot.sending.wording import Wording
from bot.traits import Traits, traits_of
from bot.trouble import Trouble
from bot.watch import UNWATCHED, Watch
from conversations.messages import Address, Channel
from locales.catalog import Catalog
from storage.database import Storage
from storage.errors import StorageError
from storage.messages.outbox import Post
from storage.messages.outbox_sql import Lane

log: structlog.stdlib.BoundLogger = structlog.get_logger()

LEASE = timedelta(seconds=60)  # longer than a sender's own timeouts together
PACE = timedelta(milliseconds=20)  # between two looks: what came meanwhile shares a transaction
LOOK = timedelta(seconds=1)  # how often to look for what other processes put there
# At the end, for what is on its way: `docker stop` kills after ten seconds.
PATIENCE = timedelta(seconds=2)


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
        self._sender = sender
        self._channel = channel
        self._account = account
        self._lease = lease
        traits = traits or traits_of(Address(channel, account, ""))
        self._reports = traits.reports
        self._wording = Wording(catalog, traits, clock)
        self._watch = watch
        self._patience = patience
        self._look = look
        self._reach = reach or Reach(channel)
        self._wake = asyncio.Event()
        self._results = Results()
        self._sending: dict[asyncio.Task[None], Post] = {}
        self._held: set[UUID] = set()  # claimed, and what came of it not recorded yet
        self._room = Room(self._reach, clock, self._sending.values())

    def wake(self) -> None:
        """Look at once: something may be due."""
        self._wake.set()

    def offers(self) -> Offer:
        return self._room.offer(self._lease, [post.id for post, _ in self._results.sent])

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
        room, new, bulk = self._room.live(), self._room.new(), self._room.bulk()
        results, self._results = self._results, Results()
        try:
            # That something was sent may be recorded again; then nothing needs to be whole.
            async with self._storage.begin(whole=results.failed) as work:
                await results.record(work, reports=self._reports)
                posts = await work.outbox.claim(
                    self._channel, self._account, self._lease, room, only, bulk, new
                )
                for row in work.outbox.unreadable:
                    log.error("message_unreadable", post=str(row), todo="check SERATUS_KEYS")
        except Exception:
            self._results.put_back(results)
            raise
        self._recorded(results)
        self._room.claimed(Lane.LIVE, room, posts)
        self._room.claimed(Lane.NEW, new, posts)
        # What is on its way for longer than its lease is due again: it is not sent a second time.
        for post in [post for post in posts if post.id not in self._held]:
            self._begin(post)
        return len(posts)

    def _recorded(self, results: Results) -> None:
        self._held -= results.ids()
        for pause in results.short_pauses():
            asyncio.get_running_loop().call_later(pause.total_seconds(), self.wake)
        if results:
            self._watch.recorded(self._channel, results.counts())

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._sending[task]
        self.wake()

    async def _send(self, post: Post) -> None:
        try:
            message = self._wording.of(post)
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
                self._results.undelivered(post, error.reason, after, refused=refused)
        except Exception as fault:  # noqa: BLE001 - the outermost loop: tried again, and seen
            # No traceback: a local of the sender may be the message itself.
            log.error("sending_failed", post=str(post.id), error=type(fault).__name__)  # noqa: TRY400
            self._results.undelivered(post, type(fault).__name__, LONGEST_PAUSE, refused=True)
        else:
            self._reach.answered()
            self._results.sent.append((post, remote_id))

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
        results, self._results = self._results, Results()
        unsent = self._held - results.ids()
        try:
            async with self._storage.begin() as work:
                await results.record(work, reports=self._reports)
                await work.outbox.give_back(unsent)
        except StorageError as error:
            log.warning("delivery_unrecorded", error=type(error).__name__)
            return
        self._recorded(results)
        if unsent:
            log.warning("delivery_given_back", messages=len(unsent))
