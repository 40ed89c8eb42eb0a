"""An answer that could not be taken: say why, and after three times say it in another way.

once, twice   what is wrong, and the question again
three times   the question in other words as well
four times    the nearest readings as buttons, if the question knows any
from then on  the way to a person
"""

from conversations.answers.invalid import Doubtful, Invalid
from conversations.forms.form import Form, Forms, offer, only_reading
from conversations.forms.position import resume
from conversations.forms.question import Asking, Given, Question
from conversations.machine import State, Transition
from conversations.messages import Said, Text, Value

COMMON_PROBLEMS = frozenset({"media", "edited", "long", "unexpected", "pick"})
TELLING = frozenset({"died"})  # said of whom it is about, and of no reading that waits for a yes
WAY_OUT_AT, ANOTHER_TUNE_AT, LIST_AT = 2, 3, 4  # misses of one question


class Misses:
    def __init__(self, forms: Forms, form: Form) -> None:
        self._forms = forms
        self._form = form

    def missed(
        self, state: State, asking: Asking, question: Question, given: Given, problem: Invalid
    ) -> Transition:
        """Say what was wrong and ask again; or, if one reading was found, whether it is right."""
        draft = asking.draft
        if len(problem.candidates) == 1:
            offered = state.holding(offer(draft, question, problem.candidates))
            return resume(self._forms, offered, asking.context, *_doubt(problem))
        times = draft.notes.missed + 1
        readings = problem.candidates
        if times == LIST_AT and not readings:
            readings = _nearest(question, given, asking)
        draft = draft.noting(draft.notes._replace(missed=times))
        waits = only_reading(question, asking) is not None and problem.reason not in TELLING
        if readings or not waits:
            draft = offer(draft, question, readings)
        texts = (
            self._problem(question, problem, asking),
            *self._more(times, question, asking, len(readings)),
        )
        return resume(self._forms, state.holding(draft), asking.context, *texts, missed=True)

    def _problem(self, question: Question, problem: Invalid, asking: Asking) -> Text:
        if problem.reason in COMMON_PROBLEMS:
            return Text(f"problem.{problem.reason}")
        about: dict[str, Value] = {"about": problem.about} if problem.about else {}
        return self._form.text(question, problem.reason, asking, about)

    def _more(
        self, times: int, question: Question, asking: Asking, readings: int
    ) -> tuple[Text, ...]:
        if times < WAY_OUT_AT:
            return ()
        if times < ANOTHER_TUNE_AT:
            return (Text("way_out"),)
        if times == ANOTHER_TUNE_AT:
            return (self._form.text(question, "tune", asking),)
        if readings == 1:  # is asked back by itself
            return ()
        return (Text("nearest" if readings and times == LIST_AT else "human"),)


def _doubt(problem: Invalid) -> tuple[Text, ...]:
    """Say why a reading is doubted, if that is not plain."""
    why = problem.why if isinstance(problem, Doubtful) else ""
    return (Text(f"doubt.{why}"),) if why else ()


def _nearest(question: Question, given: Given, asking: Asking) -> tuple[str, ...]:
    if question.nearest is None or not isinstance(given, Said):
        return ()
    return question.nearest(given.text, asking)
