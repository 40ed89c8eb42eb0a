"""A question of the form as Meta's components: its words, and what is filled in below them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from textwrap import shorten
from uuid import UUID

from pywa.types.flows import (
    Component,
    DataSource,
    DatePicker,
    Dropdown,
    FormComponent,
    InputType,
    RadioButtonsGroup,
    ScreenDataRef,
    TextBody,
    TextInput,
)

from bot.whatsapp.send import FIRST_SCREEN
from conversations.answers import nik
from conversations.answers.village.village import Villages
from conversations.consent import EVERYWHERE
from conversations.forms import sheet
from conversations.forms.form import Form
from conversations.forms.question import Asking, Entry, Question
from conversations.machine import Answers, Context, Draft
from conversations.messages import Text, Value
from locales.catalog import FIRST_LANGUAGE, Catalog

# Flow JSON, "Components": characters.
MAX_INPUT_LABEL = 20
MAX_DROPDOWN_LABEL = 20
MAX_RADIO_LABEL = 30
MAX_DATE_LABEL = 40
MAX_OPTION = 30
MAX_OPTION_DESCRIPTION = 300

A_LOOK = 5  # options that are shown at once; more are in a list that opens
BORN_FROM = date(1926, 1, 1)  # nobody over a hundred registers (answers/dates.py, OLDEST)
BORN_TO = date(2026, 12, 31)  # fixed, for every change is a new form; no KTP is younger
LENGTHS = {"nik": nik.LENGTH}  # digits, of the numbers that have so many and no other

_NOBODY = UUID(int=0)
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_NOWHERE = Context(_LONG_AGO, _LONG_AGO.date(), _NOBODY, Villages([]), {})
# What stands for whom the form is about, and for where they live.
_ANYBODY: Mapping[str, Value] = {
    "who": Text("who.sheet"),
    "whose": Text("whose.sheet"),
    "village": Text("sheet.village"),
    "regency": Text("regencies.any"),
    **EVERYWHERE,
}


class Writer:
    """Writes the questions of a form down in one language."""

    def __init__(self, form: Form, catalog: Catalog, language: str) -> None:
        self.form = form
        self._catalog = catalog
        self._language = language

    def asking(self, answers: Answers | None = None) -> Asking:
        return Asking(Draft(_NOBODY, self.form.name, self.form.version, answers or {}), _NOWHERE)

    def ask(self, question: Question) -> str:
        """Return the question, in words of its own here where the others speak of buttons."""
        asked = self.form.text(question, "ask", self.asking())
        own = Text(f"{self.form.name}.{question.name}.sheet", asked.values)
        words = own if own.key in self._catalog.keys(FIRST_LANGUAGE) else asked
        said = self.say(Text(words.key, {**words.values, **_ANYBODY}))
        return said[0].upper() + said[1:]

    def prefilled(self) -> tuple[Question, ...]:
        return sheet.prefilled(self.form, self.asking())

    def asked(self, question: Question, how: Entry, at: int) -> Iterator[Component]:
        yield TextBody(text=self.ask(question))
        match how:
            case Entry.CHOICE:
                yield self._choice(question)
            case Entry.DATE:
                label = shorten(self.title(question), MAX_DATE_LABEL, placeholder="…")
                required = self.required(question, how)
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
        required = self.required(question, how)
        helper = Text("sheet.digits", {"n": length}) if length else None
        if not required:
            helper = Text("sheet.optional")
        known = ScreenDataRef[str](question.name, FIRST_SCREEN if at else None)
        return TextInput(
            name=question.name,
            label=shorten(self.title(question), MAX_INPUT_LABEL, placeholder="…"),
            input_type=InputType.NUMBER if how is Entry.NUMBER else InputType.TEXT,
            required=required,
            min_chars=length,
            max_chars=length,
            helper_text=self.say(helper) if helper else None,
            init_value=known if question in self.prefilled() else None,
        )

    def _choice(self, question: Question) -> FormComponent[str]:
        options = {
            one: self.say(self.form.label(question, one, offered))
            for one, offered in self._options(question).items()
        }
        if question.open:
            options[sheet.OTHER] = self.say(Text("sheet.other"))
        few = len(options) <= A_LOOK
        kind, longest = (
            (RadioButtonsGroup, MAX_RADIO_LABEL) if few else (Dropdown, MAX_DROPDOWN_LABEL)
        )
        return kind(
            name=question.name,
            label=shorten(self.title(question), longest, placeholder="…"),
            required=self.required(question, Entry.CHOICE),
            data_source=[_option(one, label) for one, label in options.items()],
        )

    def _options(self, question: Question) -> dict[str, Asking]:
        """Return every option that there may be, whatever the first question is answered.

        Beside it, how it is asked where it is offered: elsewhere it may have no words.
        """
        first = self.form.questions[0]
        begun = ({}, *({first.name: one} for one in first.options(self.asking())))
        found: dict[str, Asking] = {}
        for asking in map(self.asking, begun):
            for one in question.options(asking):
                found.setdefault(one, asking)
        return found

    def required(self, question: Question, how: Entry) -> bool:
        """Say whether everybody has an answer; an input has no way to say there is none."""
        opt_out = how is not Entry.CHOICE and bool(self._options(question))
        return question.applies({}) and not opt_out

    def title(self, question: Question) -> str:
        return self.say(self.form.text(question, "title", self.asking()))

    def say(self, text: Text) -> str:
        return self._catalog.say(self._language, text)


def _option(value: str, label: str) -> DataSource:
    short = shorten(label, MAX_OPTION, placeholder="…")
    whole = None if short == label else shorten(label, MAX_OPTION_DESCRIPTION, placeholder="…")
    return DataSource(id=value, title=short, description=whole)
