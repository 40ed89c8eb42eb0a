"""People, the addresses they are met at, and their drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
    any_,
    bindparam,
    delete,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from conversations.machine import Draft, State
from conversations.messages import Address
from storage.ids import new_id
from storage.rows import Rows, array
from storage.tables import addresses, drafts, people
from storage.work import Work

FIRST_LANGUAGE = "id"

_NOW = bindparam("now", type_=DateTime(timezone=True))
_ALL_KNOWN = (
    select(func.count() == bindparam("how_many", type_=Integer()))
    .select_from(addresses)
    .where(addresses.c.hash == any_(array("hashes", LargeBinary())))
    .scalar_subquery()
)
_LOCK = (
    select(
        addresses.c.hash,
        addresses.c.id.label("address_id"),
        people.c.id,
        people.c.language,
        people.c.focus,
    )
    .join_from(addresses, people)
    .where(addresses.c.hash == any_(array("hashes", LargeBinary())), _ALL_KNOWN)
    .order_by(people.c.id)  # one order for all, or groups deadlock
    .with_for_update(of=people, key_share=True)
)
_DRAFTS = (
    select(drafts).where(drafts.c.person_id == any_(array("people", Uuid()))).order_by(drafts.c.id)
)
_NEW = Rows(
    "new",
    id=Uuid(),
    person_id=Uuid(),
    channel=Text(),
    account=Text(),
    hash=LargeBinary(),
    sealed=LargeBinary(),
)
_made = (
    insert(addresses)
    .from_select(_NEW.names, select(*_NEW.c).order_by(_NEW.c.hash))
    .on_conflict_do_nothing()
    .returning(addresses.c.person_id)
    .cte("made")
)
_MAKE = insert(people).from_select(
    ["id", "language", "created_at"], select(_made.c.person_id, literal(FIRST_LANGUAGE), _NOW)
)
_CHANGED = Rows(
    "changed",
    id=Uuid(),
    person_id=Uuid(),
    form=Text(),
    version=SmallInteger(),
    sealed=LargeBinary(),
)
_given = insert(drafts).from_select(
    [*_CHANGED.names, "changed_at"], select(*_CHANGED.c, _NOW).order_by(_CHANGED.c.id)
)
_KEEP = _given.on_conflict_do_update(
    index_elements=[drafts.c.id],
    set_={c: _given.excluded[c] for c in ("version", "sealed", "changed_at")},
)
_MOVED = Rows("moved", id=Uuid(), language=Text(), focus=Uuid())
_MOVE = (
    update(people)
    .where(people.c.id == _MOVED.c.id)
    .values(language=_MOVED.c.language, focus=_MOVED.c.focus)
)
_DROP = delete(drafts).where(drafts.c.id == any_(array("gone", Uuid())))


@dataclass(frozen=True, slots=True)
class Person:
    """A person at the address they write from, locked until the transaction ends."""

    id: UUID
    address: UUID
    state: State


class People:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def lock(self, senders: Sequence[Address]) -> list[Person]:
        """Return the senders, in the order given, new ones made; locked until commit."""
        hashes = [address_hash(self._work, sender) for sender in senders]
        found = await self._find(hashes)
        if not found and senders:
            await self._make(dict(zip(hashes, senders, strict=True)))
            found = await self._find(hashes)
        held = await self._drafts([row.id for row in found.values()])
        return [_person(found[h], held) for h in hashes]

    async def _find(self, hashes: list[bytes]) -> dict[bytes, Any]:
        """Lock all, or none while one is unknown: who makes people must hold nobody yet."""
        values = {"hashes": hashes, "how_many": len(set(hashes))}
        rows = await self._work.run(_LOCK, values)
        return {row.hash: row for row in rows}

    async def _make(self, senders: Mapping[bytes, Address]) -> None:
        """Make people and addresses in one statement; who is there already is left as they are."""
        seal = self._work.sealer.seal
        rows = []
        for key, address in senders.items():
            row = new_id()
            sealed = seal("addresses", row, address.id)
            rows.append((row, new_id(), address.channel.value, address.account, key, sealed))
        await self._work.run(_MAKE, {**_NEW.bind(rows), "now": self._work.now})

    async def _drafts(self, ids: list[UUID]) -> dict[UUID, list[Draft]]:
        held: dict[UUID, list[Draft]] = {}
        for row in await self._work.run(_DRAFTS, {"people": ids}):
            told = self._work.sealer.unseal("drafts", row.id, row.sealed)
            draft = Draft(row.id, row.form, row.version, told["answers"], told["notes"])
            held.setdefault(row.person_id, []).append(draft)
        return held

    async def save(self, changes: Sequence[tuple[Person, State]]) -> None:
        """Keep what changed of each person's state, and nothing else."""
        kept, gone, moved = [], [], []
        for person, state in changes:
            before = {draft.id: draft for draft in person.state.drafts}
            kept += [(person.id, d) for d in state.drafts if before.get(d.id) != d]
            gone += [draft_id for draft_id in before if state.find(draft_id) is None]
            if (state.language, state.focus) != (person.state.language, person.state.focus):
                moved.append((person.id, state.language, state.focus))
        if kept:
            await self._keep(kept)
        if gone:
            await self._work.run(_DROP, {"gone": gone})
        if moved:
            await self._work.run(_MOVE, _MOVED.bind(moved))

    async def _keep(self, kept: Sequence[tuple[UUID, Draft]]) -> None:
        seal = self._work.sealer.seal
        rows = [
            (
                d.id,
                person,
                d.form,
                d.version,
                seal("drafts", d.id, {"answers": d.answers, "notes": d.notes}),
            )
            for person, d in kept
        ]
        await self._work.run(_KEEP, {**_CHANGED.bind(rows), "now": self._work.now})


def address_hash(work: Work, address: Address) -> bytes:
    return work.sealer.hash("address", address.channel.value, address.account, address.id)


def _person(row: Any, held: Mapping[UUID, list[Draft]]) -> Person:  # noqa: ANN401 - a result row
    state = State(tuple(held.get(row.id, ())), row.focus, row.language)
    return Person(row.id, row.address_id, state)
