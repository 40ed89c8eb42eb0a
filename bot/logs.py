"""Logs: one event name and fields a line, on standard error. Ids, never a NIK, a name or a text.

Samaran (lokal-id) masks numbers and addresses that slip through all the same; it is the net, not
the rule: what must not be logged is not given to the log.
"""

import logging
import sys
from typing import Any

import structlog
from lokal import Samaran

_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_QUIET = ("aiogram", "alembic", "httpx", "httpcore", "uvicorn.access")


def _masked(_logger: object, _method: str, line: Any) -> str:  # noqa: ANN401 - what was rendered
    return Samaran(mode="partial").mask(str(line)).text


def configure(level: str) -> None:
    """Send our own lines and the libraries' through one handler, masked."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
                _masked,
            ],
            foreign_pre_chain=_SHARED,
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
