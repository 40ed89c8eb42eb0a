"""Webhooks that come twice and in any order are taken once (in short; see bench.whatsapp)."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack

from typing_extensions import override

from bench.whatsapp.webhooks import flood, payloads
from conversations.messages import Incoming
from storage.database import Storage
from storage.messages.inbox import Inbox
from storage.unit_of_work import UnitOfWork
from tests.dialogue.drivers import House, Watched
from tests.dialogue.whatsapp import WhatsApp


async def test_webhooks_twice_and_in_any_order_lose_and_double_nothing(database_url: str) -> None:
    async with House(WhatsApp, database_url) as house:
        found = await flood(house, payloads(300, people=60, seed=7), seed=7)

        assert (found.posts, found.lost, found.doubled) == (360, 0, 0)
        assert found.held
        await house.check()


class Forgetful(Inbox):
    """The twin that keeps no list of what it has taken."""

    @override
    async def accept(self, incoming: Sequence[Incoming]) -> list[Incoming]:
        await super().accept(incoming)
        return list(incoming)


class WithoutInbox(Storage):
    @override
    @contextlib.asynccontextmanager
    async def begin(self, *, whole: bool = True) -> AsyncIterator[UnitOfWork]:
        async with super().begin(whole=whole) as work:
            work.inbox = Forgetful(work._work)
            yield work


class Careless(WhatsApp):
    @override
    async def plug(self, app: Watched, running: AsyncExitStack) -> None:
        app.storage.__class__ = WithoutInbox
        await super().plug(app, running)


async def test_without_the_inbox_what_comes_twice_is_answered_twice(database_url: str) -> None:
    async with House(Careless, database_url) as house:
        found = await flood(house, payloads(100, people=60, seed=7), seed=7)

        assert found.doubled > 0
        assert not found.held
