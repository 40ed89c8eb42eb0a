"""Whom something is due of, for `bench.chaos.reminders`: each is told how often of what."""

import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
from typing_extensions import override

from bot.ports import Clock
from bot.turns.verdicts import version_of
from conversations.effects import Ask, Decide, Reason, Redeem, Submit, Undo
from conversations.forms.reminder import ABOUT_A_DAY
from conversations.life_cycle import Act, Status
from conversations.machine import Draft, DueKind, State
from conversations.messages import Address, Channel
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import Submitted
from conversations.programme import Programme
from conversations.registration.form import FORM
from conversations.villages import Village
from storage.connections import engine
from storage.database import Storage
from storage.ids import new_id
from storage.jobs import Job
from storage.people.people import Person
from storage.sealing import Keys, Sealer
from storage.unit_of_work import UnitOfWork
from tests.model_worker import YANTI

BY_DAY = datetime(2026, 11, 23, 3, tzinfo=UTC)  # ten in the morning in Bengkayang
LONG_AGO = 4  # of five
VILLAGE, OTHER = "61.07.01.2001", "61.07.01.2002"

# The one thing that is due of a registration.
_ONE_JOB = """
    WITH gone AS (DELETE FROM jobs WHERE key = $1 AND name <> $2)
    INSERT INTO jobs (name, key, due_at, version)
    VALUES ($2, $1, $4, $3)
    ON CONFLICT (name, key) DO UPDATE SET due_at = excluded.due_at
"""


class Shifted(Clock):
    """The real clock, set so that it was by day when it began."""

    def __init__(self, begun: datetime) -> None:
        self._shift = BY_DAY - begun

    @override
    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift


@dataclass(frozen=True, slots=True)
class Site:
    """Where it happens, for every process alike."""

    url: str
    keys: Keys
    begun: datetime

    def storage(self) -> Storage:
        return Storage(engine(self.url, 2), Sealer(self.keys), Shifted(self.begun).now)


async def people(site: Site, how_many: int) -> None:
    """Let people begin a day ago: of five, two left, one went on since, one has finished.

    The last left days ago, and is to be warned that it goes.
    """
    storage = site.storage()
    connection = await asyncpg.connect(site.url.replace("+asyncpg", ""))
    await connection.execute("CREATE TABLE those (person_id uuid, left_it boolean)")
    await connection.execute(
        "CREATE TABLE expected (id uuid, status text, act text, times bigint, holds boolean)"
    )
    senders = [Address(Channel.TERMINAL, "terminal", f"p{n}") for n in range(how_many)]
    async with storage.begin() as work:
        known = await work.people.lock(senders)
        drafts = [Draft(new_id(), FORM.name, FORM.version, {"for_whom": "self"}) for _ in known]
        pairs = zip(known, drafts, strict=True)
        kept = [(person, draft) for n, (person, draft) in enumerate(pairs) if n % 5]
        await work.people.save([(p, State((draft,), draft.id)) for p, draft in kept])
        yesterday = work.now - ABOUT_A_DAY
        kinds = [DueKind.WARN if n % 5 == LONG_AGO else DueKind.REMIND for n in range(how_many)]
        due = zip(kinds, drafts, strict=True)
        since = version_of(yesterday)
        await work.jobs.put([Job(kind, d.id, work.now, since) for kind, d in due])
    left = [draft.id for n, draft in enumerate(drafts) if n % 5 > 1]
    await connection.execute(
        "UPDATE drafts SET changed_at = $2 WHERE id = ANY($1)", left, yesterday
    )
    await connection.execute("UPDATE addresses SET heard_at = $1", yesterday)
    rows = [(person.id, n % 5 > 1) for n, person in enumerate(known)]
    await connection.copy_records_to_table("those", records=rows)
    await connection.close()
    await storage.close()


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to become of a registration: its status, and how often something was done to it."""

    id: UUID
    status: Status
    act: Act
    times: int
    holds: bool = True


async def founded(site: Site, places: Mapping[str, int]) -> None:
    """Found two villages that have so many places."""
    storage = site.storage()
    async with storage.begin() as work:
        named = [Village(code, "Desa", "Kecamatan", "Kabupaten") for code in (VILLAGE, OTHER)]
        await work.programmes.load(named)
        programme = _programme(max(places.values()))
        assert await work.programmes.open(programme)
        for code, own in places.items():
            await work.lock([code])
            await work.places.resize(programme.id, [code], own)
    await storage.close()


async def registered(
    work: UnitOfWork, village: str, how_many: int
) -> tuple[Person, list[Person], list[Registered]]:
    """Give a village a head, and let people register there."""
    there = [Address(Channel.TERMINAL, "terminal", f"head of {village}")]
    [head] = await work.people.lock(there)
    code = await work.officials.invite(village, "Pak Kades", timedelta(days=1))
    await work.lock([village])
    await work.officials.redeem(head, Redeem(code))
    senders = [Address(Channel.TERMINAL, "terminal", f"{village} {n}") for n in range(how_many)]
    known = list(await work.people.lock(senders))
    wishes = [(person, _wish(n, village)) for n, person in enumerate(known)]
    made = await work.submissions.submit(wishes)
    return head, known, [one.registered for one in made if isinstance(one, Submitted)]


async def turned_down(site: Site, how_many: int) -> None:
    """Let a head turn people down ten minutes ago; of every third that is undone.

    They hold all places, and one more waits than will get one.
    """
    storage, freed = site.storage(), sum(n % 3 != 0 for n in range(how_many))
    async with storage.begin() as work:
        head, known, made = await registered(work, VILLAGE, how_many + freed + 1)
        sent = made[:how_many]
        rejected = [Decide(one.id, one.version, Reason.DIED) for one in sent]
        await work.decisions.decide([(head, wish) for wish in rejected])
        for one in sent[::3]:
            await work.undoing.undo(head, Undo(one.id, one.version + 1))
    expected = [
        Expected(one.id, Status.REJECTED, Act.TAKE_EFFECT, 1, holds=False)
        if n % 3
        else Expected(one.id, Status.PLACED, Act.TAKE_EFFECT, 0)
        for n, one in enumerate(sent)
    ]
    promoted = [Expected(one.id, Status.PLACED, Act.PROMOTE, 1) for one in made[how_many:-1]]
    last = Expected(made[-1].id, Status.WAITING, Act.PROMOTE, 0, holds=False)
    told = [n % 3 != 0 for n in range(how_many)] + [True] * freed + [False]
    async with _beside(site) as connection:
        await connection.execute("UPDATE jobs SET due_at = due_at - interval '10 minutes'")
        await _expect(connection, known, told, [*expected, *promoted, last])
    await storage.close()


async def asked(site: Site, how_many: int) -> None:
    """Let a head ask people for a correction: two are nudged, one silent, one done, one over."""
    storage = site.storage()
    async with storage.begin() as work:
        head, known, sent = await registered(work, OTHER, how_many)
        for one in sent:
            await work.asking.ask(head, Ask(one.id, one.version, ("name",)))
        for one in sent[2::5]:  # it is decided as it is
            await work.decisions.decide([(head, Decide(one.id, one.version + 1, None))])
    kinds = (
        DueKind.NUDGE,
        DueKind.LAPSE,
        DueKind.NUDGE_AGAIN,
        DueKind.EXPIRE,
        DueKind.NUDGE_AGAIN,
    )
    shapes: tuple[tuple[Status, Act, int, bool, bool], ...] = (
        (Status.CORRECTING, Act.ASK, 1, True, True),
        (Status.PLACED, Act.LAPSE, 1, True, True),
        (Status.CONFIRMED, Act.LAPSE, 0, True, False),
        (Status.OVER, Act.EXPIRE, 1, False, True),
        (Status.CORRECTING, Act.ASK, 1, True, True),
    )
    expected, told = [], []
    async with _beside(site) as connection:
        for n, one in enumerate(sent):
            status, act, times, holds, hears = shapes[n % 5]
            expected.append(Expected(one.id, status, act, times, holds))
            told.append(hears)
            version = "" if kinds[n % 5] is DueKind.EXPIRE else str(one.version + 1)
            due = Shifted(site.begun).now()
            await connection.execute(_ONE_JOB, one.id, kinds[n % 5], version, due)
        over = [one.id for one in sent[3::5]]
        await connection.execute(
            "UPDATE registrations SET cover = '[2025-01-01,2026-01-01)' WHERE id = ANY($1)", over
        )
        await _expect(connection, known, told, expected)
    await storage.close()


async def shuffled(site: Site) -> None:
    """Let all that is due be due in any order: a kill finds every kind of it."""
    async with _beside(site) as connection:
        await connection.execute(
            "UPDATE jobs SET due_at = $1 - random() * interval '1 hour' WHERE due_at <= $1",
            Shifted(site.begun).now(),
        )


@contextlib.asynccontextmanager
async def _beside(site: Site) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(site.url.replace("+asyncpg", ""))
    try:
        yield connection
    finally:
        await connection.close()


async def _expect(
    connection: asyncpg.Connection,
    people: Sequence[Person],
    told: Sequence[bool],
    expected: Sequence[Expected],
) -> None:
    those = [(person.id, hears) for person, hears in zip(people, told, strict=True)]
    await connection.copy_records_to_table("those", records=those)
    rows = [(one.id, one.status, one.act, one.times, one.holds) for one in expected]
    await connection.copy_records_to_table("expected", records=rows)


def _programme(places: int) -> Programme:
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    return Programme(new_id(), VILLAGE[:5], 2027, places, first, last, "APBD")


def _wish(number: int, village: str) -> Submit:
    serial = 2 * number + (village == OTHER)
    told = replace(YANTI, village=village, serial=serial).kept()
    return Submit(new_id(), village, told["nik"], told)
