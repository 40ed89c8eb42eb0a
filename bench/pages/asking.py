"""Browsers that ask for a page, as cheap as can be: connections that stay open."""

import asyncio
from collections.abc import Sequence
from itertools import cycle, islice
from typing import TypeVar, cast

from typing_extensions import override

_END = b"\r\n\r\n"
_LENGTH = b"content-length: "
_TICK = 0.02  # seconds between two times that some ask, at a pace
_Result = TypeVar("_Result")


class _Browser(asyncio.Protocol):
    """Asks `again` as soon as it was answered, if it is told to. `size`: of the newest body."""

    def __init__(self, page: str, *, again: bool) -> None:
        head = f"GET {page} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, deflate\r\n\r\n"
        self._request = head.encode()
        self._again = again
        self._came = bytearray()
        self.answered = 0
        self.size = 0

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is none by inheritance
        if self._again:
            self.ask()

    def ask(self) -> None:
        self.transport.write(self._request)

    @override
    def data_received(self, data: bytes) -> None:
        self._came += data
        head = self._came.find(_END)
        if head < 0:
            return
        refused = not self._came.startswith(b"HTTP/1.1 200 ")
        begin = self._came.find(_LENGTH) + len(_LENGTH)
        self.size = int(self._came[begin : self._came.find(b"\r\n", begin)])
        if len(self._came) < head + len(_END) + self.size:
            return
        self._came.clear()
        self.answered += not refused
        if self._again:
            self.ask()


async def _browsers(
    port: int, pages: Sequence[str], count: int, *, again: bool = False
) -> list[_Browser]:
    loop = asyncio.get_running_loop()
    made = [_Browser(page, again=again) for page in islice(cycle(pages), count)]
    for one in made:
        await loop.create_connection(lambda one=one: one, "127.0.0.1", port)  # type: ignore[misc]
    return made


async def asked(port: int, page: str, connections: int, seconds: float) -> tuple[int, int]:
    """Ask for a page meanwhile; return how often it was answered, and the bytes of its body."""
    browsers = await _browsers(port, [page], connections, again=True)
    await asyncio.sleep(seconds)
    answered = sum(one.answered for one in browsers)
    for one in browsers:
        one.transport.abort()
    return answered, browsers[0].size


async def paced(
    port: int, pages: Sequence[str], a_second: int, until: asyncio.Task[_Result]
) -> _Result:
    """Ask so often until a task is done, and return what it found. Raise if few were answered."""
    loop = asyncio.get_running_loop()
    browsers = await _browsers(port, pages, round(a_second * _TICK) * len(pages))
    began, asks, waiting = loop.time(), 0, cycle(browsers)
    while not until.done():
        while asks < (loop.time() - began) * a_second:
            next(waiting).ask()
            asks += 1
        await asyncio.sleep(_TICK)
    answered = sum(one.answered for one in browsers)
    for one in browsers:
        one.transport.abort()
    if answered < 0.9 * asks:
        raise RuntimeError(f"{answered} of {asks} requests were answered")
    return until.result()
