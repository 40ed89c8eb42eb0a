"""What Meta checks of a message before it is taken, and how it refuses: the codes are its own."""

from collections.abc import Sequence

from bot.simulator.phone import Does, Json, Key, Shown, one_a_row
from bot.simulator.wire.bot_api import Refused
from bot.whatsapp import layout

_NOT_VALID, _MISSING = 131009, 131008


def interactive(shown: Shown, kind: str, action: Json) -> None:
    """Put its buttons, its list, its form or its wish for a contact on a message, or refuse."""
    match kind:
        case "button":
            keys = [_key(button.get("reply", {})) for button in action.get("buttons", [])]
            _count(keys, layout.MAX_BUTTONS)
            if len({key.label for key in keys}) < len(keys):
                raise Refused(_NOT_VALID, "Parameter value is not valid: titles must differ")
            shown.look = "buttons"
        case "list":
            shown.opener = text(action, "button", layout.MAX_OPENER)
            rows = [row for section in action.get("sections", []) for row in section["rows"]]
            keys = [_row(row) for row in rows]
            _count(keys, layout.MAX_ROWS)
            shown.look = "list"
        case "flow":
            parameters = action.get("parameters", {})
            label = text(parameters, "flow_cta", layout.MAX_BUTTON_TITLE)
            keys = [Key(label, text(parameters, "flow_token", 200), Does.FORM)]
            shown.look = "form"
            shown.fills = parameters.get("flow_action_payload", {}).get("data", {})
        case "request_contact_info":
            keys = [Key("Bagikan info kontak", does=Does.CONTACT)]  # WhatsApp's own words
            shown.look = "contact"
        case _:
            raise Refused(_NOT_VALID, f"Parameter value is not valid: {kind}")
    shown.rows = one_a_row(keys)


def _key(reply: Json) -> Key:
    token = _id(reply, layout.MAX_BUTTON_ID)
    return Key(text(reply, "title", layout.MAX_BUTTON_TITLE), token)


def _row(row: Json) -> Key:
    title, described = text(row, "title", layout.MAX_ROW_TITLE), row.get("description", "")
    if described:
        text(row, "description", layout.MAX_ROW_DESCRIPTION)
    whole = described if described.startswith(title) else f"{title} ({described})"
    token = _id(row, layout.MAX_ROW_ID)
    return Key(title, token, description=described, whole=whole if described else "")


def _id(part: Json, limit: int) -> str:
    token = text(part, "id", limit)
    if token != token.strip():
        raise Refused(_NOT_VALID, "Parameter value is not valid: id with spaces around it")
    return token


def _count(keys: Sequence[Key], most: int) -> None:
    if not 1 <= len(keys) <= most or len({key.token for key in keys}) < len(keys):
        raise Refused(_NOT_VALID, f"Parameter value is not valid: 1 to {most}, each with its id")


def text(part: Json, name: str, limit: int) -> str:
    """Return a text that must be there and fit; raise Refused."""
    given = part.get(name)
    if not isinstance(given, str) or not given.strip():
        raise Refused(_MISSING, f"Required parameter is missing: {name}")
    if layout.size(given) > limit:
        raise Refused(_NOT_VALID, f"Parameter value is not valid: {name} of more than {limit}")
    return given


def filling(components: Sequence[Json]) -> tuple[dict[str, str], list[str]]:
    """Return a template's values by name, and what its buttons carry."""
    values: dict[str, str] = {}
    tokens: list[str] = []
    for component in components:
        for given in component.get("parameters", []):
            if component.get("type") == "button":
                tokens.append(given["payload"])
            else:
                values[given["parameter_name"]] = given["text"]
    return values, tokens
