"""From a reply to a message in somebody's language, and from a typed label back to its button."""

import re
from collections.abc import Mapping, Sequence

from bot.ports import Button, Hints, Message
from conversations.messages import Channel, Choice, Text
from locales.catalog import Catalog

MOST_BUTTONS = {Channel.WHATSAPP: 10}  # Cloud API: rows of a list; the others have no such limit
LONGEST_LABEL = 60  # characters; longer words are an answer of their own
_NOT_WORDS = re.compile(r"[\W_]+")


def render(
    catalog: Catalog,
    language: str,
    texts: Sequence[Text],
    choices: Sequence[Choice],
    most: int | None = None,
) -> Message:
    """Say the texts, a blank line between them, and label the buttons.

    More than `most` choices are no buttons: they are numbered, and the number is typed.
    """
    said = [catalog.say(language, text) for text in texts]
    labels = [catalog.say(language, choice.label) for choice in choices]
    if most is not None and len(choices) > most:
        said.append("\n".join(f"{n}. {label}" for n, label in enumerate(labels, start=1)))
        said.append(catalog.say(language, Text("choices.numbered")))
        return Message("\n\n".join(said))
    buttons = (
        Button(label, c.token, c.asks_contact, _filled_in(catalog, language, c))
        for label, c in zip(labels, choices, strict=True)
    )
    hints = _hints(catalog, language) if most is not None else Hints()
    return Message("\n\n".join(said), tuple(buttons), hints=hints)


def _hints(catalog: Catalog, language: str) -> Hints:
    opener = catalog.say(language, Text("choices.opener"))
    return Hints(opener, catalog.template(language, "choices.typed"))


def _filled_in(catalog: Catalog, language: str, choice: Choice) -> Mapping[str, str] | None:
    if choice.fills is None:
        return None
    return {
        name: catalog.say(language, value) if isinstance(value, Text) else str(value)
        for name, value in choice.fills.items()
    }


def meant(
    catalog: Catalog,
    language: str,
    typed: str,
    choices: Sequence[Choice],
    most: int | None = None,
) -> str | None:
    """Return the token of the button whose label was typed; None if none was.

    A number is a label only where there are more than `most` choices, which are numbered then;
    elsewhere "1" and "2" are what people answer.
    """
    if len(typed) > LONGEST_LABEL:
        return None
    said = _bare(typed)
    if most is not None and len(choices) > most and said.isascii() and said.isdecimal():
        number = int(said)
        return choices[number - 1].token if 1 <= number <= len(choices) else None
    return next((c.token for c in choices if _bare(catalog.say(language, c.label)) == said), None)


def _bare(text: str) -> str:
    return _NOT_WORDS.sub(" ", text).strip().casefold()
