"""Any lives at all: whatever is done with registrations, in whatever order, some of it at once.

Each step is one act, or a few at the same moment, each in a unit of work of its own. After it all
that is promised holds; without the villages' locks it does not.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, TypeAlias
from uuid import UUID

import pytest
from asyncpg import PostgresError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conversations.effects import Expire
from conversations.life_cycle import HOLDS_A_PLACE, LIVE, Act, Status, after
from conversations.outcomes.amending import Amended
from conversations.outcomes.asking import Asked, Lapsed
from conversations.outcomes.desk import Decided, Ended, Undone
from conversations.outcomes.operator import Dismissed
from conversations.outcomes.registered import Promoted, Registered
from conversations.outcomes.registering import Submitted
from conversations.outcomes.standing import Expired, Withdrawn
from conversations.programme import Programme
from storage.database import Storage
from storage.errors import insisting
from storage.people.people import Person
from storage.states import is_in
from storage.unit_of_work import UnitOfWork
from tests.storage.builders import Town, confirming, nik, rejecting, village

VILLAGES, WORKERS, NIKS, MOST_PLACES = 2, 5, 8, 4
EXAMPLES, STEPS = 10, 40
_numbers = count(1)  # of villages and NIKs that no other example has

_WRONG = f"""
    SELECT v.code, count(p.*) AS places, count(p.registration_id) AS taken,
           (SELECT count(*) FROM registrations r
             WHERE r.village = v.code AND {is_in(HOLDS_A_PLACE, "r.status")}) AS holding,
           (SELECT count(*) FROM registrations r
             WHERE r.village = v.code AND r.status = 'waiting') AS waiting
      FROM villages v LEFT JOIN places p ON p.village = v.code
     WHERE v.code = ANY(:codes) GROUP BY v.code
    HAVING count(p.registration_id) <> (
               SELECT count(*) FROM registrations r
                WHERE r.village = v.code AND {is_in(HOLDS_A_PLACE, "r.status")})
        OR (count(p.*) > count(p.registration_id) AND EXISTS (
               SELECT FROM registrations r WHERE r.village = v.code AND r.status = 'waiting'))
"""
_TWICE = f"""
    SELECT nik_id FROM registrations r WHERE {is_in(LIVE, "r.status")}
     GROUP BY nik_id HAVING count(*) > 1
"""
_THERE = """
    SELECT id, person_id, village, status, version FROM registrations
     WHERE village = ANY(:codes) ORDER BY seq
"""
_ACTS = """
    SELECT r.number, h.act, h.was, count(*) AS times
      FROM registrations r JOIN history h ON h.registration_id = r.id
     WHERE r.village = ANY(:codes) GROUP BY 1, 2, 3
"""

Step: TypeAlias = list[tuple[str, int, int]]
Row: TypeAlias = Mapping[str, Any]


@dataclass
class Lives:
    """Two villages of their own, some workers with a few NIKs, and what all of them were told."""

    town: Town
    programme: Programme
    codes: list[str]
    heads: dict[str, Person]
    workers: list[Person]
    niks: list[str]
    told: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    async def begun(cls, town: Town, programme: Programme) -> "Lives":
        fresh = next(_numbers)
        codes = [village(100 + fresh * VILLAGES + n).code for n in range(VILLAGES)]
        async with town.storage.begin() as work:
            await work.programmes.load(
                [village(100 + fresh * VILLAGES + n) for n in range(VILLAGES)]
            )
        heads = {code: await town.head(f"head {code}", code) for code in codes}
        workers = await town.workers(*(f"w{fresh} {n}" for n in range(WORKERS)))
        niks = [nik(fresh * NIKS + n) for n in range(NIKS)]
        return cls(town, programme, codes, heads, workers, niks)

    async def there(self) -> list[Row]:
        return await self.town.rows(_THERE, codes=self.codes)

    # what is done

    async def step(self, step: Step) -> None:
        """Do all of it at the same moment; what two stumble over is a fault."""
        there = await self.there()
        known = await self._known([row["id"] for row in there])
        doing = [
            insisting(partial(self._act, kind, one, two, there, known)) for kind, one, two in step
        ]
        for outcome in await asyncio.gather(*doing):
            for one in outcome if isinstance(outcome, list) else [outcome]:
                self._heard(one)

    async def _known(self, ids: Sequence[UUID]) -> dict[UUID, Registered]:
        async with self.town.storage.begin() as work:
            return await work.registrations.registered(ids)

    async def _act(
        self, kind: str, one: int, two: int, there: list[Row], known: Mapping[UUID, Registered]
    ) -> object:
        if kind == "submit":
            code, worker = self.codes[one % VILLAGES], self.workers[two % WORKERS]
            return await self.town.submit(self.town.wish(worker, code, self.niks[two % NIKS]))
        if kind == "places":
            return await self._resized(self.codes[one % VILLAGES], 1 + two % MOST_PLACES)
        if not there:
            return None
        row = there[one % len(there)]
        return await ACTS[kind](self, row, known[row["id"]], two)

    async def _resized(self, code: str, places: int) -> list[Promoted]:
        async with self.town.storage.begin() as work:
            await work.lock([code])
            return list(await work.places.resize(self.programme.id, [code], places))

    def whose(self, row: Row) -> Person:
        return next(one for one in self.workers if one.id == row["person_id"])

    def head(self, row: Row) -> Person:
        return self.heads[row["village"]]

    async def dismissed(self, row: Row) -> Dismissed:
        async with self.town.storage.begin() as work:
            await work.lock([row["village"]])
            return await work.dismissals.dismiss(row["person_id"], row["village"], [row["id"]])

    async def all_over(self) -> None:
        """Let two years go by: whatever lives ends, each once."""
        town = self.town
        later = Storage(town.engine, town.sealer, lambda: town.clock.now().replace(year=2029))
        for row in await self.there():
            for _ in range(2):
                async with later.begin() as work:
                    await work.lock(self.codes)
                    given = [(self.whose(row), Expire(row["id"]))]
                    for outcome in await work.expiries.expire(given):
                        self._heard(outcome)

    # what is heard

    def _heard(self, outcome: object) -> None:
        if told := TOLD.get(type(outcome)):
            self.told.update(told(outcome))
        for one in getattr(outcome, "promoted", ()):
            self._heard(one)

    # what must hold

    async def check(self) -> None:
        assert await self.town.rows(_WRONG, codes=self.codes) == []
        assert await self.town.rows(_TWICE) == []
        assert await self.town.not_whole() == []
        await self._check_positions()
        await self._check_told()

    async def _check_positions(self) -> None:
        there = await self.there()
        known = await self._known([row["id"] for row in there])
        for code in self.codes:
            waits = [
                row["id"] for row in there if (row["village"], row["status"]) == (code, "waiting")
            ]
            assert [known[one].position for one in waits] == list(range(1, len(waits) + 1))

    async def _check_told(self) -> None:
        """Everybody was told of each act once, but for what a head may undo without a word."""
        done: Counter[tuple[str, str]] = Counter()
        for row in await self.town.rows(_ACTS, codes=self.codes):
            untold = row["act"] == Act.UNDO and after(Status(row["was"]), Act.TAKE_EFFECT)
            if row["act"] not in {Act.REJECT, Act.END} and not untold:
                done[row["number"], row["act"]] += row["times"]
        assert +self.told == done


def _submitted(one: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - see TOLD
    yield one.registered.number, "submit"
    if one.registered.place is not None:
        yield one.registered.number, Act.PROMOTE


def _undone(one: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Nobody is told that what nobody was told of was undone."""
    if after(one.was, Act.TAKE_EFFECT) is None:
        yield one.number, Act.UNDO


def _amended(one: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if one.left:
        yield one.registered.number, Act.RELOCATE
        yield one.registered.number, Act.PROMOTE
    else:
        yield one.registered.number, Act.AMEND if one.anew else Act.ADJUST


Told: TypeAlias = Callable[[Any], Iterable[tuple[str, str]]]
TOLD: Mapping[type[object], Told] = {
    Promoted: lambda one: [(one.number, Act.PROMOTE)],
    Submitted: _submitted,
    Decided: lambda one: [(one.number, Act.CONFIRM if one.reason is None else Act.TAKE_EFFECT)],
    Undone: _undone,
    Ended: lambda one: [(one.number, Act.TAKE_EFFECT)],
    Asked: lambda one: [(one.registered.number, Act.ASK)],
    Lapsed: lambda one: [(one.registered.number, Act.LAPSE)],
    Amended: _amended,
    Withdrawn: lambda one: [(one.number, Act.WITHDRAW)],
    Dismissed: lambda one: [(each.number, Act.DISMISS) for each in one.those],
    Expired: lambda one: [(one.registered.number, Act.EXPIRE)],
}


def _decides(wish: Callable[[Registered], Any]) -> "Do":
    async def decide(lives: Lives, row: Row, one: Registered, _: int) -> object:
        return await lives.town.decide((lives.head(row), wish(one)))

    return decide


async def _relocates(lives: Lives, row: Row, one: Registered, _: int) -> object:
    beside = lives.codes[1 - lives.codes.index(row["village"])]
    return await lives.town.amend(lives.whose(row), one, village=beside)


async def _amends(name: str, lives: Lives, row: Row, one: Registered, two: int) -> object:
    new = {"nik": lives.niks[two % NIKS], "name": f"Warga Baru {two}", "income": "none"}[name]
    return await lives.town.amend(lives.whose(row), one, **{name: new})


Do: TypeAlias = Callable[[Lives, Row, Registered, int], Awaitable[object]]
ACTS: Mapping[str, Do] = {
    "confirm": _decides(confirming),
    "reject": _decides(rejecting),
    "ask": lambda lives, row, one, _: lives.town.asks(lives.head(row), one, "name"),
    "end": lambda lives, row, one, _: lives.town.end(lives.head(row), one),
    "undo": lambda lives, row, one, _: lives.town.undo(lives.head(row), one, sure=True),
    "take_effect": lambda lives, _row, one, _: lives.town.takes_effect(one),
    "lapse": lambda lives, _row, one, _: lives.town.lapses(one),
    "withdraw": lambda lives, row, one, _: lives.town.withdraw((lives.whose(row), one.id)),
    "dismiss": lambda lives, row, _one, _: lives.dismissed(row),
    "amend": partial(_amends, "name"),
    "amend_nik": partial(_amends, "nik"),
    "adjust": partial(_amends, "income"),
    "relocate": _relocates,
}
OFTEN = (
    "submit",
    "submit",
    "submit",
    "confirm",
    "confirm",
    "reject",
    "take_effect",
    "take_effect",
)
KINDS = st.sampled_from((*OFTEN, *ACTS, "places"))
NUMBERS = st.integers(0, 59)
LIVES = st.lists(
    st.lists(st.tuples(KINDS, NUMBERS, NUMBERS), min_size=1, max_size=4),
    min_size=STEPS // 2,
    max_size=STEPS,
)
PLAYED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a race is not shrunk
)


@pytest.fixture
async def stage(database_url: str) -> Any:  # noqa: ANN401 - a town, and its programme
    async with Town.founded(database_url, places=0) as town:
        yield town, await town.open(places=2)


@pytest.mark.timeout(300)
@PLAYED
@given(lives=LIVES)
async def test_whatever_is_done_all_that_is_promised_holds(
    stage: tuple[Town, Programme], lives: list[Step]
) -> None:
    played = await Lives.begun(*stage)
    for step in lives:
        await played.step(step)
        await played.check()
    await played.all_over()
    await played.check()


async def _unlocked(work: UnitOfWork, villages: Sequence[str]) -> None:
    """Only pretend: the naive twin."""
    work._work._locked.update(villages)
    await asyncio.sleep(0)


async def test_without_the_locks_it_does_not_hold(
    stage: tuple[Town, Programme], monkeypatch: pytest.MonkeyPatch
) -> None:
    played = await Lives.begun(*stage)
    monkeypatch.setattr(UnitOfWork, "lock", _unlocked)

    with pytest.raises((AssertionError, PostgresError)):
        await _come_and_go(played)


async def _come_and_go(played: Lives) -> None:
    for n in range(300):
        coming = [("submit", n, n + k) for k in range(3)]
        leaving = [("withdraw", n, 0), ("reject", n + 1, 0), ("take_effect", n + 1, 0)]
        await played.step([*coming, *leaving])
        await played.check()
