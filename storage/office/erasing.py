"""Erasing: people, or registrations, leave the database with all that hangs on them.

Nothing was sent to BPJS Ketenagakerjaan yet, so nothing need stay of them. What stays tells of
nobody: the audit's rows, by ids that lead nowhere (their notes go), and the bare row of a person
whom something that was not erased still names, such as a neighbour's registration from their chat.

A place becomes free by it, and the first who waits gets it. An office ends. The villages must be
locked before (`villages` tells which, and whether these are still all with the locks held), and
the people, who else might be writing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from uuid import UUID

from conversations.machine import DueKind
from conversations.outcomes.registered import Promoted
from storage.entries import Entry
from storage.messages.mentions import Told, forget_messages, forget_parked
from storage.office import erasing_sql as sql
from storage.office import names
from storage.office.officials import Officials
from storage.office.places import Places
from storage.office.registrations.sealed import answers_in
from storage.proof.erased import Erased
from storage.work import Row, Work

ERASED = "erased"  # in the audit
NAMELESS = "-"  # an official who was erased


class Erasing:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def villages(
        self, registrations: Collection[UUID], people: Collection[UUID]
    ) -> set[str]:
        """Return the villages in which something is written when these are erased."""
        return await self.touched(Erased(tuple(registrations), tuple(people)))

    async def erase(
        self, registrations: Collection[UUID], people: Collection[UUID], by: UUID | None = None
    ) -> tuple[Erased, tuple[Promoted, ...]]:
        """Erase registrations; and people with their chats, drafts and consents.

        What else they registered stays unless it is named. Return the ids of all that is gone, for
        the list outside (storage/proof/erased.py), and who got a place by it. `by`: who asked for
        it; None: an operator. Nothing can be put in the outbox for these people after it.
        """
        return await self.erase_rows(Erased(tuple(registrations), tuple(people)), by)

    async def touched(self, asked: Erased) -> set[str]:
        """Return the villages in which something is written when these rows are erased."""
        found = await self._with_what_hangs_on(asked)
        return set(await self._work.column(sql.VILLAGES, _values(found)))

    async def erase_rows(
        self, asked: Erased, by: UUID | None = None
    ) -> tuple[Erased, tuple[Promoted, ...]]:
        """Erase rows by their ids; those that are not there are passed over."""
        found = await self._with_what_hangs_on(asked)
        values, places = {**_values(found), "now": self._work.now}, Places(self._work)
        registered = await self._work.run(sql.REGISTERED, values)
        known = await self._work.column(sql.KNOWN, values)
        await self._end_offices(known)
        await self._forget_mentions(values, registered)
        await self._work.run(sql.ERASE_NOTES, values)
        await places.release([row.id for row in registered])
        for statement in sql.ERASE:
            await self._work.run(statement, values)
        self._record(registered, set(known) & set(asked.people), by)
        placed = await places.fill({row.village for row in registered}) if registered else {}
        return found, await places.promoted(placed)

    async def _with_what_hangs_on(self, asked: Erased) -> Erased:
        """Add the people who were joined to these, their chats and drafts, and the NIKs."""
        people = Erased(people=tuple(await self._work.column(sql.PEOPLE, _values(asked))))
        values = _values(asked | people)
        drafts = await self._work.column(sql.DRAFTS, values)
        addresses = await self._work.column(sql.ADDRESSES, values)
        registered = await self._work.run(sql.REGISTERED, values)
        return (
            asked
            | people
            | Erased(
                addresses=tuple(addresses),
                drafts=(*drafts, *await self._correcting(asked)),
                niks=tuple(row.nik_id for row in registered),
            )
        )

    async def _correcting(self, asked: Erased) -> list[UUID]:
        """Return the drafts that correct one of the registrations: their words alone say so."""
        those = set(map(str, asked.registrations))
        rows = await self._work.run(sql.CORRECTING, _values(asked))
        told = [(row.id, self._work.sealer.unseal("drafts", row.id, row.sealed)) for row in rows]
        return [id_ for id_, draft in told if draft.get("about", [""])[0] in those]

    async def _end_offices(self, people: Collection[UUID]) -> None:
        """Revoke who heads a village, and take officials' names away: what they did stays."""
        for row in await self._work.run(sql.OFFICES, {"people": list(people)}):
            if row.revoked_at is None:
                await Officials(self._work).revoke(row.village, [row.id])
            name = names.of_official(self._work, row.id, row.sealed)
            sealed = self._work.sealer.seal("officials", row.id, {"name": NAMELESS})
            await self._work.run(sql.RENAME, {"id": row.id, "sealed": sealed})
            invited = await self._work.run(sql.INVITED, {"village": row.village})
            unseal = self._work.sealer.unseal
            told = {one.id: unseal("invitations", one.id, one.sealed)["name"] for one in invited}
            same = [id_ for id_, its_name in told.items() if its_name == name]
            await self._work.run(sql.UNINVITE, {"ids": same})

    async def _forget_mentions(
        self, values: Mapping[str, object], registered: Sequence[Row]
    ) -> None:
        unseal = self._work.sealer.unseal
        those = []
        for row in registered:
            answers = answers_in(self._work, row.id, row)
            those.append(Told(row.id, row.number, answers["nik"], answers["name"]))
        chats = await self._work.run(sql.CHATS, values)
        told = [str(unseal("addresses", row.id, row.sealed)) for row in chats]
        await forget_messages(self._work, those, await self._work.column(sql.READERS, values))
        await forget_parked(self._work, those, told)

    def _record(
        self, registered: Sequence[Row], people: Collection[UUID], by: UUID | None
    ) -> None:
        """Keep in the audit that it was done, in the regency's chain of what was erased."""
        self._work.entries.extend(
            [
                *(Entry(ERASED, by, row.id, regency=row.village[:5]) for row in registered),
                *(Entry(ERASED, by, person) for person in people),
            ]
        )


def _values(found: Erased) -> dict[str, object]:
    ids = {one.name: list(getattr(found, one.name)) for one in fields(Erased)}
    return {**ids, "jobs": list(DueKind)}
