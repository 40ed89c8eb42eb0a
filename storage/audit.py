"""The audit trail: what was done, by whom, from where, to what. Ids and keyed hashes only."""

from collections.abc import Sequence
from dataclasses import field
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Text, Uuid, bindparam, insert, select

from conversations.record import record
from storage.ids import new_id
from storage.rows import Rows
from storage.tables import addresses, audit
from storage.work import Work

_DONE = Rows(
    "done",
    id=Uuid(),
    kind=Text(),
    person_id=Uuid(),
    subject=Uuid(),
    sealed=LargeBinary(),
    address_id=Uuid(),
)
_NOW = bindparam("now", type_=DateTime(timezone=True))
_KEPT = _DONE.names[:-1]
# The address's hash and not its id: an address may become another, or somebody else's.
_RECORD = insert(audit).from_select(
    [*_KEPT, "sender", "at"],
    select(*(_DONE.c[name] for name in _KEPT), addresses.c.hash, _NOW).select_from(
        _DONE.table.outerjoin(addresses, addresses.c.id == _DONE.c.address_id)
    ),
)


@record
class Act:
    """Something that was done. `person` None: an operator did it. `address`: from which.

    `note`: an operator's own words about why, or what it was done to; it is sealed.
    """

    kind: str
    person: UUID | None
    subject: UUID | None
    address: UUID | None = None
    note: str = field(default="", repr=False)


class Audit:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def record(self, acts: Sequence[Act]) -> None:
        rows = _DONE.bind([self._row(act) for act in acts])
        await self._work.along(_RECORD, {**rows, "now": self._work.now})

    def _row(self, act: Act) -> tuple[object, ...]:
        row = new_id()
        note = self._work.sealer.seal("audit", row, act.note) if act.note else None
        return (row, act.kind, act.person, act.subject, note, act.address)
