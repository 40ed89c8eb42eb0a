"""Whatever people send: a kind answer or silence, never an exception, and the question again."""

from typing import Any

import pytest
import telegram as ptb

from conversations.messages import Text
from tests.dialogue.drivers import House, on_telegram, quoted
from tests.dialogue.transcript import SILENCE, Key, Photo, hear, perform, play
from tests.dialogue.workers import begun, head_of, on_to
from tests.model_worker import YANTI

FILE: Any = {"file_id": "AwACAgUAAxk", "file_unique_id": "AgADAgAT"}
TEXTS = {
    "10,000 characters": "panjang " * 1250,
    "one word of 10,000": "a" * 10_000,
    "emoji": "😀👨‍👩‍👧‍👦🇮🇩",
    "SQL": "'; DROP TABLE people; --",
    "HTML": "<b>Siti</b> <script>alert(1)</script> &amp;",
    "right to left": "\u202e\u2067NIK saya\u2069 \u05d0\u0628",
    "invisible": "\u200b\u200d\ufeff\u00ad",
    "placeholders": "{name} {0} {} %s %(nik)s ${HOME}",
    "control characters": "a\x01b\x07c\x1b[m",
    "digits of other scripts": "٦١٠٧ ६१०७",
    "only signs": "?!.,;:-_",
}
MEDIA: dict[str, dict[str, Any]] = {
    "photo": {"photo": (ptb.PhotoSize(**FILE, width=90, height=60),)},
    "photo with words": {"photo": (ptb.PhotoSize(**FILE, width=90, height=60),), "caption": "KTP"},
    "sticker": {
        "sticker": ptb.Sticker(
            **FILE, width=512, height=512, is_animated=False, is_video=False, type="regular"
        )
    },
    "voice": {"voice": ptb.Voice(**FILE, duration=3)},
    "video note": {"video_note": ptb.VideoNote(**FILE, length=240, duration=3)},
    "document": {"document": ptb.Document(**FILE)},
    "location": {"location": ptb.Location(109.4, 0.8)},
    "dice": {"dice": ptb.Dice(3, "🎲")},
}


@pytest.mark.parametrize("question", ["village", "nik", "income"])
async def test_words_that_are_no_answer_are_met_kindly_and_the_question_is_asked_again(
    house: House, question: str
) -> None:
    yanti = house.person("yanti")
    await yanti.house.hand_in(yanti, YANTI.until(question))

    for label, text in TEXTS.items():
        await yanti.says(text)
        heard = await hear(yanti, "progress", f"registration.{question}.ask", step=label)
        assert len(heard) == 1, label

    await play((yanti, "status", "standing.none_yet", f"registration.{question}.ask"))
    assert await house.count("people") == 1


async def test_a_photo_is_asked_for_in_words(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "nik")

    await play((yanti, Photo(), ("problem.media", "progress", "registration.nik.ask")))


async def test_a_photo_without_a_registration_is_told_what_one_can_do_here(house: House) -> None:
    yanti = house.person("yanti")

    await play((yanti, Photo(), ("unknown.new",)))


async def test_what_people_write_is_shown_as_they_wrote_it(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    odd = "<b>Dusun</b> & {name} %s '; DROP TABLE people; --"
    await house.hand_in(yanti, YANTI.until("address"))

    await perform(yanti, odd)
    await on_to(yanti, "review", YANTI, "phone")
    await play((yanti, "kirim", "receipt.place"))

    await hear(head, Key("card.worker", address=odd))
    assert await house.count("registrations") == 1


async def test_media_of_every_kind_is_asked_for_in_words(telegram: House) -> None:
    for kind, content in MEDIA.items():
        yanti = on_telegram(telegram, kind)
        await telegram.hand_in(yanti, YANTI.until("nik"))

        await yanti.sends(**content)

        await hear(yanti, ("problem.media", "progress", "registration.nik.ask"), step=kind)


async def test_a_contact_at_another_question_is_not_its_answer(telegram: House) -> None:
    yanti = on_telegram(telegram, "yanti")
    await telegram.hand_in(yanti, YANTI.until("nik"))

    await yanti.phone.shares_contact()

    await hear(yanti, ("problem.unexpected", "progress", "registration.nik.ask"))


async def test_an_edited_message_is_asked_for_as_a_new_one(telegram: House) -> None:
    yanti = on_telegram(telegram, "yanti")
    await telegram.hand_in(yanti, YANTI.until("birth_place"))

    await yanti.phone.edits("Yanti Rahayu")

    await hear(yanti, ("problem.edited", "progress", "registration.birth_place.ask"))


async def test_in_a_group_the_bot_says_one_line_and_leaves(telegram: House) -> None:
    yanti = on_telegram(telegram, "yanti")
    server = yanti.wire.server

    await yanti.phone.writes_in_group("halo semua", -1001)

    await server.until_sent("leaveChat")
    (line,) = [one.text for one in server.calls("sendMessage")]
    assert line == telegram.catalog.say("id", Text("group.leave", {"link": "t.me/seratus_bot"}))
    assert [int(one.chat_id) for one in server.calls("leaveChat")] == [-1001]
    assert await telegram.count("people") == 0
    await hear(yanti, SILENCE)


def test_a_log_that_quotes_somebody_would_be_noticed() -> None:
    logs = [{"event": "turn_failed", "why": "no name in 'Yanti Susanti 6107015505859001'"}]

    assert quoted(logs, ["nik 6107015505859001", "daftar"]) == ["6107015505859001"]
    assert quoted(logs, ["Yanti Susanti"]) == ["Yanti Susanti"]
