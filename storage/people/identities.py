"""Who is who: one person may be met at several addresses, and an address may change hands.

On WhatsApp somebody has a user id of ours alone and mostly a phone number beside it, the *alias*.
The user id decides. A number whose person has another user id has been given to somebody else, so
it leads to a new person: nobody inherits a stranger's registrations with a SIM card.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    ClauseElement,
    DateTime,
    LargeBinary,
    Text,
    Uuid,
    any_,
    bindparam,
    func,
    literal,
    or_,
    select,
    text,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from conversations.languages import FIRST
from conversations.messages import Address
from storage.ids import new_id
from storage.people.joining import NEVER, Joining
from storage.rows import Rows, array
from storage.tables import (
    UNSENT,
    addresses,
    officials,
    outbox,
    people,
    registrations,
)
from storage.work import Row, Work

VOUCHED = "addresses.phone"
"""What the number is sealed for that a channel vouched for."""

_NOW = bindparam("now", type_=DateTime(timezone=True))
_mates = addresses.alias("mates")
_KNOWN = select(
    addresses.c.hash,
    addresses.c.id,
    addresses.c.person_id,
    addresses.c.joined_by,
    select(func.count())
    .select_from(_mates)
    .where(
        _mates.c.person_id == addresses.c.person_id,
        _mates.c.channel == addresses.c.channel,
        _mates.c.account == addresses.c.account,
        _mates.c.id != addresses.c.id,
        _mates.c.heard_at > NEVER,
    )
    .scalar_subquery()
    .label("others"),
    (addresses.c.heard_at > NEVER).label("heard"),
    addresses.c.heard_at,
).where(addresses.c.hash == any_(array("hashes", LargeBinary())))
_NEW = Rows(
    "new",
    id=Uuid(),
    person_id=Uuid(),
    channel=Text(),
    account=Text(),
    hash=LargeBinary(),
    sealed=LargeBinary(),
    joined_by=Uuid(),
)
_given = insert(addresses).from_select(
    [*_NEW.names, "heard_at"], select(*_NEW.c, _NOW).order_by(_NEW.c.hash)
)
_made = _given.on_conflict_do_nothing().returning(addresses.c.person_id).cte("made")
_MAKE = insert(people).from_select(
    ["id", "language", "created_at"], select(_made.c.person_id, literal(FIRST), _NOW)
)
_BIND = _given.on_conflict_do_update(
    index_elements=[addresses.c.hash],
    set_={name: _given.excluded[name] for name in ("person_id", "joined_by")},
    where=or_(
        addresses.c.person_id != _given.excluded.person_id,
        addresses.c.joined_by.is_distinct_from(_given.excluded.joined_by),
    ),
)
_THOSE = array("those", Uuid())
_HEADED = select(officials.c.id).where(
    officials.c.person_id == any_(_THOSE), officials.c.revoked_at.is_(None)
)
_VILLAGES = union(
    select(registrations.c.village).where(registrations.c.person_id == any_(_THOSE)),
    select(officials.c.village).where(officials.c.person_id == any_(_THOSE)),
)
# And what came from there too fast is taken as if it had come from here.
_HOLD_HERE = text("""
    WITH theirs AS (
        UPDATE held SET address_id = :here WHERE address_id = :gone
    ), left_there AS (
        UPDATE addresses SET held_until = NULL WHERE id = :gone AND held_until IS NOT NULL
        RETURNING old.held_until
    )
    UPDATE addresses SET held_until = least(addresses.held_until, left_there.held_until)
      FROM left_there WHERE id = :here
""")


class _Leads(NamedTuple):
    """An address, and whom it leads to; `by`: the code by which it came to them."""

    address: Address
    person: UUID
    by: UUID | None


class Identities:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._joining = Joining(work)

    async def acquaint(
        self, senders: Sequence[Address], aliases: Mapping[Address, Address]
    ) -> None:
        """Make the people who write for the first time, and put each alias where it belongs."""
        known = await self.known([*senders, *aliases.values()])
        own: list[_Leads] = []
        new: list[_Leads] = []
        for sender in dict.fromkeys(senders):
            alias = known.get(aliases.get(sender, sender))
            if sender in known:
                continue
            if alias is not None and alias.others == 0:  # the same person, with a user id by now
                own.append(_Leads(sender, alias.person_id, alias.joined_by))
            else:
                new.append(_Leads(sender, new_id(), None))
        await self._write(_MAKE, new, self._work.now)
        await self._write(_BIND, own, self._work.now)
        if aliases:
            known = await self.known(list(aliases))
            theirs = [
                _Leads(alias, known[one].person_id, known[one].joined_by)
                for one, alias in aliases.items()
            ]
            await self._write(_BIND, theirs, NEVER)

    async def known(self, asked: Sequence[Address]) -> dict[Address, Row]:
        """Return the rows of those that are known: id, person_id, how many `others` they have.

        These are the other addresses of the person on that account from which they wrote.
        `heard`: whether somebody wrote from there; `heard_at`: when.
        """
        hashes = {address_hash(self._work, one): one for one in asked}
        rows = await self._work.run(_KNOWN, {"hashes": list(hashes)})
        return {hashes[row.hash]: row for row in rows}

    async def _write(
        self,
        statement: ClauseElement,  # _MAKE or _BIND
        those: Sequence["_Leads"],
        heard_at: datetime,
    ) -> None:
        if not those:
            return
        rows = []
        for address, person, by in {one.address: one for one in those}.values():
            row = new_id()
            sealed = self._work.sealer.seal("addresses", row, address.id)
            key = address_hash(self._work, address)
            rows.append((row, person, address.channel.value, address.account, key, sealed, by))
        await self._work.run(statement, {**_NEW.bind(rows), "now": heard_at})

    async def move(self, old: Address, new: Address) -> None:
        """Let one address become another; who wrote from the new one alone is the same person.

        Nothing leads there from the old one any more, nor from the number beside it: somebody else
        may be given them. Other phones of the same person stay as they are.
        """
        known = await self.known([old, new])
        if old not in known or old == new:
            return
        row, taken = known[old], known.get(new)
        if taken is None:
            await self._rename(row.id, address_hash(self._work, new), new)
            await self._leave(row.person_id, new, row.id)
            return
        if taken.person_id != row.person_id:
            if taken.heard and not taken.others:
                row = await self._become_one(old, new, [row.person_id, taken.person_id])
            else:  # it was somebody's number, and is this person's now
                await self._joining.give([taken.id], row.person_id, row.joined_by)
        await self._leave(row.person_id, new, taken.id, row.id)

    async def _become_one(self, old: Address, new: Address, those: Sequence[UUID]) -> Row:
        """Make those who are met at two addresses one; nobody else comes along to an office."""
        await self._work.lock(await self._work.column(_VILLAGES, {"those": those}))
        known = await self.known([old, new])
        if await self._work.run(_HEADED, {"those": those}):
            for one in known.values():
                await self._joining.alone(one.id)
            known = await self.known([old, new])
        row, taken = known[old], known[new]
        await self._joining.join(row.person_id, taken.person_id, row.joined_by)
        return row

    async def _leave(self, person: UUID, new: Address, here: UUID, *gone: UUID) -> None:
        """Let nothing lead to the person by `gone` or by aliases; what waits there goes `here`."""
        aliases = select(addresses.c.id).where(
            addresses.c.person_id == person,
            addresses.c.channel == new.channel.value,
            addresses.c.account == new.account,
            addresses.c.heard_at <= NEVER,
            addresses.c.id != here,
        )
        left = {*gone, *await self._work.column(aliases)}
        for one in sorted(left):
            nowhere = self._work.sealer.hash("moved", str(one))
            await self._rename(one, nowhere, new, heard_at=NEVER)
            waiting = (outbox.c.address_id == one, text(UNSENT))
            await self._work.run(update(outbox).where(*waiting).values(address_id=here))
            await self._work.run(_HOLD_HERE, {"gone": one, "here": here})

    async def _rename(self, row: UUID, key: bytes, new: Address, **more: datetime) -> None:
        """Let an address be found by another hash. It stays: somebody may be writing there.

        Its number is told anew with the next message from there.
        """
        sealed = self._work.sealer.seal("addresses", row, new.id)
        renamed = update(addresses).where(addresses.c.id == row)
        told = {"hash": key, "sealed": sealed, "phone_hash": None, "phone_sealed": None}
        await self._work.run(renamed.values(**told, **more))


def address_hash(work: Work, address: Address) -> bytes:
    return work.sealer.hash("address", address.channel.value, address.account, address.id)


def number_hash(work: Work, number: str) -> bytes:
    """Return the keyed hash of a phone number, country code and digits: "628…", "+628…"."""
    return work.sealer.hash("phone", digits(number))


def digits(number: str) -> str:
    return "".join(filter(str.isdecimal, number))
