"""Somebody of whom something is in every table, and what is left of them anywhere."""

from typing import Any

import orjson

from conversations.effects import CheckNik, RecordConsent
from conversations.machine import About, Draft, DueKind
from conversations.messages import Incoming, Reply, Said, Text
from conversations.outcomes.registered import Registered
from storage.entries import Entry
from storage.ids import new_id
from storage.jobs import Job
from storage.people.consents import Consent
from storage.people.people import Person
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import START, Town, incoming, nik, sender

NAME, NIK, CHAT = "Wahyuningrum Ajum", nik(777), "chat-9081726354"
_SEALED_AS = {"history": "registration_id"}  # the row that its words are sealed for
_TABLES = """
    SELECT c.relname FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND c.relname NOT IN ('alembic_version', 'villages', 'key_check')
"""
_ASKED = """
    INSERT INTO requests (id, receipt, kind, person_id, whole, registrations, asked_at, due_at)
    VALUES (:id, 'BKQMX-4827', 'erase', :person, true, :ones, now(), now())
"""


async def all_rows(town: Town) -> dict[str, list[str]]:
    """Return everything that is in the database, what is sealed opened."""
    found: dict[str, list[str]] = {}
    for table in [row["relname"] for row in await town.rows(_TABLES)]:
        rows = await town.rows(f"SELECT * FROM {table}")
        found[table] = [f"{row} {opened(town, table, row)}" for row in rows]
    return found


def opened(town: Town, table: str, row: Any) -> str:  # noqa: ANN401 - any row
    if row.get("sealed") is None:
        return ""
    bound = [row[one] for one in ("nik_id", "programme_id") if table == "registrations"]
    told = town.sealer.unseal(table, row[_SEALED_AS.get(table, "id")], row["sealed"], *bound)
    return orjson.dumps(told).decode()


async def left_of(town: Town, *told: object) -> dict[str, list[str]]:
    """Return the rows that tell of any of these: ids, hashes or words."""
    words = [repr(one) if isinstance(one, bytes) else str(one) for one in told]
    return {
        table: those
        for table, rows in (await all_rows(town)).items()
        if (those := [row for row in rows if any(word in row for word in words)])
    }


async def says(town: Town, person: Person, *texts: Text, **more: Any) -> None:  # noqa: ANN401
    async with town.storage.begin() as work:
        await work.outbox.put([(person, Reply(texts, **more))])


async def everything(town: Town) -> tuple[Person, Registered]:
    """Return a person of whom something is in every table there is."""
    head = await town.head()
    person = await town.worker(CHAT)
    one = await town.registered(person, nik_=NIK, name=NAME)
    async with town.storage.begin() as work:
        consent = RecordConsent(one.id, "registration.consent.ask", "1", "self", NAME)
        await work.consents.record([Consent(person, consent, incoming("6"), "?")])
        await work.transfers.open(person)
        correcting = Draft(new_id(), "registration", 1, {}, about=About(one.id, 0, one.number, {}))
        draft = Draft(new_id(), "registration", 1, {"name": NAME})
        await work.people.save([(person, person.state.holding(draft).holding(correcting))])
        await work.jobs.put([Job(DueKind.REMIND, draft.id, START, "1")])
        await work.parked.put(incoming("7", CHAT), ValueError(), CHAT)
        raw = f'{{"from": "{CHAT}"}}'.encode()
        message = Incoming(sender(CHAT), "8", Said(NAME), START, raw)
        await work.parked.put(message, ValueError(), "traceback")
        await work.held.put([(person, message)])
        work.audit.record([Entry("dismissed", None, one.id, note=NAME)])
    await town.rows(_ASKED, id=new_id(), person=person.id, ones=[one.id])
    await town.joins(CHAT, "second-phone")
    await town.gives(head, one)
    await town.registered(await town.worker("somebody else"), nik_=nik(778))
    async with town.storage.begin() as work:
        [other] = await work.people.lock([sender("somebody else")])
        await work.niks.check([(other, CheckNik(NIK, SUNGAI_DURI))])
        await work.niks.check([(person, CheckNik(nik(778), SUNGAI_DURI))])
    await says(town, head, Text("news", {"number": one.number, "name": NAME}), Text("other"))
    await says(town, person, Text("hello"))
    card = await town.value("SELECT id FROM cards WHERE registration_id = :id", id=one.id)
    await says(town, head, Text("hello"), card=card)
    return person, one
