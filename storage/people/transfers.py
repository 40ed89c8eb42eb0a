"""Transfers: one-time codes by which somebody goes on at another address, for half an hour."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    DateTime,
    LargeBinary,
    Uuid,
    any_,
    bindparam,
    func,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from conversations.messages import Address, Channel
from conversations.outcomes.moving import TransferOpened
from conversations.record import record
from storage.ids import new_id
from storage.people.codes import bare, one_time
from storage.people.joining import END_CODES
from storage.people.people import Person
from storage.rows import array
from storage.tables import addresses, transfers
from storage.work import Row, Work

LASTS = timedelta(minutes=30)
UNDONE = timedelta(days=1)  # for so long can it be undone
_OPEN = (
    select(transfers.c.person_id, addresses)
    .join_from(transfers, addresses, addresses.c.id == transfers.c.address_id)
    .where(
        transfers.c.hash == any_(array("hashes", LargeBinary())),
        transfers.c.used_at.is_(None),
        transfers.c.expires_at > bindparam("now"),
    )
)

_here = addresses.alias("here")
_came = transfers.alias("came")
_THE_SENDER_CAME = (
    select(_came.c.used_at)
    .join_from(_came, _here, _here.c.joined_by == _came.c.id)
    .where(_here.c.id == bindparam("here", type_=Uuid()))
    .scalar_subquery()
)
_PERSON = bindparam("person", type_=Uuid())
_JOINED = (
    select(addresses.c.id)
    .join(transfers, transfers.c.id == addresses.c.joined_by)
    .where(
        addresses.c.person_id == _PERSON,
        transfers.c.used_at > bindparam("since", type_=DateTime(timezone=True)),
        func.coalesce(transfers.c.used_at > _THE_SENDER_CAME, true()),
    )
    .order_by(addresses.c.id)
)


@record
class Maker:
    """Who asked for a code, by its id, and at which address."""

    code: UUID
    person: UUID
    address: UUID


class Transfers:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def open(self, person: Person) -> TransferOpened:
        """Make a code for the sender; those made before stay good until they expire."""
        code = one_time()
        await self._work.run(
            insert(transfers).values(
                id=new_id(),
                person_id=person.id,
                address_id=person.address,
                hash=self._hash(code),
                expires_at=self._work.now + LASTS,
            )
        )
        return TransferOpened(code, int(LASTS.total_seconds()) // 60)

    async def makers(self, codes: Collection[str]) -> dict[Address, UUID]:
        """Return who made these codes, at the address they asked from; no locks."""
        hashes = [key for code in codes for key in self._hashes(code)]
        values = {"hashes": hashes, "now": self._work.now}
        rows = await self._work.run(_OPEN, values)
        return {self._address(row): row.person_id for row in rows}

    def _address(self, row: Row) -> Address:
        told = self._work.sealer.unseal("addresses", row.id, row.sealed)
        return Address(Channel(row.channel), row.account, told)

    async def redeem(self, code: str, by: Person) -> Maker | None:
        """Use a code up; return who made it, None if it is not good (any more).

        Whoever made it does not use it up: they are to say it elsewhere.
        """
        statement = (
            update(transfers)
            .where(
                transfers.c.hash == any_(literal(self._hashes(code), ARRAY(LargeBinary()))),
                transfers.c.person_id != by.id,
                transfers.c.used_at.is_(None),
                transfers.c.expires_at > self._work.now,
            )
            .values(used_at=self._work.now)
            .returning(transfers.c.id, transfers.c.person_id, transfers.c.address_id)
        )
        rows = await self._work.run(statement)
        return Maker(*rows[0]) if rows else None

    async def undo(self, person: Person) -> list[UUID]:
        """Return the addresses that came to somebody by a code in the last day; end their codes.

        Who came by a code undoes only what came after them.
        """
        values = {"person": person.id, "here": person.address, "since": self._work.now - UNDONE}
        await self._work.run(END_CODES, {"people": [person.id], "now": self._work.now})
        return await self._work.column(_JOINED, values)

    def _hash(self, code: str) -> bytes:
        return self._work.sealer.hash("transfer", bare(code))

    def _hashes(self, code: str) -> list[bytes]:
        return self._work.sealer.hashes("transfer", bare(code))
