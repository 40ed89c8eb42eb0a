"""The district decides what no official of the village may; everybody hears it as from a head."""

# ruff: noqa: E501 - a step of a transcript is one line

from bot.commands import acting
from conversations.effects import Reason
from conversations.messages import Text
from conversations.outcomes.claims import ClaimStands
from conversations.outcomes.desk import AlreadyDecided, Decided
from tests.dialogue.drivers import House, on_telegram
from tests.dialogue.transcript import Key, Tap, hear, play
from tests.dialogue.workers import BUDI, head_of, register

FIRST = "PR-6107-000001"
BY_DISTRICT = Text("decider.district")


async def decide(
    house: House, number: str, reason: Reason | None = None, forced: str | None = None
) -> Decided | AlreadyDecided | ClaimStands | None:
    """Decide as 'seratus decide' does."""
    case = await acting.look(house.app, number)
    assert case is not None
    outcome = await acting.decide(house.app, case, reason, forced)
    await house.settle()
    return outcome


async def test_a_heads_own_registration_is_confirmed_by_the_district(house: House) -> None:
    head = house.person("head")
    await head_of(head)
    await register(head)
    await hear(head, "receipt.place", "next.no_head")

    await decide(house, FIRST)

    await play(
        (head, None, (Key("decided.confirmed", by=BY_DISTRICT), "next.confirmed")),
        (head, "status", Key("status.confirmed", by=BY_DISTRICT)),
    )
    trail = "SELECT kind, person_id FROM audit WHERE kind IN ('registration_read', 'decided_by_district')"
    assert await house.rows(f"{trail} ORDER BY at, kind DESC") == [
        ("registration_read", None),
        ("decided_by_district", None),
    ]


async def test_who_is_rejected_by_the_district_hears_by_whom_and_why(house: House) -> None:
    yanti = house.person("yanti")
    await register(yanti)
    await hear(yanti, "receipt.place", "next.no_head")

    await decide(house, FIRST, Reason.DATA_WRONG)

    why = Key("reason.data_wrong", by=BY_DISTRICT)
    await play(
        (yanti, None, (Key("decided.rejected", by=BY_DISTRICT), why, "next.rejected")),
        (yanti, "status", Key("status.rejected", by=BY_DISTRICT), why),
    )


async def test_what_an_official_may_decide_is_left_to_them_unless_it_is_forced(
    house: House,
) -> None:
    head, yanti = house.person("head"), house.person("yanti")
    await head_of(head)
    await register(yanti)
    await register(house.person("budi"), BUDI)
    await hear(head, Key("card.worker", name="YANTI SUSANTI"))

    left = await decide(house, FIRST)
    forced = await decide(house, FIRST, forced="the head is in hospital")

    assert left is None
    assert isinstance(forced, Decided)
    await play(
        (head, None, Key("card.confirmed", by=BY_DISTRICT), Key("card.worker", name="BUDI SANTOSO")),
        (yanti, None, Key("decided.confirmed", by=BY_DISTRICT)),
        (head, Tap("card.ok"), "card.confirmed", "card.queue_empty"),
    )  # fmt: skip
    [(note, whole)] = await house.rows(
        "SELECT sealed, audit::text FROM audit WHERE sealed IS NOT NULL"
    )
    assert b"hospital" not in note
    assert "hospital" not in whole


async def test_an_old_card_says_that_the_district_decided(telegram: House) -> None:
    head = on_telegram(telegram, "head")
    await head_of(head)
    await register(telegram.person("yanti"))
    await hear(head, "card.ask")
    old = head.button(Tap("card.ok").label(head))

    await decide(telegram, FIRST, forced="a test")
    await hear(head, Key("card.confirmed", by=BY_DISTRICT))
    await old()

    await hear(head, Key("card.already.confirmed", by=BY_DISTRICT))
