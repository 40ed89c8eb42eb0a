"""What is due under fire: whoever performs it is killed again and again.

    make chaos-reminders          or: .venv/bin/python -m bench.chaos.reminders --kills 300

People left a registration unfinished a day ago; some of them went on since, some have finished.
Others were turned down ten minutes ago, which was undone of some. Two processes perform what is
due and are killed (kill -9) after some milliseconds, until all kills are spent and nothing is due
any more. Then each of those who left must have been reminded once, each who was turned down must
have been told once, and nobody else; and no place is held by who was. Exit code 1 if not.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing.process import BaseProcess
from typing import TypeAlias

import asyncpg
from typing_extensions import override

from bench.machine import temporary_server
from bench.spread import Progress
from bot.ports import Clock
from bot.turns.directory import Directory
from bot.turns.due import Jobs
from bot.turns.talks import Talks
from bot.turns.verdicts import version_of
from conversations.brain import Brain
from conversations.effects import Decide, Reason, Redeem, Submit, Undo
from conversations.forms.reminder import ABOUT_A_DAY
from conversations.machine import Draft, DueKind, State
from conversations.messages import Address, Channel
from conversations.outcomes.registering import Submitted
from conversations.programme import Programme
from conversations.registration.form import FORM
from conversations.villages import Village
from locales.catalog import Catalog
from storage.connections import engine
from storage.database import Storage
from storage.ids import new_id
from storage.jobs import Job
from storage.migrate import migrate
from storage.sealing import Keys, Sealer
from tests.model_worker import YANTI

Make: TypeAlias = Callable[[Storage, Talks, timedelta], Jobs]

BY_DAY = datetime(2026, 11, 23, 3, tzinfo=UTC)  # ten in the morning in Bengkayang
LEASE = timedelta(seconds=0.4)  # short, so that what a kill left is soon taken up again
SOONEST, LATEST = 0.03, 0.15  # seconds that a process lives
AT_ONCE = 2
EACH_KILL = 8  # people who left, a kill
TURNED_DOWN = 3  # and people who were turned down
VILLAGE = "61.07.01.2001"

_FOUND = """
    WITH reminded AS (
        SELECT a.person_id, count(o.id) AS times
          FROM addresses a LEFT JOIN outbox o ON o.address_id = a.id GROUP BY a.person_id
    )
    SELECT count(*) FILTER (WHERE left_it AND times = 1) AS once,
           count(*) FILTER (WHERE left_it AND times = 0) AS never,
           count(*) FILTER (WHERE times > 1) AS twice,
           count(*) FILTER (WHERE NOT left_it AND times > 0) AS wrongly
      FROM reminded JOIN those USING (person_id)
"""
_WRONG = """
    SELECT count(*) FROM registrations r LEFT JOIN places p ON p.registration_id = r.id
     WHERE (r.status = 'rejected') = (p.number IS NOT NULL)
        OR (SELECT count(*) FROM history h
             WHERE h.registration_id = r.id AND h.act = 'take_effect') <> CASE r.status
               WHEN 'rejected' THEN 1 ELSE 0 END
"""


class Shifted(Clock):
    """The real clock, set so that it was by day when it began."""

    def __init__(self, begun: datetime) -> None:
        self._shift = BY_DAY - begun

    @override
    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of it: people who were reminded once, and those who should (not) have been."""

    kills: int
    once: int
    never: int
    twice: int
    wrongly: int
    left: int
    """Jobs that are still due."""
    wrong: int
    """Registrations that hold a place they should not, or do not, or took effect twice."""

    @property
    def held(self) -> bool:
        missed = self.never or self.twice or self.wrongly or self.left or self.wrong
        return self.once > 0 and not missed


@dataclass(frozen=True, slots=True)
class Site:
    """Where it happens, for every process alike."""

    url: str
    keys: Keys
    begun: datetime

    def storage(self) -> Storage:
        return Storage(engine(self.url, 2), Sealer(self.keys), Shifted(self.begun).now)


async def people(site: Site, how_many: int) -> None:
    """Let people begin a day ago: of five, three left, one went on since, one has finished."""
    storage = site.storage()
    connection = await asyncpg.connect(site.url.replace("+asyncpg", ""))
    await connection.execute("CREATE TABLE those (person_id uuid, left_it boolean)")
    senders = [Address(Channel.TERMINAL, "terminal", f"p{n}") for n in range(how_many)]
    async with storage.begin() as work:
        known = await work.people.lock(senders)
        drafts = [Draft(new_id(), FORM.name, FORM.version, {"for_whom": "self"}) for _ in known]
        pairs = zip(known, drafts, strict=True)
        kept = [(person, draft) for n, (person, draft) in enumerate(pairs) if n % 5]
        await work.people.save([(p, State((draft,), draft.id)) for p, draft in kept])
        yesterday = work.now - ABOUT_A_DAY
        due = [Job(DueKind.REMIND, d.id, work.now, version_of(yesterday)) for d in drafts]
        await work.jobs.put(due)
    left = [draft.id for n, draft in enumerate(drafts) if n % 5 > 1]
    await connection.execute(
        "UPDATE drafts SET changed_at = $2 WHERE id = ANY($1)", left, yesterday
    )
    await connection.execute("UPDATE addresses SET heard_at = $1", yesterday)
    rows = [(person.id, n % 5 > 1) for n, person in enumerate(known)]
    await connection.copy_records_to_table("those", records=rows)
    await connection.close()
    await storage.close()


async def turned_down(site: Site, how_many: int) -> None:
    """Let a head turn people down ten minutes ago; of every third that is undone."""
    storage = site.storage()
    async with storage.begin() as work:
        await work.programmes.load([Village(VILLAGE, "Desa", "Kecamatan", "Kabupaten")])
        assert await work.programmes.open(_programme(how_many))
        heads = await work.people.lock([Address(Channel.TERMINAL, "terminal", "head")])
        code = await work.officials.invite(VILLAGE, "Pak Kades", timedelta(days=1))
        await work.lock([VILLAGE])
        await work.officials.redeem(heads[0], Redeem(code))
        senders = [Address(Channel.TERMINAL, "terminal", f"r{n}") for n in range(how_many)]
        known = await work.people.lock(senders)
        wishes = [(person, _wish(n)) for n, person in enumerate(known)]
        made = await work.submissions.submit(wishes)
        sent = [one.registered for one in made if isinstance(one, Submitted)]
        rejected = [Decide(one.id, one.version, Reason.DIED) for one in sent]
        await work.decisions.decide([(heads[0], wish) for wish in rejected])
        for one in sent[::3]:
            await work.undoing.undo(heads[0], Undo(one.id, one.version + 1))
    connection = await asyncpg.connect(site.url.replace("+asyncpg", ""))
    await connection.execute("UPDATE jobs SET due_at = due_at - interval '10 minutes'")
    rows = [(person.id, n % 3 != 0) for n, person in enumerate(known)]
    await connection.copy_records_to_table("those", records=rows)
    await connection.close()
    await storage.close()


def _programme(places: int) -> Programme:
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    return Programme(new_id(), VILLAGE[:5], 2027, places, first, last, "APBD")


def _wish(number: int) -> Submit:
    told = replace(YANTI, village=VILLAGE, serial=number).kept()
    return Submit(new_id(), VILLAGE, told["nik"], told)


def perform(site: Site, make: Make) -> None:
    """Perform what is due until killed: a process's whole life."""
    asyncio.run(_performing(site, make))


async def _performing(site: Site, make: Make) -> None:
    storage = site.storage()
    jobs = make(storage, await _talks(storage), LEASE)
    while True:
        if not await jobs.round():
            await asyncio.sleep(0.01)


async def _talks(storage: Storage) -> Talks:
    directory = Directory()
    await directory.read(storage)
    return Talks(Brain.registering(), Catalog.load(), directory)


def killed(site: Site, kills: int, make: Make, dice: random.Random) -> None:
    """Let processes perform what is due, and kill them one after the other."""
    forked = multiprocessing.get_context("fork")
    lives: list[BaseProcess] = []
    with Progress(kills) as progress:
        for _ in range(kills):
            while len(lives) < AT_ONCE:
                lives.append(forked.Process(target=perform, args=(site, make), daemon=True))
                lives[-1].start()
            time.sleep(dice.uniform(SOONEST, LATEST))
            life = lives.pop(0)
            os.kill(life.pid or 0, signal.SIGKILL)
            life.join()
            progress.step(1)
    for life in lives:
        life.kill()
        life.join()


async def counted(site: Site, kills: int, make: Make) -> Counted:
    """Let the last leases end, perform what is left, and count."""
    await asyncio.sleep(LEASE.total_seconds())
    storage = site.storage()
    jobs = make(storage, await _talks(storage), LEASE)
    while await jobs.round():
        pass
    connection = await asyncpg.connect(site.url.replace("+asyncpg", ""))
    found = await connection.fetchrow(_FOUND)
    left = await connection.fetchval(
        "SELECT count(*) FROM jobs WHERE due_at <= $1", Shifted(site.begun).now()
    )
    wrong = await connection.fetchval(_WRONG)
    await connection.close()
    await storage.close()
    return Counted(kills, **dict(found), left=left, wrong=wrong)


def run(url: str, kills: int, make: Make = Jobs, seed: int = 1) -> Counted:
    """Play all of it on a database of its own; return what was counted."""
    site = Site(url, Keys.generate(), datetime.now(UTC))
    asyncio.run(people(site, kills * EACH_KILL))
    asyncio.run(turned_down(site, kills * TURNED_DOWN))
    killed(site, kills, make, random.Random(seed))
    return asyncio.run(counted(site, kills, make))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--kills", type=int, default=300, help="how many processes are killed")
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = asked.parse_args()
    with contextlib.ExitStack() as running:
        server = running.enter_context(temporary_server())
        url = server.url_of("postgres")
        asyncio.run(migrate(url))
        found = run(url, options.kills, seed=options.seed)
    print(f"seed {options.seed}: {found}")
    print("held" if found.held else "MISSED")
    sys.exit(not found.held)


if __name__ == "__main__":
    main()
