"""What every part of a unit of work shares: the connection, the seal and the time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction. `now` is the only clock: no statement calls now()."""

    connection: AsyncConnection
    sealer: Sealer
    now: datetime

    async def run(
        self,
        statement: Executable,
        values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        return await self.connection.execute(statement, values)
