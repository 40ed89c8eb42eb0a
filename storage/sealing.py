"""Sealing: personal data at rest is one AES-256-GCM blob a row, found again by keyed hashes.

    blob = version of the key, and its form (1 byte) · nonce (12 bytes) · ciphertext and tag

The associated data is the table and the row's id, so a blob copied to another row does not open.
With the first bit set (128 and more) it is bound to further ids as well: a registration's to its
NIK's row and its programme, so one that is moved by hand to another does not open, either.
Hashes are HMAC-SHA256 under a key of their own, so that nobody without it can try all 10^16 NIKs.

A key that is known is not yet in use: which one seals and which one finds, the database says
(keycheck.py), and `seratus keys rotate` alone changes it.
"""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from conversations.record import record

_KEY_BYTES = 32
_VERSIONS = range(1, 128)  # seven bits of the blob's first byte
BOUND = 128  # the eighth: it is bound to more than its row
BUDGET = 2**32  # seals a key with random nonces: NIST SP 800-38D, 8.3
_DIFFERENT = 16  # bytes at least; of 32 random ones 30 differ, give or take
_NONCE_BYTES = 12  # what NIST SP 800-38D recommends for GCM


class KeysError(Exception):
    """The keys cannot be used; the message says what to do."""


@record
class Keys:
    """`sealing` and `hashing` by version (1..127); what was sealed with an older one still opens.

    The first hashing key is written "hash", the others "hash2" and so on.
    """

    sealing: Mapping[int, bytes] = field(repr=False)
    hashing: Mapping[int, bytes] = field(repr=False)

    @classmethod
    def generate(cls) -> "Keys":
        return cls({1: os.urandom(_KEY_BYTES)}, {1: os.urandom(_KEY_BYTES)})

    @classmethod
    def parse(cls, text: str) -> "Keys":
        """Read "seal1=<base64> hash=<base64>", white space or commas between; raise KeysError."""
        found = dict(part.partition("=")[::2] for part in text.replace(",", " ").split())
        try:
            keys = {name: b64decode(value, validate=True) for name, value in found.items()}
            sealing = {int(n.removeprefix("seal")): k for n, k in keys.items() if n[:4] == "seal"}
            hashing = {
                int(n.removeprefix("hash") or 1): k for n, k in keys.items() if n[:4] == "hash"
            }
        except ValueError:
            raise KeysError(_HOW) from None
        if not sealing or not hashing or any(len(key) != _KEY_BYTES for key in keys.values()):
            raise KeysError(_HOW)
        if len(sealing) + len(hashing) < len(keys):  # another name, or one key named twice
            raise KeysError(_HOW)
        if not all(version in _VERSIONS for version in (*sealing, *hashing)):
            raise KeysError(_HOW)
        if weak := sorted(name for name, key in keys.items() if _weak(key)):
            raise KeysError(f"{weak[0]} is not random, and can be guessed. {_HOW}")
        if len(set(keys.values())) < len(keys):
            raise KeysError(f"Two keys are the same, and each must be its own. {_HOW}")
        return cls(sealing, hashing)

    def next(self) -> "Keys":
        """Return these keys, and a new one of each kind beside them."""
        sealing, hashing = (
            {max(k) + 1: os.urandom(_KEY_BYTES)} for k in (self.sealing, self.hashing)
        )
        return Keys({**self.sealing, **sealing}, {**self.hashing, **hashing})

    def named(self) -> dict[str, bytes]:
        """Return the keys by the names that they are written with."""
        seals = {name_of_seal(version): key for version, key in self.sealing.items()}
        return {**seals, **{name_of_hash(version): key for version, key in self.hashing.items()}}

    def fingerprints(self) -> tuple[str, ...]:
        """Tell the keys apart without telling them: "seal1:0f3a…"."""
        return tuple(f"{name}:{fingerprint(key)}" for name, key in self.named().items())

    def newest(self) -> str:
        """Tell the newest key of each kind, without telling it."""
        of_both = self.sealing[max(self.sealing)], self.hashing[max(self.hashing)]
        names = name_of_seal(max(self.sealing)), name_of_hash(max(self.hashing))
        return " ".join(f"{n}:{fingerprint(key)}" for n, key in zip(names, of_both, strict=True))

    def dump(self) -> str:
        """Return the keys in the form that `parse` reads."""
        return "".join(f"{name}={b64encode(key).decode()}\n" for name, key in self.named().items())


def name_of_seal(version: int) -> str:
    return f"seal{version}"


def name_of_hash(version: int) -> str:
    return "hash" if version == 1 else f"hash{version}"


def fingerprint(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:12]


_HOW = (
    'SERATUS_KEYS must read "seal1=<base64> hash=<base64>", each of 32 random bytes: '
    "make one with 'openssl rand -base64 32'"
)


def _weak(key: bytes) -> bool:
    """Say whether a key is none that chance made: so few bytes of 32 differ once in 10^15."""
    return len(set(key)) < _DIFFERENT or key[:16] == key[16:]


class Sealer:
    """Everything sealed passes through here.

    The newest keys are in use until `use` tells otherwise. `seals`: how many, by the key's
    version, since they were taken last.
    """

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self.seals: Counter[int] = Counter()
        self._ciphers = {version: AESGCM(key) for version, key in keys.sealing.items()}
        self._newest = max(keys.sealing), max(keys.hashing)
        self.use(*self._newest)

    def use(self, sealing: int, hashing: int) -> None:
        """Seal and hash with these from now on."""
        self.sealing, self.hashing = sealing, hashing
        self._finding = self.keys.hashing[hashing]

    @property
    def settled(self) -> bool:
        """Whether the newest are in use: the database can name no other that is known."""
        return (self.sealing, self.hashing) == self._newest

    def seal(self, table: str, row: UUID, value: Any, *bound: UUID) -> bytes:  # noqa: ANN401 - whatever JSON takes
        """Seal a JSON value for one row of one table, and for whatever else it is bound to."""
        version, nonce = self.sealing, os.urandom(_NONCE_BYTES)
        blob = self._ciphers[version].encrypt(nonce, orjson.dumps(value), _ad(table, row, bound))
        self.seals[version] += 1
        return bytes((version | BOUND if bound else version,)) + nonce + blob

    def unseal(self, table: str, row: UUID, blob: bytes, *bound: UUID) -> Any:  # noqa: ANN401 - whatever JSON takes
        """Open what `seal` made for the same row; raise KeysError with the wrong key or row.

        What was sealed before there was more to bind it to is bound to its row alone.
        """
        version = blob[0] & ~BOUND
        cipher = self._ciphers.get(version)
        nonce, rest = blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
        to = _ad(table, row, bound if blob[0] & BOUND else ())
        try:
            if cipher is None:
                raise InvalidTag  # noqa: TRY301 - one way to say it
            return orjson.loads(cipher.decrypt(nonce, rest, to))
        except InvalidTag:
            message = (
                f"A row of {table} does not open with key {name_of_seal(version)}: it was sealed "
                "with another key, or for another row. Put the key back into SERATUS_KEYS."
            )
            raise KeysError(message) from None

    def hash(self, kind: str, *values: str) -> bytes:
        """Return the keyed hash of a value; `kind` keeps hashes of different things apart."""
        message = "\x00".join((kind, *values)).encode()
        return hmac.digest(self._finding, message, hashlib.sha256)

    def hash_with(self, version: int, kind: str, *values: str) -> bytes:
        """Return the hash with one key."""
        message = "\x00".join((kind, *values)).encode()
        return hmac.digest(self.keys.hashing[version], message, hashlib.sha256)

    def hashes(self, kind: str, *values: str) -> list[bytes]:
        """Return the hash with each key: of what is kept as a hash alone, as a code is."""
        return [self.hash_with(version, kind, *values) for version in self.keys.hashing]


def _ad(table: str, row: UUID, bound: tuple[UUID, ...]) -> bytes:
    first = table.encode() + row.bytes
    return first + b"".join([one.bytes for one in bound]) if bound else first
