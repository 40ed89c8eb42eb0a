"""The model worker answers the form as it is: every question, and so does the tour of the demo."""

from pathlib import Path

import pytest

from bot.terminal.session import HEAD
from conversations.buttons.tokens import token
from conversations.effects import Submit
from conversations.registration.form import FORM
from tests.conversations.talk import DRAFT, HELPED, Talk, at
from tests.model_worker import TOTAL, YANTI, YOHANES, Answer

TOUR = Path(__file__).parents[1] / "bot" / "terminal" / "tour.txt"


def test_the_model_worker_answers_the_questions_of_the_form_in_their_order() -> None:
    follows = {name: answer.after for name, answer in YANTI.answers().items()}

    assert follows == {question.name: question.follows for question in FORM.questions}
    assert list(follows) == [question.name for question in FORM.questions]
    assert FORM.progress(FORM.review).values == {"n": TOTAL, "total": TOTAL}


# Not the review, which keeps nothing; nor a date of birth that is the NIK's, said by somebody who
# has just said that the NIK is wrong.
KEPT = [(q, one) for q, one in YOHANES.answers().items() if q not in {"review", "birth_date"}]


@pytest.mark.parametrize(("question", "answer"), KEPT)
def test_what_is_typed_and_what_is_tapped_are_kept_as_the_model_worker_says(
    question: str, answer: Answer
) -> None:
    helping = {**HELPED, "phone": "+6281234567890"} if question == "phone_owner" else {}
    typed, tapped = at(question, **helping), at(question, **helping)

    typed.says(answer.typed)
    if answer.button:
        tapped.taps_old(token("a", DRAFT, question, answer.button))

    assert typed.answers[question] == answer.kept
    assert not answer.button or tapped.answers[question] == answer.kept


def test_the_tour_of_the_demo_answers_every_question() -> None:
    talk, asked = Talk(), []
    mine, _, _ = TOUR.read_text("utf-8").partition(f":as {HEAD} ")
    lines = [line for line in mine.splitlines() if line and not line.startswith(("#", ":"))]

    for line in lines:
        asked.append(talk.asked if talk.replies else None)
        assert line != lines[-1] or asked[-1] == "review", f"{TOUR.name} lacks {asked[-1]}"
        answer(talk, line.replace("SERI", "9001"))

    assert {name for name, _ in YANTI.asked()} <= set(asked)
    assert isinstance(talk.effect, Submit)
    assert talk.effect.answers.keys() == YANTI.kept().keys()


def answer(talk: Talk, line: str) -> None:
    """Take a line as the terminal does: a number is a button."""
    if line.isdigit() and len(line) == 1:
        talk.taps_old(talk.choices[int(line) - 1].token)
    else:
        talk.says(line)
