"""What a button carries: a verb and its arguments, in at most 64 bytes (Telegram's callback_data).

An answer's token names its draft and its question, so an old button answers for the draft it was
made for. A decision's names the registration and its version, not a conversation, so a second tap
is recognised. UUIDs are 22 characters of URL-safe base64.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from uuid import UUID

MAX_BYTES = 64  # telegram.constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
_SEPARATOR = ":"
_UUID_BYTES = 16


def token(verb: str, *arguments: str | int | UUID) -> str:
    """Join a verb and its arguments; raise ValueError if that is too long for a button."""
    parts = [_short(a) if isinstance(a, UUID) else str(a) for a in arguments]
    return fitting(_SEPARATOR.join((verb, *parts)))


def fitting(text: str) -> str:
    """Return a token; raise ValueError if it is too long for a button."""
    if len(text.encode()) > MAX_BYTES:
        verb = parts(text)[0]
        message = f"a token may have {MAX_BYTES} bytes, this has {len(text.encode())}: {verb}"
        raise ValueError(message)
    return text


def parts(text: str) -> tuple[str, ...]:
    """Split a token; whatever else was tapped comes back as it is, for nobody to recognise."""
    return tuple(text.split(_SEPARATOR))


def uuid(text: str) -> UUID | None:
    """Read a UUID written by `token`; None if it is none."""
    try:
        raw = urlsafe_b64decode(text + "==")
    except ValueError:
        return None
    return UUID(bytes=raw) if len(raw) == _UUID_BYTES else None


@lru_cache(1024)
def _short(value: UUID) -> str:
    return urlsafe_b64encode(value.bytes).rstrip(b"=").decode()
