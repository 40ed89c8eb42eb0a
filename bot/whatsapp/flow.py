"""The whole form as one native form, which Meta calls a Flow: static, no endpoint behind it.

It is made of the questions that conversations/sheet.py says are asked on it, so that a question
added to the form is on it without a line here.

    BEGIN ─► a screen for every few questions, a long text on one of its own ─► REVIEW ─► answers

What may be left empty, because not everybody has an answer, is asked in the conversation. So is
what is chosen as sheet.OTHER. A list cannot be filled in beforehand: Meta wants one of its ids as
the value, and nobody may have said anything yet.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from textwrap import shorten
from uuid import UUID

from pywa.types.flows import (
    CompleteAction,
    Component,
    ComponentRef,
    DataSource,
    DatePicker,
    Dropdown,
    FlowJSON,
    FlowStr,
    Footer,
    FormComponent,
    InputType,
    Layout,
    NavigateAction,
    Next,
    RadioButtonsGroup,
    Screen,
    ScreenData,
    ScreenDataRef,
    TextBody,
    TextHeading,
    TextInput,
)

from bot.whatsapp.send import FIRST_SCREEN
from conversations import sheet
from conversations.answers import nik
from conversations.answers.village import Villages
from conversations.form import Asking, Entry, Form, Question
from conversations.machine import Answers, Context, Draft
from conversations.messages import Text
from locales.catalog import FIRST_LANGUAGE, Catalog

FLOW_JSON = "7.3"  # Meta's version; 6.0 and later can put a reference into a sentence

# Flow JSON, "Components": characters.
MAX_INPUT_LABEL = 20
MAX_DROPDOWN_LABEL = 20
MAX_RADIO_LABEL = 30
MAX_DATE_LABEL = 40
MAX_OPTION = 30
MAX_OPTION_DESCRIPTION = 300

LONG = 300  # characters of a question that is read on a screen of its own: the consent
A_SCREEN = 4  # questions; more would be scrolled past on a small phone
A_LOOK = 5  # options that are shown at once; more are in a list that opens
BORN_FROM = date(1926, 1, 1)  # nobody over a hundred registers (answers/dates.py, OLDEST)
BORN_TO = date(2026, 12, 31)  # fixed, for every change is a new form; no KTP is younger
LENGTHS = {"nik": nik.LENGTH}  # digits, of the numbers that have so many and no other
_NAME_HASH = 6  # hex digits

_NOBODY = UUID(int=0)
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_NOWHERE = Context(_LONG_AGO, _LONG_AGO.date(), _NOBODY, Villages([]), {})
_ANYBODY = {  # what stands for whom the form is about, and for where they live
    "who": Text("who.sheet"),
    "whose": Text("whose.sheet"),
    "village": Text("sheet.village"),
}


def flow(form: Form, catalog: Catalog, language: str) -> FlowJSON:
    """Return the form in a language."""
    writer = _Writer(form, catalog, language)
    pages = tuple(_pages(form, writer))
    following = (*(page.id for page in pages[1:]), _review(form))
    steps = zip(pages, following, strict=True)
    screens = [writer.screen(page, at, to) for at, (page, to) in enumerate(steps)]
    return FlowJSON(version=FLOW_JSON, screens=[*screens, writer.last(pages)])


def published(form: Form, written: str) -> str:
    """Return the name Meta knows it by: seratus_registration_1a2b3c, the hash of its JSON."""
    return f"seratus_{form.name}_{hashlib.sha256(written.encode()).hexdigest()[:_NAME_HASH]}"


@dataclass(frozen=True, slots=True)
class _Page:
    id: str
    questions: tuple[tuple[Question, Entry], ...]


def _pages(form: Form, writer: "_Writer") -> Iterator[_Page]:
    """Divide the questions, in order; a screen is called by its first one."""
    pages: list[list[tuple[Question, Entry]]] = []
    alone = True
    for question, how in sheet.asked(form, writer.asking()):
        long = len(writer.ask(question)) > LONG
        if long or alone or len(pages[-1]) == A_SCREEN:
            pages.append([])
        pages[-1].append((question, how))
        alone = long
    for at, questions in enumerate(pages):
        yield _Page(_screen(questions[0][0]) if at else FIRST_SCREEN, tuple(questions))


def _screen(question: Question) -> str:
    """Name a screen: letters and underscores are all that Meta takes."""
    return "".join(one for one in question.name.upper() if one.isalpha() or one == "_")


def _review(form: Form) -> str:
    return _screen(form.review)


class _Writer:
    """Writes the questions of a form down in one language."""

    def __init__(self, form: Form, catalog: Catalog, language: str) -> None:
        self._form = form
        self._catalog = catalog
        self._language = language

    def asking(self, answers: Answers | None = None) -> Asking:
        return Asking(Draft(_NOBODY, self._form.name, self._form.version, answers or {}), _NOWHERE)

    def ask(self, question: Question) -> str:
        """Return the question, in words of its own here where the others speak of buttons."""
        asked = self._form.text(question, "ask", self.asking())
        own = Text(f"{self._form.name}.{question.name}.sheet", asked.values)
        words = own if own.key in self._catalog.keys(FIRST_LANGUAGE) else asked
        said = self._say(Text(words.key, {**words.values, **_ANYBODY}))
        return said[0].upper() + said[1:]

    def screen(self, page: _Page, at: int, following: str) -> Screen:
        parts = [part for asked in page.questions for part in self._asked(*asked, at)]
        go_on = NavigateAction(next=Next(name=following))
        footer = Footer(label=self._say(Text("sheet.next")), on_click_action=go_on)
        return Screen(
            id=page.id,
            title=self._say(Text("sheet.page", {"n": at + 1})),
            data=[ScreenData(key=name, example=name) for name in sorted(sheet.BEFORE)]
            if at == 0
            else None,
            layout=Layout(children=[*parts, footer]),
            # Their answers are not shown in the chat, where the form's summary stays.
            sensitive=[q.name for q, how in page.questions if how is Entry.NUMBER] or None,
        )

    def last(self, pages: tuple[_Page, ...]) -> Screen:
        """Show what was written, for a last look, and send everything.

        A list is left out, since a reference to it says its id; so is what may be empty.
        """
        form = self._form
        asked = [(page.id, q, how) for page in pages for q, how in page.questions]
        told: list[Component] = [
            TextBody(text=FlowStr(f"{self._title(q)}: {{value}}", value=_answer(q, at)))
            for at, q, how in asked
            if how is not Entry.CHOICE and self._required(q, how)
        ]
        send, *_ = form.review.options(self.asking())
        answers = CompleteAction(payload={q.name: _answer(q, at) for at, q, _ in asked})
        return Screen(
            id=_review(form),
            title=self._of_review("title"),
            terminal=True,
            success=True,
            layout=Layout(
                children=[
                    TextHeading(text=self._say(Text("sheet.review"))),
                    *told,
                    Footer(label=self._of_review(send), on_click_action=answers),
                ]
            ),
        )

    # questions

    def _asked(self, question: Question, how: Entry, at: int) -> Iterator[Component]:
        yield TextBody(text=self.ask(question))
        match how:
            case Entry.CHOICE:
                yield self._choice(question)
            case Entry.DATE:
                label = shorten(self._title(question), MAX_DATE_LABEL, placeholder="…")
                required = self._required(question, how)
                yield DatePicker(
                    name=question.name,
                    label=label,
                    required=required,
                    min_date=BORN_FROM,
                    max_date=BORN_TO,
                )
            case _:
                yield self._input(question, how, at)

    def _input(self, question: Question, how: Entry, at: int) -> FormComponent[str]:
        length = LENGTHS.get(question.name)
        required = self._required(question, how)
        helper = Text("sheet.digits", {"n": length}) if length else None
        if not required:
            helper = Text("sheet.optional")
        known = ScreenDataRef[str](question.name, FIRST_SCREEN if at else None)
        return TextInput(
            name=question.name,
            label=shorten(self._title(question), MAX_INPUT_LABEL, placeholder="…"),
            input_type=InputType.NUMBER if how is Entry.NUMBER else InputType.TEXT,
            required=required,
            min_chars=length,
            max_chars=length,
            helper_text=self._say(helper) if helper else None,
            init_value=known if question.name in sheet.BEFORE else None,
        )

    def _choice(self, question: Question) -> FormComponent[str]:
        asking = self.asking()
        options = {
            one: self._say(self._form.label(question, one, asking))
            for one in self._options(question)
        }
        if question.open:
            options[sheet.OTHER] = self._say(Text("sheet.other"))
        few = len(options) <= A_LOOK
        kind, longest = (
            (RadioButtonsGroup, MAX_RADIO_LABEL) if few else (Dropdown, MAX_DROPDOWN_LABEL)
        )
        return kind(
            name=question.name,
            label=shorten(self._title(question), longest, placeholder="…"),
            required=self._required(question, Entry.CHOICE),
            data_source=[_option(one, label) for one, label in options.items()],
        )

    def _options(self, question: Question) -> tuple[str, ...]:
        """Return every option that there may be, whatever the first question is answered."""
        first = self._form.questions[0]
        begun = ({}, *({first.name: one} for one in first.options(self.asking())))
        found = (one for given in begun for one in question.options(self.asking(given)))
        return tuple(dict.fromkeys(found))

    def _required(self, question: Question, how: Entry) -> bool:
        """Say whether everybody has an answer; an input has no way to say there is none."""
        opt_out = how is not Entry.CHOICE and bool(self._options(question))
        return question.applies({}) and not opt_out

    def _of_review(self, part: str) -> str:
        """Say one of the review's short texts; its values are all answers, and there are none."""
        return self._say(Text(f"{self._form.name}.{self._form.review.name}.{part}"))

    def _title(self, question: Question) -> str:
        return self._say(self._form.text(question, "title", self.asking()))

    def _say(self, text: Text) -> str:
        return self._catalog.say(self._language, text)


def _option(value: str, label: str) -> DataSource:
    short = shorten(label, MAX_OPTION, placeholder="…")
    whole = None if short == label else shorten(label, MAX_OPTION_DESCRIPTION, placeholder="…")
    return DataSource(id=value, title=short, description=whole)


def _answer(question: Question, screen: str) -> ComponentRef[str]:
    return ComponentRef(question.name, screen)
