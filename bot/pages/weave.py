"""Our sign: a hundred stitches, ten by ten, woven as the cloths of Kalimantan are; one is yours.

Drawn from the one pattern as SVG, for pages, and as PNG, for link previews, which take no other.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence

SIDE = 10
_MIDDLE = (SIDE - 1) / 2
_CORE = {*range(2, 8)}
_YOURS = (6, 3)  # column and row of the stitch that stands out
NIGHT, MOSS, LEAF, STRAW, CLAY = "night", "moss", "leaf", "straw", "clay"
_COLOURS = {NIGHT: "143528", MOSS: "35694f", LEAF: "7fa98a", STRAW: "f0d9a8", CLAY: "e8743c"}
_RINGS = (MOSS, STRAW, LEAF)  # from the middle outwards, again and again
_STITCH = 42  # pixels from one stitch to the next, in a preview
_PREVIEW = (1200, 630)  # what link previews are cut to


def stitches() -> Iterator[tuple[int, int, str]]:
    """Give column, row and colour of each stitch: rings of diamonds, from the middle outwards."""
    for row in range(SIDE):
        for column in range(SIDE):
            ring = int(abs(column - _MIDDLE) + abs(row - _MIDDLE))
            yield column, row, CLAY if (column, row) == _YOURS else _RINGS[ring % len(_RINGS)]


def icon() -> bytes:
    """Return the middle of the sign on a dark ground: all of it is too fine for a tab."""
    ground = f'<rect width="100" height="100" rx="18" fill="#{_COLOURS[NIGHT]}"/>'
    drawn = "".join(
        f'<path d="{_diamond(column, row)}" fill="#{_COLOURS[colour]}"/>'
        for column, row, colour in stitches()
        if {column, row} <= _CORE
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'{ground}<g transform="translate(-25 -25) scale(1.5)">{drawn}</g></svg>'
    ).encode()


def paths() -> dict[str, str]:
    """Return what an SVG of 100 by 100 draws, one path for each colour."""
    drawn: dict[str, str] = {}
    for column, row, colour in stitches():
        drawn[colour] = drawn.get(colour, "") + _diamond(column, row)
    return drawn


def _diamond(column: int, row: int) -> str:
    return f"M{10 * column + 5} {10 * row}l4.6 5-4.6 5-4.6-5z"


def preview() -> bytes:
    """Return the sign between two borders of it, 1200 by 630, as a PNG of a few kilobytes."""
    wide, high = _PREVIEW
    left, top = (wide - SIDE * _STITCH) // 2, (high - SIDE * _STITCH) // 2
    cloth = {(left + c * _STITCH, top + r * _STITCH): colour for c, r, colour in stitches()}
    for step in range(left % _STITCH - _STITCH, wide, _STITCH):
        for row in (top - 2 * _STITCH, top + (SIDE + 1) * _STITCH):
            cloth[step, row] = _RINGS[(step - left) // _STITCH % len(_RINGS)]
    return _png(wide, high, cloth)


def _png(wide: int, high: int, cloth: dict[tuple[int, int], str]) -> bytes:
    """Draw diamonds, by their corners, on the night: a byte a pixel, of a palette."""
    names = list(_COLOURS)
    lines = [bytearray(wide) for _ in range(high)]
    for (x, y), colour in cloth.items():
        for down in range(_STITCH):
            half = int((_STITCH / 2 - abs(down - _STITCH / 2 + 0.5)) * 0.92)
            begin, end = max(0, x + _STITCH // 2 - half), min(wide, x + _STITCH // 2 + half)
            if begin < end:  # else it lies outside
                lines[y + down][begin:end] = bytes([names.index(colour)]) * (end - begin)
    palette = b"".join(bytes.fromhex(colour) for colour in _COLOURS.values())
    pixels = zlib.compress(b"".join(b"\0" + line for line in lines), 9)
    head = struct.pack(">2I5B", wide, high, 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunks((b"IHDR", head), (b"PLTE", palette), (b"IDAT", pixels))


def _chunks(*chunks: tuple[bytes, bytes]) -> bytes:
    closed: Sequence[tuple[bytes, bytes]] = (*chunks, (b"IEND", b""))
    return b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in closed
    )
