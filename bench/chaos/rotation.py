"""Keys are rotated under fire: whoever rotates them is killed, while people register.

    make chaos-rotation          or: .venv/bin/python -m bench.chaos.rotation --kills 50

Some are registered with the old keys. Then two processes register people as fast as they can,
both the same NIKs in the same order, each from chats of its own, some of whom come back. A third
rotates both keys, and is killed (kill -9) again and again; at last it may end. Then every blob
must open and every hash be the one of the new keys alone; who was told that they are registered
must be; no NIK may be registered twice, and no chat be there twice. Exit code 1 if not.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path

import asyncpg

from bench.machine import temporary_server
from bench.spread import Progress
from bot.commands.rotating import Rotated, rotate
from conversations.effects import Submit
from conversations.messages import Address, Channel
from conversations.outcomes.registering import Submitted
from conversations.programme import Programme
from conversations.villages import Village
from storage.connections import connected, engine
from storage.database import Storage
from storage.errors import StorageError
from storage.ids import new_id
from storage.in_use import LOCK
from storage.migrate import migrate
from storage.people.people import Person
from storage.rotation.places import SEALED
from storage.rotation.rehashing import HASHES
from storage.sealing import Keys, KeysError, Sealer
from storage.work import Row, Work
from tests.model_worker import YANTI

LATEST = 0.01  # seconds, at most, from where a rotation is to be killed until it is
AFTERWARDS = 0.5
TOGETHER = 2  # who register
VILLAGE = "61.07.01.2001"
GROUP = 50  # registered at once before it begins
PREPARING, TAKING_UP, SEALING, ENDED = "preparing", "taking up", "sealing", "ended"
_STANDS = f"""
    SELECT CASE WHEN EXISTS (SELECT FROM pg_locks
                              WHERE locktype = 'advisory' AND objid = {LOCK} AND granted
                                AND mode = 'ExclusiveLock') THEN '{TAKING_UP}'
                WHEN get_byte(sealed, 0) = 1 THEN '{PREPARING}'
                WHEN EXISTS (SELECT FROM registrations WHERE get_byte(sealed, 0) & 127 = 1)
                  OR EXISTS (SELECT FROM rehashed) THEN '{SEALING}' ELSE '{ENDED}' END
      FROM key_check
"""


@dataclass(frozen=True, slots=True)
class Site:
    """Where it happens; `told` is where each process writes down who was told that they are in."""

    url: str
    old: Keys
    told: Path

    @property
    def both(self) -> Keys:
        return Keys.parse(self.told.with_suffix(".keys").read_text("utf-8"))

    async def storage(self, keys: Keys) -> Storage:
        sealer = Sealer(keys)
        storage = Storage(engine(self.url, 2, sealer=sealer), sealer, lambda: datetime.now(UTC))
        await storage.check_keys()
        return storage


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of it. `kills`: by what the database was like then."""

    kills: Mapping[str, int]
    told: int
    """Who heard that they are registered."""
    lost: int
    """Of these, who are not."""
    twice: int
    """NIKs that are registered twice, or have two rows."""
    shut: int
    """Blobs that do not open with the new keys alone."""
    unfound: int
    """Hashes that are not those of the new key."""
    strangers: int
    """Chats that are there twice."""

    @property
    def held(self) -> bool:
        wrong = self.lost or self.twice or self.shut or self.unfound or self.strangers
        return self.told > 0 and not wrong

    @property
    def hit(self) -> int:
        """How many rotations were killed before they had ended."""
        return sum(many for when, many in self.kills.items() if when != ENDED)


async def settle(site: Site, people: int) -> None:
    storage = await site.storage(site.old)
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    async with storage.begin() as work:
        await work.programmes.load([Village(VILLAGE, "Desa", "Kecamatan", "Kabupaten")])
        await work.programmes.open(
            Programme(new_id(), VILLAGE[:5], 2027, 100, first, last, "APBD")
        )
    for begin in range(0, people, GROUP):
        serials = range(begin, min(begin + GROUP, people))
        site_told = await _registered(storage, [(_chat(0, n), n) for n in serials])
        _write(site, site_told)
    await storage.close()


def _chat(whose: int, number: int) -> Address:
    return Address(Channel.TERMINAL, "terminal", f"{whose}-{number}")


async def _registered(storage: Storage, those: Sequence[tuple[Address, int]]) -> list[str]:
    """Register them in one unit of work; return the NIKs of who heard that they are."""
    async with storage.begin() as work:
        people = await work.people.lock([chat for chat, _ in those])
        known = list(zip(people, [number for _, number in those], strict=True))
        await work.people.number([(one, _number(n)) for one, n in known])
        await work.lock([VILLAGE])
        wishes = [_wish(one, n) for one, n in known]
        outcomes = await work.submissions.submit(wishes)
    pairs = zip(wishes, outcomes, strict=True)
    return [wish.nik for (_, wish), outcome in pairs if isinstance(outcome, Submitted)]


def _number(serial: int) -> str:
    return f"+62812{serial:08}"


def _wish(person: Person, serial: int) -> tuple[Person, Submit]:
    told = replace(YANTI, village=VILLAGE, serial=serial + 1).kept()
    given = {**told, "phone": _number(serial), "name": f"Warga {serial}"}
    return person, Submit(new_id(), VILLAGE, told["nik"], given)


def _write(site: Site, niks: Sequence[str]) -> None:
    with site.told.open("a", encoding="utf-8") as file:
        file.write("".join(f"{nik}\n" for nik in niks))


def register(site: Site, which: int, begin: int) -> None:
    """Register people until killed: a process's whole life."""
    asyncio.run(_registering(site, which, begin))


async def _registering(site: Site, which: int, begin: int) -> None:
    storage = await site.storage(site.both)
    number = begin
    while True:
        with contextlib.suppress(StorageError):  # collided, or waited for the keys: said again
            _write(site, await _registered(storage, [(_chat(which, number), number)]))
            async with storage.begin() as work:  # who was here before
                await work.people.lock([_chat(which, random.randint(begin, number))])
            number += 1


def rotating(site: Site, begun: Event) -> None:
    asyncio.run(_rotating(site, begun))


async def _rotating(site: Site, begun: Event) -> None:
    storage = await site.storage(site.both)
    begun.set()
    outcome = await rotate(storage)
    await storage.close()
    if not isinstance(outcome, Rotated):
        sys.exit(f"not rotated: {outcome}")


def killed(site: Site, people: int, kills: int, dice: random.Random) -> Counter[str]:
    """Let people register, and kill whoever rotates meanwhile; the last one ends."""
    forked = multiprocessing.get_context("fork")
    lives = [
        forked.Process(target=register, args=(site, n + 1, people), daemon=True)
        for n in range(TOGETHER)
    ]
    for life in lives:
        life.start()
    found = Counter[str]()
    with Progress(kills) as progress:
        for nth in range(kills):
            begun = forked.Event()
            one = forked.Process(target=rotating, args=(site, begun), daemon=True)
            one.start()
            begun.wait()
            where = (PREPARING, TAKING_UP, SEALING)[nth * 3 // kills]
            found[asyncio.run(_reaches(site, where, one, dice))] += 1
            progress.step(1)
    last = forked.Process(target=rotating, args=(site, forked.Event()), daemon=True)
    last.start()
    last.join()
    time.sleep(AFTERWARDS)  # some more by the new keys
    for life in lives:
        _kill(life)
    if last.exitcode:
        raise RuntimeError("the last rotation did not end")
    return found


async def _reaches(site: Site, where: str, one: BaseProcess, dice: random.Random) -> str:
    """Let a rotation come that far, and kill it soon after; return where it was, or ENDED."""
    named = {"application_name": f"looking {site.both.newest()}"}  # or nothing is taken up
    connection = await asyncpg.connect(site.url.replace("+asyncpg", ""), server_settings=named)
    stands = ""
    while one.is_alive() and stands not in {where, SEALING}:
        await asyncio.sleep(0.001)
        stands = await connection.fetchval(_STANDS)
    await asyncio.sleep(dice.uniform(0, LATEST))
    found: str = await connection.fetchval(_STANDS) if one.is_alive() else ENDED
    _kill(one)
    await connection.close()
    return found


def _kill(life: BaseProcess) -> None:
    life.kill()  # -9
    life.join()


async def counted(site: Site, kills: Mapping[str, int]) -> Counted:
    """Look at everything with the new keys alone."""
    both = site.both
    new = Keys({2: both.sealing[2]}, {2: both.hashing[2]})
    storage = await site.storage(new)
    sealer = Sealer(new)
    pool = engine(site.url, 1)
    async with connected(pool) as connection:
        shut = await _shut(connection, sealer)
        unfound = await _unfound(connection, sealer)
        rows = await connection.fetch("SELECT * FROM registrations", record_class=Row)
        niks = await connection.fetchval("SELECT count(*) FROM niks")
        chats = await connection.fetch("SELECT id, sealed FROM addresses", record_class=Row)
    await pool.dispose()
    await storage.close()
    registered = Counter(nik for row in rows if (nik := _nik(sealer, row)))
    told = Counter(site.told.read_text("utf-8").split())
    met = Counter(sealer.unseal("addresses", row.id, row.sealed) for row in chats)
    return Counted(
        kills=kills,
        told=told.total(),
        lost=len(told.keys() - registered.keys()),
        twice=sum(n > 1 for n in (*registered.values(), *told.values())) + niks - len(registered),
        shut=shut,
        unfound=unfound,
        strangers=sum(n > 1 for n in met.values()),
    )


def _nik(sealer: Sealer, row: Row) -> str:
    """Return whose it is; "": it does not open, which is counted elsewhere."""
    bound = (row.nik_id, row.programme_id)
    try:
        return str(sealer.unseal("registrations", row.id, row.sealed, *bound)["nik"])
    except KeysError:
        return ""


async def _shut(connection: asyncpg.Connection, sealer: Sealer) -> int:
    shut = 0
    for place in SEALED:
        for row in await connection.fetch(f"SELECT * FROM {place.table}", record_class=Row):
            if row[place.column] is None:
                continue
            try:
                place.opened(sealer, row)
            except KeysError:
                shut += 1
    return shut


async def _unfound(connection: asyncpg.Connection, sealer: Sealer) -> int:
    work, unfound = Work(connection, sealer, datetime.now(UTC)), 0
    for one in HASHES:
        for row in await connection.fetch(f"SELECT * FROM ({one.rows}) AS t", record_class=Row):
            told = [sealer.hash(*told) for told in one.told(work, row) if told]
            unfound += row.was is not None and row.was not in told
    return unfound


def run(url: str, kills: int, people: int = 300, seed: int = 1) -> Counted:
    """Play all of it on a database of its own; return what was counted."""
    with tempfile.TemporaryDirectory() as folder:
        old = Keys.generate()
        site = Site(url, old, Path(folder) / "told")
        site.told.touch()
        site.told.with_suffix(".keys").write_text(old.next().dump(), "utf-8")
        asyncio.run(settle(site, people))
        found = killed(site, people, kills, random.Random(seed))
        return asyncio.run(counted(site, found))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--kills", type=int, default=50, help="how many rotations are killed")
    asked.add_argument("--people", type=int, default=2000, help="how many are registered before")
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = asked.parse_args()
    with contextlib.ExitStack() as running:
        server = running.enter_context(temporary_server())
        url = server.url_of("postgres")
        asyncio.run(migrate(url))
        found = run(url, options.kills, options.people, options.seed)
    print(f"seed {options.seed}: {found}")
    print("held" if found.held else "MISSED")
    sys.exit(not found.held)


if __name__ == "__main__":
    main()
