"""Which of the known keys are in use: what is asked for behind the lock, and what is answered."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import asyncpg

from storage.errors import Away
from storage.sealing import BOUND, KeysError, Sealer

ROW = UUID(int=0)
ASKED = "SELECT hash, sealed FROM keys_in_use()"  # shares the lock, then reads
LOCK = 1801812339  # as in that function: "keys"
_KNOWN = "seratus"
_KIND = "key_check"


def known(sealer: Sealer) -> dict[str, object]:
    """Return the known row, made with the keys that this sealer uses."""
    sealed = sealer.seal(_KIND, ROW, _KNOWN)
    return {"id": ROW, "hash": sealer.hash(_KIND, _KNOWN), "sealed": sealed}


def among(sealer: Sealer, row: Mapping[str, Any]) -> tuple[int, int]:
    """Return which of our keys made the known row: to seal, and to hash. Raise KeysError."""
    told, sealed = row["hash"], row["sealed"]
    hashing = [v for v in sealer.keys.hashing if sealer.hash_with(v, _KIND, _KNOWN) == told]
    if not hashing:
        message = (
            "This database was sealed with other keys: with these, nobody in it would be found. "
            "Bring back the keys it had (SERATUS_KEYS, or SERATUS_KEYS_FILE)."
        )
        raise KeysError(message)
    sealer.unseal(_KIND, ROW, sealed)
    return sealed[0] & ~BOUND, hashing[0]


async def meet(sealer: Sealer, connection: asyncpg.Connection) -> None:
    """Look before anything else is done on a new connection; raise Away if we lack a key."""
    row = await connection.fetchrow(ASKED)
    try:
        if row is not None:
            among(sealer, row)
    except KeysError as error:
        raise Away(type(error).__name__) from error
