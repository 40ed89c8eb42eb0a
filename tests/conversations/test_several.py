"""Several drafts from one phone: named, listed, chosen between, and never mixed up."""

from uuid import UUID

import pytest

from conversations.buttons.tokens import token
from conversations.effects import FindStanding
from conversations.forms.drafts import LONGEST_NAME, MOST
from conversations.machine import State
from conversations.messages import Filled, Text
from conversations.outcomes.registering import AlreadyRegistered, Submitted
from conversations.outcomes.standing import Standing
from tests.conversations.talk import (
    CLOSED_VILLAGE,
    DRAFT,
    HELPED,
    OTHER_DRAFT,
    VILLAGE,
    Talk,
    answered_before,
    at,
    context,
    draft_at,
    registered,
)
from tests.model_worker import TOTAL

MYSELF = Text("draft.self")
YANTI = Text("plain.value", {"value": "Yanti"})
THIRD_DRAFT = UUID(int=12)


def two(focus: UUID | None = DRAFT) -> Talk:
    mine, other = draft_at("mother"), draft_at("consent", OTHER_DRAFT, **HELPED)
    return Talk(State((mine, other), focus), context(fresh=THIRD_DRAFT))


def full(focus: UUID | None = None) -> Talk:
    drafts = tuple(draft_at("village", UUID(int=20 + n), **HELPED) for n in range(MOST))
    return Talk(State(drafts, focus), context(fresh=THIRD_DRAFT))


def labels(talk: Talk) -> list[Text]:
    return [choice.label for choice in talk.choices]


# each answer goes to the draft it is meant for


def test_words_answer_for_the_draft_in_focus() -> None:
    talk = two()

    talk.says("Maria Suryani")

    assert talk.draft.id == DRAFT
    assert talk.asked == "address"


ADDRESS = {"address": "Dusun Melati RT 02 RW 01"}


def test_a_sheet_answers_for_the_draft_its_button_names_and_brings_it_into_focus() -> None:
    talk = two()

    talk.sends(Filled(token("f", OTHER_DRAFT), ADDRESS))

    assert talk.draft.id == OTHER_DRAFT
    assert talk.answers["address"] == ADDRESS["address"]


NOBODYS = ["", "x", token("f", THIRD_DRAFT), token("q"), "f:"]


@pytest.mark.parametrize("button", NOBODYS)
@pytest.mark.parametrize("focus", [None, DRAFT])
def test_a_sheet_that_names_no_draft_is_somebody_new(button: str, focus: UUID | None) -> None:
    talk = two(focus)
    before = talk.state.drafts

    talk.sends(Filled(button, ADDRESS))

    assert talk.state.drafts[:-1] == before
    assert talk.draft.id == THIRD_DRAFT
    assert talk.answers["address"] == ADDRESS["address"]


@pytest.mark.parametrize("button", NOBODYS)
def test_a_sheet_that_names_no_draft_waits_for_a_choice_where_there_is_no_room(
    button: str,
) -> None:
    talk = full()
    before = talk.state

    talk.sends(Filled(button, ADDRESS))

    assert talk.keys == ["drafts.full"]
    assert talk.state == before


def test_a_button_answers_for_the_draft_it_names_and_brings_it_into_focus() -> None:
    talk = two()

    talk.taps_old(token("a", OTHER_DRAFT, "consent", "yes"))

    assert talk.draft.id == OTHER_DRAFT
    assert talk.asked == "eligibility"


def test_an_old_button_of_another_draft_brings_it_into_focus_and_changes_nothing() -> None:
    talk = two()
    before = {draft.id: draft.answers for draft in talk.state.drafts}

    talk.taps_old(token("a", OTHER_DRAFT, "for_whom", "self"))

    assert talk.keys[0] == "stale"
    assert talk.draft.id == OTHER_DRAFT
    assert {draft.id: draft.answers for draft in talk.state.drafts} == before


def test_resume_brings_the_draft_it_names_into_focus() -> None:
    talk = two()

    talk.taps_old(token("c", OTHER_DRAFT, "resume"))

    assert talk.asked == "consent"


@pytest.mark.parametrize("said", ["Maria Suryani", "Yanti"])
def test_words_without_a_draft_in_focus_answer_for_none(said: str) -> None:
    talk = two(focus=None)
    before = talk.state

    talk.says(said)

    assert talk.effect == FindStanding("said", said=said)
    assert talk.state == before


# what becomes of one leaves the others unfinished, and none in focus


def test_a_cancelled_draft_leaves_the_other_to_be_chosen() -> None:
    talk = two()
    talk.says("batal")

    asked = talk.texts
    talk.says("ya")

    assert asked == (Text("cancel.ask.named", {"name": MYSELF}),)
    assert talk.keys == ["cancel.done", "standing.unfinished"]
    assert talk.texts[1].values == {"name": YANTI, "n": 3, "total": TOTAL}
    assert talk.buttons == ["resume", "new"]
    assert talk.state.draft is None


def test_a_refused_draft_leaves_the_other_as_it_was() -> None:
    talk = two(focus=OTHER_DRAFT)
    talk.says("halo")

    talk.taps("no")

    talk.taps("end")
    assert talk.keys == ["eligibility.no_consent", "eligibility.deleted", "standing.unfinished"]
    assert talk.buttons == ["resume", "new"]
    talk.taps("resume")
    assert talk.answers == answered_before("mother")


def test_a_receipt_lists_who_is_left() -> None:
    talk = two()

    talk.learns(Submitted(registered()))

    assert talk.keys == ["receipt.place", "next.placed", "standing.unfinished"]
    assert talk.buttons == ["resume", VILLAGE.replace(".", "")]
    assert [draft.id for draft in talk.state.drafts] == [OTHER_DRAFT]


def test_ones_own_nik_met_again_lists_who_is_left() -> None:
    talk = two()

    talk.learns(AlreadyRegistered(registered(), "PR-6107-000001"))

    assert talk.keys[-1] == "standing.unfinished"
    assert talk.buttons == ["resume", "new"]


def test_a_helper_goes_on_with_the_next_person_of_the_village_in_one_tap() -> None:
    talk = at("review", **HELPED)
    talk.learns(Submitted(registered()))
    receipt = talk.keys

    talk.taps(VILLAGE.replace(".", ""))

    assert receipt == ["receipt.place", "next.placed"]
    assert talk.keys == ["welcome.new", "progress", "registration.helped.ask"]
    talk.says("Siti")
    assert talk.buttons == [VILLAGE]


def test_who_registered_themselves_is_offered_nobody_else() -> None:
    talk = at("review")

    talk.learns(Submitted(registered()))

    assert talk.buttons == []


def test_status_without_a_draft_in_focus_tells_of_all_and_offers_them() -> None:
    talk = two(focus=None)

    talk.learns(Standing("status", (), ()))

    assert talk.keys == ["standing.unfinished", "standing.unfinished"]
    assert labels(talk) == [MYSELF, YANTI, Text("drafts.new")]
    assert talk.brain.choices(talk.state, talk.context) == talk.choices


def test_a_stale_button_without_a_draft_in_focus_shows_the_list() -> None:
    talk = two(focus=None)

    talk.taps_old("x")

    assert talk.keys == ["stale", "drafts.ask"]
    assert talk.buttons == ["resume", "resume", "new"]


# the list of drafts


@pytest.mark.parametrize("said", ["daftar", "mau daftar"])
def test_daftar_in_the_middle_asks_which_to_go_on_with(said: str) -> None:
    talk = at("mother")

    talk.says(said)

    assert talk.keys == ["drafts.ask"]
    assert labels(talk) == [Text("resume"), Text("drafts.new")]
    assert talk.brain.choices(talk.state, talk.context) == talk.choices
    talk.taps("resume")
    assert talk.asked == "mother"


@pytest.mark.parametrize("focus", [DRAFT, None])
def test_daftar_names_each_draft(focus: UUID | None) -> None:
    talk = two(focus)

    talk.says("daftar")

    assert talk.keys == ["drafts.ask"]
    assert labels(talk) == [MYSELF, YANTI, Text("drafts.new")]
    assert talk.brain.choices(talk.state, talk.context) == talk.choices


@pytest.mark.parametrize("said", ["ya", "lanjut"])
def test_a_yes_to_the_list_goes_on_with_the_draft_at_hand(said: str) -> None:
    talk = two()
    before = talk.answers
    talk.says("daftar")

    talk.says(said)

    assert talk.answers == before
    assert talk.asked == "mother"
    assert talk.brain.choices(talk.state, talk.context) == talk.choices


@pytest.mark.parametrize("said", ["Siti", "setuju pak?"])
def test_words_said_to_the_list_answer_no_question_behind_it(said: str) -> None:
    talk = two()
    before = talk.answers
    talk.says("daftar")

    talk.says(said)
    talk.says(said)

    assert talk.answers == before
    assert talk.keys == ["problem.pick", "drafts.ask"]


def test_somebody_else_is_begun_from_the_list_by_word() -> None:
    talk = two()
    talk.context = context(fresh=UUID(int=99))
    talk.says("daftar")

    talk.says("bantu orang lain")

    assert talk.asked == "helped"
    assert talk.draft.id == UUID(int=99)


def test_the_list_is_chosen_from_by_name_too() -> None:
    talk = two()
    talk.says("daftar")

    talk.says("yang yanti aja")

    assert talk.draft.id == OTHER_DRAFT


def test_a_list_over_the_review_is_not_a_yes_to_send() -> None:
    for menu in ("daftar", "bahasa", "ubah"):
        talk = at("review")
        talk.says(menu)

        talk.says("ya")

        assert talk.effect is None
        assert talk.asked == "review"


def test_tidak_jadi_at_the_list_of_answers_closes_it() -> None:
    talk = at("review")
    talk.says("ubah")

    talk.says("tidak jadi")

    assert talk.asked == "review"


@pytest.mark.parametrize("focus", [DRAFT, None])
def test_a_villages_link_asks_which_and_keeps_its_village_for_somebody_new(
    focus: UUID | None,
) -> None:
    talk = two(focus)

    talk.opens("v_6107032019")

    assert talk.keys == ["drafts.ask"]
    assert talk.buttons == ["resume", "resume", "6107032019"]
    assert talk.effects == []


@pytest.mark.parametrize("focus", [DRAFT, None])
@pytest.mark.parametrize("payload", ["v_9999999999", "v_x:y", "v_" + "a" * 62, "v_" + "é" * 62])
def test_a_link_to_no_village_asks_which_and_keeps_none(focus: UUID | None, payload: str) -> None:
    talk = two(focus)

    talk.opens(payload)

    assert talk.keys == ["drafts.ask"]
    assert payload.removeprefix("v_") not in talk.buttons[-1]


def test_daftar_before_any_answer_asks_the_first_question_again() -> None:
    talk = Talk()
    talk.says("daftar")

    talk.says("daftar")

    assert talk.keys == ["welcome.back", "progress", "registration.for_whom.ask"]
    assert len(talk.state.drafts) == 1


# somebody else


def test_beside_ones_own_draft_a_new_one_is_for_somebody_else_and_asks_the_name() -> None:
    talk = at("mother", context(fresh=OTHER_DRAFT))
    talk.says("daftar")

    talk.taps(VILLAGE.replace(".", ""))

    assert talk.keys == ["welcome.new", "progress.named", "registration.helped.ask"]
    assert talk.named == Text("draft.new")
    assert talk.draft.id == OTHER_DRAFT
    assert talk.answers == {"for_whom": "other"}


def test_the_village_of_the_first_is_offered_for_the_second() -> None:
    talk = at("mother", context(fresh=OTHER_DRAFT))
    talk.says("daftar")
    talk.taps(VILLAGE.replace(".", ""))

    talk.says("Yanti")
    offered = labels(talk)
    talk.taps(VILLAGE)

    district = {"name": "Sungai Duri", "district": "Sungai Raya"}
    assert offered == [Text("village.option", district)]
    assert talk.answers["village"] == VILLAGE
    assert talk.asked == "consent"


@pytest.mark.parametrize("code", [CLOSED_VILLAGE.replace(".", ""), "9999999999", "x"])
def test_a_village_that_is_not_open_is_not_offered(code: str) -> None:
    talk = at("mother", context(fresh=OTHER_DRAFT))

    talk.taps_old(token("g", "new", code))
    talk.says("Yanti")

    assert talk.asked == "village"
    assert talk.buttons == []


def test_somebody_else_is_begun_once_however_often_it_is_asked_for() -> None:
    talk = at("village", context(fresh=OTHER_DRAFT), **HELPED)

    for _ in range(3):
        talk.says("daftarkan orang lain")

    assert talk.asked == "helped"
    assert talk.answers == {"for_whom": "other"}
    assert len(talk.state.drafts) == 2


def test_who_says_for_whom_by_the_word_daftarkan_has_answered() -> None:
    talk = Talk()
    talk.says("daftar")

    talk.says("mau daftarkan istri")

    assert talk.asked == "helped"


def test_batal_with_nobody_in_focus_shows_whom_it_may_be_about() -> None:
    talk = two(focus=None)

    talk.learns(Standing("withdraw", (), ()))

    assert talk.keys == ["drafts.cancel"]
    assert talk.buttons == ["resume", "resume"]


def test_the_nik_of_ones_other_registration_keeps_the_draft_of_who_is_helped() -> None:
    talk = at("birth", **HELPED)

    talk.learns(AlreadyRegistered(registered(), "PR-6107-000001"))

    assert talk.keys[0] == "already.mine"
    assert talk.asked == "nik"
    assert talk.answers["helped"] == "Yanti"


def test_there_are_at_most_eight_drafts_at_once() -> None:
    for focus in (None, UUID(int=20)):
        talk = full(focus)

        talk.says("daftar")
        listed = (talk.keys, talk.buttons)
        talk.taps_old(token("g", "new"))

        assert listed == (["drafts.full"], ["resume"] * MOST)
        assert talk.value("drafts.full", "most") == MOST
        assert (talk.keys, talk.buttons) == listed
        assert len(talk.state.drafts) == MOST


def test_a_form_pasted_beside_eight_drafts_begins_no_ninth() -> None:
    talk = full()

    talk.says("Nama: Siti Aminah\nAlamat: Dusun Mawar")

    assert talk.keys == ["drafts.full"]
    assert len(talk.state.drafts) == MOST


def test_a_question_beside_eight_drafts_offers_these_and_no_ninth() -> None:
    talk = full()

    talk.says_idly("ini gratis kah?")

    assert talk.keys == ["about.free", "drafts.full"]
    assert talk.buttons == ["resume"] * MOST


# names


def test_one_draft_of_ones_own_names_nobody() -> None:
    talk = at("mother")

    talk.says("halo")

    assert talk.keys[1] == "progress"
    assert talk.named is None


def test_every_question_about_somebody_helped_names_them() -> None:
    talk = at("mother", **HELPED)

    talk.says("halo")

    assert talk.keys[1] == "progress.named"
    assert talk.named == YANTI


def test_whoever_is_helped_is_called_as_in_the_form_that_was_pasted() -> None:
    talk = Talk()
    talk.says("Nama: Siti Aminah\nAlamat: Dusun Mawar")

    talk.says("orang lain")

    assert talk.asked == "village"
    assert talk.named == Text("plain.value", {"value": "Siti Aminah"})


@pytest.mark.parametrize(("focus", "name"), [(DRAFT, MYSELF), (OTHER_DRAFT, YANTI)])
def test_every_question_names_its_draft_where_there_are_several(focus: UUID, name: Text) -> None:
    talk = two(focus)

    talk.says("halo")

    assert talk.named == name


@pytest.mark.parametrize("first", [DRAFT, OTHER_DRAFT])
def test_two_people_of_one_name_are_told_apart_whoever_is_gone_on_with(first: UUID) -> None:
    drafts = tuple(draft_at("consent", each, **HELPED) for each in (DRAFT, OTHER_DRAFT))
    talk = Talk(State(drafts, first))
    second_yanti = Text("draft.again", {"name": YANTI, "n": 2})

    talk.says("halo")
    named = talk.named
    talk.says("daftar")

    assert named == (YANTI if first == DRAFT else second_yanti)
    assert labels(talk)[:2] == [YANTI, second_yanti]


@pytest.mark.parametrize(
    ("helped", "called"),
    [
        ("Yohanes Anton Sudirmanto", "Yohanes Anton…"),
        ("Muhammadabdurrahmansyah", "Muhammadabdurrahman…"),
    ],
)
def test_a_long_name_is_cut_to_fit_a_button(helped: str, called: str) -> None:
    talk = at("village", for_whom="other", helped=helped)

    talk.says("halo")

    assert talk.named == Text("plain.value", {"value": called})
    assert len(called) <= LONGEST_NAME


@pytest.mark.parametrize(
    "said", ["daftarkan orang lain", "tambah orang lagi", "daftar 1 orang lagi"]
)
def test_another_person_is_registered_by_word_at_any_question(said: str) -> None:
    talk = at("address", context(fresh=OTHER_DRAFT))

    talk.says(said)

    assert talk.asked == "helped"
    assert talk.draft.notes.near == VILLAGE


@pytest.mark.parametrize("said", ["lanjut", "lanjutkan pak", "teruskan"])
def test_lanjut_is_no_name_and_asks_again(said: str) -> None:
    talk = at("name")

    talk.says(said)

    assert talk.asked == "name"
    assert "name" not in talk.answers


def test_lanjut_at_the_review_asks_again_and_sends_nothing() -> None:
    talk = at("review")

    talk.says("lanjut")

    assert talk.effect is None
    assert talk.asked == "review"


# the button that begins with somebody else


def test_who_taps_it_instead_of_saying_that_they_do_not_agree_begins_with_somebody_else() -> None:
    talk = at("consent", context(fresh=THIRD_DRAFT))
    talk.says("tidak setuju")
    assert talk.keys == ["ending.no_consent"]

    talk.taps_old("g:new")

    assert talk.keys[0] == "welcome.new"
    assert (talk.asked, talk.answers) == ("helped", {"for_whom": "other"})
    talk.says("Yanti")
    assert talk.asked == "village"


def test_a_forged_one_that_names_no_village_offers_none() -> None:
    talk = at("mother", context(fresh=THIRD_DRAFT))

    talk.taps_old(f"g:new:{'9' * 50}")

    talk.says("Yanti")
    assert talk.asked == "village"
    assert talk.draft.notes.near == ""
