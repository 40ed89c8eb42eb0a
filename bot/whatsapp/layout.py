"""How a message will look in WhatsApp, before any of it goes over a wire.

One message of ours is always exactly one of WhatsApp's: each is billed. What has no room as a
button is never dropped: a line at the end of the text says what may be typed instead.

    no buttons ────────────────────────────────────────────► Words
    one opens the form ────────────────────────────────────► NativeForm
    one asks for the number ───────────────────────────────► ContactRequest
    up to 3, short and different ──────────────────────────► ReplyButtons
    up to 10 ──────────────────────────────────────────────► ListOf
    more, or a longer text than buttons may have ──────────► Words, what to type in the last line
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from typing import TypeAlias

from bot.ports import Button, Hints, Message
from conversations.record import record

# Cloud API, "Text messages" and "Interactive messages".
MAX_TEXT = 4096
MAX_BODY = 1024  # of a message with any kind of button
MAX_BUTTONS = 3
MAX_BUTTON_TITLE = 20  # reply buttons, and the button that opens a form
MAX_BUTTON_ID = 256
MAX_ROWS = 10  # of all sections of a list together
MAX_ROW_TITLE = 24
MAX_ROW_DESCRIPTION = 72
MAX_ROW_ID = 200
MAX_OPENER = 20  # the button that opens a list

_MORE = "…"
_NAME_AND_WHERE = re.compile(r"(?P<name>.+?) ?\((?P<where>.+)\)")  # Sungai Duri (Sungai Raya)
_DANGLING = " ,;:/(-"


@record
class Words:
    text: str = field(repr=False)


@record
class ReplyButtons:
    text: str = field(repr=False)
    buttons: tuple[Button, ...]


@record
class Row:
    """A line of a list; a description of "" is none."""

    token: str = field(repr=False)
    title: str = field(repr=False)
    description: str = field(default="", repr=False)


@record
class ListOf:
    text: str = field(repr=False)
    opener: str
    rows: tuple[Row, ...]


@record
class NativeForm:
    text: str = field(repr=False)
    button: Button


@record
class ContactRequest:
    """WhatsApp has its own words, and no token, for the button that shares a number."""

    text: str = field(repr=False)


Tappable: TypeAlias = ReplyButtons | ListOf | NativeForm | ContactRequest
Layout: TypeAlias = Words | Tappable


def layout(message: Message) -> Layout:
    """Choose what this message will look like. Every text in it fits its limit."""
    buttons = tuple(replace(b, label=_one_line(b.label)) for b in message.buttons)
    return _tappable(message.text, buttons, message.hints) or Words(
        _fitted(message.text, _typed(message.hints, buttons))
    )


def size(text: str) -> int:
    """Count in UTF-16 units, the strictest way in which Meta might count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _tappable(text: str, buttons: tuple[Button, ...], hints: Hints) -> Tappable | None:
    """Return None where there is nothing to tap, or no room for it."""
    for chosen in buttons:
        if chosen.opens_form and _sound([chosen], MAX_BUTTON_ID):
            said = text + _typed(hints, _others(buttons, chosen))
            title = _words(chosen.label, MAX_BUTTON_TITLE)
            return NativeForm(said, replace(chosen, label=title)) if _body(said) else None
    for chosen in buttons:
        if chosen.asks_contact:
            said = text + _typed(hints, _others(buttons, chosen))
            return ContactRequest(said) if _body(said) else None
    if not buttons or not _body(text):
        return None
    if _are_reply_buttons(buttons):
        return ReplyButtons(text, buttons)
    if len(buttons) <= MAX_ROWS and _sound(buttons, MAX_ROW_ID):
        rows = _told_apart([_row(button) for button in buttons], buttons)
        return ListOf(text, _words(_one_line(hints.opener), MAX_OPENER), tuple(rows))
    return None


def _are_reply_buttons(buttons: Sequence[Button]) -> bool:
    return (
        len(buttons) <= MAX_BUTTONS
        and all(size(button.label) <= MAX_BUTTON_TITLE for button in buttons)
        and len({button.label.casefold() for button in buttons}) == len(buttons)
        and _sound(buttons, MAX_BUTTON_ID)
    )


def _sound(buttons: Sequence[Button], longest_id: int) -> bool:
    """Tell whether Meta takes them: it refuses a message whole for one bad button."""
    tokens = [button.token for button in buttons]
    return (
        len(set(tokens)) == len(tokens)
        and all(token == token.strip() and 0 < size(token) <= longest_id for token in tokens)
        and all(button.label for button in buttons)
    )


def _body(text: str) -> bool:
    return bool(text.strip()) and size(text) <= MAX_BODY


# ── rows ────────────────────────────────────────────────────────────────────────────────────────


def _row(button: Button) -> Row:
    label = button.label
    if size(label) <= MAX_ROW_TITLE:
        return Row(button.token, label)
    parts = _NAME_AND_WHERE.fullmatch(label)
    if parts and size(parts["name"]) <= MAX_ROW_TITLE and parts["where"].strip():
        where = _words(parts["where"].strip(), MAX_ROW_DESCRIPTION, _MORE)
        return Row(button.token, parts["name"], where)
    title = _words(label, MAX_ROW_TITLE)
    return Row(button.token, title, _words(label, MAX_ROW_DESCRIPTION, _MORE))


def _told_apart(rows: Sequence[Row], buttons: Sequence[Button]) -> Iterable[Row]:
    """Describe rows of one title so that they differ: by the whole label, else by number."""
    titles = Counter(row.title.casefold() for row in rows)
    seen: set[tuple[str, str]] = set()
    for number, (row, button) in enumerate(zip(rows, buttons, strict=True), start=1):
        described = row.description
        if titles[row.title.casefold()] > 1:
            described = described or _words(button.label, MAX_ROW_DESCRIPTION, _MORE)
            if (row.title.casefold(), described.casefold()) in seen:
                ending = f" ({number})"
                described = _words(described, MAX_ROW_DESCRIPTION - len(ending), _MORE) + ending
            seen.add((row.title.casefold(), described.casefold()))
        yield replace(row, description=described)


# ── words ───────────────────────────────────────────────────────────────────────────────────────


def _others(buttons: Sequence[Button], chosen: Button) -> list[Button]:
    return [button for button in buttons if button is not chosen]


def _typed(hints: Hints, buttons: Sequence[Button]) -> str:
    if not buttons:
        return ""
    labels = " / ".join(button.label for button in buttons)
    return "\n\n" + hints.typed.replace("{labels}", labels)


def _fitted(text: str, ending: str) -> str:
    """Cut at the end of a paragraph what nobody would read to its end."""
    if size(text + ending) <= MAX_TEXT:
        return text + ending
    ending = _cut(ending, MAX_TEXT)
    kept = _cut(text, max(MAX_TEXT - size(ending) - len("\n\n" + _MORE), 0))
    paragraphs, _, _ = kept.rpartition("\n\n")
    kept = paragraphs or kept.rpartition(" ")[0] or kept
    return _cut(f"{kept}\n\n{_MORE}{ending}", MAX_TEXT)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _words(text: str, limit: int, more: str = "") -> str:
    """Keep as many whole words as there is room for; cut one only if it is longer than all."""
    if size(text) <= limit:
        return text
    window = _cut(text, limit - len(more))
    whole, _, _ = window.rpartition(" ")
    if text[len(window)] == " ":
        whole = window
    if whole := whole.rstrip(_DANGLING):
        return whole + more
    return _cut(text, limit - len(_MORE)) + _MORE


def _cut(text: str, limit: int) -> str:
    # "ignore" drops the half of a pair that the cut may leave behind.
    return text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")
