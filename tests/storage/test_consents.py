"""The proof of a consent: to which words, for whom, when and in which message."""

import hashlib

from conversations.effects import RecordConsent
from storage.ids import new_id
from storage.people.consents import Consent
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
