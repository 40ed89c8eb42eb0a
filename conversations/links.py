"""What a link carries, and the same in words, where a link can only prefill a message.

t.me/<bot>?start=v_6107012001     wa.me/<number>?text=DAFTAR 61.07.01.2001    a village
t.me/<bot>?start=h_<code>         wa.me/<number>?text=KADES <code>            its head
t.me/<bot>?start=p_BKQMX4827      wa.me/<number>?text=PINDAH BKQMX-4827       go on here
t.me/<bot>?start=n_BKQMX4827      wa.me/<number>?text=GANTI HP BKQMX-4827     a head's code

Whoever has got a head's code may type it alone.
"""

import re

VILLAGE, HEAD, MOVE, NEW_PHONE = "v_", "h_", "p_", "n_"
_SAID = (
    (VILLAGE, re.compile(r"daftar\W+([1-9]\d\W?\d{2}\W?\d{2}\W?\d{4})", re.IGNORECASE)),
    (HEAD, re.compile(r"kades\W+([\w-]{16})", re.IGNORECASE)),
    (MOVE, re.compile(r"pindah\W+([b-df-hj-np-tv-z]{5}\W?\d{4})", re.IGNORECASE)),
    (
        NEW_PHONE,
        re.compile(
            r"(?:(?:(?:ganti )?hp(?: baru)?|kode)\W+)?([b-df-hj-np-tv-z]{5}\W?\d{4})",
            re.IGNORECASE,
        ),
    ),
)
_NOT_A_CODE = re.compile(r"[\W_]")
# No vowels, so that "pindah tahun 2023" is no code; whatever else a link carried fits no button.
_CODE = re.compile(r"[B-DF-HJ-NP-TV-Z]{5}[0-9]{4}")


_WORDS = {VILLAGE: "DAFTAR", HEAD: "KADES", MOVE: "PINDAH", NEW_PHONE: "GANTI HP"}
_CODE_OF_A_VILLAGE = re.compile(r"(\d\d)(\d\d)(\d\d)(\d{4})")


def words(carried: str) -> str:
    """Return the words for what a link carries: v_6107012001 is DAFTAR 61.07.01.2001."""
    kind, told = carried[:2], carried[2:]
    dotted = _CODE_OF_A_VILLAGE.sub(r"\1.\2.\3.\4", told) if kind == VILLAGE else told
    return f"{_WORDS[kind]} {dotted}"


def payload(text: str) -> str | None:
    """Return what a link with these words would carry; None if they are no link's."""
    said = text.strip().rstrip(".!")
    for kind, words in _SAID:
        if found := words.fullmatch(said):
            return kind + (found[1] if kind == HEAD else _NOT_A_CODE.sub("", found[1]))
    return None


def move_code(carried: str) -> str | None:
    """Return the code by which somebody goes on here with what was begun elsewhere."""
    return _code(carried, MOVE)


def phone_code(carried: str) -> str | None:
    """Return the code by which a registration goes on at this phone."""
    return _code(carried, NEW_PHONE)


def _code(carried: str, kind: str) -> str | None:
    if not carried.startswith(kind):
        return None
    code = _NOT_A_CODE.sub("", carried.removeprefix(kind)).upper()
    return code if _CODE.fullmatch(code) else None
