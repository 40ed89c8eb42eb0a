"""What people and officials ask of a full country, each asked as the bot asks it.

A question is timed whole (the message taken, or the storage's method called, until the commit),
again and again for other people; then once more while PostgreSQL explains every statement.
"""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import count, islice

import asyncpg
from sqlalchemy import text

from bench.comparison.seratus import StubSender, register
from bench.platforms.loads import Load
from bench.platforms.people import people
from bench.platforms.wires import ACCOUNT
from bench.scale.plans import Explainer, Plan
from bench.scale.rows import Sample
from bot.app import App
from bot.turns.queue import Turns
from bot.turns.turn import Elsewhere
from conversations.buttons.tokens import token
from conversations.effects import CheckNik
from conversations.messages import Address, Channel, Incoming, Said, Tapped
from conversations.villages import Village, regency_of
from storage.unit_of_work import UnitOfWork

TIMES = 300  # other people, so that pages are not those of one, and p99 is not the one slowest
PAGE = 500  # rows of an export at once
MOST_MS = 50
AFTER = 6  # times a statement runs before PostgreSQL may keep one plan for all parameters

Ask = Callable[[App, Turns, Sample], Awaitable[None]]

# There is no export yet. The design prescribes keyset pages; a regency's registrations are found
# by their numbers, which begin with it, and the index of the numbers is there already.
_EXPORT = text("""
    SELECT id, number, village, status, sealed FROM registrations
     WHERE number > :after AND number < :end ORDER BY number LIMIT :page
""")
_message_ids = count(8_000_000_000)
_CROWD = 500_000_000
_LATER = 9000  # so many people of a village have NIKs that the other crowds give


async def _says(app: App, turns: Turns, chat: int, words: str) -> None:
    sender = Address(Channel.TELEGRAM, ACCOUNT, str(chat))
    await turns.take(Incoming(sender, str(next(_message_ids)), Said(words), app.clock.now()))


async def _queue(app: App, turns: Turns, who: Sample) -> None:
    await _says(app, turns, who.head, "antrean")


async def _status(app: App, turns: Turns, who: Sample) -> None:
    await _says(app, turns, who.worker, "status")


async def _history(app: App, _: Turns, who: Sample) -> None:
    """An operator looks into one of the first thousand of a regency."""
    prefix = f"PR-{regency_of(who.village).replace('.', '')}"
    async with app.storage.begin() as work:
        await work.history.told(f"{prefix}-{1 + who.worker % 1000:06}")


async def _report(app: App, _: Turns, who: Sample) -> None:
    async with app.storage.begin() as work:
        assert (await work.places.count([who.village]))[who.village].taken


async def _nik(app: App, _: Turns, who: Sample) -> None:
    """Somebody tells a NIK that is registered already: the worker's own chat may know it."""
    async with app.storage.begin() as work:
        sender = Address(Channel.TELEGRAM, ACCOUNT, str(who.worker))
        [person] = await work.people.lock([sender])
        await work.niks.check([(person, CheckNik(who.nik, who.village))])


async def _export(app: App, _: Turns, who: Sample) -> None:
    prefix = f"PR-{regency_of(who.village).replace('.', '')}"
    async with app.storage.begin() as work:
        values = {"after": f"{prefix}-000010", "end": f"{prefix}.", "page": PAGE}
        assert (await _run(work, values)) > 0


async def _run(work: UnitOfWork, values: Mapping[str, object]) -> int:
    rows = await work.registrations._work.run(_EXPORT, values)  # noqa: SLF001 - nobody exports yet
    return len(rows)


QUESTIONS: Mapping[str, Ask] = {
    "a head's queue": _queue,
    "a worker's status": _status,
    "a registration's history": _history,
    "one village's report": _report,
    "a NIK lookup": _nik,
    f"a page of an export ({PAGE})": _export,
}


async def timed(app: App, samples: Sequence[Sample]) -> dict[str, list[float]]:
    """Return the milliseconds of every question, asked for many people."""
    turns = app.turns(Elsewhere())
    found: dict[str, list[float]] = {}
    for name, ask in QUESTIONS.items():
        taken = []
        asking = samples[:: max(len(samples) // TIMES, 1)][:TIMES]
        for sample in (*samples[:AFTER], *asking):
            begun = time.perf_counter()
            await ask(app, turns, sample)
            taken.append(1000 * (time.perf_counter() - begun))
        found[name] = taken[-len(asking) :]  # by the first ones PostgreSQL settles on its plans
    await _delivered(app)
    return found


async def _delivered(app: App) -> None:
    """Let the replies leave, or the next who is delivered to hears what others asked."""
    sender = StubSender(lambda *_: None)
    await app.delivery(sender, Channel.TELEGRAM, ACCOUNT).drain()


async def explained(
    app: App, explainer: Explainer, samples: Sequence[Sample], quiet: Village
) -> dict[str, list[Plan]]:
    """Return the plans of every question's statements, once PostgreSQL has settled on them.

    And those of all else that is asked all day: somebody registers, a head decides, rows leave.
    """
    turns = app.turns(Elsewhere())
    found: dict[str, list[Plan]] = {}
    for name, ask in QUESTIONS.items():
        for number in range(AFTER + 1):
            explainer.begin()
            await ask(app, turns, samples[number % len(samples)])
        found[name] = explainer.plans()
    explainer.begin()
    for number in range(AFTER):
        await _decides(app, turns, samples[number % len(samples)])
    await _delivered(app)
    found["decisions"] = explainer.plans()
    explainer.begin()
    others = islice(people([quiet], _CROWD), _LATER, None)
    await register(app, others, Load(AFTER, 1))
    found["registrations"] = explainer.plans()
    explainer.begin()
    async with app.storage.begin() as work:
        await work.inbox.forget(1)
        await work.outbox.forget(1)
    found["forgetting"] = explainer.plans()
    return found


async def _decides(app: App, turns: Turns, who: Sample) -> None:
    """Let a head confirm what lies on the desk, if there is anything."""
    sender = Address(Channel.TELEGRAM, ACCOUNT, str(who.head))
    async with app.storage.begin() as work:
        [person] = await work.people.lock([sender])
        await work.lock([who.village])
        shown = await work.decisions.queue(person)
    for card in shown.cards:
        tap = Tapped(token("d", card.registration, card.version, "ok"))
        await turns.take(Incoming(sender, str(next(_message_ids)), tap, app.clock.now()))


FORBIDDEN = {
    "count(*) of all registrations": "SELECT count(*) FROM registrations",
    "OFFSET to the middle": """
        SELECT id FROM registrations ORDER BY number LIMIT 500
        OFFSET (SELECT reltuples::bigint / 2 FROM pg_class WHERE relname = 'registrations')
    """,
    "a keyset page from the middle": """
        SELECT id FROM registrations
         WHERE number > 'PR-35' ORDER BY number LIMIT 500
    """,
}


async def forbidden(connection: asyncpg.Connection) -> dict[str, float]:
    """Return the milliseconds of what no hot path may do, and of what it does instead."""
    found = {}
    for name, statement in FORBIDDEN.items():
        await connection.fetch(statement)
        begun = time.perf_counter()
        await connection.fetch(statement)
        found[name] = 1000 * (time.perf_counter() - begun)
    return found
