"""The keys in use are those that the database names, or nothing starts.

With another hashing key nobody would be recognised, and every NIK could register a second time;
with another sealing key nothing would open. So one known row is sealed and hashed with the keys
in use, compared at every start, and made anew when `seratus keys rotate` takes up others.

Whoever knows newer ones looks at it in each unit of work, behind a lock that it shares until it
commits: who takes them up waits for all that still use the old ones, and all wait for it.
Connections tell by their name which keys are known, and look before anything is done on them; so
who takes up new keys sees everybody who does not know them, and nobody comes unseen.
"""

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from storage.in_use import ASKED, among, known
from storage.tables import key_check
from storage.work import Work

_LOOK = text(ASKED)


async def check(work: Work) -> None:
    """Use the keys that are in use; a new database's are the newest. Raise KeysError."""
    if not await look(work):
        await work.run(insert(key_check).values(**known(work.sealer)).on_conflict_do_nothing())
        await look(work)


async def look(work: Work) -> bool:
    """Use the keys that are in use until this unit of work ends; False: the database names none.

    Raise KeysError if they are not among ours.
    """
    rows = await work.run(_LOOK)
    for row in rows:
        work.sealer.use(*among(work.sealer, row))
    return bool(rows)
