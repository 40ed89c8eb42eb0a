"""JSON of which nothing is certain: Meta adds types and fields whenever it likes."""

import hashlib
import json
from datetime import UTC, datetime
from typing import TypeAlias

import orjson

_EARLIEST = datetime(2018, 8, 1, tzinfo=UTC)  # of WhatsApp's API; ages are reckoned from the date

Json: TypeAlias = "Object | list[Json] | str | int | float | None"
Object: TypeAlias = "dict[str, Json]"


def parsed(raw: bytes) -> Json:
    """Read JSON, even with half a surrogate pair in a text, which orjson refuses. ValueError."""
    try:
        return orjson.loads(raw)  # type: ignore[no-any-return]
    except ValueError:
        pass
    try:
        whole = json.dumps(json.loads(raw), ensure_ascii=False)
    except RecursionError:
        raise ValueError from None
    return orjson.loads(whole.encode(errors="replace"))  # type: ignore[no-any-return]


def listed(value: Object, name: str) -> list[Json]:
    """Return the list of this name, or an empty one."""
    found = value.get(name)
    return found if isinstance(found, list) else []


def inside(value: Object, name: str) -> Object:
    """Return the object of this name, or an empty one."""
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def objects(values: list[Json]) -> list[Object]:
    """Return those of the values that are objects."""
    return [value for value in values if isinstance(value, dict)]


def word(value: Json) -> str | None:
    """Return an id or a token: a text that the database can keep and a log can show."""
    return value if isinstance(value, str) and value and value.isprintable() else None


def opaque(message_id: str) -> str:
    """Return what a message of WhatsApp's is called behind this channel.

    The id itself is base64 with the number of a person in it: it must not stand in a log, nor
    unsealed in the database.
    """
    return "w" + hashlib.sha256(message_id.encode()).hexdigest()[:31]


def number(value: Json) -> str | None:
    """Return the digits of a number written with nothing but digits (and a plus), or None."""
    if not isinstance(value, str | int):
        return None
    digits = str(value).removeprefix("+")
    return digits if digits.isascii() and digits.isdigit() else None


def moment(value: Json, now: datetime) -> datetime:
    """Return the time of these Unix seconds; `now` if there is none, or one that cannot be."""
    try:
        found = datetime.fromtimestamp(int(number(value) or "x"), UTC)
    except (OverflowError, ValueError, OSError):
        return now
    return min(found, now) if found >= _EARLIEST else now


def written_down(value: Json) -> bytes:
    """Write JSON; nothing at all if it is nested deeper than orjson goes, as Meta never does."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return b""
