"""Parked messages: those a fault of ours kept from being taken. Nothing of them is lost."""

from base64 import b64encode

from sqlalchemy import insert

from conversations.messages import Incoming
from storage.ids import new_id
from storage.tables import parked
from storage.work import Work


class Parked:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def put(self, incoming: Incoming, error: BaseException, traceback: str) -> None:
        """Keep the channel's own body and what went wrong, sealed."""
        row = new_id()
        body = {"raw": b64encode(incoming.raw).decode(), "traceback": traceback}
        await self._work.run(
            insert(parked).values(
                id=row,
                channel=incoming.sender.channel.value,
                account=incoming.sender.account,
                message_id=incoming.message_id,
                error=type(error).__name__,
                sealed=self._work.sealer.seal("parked", row, body),
                at=self._work.now,
            )
        )
