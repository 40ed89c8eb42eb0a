"""The rows of the country are made and copied by as many processes as there are processors.

Nearly all of the time goes into sealing and hashing, in Python; each process makes the rows of one
part of the country after the other, and copies them over a connection of its own.
"""

import gc
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import asyncpg
import uvloop

from bench.scale.database import Database
from bench.scale.rows import COLUMNS, Country, Part, Sample
from storage.sealing import Sealer

PARTS = 24  # so that no process has long nothing to do at the end


@dataclass(frozen=True, slots=True)
class Filled:
    """What was copied: rows by table, whom to ask about, the last number of each regency."""

    rows: dict[str, int]
    samples: Sequence[Sample]
    last_numbers: dict[str, int]


def fill(
    database: Database, now: datetime, cut: Sequence[Part], step: Callable[[int], None]
) -> Filled:
    """Fill the tables with all parts; `step` hears how many registrations there are."""
    rows, samples, last_numbers = dict.fromkeys(COLUMNS, 0), list[Sample](), dict[str, int]()
    spawned, work = multiprocessing.get_context("spawn"), partial(_fill, database, now)
    with ProcessPoolExecutor(os.cpu_count(), spawned, gc.disable) as pool:  # no row is in a circle
        for filled in pool.map(work, cut):
            for table, number in filled.rows.items():
                rows[table] += number
            samples += filled.samples
            last_numbers |= filled.last_numbers
            step(rows["registrations"])
    return Filled(rows, sorted(samples, key=lambda one: one.village), last_numbers)


def _fill(database: Database, now: datetime, part: Part) -> Filled:
    country = Country(part, Sealer(database.keys), now)
    rows = uvloop.run(_copy(database.dsn, country))
    return Filled(rows, country.samples, country.last_numbers)


async def _copy(dsn: str, country: Country) -> dict[str, int]:
    rows = dict.fromkeys(COLUMNS, 0)
    connection = await asyncpg.connect(dsn)
    for batch in country.batches():
        for table, records in batch.items():
            await connection.copy_records_to_table(
                table, records=records, columns=COLUMNS[table].split()
            )
            rows[table] += len(records)
    await connection.close()
    return rows
