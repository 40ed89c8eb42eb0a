"""Past the last place: the waiting list, and who comes off it."""

# ruff: noqa: E501 - a step of a transcript is one line

from conversations.messages import Text
from tests.dialogue.drivers import House
from tests.dialogue.transcript import SILENCE, Key, Offers, Tap, hear, play
from tests.dialogue.workers import BUDI, RINI, begun, head_of, passes, register
from tests.model_worker import YANTI

YANTIS = "PR-6107-000001"
BUDIS = "PR-6107-000002"
RINIS = "PR-6107-000003"


async def test_past_the_last_place_one_waits_at_a_position(one_place: House) -> None:
    yanti, budi, rini = (one_place.person(name) for name in ("yanti", "budi", "rini"))
    await register(yanti)

    await begun(budi, "village", BUDI)
    await play(
        (budi, "Sungai Duri", (Key("village.full", village="Sungai Duri", places=1, waiting=Text("village.nobody_waits")), "progress", "registration.consent.ask")),
        (budi, "batal", "cancel.ask"),
        (budi, "ya", "cancel.done"),
    )  # fmt: skip
    await register(budi, BUDI)
    await register(rini, RINI)

    await play(
        (yanti, None, Key("receipt.place", number=YANTIS, place=1)),
        (budi, None, (Key("receipt.position", number=BUDIS, position=1), "next.no_head")),
        (rini, None, (Key("receipt.position", number=RINIS, position=2), "next.no_head")),
        (rini, "status", Key("status.waiting", number=RINIS, position=2)),
    )


async def test_a_rejection_gives_the_place_to_the_first_who_waits(one_place: House) -> None:
    yanti, budi, rini, head = (one_place.person(n) for n in ("yanti", "budi", "rini", "head"))
    await head_of(head)
    for person, worker in ((yanti, YANTI), (budi, BUDI), (rini, RINI)):
        await register(person, worker)
        await hear(person, "next.waiting" if worker is not YANTI else "next.placed")
    await hear(head, Key("card.worker", number=YANTIS))

    await play(
        (head, Tap("card.no"), "reason.ask"),
        (
            head,
            Tap("reason.died.button"),
            (Key("card.rejecting", number=YANTIS),),
            ("card.queue_empty",),
        ),
        (rini, None, SILENCE),
    )
    await passes(one_place)

    await play(
        (head, None, (Key("card.rejected", number=YANTIS), "reason.died.button"),
         (Key("card.head", undecided=1, taken=1, places=1), Key("card.worker", number=BUDIS, place=1), "card.ask"),
         Offers("card.ok", "card.no", "card.later")),
        (yanti, None, ("decided.rejected", "reason.died", "next.rejected")),
        (budi, None, (Key("promoted", number=BUDIS, place=1, name="BUDI SANTOSO"), "next.placed")),
        (rini, None, SILENCE),
        (rini, "status", Key("status.waiting", position=1)),
    )  # fmt: skip


async def test_a_withdrawal_gives_the_place_to_the_first_who_waits(one_place: House) -> None:
    yanti, budi, head = (one_place.person(name) for name in ("yanti", "budi", "head"))
    await head_of(head)
    await register(yanti)
    await register(budi, BUDI)
    await hear(budi, "receipt.position")
    await hear(head, Key("card.worker", number=YANTIS))

    await play(
        (yanti, "batal", "withdraw.ask"),
        (yanti, Tap(f"Batalkan {YANTIS}"), ("withdraw.done",)),
        (budi, None, (Key("promoted", number=BUDIS, place=1), "next.placed")),
        (head, None, (Key("card.withdrawn", number=YANTIS),), Key("card.worker", number=BUDIS)),
        (budi, "status", Key("status.placed", place=1)),
    )


async def test_who_leaves_the_waiting_list_moves_the_others_up(one_place: House) -> None:
    yanti, budi, rini = (one_place.person(name) for name in ("yanti", "budi", "rini"))
    for person, worker in ((yanti, YANTI), (budi, BUDI), (rini, RINI)):
        await register(person, worker)

    await play(
        (budi, None, "receipt.position"),
        (budi, "batal", "withdraw.ask"),
        (budi, Tap(f"Batalkan {BUDIS}"), ("withdraw.done",)),
        (rini, None, "receipt.position"),
        (rini, "status", Key("status.waiting", position=1)),
    )


async def test_a_registration_that_waits_is_no_card(one_place: House) -> None:
    head = one_place.person("head")
    await register(one_place.person("yanti"))
    await register(one_place.person("budi"), BUDI)
    await head_of(head)

    await play(
        (head, None, "head.welcome", Key("card.worker", number=YANTIS)),
        (head, Tap("card.ok"), "card.confirmed", ("card.queue_empty",)),
    )
