"""Who is who: one person may be met at several addresses, and an address may change hands.

On WhatsApp somebody has a user id of ours alone and mostly a phone number beside it, the *alias*.
The user id decides. A number whose person has another user id has been given to somebody else, so
it leads to a new person: nobody inherits a stranger's registrations with a SIM card.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import (
    ClauseElement,
    DateTime,
    LargeBinary,
    Table,
    Text,
    Update,
    Uuid,
    any_,
    bindparam,
    func,
    literal,
    select,
    text,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from conversations.languages import FIRST
from conversations.messages import Address
from storage.ids import new_id
from storage.rows import Rows, array
from storage.tables import (
    UNSENT,
    addresses,
    consents,
    drafts,
    officials,
    outbox,
    people,
    registrations,
    transfers,
)
from storage.work import Row, Work

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # nobody was heard by an alias, or one left behind

_NOW = bindparam("now", type_=DateTime(timezone=True))
_mates = addresses.alias("mates")
_KNOWN = select(
    addresses.c.hash,
    addresses.c.id,
    addresses.c.person_id,
    select(func.count())
    .select_from(_mates)
    .where(
        _mates.c.person_id == addresses.c.person_id,
        _mates.c.channel == addresses.c.channel,
        _mates.c.account == addresses.c.account,
        _mates.c.id != addresses.c.id,
        _mates.c.heard_at > _NEVER,
    )
    .scalar_subquery()
    .label("others"),
    (addresses.c.heard_at > _NEVER).label("heard"),
).where(addresses.c.hash == any_(array("hashes", LargeBinary())))
_NEW = Rows(
    "new",
    id=Uuid(),
    person_id=Uuid(),
    channel=Text(),
    account=Text(),
    hash=LargeBinary(),
    sealed=LargeBinary(),
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
    set_={"person_id": _given.excluded.person_id},
    where=addresses.c.person_id != _given.excluded.person_id,
)
_GIVE = (
    update(addresses)
    .where(addresses.c.id == bindparam("address", type_=Uuid()))
    .values(person_id=bindparam("person", type_=Uuid()))
)
_gone = people.alias("gone")
_THOSE = array("those", Uuid())
_VILLAGES = union(
    select(registrations.c.village).where(registrations.c.person_id == any_(_THOSE)),
    select(officials.c.village).where(officials.c.person_id == any_(_THOSE)),
)
# Where both head a village one of them goes on, whichever was not revoked.
_HEADS = text("""
    WITH twice AS (
        SELECT g.id AS gone_id, k.id AS keep_id, g.revoked_at
          FROM officials g JOIN officials k ON k.village = g.village
         WHERE g.person_id = :gone AND k.person_id = :keep
    ), again AS (
        UPDATE officials SET revoked_at = NULL FROM twice
         WHERE officials.id = twice.keep_id AND twice.revoked_at IS NULL
    ), ended AS (
        UPDATE officials SET revoked_at = :now FROM twice
         WHERE officials.id = twice.gone_id AND officials.revoked_at IS NULL
    ), closed AS (
        UPDATE cards SET closed_at = :now FROM twice
         WHERE cards.official_id = twice.gone_id AND cards.closed_at IS NULL
    )
    UPDATE officials SET person_id = :keep
     WHERE person_id = :gone AND id NOT IN (SELECT gone_id FROM twice)
""")

# Who has claimed the same twice goes on with one; nobody claims what is their own.
_CLAIMS = text("""
    WITH twice AS (
        DELETE FROM claims WHERE person_id = :gone AND registration_id IN (
            SELECT registration_id FROM claims WHERE person_id = :keep))
    UPDATE claims SET person_id = :keep
     WHERE person_id = :gone AND registration_id NOT IN (
           SELECT registration_id FROM claims WHERE person_id = :keep)
""")

# What the one registered is nothing that the other may decide any more.
_OWN_CARDS = text("""
    UPDATE cards SET closed_at = :now FROM officials o, registrations r
     WHERE cards.official_id = o.id AND cards.registration_id = r.id AND cards.closed_at IS NULL
       AND o.person_id = :keep AND r.person_id = :keep
""")

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


class Identities:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def acquaint(
        self, senders: Sequence[Address], aliases: Mapping[Address, Address]
    ) -> None:
        """Make the people who write for the first time, and put each alias where it belongs."""
        known = await self.known([*senders, *aliases.values()])
        own, new = [], []
        for sender in dict.fromkeys(senders):
            alias = known.get(aliases.get(sender, sender))
            if sender in known:
                continue
            if alias is not None and alias.others == 0:  # the same person, with a user id by now
                own.append((sender, alias.person_id))
            else:
                new.append((sender, new_id()))
        await self._write(_MAKE, new, self._work.now)
        await self._write(_BIND, own, self._work.now)
        if aliases:
            known = await self.known(list(aliases))
            theirs = [(alias, known[one].person_id) for one, alias in aliases.items()]
            await self._write(_BIND, theirs, _NEVER)

    async def known(self, asked: Sequence[Address]) -> dict[Address, Row]:
        """Return the rows of those that are known: id, person_id, how many `others` they have.

        These are the other addresses of the person on that account from which they wrote.
        """
        hashes = {address_hash(self._work, one): one for one in asked}
        rows = await self._work.run(_KNOWN, {"hashes": list(hashes)})
        return {hashes[row.hash]: row for row in rows}

    async def _write(
        self,
        statement: ClauseElement,  # _MAKE or _BIND
        those: Sequence[tuple[Address, UUID]],
        heard_at: datetime,
    ) -> None:
        if not those:
            return
        rows = []
        for address, person in dict(those).items():
            row = new_id()
            sealed = self._work.sealer.seal("addresses", row, address.id)
            key = address_hash(self._work, address)
            rows.append((row, person, address.channel.value, address.account, key, sealed))
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
                theirs = await self._work.column(
                    _VILLAGES, {"those": [row.person_id, taken.person_id]}
                )
                await self._work.lock(theirs)
                await self.join(row.person_id, taken.person_id)
            else:  # it was somebody's number, and is this person's now
                await self._work.run(_GIVE, {"address": taken.id, "person": row.person_id})
        await self._leave(row.person_id, new, taken.id, row.id)

    async def _leave(self, person: UUID, new: Address, here: UUID, *gone: UUID) -> None:
        """Let nothing lead to the person by `gone` or by aliases; what waits there goes `here`."""
        aliases = select(addresses.c.id).where(
            addresses.c.person_id == person,
            addresses.c.channel == new.channel.value,
            addresses.c.account == new.account,
            addresses.c.heard_at <= _NEVER,
            addresses.c.id != here,
        )
        left = {*gone, *await self._work.column(aliases)}
        for one in sorted(left):
            nowhere = self._work.sealer.hash("moved", str(one))
            await self._rename(one, nowhere, new, heard_at=_NEVER)
            waiting = (outbox.c.address_id == one, text(UNSENT))
            await self._work.run(update(outbox).where(*waiting).values(address_id=here))
            await self._work.run(_HOLD_HERE, {"gone": one, "here": here})

    async def _rename(self, row: UUID, key: bytes, new: Address, **more: datetime) -> None:
        """Let an address be found by another hash. It stays: somebody may be writing there.

        Its number is told anew with the next message from there.
        """
        sealed = self._work.sealer.seal("addresses", row, new.id)
        renamed = update(addresses).where(addresses.c.id == row)
        await self._work.run(renamed.values(hash=key, sealed=sealed, phone_hash=None, **more))

    async def part(self, those: Sequence[UUID]) -> None:
        """Let each of these addresses lead to somebody new.

        What was told and registered from there stays where it is.
        """
        for address in those:
            new = new_id()
            made = insert(people).values(id=new, language=FIRST, created_at=self._work.now)
            await self._work.run(made)
            await self._work.run(_GIVE, {"address": address, "person": new})

    async def join(self, keep: UUID, gone: UUID) -> None:
        """Make two people one; both must be locked. Whoever is gone is met as `keep` from now.

        The villages in which either is registered, or which either heads, must be locked, too.

        `keep` goes on with what they were at or, if that was nothing, with what the other was at.
        """
        theirs = select(_gone.c.focus).where(_gone.c.id == gone).scalar_subquery()
        await self._work.run(
            update(people)
            .where(people.c.id == keep, people.c.focus.is_(None))
            .values(focus=theirs)
        )
        for table in (drafts, consents, addresses, transfers):
            await self._work.run(_theirs(table, gone, keep))
        await self._work.run(_theirs(registrations, gone, keep).returning(registrations.c.village))
        await self._work.run(_CLAIMS, {"gone": gone, "keep": keep})
        await self._work.run(_HEADS, {"keep": keep, "gone": gone, "now": self._work.now})
        await self._work.run(_OWN_CARDS, {"keep": keep, "now": self._work.now})
        await self._work.run(update(people).where(people.c.id == gone).values(joined_to=keep))


def _theirs(table: Table, gone: UUID, keep: UUID) -> Update:
    return update(table).where(table.c.person_id == gone).values(person_id=keep)


def address_hash(work: Work, address: Address) -> bytes:
    return work.sealer.hash("address", address.channel.value, address.account, address.id)


def number_hash(work: Work, number: str) -> bytes:
    """Return the keyed hash of a phone number, country code and digits: "628…", "+628…"."""
    return work.sealer.hash("phone", "".join(filter(str.isdecimal, number)))
