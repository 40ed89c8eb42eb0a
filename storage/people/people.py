"""People, the addresses they are met at, and their drafts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
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
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from conversations.lately import Lately
from conversations.machine import About, Draft, State
from conversations.messages import Address, Channel
from conversations.notes import Notes
from conversations.record import record
from storage.errors import Collided
from storage.people.identities import VOUCHED, Identities, address_hash, number_hash
from storage.rows import Rows, array
from storage.tables import addresses, drafts, people
from storage.work import Row, Work

HEARD_AGAIN = timedelta(minutes=5)  # a row is not written anew for every message of a talk

_NOW = bindparam("now", type_=DateTime(timezone=True))
_ALL_KNOWN = (
    select(func.count() == bindparam("how_many", type_=Integer()))
    .select_from(addresses)
    .where(addresses.c.hash == any_(array("hashes", LargeBinary())))
    .scalar_subquery()
)
_SEEN = select(
    addresses.c.hash,
    addresses.c.id.label("address_id"),
    addresses.c.channel,
    addresses.c.account,
    addresses.c.heard_at,
    addresses.c.asks_contact,
    addresses.c.held_until,
    addresses.c.phone_hash,
    people.c.id,
    people.c.language,
    people.c.focus,
    people.c.lately,
).join_from(addresses, people)
# Of rows that were waited for, those that are locked are read anew and joined again; others stay
# as they were before the wait. To join, to part and to hold something is to change an address.
_LOCK = (
    _SEEN.where(addresses.c.hash == any_(array("hashes", LargeBinary())), _ALL_KNOWN)
    .order_by(people.c.id)  # one order for all, or groups deadlock
    .with_for_update(of=[people, addresses], key_share=True)
)
_LOCK_ONE = (
    _SEEN.where(people.c.id == bindparam("person", type_=Uuid()))
    .order_by(addresses.c.heard_at, addresses.c.id)
    .with_for_update(of=[people, addresses], key_share=True)
)
_WHOSE = select(drafts.c.person_id).where(drafts.c.id == bindparam("draft", type_=Uuid()))
_MET_AT = _SEEN.where(addresses.c.id == bindparam("address", type_=Uuid()))
_DRAFTS = (
    select(drafts).where(drafts.c.person_id == any_(array("people", Uuid()))).order_by(drafts.c.id)
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
_MOVED = Rows("moved", id=Uuid(), language=Text(), focus=Uuid(), lately=Text())
_MOVE = (
    update(people)
    .where(people.c.id == _MOVED.c.id)
    .values(language=_MOVED.c.language, focus=_MOVED.c.focus, lately=_MOVED.c.lately)
)
_HEARD = Rows("heard", address_id=Uuid(), at=DateTime(timezone=True))
_HEAR = (
    update(addresses)
    .where(addresses.c.id == _HEARD.c.address_id, addresses.c.heard_at < _HEARD.c.at)
    .values(heard_at=_HEARD.c.at)
)
_NUMBERED = Rows(
    "numbered", address_id=Uuid(), phone_hash=LargeBinary(), phone_sealed=LargeBinary()
)
_NUMBER = (
    update(addresses)
    .where(addresses.c.id == _NUMBERED.c.address_id)
    .values(phone_hash=_NUMBERED.c.phone_hash, phone_sealed=_NUMBERED.c.phone_sealed)
)
_DROP = delete(drafts).where(drafts.c.id == any_(array("gone", Uuid())))


@record
class Person:
    """A person at the address they write from, locked until the transaction ends.

    `heard_at`: when they were last heard there, perhaps some minutes later in truth.
    `asks_contact`: a keyboard that asks for their number is shown there. `waits`: something that
    they sent from there is held, and what comes now is taken after it. `phone_hash`: of their
    number, as the channel last told it.
    """

    id: UUID
    address: UUID
    channel: Channel
    account: str
    heard_at: datetime
    state: State
    asks_contact: bool = False
    waits: bool = False
    phone_hash: bytes | None = field(default=None, repr=False)


class People:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def lock(
        self,
        senders: Sequence[Address],
        aliases: Mapping[Address, Address] | None = None,
        others: Sequence[Address] = (),
    ) -> list[Person]:
        """Return the senders, in the order given, new ones made; locked until commit.

        `aliases`: other addresses that are known to lead to the same senders. `others`: people to
        be locked with them, all in one order; they must be known.
        """
        aliases = aliases or {}
        keys = {one: address_hash(self._work, one) for one in (*senders, *aliases.values())}
        hashes = {*keys.values(), *(address_hash(self._work, one) for one in others)}
        found = await self._find(list(hashes))
        if not _settled(found, hashes, keys, aliases):
            await Identities(self._work).acquaint(senders, aliases)
            found = await self._find(list(hashes))
            if not _settled(found, hashes, keys, aliases):
                raise Collided("identity")
        held = await self._drafts(list({row.id for row in found.values()}))
        return [_person(found[keys[one]], held) for one in senders]

    async def whose(self, draft: UUID) -> UUID | None:
        """Return whose draft it is; no locks. None if there is no such draft (any more)."""
        found: UUID | None = await self._work.value(_WHOSE, {"draft": draft})
        return found

    async def lock_one(self, person: UUID) -> tuple[Person, Mapping[UUID, datetime]] | None:
        """Lock somebody who said nothing, as met where they wrote last; None: they were joined.

        Return when each of their drafts was changed, too.
        """
        rows = await self._work.run(_LOCK_ONE, {"person": person})
        if not rows:
            return None
        drafted = await self._work.run(_DRAFTS, {"people": [person]})
        changed = {row.id: row.changed_at for row in drafted}
        return _person(rows[-1], self._opened(drafted)), changed

    async def met_at(self, address: UUID) -> Person:
        """Read anew who is met at an address: who was locked, or has just been made."""
        [row] = await self._work.run(_MET_AT, {"address": address})
        return _person(row, await self._drafts([row.id]))

    async def hear(
        self, heard: Sequence[tuple[Person, datetime]], again: timedelta = HEARD_AGAIN
    ) -> None:
        """Remember when people wrote; some minutes do not matter and are not written."""
        rows = [(one.address, at) for one, at in heard if at - one.heard_at > again]
        if rows:
            await self._work.run(_HEAR, _HEARD.bind(rows))

    async def number(self, told: Sequence[tuple[Person, str]]) -> None:
        """Remember the number that a channel says is its sender's own, sealed and by its hash."""
        hashed = [(one, number_hash(self._work, number), number) for one, number in told]
        changed = [
            (one.address, key, self._work.sealer.seal(VOUCHED, one.address, number))
            for one, key, number in hashed
            if key != one.phone_hash
        ]
        if changed:
            await self._work.along(_NUMBER, _NUMBERED.bind(changed))

    async def _find(self, hashes: list[bytes]) -> dict[bytes, Row]:
        """Lock all, or none while one is unknown: who makes people must hold nobody yet."""
        values = {"hashes": hashes, "how_many": len(hashes)}
        rows = await self._work.run(_LOCK, values)
        return {row.hash: row for row in rows}

    async def _drafts(self, ids: list[UUID]) -> dict[UUID, list[Draft]]:
        return self._opened(await self._work.run(_DRAFTS, {"people": ids}))

    def _opened(self, rows: Sequence[Row]) -> dict[UUID, list[Draft]]:
        held: dict[UUID, list[Draft]] = {}
        for row in rows:
            told = self._work.sealer.unseal("drafts", row.id, row.sealed)
            about = _about(told["about"]) if "about" in told else None
            notes = Notes.read(told["notes"])
            draft = Draft(row.id, row.form, row.version, told["answers"], notes, about)
            held.setdefault(row.person_id, []).append(draft)
        return held

    async def save(self, changes: Sequence[tuple[Person, State]]) -> None:
        """Keep what changed of each person's state, and nothing else."""
        kept, gone, moved = [], [], []
        for person, state in changes:
            before = {draft.id: draft for draft in _held(person.state)}
            after = {draft.id: draft for draft in _held(state)}
            kept += [(person.id, d) for d in after.values() if before.get(d.id) != d]
            gone += [draft_id for draft_id in before if draft_id not in after]
            if _at(state) != _at(person.state):
                moved.append((person.id, state.language, state.focus, state.lately.written()))
        if kept:
            await self._keep(kept)
        if gone:
            await self._work.along(_DROP, {"gone": gone})
        if moved:
            await self._work.along(_MOVE, _MOVED.bind(moved))

    async def _keep(self, kept: Sequence[tuple[UUID, Draft]]) -> None:
        seal = self._work.sealer.seal
        rows = [
            (
                d.id,
                person,
                d.form,
                d.version,
                seal("drafts", d.id, _told(d)),
            )
            for person, d in kept
        ]
        await self._work.along(_KEEP, {**_CHANGED.bind(rows), "now": self._work.now})


def _told(draft: Draft) -> dict[str, object]:
    told: dict[str, object] = {"answers": draft.answers, "notes": draft.notes.written()}
    if (about := draft.about) is None:
        return told
    whose = (str(about.registration), about.version, about.number, about.answers)
    return {**told, "about": whose}


def _about(told: Sequence[Any]) -> About:
    registration, version, number, answers = told
    return About(UUID(registration), version, number, answers)


def _at(state: State) -> tuple[str, UUID | None, Lately]:
    return (state.language, state.focus, state.lately)


def _held(state: State) -> tuple[Draft, ...]:
    return (*state.drafts, *state.ended) if state.ended else state.drafts


def _has_ended(draft: Draft) -> bool:
    return bool(draft.notes.ending) and draft.notes.menu is None


def _settled(
    found: Mapping[bytes, Row],
    hashes: Collection[bytes],
    keys: Mapping[Address, bytes],
    aliases: Mapping[Address, Address],
) -> bool:
    """Say whether everybody is locked, and each alias leads to the same person as its sender."""
    return all(key in found for key in hashes) and all(
        found[keys[one]].id == found[keys[alias]].id for one, alias in aliases.items()
    )


def _person(row: Row, held: Mapping[UUID, list[Draft]]) -> Person:
    drafts = held.get(row.id, ())
    ended = tuple([draft for draft in drafts if _has_ended(draft)])
    going_on = tuple([draft for draft in drafts if not _has_ended(draft)])
    state = State(going_on, row.focus, row.language, ended, Lately.read(row.lately))
    channel, asks = Channel(row.channel), bool(row.asks_contact)
    waits = row.held_until is not None
    return Person(
        row.id,
        row.address_id,
        channel,
        row.account,
        row.heard_at,
        state,
        asks,
        waits=waits,
        phone_hash=row.phone_hash,
    )
