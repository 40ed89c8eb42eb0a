"""The form on a phone: the one Meta would show, made from the same JSON that it is given.

A page gets it screen by screen, in fewer words; what comes back is put together as the form's last
screen says.
"""

import re
from collections.abc import Iterator, Mapping

import orjson

from bot.simulator.phone import Json
from bot.whatsapp.flow import written
from conversations.record import record
from conversations.registration.form import FORM
from locales.catalog import FIRST_LANGUAGE, Catalog

_TOLD = re.compile(r"` '(?P<label>.*): ' \$\{screen\.\w+\.form\.(?P<name>\w+)\}`")  # an answer
_REFERENCE = "${"  # to an answer, or to what was filled in before; all else is sent as it is


class Unfit(Exception):  # noqa: N818 - answers that this form cannot send
    """What is wrong with them is the message."""


@record
class PhoneForm:
    """`screens` as a page shows them; `payload` says what is sent of the answers.

    `most`: characters that an answer may have.
    """

    screens: list[Json]
    payload: Mapping[str, str]
    options: Mapping[str, frozenset[str]]
    required: frozenset[str]
    most: Mapping[str, int]

    @classmethod
    def load(cls, catalog: Catalog) -> "PhoneForm":
        flow = orjson.loads(written(FORM, catalog, FIRST_LANGUAGE))
        children = [screen["layout"]["children"] for screen in flow["screens"]]
        screens = [
            {"title": screen["title"], "parts": list(_parts(parts)), "next": parts[-1]["label"]}
            for screen, parts in zip(flow["screens"], children, strict=True)
        ]
        asked = [part for parts in children for part in parts if "name" in part]
        options = {
            part["name"]: frozenset(option["id"] for option in part["data-source"])
            for part in asked
            if "data-source" in part
        }
        required = frozenset(part["name"] for part in asked if part.get("required"))
        most = {part["name"]: part["max-chars"] for part in asked if "max-chars" in part}
        payload = children[-1][-1]["on-click-action"]["payload"]
        return cls(screens, payload, options, required, most)

    def filled(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Return what the form sends; raise Unfit."""
        asked = {name for name, value in self.payload.items() if value.startswith(_REFERENCE)}
        if unknown := answers.keys() - asked:
            raise Unfit(f"not asked on the form: {', '.join(sorted(unknown))}")
        for name, chosen in answers.items():
            if chosen and chosen not in self.options.get(name, {chosen}):
                raise Unfit(f"{name}: none of its options")
            if len(chosen) > self.most.get(name, len(chosen)):
                raise Unfit(f"{name}: more than {self.most[name]} characters")
        if missing := [
            name for name in sorted(self.required) if not answers.get(name, "").strip()
        ]:
            raise Unfit(f"not filled in: {', '.join(missing)}")
        return {
            name: answers.get(name, "") if name in asked else value
            for name, value in self.payload.items()
        }


def _parts(parts: list[Json]) -> Iterator[Json]:
    for part in parts:
        match part["type"]:
            case "TextBody" | "TextHeading":
                told = _TOLD.fullmatch(part["text"])
                yield {"kind": "told", **told.groupdict()} if told else _text(part)
            case "RadioButtonsGroup" | "Dropdown" as kind:
                more = {"options": part["data-source"], "opens": kind == "Dropdown"}
                yield {"kind": "choice", **_asked(part), **more}
            case "DatePicker":
                days = {"from": part.get("min-date"), "to": part.get("max-date")}
                yield {"kind": "date", **_asked(part), **days}
            case "TextInput":
                most, number = part.get("max-chars"), part.get("input-type") == "number"
                yield {"kind": "input", **_asked(part), "number": number, "most": most}
            case _:  # the footer, whose label is beside the parts
                continue


def _text(part: Json) -> Json:
    return {"kind": "text", "text": part["text"]}


def _asked(part: Json) -> Json:
    hint = part.get("helper-text", "")
    return {
        "name": part["name"],
        "label": part["label"],
        "required": part.get("required", False),
        "hint": hint,
    }
