"""What nobody in its village may decide is told, and decided by the district."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from conversations.effects import Decide, Reason
from conversations.life_cycle import Status
from conversations.messages import Channel, Reply, Text
from conversations.outcomes.claims import ClaimStands
from conversations.outcomes.desk import AlreadyDecided, Decided
from conversations.outcomes.registered import Registered
from storage.office.stuck import Case, Stuck, StuckIn, Why
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import ACCOUNT, START, Town, confirming, rejecting, village

HOURS = timedelta(hours=3)


async def stuck(town: Town) -> Mapping[str, Stuck]:
    async with town.storage.begin() as work:
        return {one.why: one for one in await work.stuck.count()}


async def looked(town: Town, one: Registered) -> Case:
    async with town.storage.begin() as work:
        case = await work.stuck.look(one.number)
    assert case is not None
    return case


async def decided(town: Town, wish: Decide) -> Decided | AlreadyDecided | ClaimStands:
    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        return await work.decisions.for_district(wish)


async def refuse_first(town: Town) -> None:
    """Have the card that is open in the first village refused."""
    head = await town.worker("kades")
    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        [card] = await work.desk.standing_open(head.id)
        await work.outbox.put([(head, Reply((Text("card"),), card=card.id))])
        [post] = await work.outbox.claim(Channel.TERMINAL, ACCOUNT, timedelta(seconds=9), 9)
        await work.outbox.fail([(post.id, "BadRequest", True)])
        await work.refused_cards.pass_over(post.id)


async def test_each_is_told_with_why_and_for_how_long(database_url: str) -> None:
    async with Town.founded(database_url, villages=3) as town:
        head, yanti = await town.head(), await town.worker()
        await town.head("kades2", village(2).code)
        await town.registered(yanti, village(2).code)  # before a head who may
        nobody = [await town.registered(yanti, village(3).code) for _ in range(2)]
        town.clock.passes(HOURS)
        own = await town.registered(head)
        refused = await town.registered(yanti)
        await refuse_first(town)

        counted = await stuck(town)
        async with town.storage.begin() as work:
            listed = await work.stuck.list()

    assert counted == {
        "no_head": Stuck(Why.NO_HEAD, 2, HOURS),
        "own": Stuck(Why.OWN, 1, timedelta()),
        "refused": Stuck(Why.REFUSED, 1, timedelta()),
    }
    numbers = [one.number for one in nobody]
    assert listed[0] == StuckIn(village(3).code, Why.NO_HEAD, 2, START, numbers)
    assert {(one.why, *one.numbers) for one in listed[1:]} == {
        (Why.OWN, own.number),
        (Why.REFUSED, refused.number),
    }


async def test_the_district_confirms_what_no_official_may(town: Town) -> None:
    head = await town.head()
    own = await town.registered(head)
    case = await looked(town, own)

    outcome = await decided(town, confirming(own))

    assert (case.why, case.place) == (Why.OWN, 1)
    assert isinstance(outcome, Decided)
    assert (outcome.official, outcome.by, outcome.worker) == (None, None, head.id)
    after = await town.standing(own.id)
    assert (after.status, after.place, after.by_district) == (Status.CONFIRMED, 1, True)
    assert await stuck(town) == {}


async def test_what_the_district_rejects_gives_its_place_to_the_first_who_waits(
    town: Town,
) -> None:
    head = await town.head()
    own = await town.registered(head)
    others = [await town.registered(person) for person in await town.workers("a", "b", "c")]

    outcome = await decided(town, rejecting(own, Reason.DIED))

    assert isinstance(outcome, Decided)
    assert [(one.number, one.place) for one in outcome.promoted] == [(others[-1].number, 1)]
    assert (await town.standing(others[-1].id)).status == Status.PLACED


async def test_who_decides_second_head_or_district_hears_so(town: Town) -> None:
    head = await town.head()
    first, second = [await town.registered(person) for person in await town.workers("a", "b")]
    await town.decide((head, confirming(first)))

    late = await decided(town, rejecting(first))
    forced = await decided(town, confirming(second))
    [too_late] = await town.decide((head, rejecting(second)))

    assert late == AlreadyDecided(first.number, Status.CONFIRMED, "Pak kades", START)
    assert isinstance(forced, Decided)
    assert [card.person for card in forced.closed] == [head.id]
    assert too_late == AlreadyDecided(second.number, Status.CONFIRMED, None, START)


async def test_of_a_head_and_the_district_at_once_one_decides(town: Town) -> None:
    head = await town.head()
    one = await town.registered(await town.worker())

    theirs, ours = await asyncio.gather(
        town.decide((head, rejecting(one))), decided(town, confirming(one))
    )

    assert sorted(type(outcome).__name__ for outcome in (*theirs, ours)) == [
        "AlreadyDecided",
        "Decided" if isinstance(ours, Decided) else "Rejecting",
    ]
