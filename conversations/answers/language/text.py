"""What all answers share: characters, words and digits as people really type them.

`clean` makes the characters plain (full-width and Arabic digits, *bold*; what cannot be seen is
dropped) and `words` splits into tokens.
"""

import re
import unicodedata
from functools import lru_cache

LIMIT = 600  # characters read; no answer is longer, and hostile ones cost no more than this

# What shows nothing, or turns round or hides what stands beside it: Cc, and those of Unicode's
# Default_Ignorable_Code_Point that are not Cf (`_plain` drops Cf, with the marks of direction).
_UNSEEN = (
    *range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5,
    *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0),
)  # fmt: skip
_LINE_ENDS = "\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"  # but "\n": as str.splitlines() has them
_BLANKS = "\u2800\u3164\uffa0"  # shown as spaces, and none to Python
_CHARACTERS: dict[int, str | None] = {
    **dict.fromkeys(_UNSEEN),
    **dict.fromkeys(map(ord, _LINE_ENDS), "\n"), **dict.fromkeys(map(ord, _BLANKS), " "),
    0x2018: "'", 0x2019: "'", 0x02BC: "'", 0x00B4: "'", 0x0060: "'",
    0x201C: '"', 0x201D: '"', 0x00BD: " setengah ", 0x00BC: " 1/4 ", 0x00BE: " 3/4 ",
    0x2044: "/", 0x2022: " ", 0x00B7: " ",
    0x066B: ",", 0x066C: ".", 0x2026: "...",
    0x20E3: None,
}  # fmt: skip
_MARKUP = re.compile(r"([*_~])(?=\S)([^*_~\n]{1,200}?)(?<=\S)\1")
_MEDIA = re.compile(
    r"[\[<](?:foto|gambar|video|pesan|audio|stiker|sticker|lokasi|kontak|dokumen|media|voice|gif"
    r"|file|photo|image|location|contact)[^\]>]{0,60}[\]>]",
    re.IGNORECASE,
)
_LOOKALIKE = re.compile(
    r"(?:(?<![A-Za-z])(?:[OoIl]+|(?:[OoIl]{1,2}[.,/-])+))?[0-9][0-9OoIl]*"
    r"(?:[.,/ -](?:[Oo]+|[OoIl]*[0-9][0-9OoIl]*)"
    r"(?=[^A-Za-z]|$|rb|rib|jt|jut))*(?=[^A-Za-z]|$|rb|rib|jt|jut)"
)
_SPACES = re.compile(r"[ \t]+")
MARKS = ".,!?;:\"'()"  # around a word
_LETTER_IN_NUMBER = re.compile(r"[OoIl][0-9.,/-]|[0-9][.,/ -]{0,3}[OoIl]")
_DIGITS = str.maketrans("OoIl", "0011")
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)*'?(?:2(?![0-9a-z]))?|[0-9]+")
_RUN = re.compile(r"([a-z])\1+")

DIGIT_WORDS: dict[str, str] = {
    word: str(digit)
    for digit, spellings in enumerate((
        "nol kosong null", "satu satuk", "dua due duo duak", "tiga tige", "empat ampat mpat",
        "lima lime", "enam anam nam", "tujuh tujoh tujo", "delapan lapan dlapan dlpn",
        "sembilan smbilan semilan sambilan",
    ))
    for word in spellings.split()
}  # fmt: skip


@lru_cache(1)  # a turn asks several readers about the same words
def clean(text: str) -> str:
    """Return the text in plain characters, at most LIMIT of them; case and lines are kept."""
    if len(text) > LIMIT:
        text = text[:LIMIT].rpartition(" ")[0] or text[:LIMIT]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_CHARACTERS)).translate(_CHARACTERS)
        text = "".join(map(_plain, text))
    elif "`" in text or not text.replace("\n", "").isprintable():
        text = text.translate(_CHARACTERS)
    if "[" in text or "<" in text:
        text = _MEDIA.sub(" ", text)
    if "*" in text or "_" in text or "~" in text:
        text = _MARKUP.sub(r"\2", text).replace("*", " ").replace("_", " ")
    if "  " in text or "\t" in text:
        text = _SPACES.sub(" ", text)
    return text.strip()


def _plain(character: str) -> str:
    """Return an ASCII digit or dash for its relatives, and nothing for what is not seen."""
    if character.isascii():
        return character
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category in ("Cf", "Cs", "Cn", "Co"):
        return ""
    return "-" if category == "Pd" or character == "\N{MINUS SIGN}" else character


def digits_repaired(text: str) -> str:
    """Return cleaned text with O, o, I and l inside numbers read as 0 and 1."""
    if not _LETTER_IN_NUMBER.search(text):
        return text
    return _LOOKALIKE.sub(lambda found: found[0].translate(_DIGITS), text)


def digits_spelled(text: str, at_least: int = 4) -> str:
    """Return lower-case text with `at_least` or more digit words in a row written as digits."""
    pieces = text.lower().split()
    if sum(piece in DIGIT_WORDS for piece in pieces) < at_least // 2:
        return " ".join(pieces)
    out: list[str] = []
    run: list[tuple[str, str]] = []
    for piece in pieces:
        digit = DIGIT_WORDS.get(squeezed(piece.strip(MARKS))) if not piece.isdigit() else None
        if digit is not None or (run and piece.isdigit() and len(piece) == 1):
            run.append((piece, digit or piece))
            continue
        out += _flushed(run, at_least)
        out.append(piece)
        run = []
    return " ".join(out + _flushed(run, at_least))


def _flushed(run: list[tuple[str, str]], at_least: int) -> list[str]:
    """Return a run of digit words as one number if it is long enough, else as it was."""
    if len(run) < at_least:
        return [piece for piece, _ in run]
    return ["".join(digit for _, digit in run)]


def squeezed(word: str) -> str:
    """Return the word with every repeated letter once: "benneeerr" is "bener"."""
    return _RUN.sub(r"\1", word) if len(set(word)) < len(word) else word


def spoken(text: str) -> str:
    """Return a text as its words alone, in plain characters and lower case."""
    return " ".join(words(clean(text)))


def words(text: str) -> list[str]:
    """Return lower-case tokens of cleaned text: words without apostrophes, and numbers.

    A 2 glued to a word is reduplication and is dropped: "kira2" is "kira".
    """
    return list(_words(text))


@lru_cache(4)  # as `clean`, and of the parts of it that are looked at again
def _words(text: str) -> tuple[str, ...]:
    return tuple(
        [
            token if token[0].isdigit() else token.rstrip("2").replace("'", "")
            for token in _TOKEN.findall(text.lower())
        ]
    )
