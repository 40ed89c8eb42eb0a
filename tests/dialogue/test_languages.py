"""Everybody reads their own language, whoever caused the message."""

# ruff: noqa: E501 - a step of a transcript is one line

from tests.dialogue.drivers import House
from tests.dialogue.transcript import Key, Offers, Tap, hear, play
from tests.dialogue.workers import head_of, passes, reach, register, talk_through


async def test_bahasa_switches_in_the_middle_and_asks_again(house: House) -> None:
    yanti = house.person("yanti")
    await reach(yanti, "birth_place")

    await play((yanti, "/bahasa", ("language.ask",), Offers("language.id", "language.en")))
    await yanti.taps("English")
    yanti.language = "en"

    await hear(yanti, ("language.done", "progress", "registration.birth_place.ask"))
    await play(
        (yanti, "Bengkayang", "registration.mother.ask", Offers("registration.mother.unknown")),
        (yanti, Tap("registration.mother.unknown"), "registration.address.ask"),
        (yanti, "back", "registration.mother.ask"),
        (yanti, "bahasa", ("language.ask",)),
    )
    await yanti.taps("Bahasa Indonesia")
    yanti.language = "id"
    await hear(yanti, ("language.done", "progress", "registration.mother.ask"))


async def test_an_english_worker_and_an_indonesian_head_read_their_own_languages(
    house: House,
) -> None:
    worker, head = house.person("worker"), house.person("head")
    await head_of(head)
    await play((worker, "bahasa", "language.ask"))
    await worker.taps("English")
    worker.language = "en"
    await hear(worker, "language.done", "idle.ask")

    await talk_through(worker)

    await play(
        (worker, None, ("receipt.place", "next.placed")),
        (head, None, "head.welcome", ("card.head", "card.worker", "card.ask")),
        (head, Tap("card.no"), "reason.ask"),
        (head, Tap("reason.covered.button"), "card.rejecting"),
    )
    await passes(house)
    await play(
        (
            worker,
            None,
            ("decided.rejected", "reason.covered", "next.rejected"),
            Offers("register"),
        ),
        (worker, "status", "status.rejected", "reason.covered"),
    )
    assert await house.rows("SELECT DISTINCT language FROM consents") == [("en",)]


async def test_an_english_head_decides_for_an_indonesian_worker(house: House) -> None:
    worker, head = house.person("worker"), house.person("head")
    await head_of(head)
    await play((head, "bahasa", "language.ask"))
    await head.taps("English")
    head.language = "en"
    await hear(head, "language.done")

    await register(worker)

    await play(
        (head, None, ("card.head", "card.worker", "card.ask"), Offers("card.ok", "card.no", "card.later")),
        (head, Tap("card.ok"), (Key("card.confirmed", by="Pak Lurah"),), ("card.queue_empty",)),
        (worker, None, "receipt.place", ("decided.confirmed", "next.confirmed")),
    )  # fmt: skip
