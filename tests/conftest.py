"""What every test may ask for: a PostgreSQL server, and a migrated, empty database of one's own.

One server serves all pytest-xdist workers of a run: each holds it like any other user of
`bot.postgres`. It lives in a temporary home, and goes with the run.
"""

import asyncio
import fcntl
import gc
import inspect
import os
import selectors
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import asyncpg
import pytest
import structlog

from bot.postgres import PostgresError, Server, remove, start
from tests.databases import emptied, notice_changes
from tests.kept import Kept
from tests.once import sniffio_missed_once, types_looked_up_once

PREFIX = "seratus-tests-"
HOME = pytest.StashKey[Path]()
RUN = pytest.StashKey[IO[str]]()  # held while the run lives
TEMPLATE = "template_seratus"
HURRY = {  # tests lose nothing when the machine goes down
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "300",
    "autovacuum": "off",
}

Sql = Callable[[str], list[Any]]
ADatabase = Callable[[], AbstractContextManager[str]]


def pytest_configure(config: pytest.Config) -> None:
    types_looked_up_once()
    sniffio_missed_once()
    worker = getattr(config, "workerinput", None)
    if worker:
        # Workers are told 80; rich would keep what it finds when bot.commands.main is imported.
        os.environ.pop("COLUMNS", None)
        config.stash[HOME] = Path(worker["home"])
        return
    sweep()
    config.stash[HOME] = home = Path(tempfile.mkdtemp(prefix=PREFIX))
    config.stash[RUN] = (home / "run.lock").open("w")
    fcntl.flock(config.stash[RUN], fcntl.LOCK_EX)


def sweep() -> None:
    """Remove what killed runs left: the kernel has let go of their locks."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/run.lock"):
        with suppress(OSError, PostgresError), left.open("r+") as lock:  # alive, or another user's
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            remove(left.parent)
            shutil.rmtree(left.parent)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401 - xdist's WorkerController
    node.workerinput["home"] = str(node.config.stash[HOME])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        remove(config.stash[HOME])
        shutil.rmtree(config.stash[HOME], ignore_errors=True)
        config.stash[RUN].close()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Keep what is imported and collected from being looked through for garbage again and again.

    It stays until the end, a million objects in every worker.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Take back what a command does to the log, whose warnings other tests read."""
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def alone(request: pytest.FixtureRequest) -> None:
    """Let an asynchronous test find its loop as if it were its own."""
    if inspect.iscoroutinefunction(request.function):
        request.getfixturevalue("nothing_left")


@pytest.fixture
async def nothing_left() -> AsyncIterator[None]:
    async with left_nothing():
        yield


@asynccontextmanager
async def left_nothing() -> AsyncIterator[None]:
    """End what a test began on the loop that it shares with all others of its worker."""
    loop, before = asyncio.get_running_loop(), asyncio.all_tasks()
    yield
    loop.set_exception_handler(None)
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    forget_closed(loop)


def forget_closed(loop: asyncio.AbstractEventLoop) -> None:
    """Forget files that were closed behind the loop's back: the next of that number is another.

    The loop would think that it listens to that one already, and never hear of it.
    """
    selector: selectors.BaseSelector = loop._selector  # type: ignore[attr-defined]
    for number in [key.fd for key in selector.get_map().values()]:
        try:
            os.fstat(number)
        except OSError:
            selector.unregister(number)


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The server of this run, where nothing is safe from a power cut."""
    server = start(request.config.stash[HOME], HURRY)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def aside() -> Iterator[asyncio.Runner]:
    """A loop beside those of the tests."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        yield runner


@pytest.fixture(scope="session")
def sql(postgres: Server, aside: asyncio.Runner) -> Iterator[Sql]:
    """Run one statement beside the databases of the tests."""
    connection = aside.run(asyncpg.connect(postgres.dsn))
    yield lambda statement: aside.run(connection.fetch(statement))
    aside.run(connection.close())


@pytest.fixture(scope="session")
def template(
    request: pytest.FixtureRequest, postgres: Server, sql: Sql, aside: asyncio.Runner
) -> str:
    """Name the migrated database that the others are copied from; the first worker makes it."""
    from storage.migrate import migrate  # noqa: PLC0415 - most tests need no database

    with (request.config.stash[HOME] / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not sql(f"SELECT FROM pg_database WHERE datname = '{TEMPLATE}'"):
            sql("DROP DATABASE IF EXISTS unfinished")
            sql("CREATE DATABASE unfinished")
            aside.run(migrate(postgres.url_of("unfinished")))
            aside.run(notice_changes(postgres.dsn_of("unfinished")))
            sql(f"ALTER DATABASE unfinished RENAME TO {TEMPLATE}")
    return TEMPLATE


@pytest.fixture(scope="session")
def spare() -> list[str]:
    """Databases like new ones that this worker's tests have left."""
    return []


@pytest.fixture(scope="session")
async def kept(aside: asyncio.Runner) -> AsyncIterator[Kept]:
    """Keep the connections to the databases of this worker's tests."""
    with Kept(asyncio.get_running_loop(), aside.get_loop()).lent() as kept:
        yield kept


@pytest.fixture(scope="session")
def a_database(
    postgres: Server, template: str, sql: Sql, aside: asyncio.Runner, spare: list[str], kept: Kept
) -> ADatabase:
    """Lend a migrated, empty database for as long as it is needed."""

    @contextmanager
    def lent() -> Iterator[str]:
        if spare:
            name = spare.pop()
        else:
            name = f"test_{uuid4().hex}"
            sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG")
        kept.begin(name)
        yield postgres.url_of(name)
        if aside.run(emptied(postgres.dsn_of(name), kept.end(name))):
            spare.append(name)
        else:
            kept.forget(name)
            sql(f"DROP DATABASE {name} WITH (FORCE)")

    return lent


@pytest.fixture
def database_url(a_database: ADatabase) -> Iterator[str]:
    """A migrated, empty database for one test alone, as SQLAlchemy wants it named."""
    with a_database() as url:
        yield url
