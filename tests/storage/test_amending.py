"""What was sent is corrected by its own chat; number and place stay, and a taken NIK is told."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import asyncpg
import pytest

from conversations.effects import Amend, FindAnswers
from conversations.life_cycle import Status
from conversations.outcomes.amending import (
    Amended,
    AnswersFound,
    HeldByClaim,
    NoPlaceThere,
    NothingToAmend,
    Overtaken,
)
from conversations.outcomes.desk import Decided
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import AlreadyRegistered, Submitted
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town, amending, confirming, nik

SECOND = "61.07.01.2002"
PHONE = {"phone": "+6281200009999", "phone_owner": "family"}


@pytest.fixture
async def two_villages(town: Town) -> Town:
    await town.settle(2)
    await town.rows(
        "INSERT INTO places (village, programme_id, number)"
        " SELECT :code, programme_id, 1 FROM places WHERE number = 1 ON CONFLICT DO NOTHING",
        code=SECOND,
    )
    return town


async def answers_of(town: Town, person: Person, one: Registered) -> dict[str, str]:
    async with town.storage.begin() as work:
        [found] = await work.registrations.looked_into([(person, FindAnswers(one.id))])
    assert isinstance(found, AnswersFound), found
    return dict(found.answers)


async def confirmed(town: Town, worker: Person, head: Person) -> Registered:
    one = await town.registered(worker)
    [decided] = await town.decide((head, confirming(one)))
    assert isinstance(decided, Decided)
    return await town.standing(one.id)


async def test_number_and_place_stay_and_the_head_gets_the_card_anew(town: Town) -> None:
    head, worker, other = await town.head(), await town.worker(), await town.worker("budi")
    one = await town.registered(worker)
    await town.registered(other)

    done = await town.amend(worker, one, name="YANTI SUSANTO", address="Dusun Baru")

    assert isinstance(done, Amended)
    assert (done.registered.number, done.registered.place) == (one.number, one.place)
    assert [closed.person for closed in done.closed] == [head.id]
    [card] = done.cards
    assert (card.registration, card.version) == (one.id, one.version + 1)
    assert card.answers["name"] == "YANTI SUSANTO"
    assert sorted(card.amended) == ["address", "name"]


async def test_what_a_head_confirmed_is_confirmed_again_where_the_head_can_tell(
    town: Town,
) -> None:
    head, worker = await town.head(), await town.worker()
    one = await confirmed(town, worker, head)

    done = await town.amend(worker, one, mother="SITI")

    assert isinstance(done, Amended)
    assert (done.registered.status, done.registered.place) == (Status.PLACED, one.place)
    assert [card.registration for card in done.cards] == [one.id]
    [decided] = await town.decide((head, confirming(done.registered)))
    assert isinstance(decided, Decided)
    again = await town.amend(worker, await town.standing(one.id), address="Dusun Lama")
    assert isinstance(again, Amended)
    assert again.cards[0].amended == ("address",)


async def test_a_new_telephone_asks_nobody_and_leaves_the_day_of_the_decision(town: Town) -> None:
    head, worker = await town.head(), await town.worker()
    one = await confirmed(town, worker, head)
    town.clock.passes(timedelta(days=3))

    done = await town.amend(worker, one, **PHONE)

    assert isinstance(done, Amended)
    assert (done.registered.status, done.cards) == (Status.CONFIRMED, ())
    assert done.registered.since == one.since
    row = (await town.rows("SELECT * FROM registrations"))[0]
    assert row["decided_by"] is not None
    assert (await answers_of(town, worker, one))["phone"] == PHONE["phone"]


async def test_who_waits_corrects_and_keeps_the_position(town: Town) -> None:
    head, helper = await town.head(), await town.worker()
    *_, last = [await town.registered(helper) for _ in range(5)]

    done = await town.amend(helper, last, name="BUDI")

    assert isinstance(done, Amended)
    assert (done.registered.status, done.registered.position) == (Status.WAITING, 2)
    assert head.id not in {card.person for card in done.cards}


async def test_the_history_tells_which_answers_and_by_whom(town: Town) -> None:
    worker = await town.worker()
    one = await town.registered(worker)

    await town.amend(worker, one, name="YANTI SUSANTO")

    async with town.storage.begin() as work:
        told = [entry.done for entry in await work.history.told(one.number)]
    assert [(act.act, act.fields) for act in told] == [
        ("submit", ()),
        ("promote", ()),
        ("amend", ("name",)),
    ]
    assert (told[-1].person, told[-1].address) == (worker.id, worker.address)


# ── whose it is, and in which version ───────────────────────────────────────────────────────────


async def test_nobody_reads_or_corrects_what_another_chat_sent(town: Town) -> None:
    worker, stranger = await town.workers("yanti", "stranger")
    one = await town.registered(worker)

    assert await town.amend(stranger, one, name="SAYA") == NothingToAmend()
    async with town.storage.begin() as work:
        [found] = await work.registrations.looked_into([(stranger, FindAnswers(one.id))])
    assert found == NothingToAmend()
    assert (await answers_of(town, worker, one))["name"] != "SAYA"


async def test_a_correction_that_began_before_a_decision_changes_nothing_and_says_so(
    town: Town,
) -> None:
    head, worker = await town.head(), await town.worker()
    one = await town.registered(worker)
    await town.decide((head, confirming(one)))

    done = await town.amend(worker, one, name="YANTI SUSANTO")

    assert isinstance(done, Overtaken)
    assert (done.registered.status, done.registered.version) == (
        Status.CONFIRMED,
        one.version + 1,
    )
    assert done.answers["name"] == one.name


async def test_what_is_over_is_corrected_no_more(town: Town) -> None:
    worker = await town.worker()
    one = await town.registered(worker)
    await town.withdraw((worker, one.id))

    assert await town.amend(worker, one, name="YANTI SUSANTO") == NothingToAmend()


# ── another NIK ─────────────────────────────────────────────────────────────────────────────────


async def test_a_wrong_nik_is_free_again_and_the_right_one_is_taken(town: Town) -> None:
    worker, other = await town.workers("yanti", "budi")
    one = await town.registered(worker)

    done = await town.amend(worker, one, nik=nik(77))

    assert isinstance(done, Amended)
    [refused] = await town.submit(town.wish(other, nik_=nik(77)))
    assert isinstance(refused, AlreadyRegistered)
    [registered] = await town.submit(town.wish(other, nik_=nik(1)))
    assert isinstance(registered, Submitted)


@pytest.mark.parametrize("code", [SUNGAI_DURI, SECOND])
async def test_a_nik_that_is_taken_is_an_outcome_wherever_it_is(
    two_villages: Town, code: str
) -> None:
    town = two_villages
    worker, other = await town.workers("yanti", "budi")
    one, taken = await town.registered(worker), await town.registered(other, code)

    done = await town.amend(worker, one, nik=nik(2))

    assert isinstance(done, AlreadyRegistered)
    assert (done.mine, done.number) == (None, taken.number)
    assert (await town.standing(one.id)).version == one.version


async def test_ones_own_other_registration_is_told_as_such(town: Town) -> None:
    helper = await town.worker()
    one, other = await town.registered(helper), await town.registered(helper)

    done = await town.amend(helper, one, nik=nik(2))

    assert isinstance(done, AlreadyRegistered)
    assert done.mine is not None
    assert done.mine.id == other.id


async def test_two_of_one_group_do_not_come_to_the_same_nik(town: Town) -> None:
    helper = await town.worker()
    ones = [await town.registered(helper) for _ in range(2)]

    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        given = [(helper, amending(one, nik=nik(77))) for one in ones]
        first, second = await work.amendments.amend(given)

    assert isinstance(first, Amended)
    assert isinstance(second, AlreadyRegistered)


async def raced(town: Town, *, locked: bool) -> Sequence[object]:
    """Submit a NIK in one village, and correct another registration to it before the commit."""
    worker, other = await town.workers("yanti", "budi")
    one = await town.registered(worker)
    wish = town.wish(other, SECOND, nik(77))

    async def correct() -> object:
        async with town.storage.begin() as work:
            await work.lock([SUNGAI_DURI])
            amend = amending(one, nik=nik(77))
            return await _amended(work, worker, amend, locked=locked)

    async with town.storage.begin() as work:
        await work.lock([SECOND])
        [submitted] = await work.submissions.submit([wish])
        correcting = asyncio.create_task(correct())
        assert await town.waits(correcting)
    [outcome] = await asyncio.gather(correcting, return_exceptions=True)
    return submitted, outcome


async def _amended(work: UnitOfWork, worker: Person, wish: Amend, *, locked: bool) -> object:
    if locked:
        return (await work.amendments.amend([(worker, wish)]))[0]
    key = work.registrations.nik_hash(wish.answers["nik"])
    connection = work._work.connection
    looked = "SELECT FROM registrations r JOIN niks k ON k.id = r.nik_id WHERE k.hash = $1"
    assert not await connection.fetch(looked, key)  # before it has the NIK's row
    return await connection.fetchval(
        "WITH k AS (INSERT INTO niks (id, hash) VALUES (gen_random_uuid(), $1)"
        " ON CONFLICT (hash) DO UPDATE SET hash = niks.hash RETURNING id)"
        " UPDATE registrations SET nik_id = k.id FROM k WHERE registrations.id = $2 RETURNING 1",
        key,
        wish.registration,
    )


async def test_a_nik_that_is_registered_meanwhile_elsewhere_is_an_outcome(
    two_villages: Town,
) -> None:
    submitted, outcome = await raced(two_villages, locked=True)

    assert isinstance(submitted, Submitted)
    assert isinstance(outcome, AlreadyRegistered)


async def test_who_does_not_look_after_having_the_niks_row_stumbles(two_villages: Town) -> None:
    submitted, outcome = await raced(two_villages, locked=False)

    assert isinstance(submitted, Submitted)
    assert isinstance(outcome, asyncpg.ExclusionViolationError)


# ── another village ─────────────────────────────────────────────────────────────────────────────


async def places_of(town: Town, code: str) -> list[str | None]:
    return [
        row["number"]
        for row in await town.rows(
            "SELECT r.number FROM places p LEFT JOIN registrations r ON r.id = p.registration_id"
            " WHERE p.village = :code ORDER BY p.number",
            code=code,
        )
    ]


async def test_who_moves_takes_a_place_there_and_the_old_one_goes_to_who_waits(
    town: Town,
) -> None:
    there, head = await town.neighbour(), await town.head()
    new_head = await town.head("kades baru", there)
    worker, *others = await town.workers(*"abcd")
    one, *_, waits = [await town.registered(each) for each in (worker, *others)]
    assert waits.place is None

    done = await town.amend(worker, one, village=there, address="Dusun Lain")

    assert isinstance(done, Amended)
    assert (done.registered.number, done.registered.village) == (one.number, there)
    assert (done.registered.status, done.registered.place) == (Status.PLACED, 1)
    assert (done.left, [each.number for each in done.promoted]) == (SUNGAI_DURI, [waits.number])
    assert [closed.person for closed in done.closed] == [head.id]
    cards = {card.person: card for card in done.cards}
    assert cards.keys() == {head.id, new_head.id}
    assert cards[new_head.id].registration == one.id
    assert {"village", "address"} <= set(cards[new_head.id].amended)
    assert await places_of(town, SUNGAI_DURI) == [waits.number, *(await others_in(town, others))]
    [decided] = await town.decide((new_head, confirming(done.registered)))
    assert isinstance(decided, Decided)


async def others_in(town: Town, people: Sequence[Person]) -> list[str]:
    found = await town.rows(
        "SELECT number FROM registrations WHERE person_id = ANY(:ids) ORDER BY seq",
        ids=[one.id for one in people],
    )
    return [row["number"] for row in found[:2]]


async def test_where_no_place_is_free_nothing_changes(town: Town) -> None:
    there = await town.neighbour()
    worker, other = await town.workers("a", "b")
    one = await town.registered(worker)
    await town.submit(town.wish(other, there))
    before = await town.rows("SELECT * FROM registrations ORDER BY seq")

    done = await town.amend(worker, one, village=there)

    assert done == NoPlaceThere(one.number, there)
    assert await town.rows("SELECT * FROM registrations ORDER BY seq") == before
    assert await places_of(town, SUNGAI_DURI) == [one.number, None, None]


async def test_who_waits_gets_the_free_place_of_the_other_village(town: Town) -> None:
    there = await town.neighbour()
    workers = await town.workers(*"abcd")
    *_, waits = [await town.registered(each) for each in workers]

    done = await town.amend(workers[-1], waits, village=there)

    assert isinstance(done, Amended)
    assert (done.registered.status, done.registered.place, done.promoted) == (
        Status.PLACED,
        1,
        (),
    )


async def test_of_two_who_want_the_last_place_there_one_gets_it(town: Town) -> None:
    there = await town.neighbour()
    workers = await town.workers("a", "b")
    those = [await town.registered(each) for each in workers]

    done = await asyncio.gather(
        *(
            town.amend(worker, one, village=there)
            for worker, one in zip(workers, those, strict=True)
        )
    )

    assert sorted(type(one).__name__ for one in done) == ["Amended", "NoPlaceThere"]


async def test_whose_nik_a_head_has_said_is_somebody_elses_does_not_move(town: Town) -> None:
    there, worker = await town.neighbour(), await town.worker()
    one, [owner] = await town.registered(worker), await town.workers("owner")
    await town.rows(
        "INSERT INTO claims (id, registration_id, person_id, code, at, granted_at)"
        " VALUES (:one, :one, :owner, '4827', :at, :at)",
        one=one.id,
        owner=owner.id,
        at=town.clock.now(),
    )

    assert await town.amend(worker, one, village=there) == HeldByClaim(one.number)


async def test_with_the_village_a_nik_that_is_taken_is_refused_as_ever(town: Town) -> None:
    there = await town.neighbour()
    workers = await town.workers("a", "b")
    one, other = [await town.registered(each) for each in workers]

    done = await town.amend(workers[0], one, village=there, nik=nik(int(other.number[-6:])))

    assert isinstance(done, AlreadyRegistered)
    assert (await town.standing(one.id)).village == SUNGAI_DURI


async def test_history_tells_who_decided_where_it_was_before(town: Town) -> None:
    there, head, worker = await town.neighbour(), await town.head(), await town.worker()
    one = await confirmed(town, worker, head)

    await town.amend(worker, one, village=there)

    async with town.storage.begin() as work:
        told = await work.history.told(one.number)
    assert [(each.done.act, bool(each.by)) for each in told] == [
        ("submit", False),
        ("promote", False),
        ("confirm", True),
        ("relocate", False),
        ("promote", False),
    ]


async def test_a_phone_that_changes_leaves_a_heads_buttons_as_they_are(town: Town) -> None:
    head, [worker] = await town.head(), await town.workers("worker")
    one = await town.registered(worker)
    await town.asks(head, one, "name")
    asked = await town.standing(one.id)
    adjusted = await town.amend(worker, asked, **PHONE)

    assert isinstance(adjusted, Amended)
    assert adjusted.registered.version > asked.version
    [decided] = await town.decide((head, confirming(asked)))

    assert isinstance(decided, Decided)
