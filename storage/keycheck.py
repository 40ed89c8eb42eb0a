"""The keys are those that the database was sealed with, or nothing starts.

With another hashing key nobody would be recognised, and every NIK could register a second time;
with another sealing key nothing would open. So one known row is sealed and hashed with the first
keys, and compared at every start.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from storage.sealing import KeysError
from storage.tables import key_check
from storage.work import Work

_ROW = UUID(int=0)
_KNOWN = "seratus"


async def check(work: Work) -> None:
    """Raise KeysError if the database was sealed with other keys; a new one is theirs from now."""
    hashed = work.sealer.hash("key_check", _KNOWN)
    sealed = work.sealer.seal("key_check", _ROW, _KNOWN)
    first = insert(key_check).values(id=_ROW, hash=hashed, sealed=sealed)
    await work.run(first.on_conflict_do_nothing())
    [row] = await work.run(select(key_check).where(key_check.c.id == _ROW))
    if row.hash != hashed:
        message = (
            "This database was sealed with other keys: with these, nobody in it would be found. "
            "Bring back the keys it had (SERATUS_KEYS, or SERATUS_KEYS_FILE)."
        )
        raise KeysError(message)
    work.sealer.unseal("key_check", _ROW, row.sealed)
