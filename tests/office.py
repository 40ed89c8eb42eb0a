"""An outbox on a database of its own, a sender, and deliveries between them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from bot.ports import Sender
from bot.sending.delivery import Delivery
from conversations.messages import Address, Channel, Reply, Text
from locales.catalog import Catalog
from storage.connections import engine
from storage.database import Storage
from storage.messages.outbox import AtOnce
from storage.people.people import Person
from storage.sealing import Keys, Sealer
from tests.clock import SteppedClock

CATALOG = Catalog(
    {
        "id": {"one": "satu", "two": "dua", "named": "halo {name}", "sorry": "maaf"},
        "en": {"one": "1"},
    }
)
LEASE = timedelta(seconds=30)
START = datetime(2026, 11, 22, 8, tzinfo=UTC)
YANTI = Address(Channel.TELEGRAM, "1", "100")
BUDI = Address(Channel.TELEGRAM, "1", "200")

S = TypeVar("S", bound=Sender)


class Office(Generic[S]):
    """`post` is the sender of all its deliveries, unless one is given another."""

    def __init__(self, storage: Storage, time: SteppedClock, post: S) -> None:
        self.storage = storage
        self.time = time
        self.post = post
        self.delivery = self.another()

    def another(self, post: Sender | None = None, **twists: Any) -> Delivery:  # noqa: ANN401 - what else it is built with
        sender = post or self.post
        telegram = (Channel.TELEGRAM, "1")
        return Delivery(self.storage, CATALOG, sender, *telegram, self.time, LEASE, **twists)

    async def put(self, *letters: tuple[Address, str], new: bool = False) -> None:
        """Put letters; `new`: for people who are in the middle of nothing."""
        async with self.storage.begin() as work:
            people = await work.people.lock(sorted({a for a, _ in letters}, key=lambda a: a.id))
            by_address = dict(zip(sorted({a.id for a, _ in letters}), people, strict=True))
            replies: Sequence[tuple[Person, Reply]] = [
                (by_address[a.id], Reply((Text(key),))) for a, key in letters
            ]
            at_once = AtOnce({}, LEASE, new={one.address for one in people} if new else ())
            await work.outbox.put(replies, at_once=at_once)


@asynccontextmanager
async def opened(url: str, post: S, time: SteppedClock | None = None) -> AsyncIterator[Office[S]]:
    time = time or SteppedClock(START)
    storage = Storage(engine(url), Sealer(Keys.generate()), time.now)
    try:
        yield Office(storage, time, post)
    finally:
        await storage.close()
