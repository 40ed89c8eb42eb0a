"""From a reply to a message in somebody's language."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.ports import Button, Hints, Message
from conversations.messages import Choice, Text
from locales.catalog import Catalog, alive

PROGRESS = "progress"  # belongs to the question behind it


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


def render_apart(
    catalog: Catalog,
    language: str,
    texts: Sequence[Text],
    choices: Sequence[Choice],
    most: int | None = None,
) -> Message:
    """Say what was noted before the question, or else that we have heard, and then the rest."""
    first, rest = Text("received"), texts
    if len(texts) > 1 and not texts[0].key.startswith(PROGRESS):
        first, rest = texts[0], texts[1:]
    message = render(catalog, language, rest, choices, most)
    return replace(message, before=catalog.say(language, first))


def _hints(catalog: Catalog, language: str) -> Hints:
    opener = catalog.say(language, Text("choices.opener"))
    return Hints(opener, catalog.template(language, "choices.typed"))


def _filled_in(catalog: Catalog, language: str, choice: Choice) -> Mapping[str, str] | None:
    if choice.fills is None:
        return None
    return {
        name: alive(catalog.say(language, value)) if isinstance(value, Text) else str(value)
        for name, value in choice.fills.items()
    }
