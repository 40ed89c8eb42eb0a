"""The audit trail: what was done, by whom, to what. Ids and keyed hashes only."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Text, Uuid, bindparam, insert, select

from storage.ids import new_id
from storage.rows import Rows
from storage.tables import audit
from storage.work import Work

_DONE = Rows("done", id=Uuid(), kind=Text(), person_id=Uuid(), subject=Uuid(), hash=LargeBinary())
_NOW = bindparam("now", type_=DateTime(timezone=True))
_RECORD = insert(audit).from_select([*_DONE.names, "at"], select(*_DONE.c, _NOW))


class Audit:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def record(self, done: Sequence[tuple[str, UUID | None, UUID | None]]) -> None:
        """Keep (kind, person, subject) of each thing done; no person: an operator did it."""
        await self._keep([(new_id(), *one, None) for one in done])

    async def _keep(self, rows: Sequence[tuple[object, ...]]) -> None:
        await self._work.along(_RECORD, {**_DONE.bind(rows), "now": self._work.now})
