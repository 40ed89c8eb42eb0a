"""WhatsApp's marks (*bold*, _italic_, ~struck~, `code`) are shown, and mean nothing.

Our own words hold none, so those in a message are somebody's who wrote to us; but an underscore in
a link of ours must stay. What quotes or lists stands at the beginning of a line, where the words
of people never are (tests/test_words.py).
"""

import re

_MARKS = {
    "*": "\N{ASTERISK OPERATOR}",
    "_": "\N{FULLWIDTH LOW LINE}",
    "~": "\N{TILDE OPERATOR}",
    "`": "'",
}
_LINK_OR_MARK = re.compile(r"https?://\S+|[*_~`]")


def unmarked(text: str) -> str:
    """Return the text with what only looks like its marks, and its links as they are."""
    if not any(mark in text for mark in _MARKS):
        return text
    return _LINK_OR_MARK.sub(lambda found: _MARKS.get(found[0], found[0]), text)
