"""Logs: one event name and fields a line, on standard error. Ids, never a NIK, a name or a text.

A line is a JSON object wherever something collects them, and easier to read at a terminal. Of a
fault the line has its type and where it was, not its message: that may quote what somebody wrote.
Samaran (lokal-id) masks numbers and addresses that slip through all the same; it is the net, not
the rule: what must not be logged is not given to the log.
"""

import asyncio
import logging
import sys
import traceback
from typing import Any

import structlog
from lokal import Samaran
from structlog.typing import EventDict

_FRAMES = 12  # of a fault, the innermost: the others are the server's and the loop's


def _without_words(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Put the type of a fault and its frames in the place of the fault itself."""
    given = event.pop("exc_info", None)
    fault = given[1] if isinstance(given, tuple) else given
    if given is True:
        fault = sys.exception()
    if isinstance(fault, BaseException):
        frames = traceback.extract_tb(fault.__traceback__)[-_FRAMES:]
        event["error"] = type(fault).__name__
        event["frames"] = [f"{one.filename}:{one.lineno} {one.name}" for one in frames]
    event.pop("stack_info", None)
    return event


_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _without_words,
]
_QUIET = ("aiogram", "alembic", "httpx", "httpcore", "uvicorn.access")


def _masked(_logger: object, _method: str, line: Any) -> str:  # noqa: ANN401 - what was rendered
    return Samaran(mode="partial").mask(str(line)).text


def configure(level: str) -> None:
    """Send our own lines and the libraries' through one handler, masked."""
    at_terminal = sys.stderr.isatty()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.dev.ConsoleRenderer()
                if at_terminal
                else structlog.processors.JSONRenderer(),
                _masked,
            ],
            foreign_pre_chain=_SHARED,
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    # What it warns of is what strangers write, a line each: requests that are none.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def tell_loop_faults() -> None:
    """Log what no task caught as an event of ours: asyncio's own line repeats its message."""
    log = structlog.get_logger()

    def tell(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        log.error("loop_fault", exc_info=context.get("exception"))

    asyncio.get_running_loop().set_exception_handler(tell)
