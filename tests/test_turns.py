"""The queue before the turn: who shares a group, in which order, and what a failure means."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
import uvloop
from typing_extensions import override

from bot.ports import DatabaseAway
from bot.turns.line import NEW_SHARE
from bot.turns.queue import GROUP, STUCK, Turns
from bot.watch import Ended, Unwatched
from conversations.messages import Address, Channel, Incoming, Said
from storage.errors import Away, Collided


@dataclass
class Recorder:
    """Takes groups as the real turn would, and fails as it is told."""

    groups: list[list[str]] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    poison: str = ""
    parks: bool = True
    begun: list[list[str]] = field(default_factory=list)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)
    slow: str = ""  # who alone waits until it goes on; else everybody

    def __post_init__(self) -> None:
        self.goes_on.set()

    async def take(self, incoming: Sequence[Incoming]) -> None:
        ids = [one.message_id for one in incoming]
        self.begun.append(ids)
        await asyncio.sleep(0)
        if not self.slow or self.slow in {one.sender.id for one in incoming}:
            await self.goes_on.wait()
        if self.failures:
            raise self.failures.pop(0)
        if self.poison in ids:
            raise ZeroDivisionError
        self.groups.append(ids)

    async def park(self, incoming: Incoming, fault: Exception) -> None:
        if not self.parks:
            raise fault
        self.parked.append(incoming.message_id)


@dataclass
class Watching(Unwatched):
    """Notes what it is told of groups."""

    groups: list[tuple[str, int]] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    @override
    def group(self, channel: Channel, ended: Ended, waited: Sequence[float]) -> None:
        self.groups.append((ended, len(waited)))
        self.waited += waited


def said(message_id: str, person: str) -> Incoming:
    sender = Address(Channel.TELEGRAM, "1", person)
    return Incoming(sender, message_id, Said("ya"), datetime(2026, 11, 22, tzinfo=UTC))


async def test_people_who_speak_at_the_same_moment_share_a_group() -> None:
    turn = Recorder()
    turns = Turns(turn)

    await asyncio.gather(*(turns.take(said(str(n), f"person {n}")) for n in range(3)))

    assert turn.groups == [["0", "1", "2"]]


async def test_a_group_is_no_larger_than_it_may_be() -> None:
    turn = Recorder()
    turns = Turns(turn, group=2, abreast=1)

    await asyncio.gather(*(turns.take(said(str(n), f"person {n}")) for n in range(5)))

    assert [len(group) for group in turn.groups] == [2, 2, 1]


def _known(address: Address) -> bool:
    return address.id.startswith("known")


async def test_who_is_in_the_middle_of_something_comes_before_people_who_are_new() -> None:
    turn = Recorder()
    turns = Turns(turn, group=4, abreast=1, at_something=_known)
    new = [said(str(n), f"new {n}") for n in range(9)]
    known = [said(f"k{n}", f"known {n}") for n in range(5)]

    await asyncio.gather(*map(turns.take, (*new, *known)))

    assert turn.groups == [
        ["k0", "k1", "k2", "0"],
        ["k3", "k4", "1", "2"],
        ["3", "4", "5", "6"],
        ["7", "8"],
    ]


async def test_people_who_are_new_have_a_share_of_every_group_and_no_more() -> None:
    turn = Recorder()
    turns = Turns(turn, abreast=1, at_something=_known)
    new = [said(str(n), f"new {n}") for n in range(100)]
    known = [said(f"k{n}", f"known {n}") for n in range(100)]

    await asyncio.gather(*map(turns.take, (*new, *known)))

    shares = [sum(not one.startswith("k") for one in group) for group in turn.groups]
    assert shares == [GROUP // NEW_SHARE, GROUP - (100 - (GROUP - GROUP // NEW_SHARE)), 64, 8]


async def test_what_comes_while_a_group_is_on_its_way_waits_for_it_and_shares_the_next() -> None:
    turn = Recorder()
    turn.goes_on.clear()
    turns = Turns(turn, group=3)
    taking = [asyncio.create_task(turns.take(said("1", "yanti")))]
    await _around_the_loop()

    for person in ("budi", "siti"):
        taking.append(asyncio.create_task(turns.take(said("1", person))))
        await _around_the_loop()

    assert len(turn.begun) == 1
    turn.goes_on.set()
    await asyncio.gather(*taking)
    assert [len(group) for group in turn.begun] == [1, 2]


async def test_a_full_group_goes_beside_one_that_is_on_its_way_and_a_third_does_not() -> None:
    turn = Recorder()
    turn.goes_on.clear()
    turns = Turns(turn, group=3)

    taking = [asyncio.create_task(turns.take(said("1", f"person {n}"))) for n in range(9)]
    await _around_the_loop()

    assert [len(group) for group in turn.begun] == [3, 3]
    turn.goes_on.set()
    await asyncio.gather(*taking)


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
def test_a_group_that_is_stuck_holds_up_nobody_for_long(run: Callable[..., object]) -> None:
    """On both loops: their clocks do not tick alike."""

    async def twenty_times() -> None:
        await asyncio.gather(*(_stuck(n / 1000) for n in range(20)))

    run(twenty_times())


async def _stuck(after: float) -> None:
    turn = Recorder()
    turn.goes_on.clear()
    turns = Turns(turn)
    await asyncio.sleep(after)
    taking = [asyncio.create_task(turns.take(said("1", "yanti")))]
    await _around_the_loop()
    taking.append(asyncio.create_task(turns.take(said("1", "budi"))))

    await asyncio.sleep(3 * STUCK)
    assert turn.begun == [["1"], ["1"]]
    turn.goes_on.set()
    await asyncio.gather(*taking)


async def test_beside_a_group_that_is_stuck_the_others_follow_at_once() -> None:
    turn = Recorder(slow="yanti")
    turn.goes_on.clear()
    turns = Turns(turn)
    stuck = asyncio.create_task(turns.take(said("1", "yanti")))
    await asyncio.sleep(2 * STUCK)

    async with asyncio.timeout(9 * STUCK):  # who waited for each would need ten
        for n in range(10):
            await turns.take(said(str(n), "budi"))

    assert not stuck.done()
    turn.goes_on.set()
    await stuck


async def _around_the_loop() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def test_two_messages_of_one_person_are_taken_one_after_the_other_by_their_ids() -> None:
    turn = Recorder()
    turns = Turns(turn)

    await asyncio.gather(*(turns.take(said(n, "yanti")) for n in ("10", "9", "11")))

    assert turn.groups == [["9"], ["10"], ["11"]]


async def test_a_collision_is_tried_again_and_nobody_notices() -> None:
    turn = Recorder(failures=[Collided("40P01")])

    await Turns(turn).take(said("1", "yanti"))

    assert turn.groups == [["1"]]


async def test_a_message_that_keeps_colliding_is_left_with_the_platform() -> None:
    turn = Recorder(failures=[Collided("40P01")] * 5)

    with pytest.raises(DatabaseAway):
        await Turns(turn).take(said("1", "yanti"))

    assert turn.parked == []


async def test_a_group_that_keeps_colliding_is_taken_one_by_one() -> None:
    turn = Recorder(failures=[Collided("40P01")] * 5)
    turns = Turns(turn)

    await asyncio.gather(turns.take(said("1", "yanti")), turns.take(said("2", "budi")))

    assert turn.groups == [["1"], ["2"]]


async def test_with_the_database_away_nothing_is_taken_and_everybody_is_told() -> None:
    turn = Recorder(failures=[Away("08006"), Away("08006")])
    turns = Turns(turn)

    given = (turns.take(said("1", "yanti")), turns.take(said("2", "budi")))
    told = await asyncio.gather(*given, return_exceptions=True)

    assert [type(one) for one in told] == [DatabaseAway, DatabaseAway]
    assert turn.groups == []


async def test_a_connection_that_died_while_it_was_idle_is_noticed_by_nobody() -> None:
    turn = Recorder(failures=[Away("08006")])

    await Turns(turn).take(said("1", "yanti"))

    assert turn.groups == [["1"]]


async def test_one_poisoned_message_is_parked_and_the_others_of_its_group_are_taken() -> None:
    turn = Recorder(poison="2")
    turns = Turns(turn)

    await asyncio.gather(*(turns.take(said(str(n), f"person {n}")) for n in (1, 2, 3)))

    assert turn.parked == ["2"]
    assert turn.groups == [["1"], ["3"]]


async def test_the_next_message_of_a_person_passes_after_a_poisoned_one() -> None:
    turn = Recorder(poison="1")
    turns = Turns(turn)

    await asyncio.gather(turns.take(said("1", "yanti")), turns.take(said("2", "yanti")))

    assert turn.groups == [["2"]]


async def test_what_cannot_even_be_parked_is_left_with_the_platform() -> None:
    turn = Recorder(poison="1", parks=False)

    with pytest.raises(DatabaseAway):
        await Turns(turn).take(said("1", "yanti"))


async def test_a_group_goes_on_when_whoever_waited_for_a_message_has_gone() -> None:
    turn = Recorder()
    turns = Turns(turn)
    gone = asyncio.create_task(turns.take(said("1", "yanti")))
    staying = asyncio.create_task(turns.take(said("2", "budi")))
    await asyncio.sleep(0)

    gone.cancel()
    await staying

    assert turn.groups == [["1", "2"]]
    assert gone.cancelled() or gone.cancelling()


async def test_finishing_waits_for_the_groups_on_their_way() -> None:
    turn = Recorder()
    turns = Turns(turn)
    taking = asyncio.create_task(turns.take(said("1", "yanti")))
    await asyncio.sleep(0)

    await turns.finish()

    assert turn.groups == [["1"]]
    await taking


async def test_whoever_watches_hears_of_each_group_once_and_how_long_its_messages_took() -> None:
    turn, watch = Recorder(poison="2"), Watching()
    turns = Turns(turn, watch=watch)

    await asyncio.gather(*(turns.take(said(str(n), f"person {n}")) for n in (1, 2, 3)))

    assert watch.groups == [("taken", 1), ("parked", 1), ("taken", 1)]
    assert all(0 < seconds < 10 for seconds in watch.waited)


async def test_whoever_watches_hears_that_the_database_was_away() -> None:
    turn, watch = Recorder(failures=[Away("08006"), Away("08006")]), Watching()
    turns = Turns(turn, watch=watch)

    given = (turns.take(said("1", "yanti")), turns.take(said("2", "budi")))
    await asyncio.gather(*given, return_exceptions=True)

    assert watch.groups == [("away", 2)]
