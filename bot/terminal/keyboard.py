"""The keyboard: what is typed, message by message."""

import asyncio
import contextlib
import select
import sys
import threading
from collections.abc import AsyncIterator, Callable

_PASTED = 0.05  # seconds: nobody types a line in less


async def typed(who: Callable[[], str]) -> AsyncIterator[str]:
    """Read what somebody types without holding up the loop, until the input ends.

    In threads that nobody waits for at the end, or Ctrl-C would wait for Enter.
    """
    loop = asyncio.get_running_loop()
    while True:
        line: asyncio.Future[str | None] = loop.create_future()
        threading.Thread(target=_read, args=(f"{who()}> ", line), daemon=True).start()
        said = await line
        if said is None:
            return
        yield said


def read_message(prompt: str) -> str:
    """Read a line, and all that came with it: who pastes a form sends one message.

    What is no keyboard is read line by line, and commands stand alone. Raise EOFError at the end.
    """
    said = [input(prompt)]
    with contextlib.suppress(EOFError):  # it is met again by who reads on
        while not said[-1].startswith(":") and _more_is_there():
            said.append(input())
    return "\n".join(said)


def _more_is_there() -> bool:
    return sys.stdin.isatty() and bool(select.select([sys.stdin], [], [], _PASTED)[0])


def _read(prompt: str, line: "asyncio.Future[str | None]") -> None:
    try:
        said: str | None = read_message(prompt)
    except EOFError:
        said = None
    with contextlib.suppress(RuntimeError):  # the loop is gone: nobody listens any more
        line.get_loop().call_soon_threadsafe(line.set_result, said)
