"""Going on elsewhere: a code is asked for in words, said at the other place, and used up there."""

import pytest

from conversations.effects import OpenTransfer
from conversations.machine import State
from conversations.outcomes import Joined, NotJoined, TransferOpened
from tests.conversations.talk import (
    DRAFT,
    HELPED,
    OTHER_DRAFT,
    QUESTIONS,
    Talk,
    at,
    context,
    draft_at,
)

OPENED = TransferOpened("BKQMX-4827", 30)
DOORS = {
    "telegram": "https://t.me/seratus_bot?start=p_{code}",
    "whatsapp": "https://wa.me/628115700100?text=PINDAH%20{code}",
}
ASIDE = (draft_at("mother"), draft_at("consent", OTHER_DRAFT, **HELPED))


# asking for a code


@pytest.mark.parametrize("question", QUESTIONS)
def test_pindah_is_a_wish_at_whatever_question(question: str) -> None:
    talk = at(question)
    before = talk.state

    talk.says("PINDAH")

    assert (talk.effect, talk.replies, talk.state) == (OpenTransfer(), (), before)


@pytest.mark.parametrize(
    "words",
    [
        *("pindah", "Pindah.", "mau pindah", "mau pindah hp", "pindah nomor", "pindah ke wa"),
        *("pindah ke WhatsApp", "pindah ke telegram", "minta pindah ke hp baru", "pindah hp lain"),
        "pindah aplikasi lain",
    ],
)
def test_a_code_is_asked_for_in_many_words(words: str) -> None:
    talk = Talk()

    talk.says(words)

    assert talk.effect == OpenTransfer()


@pytest.mark.parametrize(
    "words",
    [
        *("pindah ke sari", "pindah ke desa sari", "dusun pindah", "saya pindah tahun lalu"),
        *("pindah rumah", "sudah pindah ke sebalo", "jl pindah no 3"),
    ],
)
def test_who_moved_house_does_not_ask_for_a_code(words: str) -> None:
    talk = at("address")

    talk.says(words)

    assert talk.effect is None


@pytest.mark.parametrize("menu", ["batal", "ubah", "bahasa"])
def test_an_open_menu_stays_open_while_a_code_is_given(menu: str) -> None:
    talk = at("name")
    talk.says(menu)
    before = talk.state

    talk.says("pindah")
    talk.learns(OPENED)

    assert talk.keys == ["move.code"]
    assert talk.state == before


# the code


@pytest.mark.parametrize(
    "state",
    [State(), State(ASIDE), State(ASIDE, DRAFT)],
    ids=["no draft", "several aside", "one in focus"],
)
def test_a_code_is_told_with_how_long_it_lasts_and_changes_nothing(state: State) -> None:
    talk = Talk(state)

    talk.learns(OPENED)

    assert talk.keys == ["move.code"]
    assert talk.texts[0].values == {"code": "BKQMX-4827", "minutes": 30}
    assert (talk.choices, talk.state) == ((), state)


def test_a_code_is_told_with_the_doors_through_which_one_may_go() -> None:
    talk = at("name", context(doors=DOORS))

    talk.learns(OPENED)

    assert talk.keys == ["move.code", "move.door.telegram", "move.door.whatsapp"]
    assert [text.values.get("link") for text in talk.texts] == [
        None,
        "https://t.me/seratus_bot?start=p_BKQMX-4827",
        "https://wa.me/628115700100?text=PINDAH%20BKQMX-4827",
    ]


def test_whoever_asked_for_a_code_may_go_on_here_all_the_same() -> None:
    talk = at("name")

    talk.says("pindah")
    talk.learns(OPENED)
    talk.says("Yohanes Anton")

    assert talk.answers["name"] == "YOHANES ANTON"
    assert talk.asked == "birth_place"


# at the other place


def test_who_has_nothing_unfinished_is_told_where_the_rest_is_seen() -> None:
    talk = Talk()

    talk.learns(Joined())

    assert talk.keys == ["move.done", "move.status"]
    assert (talk.choices, talk.state) == ((), State())


def test_the_question_that_was_open_elsewhere_is_asked_here() -> None:
    talk = at("mother")

    talk.learns(Joined())

    assert talk.keys == ["move.done", "progress", "registration.mother.ask"]
    assert talk.buttons == ["unknown"]


def test_of_several_the_one_at_hand_elsewhere_is_gone_on_with() -> None:
    talk = Talk(State(ASIDE, OTHER_DRAFT))

    talk.learns(Joined())

    assert talk.keys[0] == "move.done"
    assert (talk.draft.id, talk.asked) == (OTHER_DRAFT, "consent")


def test_of_several_put_aside_one_is_chosen_here() -> None:
    talk = Talk(State(ASIDE))

    talk.learns(Joined())

    assert talk.keys == ["move.done", "drafts.ask"]
    assert talk.buttons == ["resume", "resume", "new"]


def test_what_was_begun_elsewhere_may_be_filled_in_at_once_here() -> None:
    talk = at("village", context(opens_form=True))

    talk.learns(Joined())

    assert talk.keys == ["move.done", "sheet.offer"]


# a code that is none


def test_a_code_that_is_none_leaves_a_draft_as_it_was() -> None:
    talk = at("name")
    before = talk.state

    talk.learns(NotJoined())
    told, choices = talk.keys, talk.choices
    talk.says("Yohanes Anton")

    assert (told, choices) == (["move.refused"], ())
    assert before.draft is not None
    assert talk.answers.items() > before.draft.answers.items()


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        pytest.param(State(), ["register"], id="nobody"),
        pytest.param(State(ASIDE), ["resume", "resume", "new"], id="several put aside"),
    ],
)
def test_who_has_nothing_at_hand_is_offered_to_begin_or_go_on(
    state: State, buttons: list[str]
) -> None:
    talk = Talk(state)

    talk.learns(NotJoined())

    assert (talk.keys, talk.buttons, talk.state) == (["move.refused"], buttons, state)
