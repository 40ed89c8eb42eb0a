"""What is due under fire: whoever performs it is killed again and again.

    make chaos-reminders          or: .venv/bin/python -m bench.chaos.reminders --kills 300

People left a registration unfinished; some of them went on since, some have finished. Others
were turned down ten minutes ago, which was undone of some, and others wait for their places;
others were asked for a correction, and are to be nudged, have let it lapse, or have answered
since; and of others the cover is over. Two processes perform what is due and are killed (kill -9)
after some milliseconds, until all kills are spent and nothing is due any more. Then each must have
been told once who was to be told, and nobody else; each act has happened once, whoever waited
longest has the place, and none is held by whose end it is. Exit code 1 if not.
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
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from typing import TypeAlias

import asyncpg

from bench.chaos.due import (
    OTHER,
    VILLAGE,
    Shifted,
    Site,
    asked,
    founded,
    people,
    shuffled,
    turned_down,
)
from bench.machine import temporary_server
from bench.spread import Progress
from bot.turns.directory import Directory
from bot.turns.due import Jobs
from bot.turns.talks import Talks
from conversations.brain import Brain
from locales.catalog import Catalog
from storage.database import Storage
from storage.migrate import migrate
from storage.sealing import Keys

Make: TypeAlias = Callable[[Storage, Talks, timedelta], Jobs]

LEASE = timedelta(seconds=0.4)  # short, so that what a kill left is soon taken up again
SOONEST, LATEST = 0.03, 0.15  # seconds that a process lives
AT_ONCE = 2
EACH_KILL = 8  # people who left, a kill
TURNED_DOWN = 3  # and people who were turned down
ASKED = 5  # and people who were asked for a correction

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
    SELECT count(*) FROM registrations r
      LEFT JOIN places p ON p.registration_id = r.id
      LEFT JOIN expected e ON e.id = r.id AND e.status = r.status
                          AND e.holds = (p.number IS NOT NULL)
     WHERE e.id IS NULL
        OR (SELECT count(*) FROM history h
             WHERE h.registration_id = r.id AND h.act = e.act) <> e.times
"""


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
    """Registrations that are not as they should be, or of which something happened twice."""

    @property
    def held(self) -> bool:
        missed = self.never or self.twice or self.wrongly or self.left or self.wrong
        return self.once > 0 and not missed


def perform(site: Site, make: Make, talks: Talks) -> None:
    """Perform what is due until killed: a process's whole life."""
    asyncio.run(_performing(site, make, talks))


async def _performing(site: Site, make: Make, talks: Talks) -> None:
    jobs = make(site.storage(), talks, LEASE)
    while True:
        if not await jobs.round():
            await asyncio.sleep(0.01)


async def _talks(site: Site) -> Talks:
    storage, directory = site.storage(), Directory()
    await directory.read(storage)
    await storage.close()
    return Talks(Brain.registering(), Catalog.load(), directory)


def killed(site: Site, kills: int, make: Make, dice: random.Random) -> None:
    """Let processes perform what is due, and kill them one after the other."""
    forked = multiprocessing.get_context("fork")
    talks = asyncio.run(_talks(site))  # once: what is killed should have begun
    lives: list[BaseProcess] = []
    with Progress(kills) as progress:
        for _ in range(kills):
            while len(lives) < AT_ONCE:
                lives.append(forked.Process(target=perform, args=(site, make, talks), daemon=True))
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
    jobs = make(storage, await _talks(site), LEASE)
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
    asyncio.run(founded(site, {VILLAGE: kills * TURNED_DOWN, OTHER: kills * ASKED}))
    asyncio.run(turned_down(site, kills * TURNED_DOWN))
    asyncio.run(asked(site, kills * ASKED))
    asyncio.run(shuffled(site))
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
