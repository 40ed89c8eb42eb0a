"""Time comes from the clock that was given: no statement calls now()."""

from datetime import UTC, date, datetime, timedelta

from conversations.effects import CheckNik, Claim, ClaimWish, RecordConsent
from conversations.machine import Draft
from conversations.messages import Channel, Reply, Text
from conversations.outcomes.registering import AlreadyRegistered
from storage.entries import Entry
from storage.ids import new_id
from storage.jobs import Job
from storage.people.consents import Consent
from storage.people.people import Person
from storage.tables import metadata
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import ACCOUNT, Town, confirming, incoming, nik, rejecting

LONG_AGO = datetime(2001, 2, 3, tzinfo=UTC)
_TIMES = """
    SELECT table_name AS t, column_name AS c FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type LIKE 'timestamp%' ORDER BY 1, 2
"""


async def test_every_time_that_is_kept_is_the_clocks(database_url: str) -> None:
    async with Town.founded(database_url, start=LONG_AGO) as town:
        await everything_happens(town)

        columns = [(row["t"], row["c"]) for row in await town.rows(_TIMES)]
        times = {
            f"{table}.{column}": await town.rows(
                f"SELECT {column} AS at FROM {table} WHERE {column} IS NOT NULL"
            )
            for table, column in columns
        }

    empty = {name for name, rows in times.items() if not rows}
    assert empty == set(), "what did not happen was not tested"
    late = {
        name for name, rows in times.items() for row in rows if row["at"].year != LONG_AGO.year
    }
    assert late == {"consents.given_at", "held.sent_at"}, "both are when the message was sent"


async def test_all_personal_tables_have_something_in_them(database_url: str) -> None:
    async with Town.founded(database_url, start=LONG_AGO) as town:
        await everything_happens(town)

        empty = [
            table.name
            for table in metadata.sorted_tables
            if not await town.value(f"SELECT count(*) FROM {table.name}")
        ]

    assert empty == ["rehashed"], "which is so but while keys are rotated (test_rotation.py)"


async def everything_happens(town: Town) -> None:
    """Write to every table, and to every column that holds a time."""
    await town.storage.check_keys()
    head = await town.head()
    yanti = await town.worker()
    for verdict in (confirming, rejecting):
        one = await town.registered(yanti)
        await town.postpone(head, one)
        await town.decide((head, verdict(one)))
    await town.open(regency="61.04", cover_from=date(2000, 1, 1), cover_to=date(2000, 12, 31))
    async with town.storage.begin() as work:
        assert await work.expiries.put() == 0  # of which nothing lives: it is over
    rini = await town.worker("rini")
    await town.registered(rini)
    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        [card] = await work.desk.standing_open(head.id)
        await work.outbox.put([(head, Reply((Text("card"),), card=card.id))])
        [post] = await work.outbox.claim(Channel.TERMINAL, ACCOUNT, timedelta(seconds=1), 1)
        await work.outbox.fail([(post.id, "refused", True)])
        await work.refused_cards.pass_over(post.id)
    async with town.storage.begin() as work:
        await work.inbox.accept([incoming()])
        await work.held.put([(yanti, incoming())])
        await work.people.save([(yanti, yanti.state.holding(Draft(new_id(), "form", 1)))])
        await work.niks.check([(yanti, CheckNik(nik(9), SUNGAI_DURI))])
        wish = RecordConsent(new_id(), "consent", "1", "self", None)
        await work.consents.record([Consent(yanti, wish, incoming(), "I agree")])
        await work.held.put([(yanti, incoming("held"))])
        await work.parked.put(incoming(), ValueError(), "traceback")
        work.audit.record([Entry("submitted", yanti.id, None, note="because")])
        await work.people.number([(yanti, "+6281234567890")])
        await work.key_use.tell()
        await work.outbox.put([(yanti, Reply((Text("a"),))), (yanti, Reply((Text("b"),)))])
        [sent] = await work.outbox.claim(Channel.TERMINAL, ACCOUNT, timedelta(seconds=1), 1)
        await work.outbox.sent([(sent.id, "1")], reports=True)
        [lost] = await work.outbox.claim(Channel.TERMINAL, ACCOUNT, timedelta(seconds=1), 1)
        await work.outbox.postpone([(lost.id, timedelta(seconds=1))])
        await work.outbox.fail([(lost.id, "blocked", False)])
        await work.jobs.put([Job("remind", new_id(), town.clock.now(), "1")])
        opened = await work.transfers.open(yanti)
        await work.transfers.redeem(opened.code.replace("-", ""), by=head)
        await work.officials.invite(SUNGAI_DURI, "Pak Kades", timedelta(days=1))
        await work.officials.revoke(SUNGAI_DURI)
    async with town.storage.begin() as work:
        assert await work.jobs.claim(["remind"], timedelta(seconds=1), 1)
    await taken_back(town, await town.worker("sari"))
    # By a head who is not revoked: what those said of a NIK is said no more.
    secretary = await town.head("sekdes")
    await town.gives(secretary, await town.registered(await town.worker("wina")))
    await claimed(town, secretary, await town.worker("maria"), rini)


async def taken_back(town: Town, sari: Person) -> None:
    """Have somebody registered who agreed, and takes that back."""
    await town.registered(sari)
    draft = await town.agrees(sari)
    await town.rows(
        "UPDATE consents SET draft_id = (SELECT id FROM registrations WHERE person_id = :sari)"
        " WHERE draft_id = :draft",
        sari=sari.id,
        draft=draft,
    )
    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        await work.requests.take_consent_back(sari)


async def claimed(town: Town, head: Person, owner: Person, holder: Person) -> None:
    """Have somebody tell the third NIK, which is registered, and be given it."""
    async with town.storage.begin() as work:
        [met] = await work.niks.check([(owner, CheckNik(nik(3), SUNGAI_DURI))])
    assert isinstance(met, AlreadyRegistered)
    assert met.claim is not None
    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        await work.claims.answer(head, Claim(met.claim, ClaimWish.GRANT))
        await work.claims.answer(holder, Claim(met.claim, ClaimWish.AGREE))
