"""Consents: the proof that somebody agreed, to which text, for whom (UU 27/2022, 22 and 24)."""

import hashlib

from sqlalchemy import insert

from conversations.effects import RecordConsent
from conversations.messages import Incoming
from storage.ids import new_id
from storage.people import Person
from storage.tables import consents
from storage.work import Work


class Consents:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def record(
        self, person: Person, wish: RecordConsent, given_in: Incoming, shown: str
    ) -> None:
        """Keep the consent; `shown` are the words agreed to, of which the SHA-256 is kept."""
        row = new_id()
        await self._work.run(
            insert(consents).values(
                id=row,
                draft_id=wish.draft,
                person_id=person.id,
                text_version=wish.text_version,
                text_hash=hashlib.sha256(shown.encode()).digest(),
                language=person.state.language,
                channel=given_in.sender.channel.value,
                message_id=given_in.message_id,
                for_whom=wish.for_whom,
                sealed=self._work.sealer.seal("consents", row, {"name": wish.name}),
                given_at=given_in.sent_at,
            )
        )
