"""Sealed messages that tell of somebody's registration though no key leads from it to them.

What is on its way to others (a village's heads, who claims a NIK), and what was parked, which is
the channel's own body. A few rows are opened and looked through; what the keys do not open stays.
"""

import re
from base64 import b64decode
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import text

from conversations.buttons.button import read
from conversations.record import record
from storage.sealing import KeysError
from storage.work import Row, Work

_ON_ITS_WAY = text("""
    SELECT o.id, o.sealed FROM addresses a JOIN outbox o ON o.address_id = a.id
     WHERE a.person_id = ANY(CAST(:readers AS uuid[])) AND o.sealed IS NOT NULL
     ORDER BY o.id FOR UPDATE OF o
""")
_REWRITE = text("UPDATE outbox SET sealed = CAST(:sealed AS bytea) WHERE id = CAST(:id AS uuid)")
_DROP = text("DELETE FROM outbox WHERE id = ANY(CAST(:ids AS uuid[]))")
_PARKED = text("SELECT id, sealed FROM parked ORDER BY id")
_DROP_PARKED = text("DELETE FROM parked WHERE id = ANY(CAST(:ids AS uuid[]))")


@record
class Told:
    """What tells of a registration: its number, and what its person said."""

    id: UUID
    number: str
    nik: str
    name: str


async def forget_messages(work: Work, those: Collection[Told], readers: Collection[UUID]) -> None:
    """Take what tells of registrations from the messages of others; nothing left: it goes."""
    gone = []
    for row in await work.run(_ON_ITS_WAY, {"readers": list(readers)}) if those else ():
        before = _opened(work, "outbox", row)
        if before is None:
            continue
        after = _without(before, those)
        if not after["texts"]:
            gone.append(row.id)
        elif after != before:
            sealed = work.sealer.seal("outbox", row.id, after)
            await work.run(_REWRITE, {"id": row.id, "sealed": sealed})
    await work.run(_DROP, {"ids": gone})


async def forget_parked(work: Work, those: Collection[Told], chats: Collection[str]) -> None:
    """Delete parked messages that came from these chats, or tell of these registrations."""
    words = {*chats, *(one.number for one in those), *(one.nik for one in those)} - {""}
    if not words:
        return
    named = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words)))
    gone = []
    for row in await work.run(_PARKED):
        body = _opened(work, "parked", row)
        if body and named.search(
            b64decode(body["raw"]).decode(errors="replace") + body["traceback"]
        ):
            gone.append(row.id)
    await work.run(_DROP_PARKED, {"ids": gone})


def _opened(work: Work, table: str, row: Row) -> Any:  # noqa: ANN401 - JSON
    try:
        return work.sealer.unseal(table, row.id, row.sealed)
    except KeysError:
        return None


def _without(reply: dict[str, Any], those: Collection[Told]) -> dict[str, Any]:
    """Return a reply, as reply_json.py writes it, without what tells of registrations."""
    return {
        **reply,
        "texts": [one for one in reply["texts"] if not _tells(one, those)],
        "choices": [
            one
            for one in reply["choices"]
            if not _tells(one[1:], those)
            and getattr(read(one[0]), "registration", None) not in {each.id for each in those}
        ],
    }


def _tells(told: Any, those: Collection[Told]) -> bool:  # noqa: ANN401 - JSON
    """Whether something tells of a registration: by a name alone only without another's number."""
    words = set(_words(told))
    numbered = any(one.startswith("PR-") for one in words)
    return any(
        (one.name in words and not numbered)
        or any(known and known in word for known in (one.number, one.nik) for word in words)
        for one in those
    )


def _words(told: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    match told:
        case str():
            yield told
        case dict():
            for one in told.values():
                yield from _words(one)
        case list():
            for one in told:
                yield from _words(one)
