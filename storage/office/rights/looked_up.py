"""Registrations as an operator looks them up, for whom it is of, who came, called or wrote.

By number, by NIK, or by name. Names are sealed, so those of a village, a regency or of all are
opened one after the other; nobody's but those that are meant leave this module.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from conversations.life_cycle import Status
from conversations.record import record
from storage.office.registrations.sealed import answers_in
from storage.office.rights.held import READ, READS
from storage.work import Row, Work

MOST = 50  # of one name that are told
_AT_ONCE = 1000  # whose names are opened
LAST = 100  # as many of who read it are told

_COLUMNS = """r.id, r.seq, r.number, r.village, r.version, r.status, r.person_id, r.sealed,
              r.nik_id, r.programme_id, r.submitted_at"""
_BY_NUMBER = text(f"SELECT {_COLUMNS} FROM registrations r WHERE r.number = :number")
_BY_NIK = text(f"""
    SELECT {_COLUMNS} FROM niks k JOIN registrations r ON r.nik_id = k.id
     WHERE k.hash = CAST(:hash AS bytea) ORDER BY r.seq
""")
_WITHIN = text(f"""
    SELECT {_COLUMNS} FROM registrations r
     WHERE starts_with(r.village, CAST(:within AS text)) AND r.seq > CAST(:after AS bigint)
     ORDER BY r.seq LIMIT {_AT_ONCE}
""")
_CONSENTS = text("""
    SELECT given_at, text_version, language, channel, for_whom, withdrawn_at FROM consents
     WHERE draft_id = CAST(:id AS uuid) ORDER BY given_at
""")
_READS = text(f"""
    SELECT * FROM (
        SELECT a.at, a.kind, a.person_id IS NULL AS by_operator, o.village {READ}
         ORDER BY a.at DESC LIMIT {LAST}) AS last
     ORDER BY at
""")
_MESSAGES = text("""
    SELECT o.channel, o.waits_since, o.sent_at, o.failed_at, o.failure, o.stage
      FROM registrations r
      JOIN addresses a ON a.person_id = r.person_id
      JOIN outbox o ON o.address_id = a.id
     WHERE r.id = CAST(:id AS uuid) ORDER BY o.seq
""")


@record
class LookedUp:
    """A registration, with all that was answered."""

    id: UUID
    number: str
    village: str
    version: int
    status: Status
    person: UUID
    submitted_at: datetime
    answers: Mapping[str, str] = field(repr=False)


@record
class Agreed:
    """A consent; `withdrawn_at` None: it stands."""

    at: datetime
    version: str
    language: str
    channel: str
    for_whom: str
    withdrawn_at: datetime | None


@record
class ReadBy:
    """Somebody had it before them; `village` None: an operator."""

    at: datetime
    kind: str
    village: str | None


@record
class OnItsWay:
    """A message to its chat, of which the row is still there; `stage`: `bot.ports.Stage`."""

    channel: str
    waits_since: datetime | None
    sent_at: datetime | None
    failed_at: datetime | None
    failure: str | None
    stage: int | None


class LookUps:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def by_number(self, number: str) -> list[LookedUp]:
        return self._opened(await self._work.run(_BY_NUMBER, {"number": number}))

    async def by_nik(self, nik: str) -> list[LookedUp]:
        """Return all that were ever registered with a NIK."""
        return self._opened(
            await self._work.run(_BY_NIK, {"hash": self._work.sealer.hash("nik", nik)})
        )

    async def by_name(self, name: str, within: str) -> list[LookedUp]:
        """Return those in whose name each word is found, no more than MOST, the oldest first.

        `within`: the code of a village or a regency; "": wherever they are.
        """
        said, found = name.casefold().split(), []
        async for one in self._all(within):
            its = one.answers["name"].casefold()
            if all(word in its for word in said):
                found.append(one)
            if len(found) == MOST:
                break
        return found

    async def _all(self, within: str) -> AsyncIterator[LookedUp]:
        after = 0
        while rows := await self._work.run(_WITHIN, {"within": within, "after": after}):
            for one in self._opened(rows):
                yield one
            after = rows[-1].seq

    async def agreed(self, registration: UUID) -> list[Agreed]:
        rows = await self._work.run(_CONSENTS, {"id": registration})
        return [
            Agreed(
                *(row.given_at, row.text_version, row.language, row.channel, row.for_whom),
                withdrawn_at=row.withdrawn_at,
            )
            for row in rows
        ]

    async def read_by(self, registration: UUID) -> list[ReadBy]:
        """Return who had it before them, officials and operators, the last of them."""
        values = {"registration": registration, "reads": list(READS)}
        rows = await self._work.run(_READS, values)
        return [ReadBy(row.at, row.kind, None if row.by_operator else row.village) for row in rows]

    async def messages(self, registration: UUID) -> list[OnItsWay]:
        """Return what is known of the messages to its chat, whatever they were about."""
        rows = await self._work.run(_MESSAGES, {"id": registration})
        return [
            OnItsWay(
                *(row.channel, row.waits_since, row.sent_at, row.failed_at),
                failure=row.failure,
                stage=row.stage,
            )
            for row in rows
        ]

    def _opened(self, rows: Sequence[Row]) -> list[LookedUp]:
        return [
            LookedUp(
                id=row.id,
                number=row.number,
                village=row.village,
                version=row.version,
                status=Status(row.status),
                person=row.person_id,
                submitted_at=row.submitted_at,
                answers=answers_in(self._work, row.id, row),
            )
            for row in rows
        ]
