"""Sealing: personal data at rest is one AES-256-GCM blob a row, found again by keyed hashes.

    blob = version of the key (1 byte) · nonce (12 bytes) · ciphertext and tag

The associated data is the table and the row's id, so a blob copied to another row does not open.
Hashes are HMAC-SHA256 under a key of their own, so that nobody without it can try all 10^16 NIKs.
"""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import field
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from conversations.record import record

_KEY_BYTES = 32
_VERSIONS = range(1, 256)  # one byte of the blob
_DIFFERENT = 16  # bytes at least; of 32 random ones 30 differ, give or take
_NONCE_BYTES = 12  # what NIST SP 800-38D recommends for GCM


class KeysError(Exception):
    """The keys cannot be used; the message says what to do."""


@record
class Keys:
    """`sealing` by version (1..255), the newest seals; `hashing` finds rows and never changes."""

    sealing: Mapping[int, bytes] = field(repr=False)
    hashing: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> "Keys":
        return cls({1: os.urandom(_KEY_BYTES)}, os.urandom(_KEY_BYTES))

    @classmethod
    def parse(cls, text: str) -> "Keys":
        """Read "seal1=<base64> hash=<base64>", white space or commas between; raise KeysError."""
        found = dict(part.partition("=")[::2] for part in text.replace(",", " ").split())
        try:
            keys = {name: b64decode(value, validate=True) for name, value in found.items()}
            sealing = {
                int(n.removeprefix("seal")): k for n, k in keys.items() if n.startswith("seal")
            }
            hashing = keys["hash"]
        except (ValueError, KeyError):
            raise KeysError(_HOW) from None
        if not sealing or any(len(key) != _KEY_BYTES for key in keys.values()):
            raise KeysError(_HOW)
        if not all(version in _VERSIONS for version in sealing):
            raise KeysError(_HOW)
        if weak := sorted(name for name, key in keys.items() if _weak(key)):
            raise KeysError(f"{weak[0]} is not random, and can be guessed. {_HOW}")
        if len(set(keys.values())) < len(keys):
            raise KeysError(f"Two keys are the same, and each must be its own. {_HOW}")
        return cls(sealing, hashing)

    def fingerprints(self) -> tuple[str, ...]:
        """Tell the keys apart without telling them: "seal1:0f3a…"."""
        named = {f"seal{version}": key for version, key in self.sealing.items()}
        return tuple(
            f"{name}:{hashlib.sha256(key).hexdigest()[:12]}"
            for name, key in {**named, "hash": self.hashing}.items()
        )

    def dump(self) -> str:
        """Return the keys in the form that `parse` reads."""
        seals = [
            f"seal{version}={b64encode(key).decode()}" for version, key in self.sealing.items()
        ]
        return "\n".join([*seals, f"hash={b64encode(self.hashing).decode()}", ""])


_HOW = (
    'SERATUS_KEYS must read "seal1=<base64> hash=<base64>", each of 32 random bytes: '
    "make one with 'openssl rand -base64 32'"
)


def _weak(key: bytes) -> bool:
    """Say whether a key is none that chance made: so few bytes of 32 differ once in 10^15."""
    return len(set(key)) < _DIFFERENT or key[:16] == key[16:]


class Sealer:
    """Everything sealed passes through here."""

    def __init__(self, keys: Keys) -> None:
        self._ciphers = {version: AESGCM(key) for version, key in keys.sealing.items()}
        self._newest = max(keys.sealing)
        self._hashing = keys.hashing

    def seal(self, table: str, row: UUID, value: Any) -> bytes:  # noqa: ANN401 - whatever JSON takes
        """Seal a JSON value for one row of one table."""
        nonce = os.urandom(_NONCE_BYTES)
        plain = orjson.dumps(value)
        blob = self._ciphers[self._newest].encrypt(nonce, plain, _bound_to(table, row))
        return bytes((self._newest,)) + nonce + blob

    def unseal(self, table: str, row: UUID, blob: bytes) -> Any:  # noqa: ANN401 - whatever JSON takes
        """Open what `seal` made for the same row; raise KeysError with the wrong key or row."""
        cipher = self._ciphers.get(blob[0])
        nonce, rest = blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
        try:
            if cipher is None:
                raise InvalidTag  # noqa: TRY301 - one way to say it
            return orjson.loads(cipher.decrypt(nonce, rest, _bound_to(table, row)))
        except InvalidTag:
            message = (
                f"A row of {table} does not open with key seal{blob[0]}: it was sealed with "
                "another key, or for another row. Put the key back into SERATUS_KEYS."
            )
            raise KeysError(message) from None

    def hash(self, kind: str, *values: str) -> bytes:
        """Return the keyed hash of a value; `kind` keeps hashes of different things apart."""
        message = "\x00".join((kind, *values)).encode()
        return hmac.digest(self._hashing, message, hashlib.sha256)


def _bound_to(table: str, row: UUID) -> bytes:
    return table.encode() + row.bytes
