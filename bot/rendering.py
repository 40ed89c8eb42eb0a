"""From a reply to a message in somebody's language, and from a typed label back to its button."""

import re
from collections.abc import Sequence

from bot.ports import Button, Message
from conversations.messages import Choice, Text
from locales.catalog import Catalog

LONGEST_LABEL = 60  # characters; longer words are an answer of their own
_NOT_WORDS = re.compile(r"[\W_]+")


def render(
    catalog: Catalog, language: str, texts: Sequence[Text], choices: Sequence[Choice]
) -> Message:
    """Say the texts, a blank line between them, and label the buttons."""
    said = "\n\n".join(catalog.say(language, text) for text in texts)
    buttons = (Button(catalog.say(language, c.label), c.token, c.asks_contact) for c in choices)
    return Message(said, tuple(buttons))


def meant(catalog: Catalog, language: str, typed: str, choices: Sequence[Choice]) -> str | None:
    """Return the token of the button whose label was typed; None if none was.

    A number is no label: where buttons have no numbers, "1" and "2" are what people answer.
    """
    if len(typed) > LONGEST_LABEL:
        return None
    said = _bare(typed)
    return next((c.token for c in choices if _bare(catalog.say(language, c.label)) == said), None)


def _bare(text: str) -> str:
    return _NOT_WORDS.sub(" ", text).strip().casefold()
