"""What was sent is corrected: which answer, its question, the old beside the new, and a yes."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest

from conversations.buttons.button import write
from conversations.buttons.draft import Cancel
from conversations.effects import Amend, CheckNik, CountPlaces, FindAnswers
from conversations.life_cycle import Status
from conversations.machine import Draft, State
from conversations.messages import SentMedia, Tapped, Text
from conversations.outcomes.amending import (
    Amended,
    AnswersFound,
    HeldByClaim,
    NoPlaceThere,
    NothingToAmend,
    Overtaken,
)
from conversations.outcomes.cards import ClosedCard
from conversations.outcomes.outcome import Outcome
from conversations.outcomes.registered import Promoted, Registered
from conversations.outcomes.registering import (
    AlreadyRegistered,
    NoneOwn,
    PlacesCounted,
    TooManyNiks,
)
from conversations.outcomes.standing import Withdrawn
from tests.answers.adapter import villages as in_kalbar
from tests.conversations.talk import (
    ANSWERS,
    HEAD,
    OTHER_DRAFT,
    PROGRAMME,
    REGISTRATION,
    VILLAGE,
    WOMANS_NIK,
    Talk,
    card,
    context,
    draft_at,
    registered,
    told,
)

ONE = registered()
THERE = "61.07.01.2004"  # Sungai Jaga A
SECOND = registered(id=OTHER_DRAFT, number="PR-6107-000002", name="MARGARETA ITEN")


def amending(words: str = "ubah", *those: Registered, one: Registered = ONE) -> Talk:
    """Return a talk in which somebody said so, and the answers were found."""
    talk = Talk()
    talk.says_idly(words, *(those or (one,)))
    assert isinstance(talk.effect, FindAnswers)
    found(talk, one)
    return talk


def found(talk: Talk, one: Registered = ONE, **answers: str) -> None:
    wish = talk.effect
    assert isinstance(wish, FindAnswers), wish
    given = {**ANSWERS, **answers}
    talk.learns(AnswersFound(one, given, wish.about, wish.said))


def changes(talk: Talk) -> dict[str, tuple[object, object]]:
    """Return what the summary says: by question, what was and what is to be."""
    lines, rest = [], part(talk.texts[-1], "changes")
    while rest.key == "plain.lines":
        lines.append(part(rest, "first"))
        rest = part(rest, "rest")
    return {
        part(one, "title").key.split(".")[1]: (shown(one, "before"), shown(one, "after"))
        for one in (*lines, rest)
        if one.key == "amend.change"
    }


def part(text: Text, name: str) -> Text:
    found = text.values[name]
    assert isinstance(found, Text), found
    return found


def shown(line: Text, name: str) -> object:
    """Return what stands there: a value, or the key of its words."""
    found = part(line, name)
    return next(iter(found.values.values()), found.key)


# ── which answer ────────────────────────────────────────────────────────────────────────────────


def test_ubah_asks_which_answer_and_says_of_whom() -> None:
    talk = amending("ubah")

    assert talk.keys == ["amend.heading", "edit.ask"]
    known = {"village", "name", "nik", "birth", "mother", "address", "phone", "income"}
    assert known <= set(talk.buttons)
    assert not {"consent", "for_whom"} & set(talk.buttons)


def test_one_that_is_named_is_asked_at_once_by_its_own_rules() -> None:
    talk = amending("nama saya salah")

    assert talk.asked == "name"
    assert talk.keys[0] == "amend.heading"
    talk.says("12345")
    assert talk.asked == "name"
    talk.says("Yohanes Antonius")

    assert talk.keys == ["amend.heading", "registration.amended.ask"]
    assert changes(talk) == {"name": ("YOHANES ANTON", "YOHANES ANTONIUS")}
    assert talk.buttons == ["send", "drop"]


@pytest.mark.parametrize("yes", ["ya", "ya ganti", "ganti", "betul", "1"])
def test_a_yes_wishes_for_the_change_in_the_version_that_was_looked_at(yes: str) -> None:
    talk = amending("nama saya salah")
    talk.says("Yohanes Antonius")

    talk.says(yes) if yes != "1" else talk.taps("send")

    wish = talk.effect
    assert isinstance(wish, Amend)
    assert (wish.registration, wish.version, wish.changed) == (
        REGISTRATION,
        ONE.version,
        ("name",),
    )
    assert wish.anew
    assert wish.answers == {**ANSWERS, "name": "YOHANES ANTONIUS"}


def test_a_value_that_was_told_along_is_read_back() -> None:
    talk = amending("ganti no hp jadi 0813 0000 1234")

    talk.says("punya saya") if talk.asked == "phone_owner" else None

    assert changes(talk)["phone"][1] == "0813 0000 1234"
    talk.taps("send")
    assert isinstance(talk.effect, Amend)
    assert not talk.effect.anew


def test_a_value_that_cannot_be_read_is_asked_for() -> None:
    assert amending("alamat saya salah, yang benar").asked == "address"
    assert amending("nik saya salah harusnya 123").asked == "nik"


def test_the_menu_takes_the_name_of_an_answer_and_asks_again_for_what_is_none() -> None:
    talk = amending("ubah")

    talk.says("entah")
    assert talk.keys == ["problem.pick", "amend.heading", "edit.ask"]
    talk.says("alamat")
    assert talk.asked == "address"


def test_a_picture_or_a_call_for_help_at_the_menu_leads_back_to_it() -> None:
    talk = amending("ubah")

    talk.sends(SentMedia("photo"))
    assert talk.keys[-1] == "edit.ask"
    talk.says("bantuan")
    assert talk.keys[-1] == "edit.ask"


def test_old_buttons_of_a_cancelled_menu_leave_it_as_it_was() -> None:
    talk = amending("nama saya salah")

    talk.taps_old(write(Cancel(talk.draft.id)))

    assert talk.keys == ["amend.dropped"]


def test_what_is_not_said_of_an_own_registration_corrects_nothing() -> None:
    talk = Talk()
    talk.says_idly("nama saya salah", registered(Status.REJECTED))

    assert talk.effect is None
    assert talk.state.drafts == ()


# ── another village ─────────────────────────────────────────────────────────────────────────────


def leaving(words: str, taken: int = 40) -> Talk:
    """Return a talk in which somebody has moved; the village was told, and its places counted."""
    talk = amending(words)
    talk.facts[CountPlaces] = PlacesCounted(THERE, 100, taken, 0)
    talk.says("Sungai Jaga A")
    assert talk.effects[-1:] == [CountPlaces(THERE, ONE.id)]
    return talk


@pytest.mark.parametrize("words", ["desa saya salah", "pindah desa", "saya sudah pindah ke sana"])
def test_who_has_moved_is_asked_for_the_village_and_then_the_address(words: str) -> None:
    talk = amending(words)
    assert talk.keys == ["amend.village", "amend.heading", "registration.village.ask"]

    talk.says("Sungai Jaga A")
    assert talk.asked == "address"
    talk.says("Dusun Baru RT 2")

    assert changes(talk).keys() == {"village", "address"}
    talk.says("ya")
    assert isinstance(talk.effect, Amend)
    assert (talk.effect.changed, talk.effect.anew) == (("village", "address"), True)
    assert talk.effect.answers["village"] == THERE
    assert talk.effect.answers["consent"] == "yes"


def test_a_village_that_is_said_with_it_is_asked_back_or_taken() -> None:
    talk = amending("saya sudah pindah ke desa Sungai Jaga A")

    assert talk.effects[-1:] == [CountPlaces(THERE, ONE.id)]
    assert talk.asked == "address"


def test_where_no_place_is_free_it_is_said_at_once_and_nothing_changes() -> None:
    talk = leaving("pindah desa", taken=100)

    assert talk.keys == ["amend.full"]
    assert talk.state.drafts == ()


def test_the_same_village_is_not_looked_up_and_changes_nothing() -> None:
    talk = amending("pindah desa")
    talk.says("Sungai Duri")

    assert CountPlaces not in map(type, talk.effects)
    talk.says(ANSWERS["address"])
    assert talk.keys == ["amend.same"]


def test_a_village_of_another_programme_is_refused_with_what_can_be_done() -> None:
    both = {"61.07": PROGRAMME, "61.04": replace(PROGRAMME, regency="61.04")}
    talk = Talk(context=context(programmes=both))
    talk.says_idly("pindah desa", ONE)
    found(talk)

    talk.says("Silat")

    assert talk.keys[0] == "registration.village.other_regency"
    assert talk.asked == "village"


def test_further_away_it_is_said_what_can_be_done_and_nothing_is_begun() -> None:
    talk = Talk(context=context(villages=in_kalbar()))
    talk.says_idly("minggu depan saya pindah domisili ke Singkawang", ONE)

    assert (talk.keys, talk.effect) == (["amend.outside", "amend.outside.give_up"], None)
    assert talk.state.drafts == ()


def sent_to_another_village() -> Talk:
    talk = leaving("pindah desa")
    talk.says("Dusun Baru RT 2")
    talk.says("ya")
    return talk


def test_who_goes_on_there_hears_it_and_so_do_both_heads_and_who_gets_the_old_place() -> None:
    talk = sent_to_another_village()
    there = registered(village=THERE, place=7)
    promoted = Promoted(OTHER_DRAFT, "PR-6107-000009", VILLAGE, 41, "BUDI", has_head=True)

    talk.learns(
        Amended(
            there,
            True,
            (ClosedCard(REGISTRATION, HEAD),),
            (card(village=THERE, amended=("village", "address")),),
            promoted=(promoted,),
            left=VILLAGE,
        )
    )

    assert talk.keys == ["amend.moved", "amend.again"]
    assert talk.value("amend.moved", "nth") == 7
    closed, shown = told(talk.replies, HEAD)
    assert closed == ["card.left"]
    assert "card.flag.amended" in shown
    assert told(talk.replies, OTHER_DRAFT) == [["promoted", "next.placed"]]


@pytest.mark.parametrize(
    ("outcome", "key"),
    [
        (NoPlaceThere(ONE.number, THERE), "amend.full"),
        (HeldByClaim(ONE.number), "amend.claimed"),
    ],
)
def test_what_cannot_be_done_meanwhile_is_said_and_the_change_let_go(
    outcome: Outcome, key: str
) -> None:
    talk = sent_to_another_village()

    talk.learns(outcome)

    assert talk.keys == [key]
    assert talk.state.drafts == ()


# ── of which registration ───────────────────────────────────────────────────────────────────────


def test_of_several_it_is_asked_which_and_the_answer_that_was_named_is_kept() -> None:
    talk = Talk()
    talk.says_idly("alamat salah tulis", ONE, SECOND)

    assert talk.keys == ["withdraw.which", "withdraw.which", "amend.whose"]
    [_, second] = talk.choices
    talk.sends(Tapped(second.token))
    assert talk.effect == FindAnswers(SECOND.id, "address")
    found(talk, SECOND, name="MARGARETA ITEN")
    assert talk.asked == "address"


def test_of_many_nine_are_offered_and_the_others_are_named_by_number() -> None:
    many = [registered(id=UUID(int=n), number=f"PR-6107-{n:06}") for n in range(1, 11)]
    talk = Talk()
    talk.says_idly("ubah", *many)

    assert len(talk.choices) == 9
    assert talk.keys[-2:] == ["withdraw.others", "amend.whose"]


@pytest.mark.parametrize("words", ["alamat margareta salah", "ubah PR-6107-000002"])
def test_one_of_several_may_be_named(words: str) -> None:
    talk = Talk()
    talk.says_idly(words, ONE, SECOND)

    assert isinstance(talk.effect, FindAnswers)
    assert talk.effect.registration == SECOND.id


# ── on the way ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", ["batal", "tidak jadi", "Batal"])
def test_batal_leaves_all_as_it_was_and_says_so(words: str) -> None:
    talk = amending("nama saya salah")
    talk.says("Yohanes Antonius")

    talk.says(words)

    assert talk.keys == ["amend.dropped"]
    assert (talk.effect, talk.state.drafts, talk.state.ended) == (None, (), ())


def test_the_button_batal_does_the_same() -> None:
    talk = amending("nama saya salah")
    talk.says("Yohanes Antonius")

    talk.taps("drop")

    assert talk.keys == ["amend.dropped"]
    assert talk.state.drafts == ()


@pytest.mark.parametrize("words", ["kembali", "ulang dari awal"])
def test_kembali_asks_again_which_answer(words: str) -> None:
    talk = amending("nama saya salah")

    talk.says(words)

    assert talk.keys == ["amend.heading", "edit.ask"]
    assert talk.answers == ANSWERS


def test_another_answer_may_be_chosen_instead_and_the_first_stays_as_it_was() -> None:
    talk = amending("nik saya salah")

    talk.says("ubah alamat")
    assert talk.asked == "address"
    talk.says("Dusun Baru RT 1 RW 1")

    assert list(changes(talk)) == ["address"]


def test_half_a_change_is_none() -> None:
    talk = amending("nik saya salah")
    talk.says(WOMANS_NIK)
    assert talk.asked == "birth"

    talk.says("ubah alamat")
    talk.says("Dusun Baru RT 1 RW 1")

    assert list(changes(talk)) == ["address"]


def test_several_are_changed_one_after_another() -> None:
    talk = amending("nama saya salah")
    talk.says("Yohanes Antonius")
    talk.says("ubah alamat")
    talk.says("Dusun Baru RT 1 RW 1")

    assert set(changes(talk)) == {"name", "address"}


def test_the_same_answer_once_more_changes_nothing() -> None:
    talk = amending("nama saya salah")
    talk.says("Yohanes Anton")

    assert talk.keys == ["amend.same"]
    assert talk.state.drafts == ()


def test_a_no_at_the_end_asks_which_answer() -> None:
    talk = amending("nama saya salah")
    talk.says("Yohanes Antonius")

    talk.says("bukan")

    assert talk.keys[-1] == "edit.ask"
    talk.says("nama")
    talk.says("Yohanes Anto")
    assert changes(talk)["name"][1] == "YOHANES ANTO"


def test_another_nik_is_looked_up_and_its_birth_is_asked() -> None:
    talk = amending("nik saya salah")
    talk.says(WOMANS_NIK)

    assert isinstance(talk.effects[-1], CheckNik)
    assert talk.asked == "birth"
    talk.says("ya")
    assert set(changes(talk)) == {"nik", "birth_date", "sex"}
    assert changes(talk)["nik"] == ("…", "6107 0157 0890 0002")
    talk.says("ya")
    assert isinstance(talk.effect, Amend)
    assert talk.effect.changed == ("nik", "birth")


GROUPS = [ANSWERS["nik"][at : at + 4] for at in (4, 8, 12)]  # the district is in every NIK there


def values(text: Text) -> Iterator[str]:
    """Return all that is filled in anywhere in a text, but the registration's number."""
    for name, value in text.values.items():
        if isinstance(value, Text):
            yield from values(value)
        elif name != "number":
            yield str(value)


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ("nik saya salah", (WOMANS_NIK, "ya")),
        ("umur saya salah", ("17 agustus 1981", "ya")),
        ("jenis kelamin saya salah", ("perempuan",)),
        ("ubah", ("tanggal lahir", "bukan", "17 agustus 1981", "ya")),
    ],
)
def test_who_holds_the_phone_now_is_shown_no_digit_of_the_nik_that_was_sent(
    words: str, answers: tuple[str, ...]
) -> None:
    talk = amending(words)
    shown = [one for text in talk.texts for one in values(text)]
    for answer in answers:
        talk.says(answer)
        shown += [one for text in talk.texts for one in values(text)]

    assert talk.keys[-1].startswith("registration.")
    assert [one for one in shown if any(group in one.replace(" ", "") for group in GROUPS)] == []


def test_the_same_nik_once_more_is_no_other() -> None:
    talk = amending("nik saya salah")
    talk.facts = {**talk.facts, CheckNik: AlreadyRegistered(ONE, ONE.number)}

    talk.says(ANSWERS["nik"])

    assert talk.asked == "birth"
    talk.says("ya")
    assert talk.keys == ["amend.same"]


@pytest.mark.parametrize("outcome", [NoneOwn(), Overtaken(ONE, ANSWERS)])
def test_an_outcome_that_nobody_wished_for_is_a_fault(outcome: Outcome) -> None:
    talk = amending("nama saya salah") if outcome == NoneOwn() else Talk()

    with pytest.raises(LookupError):
        talk.learns(outcome)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (AlreadyRegistered(None, "PR-6107-000009", (HEAD,)), "registration.nik.elsewhere"),
        (AlreadyRegistered(None, "x", (), OTHER_DRAFT, "4827"), "registration.nik.claimed"),
        (AlreadyRegistered(SECOND, SECOND.number), "amend.nik.mine"),
        (TooManyNiks(), "registration.nik.too_many"),
    ],
)
def test_a_nik_that_is_taken_is_told_and_asked_again(outcome: Outcome, said: str) -> None:
    talk = amending("nik saya salah")
    talk.facts = {**talk.facts, CheckNik: outcome}

    talk.says(WOMANS_NIK)

    assert said in talk.keys
    assert talk.asked == "nik"


def test_a_nik_taken_between_the_question_and_the_yes_is_told_too() -> None:
    talk = amending("nik saya salah")
    talk.says(WOMANS_NIK)
    talk.says("ya")
    talk.says("ya")

    talk.learns(AlreadyRegistered(None, "PR-6107-000009", (HEAD,)))

    assert "registration.nik.elsewhere" in talk.keys
    assert talk.asked == "nik"
    assert told(talk.replies, HEAD)


# ── the rules ───────────────────────────────────────────────────────────────────────────────────


def test_what_would_rule_somebody_out_is_asked_back_and_never_applied() -> None:
    talk = amending("pekerjaan saya salah")
    talk.says("karyawan pabrik")

    assert talk.keys[-1] == "ending.formal_employee"
    talk.taps("end")

    assert talk.keys == ["amend.refused"]
    assert (talk.effect, talk.state.drafts, talk.state.ended) == (None, (), ())


def test_a_slip_is_asked_again() -> None:
    talk = amending("pekerjaan saya salah")
    talk.says("karyawan pabrik")
    talk.taps("mistaken")
    assert talk.asked == "occupation"

    talk.says("nelayan")

    assert list(changes(talk)) == ["occupation"]


def test_where_no_programme_is_open_only_what_no_head_confirms_is_changed() -> None:
    for words, answer, changed in (
        ("nama saya salah", "Yohanes Antonius", False),
        ("penghasilan saya salah", "2,5 juta", True),
    ):
        talk = amending(words)
        talk.context = context(programmes={})
        talk.says(answer)
        talk.says("ya")
        assert isinstance(talk.effect, Amend) is changed
        assert changed or talk.keys == ["amend.nothing"]


# ── what came of it ─────────────────────────────────────────────────────────────────────────────


def changed_name() -> Talk:
    talk = amending("nama saya salah")
    talk.says("Yohanes Antonius")
    talk.says("ya")
    return talk


def test_number_and_place_are_said_to_stay_and_the_head_gets_the_card() -> None:
    talk = changed_name()

    talk.learns(Amended(ONE, True, (ClosedCard(REGISTRATION, HEAD),), (card(amended=("name",)),)))

    assert talk.keys == ["amend.done", "amend.again"]
    assert talk.value("amend.done", "nth") == 41
    assert talk.state.drafts == ()
    closed, shown = told(talk.replies, HEAD)
    assert closed == ["card.amended"]
    assert "card.flag.amended" in shown


@pytest.mark.parametrize(
    ("one", "anew", "keys"),
    [
        (registered(Status.CONFIRMED), False, ["amend.done"]),
        (registered(Status.PLACED), False, ["amend.done", "next.placed"]),
        (registered(Status.PLACED, has_head=False), True, ["amend.done", "next.no_head"]),
        (registered(Status.WAITING, place=None, position=7), True, ["amend.done.waiting"]),
    ],
)
def test_that_it_is_checked_again_is_said_only_where_it_is(
    one: Registered, anew: bool, keys: list[str]
) -> None:
    talk = changed_name()

    talk.learns(Amended(one, anew))

    assert talk.keys == keys


def test_what_was_done_meanwhile_is_said_and_the_change_asked_once_more() -> None:
    talk = changed_name()
    confirmed = registered(Status.CONFIRMED, version=2)

    talk.learns(Overtaken(confirmed, {**ANSWERS, "address": "DUSUN BARU"}))

    assert talk.keys[:2] == ["amend.meanwhile", "status.confirmed"]
    assert changes(talk) == {"name": ("YOHANES ANTON", "YOHANES ANTONIUS")}
    talk.says("ya")
    assert isinstance(talk.effect, Amend)
    assert talk.effect.version == confirmed.version
    assert talk.effect.answers["address"] == "DUSUN BARU"


def test_what_is_over_meanwhile_is_said_to_be_so() -> None:
    talk = changed_name()

    talk.learns(NothingToAmend())

    assert talk.keys == ["amend.nothing"]
    assert talk.state.drafts == ()


def test_who_gives_it_up_meanwhile_corrects_it_no_more() -> None:
    talk = amending("nama saya salah")
    talk.learns(Withdrawn(ONE.number))

    assert talk.keys == ["withdraw.done"]
    assert talk.state.drafts == ()


# ── beside others ───────────────────────────────────────────────────────────────────────────────


def test_it_stands_beside_a_registration_that_is_begun_and_mixes_with_none() -> None:
    begun = draft_at("name", OTHER_DRAFT, for_whom="other", helped="Yanti")
    talk = Talk(State((begun,)))
    talk.says_idly("alamat saya salah", ONE)
    found(talk)
    talk.says("Dusun Baru RT 1 RW 1")

    assert talk.state.find(OTHER_DRAFT) == begun
    talk.says("daftar")
    assert [one.label.key for one in talk.choices] == ["plain.value", "amend.this", "drafts.new"]
    assert begun.answers == {d.id: d for d in talk.state.drafts}[OTHER_DRAFT].answers


def test_a_second_correction_takes_the_place_of_the_first() -> None:
    talk = amending("nama saya salah")
    talk.state = talk.state.leaving()
    talk.context = replace(talk.context, fresh=OTHER_DRAFT)
    talk.says_idly("alamat saya salah", ONE)
    found(talk)

    assert talk.asked == "address"
    assert [draft.id for draft in talk.state.drafts] == [OTHER_DRAFT]


def test_how_far_it_has_come_is_said_as_of_a_correction() -> None:
    talk = amending("nama saya salah")
    draft: Draft = talk.draft
    talk.state = talk.state.leaving()

    talk.says_idly("status", ONE)

    assert "amend.unfinished" in talk.keys
    assert draft in talk.state.drafts
