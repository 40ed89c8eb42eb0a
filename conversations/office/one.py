"""One registration in words: to its own chat, and to who heads its village."""

from conversations.about import covered
from conversations.machine import Context
from conversations.messages import Text, Value
from conversations.office.news import decider, titles
from conversations.outcomes.registered import Registered
from conversations.zones import by_number


def decider_of(registered: Registered, context: Context) -> Text:
    """Name who has decided on it, or will."""
    return decider(registered.village, context, district=registered.by_district)


def listed(registered: Registered, context: Context) -> Text:
    """Tell in two lines how one of many stands."""
    return text_of(f"listed.{registered.status}", registered, context)


def text_of(part: str, registered: Registered, context: Context) -> Text:
    """Say one of the texts that have all that is known of a registration."""
    values: dict[str, Value] = {
        "number": registered.number,
        "name": registered.name,
        "village": context.villages.called(registered.village),
        "by": decider_of(registered, context),
        "cover": covered(registered.cover_from, registered.cover_to, context),
        "to": registered.cover_to,
        "on": by_number(registered.since, registered.number).date(),
        "place": registered.place or 0,
        "position": registered.position or 0,
        "titles": titles(registered.asked) if registered.asked else "",
        "until": by_number(registered.until, registered.number).date() if registered.until else "",
    }
    held = "place" if registered.place is not None else "position"
    return Text(f"{part}.{held}" if part == "receipt" else part, values)
