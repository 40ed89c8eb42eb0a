"""From a typed label back to its button."""

import re
from collections.abc import Sequence

from conversations.messages import Choice
from locales.catalog import Catalog

LONGEST_LABEL = 60  # characters; longer words are an answer of their own
_NOT_WORDS = re.compile(r"[\W_]+")


def meant(
    catalog: Catalog,
    language: str,
    most: int | None,
    typed: str,
    choices: Sequence[Choice],
) -> str | None:
    """Return the token of the button whose label was typed; None if none was.

    A number is a label only where there are more than `most` choices, which are numbered then;
    elsewhere "1" and "2" are what people answer.
    """
    if not choices or len(typed) > LONGEST_LABEL:
        return None
    said = _bare(typed)
    if most is not None and len(choices) > most and said.isascii() and said.isdecimal():
        number = int(said)
        return choices[number - 1].token if 1 <= number <= len(choices) else None
    return next((c.token for c in choices if _bare(catalog.say(language, c.label)) == said), None)


def _bare(text: str) -> str:
    return _NOT_WORDS.sub(" ", text).strip().casefold()
