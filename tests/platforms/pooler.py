"""A stand-in for PgBouncer in transaction mode: who is in no transaction holds no connection."""

import asyncio
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeAlias

from typing_extensions import override

from tests.platforms.postgres_proxy import Proxy

_Line: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_ASKS = b"QS"  # simple query, sync: what ReadyForQuery answers
_READY, _IDLE = b"Z", b"I"


class Pooler(Proxy):
    """`given`: words of a connection's beginning, and as long ones in their place."""

    def __init__(self, url: str, folder: Path, given: tuple[bytes, bytes] = (b"", b"")) -> None:
        super().__init__(url, folder)
        self._given = given
        self._free: list[_Line] = []

    @override
    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer.transport), suppress(asyncio.IncompleteReadError):
            size = await reader.readexactly(4)
            beginning = size + await reader.readexactly(int.from_bytes(size) - 4)
            beginning = beginning.replace(*self._given)
            self._free.append(await self._open(beginning, writer))
            while True:
                await self._transact(reader, writer, beginning)

    async def _transact(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, beginning: bytes
    ) -> None:
        """Lend the client a connection until it is in no transaction any more."""
        kind, message = await _message(reader)
        line = self._free.pop() if self._free else await self._open(beginning, None)
        state = b""
        while state != _IDLE:
            answering = asyncio.create_task(_relay(line, writer))
            try:
                line[1].write(message)
                while kind not in _ASKS:
                    kind, message = await _message(reader)
                    line[1].write(message)
                state = await answering
                if state != _IDLE:
                    kind, message = await _message(reader)
            except BaseException:  # the client has gone, or the test
                answering.cancel()
                line[1].transport.abort()
                raise
        self._free.append(line)

    @override
    async def __aexit__(self, *_: object) -> None:
        await super().__aexit__()
        for line in self._free:
            line[1].transport.abort()

    async def _open(self, beginning: bytes, to: asyncio.StreamWriter | None) -> _Line:
        reader, writer = await asyncio.open_unix_connection(self._server)
        writer.write(beginning)
        await _relay((reader, writer), to)
        return reader, writer


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readexactly(5)
    return head[:1], head + await reader.readexactly(int.from_bytes(head[1:]) - 4)


async def _relay(line: _Line, to: asyncio.StreamWriter | None) -> bytes:
    """Pass on what the server says until it is ready; return in which state."""
    kind = b""
    while kind != _READY:
        kind, message = await _message(line[0])
        if to is not None:
            to.write(message)
    return message[-1:]
