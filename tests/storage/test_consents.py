"""The proof of a consent: to which words, for whom, when and in which message."""

import hashlib
from uuid import UUID

from conversations.effects import AnswerTerms, RecordConsent
from conversations.outcomes.registered import Agreed
from conversations.outcomes.terms import TermsAgreed, TermsGone, TermsKept
from storage.ids import new_id
from storage.people.consents import Consent
from storage.people.people import Person
from tests.storage.builders import START, Town, incoming


async def test_a_consent_keeps_its_proof_and_seals_for_whom(town: Town) -> None:
    yanti = await town.worker()
    draft = new_id()
    wish = RecordConsent(draft, "registration.consent.ask", "2026-11-30", "other", "Paskalina")

    async with town.storage.begin() as work:
        await work.consents.record(
            [Consent(yanti, wish, incoming("42"), "Apakah Bapak/Ibu setuju?")]
        )

    [row] = await town.rows("SELECT * FROM consents")
    assert town.sealer.unseal("consents", row["id"], row["sealed"]) == {"name": "Paskalina"}
    assert row["text_hash"] == hashlib.sha256(b"Apakah Bapak/Ibu setuju?").digest()
    assert (row["draft_id"], row["person_id"], row["message_id"]) == (draft, yanti.id, "42")
    assert (row["text_version"], row["for_whom"], row["given_at"]) == (
        "2026-11-30",
        "other",
        START,
    )
    assert (row["language"], row["channel"]) == ("id", "terminal")


async def answered(town: Town, person: Person, its: UUID, *, agrees: bool = True) -> object:
    wish = AnswerTerms(its, "registration.consent.ask", "2026-12-01", agrees)
    async with town.storage.begin() as work:
        return await work.consents.answer(person, wish, incoming("43"), "Yang baru di {}".format)


async def test_newer_words_are_agreed_to_by_whose_registration_it_is_while_it_lives(
    town: Town,
) -> None:
    yanti, budi = await town.workers("yanti", "budi")
    one = await town.registered(yanti)
    number, its = one.number, one.id
    old = RecordConsent(its, "registration.consent.ask", "2026-11-30", "other", "Paskalina")
    async with town.storage.begin() as work:
        await work.consents.record([Consent(yanti, old, incoming("42"), "Yang dulu")])

    assert await answered(town, budi, its) == TermsGone()
    assert await answered(town, yanti, its, agrees=False) == TermsKept(number)
    assert (await town.standing(its)).agreed == Agreed("2026-12-01", "other")
    assert await answered(town, yanti, its) == TermsAgreed(number)

    rows = await town.rows("SELECT * FROM consents ORDER BY text_version")
    assert [(row["text_version"], row["declined"]) for row in rows] == [
        ("2026-11-30", "2026-12-01"),
        ("2026-12-01", None),
    ]
    new = rows[1]
    assert town.sealer.unseal("consents", new["id"], new["sealed"]) == {"name": "Paskalina"}
    assert (new["draft_id"], new["for_whom"]) == (its, "other")

    await town.withdraw((yanti, its))
    assert await answered(town, yanti, its) == TermsGone()
