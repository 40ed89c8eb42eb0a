"""What is older than it is kept leaves, and what was registered goes with all that hangs on it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.serving.upkeep import erase_ended
from conversations.programme import DEFAULT_KEEP_DAYS
from storage.database import Storage
from storage.ids import new_id
from storage.proof.erased import ErasedFile
from storage.retention import ELSEWHERE, SWEPT, Rule
from tests.storage.builders import Town


async def rows_of(town: Town, rule: Rule, ago: timedelta) -> None:
    """Make a row of this kind that is so old."""
    at = town.clock.now() - ago
    match rule.table:
        case "parked":
            await town.rows(
                "INSERT INTO parked (id, channel, account, message_id, error, sealed, at)"
                " VALUES (:id, 'telegram', 'bot', :message, 'E', '', :at)",
                id=new_id(),
                message=f"{ago}",
                at=at,
            )
        case "transfers":
            person = await town.worker(f"t{ago}")
            await town.rows(
                "INSERT INTO transfers (id, person_id, address_id, hash, expires_at)"
                " VALUES (:id, :person, :address, uuid_send(:id), :at)",
                id=new_id(),
                person=person.id,
                address=person.address,
                at=at,
            )
        case "new_phones":
            head, worker = await town.head(), await town.worker(f"n{ago}")
            await town.gives(head, await town.registered(worker))
            await town.rows(
                "UPDATE new_phones SET expires_at = :at WHERE expires_at > :now",
                at=at,
                now=town.clock.now(),
            )
        case "requests":
            await town.rows(
                "INSERT INTO requests (id, receipt, kind, whole, registrations, asked_at, due_at,"
                " done_at) VALUES (:id, :receipt, 'erase', false, '{}', :at, :at, :at)",
                id=new_id(),
                receipt=f"{ago}",
                at=at,
            )


@pytest.mark.parametrize("rule", SWEPT, ids=lambda rule: rule.table)
async def test_what_is_older_goes_and_what_is_not_stays(town: Town, rule: Rule) -> None:
    await rows_of(town, rule, rule.kept + timedelta(hours=1))
    await rows_of(town, rule, rule.kept - timedelta(hours=1))

    async with town.storage.begin() as work:
        before = {one.rule: one for one in await work.retention.standing()}
        gone = await work.retention.sweep()
        after = {one.rule: one for one in await work.retention.standing()}

    assert (before[rule].there, before[rule].old) == (2, 1)
    assert gone == 1
    assert (after[rule].there, after[rule].old) == (1, 0)


async def test_every_kind_can_be_counted(town: Town) -> None:
    async with town.storage.begin() as work:
        standing = await work.retention.standing()

    assert [one.rule for one in standing] == [*SWEPT, *ELSEWHERE]


async def test_what_was_registered_goes_its_days_after_the_cover_and_is_kept_as_gone(
    town: Town, tmp_path: Path
) -> None:
    head, worker = await town.head(), await town.worker()
    one = await town.registered(worker)
    await town.rejects(head, one)
    file = ErasedFile(tmp_path / "erased")
    [row] = await town.rows("SELECT upper(cover) AS over FROM programmes")
    wait = row["over"] - town.clock.now().date() + timedelta(days=DEFAULT_KEEP_DAYS)
    later = Storage(town.engine, town.sealer, town.clock.now, erased_file=file)

    town.clock.passes(wait - timedelta(days=2))
    await erase_ended(later)
    assert await town.value("SELECT count(*) FROM registrations") == 1
    town.clock.passes(timedelta(days=3))
    await erase_ended(later)

    assert await town.value("SELECT count(*) FROM registrations") == 0
    assert [erasure.erased.registrations for erasure in file.read()] == [(one.id,)]


async def test_what_lives_still_is_not_erased(town: Town) -> None:
    await town.registered(await town.worker())
    town.clock.passes(timedelta(days=3650))

    await erase_ended(town.storage)

    assert await town.value("SELECT count(*) FROM registrations") == 1
