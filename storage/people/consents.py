"""Consents: the proof that somebody agreed, to which text, for whom (UU 27/2022, 22 and 24)."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import DateTime, LargeBinary, Text, Uuid, insert, select

from conversations.effects import RecordConsent
from conversations.messages import Incoming
from conversations.record import record
from storage.ids import new_id
from storage.people.people import Person
from storage.rows import Rows
from storage.tables import consents
from storage.work import Work

_GIVEN = Rows(
    "given",
    id=Uuid(),
    draft_id=Uuid(),
    person_id=Uuid(),
    text_version=Text(),
    text_hash=LargeBinary(),
    language=Text(),
    channel=Text(),
    message_id=Text(),
    for_whom=Text(),
    sealed=LargeBinary(),
    given_at=DateTime(timezone=True),
)
_RECORD = insert(consents).from_select(_GIVEN.names, select(*_GIVEN.c))


@record
class Consent:
    """Somebody's consent, the message it was given in, and the words it was given to."""

    person: Person
    wish: RecordConsent
    given_in: Incoming
    shown: str


class Consents:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def record(self, given: Iterable[Consent]) -> None:
        """Keep consents; of the words that were agreed to, the SHA-256 is kept."""
        await self._work.along(_RECORD, _GIVEN.bind(self._row(one) for one in given))

    def _row(self, one: Consent) -> tuple[object, ...]:
        row, wish, message = new_id(), one.wish, one.given_in
        return (
            row,
            wish.draft,
            one.person.id,
            wish.text_version,
            hashlib.sha256(one.shown.encode()).digest(),
            one.person.state.language,
            message.sender.channel.value,
            message.message_id,
            wish.for_whom,
            self._work.sealer.seal("consents", row, {"name": wish.name}),
            message.sent_at,
        )
