"""A head asks a worker to correct answers: the place is kept, and the card comes back."""

# ruff: noqa: E501 - a step of a transcript is one line

from conversations.messages import Text
from tests.dialogue.drivers import House, Person
from tests.dialogue.transcript import SILENCE, Key, Offers, Tap, hear, play
from tests.dialogue.whatsapp import OnWhatsApp
from tests.dialogue.workers import BUDI, head_of, passes, register

CARD = ("card.ok", "card.no", "card.later")
NUMBER = "PR-6107-000001"
ADDRESS = Text("registration.address.title")
FIELDS = ("name", "nik", "birth_date", "mother", "address", "occupation")
TITLES = (*(f"registration.{name}.title" for name in FIELDS), "reason.back")


async def asked(house: House, head: Person) -> Person:
    """Have a head find Yanti's address wrong; return her."""
    yanti = house.person("yanti")
    await head_of(head)
    await register(yanti)
    await play(
        (yanti, None, "receipt.place"),
        (head, None, "card.ask"),
        (head, Tap("card.no"), "reason.ask"),
        (head, Tap("card.fix"), ("ask.which",), Offers(*TITLES)),
        (head, Tap("registration.address.title"), Key("card.asked", number=NUMBER, titles=ADDRESS), "card.queue_empty"),
        (yanti, None, (Key("asked", number=NUMBER, titles=ADDRESS, place=1), "asked.how"), Offers("amend.start")),
    )  # fmt: skip
    return yanti


async def told(person: Person, template: str, words: tuple[str | Key, ...]) -> None:
    """Hear it, or see that it left in its template, since they had not written for a day."""
    if isinstance(person, OnWhatsApp) and (left := person.sent[-1].template):
        await person.heard()
        assert left.startswith(f"seratus_{template}_")
    else:
        await hear(person, words)


async def test_what_a_head_finds_wrong_is_asked_corrected_and_before_him_again(
    house: House,
) -> None:
    head = house.person("head")
    yanti = await asked(house, head)

    await play(
        (yanti, "status", (Key("status.correcting", titles=ADDRESS, place=1), "next.correcting"), Offers("amend.start")),
        (yanti, Tap("amend.start"), "registration.address.ask"),
        (yanti, "Dusun Melati RT 3 RW 1", "registration.amended.ask"),
        (yanti, "ya", "amend.done"),
        (head, None, (Key("card.head", undecided=1), "card.worker", "card.flag.amended", "card.ask"), Offers(*CARD)),
        (head, Tap("card.ok"), "card.confirmed"),
        (yanti, None, "decided.confirmed"),
    )  # fmt: skip
    await passes(house, days=15)
    await hear(yanti, SILENCE)


async def test_ubah_leads_to_what_was_asked(house: House) -> None:
    yanti = await asked(house, house.person("head"))

    await play((yanti, "ubah", "registration.address.ask"))


async def test_who_does_not_answer_is_reminded_twice_and_then_it_is_decided_as_it_is(
    house: House,
) -> None:
    head = house.person("head")
    yanti = await asked(house, head)
    again = (Key("asked", number=NUMBER, titles=ADDRESS), "asked.how")

    await passes(house, days=3)
    await told(yanti, "correction_asked", again)
    await passes(house, days=7)
    await told(yanti, "correction_asked", again)
    await passes(house, days=4)

    await told(yanti, "correction_lapsed", (Key("lapsed", number=NUMBER),))
    card = (Key("card.head", undecided=1), "card.worker", "card.flag.lapsed", "card.ask")
    await told(head, "card_flagged", card)
    await play(
        (yanti, "status", ("status.placed", "next.placed", "standing.more")),
        (head, "antrean", card, Offers(*CARD)),
        (head, Tap("card.ok"), "card.confirmed"),
    )  # fmt: skip


async def test_who_could_not_be_reminded_in_time_hears_only_that_it_is_over(
    telegram: House,
) -> None:
    yanti = await asked(telegram, telegram.person("head"))

    await passes(telegram, days=15)

    assert len(await hear(yanti, (Key("lapsed", number=NUMBER),))) == 1


async def test_the_head_takes_the_question_back_and_the_worker_hears_it(house: House) -> None:
    head = house.person("head")
    yanti = await asked(house, head)

    await play(
        (head, "urungkan", ("undo.ask.correcting",), Offers("undo.yes", "undo.no")),
        (head, Tap("undo.yes"), "card.undone.correcting", ("card.head", "card.worker", "card.ask"), Offers(*CARD)),
        (yanti, None, ("undone.correcting",)),
        (yanti, "status", ("status.placed", "next.placed", "standing.more")),
    )  # fmt: skip
    await passes(house, days=15)
    await hear(yanti, SILENCE)


async def test_what_is_asked_for_can_be_decided_all_the_same(house: House) -> None:
    head = house.person("head")
    yanti = await asked(house, head)

    await play(
        (head, Tap("card.ok"), "card.confirmed"),
        (yanti, None, "decided.confirmed"),
    )
    await passes(house, days=15)
    await hear(yanti, SILENCE)


async def test_a_head_writes_what_is_wrong_and_the_worker_reads_it(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await register(yanti)
    words = "nama dan alamatnya salah, RT-nya tiga"
    titles = Text(
        "plain.list",
        {"first": Text("registration.address.title"), "rest": Text("registration.name.title")},
    )

    await play(
        (head, None, "card.ask"),
        (head, words, (Key("card.sure.ask", name="YANTI SUSANTI", titles=titles),), Offers("card.sure.yes", "card.sure.no")),
        (yanti, None, "receipt.place"),
        (head, "ya", "card.asked"),
        (yanti, None, (Key("asked.noted", note=words), "asked.how"), Offers("amend.start")),
        (yanti, Tap("amend.start"), "registration.name.ask"),
        (yanti, "Yanti Susantika", "registration.address.ask"),
        (yanti, "Dusun Melati RT 3 RW 1", "registration.amended.ask"),
        (yanti, "ya", "amend.done"),
        (head, None, Key("card.worker", name="YANTI SUSANTIKA"), "card.flag.amended"),
    )  # fmt: skip


async def test_what_a_head_writes_goes_along_with_the_button_and_no_nik_does(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await register(yanti)

    await play(
        (head, None, "card.ask"),
        (head, "NIK salah, yang benar 6107014506900001", "card.sure.ask"),
        (yanti, None, "receipt.place"),
        (head, Tap("card.sure.yes"), "card.asked"),
        (yanti, None, (Key("asked.noted", note="NIK salah, yang benar …"), "asked.how")),
    )  # fmt: skip


async def test_the_place_is_kept_from_those_who_wait(one_place: House) -> None:
    house = one_place
    head, budi = house.person("head"), house.person("budi")
    yanti = await asked(house, head)
    await register(budi, BUDI)
    await hear(budi, Key("receipt.position", position=1))

    await passes(house, days=13)
    await play((budi, "status", Key("status.waiting", position=1)))
    await play(
        (yanti, "batal", "withdraw.ask"),
        (yanti, f"YA BATALKAN {NUMBER}", "withdraw.done"),
        (budi, None, Key("promoted", place=1)),
    )
