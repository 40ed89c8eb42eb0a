"""One phone registers several people: each with their own draft, consent, number and status."""

# ruff: noqa: E501 - a step of a transcript is one line

from conversations.forms.drafts import MOST
from conversations.messages import Text
from tests.dialogue.drivers import House, on_telegram
from tests.dialogue.transcript import Key, Offers, Open, Tap, hear, perform, play
from tests.dialogue.workers import BUDI, LINK, RINI, begun, on_to, talk_through
from tests.model_worker import TOTAL, YANTI, Worker

OTHER = Tap("registration.for_whom.other")
NEW = Tap("drafts.new")


async def test_a_volunteer_registers_two_people_side_by_side(house: House) -> None:
    volunteer = house.person("volunteer")

    await play(
        (volunteer, "daftar", "registration.for_whom.ask"),
        (volunteer, OTHER, "registration.helped.ask"),
        (volunteer, "Yanti", (Key("progress.named", name="Yanti", n=2), Key("registration.village.ask", whose="Yanti"))),
        (volunteer, "Sungai Duri", "registration.consent.ask"),
        (volunteer, "daftar", ("drafts.ask",), Offers("resume", "drafts.new")),
        (volunteer, NEW, ("welcome.new", Key("progress.named", name="Pendaftaran baru", n=1), "registration.helped.ask")),
        (volunteer, "Budi", (Key("progress.named", name="Budi", n=2), Key("registration.village.ask", whose="Budi")), Offers("Sungai Duri (Sungai Raya)")),
        (volunteer, Tap("Sungai Duri (Sungai Raya)"), (Key("village.places"), Key("progress.named", name="Budi", n=3), "registration.consent.ask")),
        (volunteer, "status", (Key("standing.unfinished", name="Yanti", n=3, total=TOTAL), "standing.go_on", Key("progress.named", name="Budi", n=3), "registration.consent.ask")),
        (volunteer, "setuju", (Key("progress.named", name="Budi", n=4), "registration.eligibility.ask")),
        (volunteer, "daftar", ("drafts.ask",), Offers("Yanti", "Budi", "drafts.new")),
        (volunteer, Tap("Yanti"), (Key("progress.named", name="Yanti", n=3), "registration.consent.ask")),
    )  # fmt: skip
    assert await house.rows("SELECT count(*), count(DISTINCT draft_id) FROM consents") == [(1, 1)]


async def test_each_person_has_their_own_consent_number_and_status(house: House) -> None:
    volunteer = house.person("volunteer")
    await helped(house, "volunteer", YANTI, "Yanti")
    await play(
        (
            volunteer,
            "kirim",
            (Key("receipt.place", number="PR-6107-000001"), "next.no_head"),
            Offers("drafts.new"),
        )
    )
    await play((volunteer, NEW, "registration.helped.ask"))
    await perform(volunteer, "Budi")
    await on_to(
        volunteer,
        "review",
        BUDI,
        "village",
        village=Tap("Sungai Duri (Sungai Raya)"),
        phone_owner=Tap("registration.phone_owner.helper"),
    )

    await play(
        (volunteer, "kirim", Key("receipt.place", number="PR-6107-000002")),
        (volunteer, "status", Key("status.placed", name="YANTI SUSANTI"), Key("status.placed", name="BUDI SANTOSO")),
        (volunteer, "status PR-6107-000002", (Key("status.placed", name="BUDI SANTOSO"), "next.no_head", "standing.more")),
    )  # fmt: skip

    assert await house.rows(
        "SELECT count(DISTINCT id), count(DISTINCT person_id) FROM registrations"
    ) == [(2, 1)]


async def test_a_chats_second_for_myself_is_a_neighbour_who_is_helped(house: House) -> None:
    chat = house.person("yanti")
    await talk_through(chat)
    await hear(chat, Key("receipt.place", number="PR-6107-000001"))

    await play(
        (chat, "daftar", "registration.for_whom.ask"),
        (chat, Tap("registration.for_whom.self"), (Key("registration.for_whom.second", name="YANTI SUSANTI", number="PR-6107-000001"), "progress", "check")),
        (chat, Tap("check.no"), "registration.for_whom.ask"),
        (chat, "untuk saya sendiri", "registration.for_whom.second"),
        (chat, "ya", "registration.helped.ask"),
    )  # fmt: skip


async def test_a_button_answers_for_the_draft_it_was_made_for(telegram: House) -> None:
    volunteer = telegram.person("volunteer")
    await play(
        (volunteer, "daftar", "registration.for_whom.ask"),
        (volunteer, OTHER, "registration.helped.ask"),
        (volunteer, "Yanti", "registration.village.ask"),
        (volunteer, "Sungai Duri", "registration.consent.ask"),
    )
    await play(
        (volunteer, "daftar", "drafts.ask"),
        (volunteer, NEW, Key("progress.named", name="Pendaftaran baru"), "registration.helped.ask"),
    )  # fmt: skip

    await play(
        (volunteer, Tap("registration.consent.yes"), (Key("progress.named", name="Yanti", n=4), "registration.eligibility.ask")),
        (volunteer, "status", (Key("standing.unfinished", name="Pendaftaran baru", n=1), "standing.go_on", Key("progress.named", name="Yanti", n=4), "registration.eligibility.ask")),
    )  # fmt: skip


async def test_a_button_of_a_neighbours_draft_answers_neither_theirs_nor_ones_own(
    telegram: House,
) -> None:
    yanti, helper = on_telegram(telegram, "yanti"), on_telegram(telegram, "helper")
    await begun(yanti, "consent")
    await begun(helper, "consent", BUDI)
    yes = yanti.shown[-1].rows[0][0]["callback_data"]

    await helper._press(helper.shown[-1], yes)

    await hear(helper, ("stale", "progress", "registration.consent.ask"))
    await play(
        (yanti, Tap("registration.consent.yes"), ("progress", "registration.eligibility.ask"))
    )


async def test_two_people_of_one_name_are_told_apart(house: House) -> None:
    volunteer = house.person("volunteer")
    for place in (1, 2):
        await play((volunteer, "daftar"), (volunteer, OTHER if place == 1 else NEW))
        await perform(volunteer, "Yanti")

    await play(
        (volunteer, "daftar", "drafts.ask", Offers("Yanti", "Yanti (2)", "drafts.new")),
        (volunteer, "Yanti (2)", (Key("progress.named", name="Yanti (2)", n=2), "registration.village.ask")),
    )  # fmt: skip


async def test_who_is_registering_themselves_helps_a_neighbour_in_between(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "mother")

    await play(
        (yanti, "mau daftarkan tetangga", ("drafts.ask",), Offers("resume", "drafts.new")),
        (yanti, NEW, ("welcome.new", Key("progress.named", name="Pendaftaran baru"), "registration.helped.ask")),
        (yanti, "Rini", (Key("progress.named", name="Rini"), "registration.village.ask")),
        (yanti, "batal", (Key("cancel.ask.named", name="Rini"),)),
        (yanti, "ya", ("cancel.done", Key("standing.unfinished", name="Bapak/Ibu sendiri", n=9))),
        (yanti, "Maria", ("unknown.drafts", Key("standing.unfinished", name="Bapak/Ibu sendiri", n=9)), Offers("resume", "drafts.new")),
        (yanti, Tap("resume"), (Key("progress", n=9), "registration.mother.ask")),
        (yanti, "Maria", "registration.address.ask"),
    )  # fmt: skip


async def test_after_a_receipt_nothing_typed_strays_into_another_draft(house: House) -> None:
    volunteer = house.person("volunteer")
    await helped(house, "volunteer", YANTI, "Yanti")
    await helped(house, "volunteer", BUDI, "Budi")

    await play(
        (volunteer, "kirim", (Key("receipt.place", name="BUDI SANTOSO"), "next.no_head", Key("standing.unfinished", name="Yanti", n=TOTAL)), Offers("resume", "drafts.new")),
        (volunteer, "kirim", Key("status.placed", name="BUDI SANTOSO"), Key("standing.unfinished", name="Yanti")),
        (volunteer, Tap("resume"), "registration.review.ask"),
        (volunteer, "kirim", Key("receipt.place", name="YANTI SUSANTI")),
    )  # fmt: skip
    assert await house.count("registrations") == 2


async def test_a_link_while_somebody_is_unfinished_asks_for_whom_it_is(house: House) -> None:
    volunteer = house.person("volunteer")
    await helped(house, "volunteer", YANTI, "Yanti")

    await play(
        (volunteer, Open(LINK), ("drafts.ask",), Offers("resume", "drafts.new")),
        (volunteer, NEW, "registration.helped.ask"),
        (volunteer, "Rini", "registration.village.ask", Offers("Sungai Duri (Sungai Raya)")),
    )


async def test_there_is_an_end_to_unfinished_registrations(house: House) -> None:
    volunteer = house.person("volunteer")
    for number in range(MOST):
        await house.hand_in(
            volunteer, {"for_whom": "other", "helped": f"Anak {'abcdefgh'[number]}"}
        )

    await play((volunteer, "daftar", (Key("drafts.full", most=MOST),)))

    assert len(volunteer.labels) == MOST
    assert await house.count("drafts") == MOST


async def test_a_phone_registers_no_more_people_a_day_than_is_set(house: House) -> None:
    volunteer = house.person("volunteer")
    for number in range(house.settings.people_a_day):
        await begun(volunteer, "nik", YANTI)
        await play(
            (volunteer, Worker(serial=4001 + number).nik, "registration.birth.ask"),
            (volunteer, "batal"),
            (volunteer, "ya", "cancel.done"),
        )
    await begun(volunteer, "nik", YANTI)

    await play(
        (volunteer, RINI.nik, ("registration.nik.too_many", "progress", "registration.nik.ask"))
    )

    house.clock.step(days=1, seconds=1)
    await play((volunteer, RINI.nik, "registration.birth.ask"))


async def helped(house: House, name: str, worker: Worker, called: str) -> None:
    """Have a draft of somebody helped, complete but for the last button."""
    person = house.person(name)
    kept = {**worker.kept(), "for_whom": "other", "helped": called, "phone_owner": "helper"}
    await house.hand_in(person, kept)
    await play(
        (
            person,
            "halo",
            "welcome.back",
            Key("progress.named", name=Text("plain.value", {"value": called})),
            "registration.review.ask",
        )
    )
