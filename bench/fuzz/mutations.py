"""A body that a platform would write, and what becomes of it on a bad day."""

import json
import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from bench.fuzz import words

_DEEP = 50_000  # lists in lists
_HALF = "\\ud800"  # of a pair, as JSON writes it
_ODD: tuple[object, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**53, 2**63 - 1, 2**63, 2**64, -(2**63), 10**30),
    *(0.5, -0.0, 1e308, "", " ", "0", "null", [], {}, [[]], {"": None}, [None] * 3, "\0"),
    *({"id": {"id": {"id": 1}}}, [{"type": "text"}], "8" * 400, "x" * 5000, "\u202e", "😀"),
)


def mutated(dice: random.Random, body: Any) -> bytes:  # noqa: ANN401 - JSON
    """Return a body of which some values are gone, twice there, or others; or no JSON at all."""
    tree = deepcopy(body)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        tree = _changed(dice, tree)
    written = json.dumps(tree).encode()
    if words.maybe(dice, 0.15):
        return dice.choice(_SPOILT)(dice, written)
    return written


def _changed(dice: random.Random, tree: Any) -> Any:  # noqa: ANN401 - JSON
    places = list(_places(tree))
    if not places:
        return _other(dice, tree)
    node, key = dice.choice(places)
    match dice.randrange(6):
        case 0:
            del node[key]
        case 1 if isinstance(node, list):
            node.extend([deepcopy(node[key])] * dice.randint(1, 3))
        case 2:
            other, from_ = dice.choice(places)
            node[key] = deepcopy(other[from_])
        case 3:
            node[key] = dice.choice(({dice.choice(("id", "x", "")): node[key]}, [node[key]]))
        case _:
            node[key] = _other(dice, node[key])
    return tree


def _places(tree: Any) -> Any:  # noqa: ANN401 - JSON
    """Give every value's parent, and where it is in there."""
    keys = tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from _places(tree[key])


def _other(dice: random.Random, value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return something of another type, or near it."""
    if isinstance(value, str) and words.maybe(dice, 0.3):
        return dice.choice((value[:-1], value * 2, value.upper(), f"{value}\0", words.odd(dice)))
    if isinstance(value, int) and words.maybe(dice, 0.3):
        return dice.choice((-value, value + 1, value * 10**12, str(value), float(value)))
    return deepcopy(dice.choice(_ODD))


# ── what is no JSON any more, or only just ──


def _cut(dice: random.Random, body: bytes) -> bytes:
    return body[: dice.randrange(len(body))]


def _bitten(dice: random.Random, body: bytes) -> bytes:
    spoilt = bytearray(body)
    for _ in range(dice.randint(1, 4)):
        spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
    return bytes(spoilt)


def _deep(dice: random.Random, body: bytes) -> bytes:
    opening, closing = dice.choice(((b"[", b"]"), (b'{"a":', b"}")))
    times = dice.choice((200, 2000, _DEEP))
    nested = opening * times + b"1" + closing * times
    return dice.choice((nested, body[:-1] + b',"deep":' + nested + b"}"))


def _halved(dice: random.Random, body: bytes) -> bytes:
    """Put half a pair into a text."""
    at = body.find(b'"', dice.randrange(len(body))) + 1
    return body[:at] + _HALF.encode() + body[at:]


def _huge(dice: random.Random, body: bytes) -> bytes:
    digits = b"9" * dice.choice((20, 309, 5000, 100_000))
    return body[:-1] + b',"n":' + dice.choice((digits, b"-" + digits, b"1e" + digits)) + b"}"


def _twice(_dice: random.Random, body: bytes) -> bytes:
    return body + body


def _padded(dice: random.Random, body: bytes) -> bytes:
    return dice.choice((b"\xef\xbb\xbf", b" " * 100_000, b"\0", b"\n")) + body


def _noise(dice: random.Random, _body: bytes) -> bytes:
    plain = (b"", b"null", b"[]", b"{}", b'""', b"NaN", b"<xml/>", b'{"entry":[]}', b'{"entry":1}')
    return dice.choice((*plain, dice.randbytes(200), b'{"update_id":1}', b'{"update_id":1e3}'))


def _large(dice: random.Random, body: bytes) -> bytes:
    """Make it about as large as may be, or a little more."""
    return body + b" " * dice.choice(((1 << 20) - len(body), 1 << 20, 3 << 20))


_SPOILT: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    *(_cut, _bitten, _bitten, _deep, _halved, _huge, _twice, _padded, _noise, _large),
)
