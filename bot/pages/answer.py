"""An answer as it leaves: bytes made once, whole and packed, with what a browser must keep to."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from http import HTTPStatus

from starlette.types import Receive, Scope, Send

# Nothing comes from elsewhere, and no script runs: whatever words of others a page showed.
POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
A_MINUTE = "public, max-age=60"
A_YEAR = "public, max-age=31536000, immutable"
_READS = ("GET", "HEAD")
_SHORT = 200  # bytes: packed, they would be no fewer
_REFUSED = re.compile(rb"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")

_Raw = list[tuple[bytes, bytes]]


def guarded(policy: Mapping[str, str] = POLICY) -> dict[str, str]:
    """Return the headers that every page has; `policy`: what it may load, and do."""
    return {
        "content-security-policy": "; ".join(f"{name} {of}" for name, of in policy.items()),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }


class Answer:
    """An ASGI app that always answers the same: 200 (or `status`), 304 to who has it, or 405."""

    def __init__(
        self,
        body: bytes,
        kind: str,
        *,
        status: int = HTTPStatus.OK,
        keep: str = A_MINUTE,
        policy: Mapping[str, str] = POLICY,
    ) -> None:
        """`kind`: the media type; `keep`: for how long whoever asked may keep it."""
        self._status = status
        shared = {"cache-control": keep, "vary": "accept-encoding", **guarded(policy)}
        mark = hashlib.sha256(body).hexdigest()[:16]
        packed = gzip.compress(body, mtime=0) if len(body) > _SHORT else body
        self._plain = _Form(body, shared, {"content-type": kind, "etag": f'"{mark}"'})
        self._packed = self._plain
        if len(packed) < len(body):
            own = {"content-type": kind, "etag": f'"{mark}-gz"', "content-encoding": "gzip"}
            self._packed = _Form(packed, shared, own)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method not in _READS:
            await _start(send, HTTPStatus.METHOD_NOT_ALLOWED, [(b"allow", b"GET, HEAD")], b"")
            return
        form, known = self._plain, b""
        for name, value in scope["headers"]:
            if name == b"accept-encoding" and b"gzip" in value and not _REFUSED.search(value):
                form = self._packed
            elif name == b"if-none-match":
                known = value
        if known and form.is_known(known):
            await _start(send, HTTPStatus.NOT_MODIFIED, form.short, b"")
        else:
            await _start(send, self._status, form.head, form.body if method == "GET" else b"")


class _Form:
    """One form of an answer: its body, all its headers, and those that a 304 repeats."""

    def __init__(self, body: bytes, shared: Mapping[str, str], own: Mapping[str, str]) -> None:
        self.body = body
        self._etag = own["etag"].encode()
        self.short = _raw({**shared, "etag": own["etag"]})
        self.head = _raw({**shared, **own, "content-length": str(len(body))})

    def is_known(self, known: bytes) -> bool:
        """Say whether an If-None-Match names it; weakly, as a proxy may have made it weak."""
        if known == self._etag:
            return True
        return any(
            one.strip().removeprefix(b"W/") in (self._etag, b"*") for one in known.split(b",")
        )


def _raw(headers: Mapping[str, str]) -> _Raw:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


async def _start(send: Send, status: int, headers: _Raw, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
