"""The two doors to a place and the way out: numbers, places, the waiting list, one NIK once."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from conversations.effects import FindOwn, FindStanding, ShowCard, Submit
from conversations.life_cycle import Act, Status
from conversations.outcomes.desk import CardShown
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import (
    AlreadyRegistered,
    NoneOwn,
    NotOpen,
    OwnFound,
    Submitted,
)
from conversations.outcomes.standing import NothingToWithdraw, Withdrawn
from storage.ids import new_id
from storage.people.people import Person
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town, answers, nik, village

KETAPANG = "61.04"
ELSEWHERE = village(1, KETAPANG).code


async def test_a_registration_holds_the_first_free_place_and_says_all_about_itself(
    town: Town,
) -> None:
    yanti = await town.worker()
    wish = town.wish(yanti, nik_=nik(7))

    [outcome] = await town.submit(wish)

    assert outcome == Submitted(
        Registered(
            id=wish[1].draft,
            version=1,
            number="PR-6107-000001",
            village=SUNGAI_DURI,
            status=Status.PLACED,
            name="Warga 0007",
            cover_from=date(2027, 1, 1),
            cover_to=date(2027, 12, 31),
            since=town.clock.now(),
            place=1,
        )
    )


async def test_numbers_and_positions_follow_the_order_of_arrival_not_of_the_niks(
    town: Town,
) -> None:
    yanti = await town.worker()
    wishes = [town.wish(yanti, nik_=nik(n)) for n in (9, 2, 7, 1, 8)]

    outcomes = await town.submit(*wishes)

    registered = [one.registered for one in outcomes if isinstance(one, Submitted)]
    assert [one.number[-2:] for one in registered] == ["01", "02", "03", "04", "05"]
    assert [one.place for one in registered] == [1, 2, 3, None, None]
    assert [one.position for one in registered] == [None, None, None, 1, 2]


async def test_a_position_counts_those_too_who_were_not_asked_about(town: Town) -> None:
    people = await town.workers(*(f"w{n}" for n in range(9)))
    those = [await town.registered(person) for person in people]
    await town.withdraw((people[5], those[5].id))

    async with town.storage.begin() as work:
        found = await work.registrations.registered([those[n].id for n in (8, 0, 5, 3)])

    assert [found[those[n].id].position for n in (8, 0, 5, 3)] == [5, None, None, 1]


async def test_each_regency_counts_for_itself(town: Town) -> None:
    await town.settle(1, KETAPANG)
    await town.open(regency=KETAPANG)
    yanti = await town.worker()

    numbers = [
        (await town.registered(yanti, code)).number for code in (SUNGAI_DURI, ELSEWHERE, ELSEWHERE)
    ]

    assert numbers == ["PR-6107-000001", "PR-6104-000001", "PR-6104-000002"]


async def test_numbers_grow_longer_after_the_millionth(town: Town) -> None:
    await town.rows("SELECT setval('registration_numbers_6107', 999999)")

    assert (await town.registered(await town.worker())).number == "PR-6107-1000000"


async def test_whoever_lives_where_a_head_is_known_is_told_so(town: Town) -> None:
    yanti = await town.worker()
    before = await town.registered(yanti)
    await town.head()

    assert not before.has_head
    assert (await town.standing(before.id)).has_head


@pytest.mark.parametrize(
    ("excluded", "kinds"),
    [
        pytest.param(True, ["AlreadyRegistered", "Submitted"], id="excluded"),
        pytest.param(False, ["Submitted", "Submitted"], id="control: nobody is"),
    ],
)
async def test_the_same_nik_is_registered_once_in_two_villages_of_one_group(
    database_url: str, excluded: bool, kinds: list[str]
) -> None:
    async with Town.founded(database_url, villages=2) as town:
        if not excluded:
            await town.rows(
                "ALTER TABLE registrations DROP CONSTRAINT registrations_one_live_per_nik"
            )
        yanti, maria = await town.workers("yanti", "maria")
        first = town.wish(yanti, village(1).code, nik(5))
        second = town.wish(maria, village(2).code, nik(5))

        outcomes = await town.submit(first, second)

        assert sorted(type(one).__name__ for one in outcomes) == kinds


async def test_the_same_nik_is_registered_once_by_many_at_once(database_url: str) -> None:
    async with Town.founded(database_url, villages=8) as town:
        people = await town.workers(*(f"w{n}" for n in range(8)))

        async def tries(turn: int) -> list[str]:
            niks = range(6) if turn % 2 else reversed(range(6))
            wishes = [town.wish(people[turn], village(turn + 1).code, nik(n)) for n in niks]
            return [type(one).__name__ for one in await town.submit(*wishes)]

        outcomes = [one for group in await asyncio.gather(*map(tries, range(8))) for one in group]

        assert outcomes.count("Submitted") == 6
        assert outcomes.count("AlreadyRegistered") == 42


async def test_a_nik_that_is_being_registered_elsewhere_is_waited_for(database_url: str) -> None:
    async with Town.founded(database_url, villages=2) as town:
        yanti, maria = await town.workers("yanti", "maria")
        async with town.storage.begin() as work:
            await work.lock([village(1).code])
            await work.submissions.submit([town.wish(yanti, village(1).code, nik(5))])
            second = asyncio.create_task(town.submit(town.wish(maria, village(2).code, nik(5))))
            waited = await town.waits(second)

        assert waited
        assert await second == [AlreadyRegistered(None, "PR-6107-000001")]


async def test_ones_own_registration_is_shown_of_anothers_only_the_number(town: Town) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    [first] = await town.submit(town.wish(yanti, nik_=nik(5)))
    assert isinstance(first, Submitted)

    outcomes = await town.submit(town.wish(yanti, nik_=nik(5)), town.wish(maria, nik_=nik(5)))

    number = first.registered.number
    assert outcomes == [
        AlreadyRegistered(first.registered, number),
        AlreadyRegistered(None, number),
    ]


async def test_the_holders_head_hears_of_an_attempt_that_only_the_end_refused(town: Town) -> None:
    head = await town.head()
    yanti, maria = await town.workers("yanti", "maria")
    await town.submit(town.wish(yanti, nik_=nik(5)))

    [outcome] = await town.submit(town.wish(maria, nik_=nik(5)))

    assert isinstance(outcome, AlreadyRegistered)
    assert outcome.heads == (head.id,)


@pytest.mark.parametrize(
    ("cover_from", "allowed"), [(date(2027, 12, 31), False), (date(2028, 1, 1), True)]
)
async def test_one_person_is_covered_once_at_a_time_whoever_pays(
    town: Town, cover_from: date, *, allowed: bool
) -> None:
    await town.settle(1, KETAPANG)
    await town.open(regency=KETAPANG, cover_from=cover_from, cover_to=date(2028, 12, 31))
    yanti = await town.worker()
    await town.submit(town.wish(yanti, nik_=nik(5)))

    [outcome] = await town.submit(town.wish(yanti, ELSEWHERE, nik(5)))

    assert isinstance(outcome, Submitted) is allowed


async def test_a_village_without_a_programme_or_without_places_is_not_open(town: Town) -> None:
    await town.settle(1, KETAPANG)
    yanti = await town.worker()
    await town.rows("INSERT INTO villages VALUES ('61.07.01.2999', 'Desa Baru', '', '')")

    outcomes = await town.submit(
        town.wish(yanti, ELSEWHERE), town.wish(yanti, "61.07.01.2999"), town.wish(yanti, "99.99")
    )

    assert outcomes == [NotOpen(ELSEWHERE), NotOpen("61.07.01.2999"), NotOpen("99.99")]


async def test_the_last_day_to_register_is_that_of_the_village(town: Town) -> None:
    [one, two] = await town.workers("yanti", "budi")
    await town.rows("UPDATE programmes SET register_until = '2027-03-31'")
    now = town.clock.now()

    town.clock.step(seconds=(datetime(2027, 3, 31, 16, 59, tzinfo=UTC) - now).total_seconds())
    [there] = await town.submit(town.wish(one))
    town.clock.step(minutes=1)  # it is midnight in Pontianak
    [late] = await town.submit(town.wish(two))

    assert isinstance(there, Submitted)
    assert late == NotOpen(SUNGAI_DURI)


async def test_without_a_last_day_one_registers_as_long_as_the_cover_lasts(town: Town) -> None:
    town.clock.step(days=365 + 31)
    [last] = await town.submit(town.wish(await town.worker()))
    town.clock.step(days=20)

    [late] = await town.submit(town.wish(await town.worker("budi")))

    assert (type(last), late) == (Submitted, NotOpen(SUNGAI_DURI))


async def test_a_draft_that_is_sent_twice_is_one_registration(town: Town) -> None:
    yanti = await town.worker()
    draft = new_id()
    wish = Submit(draft, SUNGAI_DURI, nik(5), answers(nik=nik(5)))
    [first] = await town.submit((yanti, wish))

    [again] = await town.submit((yanti, wish))

    assert isinstance(first, Submitted)
    assert again == AlreadyRegistered(first.registered, first.registered.number)


async def test_who_withdraws_gives_the_place_to_the_first_who_waits(town: Town) -> None:
    people = await town.workers(*(f"w{n}" for n in range(5)))
    those = [await town.registered(person) for person in people]

    [outcome] = await town.withdraw((people[1], those[1].id))

    assert isinstance(outcome, Withdrawn)
    assert [(one.person, one.place) for one in outcome.promoted] == [(people[3].id, 2)]
    assert (await town.standing(those[1].id)).status == Status.WITHDRAWN
    assert (await town.standing(those[3].id)).place == 2
    assert (await town.standing(those[4].id)).position == 1


async def test_who_withdraws_from_the_waiting_list_lets_the_others_move_up(town: Town) -> None:
    people = await town.workers(*(f"w{n}" for n in range(5)))
    those = [await town.registered(person) for person in people]

    [outcome] = await town.withdraw((people[3], those[3].id))

    assert outcome == Withdrawn(those[3].number)
    assert (await town.standing(those[4].id)).position == 1


async def test_nobody_withdraws_anothers_registration_or_the_same_twice(town: Town) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    one = await town.registered(yanti)

    outcomes = await town.withdraw((maria, one.id), (yanti, one.id), (yanti, one.id))

    assert outcomes == [NothingToWithdraw(), Withdrawn(one.number), NothingToWithdraw()]
    assert await town.withdraw((yanti, one.id)) == [NothingToWithdraw()]


async def test_several_who_leave_at_once_are_followed_by_as_many(town: Town) -> None:
    people = await town.workers(*(f"w{n}" for n in range(6)))
    those = [await town.registered(person) for person in people]

    outcomes = await town.withdraw((people[0], those[0].id), (people[2], those[2].id))

    promoted = [one for each in outcomes if isinstance(each, Withdrawn) for one in each.promoted]
    assert {(one.person, one.place) for one in promoted} == {(people[3].id, 1), (people[4].id, 3)}


async def test_a_rejected_person_may_register_again(town: Town) -> None:
    head = await town.head()
    yanti = await town.worker()
    [first] = await town.submit(town.wish(yanti, nik_=nik(5)))
    assert isinstance(first, Submitted)
    await town.rejects(head, first.registered)

    [again] = await town.submit(town.wish(yanti, nik_=nik(5)))

    assert isinstance(again, Submitted)
    assert [card.rejected_before for card in again.cards] == ["not_resident"]


async def test_those_who_wait_for_one_programme_get_no_place_of_another(town: Town) -> None:
    people = await town.workers(*(f"w{n}" for n in range(5)))
    last_year = [await town.registered(person) for person in people]
    await town.rows("UPDATE programmes SET closed_at = '2026-12-31'")
    await town.open(year=2028, cover_from=date(2028, 1, 1), cover_to=date(2028, 12, 31))

    now = await town.registered(people[0])

    assert now.place == 1
    assert [(await town.standing(one.id)).position for one in last_year[3:]] == [1, 2]
    async with town.storage.begin() as work:
        count = (await work.places.count([SUNGAI_DURI]))[SUNGAI_DURI]
    assert (count.places, count.taken, count.waiting) == (3, 1, 0)


async def test_people_see_their_own_registrations_oldest_first(town: Town) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    first = await town.registered(yanti)
    town.clock.passes(timedelta(minutes=1))
    second = await town.registered(yanti)
    await town.registered(maria)

    async with town.storage.begin() as work:
        [found] = await work.registrations.standing([(yanti.id, FindStanding())])

    assert (found.registrations, found.first, found.total) == ((first, second), 1, 2)


async def test_ones_own_is_the_live_one_that_was_consented_to_for_oneself(town: Town) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    own, helped = [
        replace(town.wish(yanti)[1], draft=await town.agrees(yanti, whom))
        for whom in ("self", "other")
    ]
    await town.submit((yanti, own), (yanti, helped), town.wish(maria))

    async with town.storage.begin() as work:
        found = await work.registrations.own([(yanti, FindOwn()), (maria, FindOwn())])
        same = await work.registrations.own([(yanti, FindOwn(own.nik))])
        another = await work.registrations.own([(yanti, FindOwn(helped.nik))])

    assert found == [OwnFound("PR-6107-000001", own.answers["name"]), NoneOwn()]
    assert (same, another) == ([NoneOwn()], found[:1])
    await town.withdraw((yanti, own.draft))
    async with town.storage.begin() as work:
        assert await work.registrations.own([(yanti, FindOwn())]) == [NoneOwn()]


async def test_a_card_tells_of_another_of_the_same_name_birth_year_and_mother(town: Town) -> None:
    head = await town.head()
    yanti, maria = await town.workers("yanti", "maria")
    same = {"name": "YANTI SUSANTI", "mother": "Maria", "birth_date": "1985-05-15"}
    first, twin, other = [
        replace(wish, answers={**wish.answers, **same, **twists})
        for twists, (_, wish) in (
            ({}, town.wish(yanti)),
            ({"name": "Yanti  Susanti", "birth_date": "1985-11-02"}, town.wish(maria)),
            ({"mother": "unknown"}, town.wish(maria)),
        )
    ]
    await town.submit((yanti, first))
    await town.submit((maria, twin), (maria, other))

    numbers = ("PR-6107-000001", "PR-6107-000002", "PR-6107-000003")
    assert [await same_as(town, head, one) for one in (first, twin, other)] == [
        *(numbers[1], numbers[0], None),
    ]
    await town.withdraw((yanti, first.draft))
    assert await same_as(town, head, twin) is None


async def same_as(town: Town, head: Person, wish: Submit) -> str | None:
    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        shown = await work.decisions.show(head, ShowCard(wish.draft, 1, asks_reason=False))
    assert isinstance(shown, CardShown), shown
    return shown.card.same_as


async def test_a_history_without_an_act_is_found_not_to_be_whole(town: Town) -> None:
    one = await town.registered(await town.worker())
    whole = await town.not_whole()
    async with town.storage.begin() as work:
        done = [told.done for told in await work.history.told(one.number)]

    await town.rows("DELETE FROM history WHERE act = 'submit'")
    without = await town.not_whole()
    await town.rows("UPDATE registrations SET version = 0, status = 'waiting'")

    assert (whole, len(without), len(await town.not_whole())) == ([], 1, 1)
    assert [(act.act, act.was, act.became) for act in done] == [
        ("submit", None, Status.WAITING),
        (Act.PROMOTE, Status.WAITING, Status.PLACED),
    ]
