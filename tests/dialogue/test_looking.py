"""What a head looks at: all who are registered, one of them, and the village's report."""

# ruff: noqa: E501 - a step of a transcript is one line

from tests.dialogue.drivers import House
from tests.dialogue.transcript import Key, Offers, Tap, hear, play
from tests.dialogue.workers import BUDI, head_of, register


async def test_a_head_sees_who_is_registered_and_how_far_it_has_come(house: House) -> None:
    yanti, budi, head = house.person("yanti"), house.person("budi"), house.person("head")
    await head_of(head)
    await hear(head, "head.welcome")
    await register(yanti)
    await hear(yanti, "receipt.place")
    await hear(head, "card.worker")
    await register(budi, BUDI)
    await hear(budi, "receipt.place")

    await play(
        (head, "LAPORAN", (Key("report.village", taken=2, places=2), "report.oldest"), Offers("queue", "roster.button")),
        (head, Tap("roster.button"), Key("roster.which", first=1, last=2, total=2)),
        (head, "cari yanti", Key("card.worker", number="PR-6107-000001")),
        (head, "benar", "card.confirmed"),
        (head, "cari yanti susanti", (Key("listed.confirmed", number="PR-6107-000001"), "roster.how")),
        (head, "cari karso", "roster.nobody"),
        (head, "DAFTAR WARGA", "roster.which"),
        (head, "nomor 2 sudah meninggal", Key("end.ask", number="PR-6107-000001")),
    )  # fmt: skip
