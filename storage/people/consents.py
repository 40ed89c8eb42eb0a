"""Consents: the proof that somebody agreed, to which text, for whom (UU 27/2022, 22 and 24)."""

import hashlib
from collections.abc import Callable, Iterable

from sqlalchemy import DateTime, LargeBinary, Text, Uuid, insert, select, text

from conversations.effects import AnswerTerms, RecordConsent
from conversations.life_cycle import LIVE
from conversations.messages import Incoming
from conversations.outcomes.terms import TermsAgreed, TermsGone, TermsKept
from conversations.record import record
from storage.ids import new_id
from storage.people.people import Person
from storage.rows import Rows
from storage.states import is_in
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
_STANDS = text(f"""
    SELECT c.id, c.for_whom, c.sealed, r.number, r.village
      FROM registrations r JOIN consents c ON c.draft_id = r.id AND c.withdrawn_at IS NULL
     WHERE r.id = CAST(:id AS uuid) AND r.person_id = CAST(:person AS uuid)
       AND {is_in(LIVE, "r.status")}
     ORDER BY c.given_at DESC LIMIT 1
""")
_DECLINED = text("""
    UPDATE consents SET declined = :version WHERE id = CAST(:id AS uuid) RETURNING id
""")


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

    async def answer(
        self, person: Person, wish: AnswerTerms, said: Incoming, shown: Callable[[str], str]
    ) -> TermsAgreed | TermsKept | TermsGone:
        """Keep a consent to newer words beside the one that stands, or that it was declined.

        `shown`: the words, by the village's code.
        """
        ids = {"id": wish.registration, "person": person.id}
        stands = next(iter(await self._work.run(_STANDS, ids)), None)
        if stands is None:
            return TermsGone()
        if not wish.agrees:
            await self._work.run(_DECLINED, {"id": stands.id, "version": wish.text_version})
            return TermsKept(stands.number)
        name = self._work.sealer.unseal("consents", stands.id, stands.sealed)["name"]
        given = RecordConsent(
            wish.registration, wish.text_key, wish.text_version, stands.for_whom, name
        )
        await self.record([Consent(person, given, said, shown(stands.village))])
        return TermsAgreed(stands.number)

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
