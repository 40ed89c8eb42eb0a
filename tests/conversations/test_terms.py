"""Newer words of the consent: told at the next visit, read, and agreed to or not."""

import pytest

from conversations.buttons.button import write
from conversations.buttons.person import OfTerms, OnTerms
from conversations.effects import AnswerTerms, FindStanding
from conversations.life_cycle import Status
from conversations.messages import Tapped, Text
from conversations.outcomes.registered import Agreed, Registered
from conversations.outcomes.standing import Standing
from conversations.outcomes.terms import TermsAgreed, TermsGone, TermsKept
from conversations.registration.form import CONSENT_TEXT, CONSENT_VERSION
from tests.conversations.talk import REGISTRATION, Talk, at, registered

OLD = Agreed("2026-01-01", "self")
OLDER = registered(agreed=OLD)
NEWER = "terms.newer"


def visited(*those: Registered, talk: Talk | None = None) -> Talk:
    """Return a talk in which somebody asked where they stand."""
    talk = talk or Talk()
    talk.says("status")
    talk.learns(Standing("status", those, (), total=len(those)))
    return talk


def reading(agreed: Agreed = OLD) -> Talk:
    talk = visited(OLDER)
    talk.says("baca")
    talk.learns(Standing("terms", (registered(agreed=agreed),), (), total=1))
    return talk


def test_who_agreed_to_other_words_is_told_behind_the_status() -> None:
    talk = visited(OLDER)

    assert [text.key for text in talk.replies[-1].texts] == [NEWER]
    assert talk.replies[0].texts[0].key == "status.placed"


@pytest.mark.parametrize(
    "one",
    [
        registered(agreed=Agreed(CONSENT_VERSION, "self")),
        registered(agreed=None),
        registered(Status.WITHDRAWN, agreed=OLD, place=None),
    ],
)
def test_who_did_not_is_told_nothing(one: Registered) -> None:
    assert NEWER not in [text.key for reply in visited(one).replies for text in reply.texts]


def test_who_is_asked_something_else_is_not_asked_this_as_well() -> None:
    unfinished = visited(OLDER, talk=at("name"))
    giving_up = Talk()
    giving_up.says("batal")
    giving_up.learns(Standing("withdraw", (OLDER,), (), total=1))

    for talk in (unfinished, giving_up):
        assert NEWER not in [text.key for reply in talk.replies for text in reply.texts]


@pytest.mark.parametrize("said", ["baca", "ya", "ya baca", "ya, dibaca"])
def test_who_wants_to_read_them_is_shown_them(said: str) -> None:
    talk = visited(OLDER)

    talk.says(said)

    assert talk.effect == FindStanding("terms", said=str(REGISTRATION))


@pytest.mark.parametrize("said", ["tidak", "nanti saja", "Nanti saja pak"])
def test_who_does_not_is_asked_the_next_time(said: str) -> None:
    talk = visited(OLDER)

    talk.says(said)

    assert talk.keys == ["terms.some_time"]
    assert NEWER in [text.key for reply in visited(OLDER).replies for text in reply.texts]


@pytest.mark.parametrize(
    ("agreed", "who"),
    [(OLD, Text("yourself")), (Agreed("2026-01-01", "other"), "Yohanes Anton")],
)
def test_the_words_are_said_of_whom_they_are(agreed: Agreed, who: object) -> None:
    talk = reading(agreed)

    assert talk.keys == [CONSENT_TEXT, "terms.ask"]
    told = talk.texts[0].values["who"]
    assert told == who or isinstance(who, Text)


@pytest.mark.parametrize("said", ["setuju", "saya setuju", "SETUJU pak"])
def test_who_says_the_word_agrees(said: str) -> None:
    talk = reading()

    talk.says(said)

    assert talk.effect == AnswerTerms(REGISTRATION, CONSENT_TEXT, CONSENT_VERSION, agrees=True)


@pytest.mark.parametrize("said", ["ya", "ok", "1", "boleh", "setuju?"])
def test_no_other_word_is_a_consent(said: str) -> None:
    talk = reading()

    talk.says(said)

    assert not isinstance(talk.effect, AnswerTerms)


@pytest.mark.parametrize("said", ["tidak", "tidak setuju", "Tetap yang dulu", "yang lama saja"])
def test_who_says_no_keeps_the_old_one(said: str) -> None:
    talk = reading()

    talk.says(said)

    assert talk.effect == AnswerTerms(REGISTRATION, CONSENT_TEXT, CONSENT_VERSION, agrees=False)


def test_a_button_under_words_that_are_not_the_newest_any_more_shows_these() -> None:
    talk = Talk()

    talk.sends(Tapped(write(OnTerms(REGISTRATION, OfTerms.AGREE, "2026-02-02"))))

    assert talk.effect == FindStanding("terms", said=str(REGISTRATION))


@pytest.mark.parametrize(
    ("outcome", "key"),
    [
        (TermsAgreed("PR-6107-000001"), "terms.agreed"),
        (TermsKept("PR-6107-000001"), "terms.kept"),
        (TermsGone(), "terms.gone"),
        (Standing("terms", (), ()), "terms.gone"),
    ],
)
def test_what_came_of_it_is_said(
    outcome: TermsAgreed | TermsKept | TermsGone | Standing, key: str
) -> None:
    talk = Talk()

    talk.learns(outcome)

    assert talk.keys == [key]
