"""The inbox: which messages were taken before. No bodies; rows may leave after 8 days.

A row is written in the turn's own transaction, so a turn that is rolled back was never seen. A
twin that is being taken elsewhere at this moment is waited for.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import DateTime, Text, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import insert

from conversations.messages import Incoming
from storage.forgetting import SLICE, forgetting
from storage.rows import Rows
from storage.tables import inbox
from storage.work import Work

KEPT = timedelta(days=8)  # WhatsApp delivers again for 7 days, Telegram for one

_SENT = Rows("sent", channel=Text(), account=Text(), message_id=Text())
_NOW = bindparam("now", type_=DateTime(timezone=True))
_ACCEPT = (
    insert(inbox)
    .from_select(
        (*_SENT.names, "seen_at"),
        select(*_SENT.c, _NOW).order_by(*_SENT.c),  # one order for all, or groups deadlock
    )
    .on_conflict_do_nothing()
    .returning(inbox.c.channel, inbox.c.account, inbox.c.message_id)
)

_NEWEST = select(func.max(inbox.c.seen_at))
_OLD = "seen_at < CAST(:before AS timestamptz)"
_FORGET = text(f"WITH {forgetting('inbox', seen_at=_OLD)}")


class Inbox:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def accept(self, incoming: Sequence[Incoming]) -> list[Incoming]:
        """Return those seen for the first time, in the order given; the others were taken."""
        by_key: dict[tuple[str, str, str], Incoming] = {}
        for one in incoming:
            by_key.setdefault(_key(one), one)
        values = {**_SENT.bind(by_key), "now": self._work.now}
        new = {tuple(row) for row in await self._work.run(_ACCEPT, values)}
        return [one for key, one in by_key.items() if key in new]

    async def newest(self) -> datetime | None:
        """Return when the newest of those that are still known was taken."""
        found: datetime | None = await self._work.value(_NEWEST)
        return found

    async def forget(self, at_most: int = SLICE) -> int:
        """Let go of what no platform will deliver again; return how many rows that were.

        Who hears `at_most` asks again, in another transaction.
        """
        values = {"before": self._work.now - KEPT, "at_most": at_most}
        return int(await self._work.value(_FORGET, values))


def _key(incoming: Incoming) -> tuple[str, str, str]:
    return (incoming.sender.channel.value, incoming.sender.account, incoming.message_id)
