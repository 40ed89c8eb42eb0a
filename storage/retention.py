"""How long what is kept: one row a kind of data, and whoever serves lets go of what is older.

    what    as it is told to an operator, and in docs/processing.md
    table   where it lies; `at`: the column of its time; `but`: what is not old all the same
    kept    for so long after that time

Those of `SWEPT` go by this table alone. What was registered goes with all that hangs on it, so
many days after its programme's cover as the programme says (`ended`); unfinished forms as it says,
too, by jobs; strangers are looked for among the people (storage/people/strangers.py).
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import TextClause, text

from conversations.life_cycle import OVER
from conversations.record import record
from storage.forgetting import SLICE, forgetting
from storage.messages import inbox
from storage.messages.outbox import FAILED, FALLBACK
from storage.office.erasing import Erasing
from storage.office.niks import claims, tries
from storage.office.places import TODAY
from storage.proof.erased import ErasedFile, Erasure
from storage.states import is_in
from storage.work import Work

DAY = timedelta(days=1)


@record
class Rule:
    what: str
    table: str
    at: str
    kept: timedelta
    but: str = "false"


SWEPT: Sequence[Rule] = (
    Rule("messages that could not be taken, sealed", "parked", "at", 90 * DAY),
    Rule(
        "codes to go on at another chat, hashed",
        "transfers",
        "expires_at",
        2 * DAY,
        "EXISTS (SELECT FROM addresses a WHERE a.joined_by = transfers.id)",
    ),
    Rule("codes for a new phone, hashed", "new_phones", "expires_at", DAY),
    Rule("receipts of requests that were done", "requests", "done_at", 365 * DAY),
)
ELSEWHERE: Sequence[Rule] = (
    Rule("ids of messages that were taken", "inbox", "seen_at", inbox.KEPT),
    Rule("that a message was sent; its words go at once", "outbox", "sent_at", FALLBACK),
    Rule("that a message could not be sent", "outbox", "failed_at", FAILED),
    Rule("NIKs that were tried, hashed", "nik_tries", "at", tries.KEPT),
    Rule("who else told a NIK, and its code", "claims", "at", claims.KEPT),
)


def _old(rule: Rule) -> str:
    return f"{rule.at} < CAST(:before AS timestamptz) AND NOT ({rule.but})"


def _sweep(rule: Rule) -> TextClause:
    return text(f"WITH {forgetting(rule.table, **{rule.at: _old(rule)})}")


_SWEEPS: Mapping[Rule, TextClause] = {rule: _sweep(rule) for rule in SWEPT}
# A registration that lives ends with its cover (expiries); a person who has nothing else is
# forgotten as a stranger is, days later.
_ENDED = text(f"""
    SELECT r.id FROM registrations r JOIN programmes g ON g.id = r.programme_id
     WHERE upper(g.cover) + g.keep_days <= {TODAY} AND {is_in(OVER, "r.status")}
     ORDER BY r.programme_id, r.seq LIMIT :at_most
""")
_ENDED_STANDING = text(f"""
    SELECT g.regency, g.year, g.keep_days, upper(g.cover) + g.keep_days AS from_day,
           (SELECT count(*) FROM registrations r WHERE r.programme_id = g.id) AS there,
           upper(g.cover) + g.keep_days <= {TODAY} AS due
      FROM programmes g ORDER BY g.regency, g.year
""")
ENDED_SLICE = 50  # registrations that are erased in a transaction, each in some statements


@record
class Standing:
    """How much there is of a kind, and how much of it is older than it is kept."""

    rule: Rule
    there: int
    old: int


@record
class Kept:
    """The registrations of a programme: they are erased from `from_day` on."""

    regency: str
    year: int
    days: int
    from_day: str
    there: int
    due: bool


class Retention:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def sweep(self, at_most: int = SLICE) -> int:
        """Let go of a slice of each kind; return how many rows of the one that had most."""
        gone = [0]
        for rule, statement in _SWEEPS.items():
            values = {"before": self._work.now - rule.kept, "at_most": at_most}
            gone.append(int(await self._work.value(statement, values)))
        return max(gone)

    async def ended(self) -> list[UUID]:
        """Return some registrations whose days are over."""
        values = {"now": self._work.now, "at_most": ENDED_SLICE}
        return await self._work.column(_ENDED, values)

    async def erase(self, ended: Sequence[UUID], kept_in: ErasedFile | None) -> int:
        """Erase these; their villages have been locked. What was erased is kept outside."""
        erased, _ = await Erasing(self._work).erase(ended, ())
        if kept_in is not None and erased.registrations:
            kept_in.append(Erasure(self._work.now, "", erased))
        return len(erased.registrations)

    async def standing(self) -> list[Standing]:
        """Return how each kind stands: for an operator, since everything is counted."""
        found = []
        for rule in (*SWEPT, *ELSEWHERE):
            counted = text(f"""
                SELECT count(*) FILTER (WHERE {rule.at} IS NOT NULL) AS there,
                       count(*) FILTER (WHERE {_old(rule)}) AS old FROM {rule.table}
            """)
            [row] = await self._work.run(counted, {"before": self._work.now - rule.kept})
            found.append(Standing(rule, row.there, row.old))
        return found

    async def programmes(self) -> list[Kept]:
        """Return from which day on what each programme holds is erased."""
        rows = await self._work.run(_ENDED_STANDING, {"now": self._work.now})
        return [
            Kept(row.regency, row.year, row.keep_days, str(row.from_day), row.there, row.due)
            for row in rows
        ]
