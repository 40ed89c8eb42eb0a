"""The bot as a process that can be killed: forked from a warm parent, or executed anew."""

import contextlib
import importlib
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from bench.results import ROOT
from bot.commands.main import serve
from locales.catalog import Catalog

# What the bot, or a library of its, imports only when it is used.
LATE = (
    "bot.serve",
    "bot.commands.main",
    "bot.telegram.service",
    "bot.whatsapp.service",
    "anyio._backends._asyncio",
    "httpcore._backends.anyio",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.protocols.websockets.auto",
)


def warm() -> None:
    """Import everything that the bot will need: a fork of this process is ready at once."""
    for name in LATE:
        importlib.import_module(name)
    Catalog.load()


def served() -> None:
    """Run `seratus serve` itself."""
    serve()


class Bot:
    """One life of the bot. Leaving the block kills it, if it still lives, and reaps it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.born = time.monotonic()
        self.status: int | None = None

    @classmethod
    def forked(
        cls, environment: Mapping[str, str], log: Path, run: Callable[[], None] = served
    ) -> Self:
        """Fork a child that serves; it never comes back to the caller's code."""
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            _child(environment, log, run)
        return cls(pid)

    @classmethod
    def executed(cls, environment: Mapping[str, str], log: Path) -> Self:
        """Start `python -m bot serve`, with all its imports."""
        arguments = [sys.executable, "-m", "bot", "serve"]

        def execute() -> None:
            os.chdir(ROOT)
            os.execve(sys.executable, arguments, {"PATH": os.defpath, **environment})

        return cls.forked(environment, log, execute)

    @property
    def alive(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = status if pid else None
        return self.status is None

    def kill(self) -> float:
        """Send SIGKILL; return when, on the monotonic clock."""
        os.kill(self.pid, signal.SIGKILL)
        at = time.monotonic()
        self._reap()
        return at

    def end(self, patience: float = 15) -> int:
        """Send SIGTERM and return the exit code; -9 if it had to be killed after all."""
        os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while self.alive:
            if time.monotonic() > deadline:
                self.kill()
            time.sleep(0.02)
        return os.waitstatus_to_exitcode(self.status or 0)

    def _reap(self) -> None:
        if self.status is None:
            _, self.status = os.waitpid(self.pid, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.alive:
            self.kill()


def _child(environment: Mapping[str, str], log: Path, run: Callable[[], None]) -> None:
    """Become the bot: the parent's signals, files and settings are none of its business."""
    code = 1
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, 0)  # pytest-timeout's
        for name in [name for name in os.environ if name.startswith("SERATUS_")]:
            del os.environ[name]
        os.environ.update(environment)
        sys.stdout = sys.stderr = log.open("a", buffering=1, encoding="utf-8")
        os.dup2(sys.stderr.fileno(), 1)
        os.dup2(sys.stderr.fileno(), 2)
        run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - nothing may unwind into the parent's frames
        import traceback  # noqa: PLC0415 - only a child that dies needs it

        with contextlib.suppress(OSError):
            traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):  # its disk may be full
            sys.stderr.flush()
        os._exit(code)
