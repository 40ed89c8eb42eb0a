"""`seratus parked`: what an operator sees of a parked message, and what they can do about it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from bot.app import App, opened
from bot.commands.main import main
from bot.settings import Settings
from bot.terminal.receive import incoming
from bot.turns.turn import Elsewhere
from conversations.messages import Said
from storage.sealing import Keys

T = TypeVar("T")
KEYS = Keys.generate().dump()
NOBODY = "01999999-0000-7000-8000-000000000000"
SECRET = "nama saya Zulmiatun"

Run = Callable[..., Result]


@pytest.fixture
def seratus(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SERATUS_DATABASE_URL", database_url.replace("+asyncpg", ""))
    monkeypatch.setenv("SERATUS_KEYS", KEYS)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(main, arguments)


def with_app(url: str, work: Callable[[App], Awaitable[T]]) -> T:
    async def run() -> T:
        async with opened(Settings.read({"SERATUS_KEYS": KEYS}), url) as app:
            return await work(app)

    return asyncio.run(run())


@pytest.fixture
def parked(database_url: str) -> str:
    """Have a message parked by a fault that quotes it; return its id."""

    async def park(app: App) -> str:
        said = incoming("yanti", Said(SECRET), datetime(2026, 11, 22, tzinfo=UTC))
        try:
            raise ValueError(SECRET)  # noqa: TRY301 - for its traceback
        except ValueError as fault:
            await app.turn(Elsewhere()).park(said, fault)
        async with app.storage.begin() as work:
            (kept,) = await work.parked.list()
        return str(kept.id)

    return with_app(database_url, park)


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    async def fetched() -> list[tuple[object, ...]]:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    return asyncio.run(fetched())


def test_a_list_and_a_fault_are_shown_without_a_word_of_anybodys(
    seratus: Run, parked: str
) -> None:
    listed = seratus("parked", "list").output
    shown = seratus("parked", "show", parked)

    assert parked in listed
    assert "ValueError" in listed
    assert shown.exit_code == 0, shown.output
    assert "ValueError on terminal" in shown.output
    assert 'tests/test_parked_cli.py", line' in shown.output
    assert "Zulmiatun" not in listed + shown.output


def test_a_body_is_shown_only_when_asked_for_with_a_warning_and_a_record(
    seratus: Run, parked: str, database_url: str
) -> None:
    seratus("parked", "show", parked)
    before = rows(database_url, "SELECT kind FROM audit WHERE kind <> 'command'")

    shown = seratus("parked", "show", parked, "--body")

    assert SECRET in shown.stdout
    assert "Personal data" in shown.stderr
    assert before == []
    recorded = rows(database_url, "SELECT kind, subject::text FROM audit WHERE kind <> 'command'")
    assert recorded == [("parked_read", parked)]


@pytest.mark.parametrize("arguments", [("list",), ("replay", "--all")])
def test_nothing_parked_is_said_so(seratus: Run, arguments: tuple[str, ...]) -> None:
    asked = seratus("parked", *arguments)

    assert asked.exit_code == 0
    assert asked.stdout == "Nothing is parked.\n"


def test_all_that_is_parked_is_replayed_and_its_sender_will_be_answered(
    seratus: Run, parked: str, database_url: str
) -> None:
    replayed = seratus("parked", "replay", "--all")

    assert replayed.exit_code == 0, replayed.output
    assert f"{parked}: taken" in replayed.stdout
    assert parked not in seratus("parked", "list").output
    assert rows(database_url, "SELECT count(*) FROM outbox") == [(2,)]  # the sorry, the answer


def test_somebodys_first_message_is_taken_though_they_could_not_even_be_made_known(
    seratus: Run, database_url: str
) -> None:
    async def park(app: App) -> None:
        said = incoming("yanti", Said(SECRET), datetime(2026, 11, 22, tzinfo=UTC))
        async with app.storage.begin() as work:
            await work.parked.put(said, ValueError(), "")

    with_app(database_url, park)

    replayed = seratus("parked", "replay", "--all")

    assert replayed.exit_code == 0, replayed.output
    assert rows(database_url, "SELECT count(*) FROM outbox") == [(1,)]


def test_what_was_not_taken_is_told_by_the_exit_code_and_can_be_dropped(
    seratus: Run, parked: str, database_url: str
) -> None:
    async def go_on(app: App) -> None:
        later = incoming("yanti", Said("daftar"), datetime(2026, 11, 23, tzinfo=UTC))
        await app.turns(Elsewhere()).take(later)

    with_app(database_url, go_on)

    replayed = seratus("parked", "replay", parked)
    dropped = seratus("parked", "drop", parked)

    assert replayed.exit_code == 1
    assert "has gone on since" in replayed.stdout
    assert dropped.exit_code == 0
    assert rows(database_url, "SELECT count(*) FROM parked") == [(0,)]
    kinds = rows(database_url, "SELECT kind FROM audit WHERE kind <> 'command'")
    assert kinds == [("parked_dropped",)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("show", NOBODY), "not parked", id="show nothing"),
        pytest.param(("drop", NOBODY), "not parked", id="drop nothing"),
        pytest.param(("show", "1"), "1 is no id as 'seratus parked list' shows it", id="no id"),
        pytest.param(("replay", NOBODY, "x"), "x is no id as 'seratus", id="one that is no id"),
        pytest.param(("replay",), "name ids, or say --all", id="replay what?"),
        pytest.param(("replay", NOBODY, "--all"), "name ids, or say --all", id="replay which?"),
    ],
)
def test_a_slip_is_refused_in_a_sentence(
    seratus: Run, arguments: tuple[str, ...], said: str
) -> None:
    refused = seratus("parked", *arguments)

    assert refused.exit_code == 2
    assert said in refused.stderr
