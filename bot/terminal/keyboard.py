"""The keyboard: what is typed, message by message."""

import asyncio
import contextlib
import re
import select
import sys
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable

_PASTED = 0.05  # seconds: nobody types a line in less
_LABELLED = re.compile(r"^[^:=]{1,40}[:=]")  # "Nama: Yanti", a line of a form
_FORM = 2  # such lines


class Keyboard:
    """Somebody's lines; a form that was pasted is one message, as on a phone.

    Whatever else is there at once was typed ahead, and is read line by line.
    """

    def __init__(self) -> None:
        self._ahead: deque[str] = deque()

    async def typed(self, who: Callable[[], str]) -> AsyncIterator[str]:
        """Read what somebody types without holding up the loop, until the input ends.

        In threads that nobody waits for at the end, or Ctrl-C would wait for Enter.
        """
        loop = asyncio.get_running_loop()
        while True:
            line: asyncio.Future[str | None] = loop.create_future()
            reading = threading.Thread(target=self._read, args=(f"{who()}> ", line), daemon=True)
            reading.start()
            said = await line
            if said is None:
                return
            yield said

    def message(self, prompt: str) -> str:
        """Wait for a message; raise EOFError at the end."""
        if not self._ahead:
            self._ahead.extend(_lines(prompt))
        if sum(bool(_LABELLED.match(line)) for line in self._ahead) >= _FORM:
            form, *rest = "\n".join(self._ahead).partition("\n:")  # a command stands alone
            self._ahead = deque(f":{line}" for line in rest[1:] if line)
            return form
        return self._ahead.popleft()

    def _read(self, prompt: str, line: "asyncio.Future[str | None]") -> None:
        try:
            said: str | None = self.message(prompt)
        except EOFError:
            said = None
        with contextlib.suppress(RuntimeError):  # the loop is gone: nobody listens any more
            line.get_loop().call_soon_threadsafe(line.set_result, said)


def _lines(prompt: str) -> list[str]:
    said = [input(prompt)]
    with contextlib.suppress(EOFError):  # it is met again by who reads on
        while sys.stdin.isatty() and select.select([sys.stdin], [], [], _PASTED)[0]:
            said.append(input())
    return said
