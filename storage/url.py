"""The address of the database, as libpq writes it: read once, and never shown with its password.

asyncpg reads most of libpq's parameters from a URL itself, but takes every other word for a
setting of the server's, which then refuses the connection without saying why.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from conversations.record import record

_PART = r"(?:[^@/?#%\s]|%[0-9A-Fa-f]{2})"
_HOST = r"(?:\[[^\]@/?#\s]*\]|[^\[\]:,@/?#\s]*)(?::\d*)?"
_URL = re.compile(
    rf"postgres(?:ql)?(?:\+asyncpg)?://(?:(?P<user>{_PART}*)@)?(?P<host>{_HOST}(?:,{_HOST})*)"
    r"(?:/(?P<name>[^@/?#\s]*))?(?:\?(?P<query>[^@#\s]*))?"
)
_BEGINS = re.compile(r"postgres(?:ql)?(?:\+asyncpg)?://")
_READ_BY_ASYNCPG = (
    *("host", "port", "user", "password", "dbname", "passfile", "target_session_attrs"),
    *("sslmode", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslpassword"),
    *("ssl_min_protocol_version", "ssl_max_protocol_version"),
)
_OURS = ("connect_timeout", "application_name", "options")
_ONE_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
        "target_session_attrs": (
            *("any", "read-write", "read-only", "primary", "standby", "prefer-standby"),
        ),
    }
)
_PATIENCE = 10  # seconds to connect in; libpq waits for ever


class UrlError(Exception):
    """The URL cannot be used; the message says why, and quotes nothing of a password."""


@record
class Where:
    """What to connect to. `settings` are the server's, for each connection."""

    dsn: str = field(repr=False)
    shown: str
    timeout: int
    settings: Mapping[str, str]

    @property
    def arguments(self) -> dict[str, Any]:
        """For asyncpg.connect()."""
        return {"dsn": self.dsn, "timeout": self.timeout, "server_settings": dict(self.settings)}


def read(url: str) -> Where:
    """Read a URL; raise UrlError."""
    if not _BEGINS.match(url):
        raise UrlError("must begin with postgresql://; there is no other database")
    parts = _URL.fullmatch(url)
    if parts is None:
        raise UrlError(
            "cannot be read: it is written postgresql://user:password@host:5432/name, and in a "
            "user's name or a password @ is written %40, : %3A, / %2F, # %23, ? %3F, % %25 and a "
            "space %20"
        )
    query = dict(parse_qsl(parts["query"] or "", keep_blank_values=True))
    _check(query)
    settings = {name: query.pop(name) for name in _OURS if name in query}
    timeout = _seconds(settings.pop("connect_timeout", str(_PATIENCE)))
    rest = f"?{urlencode(query, quote_via=quote)}" if query else ""
    at = f"{parts['user']}@" if parts["user"] is not None else ""
    where = f"{parts['host']}/{parts['name'] or ''}"
    user = unquote((parts["user"] or "").partition(":")[0])
    shown = f"postgresql://{f'{user}@' if user else ''}{where}"
    return Where(f"postgresql://{at}{where}{rest}", shown, timeout, settings)


def _check(query: Mapping[str, str]) -> None:
    known = (*_READ_BY_ASYNCPG, *_OURS)
    for name, value in query.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            way_out = f"did you mean {near[0]}?" if near else "take it out"
            raise UrlError(f"has {name!r}, which Seratus does not understand: {way_out}")
        if name in _ONE_OF and value not in _ONE_OF[name]:
            raise UrlError(f"has {name}={value!r}: it must be one of {', '.join(_ONE_OF[name])}")


def _seconds(given: str) -> int:
    if not given.isdecimal():
        raise UrlError(f"has connect_timeout={given!r}: it must be a number of seconds")
    return int(given) or _PATIENCE
