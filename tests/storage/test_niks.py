"""Looking a NIK up: four a day from one chat here, three of somebody else's.

One that is somebody else's is told to five chats a day, and its heads hear of it once a day.
"""

from dataclasses import replace
from datetime import date, timedelta

from conversations.effects import CheckNik
from conversations.outcomes.registering import AlreadyRegistered, NikFree, TooManyNiks
from storage.office.niks.lookups import CHATS_A_DAY
from storage.office.niks.tries import KEPT
from storage.people.people import Person
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town, nik, village

A_DAY = timedelta(days=1)
KETAPANG = "61.04"


async def check(town: Town, person: Person, number: int, code: str = SUNGAI_DURI) -> object:
    async with town.storage.begin() as work:
        return (await work.niks.check([(person, CheckNik(nik(number), code))]))[0]


def plain(outcome: object) -> object:
    """Return it without the claim that was made (test_claims.py)."""
    assert isinstance(outcome, AlreadyRegistered)
    return replace(outcome, claim=None, code="")


async def test_four_different_niks_a_day_and_the_same_again_and_again(town: Town) -> None:
    yanti = await town.worker()

    outcomes = [await check(town, yanti, n) for n in (1, 2, 3, 4, 1, 3, 5, 2)]

    free, many = NikFree(), TooManyNiks()
    assert outcomes == [free, free, free, free, free, free, many, free]


async def test_a_day_later_four_more(town: Town) -> None:
    yanti = await town.worker()
    for n in (1, 2, 3, 4):
        await check(town, yanti, n)
    town.clock.passes(A_DAY - timedelta(seconds=1))
    refused = await check(town, yanti, 5)
    town.clock.passes(timedelta(seconds=1))

    assert refused == TooManyNiks()
    assert await check(town, yanti, 5) == NikFree()


async def test_one_chats_tries_are_not_anothers(town: Town) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    for n in (1, 2, 3, 4):
        await check(town, yanti, n)

    async with town.storage.begin() as work:
        outcomes = await work.niks.check(
            [(maria, CheckNik(nik(9), SUNGAI_DURI)), (yanti, CheckNik(nik(9), SUNGAI_DURI))]
        )

    assert outcomes == [NikFree(), TooManyNiks()]


async def test_ones_own_registration_is_shown(town: Town) -> None:
    yanti = await town.worker()
    await town.submit(town.wish(yanti, nik_=nik(5)))

    outcome = await check(town, yanti, 5)

    assert isinstance(outcome, AlreadyRegistered)
    assert outcome.mine is not None
    assert outcome.heads == ()


async def test_of_anothers_only_the_number_and_its_heads_are_told_once(town: Town) -> None:
    head = await town.head()
    yanti, maria = await town.workers("yanti", "maria")
    await town.submit(town.wish(yanti, nik_=nik(5)))

    first, second = await check(town, maria, 5), await check(town, maria, 5)

    assert plain(first) == AlreadyRegistered(None, "PR-6107-000001", (head.id,))
    assert plain(second) == AlreadyRegistered(None, "PR-6107-000001", ())


async def test_heads_are_told_even_if_the_chat_had_looked_while_the_nik_was_free(
    town: Town,
) -> None:
    head = await town.head()
    yanti, maria = await town.workers("yanti", "maria")
    await check(town, maria, 5)
    await town.submit(town.wish(yanti, nik_=nik(5)))

    outcome = await check(town, maria, 5)

    assert plain(outcome) == AlreadyRegistered(None, "PR-6107-000001", (head.id,))


async def test_heads_hear_of_a_nik_once_a_day_however_many_try_it(town: Town) -> None:
    head = await town.head()
    yanti, maria, rini = await town.workers("yanti", "maria", "rini")
    await town.submit(town.wish(yanti, nik_=nik(5)))
    told = [await check(town, maria, 5), await check(town, rini, 5)]
    [at_the_end] = await town.submit(town.wish(rini, nik_=nik(5)))
    town.clock.passes(A_DAY)

    told += [at_the_end, await check(town, rini, 5)]

    assert [one.heads for one in told if isinstance(one, AlreadyRegistered)] == [
        *((head.id,), (), ()),
        (head.id,),
    ]


async def test_a_taken_nik_is_told_to_few_chats_a_day_and_to_its_own_always(town: Town) -> None:
    await town.settle(2)
    yanti = await town.worker("yanti")
    await town.submit(town.wish(yanti, nik_=nik(5)))
    many = [await town.worker(f"w{number}") for number in range(CHATS_A_DAY + 1)]

    met = [await check(town, one, 5, village(2).code) for one in many]

    told = AlreadyRegistered(None, "PR-6107-000001")
    assert met == [*[told] * CHATS_A_DAY, TooManyNiks(of_this=True)]
    assert await check(town, many[0], 5, village(2).code) == told
    assert isinstance(await check(town, many[-1], 5), AlreadyRegistered), "it may be its owner"
    assert isinstance(own := await check(town, yanti, 5), AlreadyRegistered)
    assert own.mine is not None


async def test_a_free_nik_is_kept_from_nobody_by_those_who_tried_it(town: Town) -> None:
    many = [await town.worker(f"w{number}") for number in range(CHATS_A_DAY + 1)]

    assert [await check(town, one, 5) for one in many] == [NikFree()] * (CHATS_A_DAY + 1)


async def test_tries_are_kept_for_two_days_and_in_no_audit_trail(town: Town) -> None:
    await town.head()
    yanti, maria = await town.workers("yanti", "maria")
    await town.submit(town.wish(yanti, nik_=nik(5)))
    recorded = await town.value("SELECT count(*) FROM audit")
    await check(town, maria, 5)
    town.clock.passes(KEPT + timedelta(seconds=1))
    await check(town, maria, 6)
    assert await town.value("SELECT count(*) FROM audit") == recorded

    async with town.storage.begin() as work:
        gone = await work.nik_tries.forget()

    assert gone == 1
    assert await town.value("SELECT count(*) FROM nik_tries") == 1
    assert await town.value("SELECT count(*) FROM nik_notices") == 1  # of that day still
    town.clock.passes(A_DAY)
    async with town.storage.begin() as work:
        await work.nik_tries.forget()
    assert await town.value("SELECT count(*) FROM nik_notices") == 0


async def test_a_rejected_nik_is_free_again(town: Town) -> None:
    head = await town.head()
    yanti = await town.worker()
    await town.submit(town.wish(yanti, nik_=nik(5)))
    one = await town.value("SELECT id FROM registrations")
    await town.rejects(head, await town.standing(one))

    assert await check(town, yanti, 5) == NikFree()


async def test_a_cover_that_does_not_overlap_keeps_nobody_out(town: Town) -> None:
    await town.settle(1, KETAPANG)
    await town.open(regency=KETAPANG, cover_from=date(2028, 1, 1), cover_to=date(2028, 12, 31))
    yanti, maria = await town.workers("yanti", "maria")
    await town.submit(town.wish(yanti, nik_=nik(5)))

    here = await check(town, maria, 5)
    there = await check(town, maria, 5, village(1, KETAPANG).code)

    assert isinstance(here, AlreadyRegistered)
    assert there == NikFree()


async def test_of_niks_that_are_somebody_elses_three_a_day_are_answered(town: Town) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    for number in (1, 2, 3, 4):
        await town.submit(town.wish(await town.worker(f"w{number}"), nik_=nik(number)))

    met = [await check(town, maria, number) for number in (1, 2, 3, 4, 3)]

    assert [type(one) for one in met] == [
        *[AlreadyRegistered] * 3,
        TooManyNiks,
        AlreadyRegistered,
    ]
    assert await check(town, yanti, 9) == NikFree()


async def test_joining_and_parting_brings_no_chat_more_tries(town: Town) -> None:
    yanti = await town.worker("yanti")
    for number in (1, 2, 3, 4):
        await town.submit(town.wish(yanti, nik_=nik(number)))
    met = []

    for number in (1, 2, 3, 4):
        met.append(await check(town, await town.worker("nosy"), number))
        await town.joins("accomplice", "nosy")
        met.append(await check(town, await town.worker("nosy"), number))
        await town.cuts_off("accomplice")

    assert [type(one) for one in met] == [*[AlreadyRegistered] * 6, *[TooManyNiks] * 2]


async def test_one_chat_is_one_of_the_few_that_are_told_however_often_it_is_parted(
    town: Town,
) -> None:
    await town.submit(town.wish(await town.worker("yanti"), nik_=nik(5)))

    for _ in range(CHATS_A_DAY):
        await check(town, await town.worker("nosy"), 5)
        await town.joins("accomplice", "nosy")
        await town.cuts_off("accomplice")

    assert plain(await check(town, await town.worker("maria"), 5)) == AlreadyRegistered(
        None, "PR-6107-000001"
    )


async def test_in_which_village_a_nik_is_can_be_tried_out_no_more_than_other_niks(
    town: Town,
) -> None:
    await town.settle(5)
    yanti, maria = await town.workers("yanti", "maria")
    await town.submit(town.wish(yanti, nik_=nik(5)))
    codes = [village(n).code for n in (2, 3, 4, 5, 2)]

    met = [await check(town, maria, 5, code) for code in codes]

    many = TooManyNiks()
    assert [one == many for one in met] == [False, False, False, True, False]


async def test_chats_that_ask_together_are_counted_one_after_the_other(town: Town) -> None:
    await town.settle(2)
    yanti = await town.worker("yanti")
    await town.submit(town.wish(yanti, nik_=nik(5)))
    many = [await town.worker(f"w{number}") for number in range(CHATS_A_DAY + 2)]

    async with town.storage.begin() as work:
        met = await work.niks.check([(one, CheckNik(nik(5), village(2).code)) for one in many])

    told = AlreadyRegistered(None, "PR-6107-000001")
    assert met == [*[told] * CHATS_A_DAY, *[TooManyNiks(of_this=True)] * 2]


async def test_who_tells_a_nik_elsewhere_does_not_use_up_what_its_heads_hear_of_its_owner(
    town: Town,
) -> None:
    await town.settle(2)
    head = await town.head()
    yanti, nosy, owner, late = await town.workers("yanti", "nosy", "owner", "late")
    await town.submit(town.wish(yanti, nik_=nik(5)))

    met = [
        await check(town, nosy, 5, village(2).code),
        await check(town, owner, 5),
        await check(town, late, 5),
    ]

    assert [one.heads for one in met if isinstance(one, AlreadyRegistered)] == [
        (head.id,),
        (head.id,),
        (),
    ]
