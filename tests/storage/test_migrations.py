"""The migrations make what storage/tables.py says, once, whoever runs them."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from conversations.life_cycle import LIVE, QUEUED, WAITS_FOR_A_PLACE, Status
from storage import migrate as migrations
from storage.connections import engine
from storage.errors import Unreleased
from storage.migrate import migrate
from storage.tables import metadata
from tests.conftest import Sql
from tests.storage.builders import Town

BY_HAND = {
    "registrations_one_live_per_nik": ("EXCLUDE USING gist (nik_id WITH =, cover WITH &&) WHERE"),
    "registrations_waiting_idx": "(village, programme_id, seq) WHERE (status = 'waiting'::text)",
    "registrations_undecided_idx": "(village, seq) WHERE (status = 'placed'::text)",
    "programmes_open_key": "(regency) WHERE (closed_at IS NULL)",
    "places_one_per_registration": "(registration_id) WHERE (registration_id IS NOT NULL)",
    "places_free_idx": "(village, programme_id, number) WHERE (registration_id IS NULL)",
    "cards_one_open_per_official": "(official_id) WHERE (closed_at IS NULL)",
    "inbox_seen_at_idx": "ON public.inbox USING btree (seen_at)",
    "outbox_kept_idx": "(sent_at) WHERE ((sent_at IS NOT NULL) AND (failed_at IS NULL))",
    "outbox_failed_idx": "(failed_at) WHERE (failed_at IS NOT NULL)",
    "outbox_due_idx": "(failed_at IS NULL) AND (due_at IS NOT NULL))",
    "outbox_order_idx": "(address_id, lane, seq) WHERE ((sent_at IS NULL) AND (failed_at IS N",
}
_DEFINED = """
    SELECT indexname AS name, indexdef AS said FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'x'
"""


async def run(url: str, look: Any) -> Any:  # noqa: ANN401 - whatever is looked for
    database = engine(url, connections=1)
    async with database.connect() as connection:
        found = await connection.run_sync(look)
    await database.dispose()
    return found


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    return list(compare_metadata(context, metadata))


def defined(connection: Connection) -> list[tuple[str, str]]:
    return [(row.name, row.said) for row in connection.execute(text(_DEFINED))]


async def test_the_migrated_schema_is_what_the_tables_say(database_url: str) -> None:
    assert await run(database_url, differences) == []


async def test_a_difference_would_be_seen(database_url: str, sql: Sql) -> None:
    def change(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE audit DROP COLUMN sender"))
        connection.commit()

    await run(database_url, change)

    assert await run(database_url, differences)


async def test_what_autogeneration_does_not_compare_is_there(database_url: str) -> None:
    found = await run(database_url, defined)

    missing = {
        name
        for name, said in BY_HAND.items()
        if not any(name == there and said in definition for there, definition in found)
    }
    assert missing == set()


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("registrations_one_live_per_nik", LIVE),
        ("registrations_waiting_idx", WAITS_FOR_A_PLACE),
        ("registrations_undecided_idx", QUEUED),
    ],
)
async def test_the_database_knows_the_states_of_the_life_cycle(
    database_url: str, name: str, states: frozenset[Status]
) -> None:
    said = dict(await run(database_url, defined))[name]

    condition = said.partition(" WHERE ")[2]

    assert set(re.findall(r"'(\w+)'", condition)) == states


async def test_migrating_again_changes_nothing(database_url: str) -> None:
    before = await run(database_url, defined)

    await migrate(database_url)

    assert await run(database_url, defined) == before


async def test_several_may_migrate_an_empty_database_at_once(database_url: str) -> None:
    def empty(connection: Connection) -> None:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        connection.commit()

    await run(database_url, empty)

    await asyncio.gather(*(migrate(database_url) for _ in range(3)))

    assert await run(database_url, differences) == []


def test_the_newest_is_known_without_alembic() -> None:
    folder = Path(migrations.__file__).parent / "migrations"
    assert ScriptDirectory(folder).get_current_head() == migrations._NEWEST


async def test_an_up_to_date_database_is_not_migrated_again(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate(database_url)
    monkeypatch.setattr(migrations, "_upgrade", None)

    await migrate(database_url)
    monkeypatch.setattr(migrations, "_NEWEST", "9999")
    with pytest.raises(TypeError):
        await migrate(database_url)


@pytest.mark.parametrize(
    ("older", "lacks"),
    [
        pytest.param("DROP TABLE key_check", "key_check.hash", id="a table"),
        pytest.param(
            "ALTER TABLE outbox DROP COLUMN refused_id", "outbox.refused_id", id="column"
        ),
        pytest.param("DROP INDEX outbox_order_idx", "outbox_order_idx", id="an index"),
        pytest.param(
            "ALTER TABLE registrations DROP CONSTRAINT registrations_one_live_per_nik",
            "registrations_one_live_per_nik",
            id="a constraint",
        ),
    ],
)
async def test_a_database_made_before_a_migration_was_last_edited_is_refused(
    database_url: str, older: str, lacks: str
) -> None:
    def age(connection: Connection) -> None:
        connection.execute(text(older))
        connection.commit()

    await run(database_url, age)

    with pytest.raises(Unreleased, match=f"^{lacks}$") as refused:
        await migrate(database_url)
    assert not refused.value.holds


async def test_whether_somebody_is_registered_in_a_database_that_is_refused_is_told(
    database_url: str, sql: Sql
) -> None:
    async with Town.founded(database_url) as town:
        await town.registered(await town.worker())
        await town.rows("DROP INDEX outbox_order_idx")

    with pytest.raises(Unreleased) as refused:
        await migrate(database_url)
    assert refused.value.holds


async def test_what_an_operator_added_by_hand_is_no_reason_to_refuse(database_url: str) -> None:
    def add(connection: Connection) -> None:
        connection.execute(text("CREATE INDEX of_theirs ON audit (kind)"))
        connection.execute(text("CREATE TABLE theirs (id int)"))
        connection.commit()

    await run(database_url, add)

    await migrate(database_url)
