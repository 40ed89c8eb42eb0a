"""What each test would find out anew, and always the same: found out once in a process."""

import sys
from collections.abc import Collection
from types import SimpleNamespace
from typing import Any

import asyncpg

_FIRST_OF_USERS = 16_384  # FirstNormalObjectId: what is below is the same in every database
_NOT_SENT = SimpleNamespace(name="not sent")  # so that what was prepared is still prepared


def types_looked_up_once() -> None:
    """Let connections of asyncpg share what they look up about PostgreSQL's own types.

    It is their dearest statement by far: they read uuid[], say, and have no codec for it yet.
    Each looks up several, and each test opens several connections.
    """
    look_up = asyncpg.Connection._introspect_types
    known: dict[frozenset[int], Any] = {}

    async def _introspect_types(self: Any, oids: Collection[int], timeout: Any) -> Any:  # noqa: ANN401, ASYNC109 - asyncpg's own
        asked = frozenset(oids)
        if max(asked) >= _FIRST_OF_USERS:
            return await look_up(self, oids, timeout)
        if asked not in known:
            known[asked], sent = await look_up(self, oids, timeout)
            return known[asked], sent
        return known[asked], _NOT_SENT

    asyncpg.Connection._introspect_types = _introspect_types


def sniffio_missed_once() -> None:
    """Let httpcore know at once that there is no sniffio: it looks on the disk at every lock."""
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]  # as Python's docs say
