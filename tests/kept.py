"""Connections to the databases of tests, which a test leaves to the next of its worker.

A new one is a process of the server's that knows no table and no plan yet: to make it and to tell
it all that anew costs more than what a test asks of it. So whoever closes one gives it back as it
was opened, and the first in the next test that wants such a one is given it. In the test that
closed it it is closed, and whoever connects again there is given another.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
from typing_extensions import override

_AT_MOST = 8  # of one kind: some tests open hundreds
_connect = asyncpg.connect


class Kept:
    """The connections that are opened on these loops: a connection belongs to its loop."""

    def __init__(self, *loops: asyncio.AbstractEventLoop) -> None:
        self._loops = loops
        self._databases: set[str] = set()
        self._ready: dict[str, list[_Connection]] = defaultdict(list)
        self._closed: list[_Connection] = []

    @contextmanager
    def lent(self) -> Iterator["Kept"]:
        """Let whoever connects be given one; leave them all at the end."""
        asyncpg.connect = self._lend
        try:
            yield self
        finally:
            asyncpg.connect = _connect
            for database in list(self._databases):
                self.forget(database)

    def begin(self, database: str) -> None:
        """Keep from now on what is closed of a database."""
        self._databases.add(database)

    def end(self, database: str) -> list[int]:
        """Lend from now on what was closed; return the server's processes for a database."""
        for one in self._closed:
            ready = self._ready[one.kind]
            ready.append(one)
            if len(ready) > _AT_MOST:
                ready.pop(0).leave()
        self._closed.clear()
        kept = (one for ready in self._ready.values() for one in ready)
        return [one.get_server_pid() for one in kept if one.database == database]

    def only_new(self) -> None:
        """Lend none in the rest of this test: what is set for a database holds for new ones."""
        for ready in self._ready.values():
            self._closed += ready
            ready.clear()

    def forget(self, database: str) -> None:
        """Leave a database."""
        self._databases.discard(database)
        for some in (*self._ready.values(), self._closed):
            for one in [one for one in some if one.database == database]:
                some.remove(one)
                one.leave()

    def keeps(self, one: "_Connection") -> bool:
        """Whether it is kept when it is closed."""
        return one.database in self._databases

    def keep(self, one: "_Connection") -> None:
        self._closed.append(one)

    async def _lend(self, *arguments: Any, **more: Any) -> asyncpg.Connection:  # noqa: ANN401 - asyncpg's own
        loop = asyncio.get_running_loop()
        if loop not in self._loops:
            return await _connect(*arguments, **more)
        await _news()
        ready = self._ready[kind := repr((id(loop), arguments, sorted(more.items())))]
        while ready:
            if (one := ready.pop()).opens():
                return one
        made: _Connection = await _connect(*arguments, **more, connection_class=_Connection)
        made.kept, made.kind = self, kind
        return made


async def _news() -> None:
    """Let the loop hear what was cut since it last listened."""
    for _ in range(3):  # what it reads, the end of it, and who is told
        await asyncio.sleep(0)


class _Connection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg carries no types
    __slots__ = ("_given_back", "kept", "kind")

    kept: Kept
    kind: str

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 - asyncpg's own
        super().__init__(*arguments)
        self._given_back = False

    @property
    def database(self) -> str:
        return str(self._params.database)

    def opens(self) -> bool:
        """Open it again, and say whether it is still there."""
        self._given_back = False
        return not self.is_closed()

    def leave(self) -> None:
        """Close it in earnest, whether its loop runs or not."""
        if self.opens():
            self.terminate()

    @override
    def is_closed(self) -> bool:
        return self._given_back or bool(super().is_closed())

    @override
    def get_reset_query(self) -> str:
        return f"RESET SESSION AUTHORIZATION;{super().get_reset_query()}"

    @override
    async def close(self, *, timeout: float | None = None) -> None:
        """Give it back, unless somebody is in the middle of something."""
        if self._given_back:
            return
        if self.is_closed() or self.is_in_transaction() or not self.kept.keeps(self):
            await super().close(timeout=timeout)
            return
        try:
            await self.reset(timeout=timeout)
        except BaseException:
            self.terminate()
            raise
        self._given_back = True
        self.kept.keep(self)
