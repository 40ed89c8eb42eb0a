"""An operator rejects what came from one chat, and what people hear of it."""

# ruff: noqa: E501 - a step of a transcript is one line

from bot.commands import dismissing
from conversations.messages import Text
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House, Person, Wire
from tests.dialogue.transcript import SILENCE, Key, Offers, Tap, hear, play
from tests.dialogue.workers import BUDI, SUNGAI_JAGA_A, head_of, namesake, register
from tests.model_worker import YANTI

FIRST, SECOND, BUDIS = (f"PR-6107-{number:06}" for number in (1, 2, 3))


async def dismissed(house: House, number: str = FIRST) -> int:
    """Do as the operator's command does."""
    those = await dismissing.of_chat(house.app, number)
    count = await dismissing.dismiss(house.app, dismissing.undecided(those))
    await house.settle()
    return count


async def crowded(house: House) -> tuple[Person, Person, Person]:
    """Let a thief take both places; somebody honest waits, and a head has the first card."""
    thief, budi, head = (house.person(name) for name in ("thief", "budi", "head"))
    await head_of(head)
    for number in (1, 2):
        await register(thief, namesake(YANTI, number))
        await hear(thief, "receipt.place")
    await register(budi, BUDI)
    await hear(budi, "receipt.position")
    await hear(head, Key("card.worker", number=FIRST))
    return thief, budi, head


async def test_the_chat_hears_it_once_who_waited_gets_the_place_and_the_head_the_next_card(
    house: House,
) -> None:
    thief, budi, head = await crowded(house)

    assert await dismissed(house) == 2

    closed = Key("card.rejected", number=FIRST)
    said = ("dismissed", "reason.other")
    await play(
        (thief, None, (Key("dismissed", count=2, village="Sungai Duri"), *said[1:])),
        (thief, None, SILENCE),
        (thief, "status", Key("status.rejected", number=FIRST, by=Text("decider.district")), Key("status.rejected", number=SECOND)),
        (budi, None, (Key("promoted", number=BUDIS, place=1), "next.placed")),
        (head, None, *(() if head.together else (closed,)), (Key("card.head", undecided=1), Key("card.worker", number=BUDIS), "card.ask"), Offers("card.ok", "card.no", "card.later")),
        (head, Tap("card.ok"), Key("card.confirmed", number=BUDIS)),
        (budi, None, "decided.confirmed"),
    )  # fmt: skip
    assert await dismissed(house) == 0
    await play((thief, None, SILENCE), (head, None, SILENCE))
    acts = await house.rows(
        "SELECT person_id, count(*) FROM audit WHERE kind = 'dismissed' GROUP BY 1"
    )
    assert acts == [(None, 2)]


async def test_over_several_villages_it_is_told_once_in_each(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel)
    thief = house.person("thief")
    await register(thief, namesake(YANTI, 1))
    await register(thief, namesake(YANTI, 2))
    await register(thief, namesake(YANTI, 3), SUNGAI_JAGA_A)
    await hear(thief, "receipt.place", "receipt.place", "receipt.place")

    assert await dismissed(house) == 3

    await play(
        (
            thief,
            None,
            Key("dismissed", count=2, village="Sungai Duri"),
            Key("dismissed", count=1, village="Sungai Jaga A"),
        ),
    )
    assert await house.count("places WHERE registration_id IS NOT NULL") == 0


async def test_whoever_taps_the_old_card_hears_who_rejected_it(house: House) -> None:
    _, _, head = await crowded(house)
    other = house.person("other")
    await head_of(other, name="Bu Sekdes")
    await hear(other, Key("card.worker", number=FIRST))
    async with house.app.storage.begin() as work:
        await work.lock([YANTI.village])
        person = (await work.dismissals.of_chat(FIRST))[0].person
        await work.dismissals.dismiss(
            person, YANTI.village, [one.id for one in await work.dismissals.of_chat(FIRST)]
        )

    await play((head, Tap("card.ok"), Key("card.already.rejected", number=FIRST, by=Text("decider.district"))))  # fmt: skip
