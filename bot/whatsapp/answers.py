"""What comes back when Meta is asked for something: what was wanted, or a DeliveryError.

An error is judged by its class and its code, never by its words (see refusals.py). What has no
code of Meta's is the network's, or that of something between Meta and us: later, then.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import httpx
import structlog
from pywa.errors import WhatsAppError

from bot.ports import DeliveryError
from bot.whatsapp.alarms import Alarms
from bot.whatsapp.api import NO_SUCH_OBJECT
from bot.whatsapp.refusals import (
    DISTURBED,
    LONG,
    NOT_META,
    SOON,
    UNKNOWN,
    WRONG_NUMBER,
    Refusal,
    refusal,
)

T = TypeVar("T")

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_BUSY = (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE)


class MetaError(DeliveryError):
    """A refusal with one of Meta's codes."""

    def __init__(self, reason: str, meaning: Refusal, code: int) -> None:
        super().__init__(
            reason,
            meaning.retry_after,
            outside=meaning.outside,
            unreached=meaning.unreached,
            refused=meaning.refused,
        )
        self.code = code


async def answer(
    asking: Awaitable[Any], read: Callable[[Any], T], alarms: Alarms, what: str = ""
) -> T:
    """Return what `read` finds in the answer. Raise DeliveryError and nothing else expected."""
    try:
        found = read(await asking)
    except WhatsAppError as error:
        raise _delivery_error(error, alarms, what) from None
    except UnicodeEncodeError as error:  # half a character: our text, and no better next time
        raise DeliveryError(type(error).__name__, None, refused=True) from None
    except httpx.HTTPError as error:
        raise DeliveryError(type(error).__name__, SOON, unreached=True) from None
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # No JSON, or none of Meta's: pywa reads it with no more care than we do.
        log.warning("whatsapp_answer_unreadable", error=type(error).__name__)
        raise DeliveryError("Unreadable", SOON, unreached=True) from None
    alarms.taken(what)
    return found


def _delivery_error(error: WhatsAppError, alarms: Alarms, what: str) -> DeliveryError:
    """Say when to try again; the reason is class and code alone, a message may quote texts."""
    meaning = _meaning(error)
    alarms.refused(meaning, error.code, what)
    reason = f"{type(error).__name__} {error.code}"
    return MetaError(reason, meaning, error.code)


def _meaning(error: WhatsAppError) -> Refusal:
    if error.subcode == NO_SUCH_OBJECT:
        return WRONG_NUMBER
    meaning = refusal(error.code)
    response = error.raw_response
    status = 0 if response is None else response.status_code
    if meaning is None:
        meaning = _unknown(error, status)
    pause = _asked_pause(response)
    if pause is None or meaning.retry_after is None:
        return meaning
    return replace(meaning, retry_after=pause)


def _unknown(error: WhatsAppError, status: int) -> Refusal:
    # pywa takes the status for the code where the body is none of Meta's: a proxy's, say.
    if error.code == status:
        return NOT_META
    passes = error.is_transient or status >= httpx.codes.INTERNAL_SERVER_ERROR
    return DISTURBED if passes or status == httpx.codes.TOO_MANY_REQUESTS else UNKNOWN


def _asked_pause(response: httpx.Response | None) -> timedelta | None:
    if response is None or response.status_code not in _BUSY:
        return None
    seconds = response.headers.get("Retry-After", "")
    if not (seconds.isascii() and seconds.isdecimal()):
        return None
    return min(timedelta(seconds=int(seconds[:6])), LONG)
