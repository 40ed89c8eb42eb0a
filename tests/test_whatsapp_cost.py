"""What a registration costs on WhatsApp stays within its targets: every message is billed."""

import pytest

from bench.whatsapp.billed_messages import WAYS, Counted, count, table
from bot.sending.rendering import render
from bot.traits import TRAITS
from bot.whatsapp.layout import MAX_BODY, size
from conversations.answers.village.village import load
from conversations.consent import EVERYWHERE
from conversations.messages import Channel, Text, Value
from locales.catalog import Catalog
from tests.model_worker import TOTAL


@pytest.mark.parametrize("way", WAYS)
async def test_a_registration_costs_no_more_messages_than_its_target(
    database_url: str, way: str
) -> None:
    found = await count(database_url, way)

    assert found.reached
    assert found.head < 2
    assert f"| {found.worker} | ≤ {found.target} |" in table([found])


def test_one_message_too_many_is_a_target_missed() -> None:
    assert not Counted("a way", worker=5, head=1.2, target=4).reached


def test_the_consent_has_room_for_its_buttons_in_every_village_where_places_are_left() -> None:
    catalog = Catalog.load()
    longest = max((village.name for village in load(["61.04", "61.07"])), key=len)
    values: dict[str, Value] = {
        "village": longest,
        "regency": "Kabupaten Bengkayang",
        "who": Text("who.self"),
        "whose": Text("whose.self"),
        **EVERYWHERE,
    }
    texts = (
        Text("village.places", {**values, "left": 100, "places": 100}),
        Text("progress", {"n": 3, "total": TOTAL}),
        Text("registration.consent.ask", values),
    )

    said = render(catalog, "id", texts, (), TRAITS[Channel.WHATSAPP].most_buttons)

    assert size(said.text) <= MAX_BODY
