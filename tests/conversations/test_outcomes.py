"""What came of an effect, and what each person hears of it."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from conversations.buttons.button import write
from conversations.buttons.desk import OnClaim
from conversations.buttons.tokens import token
from conversations.effects import (
    CheckNik,
    Claim,
    ClaimWish,
    CountPlaces,
    Decide,
    FindStanding,
    Postpone,
    Reason,
    ShowCard,
    ShowQueue,
    Withdraw,
)
from conversations.life_cycle import LIVE, Status
from conversations.machine import State
from conversations.messages import Text
from conversations.outcomes.cards import ClosedCard
from conversations.outcomes.desk import (
    AlreadyDecided,
    BecameHead,
    CardShown,
    InvitationRefused,
    NotYourVillage,
    OwnRegistration,
    PassedOver,
    Postponed,
    QueueShown,
)
from conversations.outcomes.outcome import Outcome
from conversations.outcomes.registered import Promoted
from conversations.outcomes.registering import AlreadyRegistered, NotOpen, Submitted, TooManyNiks
from conversations.outcomes.standing import NothingToWithdraw, Standing, Withdrawn
from locales.catalog import Catalog
from tests.conversations.talk import (
    ANSWERS,
    HEAD,
    NOW,
    OTHER_HEAD,
    PROGRAMME,
    REGISTRATION,
    VILLAGE,
    WORKER,
    Talk,
    answered_before,
    at,
    card,
    counted,
    decided,
    draft_at,
    registered,
    told,
)

CARD = UUID(int=8)
NUMBER = "PR-6107-000001"
PROMOTED = Promoted(WORKER, "PR-6107-000042", VILLAGE, 41, "SITI", has_head=True)
WORDS = Catalog.load()
WAITING = registered(Status.WAITING, place=None, position=2)


def learned(outcome: Outcome, talk: Talk | None = None) -> Talk:
    talk = talk or Talk()
    talk.learns(outcome)
    return talk


# submitted, or not


def test_a_place_is_receipted_with_number_cover_and_next_step() -> None:
    talk = learned(Submitted(registered()), at("review"))

    assert talk.keys == ["receipt.place", "next.placed"]
    assert talk.value("receipt.place", "number") == NUMBER
    assert talk.value("receipt.place", "place") == 41
    dates = {"from": PROGRAMME.cover_from, "to": PROGRAMME.cover_to}
    assert talk.value("receipt.place", "cover") == Text("cover.dates", dates)
    assert talk.state.drafts == ()


def test_of_a_cover_that_has_begun_only_its_end_is_told() -> None:
    begun = PROGRAMME.cover_from - timedelta(days=200)

    talk = learned(Submitted(registered(cover_from=begun)), at("review"))

    assert talk.value("receipt.place", "cover") == Text("cover.until", {"to": PROGRAMME.cover_to})


def test_a_position_on_the_waiting_list_is_receipted() -> None:
    talk = learned(Submitted(WAITING), at("review"))

    assert talk.keys == ["receipt.position", "next.waiting"]
    assert talk.value("receipt.position", "position") == 2


@pytest.mark.parametrize("found", [registered(has_head=False), replace(WAITING, has_head=False)])
def test_a_worker_is_told_when_there_is_no_head_yet(found: object) -> None:
    talk = learned(Submitted(found), at("review"))  # type: ignore[arg-type] # both are Registered

    assert talk.keys[-1] == "next.no_head"


def test_a_submission_brings_the_head_a_card() -> None:
    talk = learned(Submitted(registered(), (card(),)), at("review"))

    (shown,) = [reply for reply in talk.replies if reply.to == HEAD]
    assert [text.key for text in shown.texts] == ["card.head", "card.worker", "card.ask"]
    assert [choice.label.key for choice in shown.choices] == ["card.ok", "card.no", "card.later"]
    assert shown.card == CARD
    assert not shown.edits
    assert shown.texts[0].values == {
        "undecided": 3,
        "taken": 41,
        "places": 100,
        "village": "Sungai Duri",
    }
    assert shown.texts[1].values["age"] == 46


@pytest.mark.parametrize("language", WORDS.languages)
def test_a_card_shows_no_digit_of_the_nik_and_no_date_of_birth(language: str) -> None:
    other = {**ANSWERS, "birth_date": "1980-08-18", "for_whom": "other"}
    for asks in (False, True):
        one = card(answers=other, rejected_before=Reason.DATA_WRONG, asks_reason=asks)
        talk = learned(Submitted(registered(), (one,)), at("review"))
        (shown,) = [reply for reply in talk.replies if reply.to == HEAD]
        said = "\n".join(WORDS.say(language, text) for text in shown.texts)
        said = said.replace(one.number, "")
        digits = re.sub(r"\D+", " ", said).split()

        assert set(digits) <= {"46", "41", "100", "3", "175"} | set(one.answers["address"].split())
        assert ANSWERS["nik"][-4:] not in said
        assert "1980" not in said


def flags(**twists: object) -> list[str]:
    talk = learned(Submitted(registered(), (card(**twists),)), at("review"))
    (shown,) = told(talk.replies, HEAD)
    return [key for key in shown if key.startswith("card.flag")]


def test_a_card_flags_what_the_head_should_look_at() -> None:
    assert flags() == []
    assert flags(answers={**ANSWERS, "birth_date": "1980-08-18"}) == ["card.flag.birth"]
    assert flags(answers={**ANSWERS, "sex": "female"}) == ["card.flag.birth"]
    assert flags(answers={**ANSWERS, "for_whom": "other"}) == ["card.flag.helped"]
    assert flags(answers={**ANSWERS, "eligibility": "company_daily"}) == ["card.flag.daily"]
    assert flags(rejected_before=Reason.DATA_WRONG) == ["card.flag.again"]
    assert flags(by_official=True) == ["card.flag.official"]
    assert flags(by_official=True, own_number=True) == ["card.flag.own"]
    assert flags(nth=5) == []
    assert flags(nth=6) == ["card.flag.many"]
    assert flags(same_as="PR-6107-000009") == ["card.flag.same"]
    assert flags(strangers=20) == ["card.flag.strangers"]
    assert flags(villages=3) == ["card.flag.villages"]
    assert flags(answers={**ANSWERS, "nik": f"32{ANSWERS['nik'][2:]}"}) == ["card.flag.province"]


def test_what_warns_stands_before_what_is_only_to_be_known() -> None:
    many = {**ANSWERS, "birth_date": "1980-08-18", "for_whom": "other"}

    assert flags(answers=many, nth=6, same_as="PR-6107-000009") == [
        "card.flag.same",
        "card.flag.many",
        "card.flag.birth",
        "card.flag.helped",
    ]


def test_a_card_says_that_the_mothers_name_is_not_known() -> None:
    shown = card(answers={**ANSWERS, "mother": "unknown"})
    talk = learned(Submitted(registered(), (shown,)), at("review"))

    worker = talk.replies[-1].texts[1]
    assert worker.values["mother"] == Text("registration.mother.unknown")


def test_ones_own_nik_shows_its_status_and_ends_the_draft() -> None:
    for question in ("nik", "review"):
        talk = learned(AlreadyRegistered(registered(), NUMBER), at(question))

        assert talk.keys == ["already.mine", "status.placed", "next.placed"]
        assert talk.state.drafts == ()


@pytest.mark.parametrize("question", ["birth", "review"])
def test_a_nik_registered_elsewhere_tells_nothing_and_tells_the_heads(question: str) -> None:
    heads = (HEAD, OTHER_HEAD)
    talk = learned(AlreadyRegistered(None, NUMBER, heads), at(question))

    assert talk.keys == ["registration.nik.elsewhere", "progress", "registration.nik.ask"]
    assert NUMBER not in [value for text in talk.texts for value in text.values.values()]
    assert [told(talk.replies, head) for head in heads] == [[["card.second_attempt"]]] * 2
    assert {"nik", "birth", "birth_date", "sex"}.isdisjoint(talk.answers)


def test_a_nik_met_at_its_question_is_asked_again() -> None:
    talk = at("nik")
    talk.facts[CheckNik] = AlreadyRegistered(None, NUMBER)

    talk.says("6107011708800001")

    assert talk.keys[0] == "registration.nik.elsewhere"
    assert talk.asked == "nik"


def test_too_many_niks_in_a_day_ask_for_another_day_and_keep_the_rest() -> None:
    talk = learned(TooManyNiks(), at("birth"))

    assert talk.keys[0] == "registration.nik.too_many"
    assert talk.asked == "nik"
    assert talk.answers == answered_before("nik")


def test_a_village_that_closed_before_the_submission_is_asked_again_and_then_reviewed() -> None:
    talk = learned(NotOpen(VILLAGE), at("review"))
    first = talk.keys
    talk.says("Sungai Duri")
    talk.says("SETUJU")

    assert first == ["registration.village.not_open", "progress", "registration.village.ask"]
    assert talk.asked == "review"
    assert talk.effect is None


def test_a_village_without_places_is_not_open() -> None:
    talk = at("village")
    talk.facts[CountPlaces] = counted(taken=0, places=0)

    talk.says("Sungai Duri")

    assert talk.keys == ["registration.village.not_open", "progress", "registration.village.ask"]


@pytest.mark.parametrize("taken", [100, 101])
def test_a_full_village_says_how_many_wait(taken: int) -> None:
    talk = at("village")
    talk.facts[CountPlaces] = counted(taken=taken, waiting=7)

    talk.says("Sungai Duri")

    assert talk.keys == ["village.full", "progress", "registration.consent.ask"]
    assert talk.value("village.full", "waiting") == Text("village.waiting", {"n": 7})


# standing


def standing(*found: object, heads: tuple[str, ...] = (), draft: bool = False) -> Talk:
    drafts = (draft_at("name"),) if draft else ()
    return learned(Standing("status", found, heads), Talk(State(drafts)))  # type: ignore[arg-type]


def test_a_stranger_is_welcomed_and_begins_with_one_tap() -> None:
    talk = standing()

    assert talk.keys == ["standing.none"]
    talk.taps("register")
    assert talk.keys == ["welcome.new", "progress", "registration.for_whom.ask"]


@pytest.mark.parametrize(
    ("status", "keys"),
    [
        (Status.PLACED, ["status.placed", "next.placed"]),
        (Status.WAITING, ["status.waiting", "next.waiting"]),
        (Status.CONFIRMED, ["status.confirmed", "next.confirmed"]),
        (Status.REJECTED, ["status.rejected", "next.rejected"]),
        (Status.WITHDRAWN, ["status.withdrawn", "next.withdrawn"]),
    ],
)
def test_a_registration_is_told_with_what_comes_next(status: Status, keys: list[str]) -> None:
    talk = standing(registered(status))

    assert talk.keys == [*keys, *(["standing.more"] if status in LIVE else [])]
    assert talk.buttons == []


def test_a_rejection_is_told_with_its_reason() -> None:
    talk = standing(registered(Status.REJECTED, place=None, reason=Reason.COMPANY))

    assert talk.keys[:3] == ["status.rejected", "reason.company", "next.rejected"]


def test_several_registrations_are_all_told() -> None:
    talk = standing(registered(), WAITING)

    assert talk.keys[::2] == ["status.placed", "status.waiting", "standing.more"]


def test_the_live_registration_is_told_first() -> None:
    gone = registered(Status.REJECTED, place=None, reason=Reason.COMPANY)

    talk = standing(gone, registered())

    assert talk.keys[0] == "status.placed"
    assert "status.rejected" in talk.keys


def test_a_head_is_offered_the_queue() -> None:
    talk = standing(heads=(VILLAGE, "61.07.02.2002"))

    assert talk.keys == ["standing.head"]
    assert talk.value("standing.head", "villages") == "Sungai Duri, Saba'u"
    talk.taps("q")
    assert talk.effect == ShowQueue()


def test_an_unfinished_draft_is_offered_to_go_on_with() -> None:
    talk = standing(registered(), draft=True)

    assert talk.keys[-1] == "standing.unfinished"
    assert talk.buttons == ["resume", "new"]


def test_a_head_with_an_unfinished_draft_is_offered_both() -> None:
    talk = standing(heads=(VILLAGE,), draft=True)

    assert talk.keys == ["standing.head", "standing.unfinished"]
    assert talk.buttons == ["q", "resume", "new"]


# giving up


def test_batal_offers_each_live_registration_to_give_up() -> None:
    gone = registered(Status.REJECTED, id=UUID(int=99), place=None)
    talk = learned(Standing("withdraw", (registered(), gone), ()))

    assert talk.keys == ["withdraw.which", "withdraw.ask", "withdraw.how"]
    talk.taps_old(talk.choices[0].token)
    assert talk.effect == Withdraw(REGISTRATION)


def test_the_registration_that_was_named_is_given_up_and_no_other() -> None:
    other = registered(id=UUID(int=99), number="PR-6107-000002")

    talk = learned(Standing("give_up", (other, registered()), (), "PR-6107-000001"))

    assert talk.replies == ()
    assert talk.effect == Withdraw(REGISTRATION)


def test_of_the_one_that_was_named_it_is_asked_whether_it_is_to_be_given_up() -> None:
    other = registered(id=UUID(int=99), number="PR-6107-000002")

    talk = learned(Standing("withdraw", (other, registered()), (), "PR-6107-000001"))

    assert talk.keys == ["withdraw.which", "withdraw.ask", "withdraw.how"]
    assert talk.value("withdraw.how", "number") == "PR-6107-000001"
    assert [c.token for c in talk.choices] == [token("w", REGISTRATION), "s"]
    assert talk.effect is None


def test_of_several_no_number_is_put_into_anybodys_mouth() -> None:
    several = [registered(id=UUID(int=n), number=f"PR-6107-0000{n}") for n in range(20, 32)]

    talk = learned(Standing("withdraw", tuple(several), ()))

    assert talk.keys.count("withdraw.which") == 12
    assert talk.value("withdraw.how", "number") == Text("withdraw.number")
    assert [c.token for c in talk.choices] == [*(token("w", o.id) for o in several[:9]), "s"]


@pytest.mark.parametrize("about", ["withdraw", "give_up"])
def test_a_number_of_nobody_here_gives_nothing_up(about: str) -> None:
    talk = learned(Standing(about, (registered(),), (), "PR-6107-000009"))

    assert talk.keys[0] == "standing.not_here"
    assert talk.effect is None


@pytest.mark.parametrize("about", ["withdraw", "give_up"])
def test_what_cannot_be_given_up_any_more_is_told_as_it_stands(about: str) -> None:
    gone = registered(Status.REJECTED, id=UUID(int=99), place=None, number="PR-6107-000002")

    talk = learned(Standing(about, (registered(), gone), (), "PR-6107-000002"))

    assert talk.keys[0] == "status.rejected"
    assert talk.effect is None


def test_who_keeps_the_registration_is_shown_it() -> None:
    talk = learned(Standing("withdraw", (registered(),), ()))

    talk.taps("s")

    assert talk.effect == FindStanding()


@pytest.mark.parametrize(
    "outcome",
    [
        Standing("withdraw", (), ()),
        Standing("withdraw", (registered(Status.WITHDRAWN),), ()),
        NothingToWithdraw(),
    ],
)
def test_who_has_nothing_to_give_up_is_told_so(outcome: Outcome) -> None:
    assert learned(outcome).keys == ["withdraw.nothing"]


def test_a_withdrawal_closes_the_card_and_lets_the_next_in() -> None:
    next_card = card(id=UUID(int=80), registration=UUID(int=81))
    closed = ClosedCard(CARD, HEAD)
    talk = learned(Withdrawn(NUMBER, (PROMOTED,), (closed,), (next_card,)))

    assert talk.keys == ["withdraw.done"]
    assert told(talk.replies, WORKER) == [["promoted", "next.placed"]]
    edit, shown = [reply for reply in talk.replies if reply.to == HEAD]
    assert [text.key for text in edit.texts] == ["card.withdrawn"]
    assert (edit.card, edit.edits, edit.choices) == (CARD, True, ())
    assert shown.card == next_card.id


def test_who_gives_one_up_in_the_middle_of_another_is_asked_on() -> None:
    talk = learned(Withdrawn(NUMBER, (PROMOTED,), (), ()), at("nik"))

    assert talk.keys == ["withdraw.done", "progress", "registration.nik.ask"]
    assert told(talk.replies, WORKER) == [["promoted", "next.placed"]]


# the desk


def shown_card() -> Talk:
    return learned(QueueShown((VILLAGE,), (card(person=None),)))


@pytest.mark.parametrize(
    ("wish", "effect"),
    [
        ("ok", Decide(REGISTRATION, 1, None)),
        ("no", ShowCard(REGISTRATION, 1, asks_reason=True)),
        ("later", Postpone(REGISTRATION, 1)),
    ],
)
def test_a_cards_buttons_name_the_registration_and_its_version(wish: str, effect: object) -> None:
    talk = shown_card()

    talk.taps(wish)

    assert talk.effect == effect


# What is told in words, and what is no rejection but a correction.
ASKED_FURTHER = (Reason.OTHER, Reason.DATA_WRONG)


def test_tolak_asks_why_on_the_card_itself() -> None:
    talk = learned(CardShown(card(person=None, asks_reason=True)))

    assert talk.keys[-1] == "reason.ask"
    assert talk.own.edits
    reasons = [one for one in Reason if one is not Reason.DATA_WRONG]
    assert talk.buttons == [*reasons, "fix", "back"]


@pytest.mark.parametrize("reason", [one for one in Reason if one not in ASKED_FURTHER])
def test_a_reason_decides(reason: Reason) -> None:
    talk = learned(CardShown(card(person=None, asks_reason=True)))

    talk.taps(reason)

    assert talk.effect == Decide(REGISTRATION, 1, reason)


def test_whoever_rejects_may_go_back_to_the_card() -> None:
    talk = learned(CardShown(card(person=None, asks_reason=True)))

    talk.taps("back")
    effect = talk.effect
    talk.learns(CardShown(card(person=None, asks_reason=False)))

    assert effect == ShowCard(REGISTRATION, 1, asks_reason=False)
    assert talk.buttons == ["ok", "no", "later"]
    assert talk.own.edits


BOTH = (ClosedCard(CARD, HEAD), ClosedCard(UUID(int=82), OTHER_HEAD))


def test_a_confirmation_is_written_on_every_card_and_told_to_the_worker() -> None:
    talk = learned(decided(closed=BOTH, idle=True))

    for head in (HEAD, OTHER_HEAD):
        (edit,) = [reply for reply in talk.replies if reply.to == head]
        assert [text.key for text in edit.texts] == ["card.confirmed"]
        assert edit.edits
        assert edit.choices == ()
        assert (edit.texts[0].values["by"], edit.texts[0].values["at"]) == ("Pak Kades", NOW)
    assert told(talk.replies, WORKER) == [["decided.confirmed", "next.confirmed"]]
    assert talk.keys == ["card.queue_empty"]


@pytest.mark.parametrize("reason", Reason)
def test_a_rejection_tells_the_worker_why_and_offers_to_register_again(reason: Reason) -> None:
    talk = learned(decided(reason, closed=BOTH))

    (news,) = [reply for reply in talk.replies if reply.to == WORKER]
    assert [text.key for text in news.texts] == [
        "decided.rejected",
        f"reason.{reason}",
        "next.rejected",
    ]
    assert [choice.label.key for choice in news.choices] == ["register"]
    assert told(talk.replies, HEAD) == [["card.rejected", f"reason.{reason}.button"]]


def test_a_rejection_promotes_who_waits_and_shows_the_head_the_next_card() -> None:
    talk = learned(decided(Reason.DIED, closed=BOTH, promoted=(PROMOTED,), cards=(card(),)))

    assert ["promoted", "next.placed"] in told(talk.replies, WORKER)
    assert told(talk.replies, HEAD)[-1][0] == "card.head"
    assert told(talk.replies, None) == []


def test_a_card_for_another_official_leaves_the_one_who_decided_with_an_empty_queue() -> None:
    talk = learned(decided(closed=BOTH, cards=(card(person=OTHER_HEAD),), idle=True))

    assert talk.keys == ["card.queue_empty"]


def test_who_has_a_card_open_in_another_village_is_not_told_that_the_queue_is_empty() -> None:
    talk = learned(decided(closed=BOTH, idle=False))

    assert all(reply.to is not None for reply in talk.replies)


@pytest.mark.parametrize("status", Status)
def test_a_second_tap_is_told_what_is_true_by_now(status: Status) -> None:
    at = NOW - timedelta(minutes=1)
    talk = learned(AlreadyDecided(NUMBER, status, "Pak Kades", at))

    key = f"card.already.{status}"
    assert talk.keys == [key]
    assert (talk.value(key, "by"), talk.value(key, "at")) == ("Pak Kades", at)


def test_the_second_tap_of_one_finger_is_met_with_silence() -> None:
    talk = learned(AlreadyDecided(NUMBER, Status.CONFIRMED, "Pak Kades", NOW, again=True))

    assert talk.replies == ()


def test_what_the_worker_ended_was_decided_by_the_worker() -> None:
    talk = learned(AlreadyDecided(NUMBER, Status.WITHDRAWN, None, None))

    assert talk.value("card.already.withdrawn", "by") == Text("card.somebody")
    assert "at" not in talk.texts[0].values


def test_nanti_moves_on_to_the_next_card_if_there_is_one() -> None:
    closed = ClosedCard(CARD, HEAD)

    alone = learned(Postponed("PR-6107-000041", "YANTI", closed))
    followed = learned(Postponed("PR-6107-000041", "YANTI", closed, (card(),)))

    assert told(alone.replies, HEAD) == [["card.postponed"]]
    assert alone.keys == ["card.only_one"]
    assert [keys[0] for keys in told(followed.replies, HEAD)] == ["card.postponed", "card.head"]
    assert told(followed.replies, None) == []


@pytest.mark.parametrize(
    ("outcome", "keys"),
    [
        (NotYourVillage(), ["card.not_yours"]),
        (QueueShown((VILLAGE,)), ["card.queue_empty"]),
        (QueueShown(()), ["card.no_head"]),
        (InvitationRefused("unknown"), ["invitation.unknown"]),
        (InvitationRefused("used"), ["invitation.used"]),
        (InvitationRefused("expired"), ["invitation.expired"]),
        (InvitationRefused("revoked"), ["invitation.revoked"]),
    ],
)
def test_whoever_asks_the_desk_hears_what_is_true(outcome: Outcome, keys: list[str]) -> None:
    assert learned(outcome).keys == keys


def test_a_new_head_is_welcomed_with_the_first_card_or_none() -> None:
    with_one = learned(BecameHead(VILLAGE, (card(),)))
    with_none = learned(BecameHead(VILLAGE))

    assert told(with_one.replies, None) == [["head.welcome"]]
    assert len(told(with_one.replies, HEAD)) == 1
    assert told(with_none.replies, None) == [["head.welcome"], ["card.queue_empty"]]


def test_the_desk_leaves_a_draft_of_the_heads_own_as_it_was() -> None:
    talk = at("name")
    before = talk.state

    talk.taps_old(token("d", REGISTRATION, 1, "ok"))
    talk.learns(decided(closed=BOTH))

    assert talk.state == before


@pytest.mark.parametrize(
    ("regency", "told", "told_in_english"),
    [
        ("6107", "22 November 2026 09.00 WIB", "22 November 2026 09.00 WIB"),
        ("6471", "22 November 2026 10.00 WITA", "22 November 2026 10.00 WITA"),
        ("8171", "22 November 2026 11.00 WIT", "22 November 2026 11.00 WIT"),
    ],
)
def test_a_time_on_a_card_names_the_clock_of_its_village(
    regency: str, told: str, told_in_english: str
) -> None:
    talk = learned(AlreadyDecided(f"PR-{regency}-000001", Status.CONFIRMED, "Pak Kades", NOW))
    at = talk.value("card.already.confirmed", "at")
    assert not isinstance(at, str)

    words = Catalog.load()

    assert (words.value("id", at), words.value("en", at)) == (told, told_in_english)


def test_a_time_without_an_indonesian_clock_is_told_in_wib() -> None:
    assert Catalog.load().value("id", NOW) == "22 November 2026 09.00 WIB"


def test_what_turns_out_to_be_ones_own_is_closed_with_the_reason_and_the_next_is_shown() -> None:
    closed = ClosedCard(CARD, HEAD)

    last = learned(OwnRegistration(NUMBER, closed))
    more = learned(OwnRegistration(NUMBER, closed, (card(),)))

    assert said(last) == ["card.own", "card.queue_empty"]
    assert said(more)[:2] == ["card.own", "card.head"]


def test_a_card_that_was_closed_before_it_was_refused_is_not_told_of() -> None:
    assert said(learned(PassedOver(None))) == []
    assert said(learned(PassedOver(NUMBER, (card(),))))[:2] == ["card.refused", "card.head"]


def said(talk: Talk) -> list[str]:
    """Return the keys of all that is said, to whomever."""
    return [text.key for reply in talk.replies for text in reply.texts]


@pytest.mark.parametrize("wish", list(ClaimWish))
def test_a_button_of_a_claim_wishes_what_it_says(wish: ClaimWish) -> None:
    talk = Talk()

    talk.taps_old(write(OnClaim(UUID(int=9), wish)))

    assert talk.effect == Claim(UUID(int=9), wish)


def test_what_nobody_answers_is_a_fault() -> None:
    with pytest.raises(LookupError, match="nobody answers a str"):
        learned("nothing of ours")  # type: ignore[arg-type] # that is what is tested
