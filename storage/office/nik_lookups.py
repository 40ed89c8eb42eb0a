"""Is a NIK registered already? How many a chat may look up a day is limited, in two ways.

A neighbour who helps registers many people a day; somebody who tries numbers out soon meets NIKs
that are registered elsewhere, and of those few are answered.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import text

from conversations.effects import CheckNik
from conversations.outcomes import AlreadyRegistered, NikFree, Registered, TooManyNiks
from storage.audit import Audit
from storage.office.officials import Officials
from storage.office.registrations import Registrations
from storage.people.people import Person
from storage.rows import arrays
from storage.work import Work

A_DAY = timedelta(days=1)

TAKEN_A_DAY = 3  # NIKs registered by somebody else that one chat may meet a day

# How many other NIKs did the chat try, how many of them are somebody else's, and did the heads
# hear of this one?
_TRIED = text("""
    SELECT w.n,
           count(DISTINCT a.hash)
             FILTER (WHERE a.kind = 'nik_tried' AND a.hash <> w.hash) AS others,
           count(DISTINCT a.hash)
             FILTER (WHERE a.kind = 'nik_taken' AND a.hash <> w.hash) AS taken,
           count(*) FILTER (WHERE a.kind = 'heads_told' AND a.hash = w.hash) AS told
      FROM unnest(CAST(:person AS uuid[]), CAST(:hash AS bytea[]))
           WITH ORDINALITY AS w(person, hash, n)
      LEFT JOIN audit a ON a.person_id = w.person
       AND a.kind IN ('nik_tried', 'nik_taken', 'heads_told')
       AND a.at > CAST(:since AS timestamptz)
     GROUP BY w.n ORDER BY w.n
""")
Answer: TypeAlias = NikFree | TooManyNiks | AlreadyRegistered


class Niks:
    def __init__(self, work: Work, limit: int) -> None:
        self._work = work
        self._limit = limit
        self._registrations = Registrations(work)
        self._officials = Officials(work)
        self._audit = Audit(work)

    async def check(self, given: Sequence[tuple[Person, CheckNik]]) -> list[Answer]:
        """Answer each; what is over the day's limit of a chat is neither looked up nor counted."""
        hashes = [self._registrations.nik_hash(wish.nik) for _, wish in given]
        asked = [(person.id, key) for (person, _), key in zip(given, hashes, strict=True)]
        values = {**arrays(("person", "hash"), asked), "since": self._work.now - A_DAY}
        tried = await self._work.run(_TRIED, values)
        held = await self._registrations.holders(
            [(key, wish.village) for (_, wish), key in zip(given, hashes, strict=True)]
        )
        answers: list[Answer] = []
        seen: list[tuple[str, UUID, bytes]] = []
        for (person, key), row, holder in zip(asked, tried, held, strict=True):
            if row.others >= self._limit or row.taken >= TAKEN_A_DAY:
                answers.append(TooManyNiks())
                continue
            answers.append(await self._answer(person, holder, told=bool(row.told)))
            seen.append(("nik_tried", person, key))
            seen += [(kind, person, key) for kind in _met(answers[-1])]
        await self._audit.record_niks(seen)
        return answers

    async def _answer(
        self, person: UUID, holder: tuple[Registered, UUID] | None, *, told: bool
    ) -> Answer:
        if holder is None:
            return NikFree()
        registered, owner = holder
        if owner == person:
            return AlreadyRegistered(registered, registered.number)
        heads = () if told else await self._officials.of_village(registered.village)
        return AlreadyRegistered(None, registered.number, heads)


def _met(answer: Answer) -> tuple[str, ...]:
    """Return what the audit trail keeps besides the try itself."""
    if not isinstance(answer, AlreadyRegistered) or answer.mine is not None:
        return ()
    return ("nik_taken", "heads_told") if answer.heads else ("nik_taken",)
