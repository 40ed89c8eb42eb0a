"""The languages people are spoken to in, and the words by which they name them."""

FIRST = "id"
LANGUAGES = {
    "id": ("indonesia",),
    "en": ("english", "inggris"),
}


def named(text: str) -> str | None:
    """Return the language that a text names ("bahasa Inggris"), if it names one."""
    said = text.casefold()
    for language, words in reversed(LANGUAGES.items()):  # "dari Indonesia ke Inggris"
        if any(word in said for word in words):
            return language
    return None
