"""Going on elsewhere: a code is asked for in words, said at the other place, and used up there."""

import pytest

from conversations.effects import FindStanding, Join, OpenTransfer, Separate
from conversations.machine import State
from conversations.messages import (
    Channel,
    Edited,
    Filled,
    Input,
    Opened,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
)
from conversations.outcomes.moving import Joined, NotJoined, Separated, TransferOpened
from conversations.person.moving import move_code, told_there
from tests.conversations.talk import DRAFT, HELPED, NOW, OTHER_DRAFT, Talk, at, context, draft_at
from tests.model_worker import QUESTIONS

OPENED = TransferOpened("BKQMX-4827", 30)
DOORS = {
    "telegram": "https://t.me/seratus_bot?start=p_{code}",
    "whatsapp": "https://wa.me/628115700100?text=PINDAH%20{code}",
}
ASIDE = (draft_at("mother"), draft_at("consent", OTHER_DRAFT, **HELPED))


STATES = [
    pytest.param(State(), id="no draft"),
    pytest.param(State(ASIDE), id="several aside"),
    pytest.param(State(ASIDE, DRAFT), id="one in focus"),
]

# asking for a code


@pytest.mark.parametrize("question", QUESTIONS)
def test_pindah_is_a_wish_at_whatever_question(question: str) -> None:
    talk = at(question)
    before = talk.state

    talk.says("PINDAH")

    assert (talk.effect, talk.replies, talk.state) == (OpenTransfer(), (), before)


@pytest.mark.parametrize("words", ["pindah", "Pindah.", "PINDAH"])
def test_the_word_alone_may_be_a_heads_reason_and_is_anybody_elses_wish(words: str) -> None:
    talk = Talk()

    talk.says_idly(words)

    assert talk.effect == OpenTransfer()


@pytest.mark.parametrize(
    "words",
    [
        *("mau pindah", "mau pindah hp", "pindah nomor", "pindah ke wa"),
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


@pytest.mark.parametrize("state", STATES)
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


# at the other place, where it is asked first: the code may have come from anybody

CODE = "BKQMX4827"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "given", [Said("PINDAH BKQMX-4827"), Said("pindah bkqmx 4827"), Opened("p_bkqmx-4827")]
)
def test_a_code_joins_nothing_before_it_is_confirmed(state: State, given: Said | Opened) -> None:
    talk = Talk(state)

    talk.sends(given)

    assert (talk.effect, talk.state) == (None, state)
    assert talk.keys == ["move.ask"]
    assert [choice.label.key for choice in talk.choices] == ["move.yes", "move.no"]


def test_who_confirms_it_uses_the_code_up() -> None:
    talk = at("name")
    before = talk.state
    talk.says("PINDAH BKQMX-4827")

    talk.taps(CODE)

    assert (talk.effect, talk.replies, talk.state) == (Join(CODE), (), before)


def test_who_does_not_is_told_where_they_stand() -> None:
    talk = at("name")
    talk.says("PINDAH BKQMX-4827")

    talk.taps("s")

    assert talk.effect == FindStanding()


def test_who_goes_on_with_the_question_instead_has_joined_nothing() -> None:
    talk = at("name")
    talk.says("PINDAH BKQMX-4827")

    talk.says("Yohanes Anton")

    assert talk.asked == "birth_place"
    assert Join(CODE) not in talk.effects


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Tapped(f"p:{CODE}"), CODE),
        (Tapped("p"), None),
        (Tapped(f"p:{CODE}:x"), None),
        (Tapped(f"q:{CODE}"), None),
        (Said("PINDAH BKQMX-4827"), None),
        (Opened(f"p_{CODE}"), None),
        (Filled(f"p:{CODE}", {}), None),
        (SharedContact(f"p:{CODE}", own=True), None),
        (SentMedia("photo"), None),
        (Edited(), None),
    ],
)
def test_only_the_button_says_whose_code_it_is(given: Input, code: str | None) -> None:
    assert move_code(given) == code


# joined


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


# not joined


@pytest.mark.parametrize("reason", ["refused", "own"])
def test_who_is_not_joined_keeps_a_draft_as_it_was(reason: str) -> None:
    talk = at("name")
    before = talk.state

    talk.learns(NotJoined(reason))

    assert (talk.keys, talk.choices, talk.state) == ([f"move.{reason}"], (), before)


@pytest.mark.parametrize("reason", ["refused", "own"])
@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        pytest.param(State(), ["register"], id="nobody"),
        pytest.param(State(ASIDE), ["resume", "resume", "new"], id="several put aside"),
    ],
)
def test_who_has_nothing_at_hand_is_offered_to_begin_or_go_on(
    state: State, buttons: list[str], reason: str
) -> None:
    talk = Talk(state)

    talk.learns(NotJoined(reason))

    assert (talk.keys, talk.buttons, talk.state) == ([f"move.{reason}"], buttons, state)


# undoing it


def test_the_chat_the_code_came_from_hears_where_it_was_used_and_cuts_it_off() -> None:
    told = told_there(Channel.WHATSAPP, NOW)

    (said,), (cut,) = told.texts, told.choices
    assert (said.key, said.values["at"]) == ("move.joined", NOW)
    talk = Talk()
    talk.taps_old(cut.token)
    assert talk.effect == Separate()


@pytest.mark.parametrize(("chats", "key"), [(0, "move.none"), (1, "move.separated")])
def test_what_came_of_cutting_off_is_told(chats: int, key: str) -> None:
    talk = Talk()

    talk.says("tolong putuskan")
    assert talk.effect == Separate()
    talk.learns(Separated(chats))

    assert talk.keys == [key]
