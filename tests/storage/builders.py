"""What storage tests are made of: builders with good defaults, and a town where things happen.

town = await Town.founded(url, places=2)          one village, a programme, nobody yet
yanti = await town.worker("yanti")                a person who wrote to us once
[first] = await town.submit(town.wish(yanti))     locked and submitted in one unit of work
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from conversations.effects import (
    Amend,
    Ask,
    Decide,
    End,
    EndReason,
    GivePhoneCode,
    Lapse,
    Postpone,
    Reason,
    RecordConsent,
    Redeem,
    Submit,
    TakeEffect,
    TakeToPhone,
    Undo,
    Withdraw,
)
from conversations.life_cycle import UNDOABLE
from conversations.messages import Address, Channel, Incoming, Said
from conversations.outcomes.desk import BecameHead, Decided, Ended, Ending, NoEffect, Rejecting
from conversations.outcomes.new_phones import (
    MovedToPhone,
    PhoneCodeGiven,
    PhoneRefused,
)
from conversations.outcomes.operator import Dismissed
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import Submitted
from conversations.programme import Programme
from conversations.villages import Village
from storage.connections import engine
from storage.database import Storage
from storage.errors import Collided
from storage.ids import new_id
from storage.office.decisions import Refused
from storage.office.registrations.amendments import Amendment
from storage.office.registrations.submissions import Submission
from storage.office.registrations.withdrawals import GivenUp
from storage.people.consents import Consent
from storage.people.people import Person
from storage.sealing import Keys, Sealer
from storage.unit_of_work import UnitOfWork
from tests.clock import SteppedClock
from tests.model_worker import SUNGAI_DURI, YANTI
from tests.storage.histories import NOT_WHOLE

BENGKAYANG = "61.07"
ACCOUNT = "terminal"
START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)

Wish: TypeAlias = tuple[Person, Submit]
Asked: TypeAlias = Submission


def village(number: int = 1, regency: str = BENGKAYANG) -> Village:
    code = f"{regency}.01.{2000 + number}"
    return Village(code, f"Desa {number}", "Sungai Raya", f"Kabupaten {regency}")


def programme(**twists: Any) -> Programme:  # noqa: ANN401 - any field of a Programme
    fields = {
        "id": new_id(),
        "regency": BENGKAYANG,
        "year": 2027,
        "places": 3,
        "cover_from": date(2027, 1, 1),
        "cover_to": date(2027, 12, 31),
        "funder": "APBD",
    }
    return Programme(**{**fields, **twists})


def sender(name: str = "yanti") -> Address:
    return Address(Channel.TERMINAL, ACCOUNT, name)


def incoming(message_id: str = "1", name: str = "yanti", said: str = "halo") -> Incoming:
    return Incoming(sender(name), message_id, Said(said), START)


def nik(number: int = 1) -> str:
    return f"610701550585{number:04d}" if number < 10_000 else f"6107{number:012d}"


def answers(**twists: str) -> dict[str, str]:
    return {**YANTI.kept(), "nik": nik(), **twists}


@dataclass
class Town:
    """A database in use, with short words for what happens in it."""

    engine: AsyncEngine
    storage: Storage
    clock: SteppedClock
    sealer: Sealer
    _niks: "count[int]" = field(default_factory=lambda: count(1))
    by_hand: bool = False
    """Something was done with registrations that their history cannot tell."""

    @classmethod
    @contextlib.asynccontextmanager
    async def founded(
        cls,
        url: str,
        places: int = 3,
        villages: int = 1,
        start: datetime = START,
        keys: Keys | None = None,
        met: bool = False,
    ) -> "AsyncIterator[Town]":
        """Found a town; `places` 0: no programme is open. `met`: its connections tell its keys."""
        clock, sealer = SteppedClock(start), Sealer(keys or Keys.generate())
        database = engine(url, sealer=sealer if met else None)
        town = cls(database, Storage(database, sealer, clock.now, people_a_day=4), clock, sealer)
        try:
            await town.settle(villages)
            if places:
                await town.open(places=places)
            yield town
        finally:
            await town.storage.close()

    # what is there

    async def settle(self, villages: int = 1, regency: str = BENGKAYANG) -> None:
        async with self.storage.begin() as work:
            await work.programmes.load([village(n + 1, regency) for n in range(villages)])

    async def neighbour(self, places: int = 1) -> str:
        """Found a second village, which has so many places; return its code."""
        await self.settle(2)
        code = village(2).code
        await self.rows("DELETE FROM places WHERE village = :code", code=code)
        await self.rows(
            "INSERT INTO places (village, programme_id, number)"
            " SELECT :code, id, generate_series(1, :places) FROM programmes",
            code=code,
            places=places,
        )
        return code

    async def open(self, **twists: Any) -> Programme:  # noqa: ANN401 - of a Programme
        opened = programme(**twists)
        async with self.storage.begin() as work:
            assert await work.programmes.open(opened)
        return opened

    async def worker(self, name: str = "yanti") -> Person:
        return (await self.workers(name))[0]

    async def workers(self, *names: str) -> list[Person]:
        async with self.storage.begin() as work:
            return await work.people.lock([sender(name) for name in names])

    async def head(self, name: str = "kades", code: str = SUNGAI_DURI) -> Person:
        return (await self.appointed(name, code))[0]

    async def appointed(
        self, name: str = "kades", code: str = SUNGAI_DURI
    ) -> tuple[Person, BecameHead]:
        """Invite somebody who accepts at once."""
        person = await self.worker(name)
        return person, await self.appoints(person, code, f"Pak {name}")

    async def appoints(
        self, person: Person, code: str = SUNGAI_DURI, name: str = "Pak Kades"
    ) -> BecameHead:
        async with self.storage.begin() as work:
            invitation = await work.officials.invite(code, name, timedelta(days=1))
        async with self.storage.begin() as work:
            await work.lock([code])
            became = await work.officials.redeem(person, Redeem(invitation))
        assert isinstance(became, BecameHead)
        return became

    # what people do, each in a unit of work of its own

    def wish(
        self,
        person: Person,
        code: str = SUNGAI_DURI,
        nik_: str | None = None,
        **twists: str,
    ) -> Wish:
        digits = nik_ or nik(next(self._niks))
        own = {"name": f"Warga {digits[-4:]}", "phone": f"+62812000{digits[-5:]}"}
        given = answers(**{"nik": digits, "village": code, **own, **twists})
        return person, Submit(new_id(), code, digits, given)

    async def agrees(self, person: Person, for_whom: str = "self") -> UUID:
        """Have somebody consent; return the draft's id."""
        draft = new_id()
        wish = RecordConsent(draft, "registration.consent.ask", "2026-11-30", for_whom, None)
        async with self.storage.begin() as work:
            await work.consents.record([Consent(person, wish, incoming(str(draft)), "?")])
        return draft

    async def submit(self, *wishes: Wish) -> list[Asked]:
        async with self.storage.begin() as work:
            await work.lock({wish.village for _, wish in wishes})
            return await work.submissions.submit(wishes)

    async def registered(
        self, person: Person, code: str = SUNGAI_DURI, **twists: str
    ) -> Registered:
        [outcome] = await self.submit(self.wish(person, code, **twists))
        assert isinstance(outcome, Submitted), outcome
        return outcome.registered

    async def decide(self, *given: tuple[Person, Decide]) -> list[Decided | Rejecting | Refused]:
        async with self._locked([wish.registration for _, wish in given]) as work:
            return await work.decisions.decide(given)

    async def takes_effect(self, *ones: Registered) -> list[Decided | Ended | NoEffect]:
        """Let what was turned down be so for good, whatever the time is."""
        async with self._locked([one.id for one in ones]) as work:
            known = await work.registrations.registered([one.id for one in ones])
            wishes = [TakeEffect(one.id, known[one.id].version) for one in ones]
            return await work.undoing.take_effect(wishes)

    async def rejects(
        self, head: Person, one: Registered, reason: Reason = Reason.NOT_RESIDENT
    ) -> Decided:
        """Have a head turn a registration down, and ten minutes go by."""
        [rejected] = await self.decide((head, rejecting(one, reason)))
        assert isinstance(rejected, Rejecting), rejected
        self.clock.passes(UNDOABLE)
        [told] = await self.takes_effect(one)
        assert isinstance(told, Decided)
        return told

    async def asks(self, head: Person, one: Registered, *fields: str, note: str = "") -> object:
        """Have a head ask for a correction."""
        async with self._locked([one.id]) as work:
            known = (await work.registrations.registered([one.id]))[one.id]
            return await work.asking.ask(head, Ask(one.id, known.version, fields, note))

    async def lapses(self, one: Registered) -> object:
        """Let the time to correct it be over, whatever the time is."""
        async with self._locked([one.id]) as work:
            known = (await work.registrations.registered([one.id]))[one.id]
            [worker] = await work.people.lock([sender()])
            [outcome] = await work.asking.lapse([(worker, Lapse(one.id, known.version))])
            return outcome

    async def undo(self, head: Person, one: Registered, *, sure: bool = False) -> object:
        """Take back what a head decided, in the version there is now."""
        async with self._locked([one.id]) as work:
            known = (await work.registrations.registered([one.id]))[one.id]
            return await work.undoing.undo(head, Undo(one.id, known.version, sure))

    async def end(
        self, person: Person, one: Registered, reason: EndReason = EndReason.MOVED, note: str = ""
    ) -> object:
        """Have a place end in ten minutes, in the version there is now."""
        async with self._locked([one.id]) as work:
            known = (await work.registrations.registered([one.id]))[one.id]
            return await work.endings.end(person, End(one.id, known.version, reason, note))

    async def ends(self, person: Person, one: Registered, note: str = "") -> Ended:
        """Have a place end, and ten minutes go by."""
        assert isinstance(await self.end(person, one, note=note), Ending)
        self.clock.passes(UNDOABLE)
        [told] = await self.takes_effect(one)
        assert isinstance(told, Ended)
        return told

    async def withdraw(self, *given: tuple[Person, UUID]) -> list[GivenUp]:
        async with self._locked([registration for _, registration in given]) as work:
            return await work.withdrawals.withdraw([(p, Withdraw(r)) for p, r in given])

    async def amend(self, person: Person, one: Registered, **changed: str) -> Amendment:
        """Have these answers be corrected, as somebody would who looked at the present ones."""
        async with self._locked([one.id], *filter(None, [changed.get("village")])) as work:
            return (await work.amendments.amend([(person, amending(one, **changed))]))[0]

    async def dismiss(self, worker: Person, *ids: UUID) -> Dismissed | None:
        """Do what an operator does about a chat; None: there was nothing to be done."""
        async with self._locked(ids) as work:
            dismissed = await work.dismissals.dismiss(worker.id, SUNGAI_DURI, ids)
            return dismissed if dismissed.those else None

    async def postpone(self, head: Person, one: Registered) -> object:
        async with self._locked([one.id]) as work:
            return await work.decisions.postpone(head, Postpone(one.id, one.version))

    async def joins(self, keep: str, gone: str) -> None:
        """Have one ask for a PINDAH code and the other say it; a minute goes by."""
        async with self.storage.begin() as work:
            [asks] = await work.people.lock([sender(keep)])
            code = (await work.transfers.open(asks)).code.replace("-", "")
        async with self.storage.begin() as work:
            _, says = await work.people.lock([sender(keep), sender(gone)])
            maker = await work.transfers.redeem(code, by=says)
            assert maker is not None
            await work.joining.join(maker.person, says.id, maker.code)
        self.clock.passes(timedelta(minutes=1))

    async def gives(self, head: Person, one: Registered) -> str:
        """Have a head give a code for a new phone; return it as it will be said."""
        given = await self.asks_code(head, one)
        assert isinstance(given, PhoneCodeGiven), given
        return given.code

    async def asks_code(self, head: Person, one: Registered) -> object:
        async with self._locked([one.id]) as work:
            return await work.new_phones.give(head, GivePhoneCode(one.id))

    async def takes(self, code: str, person: Person) -> MovedToPhone | PhoneRefused:
        """Have a head's code be said at a phone."""
        async with self.storage.begin() as work:
            village = await work.new_phones.village(code)
            await work.lock({village} if village else ())
            return await work.new_phones.take(person, TakeToPhone(code))

    async def cuts_off(self, name: str) -> None:
        """Have somebody say PUTUSKAN."""
        async with self.storage.begin() as work:
            [person] = await work.people.lock([sender(name)])
            await work.joining.part(await work.transfers.undo(person))

    @contextlib.asynccontextmanager
    async def _locked(
        self, registrations: Sequence[UUID], *beside: str
    ) -> AsyncIterator[UnitOfWork]:
        async with self.storage.begin() as work:
            codes = await work.registrations.villages_of(registrations)
            await work.lock({*codes.values(), *beside})
            now = await work.registrations.villages_of(registrations)
            if now != codes:
                raise Collided
            yield work

    # what can be seen

    async def standing(self, registration: UUID) -> Registered:
        async with self.storage.begin() as work:
            return (await work.registrations.registered([registration]))[registration]

    async def not_whole(self) -> list[str]:
        """Return the registrations whose history is not whole, and what it tells."""
        return [f"{dict(row)}" for row in await self.rows(NOT_WHOLE)]

    async def waits(self, task: asyncio.Task[Any]) -> bool:
        """Return once a task waits for a lock in the database; False: it ended without."""
        while not task.done():
            if await self.value(_WAITING):
                return True
            await asyncio.sleep(0.005)
        return False

    async def rows(self, statement: str, **values: object) -> list[Mapping[str, Any]]:
        """Run one statement beside the town's own."""
        self.by_hand |= "UPDATE registrations" in statement
        alone = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with alone.connect() as connection:
            found = await connection.execute(text(statement), values)
            return [dict(row) for row in found.mappings()] if found.returns_rows else []

    async def value(self, statement: str, **values: object) -> Any:  # noqa: ANN401 - any column
        return next(iter((await self.rows(statement, **values))[0].values()))


_WAITING = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def amending(one: Registered, **changed: str) -> Amend:
    anew = not {"phone", "phone_owner", "income"}.issuperset(changed)
    number = int(one.number[-6:])
    given = answers(**{"nik": nik(number), "name": one.name, "village": one.village, **changed})
    return Amend(one.id, one.version, tuple(changed), anew, given)


def confirming(one: Registered) -> Decide:
    return Decide(one.id, one.version, None)


def rejecting(one: Registered, reason: Reason = Reason.NOT_RESIDENT) -> Decide:
    return Decide(one.id, one.version, reason)
