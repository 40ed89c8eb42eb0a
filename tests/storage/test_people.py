"""People: made once, locked until commit, their drafts kept and dropped."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from typing_extensions import override

from conversations.machine import Draft, State
from conversations.notes import Menu, Notes
from storage import tables
from storage.errors import Collided
from storage.ids import new_id
from storage.people.people import _LOCK, People, Person
from storage.unit_of_work import UnitOfWork
from storage.work import Row
from tests.patience import PATIENCE
from tests.storage.builders import Town, incoming, sender


async def test_people_come_back_in_the_order_asked_and_are_the_same_again(town: Town) -> None:
    first = await town.workers("yanti", "maria", "ajum")

    again = await town.workers("ajum", "yanti", "maria")

    assert again == [first[2], first[0], first[1]]
    assert len({person.id for person in first}) == 3


async def test_a_new_person_speaks_indonesian_and_has_no_draft(town: Town) -> None:
    person = await town.worker()

    assert person.state == State((), None, "id")


async def test_nobody_is_locked_for_an_empty_group(town: Town) -> None:
    async with town.storage.begin() as work:
        assert await work.people.lock([]) == []


async def test_people_are_made_once_by_many_at_once(town: Town) -> None:
    names = [f"w{n}" for n in range(12)]

    groups = await asyncio.gather(*(town.workers(*names) for _ in range(8)))

    assert all(group == groups[0] for group in groups)
    assert await town.value("SELECT count(*) FROM people") == 12
    assert await town.value("SELECT count(*) FROM addresses") == 12


async def test_groups_of_known_and_new_people_in_any_order_do_not_deadlock(town: Town) -> None:
    await town.workers(*(f"w{n}" for n in range(0, 40, 2)))
    dice = random.Random(1)

    async def group(newest: int) -> None:
        names = [f"w{n}" for n in range(newest)]
        dice.shuffle(names)
        await town.workers(*names)

    await asyncio.gather(*(group(10 + n) for n in range(30) for _ in range(4)))

    assert await town.value("SELECT count(*) FROM people") == 20 + 19


async def test_whoever_makes_a_person_holds_nobody_who_is_known(town: Town) -> None:
    """Two groups, one that knows a person already and one that does not, would deadlock else."""
    await town.worker("known")

    async with town.storage.begin() as making:
        await making.people.lock([sender("new")])
        waiting = asyncio.create_task(town.workers("known", "new"))
        waited = await town.waits(waiting)
        async with asyncio.timeout(PATIENCE):
            await making.people.lock([sender("known")])

    assert waited
    assert len(await waiting) == 2


async def test_a_person_is_waited_for_and_then_found_as_they_were_left(town: Town) -> None:
    yanti = await town.worker()
    draft = Draft(new_id(), "registration", 1, {"name": "Yanti"})

    async with town.storage.begin() as work:
        await work.people.lock([sender()])
        waiting = asyncio.create_task(town.worker())
        waited = await town.waits(waiting)
        await work.people.save([(yanti, yanti.state.holding(draft))])

    assert waited
    assert (await waiting).state == State((draft,), draft.id, "id")


class OnlyPeople(People):
    """The naive twin: of what is read of an address, nothing is told anew after a wait."""

    @override
    async def _find(self, hashes: list[bytes]) -> dict[bytes, Row]:
        naive = _LOCK.with_for_update(of=tables.people, key_share=True)
        rows = await self._work.run(naive, {"hashes": hashes, "how_many": len(hashes)})
        return {row.hash: row for row in rows}


LOCKS = [
    pytest.param(People, True, id="locked"),
    pytest.param(OnlyPeople, False, id="control: only people are"),
]


@asynccontextmanager
async def after_a_wait(
    town: Town, locking: type[People], name: str, *others: str
) -> AsyncIterator[tuple[UnitOfWork, list[Person]]]:
    """Do something to people who are locked while a turn of one of them waits; then find them."""
    found: list[Person] = []

    async def waits() -> None:
        async with town.storage.begin() as work:
            found.extend(await locking(work._work).lock([sender(name)]))

    async with town.storage.begin() as work:
        await work.people.lock([sender(one) for one in (name, *others)])
        waiting = asyncio.create_task(waits())
        assert await town.waits(waiting)
        yield work, found
    await waiting


@pytest.mark.parametrize(("locking", "anew"), LOCKS)
async def test_who_was_waited_for_and_joined_meanwhile_is_found_as_who_they_became(
    town: Town, locking: type[People], anew: bool
) -> None:
    keep, gone = await town.workers("keep", "gone")
    draft = Draft(new_id(), "registration", 1, {"name": "Yanti"})
    async with town.storage.begin() as work:
        await work.people.save([(gone, gone.state.holding(draft))])

    async with after_a_wait(town, locking, "gone", "keep") as (work, found):
        await work.joining.join(keep.id, gone.id)

    [now] = found
    assert (now.id, now.state.draft) == ((keep.id, draft) if anew else (gone.id, None))


@pytest.mark.parametrize(("locking", "anew"), LOCKS)
async def test_who_was_waited_for_and_parted_meanwhile_is_found_as_somebody_new(
    town: Town, locking: type[People], anew: bool
) -> None:
    keep, gone = await town.workers("keep", "gone")
    async with town.storage.begin() as work:
        await work.joining.join(keep.id, gone.id)

    async with after_a_wait(town, locking, "gone") as (work, found):
        await work.joining.part([gone.address])

    [now] = found
    assert (now.id != keep.id, now.id == (await town.worker("gone")).id) == (anew, anew)


@pytest.mark.parametrize(("locking", "anew"), LOCKS)
async def test_what_was_held_while_somebody_was_waited_for_comes_before_what_waited(
    town: Town, locking: type[People], anew: bool
) -> None:
    yanti = await town.worker()

    async with after_a_wait(town, locking, "yanti") as (work, found):
        await work.held.put([(yanti, incoming())])

    assert [one.waits for one in found] == [anew]


async def test_who_is_spoken_of_and_was_joined_meanwhile_is_locked_as_who_they_became(
    town: Town,
) -> None:
    keep, gone = await town.workers("keep", "gone")
    await town.worker("speaks")
    locked, done = asyncio.Event(), asyncio.Event()

    async def speaks_of_gone() -> None:
        async with town.storage.begin() as work:
            await work.people.lock([sender("speaks")], others=[sender("gone")])
            locked.set()
            await done.wait()

    async with town.storage.begin() as work:
        await work.people.lock([sender("keep"), sender("gone")])
        speaking = asyncio.create_task(speaks_of_gone())
        assert await town.waits(speaking)
        early = locked.is_set()
        await work.joining.join(keep.id, gone.id)
    await locked.wait()
    waiting = asyncio.create_task(town.worker("keep"))
    waited = await town.waits(waiting)
    done.set()
    await asyncio.gather(speaking, waiting)

    assert (early, waited) == (False, True)


async def test_who_is_spoken_of_but_nowhere_to_be_found_is_looked_for_again(town: Town) -> None:
    await town.worker()

    with pytest.raises(Collided):
        async with town.storage.begin() as work:
            await work.people.lock([sender()], others=[sender("nobody")])


async def test_drafts_are_saved_changed_and_dropped(town: Town) -> None:
    first = Draft(new_id(), "registration", 1, {"name": "Yanti"}, Notes(menu=Menu.EDIT))
    second = Draft(new_id(), "registration", 1)
    await saved(town, State((first, second), first.id, "en"))

    held = (await town.worker()).state
    await saved(town, held.dropping(second.id).holding(replace(first, version=2)))

    assert held == State((first, second), first.id, "en")
    assert (await town.worker()).state == State((replace(first, version=2),), first.id, "en")


async def test_what_did_not_change_is_not_written(town: Town) -> None:
    state = State((Draft(new_id(), "registration", 1, {"name": "Yanti"}),), None, "en")
    await saved(town, state)
    before = await town.rows(
        "SELECT xmin::text FROM drafts UNION ALL SELECT xmin::text FROM people"
    )

    await saved(town, state)

    rows = await town.rows("SELECT xmin::text FROM drafts UNION ALL SELECT xmin::text FROM people")
    assert rows == before


async def test_the_drafts_of_a_group_stay_with_their_people(town: Town) -> None:
    people = await town.workers("yanti", "maria")
    drafts = [Draft(new_id(), "registration", 1, {"name": name}) for name in ("Yanti", "Maria")]

    async with town.storage.begin() as work:
        pairs = zip(people, drafts, strict=True)
        await work.people.save([(person, person.state.holding(draft)) for person, draft in pairs])

    held = await town.workers("maria", "yanti")
    assert [person.state.draft for person in held] == drafts[::-1]


async def saved(town: Town, state: State) -> None:
    async with town.storage.begin() as work:
        [person] = await work.people.lock([sender()])
        await work.people.save([(person, state)])
