"""A form is a list of questions; where a person stands in it is computed from the answers.

The question to ask is the first that applies and is unanswered. So a question that is added later
is simply asked to those on the way, *back* drops the answer before, *change X* drops X. The last
question is the review: its answer is never kept, so a draft stands there until it is sent.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import partial
from types import MappingProxyType

from conversations.answers.invalid import Doubtful, Invalid
from conversations.buttons.button import answering
from conversations.buttons.draft import Answer
from conversations.forms.question import SHARE, Asking, Given, Question, always, no_values
from conversations.machine import About, Answers, Context, Draft
from conversations.messages import (
    Choice,
    Edited,
    Reply,
    Said,
    SentMedia,
    SharedContact,
    Text,
    Value,
)
from conversations.notes import Readings
from conversations.record import record

MAX_ANSWER = 1000  # characters; a longer message answers no question of ours
THIS, NOT_THIS = "this", "not"  # the buttons under the one reading that was offered


_WORD = re.compile(r"\w+")


def _never(_answers: Answers) -> bool:
    return False


def _nowhere(_answers: Answers) -> str:
    return ""


@record
class Who:
    """The questions that tell whom a draft is about, by name; "" if there is none.

    `number` tells one person from another for sure, `name` almost; `nickname` is what a helper
    calls somebody. `own` and `other` say whether a draft is about the sender, or somebody else.
    """

    number: str = ""
    name: str = ""
    nickname: str = ""
    own: Callable[[Answers], bool] = always
    other: Callable[[Answers], bool] = _never


@record
class Form:
    """The questions in order, the review last.

    `describe`: the placeholders of every text. `ends`: of those with which it ends.

    For a form pasted as text: `joined` are labels that ask for two answers, parted by a comma;
    `beside` are labels of lines that only say more of another answer, or (of "") of none.
    `proven`: the versions of those questions whose words must be proven to have been shown.
    `own_words`: whether these say something of their own in a village, which no sheet shows.
    `texts`: the form whose texts it says, if they are not its own.
    `before`: what may be known before anything was told. `village`: the code of the village that a
    draft is about, "" if it is not known. `who` tells whom.
    """

    name: str
    version: int
    questions: tuple[Question, ...]
    describe: Callable[[Asking], Mapping[str, Value]] = no_values
    ends: Callable[[Asking], Mapping[str, Value]] = no_values
    joined: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    proven: Mapping[str, str] = field(default_factory=dict)
    own_words: Callable[[Context, str], bool] | None = None
    before: frozenset[str] = frozenset()
    village: Callable[[Answers], str] = _nowhere
    who: Who = Who()
    texts: str = ""
    _by_name: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    _steps: Mapping[str, int] = field(init=False, repr=False, compare=False)
    _called: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    _labelled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Number the questions that follow no other, and keep all by name."""
        own = (question.name for question in self.questions if not question.follows)
        object.__setattr__(self, "_steps", {name: n for n, name in enumerate(own, start=1)})
        object.__setattr__(self, "_by_name", {q.name: q for q in self.questions})
        labels = {words: q for q in self.questions for words in q.words}
        longest = sorted(labels, key=len, reverse=True)
        either = "|".join(map(re.escape, longest)) or "(?!)"
        object.__setattr__(self, "_called", labels)
        object.__setattr__(self, "_labelled", re.compile(rf"({either})(?:nya|nye)?\b"))

    @property
    def review(self) -> Question:
        """The last question: "send" or "edit"."""
        return self.questions[-1]

    def current(self, answers: Answers) -> Question:
        """Return the first question that applies and is unanswered; the review if none is left."""
        for question in self.questions:
            if question.name not in answers and question.applies(answers):
                return question
        return self.review

    def answered(self, answers: Answers) -> tuple[Question, ...]:
        """Return the questions that apply and are answered."""
        return tuple([q for q in self.questions if q.name in answers and q.applies(answers)])

    def kept(self, answers: Answers) -> dict[str, str]:
        """Return the answers that apply: these are submitted, and no others."""
        return {q.name: answers[q.name] for q in self.answered(answers)}

    def find(self, name: str) -> Question | None:
        return self._by_name.get(name)

    def named(self, text: str) -> Question | None:
        """Return the question named in a text; of "nama" and "nama ibu" the longer counts."""
        said = f" {' '.join(_WORD.findall(text.casefold()))} "
        names = {words: q for q in self.questions for words in q.words if f" {words} " in said}
        return names[max(names, key=len)] if names else None

    def begun_by(self, text: str) -> tuple[str, Question] | None:
        """Return the longest of the names of questions that a lower-case text begins with."""
        found = self._labelled.match(text)
        return (found[1], self._called[found[1]]) if found else None

    def progress(self, question: Question, name: Text | None = None) -> Text:
        """Return "question n of m": follow-ups share the number of the question they follow.

        `name`: whom the question is about, where that may be in doubt.
        """
        at: dict[str, Value] = {
            "n": self._steps[question.follows or question.name],
            "total": len(self._steps),
        }
        return Text("progress.named", {**at, "name": name}) if name else Text("progress", at)

    def ask(
        self,
        question: Question,
        asking: Asking,
        *before: Text,
        name: Text | None = None,
        missed: bool = False,
    ) -> Reply:
        """Return the question as a message, with whatever must be said before it.

        Of a correction is said whose it is, and not how many questions there are.

        If one reading of the last answer is on offer, the question is whether it is right.
        `missed`: it was asked just now.
        """
        reading = only_reading(question, asking)
        about = asking.draft.about
        part = question.corrected if about else "again" if missed and question.long else "ask"
        asked = (
            self._check(question, reading, asking)
            if reading
            else self.text(question, part, asking)
        )
        heading = correcting(about) if about else self.progress(question, name)
        texts = (*before, heading, asked)
        return Reply(texts, self.choices(question, asking))

    def _check(self, question: Question, reading: str, asking: Asking) -> Text:
        """Ask whether a reading is right; of a question that is not at hand, say which it is."""
        spelt = {"reading": self._spelt(question, reading, asking)}
        if question is self.current(asking.answers):
            return Text("check", spelt)
        key = "check.change" if question.name in asking.answers else "check.early"
        return Text(key, {**spelt, "title": self.text(question, "title", asking)})

    def text(
        self,
        question: Question,
        part: str,
        asking: Asking,
        more: Mapping[str, Value] = MappingProxyType({}),
    ) -> Text:
        """Return one of the question's texts, "<form>.<question>.<part>"; `more`: placeholders."""
        return Text(self.key(question, part), {**self._values(question, asking), **more})

    def key(self, question: Question, part: str) -> str:
        """Return under which key the words of one of the question's texts are."""
        return f"{self.texts or self.name}.{question.name}.{part}"

    def _values(self, question: Question, asking: Asking) -> Mapping[str, Value]:
        return {**self.describe(asking), **question.values(asking)}

    def choices(self, question: Question, asking: Asking) -> tuple[Choice, ...]:
        """Return the buttons: the readings on offer if there are any, else the question's own."""
        if only_reading(question, asking):
            button = answering(asking.draft.id, question.name)
            return (
                Choice(button(THIS), Text("check.yes")),
                Choice(button(NOT_THIS), Text("check.no")),
            )
        options = _offered(question, asking) or question.options(asking)
        if not options:
            return ()
        label = self._labels(question, asking)
        button = answering(asking.draft.id, question.name)
        return tuple(
            [
                Choice(
                    button(value),
                    label(value),
                    asks_contact=question.contact is not None and value == SHARE,
                )
                for value in options
            ]
        )

    def _labels(self, question: Question, asking: Asking) -> Callable[[str], Text]:
        """Return how the answers of one question are shown; an option's text has no values."""
        if question.label is not None:
            return partial(_labelled, question.label, asking)
        own = question.options(asking)
        return lambda value: (
            Text(self.key(question, value))
            if value in own
            else Text("plain.value", {"value": value})  # as somebody wrote it
        )

    def _spelt(self, question: Question, reading: str, asking: Asking) -> Text:
        if question.spelt:
            return question.spelt(reading, asking)
        return self.label(question, reading, asking)

    def label(self, question: Question, value: str, asking: Asking) -> Text:
        """Return how an answer is shown to people."""
        return self._labels(question, asking)(value)

    def answer(self, question: Question, given: Given, asking: Asking) -> Answers:
        """Read what was said, tapped or shared; return the answers it gives, or raise Invalid."""
        match given:
            case Said(text):
                return self._said(question, text, asking)
            case Answer(value=value):
                return self._picked(question, value, asking)
            case SharedContact() if question.contact is not None:
                return question.contact(given, asking)
            case SentMedia() | Edited():
                raise Invalid("edited" if isinstance(given, Edited) else "media")
            case _:
                raise Invalid("unexpected")

    def _said(self, question: Question, text: str, asking: Asking) -> Answers:
        if len(text) > MAX_ANSWER:
            raise Invalid("long")
        answer = question.parse(text, asking)
        asks = text.rstrip().endswith("?") and not any(map(str.isdigit, text))
        if isinstance(answer, Mapping) and asks:
            raise Invalid("unexpected")
        if isinstance(answer, Mapping):
            return answer
        if asks and question is not self.review:
            raise Doubtful(answer)  # "nelayan?"
        return {question.name: answer}

    def _picked(self, question: Question, value: str, asking: Asking) -> Answers:
        if value not in (*_offered(question, asking), *question.options(asking)):
            raise Invalid("unexpected")
        return self.pick(question, value, asking)

    def pick(self, question: Question, value: str, asking: Asking) -> Answers:
        """Return the answers that an option or a reading on offer stands for."""
        return question.pick(value, asking) if question.pick else {question.name: value}

    def taking(self, draft: Draft, question: Question, answers: Answers) -> Draft:
        """Keep answers; where they change what was answered, what falls with that is dropped."""
        if all(draft.answers.get(name) == answer for name, answer in answers.items()):
            return draft
        left = self.without(draft, question.name)
        return left.answering({**left.answers, **answers})

    def without(self, draft: Draft, name: str) -> Draft:
        """Drop an answer, with those that fall with it."""
        question = self.find(name)
        if question is not None and question.keeps:
            left = {k: v for k, v in draft.answers.items() if k in question.keeps}
        else:
            gone = {name, *(question.drops if question else ())}
            left = {k: v for k, v in draft.answers.items() if k not in gone}
        dropped = draft.answering(left).noting(draft.notes.answered())
        said_back = dropped.notes.noted in left
        return dropped if said_back else dropped.noting(dropped.notes._replace(noted=""))

    def until(self, draft: Draft, name: str) -> Draft:
        """Drop the answers to all questions from that one on."""
        before = [question.name for question in self.questions]
        kept = before[: before.index(name)]
        return draft.answering({k: v for k, v in draft.answers.items() if k in kept})

    def back(self, draft: Draft) -> Draft | None:
        """Drop the nearest earlier answer, and what it follows; None at the first question."""
        at = self.questions.index(self.current(draft.answers))
        earlier = [q for q in self.answered(draft.answers) if q in self.questions[:at]]
        return self.without(draft, earlier[-1].follows or earlier[-1].name) if earlier else None


class Forms:
    """The forms there are, by name: a draft knows its own. The first is what "daftar" begins."""

    def __init__(self, first: Form, *others: Form) -> None:
        self.first = first
        self._by_name = {form.name: form for form in (first, *others)}

    def of(self, draft: Draft) -> Form:
        """Return the form of a draft; raise LookupError if it is none of these."""
        return self._by_name[draft.form]


def correcting(about: About) -> Text:
    """Say which registration is being corrected."""
    return Text("amend.heading", {"number": about.number, "name": about.answers["name"]})


def _labelled(label: Callable[[str, Asking], Text], asking: Asking, value: str) -> Text:
    return label(value, asking)


def offer(draft: Draft, question: Question, candidates: tuple[str, ...]) -> Draft:
    """Remember the readings between which the person may choose."""
    readings = Readings(question.name, candidates) if candidates else None
    return draft.noting(draft.notes._replace(offered=readings))


def only_reading(question: Question, asking: Asking) -> str | None:
    """Return the reading that waits for a yes, if there is exactly one."""
    offered = _offered(question, asking)
    return offered[0] if len(offered) == 1 else None


def _offered(question: Question, asking: Asking) -> tuple[str, ...]:
    offered = asking.draft.notes.offered
    return offered.candidates if offered and offered.question == question.name else ()
