"""Keys are rotated while people register: nothing is lost, unreadable or there twice."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from bot.commands.rotating import Rotated, rotate
from conversations.effects import Decide, Redeem
from conversations.life_cycle import Status
from conversations.outcomes.desk import BecameHead
from conversations.outcomes.registering import AlreadyRegistered, Submitted
from storage.errors import Away
from storage.ids import new_id
from storage.proof.chains import Broken
from storage.rotation.places import SEALED
from storage.rotation.rehashing import HASHES
from storage.rotation.taking_up import Lacking, TakenUp, Untold
from storage.sealing import BOUND, Keys, KeysError, Sealer
from storage.tables import metadata
from tests.kept import Kept
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town, incoming, nik, sender
from tests.storage.test_clock import everything_happens

OLD = Keys.generate()
BOTH = OLD.next()
NEW = Keys({2: BOTH.sealing[2]}, {2: BOTH.hashing[2]})
NUMBER = "+6281234567890"
NOTE = "Sudah pindah"


@pytest.fixture
def url(database_url: str, kept: Kept) -> str:
    """A database whose connections are closed when they are: who is connected is looked at."""
    kept.forget(urlsplit(database_url).path[1:])
    return database_url


@contextlib.asynccontextmanager
async def known(url: str, keys: Keys, places: int = 0) -> AsyncIterator[Town]:
    """A process that has these keys, on a town that is there unless it has places."""
    async with Town.founded(url, places=places, keys=keys, met=True) as town:
        await town.storage.check_keys()
        yield town


async def lived_in(url: str) -> None:
    """Let something be sealed and hashed wherever anything is, with the old keys."""
    async with known(url, OLD, places=9) as town:
        await everything_happens(town)
        head, ani = await town.head("kades2"), await town.worker("ani")
        one = await town.registered(ani)
        await town.decide((head, Decide(one.id, one.version, None)))
        await town.end(ani, one, note=NOTE)


async def rotated(town: Town) -> Rotated:
    outcome = await rotate(town.storage)
    assert isinstance(outcome, Rotated), outcome
    return outcome


async def hashes(town: Town) -> dict[str, dict[UUID, bytes]]:
    """Return every hash, by its place and row."""
    found = {}
    for one in HASHES:
        rows = await town.rows(f"SELECT t.id, t.was FROM ({one.rows}) AS t")
        found[one.name] = {row["id"]: row["was"] for row in rows if row["was"]}
    return found


async def test_whatever_was_sealed_or_hashed_is_so_with_the_new_keys_alone(url: str) -> None:
    await lived_in(url)
    async with known(url, BOTH) as town:
        before, people = await hashes(town), await town.rows("SELECT * FROM addresses")
        audit = await town.rows("SELECT id, sender, digest, hash FROM audit ORDER BY id")
        assert all(before.values()), "what was not hashed was not tested"

        outcome = await rotated(town)
        after = await hashes(town)

    assert (outcome.taken_up, outcome.shut) == (TakenUp(), {})
    assert {one.place for one in outcome.left} == set(SEALED), "what was not sealed was not tested"
    assert {(one.version, one.whole) for one in outcome.left} == {(2, True)}
    for place, rows in before.items():
        assert after[place].keys() == rows.keys()
        assert not set(after[place].values()) & set(rows.values())
    async with known(url, NEW) as town:
        await opened(town)
        assert await town.value("SELECT count(*) FROM addresses") == len(people)
        assert audit == await town.rows("SELECT id, sender, digest, hash FROM audit ORDER BY id")
        async with town.storage.begin() as work:
            for head in await work.chains.heads():
                assert not [b async for b in work.chains.verify(head, {}) if isinstance(b, Broken)]
            [ani] = await work.people.lock([sender("ani")])
        assert ani.id in {row["person_id"] for row in people}, "nobody is a stranger"


async def opened(town: Town) -> None:
    """Open every blob there is; raise KeysError for one that the town's keys do not open."""
    for place in SEALED:
        for row in await town.rows(f"SELECT * FROM {place.table}"):
            if row[place.column]:
                place.opened(town.sealer, row)


async def test_a_nik_and_a_number_are_known_again_under_the_new_key(url: str) -> None:
    async with known(url, OLD, places=3) as town:
        yanti, head = await town.worker(), await town.head()
        async with town.storage.begin() as work:
            await work.people.number([(head, NUMBER)])
        await town.registered(yanti, nik_=nik(7))
        own = await town.registered(await town.worker("rini"), phone=NUMBER)

    async with known(url, BOTH) as town:
        await rotated(town)
        [again] = await town.submit(town.wish(await town.worker("maria"), nik_=nik(7)))
        refused = await town.decide((head, Decide(own.id, own.version, None)))

    assert isinstance(again, AlreadyRegistered)
    assert type(refused[0]).__name__ == "OwnRegistration", "it has the head's own number"


async def test_a_code_given_out_under_the_old_key_is_good_while_that_is_kept(url: str) -> None:
    async with known(url, OLD, places=3) as town, town.storage.begin() as work:
        code = await work.officials.invite(SUNGAI_DURI, "Bu Kades", timedelta(days=7))
    async with known(url, BOTH) as town:
        await rotated(town)
        head = await town.worker("kades")
        async with town.storage.begin() as work:
            await work.lock([SUNGAI_DURI])
            became = await work.officials.redeem(head, Redeem(code))

    assert isinstance(became, BecameHead)


async def test_what_was_parked_may_still_be_taken_after_its_drafts_were_sealed_anew(
    url: str,
) -> None:
    await lived_in(url)
    async with known(url, BOTH) as town:
        await rotated(town)
        async with town.storage.begin() as work:
            [person] = await work.people.lock([incoming().sender])
            [kept, *_] = await work.parked.list()
            parked = await work.parked.open(kept.id)
            assert parked is not None
            assert await work.parked.still(parked, person)


class Killed(Exception):  # noqa: N818 - what happens to it
    pass


def _killing(after: int) -> Callable[[str, int], None]:
    steps = iter(range(after))

    def advance(_what: str, _many: int) -> None:
        if next(steps, None) is None:
            raise Killed

    return advance


async def test_killed_after_any_slice_it_goes_on_where_it_was(url: str) -> None:
    await lived_in(url)
    async with known(url, BOTH) as town:
        for after in range(len(SEALED)):  # one at least for each, and the hashes before
            with pytest.raises(Killed):
                await rotate(town.storage, _killing(after))
        await rotated(town)
    async with known(url, NEW) as town:
        await opened(town)


async def test_new_keys_are_not_taken_up_while_somebody_does_not_know_them(url: str) -> None:
    async with known(url, OLD, places=3) as town:
        await town.registered(await town.worker())
        async with known(url, BOTH) as other:
            before = await hashes(other)

            refused = await rotate(other.storage)

            assert isinstance(refused, Lacking)
            assert {one.name for one in refused.those} == {f"seratus {OLD.newest()}"}
            assert await hashes(other) == before
            assert other.sealer.sealing == 1, "nothing is sealed with a key that not all know"
            async with other.storage.begin() as work:
                assert [one.version for one in await work.resealing.left()].count(2) == 0

    async with known(url, BOTH) as other:
        await rotated(other)
        assert other.sealer.sealing == 2


async def test_who_does_not_know_the_keys_in_use_is_not_let_in(url: str) -> None:
    async with known(url, OLD, places=3) as town:
        await town.engine.dispose()  # as if it had lost its connections
        async with known(url, BOTH) as other:
            await rotated(other)

        with pytest.raises(Away):
            async with town.storage.begin():
                pass

    with pytest.raises(KeysError, match="Bring back the keys"):
        async with Town.founded(url, places=0, villages=0, keys=OLD) as late:
            await late.storage.check_keys()


async def test_a_process_that_knows_them_takes_them_up_with_its_next_turn(url: str) -> None:
    async with known(url, OLD, places=3):
        pass
    async with known(url, BOTH) as serving, known(url, BOTH) as other:
        assert (serving.sealer.sealing, serving.sealer.hashing) == (1, 1)
        first = await serving.registered(await serving.worker())

        await rotated(other)
        second = await serving.registered(await serving.worker("rini"))

        assert (serving.sealer.sealing, serving.sealer.hashing) == (2, 2)
        assert (await serving.standing(first.id)).name
        assert (await serving.standing(second.id)).name


UNLOCKED = """
    CREATE OR REPLACE FUNCTION keys_in_use() RETURNS TABLE (hash bytea, sealed bytea)
    LANGUAGE sql VOLATILE AS $$ SELECT hash, sealed FROM key_check $$
"""


async def _twice(url: str, *, locked: bool = True) -> tuple[object, int]:
    """Register one NIK by the old key, begun before they are taken up, and then by the new."""
    async with known(url, OLD, places=3) as town:
        if not locked:
            await town.rows(UNLOCKED)
        first, second = await town.workers("yanti", "maria")
    async with known(url, BOTH) as town, known(url, BOTH) as other:
        wish = town.wish(first, nik_=nik(7))
        async with town.storage.begin() as work:
            rotating = asyncio.create_task(rotate(other.storage))
            await town.waits(rotating)
            await work.lock({SUNGAI_DURI})
            [made] = await work.submissions.submit([wish])
            assert isinstance(made, Submitted)
        await rotating
        [again] = await other.submit(other.wish(second, nik_=nik(7)))
        return again, await town.value("SELECT count(*) FROM niks")


async def test_of_one_nik_by_the_old_key_and_by_the_new_there_is_one_row(url: str) -> None:
    again, niks = await _twice(url)

    assert isinstance(again, AlreadyRegistered)
    assert niks == 1


async def test_without_the_lock_a_nik_would_be_there_twice(url: str) -> None:
    again, niks = await _twice(url, locked=False)

    assert isinstance(again, Submitted)
    assert niks == 2


ELSEWHERE = {
    "nik_id": "INSERT INTO niks SELECT CAST(:new AS uuid), '\\x00' RETURNING id",
    "programme_id": "SELECT id FROM programmes WHERE id = CAST(:other AS uuid)",
}


@pytest.mark.parametrize("column", ELSEWHERE)
async def test_a_registration_that_was_moved_by_hand_does_not_open(url: str, column: str) -> None:
    async with known(url, OLD, places=3) as town:
        one = await town.registered(await town.worker())
        other = await town.open(regency="61.04")
        values = {"nik_id": {"new": new_id()}, "programme_id": {"other": other.id}}[column]
        [there] = await town.rows(ELSEWHERE[column], **values)
        await town.rows(f"UPDATE registrations SET {column} = :there", there=there["id"])

        with pytest.raises(KeysError, match="does not open"):
            await town.standing(one.id)


async def test_what_rightly_moves_opens_where_it_is(url: str) -> None:
    async with known(url, OLD, places=3) as town:
        yanti = await town.worker()
        first = await town.registered(yanti)
        await town.withdraw((yanti, first.id))
        again = await town.registered(yanti, nik_=nik(1))
        amended = await town.amend(yanti, again, nik=nik(8), name="Yanti Baru")

        assert type(amended).__name__ == "Amended", amended
        assert (await town.standing(again.id)).name == "Yanti Baru"
        assert (await town.standing(first.id)).status is Status.WITHDRAWN
        blobs = await town.rows("SELECT get_byte(sealed, 0) AS byte FROM registrations")
        assert {row["byte"] for row in blobs} == {1 | BOUND}


async def test_what_was_sealed_before_it_was_bound_to_more_opens_and_is_bound_by_a_rotation(
    url: str,
) -> None:
    async with known(url, OLD, places=3) as town:
        one = await town.registered(await town.worker())
        [row] = await town.rows("SELECT * FROM registrations")
        bound = (row["nik_id"], row["programme_id"])
        told = town.sealer.unseal("registrations", one.id, row["sealed"], *bound)
        before = town.sealer.seal("registrations", one.id, told)
        await town.rows("UPDATE registrations SET sealed = :blob", blob=before)

        assert (await town.standing(one.id)).name == one.name
        outcome = await rotated(town)

        assert {one.whole for one in outcome.left} == {True}
        assert (await town.standing(one.id)).name == one.name


async def test_what_does_not_open_keeps_the_hashing_key_until_an_operator_says_so(
    url: str,
) -> None:
    async with known(url, OLD, places=3) as town:
        await town.registered(await town.worker())
        await town.rows(
            "UPDATE registrations SET sealed = :blob",
            blob=town.sealer.seal("registrations", new_id(), {}),
        )
    async with known(url, BOTH) as town:
        refused = await rotate(town.storage)
        assert isinstance(refused, Untold)
        assert refused.those["niks.hash"] == 1
        assert town.sealer.hashing == 1

        outcome = await rotate(town.storage, leave=True)

    assert isinstance(outcome, Rotated)
    assert outcome.shut == {"registrations": 1}


async def test_a_nik_of_which_no_registration_is_left_goes(url: str) -> None:
    async with known(url, OLD, places=3) as town:
        await town.rows("INSERT INTO niks VALUES (:id, '\\x00')", id=new_id())
    async with known(url, BOTH) as town:
        await rotated(town)

        assert await town.value("SELECT count(*) FROM niks") == 0


async def test_a_chat_that_was_moved_is_found_where_it_is_met_now_and_nowhere_else(
    url: str,
) -> None:
    async with known(url, OLD, places=3) as town:
        await town.workers("old", "new")
        async with town.storage.begin() as work:
            await work.identities.move(sender("old"), sender("new"))
            met = await work.identities.known([sender("old"), sender("new")])
    async with known(url, BOTH) as town:
        await rotated(town)
        async with town.storage.begin() as work:
            again = await work.identities.known([sender("old"), sender("new")])

    assert {one: row.id for one, row in again.items()} == {sender("new"): met[sender("new")].id}


async def test_of_who_is_erased_while_hashes_are_prepared_none_is_kept(url: str) -> None:
    async with known(url, OLD, places=3) as town:
        gone, stays = await town.workers("gone", "stays")
        one, other = await town.registered(gone), await town.registered(stays)
    async with known(url, BOTH) as town:
        with pytest.raises(Killed):
            await rotate(town.storage, _killing(len(HASHES) - 1))
        async with town.storage.begin() as work:
            await work.lock([SUNGAI_DURI])
            await work.erasing.erase([one.id], [gone.id])
        kept = {row["id"] for row in await town.rows("SELECT id FROM rehashed")}

    assert one.id not in kept
    assert gone.address not in kept
    assert {other.id, stays.address} <= kept


async def test_a_number_of_before_it_was_sealed_is_known_by_who_registered_with_it(
    url: str,
) -> None:
    async with known(url, OLD, places=3) as town:
        head, other = await town.workers("kades", "other")
        async with town.storage.begin() as work:
            await work.people.number([(head, NUMBER), (other, "+6281200001111")])
        await town.rows("UPDATE addresses SET phone_sealed = NULL")
        own = await town.registered(await town.worker("rini"), phone=NUMBER)
    async with known(url, BOTH) as town:
        outcome = await rotated(town)
        numbers = "SELECT id, phone_hash FROM addresses WHERE phone_hash IS NOT NULL"
        [told] = await town.rows(numbers)
        [registered] = await town.rows("SELECT id, phone_hash FROM registrations")

    assert outcome.taken_up == TakenUp(numbers=1)
    assert (told["id"], registered["id"]) == (head.address, own.id)
    assert told["phone_hash"] == registered["phone_hash"]


async def test_who_comes_after_the_first_look_is_seen_before_anything_is_changed(
    url: str,
) -> None:
    async with known(url, OLD, places=3) as town, known(url, BOTH) as other:
        await town.worker()
        async with other.storage.begin() as work:
            refused = await work.taking_up.take_up()

    assert isinstance(refused, Lacking)


async def test_seals_are_counted_by_their_key(url: str) -> None:
    async with known(url, OLD, places=3) as town:
        for _ in range(2):
            town.sealer.seal("drafts", new_id(), "x")
            async with town.storage.begin() as work:
                await work.key_use.tell()
        async with town.storage.begin() as work:
            await work.key_use.tell()
            [used] = (await work.key_use.told()).values()

    assert used.seals == 2 + 1, "and that of the known row"
    assert used.since == town.clock.now()


ENDS_BY_ITSELF = {"invitations", "transfers", "new_phones"}  # codes, found by every key
NO_KEY = {"consents.text_hash", "audit.hash"}
BY_THE_NIK = {"nik_tries.hash", "nik_notices.hash"}


def test_every_table_that_seals_or_hashes_is_known_to_the_rotation() -> None:
    columns = [(one.name, column.name) for one in metadata.tables.values() for column in one.c]
    sealed = {one for one in columns if "sealed" in one[1] and one[0] != "key_check"}
    hashed = {
        f"{table}.{column}"
        for table, column in columns
        if "hash" in column and table not in {*ENDS_BY_ITSELF, "key_check"}
    }

    assert sealed == {(place.table, place.column) for place in SEALED}
    assert hashed == {one.name for one in HASHES} | NO_KEY | BY_THE_NIK


def test_new_keys_are_beside_the_old_and_other_than_all() -> None:
    third = BOTH.next()

    assert [*third.named()] == ["seal1", "seal2", "seal3", "hash", "hash2", "hash3"]
    assert Keys.parse(third.dump()) == third
    assert Sealer(BOTH).hashes("invitation", "x")[1] == Sealer(NEW).hash("invitation", "x")
