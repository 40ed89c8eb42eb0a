"""The measurement from its beginning to its end, step by step; each step says that it begins."""

import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

import asyncpg
import uvloop

from bench.scale import hot_village, lanes, queries, traffic, turns
from bench.scale.country import PLACES, Chosen, chosen, recently
from bench.scale.database import Database, made, opened_in
from bench.scale.filling import PARTS
from bench.scale.loading import Loaded, check_room, load
from bench.scale.plans import Explainer, Plan
from bench.scale.rows import Sample, parts
from bench.spread import Progress
from bot.app import App
from bot.postgres import Server
from conversations.programme import Programme
from storage.sealing import Keys

T = TypeVar("T")

_SIZES = """
    SELECT relname, reltuples::bigint, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > 0
     ORDER BY pg_total_relation_size(oid) DESC
"""


@dataclass(frozen=True, slots=True)
class Options:
    scale: float = 1
    pairs: int = 5
    registrations: int = 400
    crowd: int = 64
    notices: int = 25_300
    drain: float = 45
    hot: int = 5000
    heads: int = 64


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was measured."""

    options: Options
    villages: int
    loaded: Loaded
    sizes: Sequence[tuple[str, int, int, int]]
    """Table, rows, bytes of the table, bytes of its indexes."""
    asked: Mapping[str, Sequence[float]]
    plans: Mapping[str, Sequence[Plan]]
    forbidden: Mapping[str, float]
    turns: turns.Compared
    index: traffic.Index
    traffic: Mapping[str, traffic.Table]
    lanes: lanes.Lanes
    hot: hot_village.Decided
    seconds: Mapping[str, float]


@dataclass(slots=True)
class Measuring:
    server: Server
    options: Options
    settings: Mapping[str, str] = field(default_factory=dict)
    """Of PostgreSQL, while it explains."""
    _begun: float = field(default_factory=time.perf_counter)
    _seconds: dict[str, float] = field(default_factory=dict)

    def all(self) -> Found:
        options, now = self.options, recently()
        where = self._step("choosing villages", lambda: chosen(options.scale))
        check_room(self.server.folder, len(where.villages) * PLACES)
        keys = Keys.generate()
        empty, full = (made(self.server, name, keys) for name in ("nobody", "everybody"))
        empty.in_app(lambda app: _settle(app, where, now))
        loaded, samples = self._loaded(full, where, now)
        sizes = uvloop.run(_with(full, lambda connection: connection.fetch(_SIZES)))
        asked, plans = self._questions(full, samples, where)
        compared = self._step(
            "a crowd, here and in an empty database",
            lambda: turns.compare(
                empty, full, where.quiet[:-2], options.pairs, options.registrations, options.crowd
            ),
        )
        leaving, index = self._step("inbox and outbox", lambda: self._traffic(full))
        return Found(
            options,
            len(where.villages),
            loaded,
            [tuple(row) for row in sizes],
            asked,
            plans,
            uvloop.run(_with(full, queries.forbidden)),
            compared,
            index,
            leaving,
            self._step("notices and live replies", lambda: self._lanes(full, samples)),
            self._step("a hot village", lambda: self._hot(full, where)),
            self._seconds,
        )

    def _loaded(
        self, database: Database, where: Chosen, now: datetime
    ) -> tuple[Loaded, Sequence[Sample]]:
        """Load the country into it."""
        programmes = database.in_app(lambda app: opened_in(app, where.villages, now.date()))
        country = parts(where, programmes, PARTS)
        with Progress(len(where.villages) * PLACES) as progress:
            loading = partial(load, database, country, now, progress.step, self._say)
            return self._step("loading", lambda: uvloop.run(loading()))

    def _questions(
        self, database: Database, samples: Sequence[Sample], where: Chosen
    ) -> tuple[Mapping[str, Sequence[float]], Mapping[str, Sequence[Plan]]]:
        asked = self._step(
            "questions", lambda: database.in_app(lambda app: queries.timed(app, samples))
        )
        explainer = Explainer(self.server, database.name)

        async def explain(app: App) -> Mapping[str, Sequence[Plan]]:
            return await queries.explained(app, explainer, samples, where.quiet[-2])

        uvloop.run(explainer.on(self.settings))
        try:
            plans = self._step("their plans", lambda: database.in_app(explain))
        finally:
            uvloop.run(explainer.off())
        return asked, plans

    def _traffic(self, database: Database) -> tuple[Mapping[str, traffic.Table], traffic.Index]:
        leaving = database.in_app(lambda app: _beside(app, database, traffic.measured))
        return leaving, database.in_app(lambda app: _beside(app, database, traffic.index))

    def _lanes(self, database: Database, samples: Sequence[Sample]) -> lanes.Lanes:
        options = self.options
        return database.in_app(
            lambda app: lanes.drain(app, database, samples[:200], options.notices, options.drain)
        )

    def _hot(self, database: Database, where: Chosen) -> hot_village.Decided:
        """In the last quiet village: the crowd has left the last two alone."""
        options, village = self.options, where.quiet[-1]
        return database.in_app(
            lambda app: hot_village.decide(app, database, village, options.hot, options.heads)
        )

    def _step(self, name: str, work: Callable[[], T]) -> T:
        self._say(name)
        begun = time.perf_counter()
        done = work()
        self._seconds[name] = time.perf_counter() - begun
        return done

    def _say(self, what: str) -> None:
        passed = time.perf_counter() - self._begun
        print(f"[{passed:5.0f} s] {what}", file=sys.stderr, flush=True)


async def _settle(app: App, where: Chosen, now: datetime) -> list[Programme]:
    """An empty database: the villages where the crowd registers, and their programmes."""
    programmes = await opened_in(app, where.quiet, now.date())
    async with app.storage.begin() as work:
        await work.programmes.load(where.quiet)
    return programmes


async def _with(database: Database, work: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
    connection = await asyncpg.connect(database.dsn)
    try:
        return await work(connection)
    finally:
        await connection.close()


async def _beside(
    app: App, database: Database, work: Callable[[App, asyncpg.Connection], Awaitable[T]]
) -> T:
    return await _with(database, lambda connection: work(app, connection))
