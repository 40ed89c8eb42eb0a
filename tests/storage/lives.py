"""Lives of registrations: what is done with them, what is heard of it, and what must hold.

Each step is one act, or a few at the same moment, each in a unit of work of its own; only the last
day to register is set beforehand, so that it is known who may be let in.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any, TypeAlias
from uuid import UUID

from conversations.effects import Claim, ClaimWish, Expire
from conversations.life_cycle import HOLDS_A_PLACE, LIVE, Act, Status, after
from conversations.outcomes.new_phones import MovedToPhone, PhoneCodeGiven
from conversations.outcomes.operator import Dismissed
from conversations.outcomes.registered import Promoted, Registered
from conversations.outcomes.registering import Submitted
from conversations.programme import Programme
from storage.database import Storage
from storage.errors import insisting
from storage.people.people import Person
from storage.states import is_in
from tests.storage.builders import Town, confirming, nik, rejecting, village
from tests.storage.told import TOLD

VILLAGES, WORKERS, NIKS, MOST_PLACES = 2, 5, 8, 4
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
    SELECT r.id, person_id, village, status, version, n.hash
      FROM registrations r JOIN niks n ON n.id = r.nik_id
     WHERE village = ANY(:codes) ORDER BY seq
"""
_CLAIM = """
    SELECT id, person_id FROM claims WHERE registration_id = :id
     ORDER BY granted_at NULLS LAST, at LIMIT 1
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
    codes_given: dict[UUID, str] = field(default_factory=dict)
    """For new phones, the last of each registration."""
    taken: Counter[str] = field(default_factory=Counter)
    """How often such a code moved something."""
    last_day_over: bool = False

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
        begun = cls(town, programme, codes, heads, workers, niks)
        await begun.last_day(over=False)
        return begun

    async def there(self) -> list[Row]:
        return await self.town.rows(_THERE, codes=self.codes)

    # what is done

    async def step(self, step: Step) -> None:
        """Do all of it at the same moment; what two stumble over is a fault."""
        for kind, number, _ in step:
            if kind == "last_day":
                await self.last_day(over=number % 4 == 0)
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
        if kind == "last_day":
            return None
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

    async def last_day(self, *, over: bool) -> None:
        """Let yesterday be the last day to register, or let there be none."""
        yesterday = (self.town.clock.now() - timedelta(days=1)).date()
        async with self.town.storage.begin() as work:
            known = await work.programmes.alone(self.programme.regency)
            assert known is not None
            until = yesterday if over else None
            await work.programmes.change(replace(known, register_until=until))
        self.last_day_over = over

    async def phone(self, row: Row, this: Registered, two: int) -> list[object]:
        """Let a head give a code for a new phone, and two say it at the same moment."""
        given = await self.town.asks_code(self.head(row), this)
        if isinstance(given, PhoneCodeGiven):
            self.codes_given[row["id"]] = given.code
        return list(await asyncio.gather(*(self.takes(row, one) for one in (two, two + 1))))

    async def takes(self, row: Row, two: int) -> object:
        """Say the last code at some phone, used up or not."""
        code = self.codes_given.get(row["id"])
        if code is None:
            return None
        outcome = await self.town.takes(code, self.workers[two % WORKERS])
        if isinstance(outcome, MovedToPhone):
            self.taken[code] += 1
        return outcome

    async def owner(self, row: Row, two: int) -> object:
        """Let an owner come: the head says so, who has it agrees, and the owner's answers come."""
        await self.claims(row, two)
        await self.answers(row, self.whose(row), ClaimWish.AGREE)
        return await self.tells(row, two)

    async def claims(self, row: Row, two: int) -> object:
        """Let somebody else claim it, and the head say that it is theirs."""
        claimant = self.workers[two % WORKERS]
        if claimant.id == row["person_id"]:
            return None
        async with self.town.storage.begin() as work:
            await work.lock([row["village"]])
            for claim in await work.claims.met([(row["id"], claimant.id)]):
                return await work.claims.answer(self.head(row), Claim(claim.id, ClaimWish.GRANT))
        return None

    async def answers(self, row: Row, who: Person, wish: ClaimWish) -> object:
        """Let somebody answer the claim that was granted, if one was."""
        async with self.town.storage.begin() as work:
            await work.lock([row["village"]])
            for claim in await self.town.rows(_CLAIM, id=row["id"]):
                return await work.claims.answer(who, Claim(claim["id"], wish))
        return None

    async def tells(self, row: Row, two: int) -> object:
        """Let somebody register the NIK of what is there, whoever claims it first of all."""
        hashes = {self.town.sealer.hash("nik", one): one for one in self.niks}
        if (digits := hashes.get(row["hash"])) is None:
            return None
        claim = await self.town.rows(_CLAIM, id=row["id"])
        told_by = claim[0]["person_id"] if claim else self.workers[two % WORKERS].id
        worker = next(one for one in self.workers if one.id == told_by)
        return await self.town.submit(self.town.wish(worker, row["village"], digits))

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
        if isinstance(outcome, Submitted) and outcome.before is None:
            assert not self.last_day_over, "somebody new was let in after the last day"
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
        assert set(self.taken.values()) <= {1}, "a code for a new phone was good twice"
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
    "phone": lambda lives, row, one, two: lives.phone(row, one, two),
    "take": lambda lives, row, _one, two: lives.takes(row, two),
    "owner": lambda lives, row, _one, two: lives.owner(row, two),
    "claim": lambda lives, row, _one, two: lives.claims(row, two),
    "unclaim": lambda lives, row, _one, _: lives.answers(row, lives.head(row), ClaimWish.UNDO),
}
