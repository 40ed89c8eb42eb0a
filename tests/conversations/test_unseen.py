"""What cannot be seen is in no answer, by whichever way it came: text is text."""

from collections.abc import Callable

import pytest

from conversations.answers.language.text import clean
from conversations.buttons.tokens import token
from conversations.forms.sheet import version_key
from conversations.messages import Filled, Text
from conversations.registration.form import FORM
from tests.conversations.talk import DRAFT, SCRIPT, Talk, at, context
from tests.model_worker import YOHANES

UNSEEN = (
    *("\x00\x07\x1b\x7f", "\x80\x9b\x9f"),  # C0, DEL, C1
    *("\u202e\u2067", "\u2069\u200f"),  # these turn round what stands beside them
    *("\u200b\u200d\ufeff\u00ad", "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180f", "\ufe00\ufe0f"),
    *("\U000e0041", "\U000e0100\U000e01ef"),
)
BLANKS = ("\t", "\u00a0", "\u202f", "\u2800", "\u3164", "\uffa0")
LINE_ENDS = ("\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029")
FREE = [question for question in FORM.questions if question.free]
STRANGE = "Mawar Kenanga Seruni Dahlia Kamboja Anggrek"  # may be a name, with so many words


def typed(name: str, text: str) -> Talk:
    talk = at(name)
    talk.says(text)
    return talk


def pasted(name: str, text: str) -> Talk:
    """Send it as one line of a form, with a line of something else."""
    label = next(question.words[0] for question in FREE if question.name == name)
    talk = at(name)
    talk.says(f"{label}: {text}\npekerjaan: {SCRIPT['occupation']}")
    return talk


def on_the_sheet(name: str, text: str) -> Talk:
    """Fill in all but the income, so that the draft is still there."""
    talk = Talk(context=context(opens_form=True))
    talk.says("daftar")
    entered = {**YOHANES.entered(), version_key("consent"): FORM.proven["consent"]}
    talk.sends(Filled(token("f", DRAFT), {**entered, "income": "", name: text}))
    return talk


@pytest.mark.parametrize("way", [typed, pasted, on_the_sheet])
@pytest.mark.parametrize("name", [question.name for question in FREE])
def test_what_cannot_be_seen_is_in_no_answer(name: str, way: Callable[[str, str], Talk]) -> None:
    answer = YOHANES.answers()[name]

    for marks in UNSEEN:
        talk = way(name, f"{marks}{answer.typed[:2]}{marks}{answer.typed[2:]}{marks}")
        assert talk.answers[name] == answer.kept, ascii(marks)


@pytest.mark.parametrize("name", ["helped", *(question.name for question in FREE)])
def test_what_cannot_be_seen_is_not_in_what_is_asked_back(name: str) -> None:
    for marks in UNSEEN:
        talk = typed(name, f"Ma{marks}{STRANGE[2:]}")
        assert isinstance(talk.reading, Text), ascii(marks)
        assert str(talk.reading.values["value"]).casefold() == STRANGE.casefold(), ascii(marks)

        talk.says("ya betul")
        assert talk.answers[name].casefold() == STRANGE.casefold(), ascii(marks)


@pytest.mark.parametrize("name", ["helped", *(question.name for question in FREE)])
def test_letters_that_cannot_be_seen_are_no_answer(name: str) -> None:
    for marks in (*UNSEEN, *BLANKS, *LINE_ENDS):
        talk = typed(name, marks * 3)
        assert name not in talk.answers, ascii(marks)
        assert talk.asked == name, ascii(marks)


@pytest.mark.parametrize("way", [typed, on_the_sheet])
@pytest.mark.parametrize("name", ["name", "mother", "address"])
def test_an_answer_is_one_line_and_its_blanks_are_spaces(
    name: str, way: Callable[[str, str], Talk]
) -> None:
    answer = YOHANES.answers()[name]

    for between in (*BLANKS, *LINE_ENDS):
        talk = way(name, answer.typed.replace(" ", between))
        assert talk.answers[name] == answer.kept, ascii(between)


def test_lines_are_kept_where_they_tell_something() -> None:
    assert {clean(f"satu{end}dua").replace("\n\n", "\n") for end in LINE_ENDS} == {"satu\ndua"}


def test_plain_words_stay_as_they_are() -> None:
    for text in ("Dusun Melati RT 02/RW 01, no. 5", "H. Abdul", "Nur'aini", "سيتي", "é"):
        assert clean(text) == text
