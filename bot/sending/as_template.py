"""From a reply to an approved template, for people who may not be written to freely just now.

The template is found by the keys of the reply's texts. What fits none of them is told as news:
that there is something to read, and a button that shows where one stands.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.ports import Button, Message, Notice
from bot.sending.rendering import render
from conversations.buttons.button import write
from conversations.buttons.person import ShowStatus
from conversations.messages import Choice, Reply, Text
from locales import templates
from locales.catalog import Catalog
from locales.templates import NOTHING, Slot, Template

_NEWS = Reply((Text("template.news"),), (Choice(write(ShowStatus()), Text("template.open")),))


def notice(
    catalog: Catalog, language: str, texts: Sequence[Text], choices: Sequence[Choice]
) -> Message:
    """Return a reply as its template says it; `text` is what it would say if it might.

    It becomes news if no template has these texts and these buttons, or if one placeholder would
    have to say two things.
    """
    free = render(catalog, language, texts, choices)
    template = templates.matching([text.key for text in texts])
    values = _values(catalog, language, template, texts)
    offered = _ordered(template, choices)
    if values is None or offered is None:
        return replace(notice(catalog, language, _NEWS.texts, _NEWS.choices), text=free.text)
    buttons = tuple(Button(catalog.say(language, one.label), one.token) for one in offered)
    named = Notice(templates.published(template, catalog), language, values)
    return Message(free.text, buttons, named)


def _ordered(template: Template, choices: Sequence[Choice]) -> list[Choice] | None:
    """Return the choices in the template's order; None unless they are its buttons."""
    by_label = {choice.label.key: choice for choice in choices}
    if sorted(template.buttons) != sorted(choice.label.key for choice in choices):
        return None
    return [by_label[key] for key in template.buttons]


def _values(
    catalog: Catalog, language: str, template: Template, texts: Sequence[Text]
) -> Mapping[str, str] | None:
    """Return what stands in each placeholder; None if the texts do not fit or contradict."""
    spread = template.spread([text.key for text in texts])
    if spread is None:
        return None
    pairs = itertools.chain.from_iterable(
        _filled(catalog, language, part, [texts[at] for at in taken])
        for part, taken in zip(template.texts, spread, strict=True)
    )
    values: dict[str, str] = {}
    agree = all(values.setdefault(name, value) == value for name, value in pairs)
    return values if agree else None


def _filled(
    catalog: Catalog, language: str, part: str | Slot, taken: Sequence[Text]
) -> list[tuple[str, str]]:
    """Return name and value of every placeholder in one text, or of one slot."""
    if isinstance(part, Slot):
        said = " ".join(catalog.say(language, text) for text in taken)
        return [(part.name, _one_line(said))]
    return [
        (name, _one_line(catalog.value(language, text.values[name])))
        for text in taken
        for name in templates.placeholders(catalog.template(language, text.key))
    ]


def _one_line(value: str) -> str:
    """Meta refuses tabs, newlines, runs of blanks and emptiness in a value."""
    return " ".join(value.split()) or NOTHING
