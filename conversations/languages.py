"""The languages people are spoken to in, and the words by which they name them."""

import re

FIRST = "id"
LANGUAGES = {
    "id": ("indonesia",),
    "en": ("english", "inggris"),
}
_BESIDE = frozenset({"bahasa", "pakai", "pake", "saja", "aja", "mau", "pak", "bu", "language"})


def chosen(text: str) -> str | None:
    """Return the language that a text is just the name of; "bahasa" alone is the first."""
    said = set(re.findall(r"\w+", text.casefold()))
    left = said - _BESIDE
    if said == {"bahasa"}:
        return FIRST
    return next((code for code, words in LANGUAGES.items() if left and left <= {*words}), None)


def named(text: str) -> str | None:
    """Return the language that a text names ("bahasa Inggris"), if it names one."""
    said = text.casefold()
    for language, words in reversed(LANGUAGES.items()):  # "dari Indonesia ke Inggris"
        if any(word in said for word in words):
            return language
    return None
