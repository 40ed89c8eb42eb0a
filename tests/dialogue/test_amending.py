"""What was sent is corrected; number and place stay, and the head sees what changed."""

# ruff: noqa: E501 - a step of a transcript is one line

from dataclasses import replace

from bot.turns.due import Jobs
from conversations.notes import DOUBLE_TAP
from tests.dialogue.drivers import House, Person, on_telegram
from tests.dialogue.transcript import SILENCE, Key, Offers, Tap, hear, play
from tests.dialogue.workers import BUDI, SUNGAI_JAGA_A, head_of, register
from tests.model_worker import YANTI

CARD = ("card.ok", "card.no", "card.later")
ASKED = ("amend.heading", "registration.amended.ask")
YES = Offers("registration.amended.send", "registration.amended.drop")


async def placed(house: House) -> tuple[Person, Person]:
    """Somebody is registered, and the head has the card before him."""
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await hear(head, "head.welcome")
    await register(yanti)
    await hear(yanti, "receipt.place")
    await hear(head, "card.worker", "card.ask")
    return yanti, head


async def test_a_name_is_corrected_and_the_head_gets_the_card_anew(house: House) -> None:
    yanti, head = await placed(house)
    closed = () if head.together else (("card.amended",),)

    await play(
        (yanti, "nama saya salah", ("amend.heading", "registration.name.ask")),
        (yanti, "Yanti Susanto", ASKED, YES),
        (yanti, Tap("registration.amended.send"), (Key("amend.done", number="PR-6107-000001", nth=1), "amend.again")),
        (head, None, *closed, Key("card.worker", number="PR-6107-000001", name="YANTI SUSANTO", place=1), Key("card.flag.amended", titles="Nama"), "card.ask", Offers(*CARD)),
        (head, Tap("card.ok"), Key("card.confirmed", name="YANTI SUSANTO")),
        (yanti, None, Key("decided.confirmed", name="YANTI SUSANTO")),
    )  # fmt: skip


async def test_a_new_telephone_leaves_a_confirmation_as_it_is(house: House) -> None:
    yanti, head = await placed(house)
    await play((head, Tap("card.ok"), "card.confirmed"), (yanti, None, "decided.confirmed"))

    await play(
        (yanti, "ganti nomor hp jadi 0813 0000 1234", ASKED, YES),
        (yanti, "ya", (Key("amend.done", nth=1),)),
        (yanti, "status", ("status.confirmed", "next.confirmed", "standing.more")),
        (head, None, SILENCE),
    )  # fmt: skip
    acts = await house.rows("SELECT act, was, became FROM history ORDER BY version DESC LIMIT 1")
    assert acts == [("adjust", "confirmed", "confirmed")]


async def test_what_was_confirmed_goes_back_to_the_head_and_keeps_its_place(house: House) -> None:
    yanti, head = await placed(house)
    await play((head, Tap("card.ok"), "card.confirmed"), (yanti, None, "decided.confirmed"))

    await play(
        (yanti, "alamat saya salah tulis", "registration.address.ask"),
        (yanti, "Dusun Baru RT 1 RW 2", ASKED, YES),
        (yanti, Tap("registration.amended.send"), ("amend.done", "amend.again")),
        (head, None, Key("card.head", undecided=1, taken=1), Key("card.flag.amended", titles="Alamat"), "card.ask"),
        (yanti, "status", ("status.placed", "next.placed", "standing.more")),
        (head, Tap("card.ok"), "card.confirmed"),
        (yanti, None, "decided.confirmed"),
    )  # fmt: skip


async def test_ubah_asks_which_answer_and_batal_leaves_all_as_it_was(house: House) -> None:
    yanti, head = await placed(house)

    await play(
        (yanti, "ubah", ("amend.heading", "edit.ask")),
        (yanti, "nama ibu", ("amend.heading", "registration.mother.ask")),
        (yanti, "Maria Magdalena", ASKED, YES),
        (yanti, Tap("registration.amended.drop"), ("amend.dropped",)),
        (yanti, "status", ("status.placed", "next.placed", "standing.more")),
        (head, None, SILENCE),
    )
    assert await house.count("drafts") == 0
    assert await house.count("history WHERE act IN ('amend', 'adjust')") == 0


async def test_an_old_card_decides_nothing_after_a_correction(telegram: House) -> None:
    yanti, _ = await placed(telegram)
    head = on_telegram(telegram, "head")
    old = head.button(Tap("card.ok").label(head))
    await play(
        (yanti, "nama ibu saya salah", "registration.mother.ask"),
        (yanti, "Maria Magdalena", ASKED),
        (yanti, "ya", ("amend.done", "amend.again")),
        (head, None, "card.flag.amended"),
    )

    await old()

    await hear(head, ("card.already.placed",))
    assert await telegram.rows("SELECT status FROM registrations") == [("placed",)]


async def test_what_the_head_decided_meanwhile_is_said_before_anything_changes(
    house: House,
) -> None:
    yanti, head = await placed(house)
    await play(
        (yanti, "nama saya salah", "registration.name.ask"),
        (yanti, "Yanti Susanto", ASKED, YES),
        (head, Tap("card.ok"), "card.confirmed"),
        (yanti, None, "decided.confirmed"),
    )

    await play(
        (yanti, Tap("registration.amended.send"), ("amend.meanwhile", "status.confirmed", "next.confirmed", *ASKED), YES),
    )  # fmt: skip
    house.clock.step(seconds=DOUBLE_TAP + 1)  # not the second tap of one
    await play(
        (yanti, Tap("registration.amended.send"), ("amend.done", "amend.again")),
        (head, None, Key("card.worker", name="YANTI SUSANTO"), "card.flag.amended"),
    )  # fmt: skip


async def test_a_nik_of_somebody_else_is_refused_and_its_head_told(house: House) -> None:
    yanti, head = await placed(house)
    budi = house.person("budi")
    await register(budi, BUDI)
    await hear(budi, "receipt.place")

    await play(
        (yanti, "NIK saya salah satu angka", ("amend.heading", "registration.nik.ask")),
        (yanti, BUDI.nik, "registration.nik.claimed", "registration.nik.ask"),
        (head, None, "card.second_attempt"),
        (yanti, "batal", ("amend.dropped",)),
        (yanti, "nik saya salah", "registration.nik.ask"),
        (yanti, replace(YANTI, serial=YANTI.serial + 1).nik, ("amend.heading", "registration.birth.ask")),
        (yanti, "ya", ASKED, YES),
        (yanti, "ya", ("amend.done", "amend.again")),
    )  # fmt: skip


async def test_who_would_not_be_let_in_changes_nothing(house: House) -> None:
    yanti, head = await placed(house)

    await play(
        (yanti, "pekerjaan saya sekarang bukan noreh lagi", "registration.occupation.ask"),
        (yanti, "karyawan pabrik", "ending.formal_employee"),
        (yanti, Tap("ending.yes"), ("amend.refused",)),
        (yanti, "status", "status.placed"),
        (head, None, SILENCE),
    )


async def test_who_waits_keeps_the_position(one_place: House) -> None:
    yanti, budi = one_place.person("yanti"), one_place.person("budi")
    await register(yanti)
    await register(budi, BUDI)
    await hear(budi, "receipt.position")

    await play(
        (budi, "salah tulis nama", "registration.name.ask"),
        (budi, "Budi Santosa", ASKED),
        (budi, "ya", (Key("amend.done.waiting", nth=1),)),
    )


async def test_of_two_from_one_chat_it_is_asked_which(house: House) -> None:
    helper = house.person("helper")
    await register(helper)
    await register(helper, BUDI)
    await hear(helper, "receipt.place", "receipt.place")
    which = Tap("amend.this", (("number", "PR-6107-000002"),))

    await play(
        (helper, "alamatnya salah tulis", (Key("withdraw.which", name="YANTI SUSANTI"), Key("withdraw.which", name="BUDI SANTOSO"), "amend.whose")),
        (helper, which, (Key("amend.heading", name="BUDI SANTOSO"), "registration.address.ask")),
        (helper, "Dusun Baru RT 1 RW 2", ASKED),
        (helper, "ya", Key("amend.done", number="PR-6107-000002")),
    )  # fmt: skip


async def test_a_correction_left_alone_is_reminded_of_once_and_goes(house: House) -> None:
    house.clock.step(hours=3)  # noon
    yanti, _ = await placed(house)
    await play((yanti, "nama saya salah", "registration.name.ask"))

    house.clock.step(hours=22)
    await what_is_due(house)
    await hear(yanti, ("amend.unfinished", "reminder.go_on"), Offers("resume"))
    for _ in range(2):
        house.clock.step(days=4)
        await what_is_due(house)

    assert await house.count("drafts") == 0
    assert await house.count("jobs WHERE name IN ('remind', 'warn', 'abandon')") == 0
    await play(
        (yanti, None, SILENCE),
        (yanti, "status", ("status.placed", "next.placed", "standing.more")),
    )


async def what_is_due(house: House) -> None:
    """Do what is due, as a serving process does every second."""
    await Jobs(house.app.storage, house.app.talks).round()
    await house.settle()


# ── another village ─────────────────────────────────────────────────────────────────────────────

MOVES = ("amend.village", "amend.heading", "registration.village.ask")


async def test_who_moves_to_another_village_takes_a_place_there_and_leaves_the_old_one(
    one_place: House,
) -> None:
    house = one_place
    yanti, head = await placed(house)
    budi, new_head = house.person("budi"), house.person("other")
    await head_of(new_head, SUNGAI_JAGA_A, "Pak Baru")
    await hear(new_head, "head.welcome")
    await register(budi, BUDI)
    await hear(budi, "receipt.position")
    closed = () if head.together else (("card.left",),)

    await play(
        (yanti, "saya pindah desa", MOVES),
        (yanti, "Sungai Jaga A", ("amend.heading", "registration.address.ask")),
        (yanti, "Dusun Baru RT 1 RW 2", ASKED, YES),
        (yanti, Tap("registration.amended.send"), (Key("amend.moved", number="PR-6107-000001", nth=1, village="Sungai Jaga A", left="Sungai Duri"), "amend.again")),
        (new_head, None, Key("card.head", village="Sungai Jaga A", taken=1), Key("card.worker", number="PR-6107-000001"), Key("card.flag.amended", titles="Desa, Alamat"), "card.ask"),
        (budi, None, (Key("promoted", place=1), "next.placed")),
        (head, None, *closed, Key("card.worker", number="PR-6107-000002", place=1)),
        (new_head, Tap("card.ok"), "card.confirmed"),
        (yanti, None, "decided.confirmed"),
        (yanti, "status", (Key("status.confirmed", village="Sungai Jaga A"), "next.confirmed", "standing.more")),
    )  # fmt: skip


async def test_where_no_place_is_free_it_is_said_and_all_stays_as_it_was(one_place: House) -> None:
    yanti, head = await placed(one_place)
    budi = one_place.person("budi")
    await register(budi, BUDI, SUNGAI_JAGA_A)
    await hear(budi, "receipt.place")

    await play(
        (yanti, "desa saya salah", MOVES),
        (yanti, "Sungai Jaga A", (Key("amend.full", village="Sungai Jaga A", number="PR-6107-000001"),)),
        (yanti, "status", (Key("status.placed", village="Sungai Duri"), "next.placed", "standing.more")),
        (head, None, SILENCE),
    )  # fmt: skip


async def test_who_comes_too_late_for_the_last_place_there_stays_where_they_are(
    one_place: House,
) -> None:
    yanti, _ = await placed(one_place)
    budi = one_place.person("budi")
    await play(
        (yanti, "pindah desa", MOVES),
        (yanti, "Sungai Jaga A", ("amend.heading", "registration.address.ask")),
        (yanti, "Dusun Baru RT 1 RW 2", ASKED, YES),
    )
    await register(budi, BUDI, SUNGAI_JAGA_A)
    await hear(budi, "receipt.place")

    await play(
        (yanti, "ya", (Key("amend.full", village="Sungai Jaga A"),)),
        (yanti, "status", Key("status.placed", village="Sungai Duri")),
    )
    assert await one_place.count("history WHERE act = 'relocate'") == 0
