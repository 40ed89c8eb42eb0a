"""What somebody writes for somebody else to read: a reason, or what is wrong."""

import re

MOST = 300  # characters
_LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){6,}")  # a NIK or phone is for nobody else to read


def note(text: str) -> str:
    """Return words as they may be read by others: in one line, cut, and without long numbers."""
    said = _LONG_NUMBER.sub("…", " ".join(text.split()))
    return f"{said[:MOST]}…" if len(said) > MOST else said
