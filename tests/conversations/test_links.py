"""What a link carries, and the words with which WhatsApp's links say the same."""

from urllib.parse import parse_qs, urlsplit

import pytest

from conversations.effects import CountPlaces, FindStanding, LookAtInvitation
from conversations.links import move_code, payload, words
from conversations.machine import State
from conversations.messages import Opened, Said
from tests.conversations.talk import BRAIN, VILLAGE, Talk, at, context, draft_at

HEADS_CODE = "Xk9_aB-3dEfGh12_"  # 16 characters of URL-safe base64
CODE = "BKQMX4827"


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("DAFTAR 61.07.01.2001", "v_6107012001"),
        ("daftar 61.07.01.2001", "v_6107012001"),
        ("Daftar: 6107012001.", "v_6107012001"),
        ("  DAFTAR  61 07 01 2001!\n", "v_6107012001"),
        (f"KADES {HEADS_CODE}", f"h_{HEADS_CODE}"),
        (f"kades {HEADS_CODE}.", f"h_{HEADS_CODE}"),
        (f"Kades: {HEADS_CODE}!", f"h_{HEADS_CODE}"),
        ("KADES ----------------", "h_----------------"),
        ("PINDAH BKQMX-4827", "p_BKQMX4827"),
        ("pindah bkqmx4827", "p_bkqmx4827"),
        ("Pindah BKQMX 4827.", "p_BKQMX4827"),
        ("PINDAH\nBKQMX.4827", "p_BKQMX4827"),
        ("HP BARU BKQMX-4827", "n_BKQMX4827"),
        ("hp baru: bkqmx 4827.", "n_bkqmx4827"),
        ("Ganti HP BKQMX4827", "n_BKQMX4827"),
        ("BKQMX-4827", "n_BKQMX4827"),
    ],
)
def test_the_words_of_a_link_carry_what_it_carries(text: str, carried: str) -> None:
    assert payload(text) == carried


@pytest.mark.parametrize(
    "text",
    [
        *("", ".", "daftar", "daftar bu sari", "daftar sungai duri", "daftar 61.07.01"),
        *("daftar 6107011708800001", "mau daftar 61.07.01.2001", "daftar 61.07.01.2001 bu sari"),
        *(
            "kades",
            "kades mana",
            "kades siapa?",
            "kades Xk9_aB-3dEfGh12",
            "kades sudah tahu belum",
        ),
        *("pindah", "pindah ke sari", "pindah ke hp baru", "pindah tahun lalu", "pindah 4827"),
        *("pindah bkqmx", "pindah bkqmx-482", "pindah bkqmx-48270", "pindah bkqm-4827"),
        *(HEADS_CODE, "RT 4827", "KBQMX 48270", "61.07.01.2001", "v_6107012001", "p_BKQMX4827"),
        *("daftar61.07.01.2001", "pindahbkqmx4827"),
    ],
)
def test_words_that_only_begin_like_a_links_are_no_links(text: str) -> None:
    assert payload(text) is None


@pytest.mark.parametrize(
    ("link", "carried"),
    [
        ("https://wa.me/628115700100?text=DAFTAR%2061.07.01.2001", "v_6107012001"),
        (f"https://wa.me/628115700100?text=KADES%20{HEADS_CODE}", f"h_{HEADS_CODE}"),
        ("https://wa.me/628115700100?text=PINDAH%20BKQMX-4827", "p_BKQMX4827"),
        ("https://wa.me/628115700100?text=GANTI%20HP%20BKQMX-4827", "n_BKQMX4827"),
    ],
)
def test_what_a_link_prefills_is_understood_when_it_is_sent(link: str, carried: str) -> None:
    (text,) = parse_qs(urlsplit(link).query)["text"]

    assert payload(text) == carried


@pytest.mark.parametrize(
    ("carried", "code"),
    [
        ("p_BKQMX4827", CODE),
        ("p_BKQMX-4827", CODE),
        ("p_bkqmx-4827", CODE),
        ("p_", None),
        ("p_4827", None),
        ("p_" + "a" * 100, None),
        ("p_" + "é" * 40, None),
        ("", None),
        ("BKQMX4827", None),
        ("v_6107012001", None),
        (f"h_{HEADS_CODE}", None),
    ],
)
def test_a_code_to_go_on_with_is_read_however_it_is_spelt(carried: str, code: str | None) -> None:
    assert move_code(carried) == code


# what the brain makes of them


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("DAFTAR 61.07.01.2001", "v_6107012001"),
        ("DAFTAR 61.04.03.2021", "v_6104032021"),
        (f"KADES {HEADS_CODE}", f"h_{HEADS_CODE}"),
        ("PINDAH BKQMX-4827", "p_BKQMX4827"),
    ],
)
@pytest.mark.parametrize(
    "state",
    [
        State(),
        State((draft_at("name"),)),
        *(State().holding(draft_at(name)) for name in ("for_whom", "village", "name", "review")),
    ],
    ids=["nobody", "one put aside", "for whom", "village", "name", "review"],
)
def test_the_words_of_a_link_do_what_the_link_does(state: State, words: str, link: str) -> None:
    by_words = BRAIN.advance(state, Said(words), context())

    assert by_words == BRAIN.advance(state, Opened(link), context())


def test_a_village_said_in_the_words_of_its_link_is_the_one_to_register_in() -> None:
    talk = Talk()

    talk.says("DAFTAR 61.07.01.2001")

    assert talk.effects == [CountPlaces(VILLAGE)]
    assert talk.answers["village"] == VILLAGE
    assert talk.asked == "for_whom"


def test_a_heads_code_keeps_its_capitals() -> None:
    talk = at("name")

    talk.says(f"kades {HEADS_CODE}")

    assert talk.effect == LookAtInvitation(HEADS_CODE)


@pytest.mark.parametrize("payload", ["p_", "p_x", "p_" + "a" * 100, "p_" + "é" * 40])
def test_a_link_that_lost_its_code_is_a_greeting(payload: str) -> None:
    stranger, midway = Talk(), at("name")

    stranger.opens(payload)
    midway.opens(payload)

    assert stranger.effect == FindStanding("greet")
    assert midway.keys[0] == "welcome.back"
    assert midway.asked == "name"


@pytest.mark.parametrize(
    ("carried", "said"),
    [
        ("v_6107012001", "DAFTAR 61.07.01.2001"),
        ("h_abcdefghij-_2345", "KADES abcdefghij-_2345"),
        ("h_1234567890123456", "KADES 1234567890123456"),
        ("p_BKQMX4827", "PINDAH BKQMX4827"),
    ],
)
def test_what_a_link_carries_is_said_in_words_that_mean_the_same(carried: str, said: str) -> None:
    assert words(carried) == said
    assert payload(said) == carried
