"""A connection that a test leaves to the next is to whoever opens it like a new one."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from tests.conftest import forget_closed, left_nothing
from tests.kept import Kept
from tests.patience import PATIENCE

Connect: TypeAlias = Callable[..., Awaitable[asyncpg.Connection]]


@pytest.fixture
def name(database_url: str) -> str:
    return str(make_url(database_url).database)


@pytest.fixture
async def shelf(name: str, kept: Kept) -> AsyncIterator[Kept]:
    """Keep the connections of this test apart from those of its worker."""
    with Kept(asyncio.get_running_loop()).lent() as apart:
        apart.begin(name)
        yield apart


@pytest.fixture
async def connect(database_url: str, shelf: Kept) -> AsyncIterator[Connect]:
    """Connect as the bot does; what a test leaves open is closed at its end."""
    opened = []

    async def connect(**settings: str) -> asyncpg.Connection:
        dsn = database_url.replace("+asyncpg", "")
        opened.append(await asyncpg.connect(dsn, server_settings=settings))
        return opened[-1]

    yield connect
    for one in opened:
        one.terminate()


async def test_the_next_test_is_given_what_was_closed_and_finds_it_as_it_was_opened(
    shelf: Kept, connect: Connect, name: str
) -> None:
    first = await connect()
    process = first.get_server_pid()
    await first.execute("SET search_path = nowhere")
    await first.execute("SET ROLE seratus_reader")
    await first.fetch("SELECT pg_advisory_lock(1)")
    await first.close()

    left = shelf.end(name)
    again = await connect()

    assert left == [process] == [again.get_server_pid()]
    assert await again.fetchval("SHOW search_path") == '"$user", public'
    assert await again.fetchval("SELECT current_user") == "seratus"
    assert await again.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0


async def test_in_the_test_that_closed_it_it_is_closed(connect: Connect) -> None:
    first = await connect()
    await first.close()

    other = await connect()

    assert first.is_closed()
    with pytest.raises(asyncpg.InterfaceError):
        await first.execute("SELECT 1")
    assert other.get_server_pid() != first.get_server_pid()


async def test_what_was_cut_or_stood_in_a_transaction_is_not_given_to_anybody(
    shelf: Kept, connect: Connect, name: str
) -> None:
    cut, busy = await connect(), await connect()
    gone = {cut.get_server_pid(), busy.get_server_pid()}
    await busy.execute("BEGIN")
    await busy.close()
    await cut.close()
    shelf.end(name)

    looking = await connect(application_name="looking")
    await looking.fetch("SELECT pg_terminate_backend($1, 10000)", cut.get_server_pid())

    assert (await connect()).get_server_pid() not in gone


async def test_what_a_test_began_on_the_loop_ends_with_it() -> None:
    async with left_nothing():
        going_on = asyncio.create_task(asyncio.Event().wait())
        asyncio.get_running_loop().set_exception_handler(print)

    assert going_on.cancelled()
    assert asyncio.get_running_loop().get_exception_handler() is None


async def test_a_loop_that_is_shared_listens_to_who_has_the_number_of_what_was_closed() -> None:
    loop, heard = asyncio.get_running_loop(), asyncio.Event()
    ours, other = socket.socketpair()
    again, writes = socket.socketpair()
    loop.add_reader(number := ours.fileno(), heard.set)
    ours.close()
    forget_closed(loop)
    os.dup2(again.fileno(), number)
    loop.add_reader(number, heard.set)

    writes.send(b"x")
    async with asyncio.timeout(PATIENCE):
        await heard.wait()

    loop.remove_reader(number)
    os.close(number)
    for one in (other, again, writes):
        one.close()
