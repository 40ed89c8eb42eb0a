"""How fast the audit's chains grow, and how long it takes to verify them.

    .venv/bin/python -m bench.chains --rows 1000000

Rows are appended as turns do it, some in a transaction, by several connections at once: all to one
regency's chain, which is the worst, and to none (transactions that do nothing else). Then the one
chain is verified, row by row, as `seratus audit verify` does it.
"""

import argparse
import asyncio
import time
from datetime import UTC, datetime
from uuid import UUID

from bench.machine import temporary_server
from storage.connections import engine
from storage.database import Storage
from storage.entries import Entry
from storage.ids import new_id
from storage.migrate import migrate
from storage.proof.chains import Broken
from storage.sealing import Keys, Sealer

CHAIN = "61.07"
IN_A_GROUP = 3  # acts of a transaction, as of a group of turns
AT_ONCE = 8
SECONDS = 10.0
FILLING = 2_000  # rows a transaction while the chain is made long


async def groups(storage: Storage, regency: str | None) -> float:
    """Return how many transactions a second eight connections commit."""
    end, done = time.monotonic() + SECONDS, 0

    async def one() -> None:
        nonlocal done
        while time.monotonic() < end:
            async with storage.begin() as work:
                await work.programmes.opened()
                if regency is not None:
                    work.audit.record(acts(IN_A_GROUP, regency))
            done += 1

    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    return done / SECONDS


def acts(many: int, regency: str) -> list[Entry]:
    somebody = UUID(int=1)
    return [Entry("submitted", somebody, new_id(), regency=regency) for _ in range(many)]


async def filled(storage: Storage, rows: int) -> float:
    """Make the chain so long; return the seconds that took."""
    begun = time.perf_counter()
    for _ in range(0, rows, FILLING):
        async with storage.begin() as work:
            work.audit.record(acts(FILLING, CHAIN))
    return time.perf_counter() - begun


async def verified(storage: Storage) -> tuple[int, float]:
    """Return how many rows were found whole, and in how many seconds."""
    begun, rows = time.perf_counter(), 0
    async with storage.begin(whole=False) as work:
        [head] = [one for one in await work.chains.heads() if one.chain == CHAIN]
        async for reached in work.chains.verify(head, {}):
            if isinstance(reached, Broken):
                raise RuntimeError(reached)  # noqa: TRY004 - nothing was passed
            rows = reached
    return rows, time.perf_counter() - begun


async def measure(url: str, rows: int) -> None:
    await migrate(url)
    storage = Storage(engine(url, AT_ONCE), Sealer(Keys.generate()), lambda: datetime.now(UTC))
    await storage.check_keys()
    bare, chained = await groups(storage, None), await groups(storage, CHAIN)
    print(f"transactions a second: {bare:,.0f} with no act, {chained:,.0f} with one chain for all")
    print(f"{rows:,} rows appended in {await filled(storage, rows):.1f} s")
    whole, seconds = await verified(storage)
    print(f"{whole:,} rows verified in {seconds:.1f} s")
    await storage.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.chains", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows to verify (1000000)")
    given = parser.parse_args()
    with temporary_server() as server:
        asyncio.run(measure(server.url, given.rows))


if __name__ == "__main__":
    main()
