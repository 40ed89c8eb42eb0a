"""The history of registrations: each act on one is a row, written with the act's own statement.

A registration's version counts its acts, so (registration, version) names a row, none is missing
where the versions are without gaps, and the newest leads to the state that the registration is in.
"""

from dataclasses import field
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from conversations.effects import EndReason, Reason
from conversations.life_cycle import Act, Status, allowing
from conversations.record import record
from storage.office import names
from storage.states import is_in
from storage.work import Row, Work

DECISIONS = (Act.CONFIRM, Act.REJECT, Act.END, Act.ASK)
_WITH_A_NOTE = {
    *(Status.REJECTING, Status.REJECTED, Status.ENDING, Status.ENDED, Status.CORRECTING)
}
_GIVES_A_REASON = f"('{Act.REJECT}', '{Act.END}')"
_GIVES_A_NOTE = f"('{Act.REJECT}', '{Act.END}', '{Act.ASK}')"
SUBMIT = "submit"  # how each begins; the other acts are those of its life

# An act was done where it was then: in the village that it left first after that.
_TOLD = text("""
    SELECT h.*, r.village, r.person_id AS whose, o.id AS official_id, o.sealed AS official
      FROM registrations r JOIN history h ON h.registration_id = r.id
      LEFT JOIN officials o
        ON o.person_id = h.person_id
       AND o.village = coalesce((SELECT moved.village_left FROM history moved
                                  WHERE moved.registration_id = r.id AND moved.version > h.version
                                    AND moved.village_left IS NOT NULL
                                  ORDER BY moved.version LIMIT 1), r.village)
     WHERE r.number = :number
     ORDER BY h.version
""")


def kept(
    act: Act | str,
    *,
    person: str = "NULL",
    address: str = "NULL",
    sealed: str = "NULL",
    fields: str = "NULL",
) -> str:
    """Return the statement that keeps an act in the history, to stand beside it in its WITH.

    The act's own is `acted` there and returns id, version, status, reason and `was`, the state
    before; `act`, `person`, `address` and `sealed` are SQL over it: who did it and from where
    (NULL: nobody, or an operator), and a note. `fields`: which answers it changed. It binds `now`.

    What goes on in another village returns `village_left`, too.
    """
    left = "village_left" if act is Act.RELOCATE else "NULL"
    done = f"'{act}'" if isinstance(act, Act) or act == SUBMIT else act
    return f"""
        INSERT INTO history (registration_id, version, act, was, became, at, person_id, address_id,
                             reason, sealed, fields, village_left)
        SELECT id, version, {done}, was, status, CAST(:now AS timestamptz),
               CAST({person} AS uuid), CAST({address} AS uuid), reason,
               CAST({sealed} AS bytea), CAST({fields} AS text[]), CAST({left} AS text)
          FROM acted
    """


def note_of(registration: str) -> str:
    """Return the sealed note of what was last wished with it, as an expression over its row."""
    noted = is_in(_WITH_A_NOTE, f"{registration}.status")
    return f"""(CASE WHEN {noted} THEN (
        SELECT h.sealed FROM history h
         WHERE h.registration_id = {registration}.id AND h.act IN {_GIVES_A_NOTE}
         ORDER BY h.version DESC LIMIT 1) END)"""


def asked_of(registration: str) -> str:
    """Return the answers that are to be corrected, as an expression over a row."""
    return f"""(CASE WHEN {is_in(allowing(Act.LAPSE), f"{registration}.status")} THEN (
        SELECT h.fields FROM history h
         WHERE h.registration_id = {registration}.id AND h.act = '{Act.ASK}'
         ORDER BY h.version DESC LIMIT 1) END)"""


def sealed_note(work: Work, registration: UUID, note: str) -> bytes | None:
    """Seal words that go with an act; None if there are none."""
    return work.sealer.seal("history", registration, {"note": note}) if note else None


def note_in(work: Work, registration: UUID, sealed: bytes | None) -> str:
    """Return the words that go with an act; "" if there are none."""
    return str(work.sealer.unseal("history", registration, sealed)["note"]) if sealed else ""


def undoable_in(registration: str) -> str:
    """Return the version in which it was last rejected or ended, as an expression over its row."""
    return f"""(SELECT max(h.version) FROM history h
                 WHERE h.registration_id = {registration}.id AND h.act IN {_GIVES_A_REASON})"""


def confirmed(which: str, registration: str) -> str:
    """Return by which official (`which` o.id), or when (h.at), it was last confirmed."""
    return f"""(SELECT {which} FROM history h
        LEFT JOIN officials o ON o.village = {registration}.village AND o.person_id = h.person_id
         WHERE h.registration_id = {registration}.id AND h.act = '{Act.CONFIRM}'
         ORDER BY h.version DESC LIMIT 1)"""


def reason_of(row: Row) -> Reason | EndReason | None:
    """Return why it was rejected or ended, of a row with `status` and `reason`; else None."""
    if row.reason is None:
        return None
    match Status(row.status):
        case Status.REJECTING | Status.REJECTED:
            return Reason(row.reason)
        case Status.ENDING | Status.ENDED:
            return EndReason(row.reason)
        case _:
            return None


@record
class Done:
    """One act on a registration. `person` None: nobody did it, or an operator.

    `fields`: the answers that it corrected.
    """

    registration: UUID
    version: int
    act: str
    was: Status | None
    became: Status
    at: datetime
    person: UUID | None
    address: UUID | None
    reason: str | None
    fields: tuple[str, ...] = ()


@record
class Told:
    """One act as an operator may read it. `by`: the official who decided; "" if none did."""

    village: str
    done: Done
    by: str = field(repr=False)


class History:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def told(self, number: str) -> list[Told]:
        """Return what was done with a registration; nothing if there is none of this number."""
        return [
            Told(row.village, _done(row), self._decider(row))
            for row in await self._work.run(_TOLD, {"number": number})
        ]

    def _decider(self, row: Row) -> str:
        """Name the official who did it: none where somebody did it with what is their own."""
        own = row.act not in DECISIONS and row.person_id in {row.whose, None}
        if row.official_id is None or own:
            return ""
        return names.of_official(self._work, row.official_id, row.official)


def _done(row: Row) -> Done:
    return Done(
        row.registration_id,
        row.version,
        row.act,
        Status(row.was) if row.was else None,
        Status(row.became),
        row.at,
        row.person_id,
        row.address_id,
        row.reason,
        tuple(row.fields or ()),
    )
