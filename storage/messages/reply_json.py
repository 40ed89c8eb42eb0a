"""A reply as JSON, for the outbox: keys and values, rendered only when it is sent."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from conversations.messages import Choice, Reply, Text, Value


def dump(reply: Reply, *, closes: bool = False) -> dict[str, Any]:
    """Write a reply down. `closes`: it must take the keyboard away that asked for a number."""
    choices = [
        [
            c.token,
            _text(c.label),
            c.asks_contact,
            None if c.fills is None else {name: _value(v) for name, v in c.fills.items()},
        ]
        for c in reply.choices
    ]
    dumped = {"texts": [_text(text) for text in reply.texts], "choices": choices}
    return {**dumped, "closes": True} if closes else dumped


def load(dumped: Mapping[str, Any]) -> tuple[tuple[Text, ...], tuple[Choice, ...], bool]:
    choices = tuple(_choice(*choice) for choice in dumped["choices"])
    return tuple(_read(text) for text in dumped["texts"]), choices, "closes" in dumped


def _choice(
    token: str,
    label: list[Any],
    asks: bool,  # noqa: FBT001 - as it was dumped
    fills: Mapping[str, Any] | None,
) -> Choice:
    filled = None if fills is None else {name: _read_value(v) for name, v in fills.items()}
    return Choice(token, _read(label), asks, filled)


def _text(text: Text) -> list[Any]:
    return [text.key, {name: _value(value) for name, value in text.values.items()}]


def _value(value: Value) -> Any:  # noqa: ANN401 - JSON
    match value:
        case str() | int():
            return value
        case Text():
            return {"text": _text(value)}
        case datetime():
            return {"time": value.isoformat()}
        case _:
            return {"date": value.isoformat()}


def _read(dumped: list[Any]) -> Text:
    key, values = dumped
    return Text(key, {name: _read_value(value) for name, value in values.items()})


def _read_value(value: Any) -> Value:  # noqa: ANN401 - JSON
    match value:
        case {"text": text}:
            return _read(text)
        case {"time": time}:
            return datetime.fromisoformat(time)
        case {"date": day}:
            return date.fromisoformat(day)
        case str() | int():
            return value
        case _:
            message = f"not a value of a text: {type(value).__name__}"
            raise TypeError(message)
