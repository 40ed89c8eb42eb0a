"""What an operator is shown of somebody; of NIK and telephone the ends alone, if not asked for."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Column, Table

from bot.app import App
from bot.commands import acting
from bot.commands.person.doing import Shown
from bot.commands.phrases import since
from bot.commands.printed import by_whom
from bot.ports import Stage
from conversations.forms.question import Asking
from conversations.life_cycle import Act
from conversations.machine import Draft
from conversations.registration.at_office import Correction
from conversations.registration.form import FORM
from storage.office.history import SUBMIT
from storage.office.rights.looked_up import Agreed, LookedUp, OnItsWay, ReadBy

_NIK_ENDS, _PHONE_ENDS = 4, 3  # characters that are shown of each end
HIDDEN = {"nik": _NIK_ENDS, "phone": _PHONE_ENDS}
"""The answers that are masked, by the names of their questions."""


def masked(value: str, ends: int) -> str:
    return f"{value[:ends]}{'*' * (len(value) - 2 * ends)}{value[-ends:]}"


def found_table(those: Sequence[LookedUp], app: App) -> Table:
    table = Table(Column("Number", no_wrap=True), "Village", "State", "Name", "NIK", "Since")
    for one in those:
        village = f"{app.directory.villages.called(one.village)} ({one.village})"
        nik = masked(one.answers["nik"], _NIK_ENDS)
        at = since(one.submitted_at, one.village)
        table.add_row(one.number, village, one.status, one.answers["name"], nik, at)
    return table


def shown_group(told: Shown, app: App, *, whole: bool) -> Group:
    one = told.one
    return Group(
        _table("What was answered", ("Field", "Answer"), _answers(one, app, whole=whole)),
        _table("Consent", ("When", "Version", "Where", "For whom", "Taken back"), _agreed(told)),
        _table("History", ("When", "Act", "To", "By", "Why", "Its chat was told"), _history(told)),
        _table("Who had it before them", ("When", "What", "Who"), _reads(told, app)),
        _table(
            "Messages to its chat, about whatever: as far as is known",
            ("Where", "What became of it", "When", "Why"),
            _messages(told),
        ),
    )


def _table(title: str, columns: Sequence[str], rows: Iterator[Sequence[str]]) -> Table:
    table = Table(*columns, title=title, title_justify="left", box=SIMPLE_HEAD)
    for row in rows:
        table.add_row(*row)
    return table


def _answers(one: LookedUp, app: App, *, whole: bool) -> Iterator[Sequence[str]]:
    for question in FORM.answered(one.answers):
        value = one.answers[question.name]
        shown = said(one, app, question.name, value)
        if question.name in HIDDEN and not whole and value != "none":
            shown = masked(value, HIDDEN[question.name])
        yield question.name, shown


def said(one: LookedUp, app: App, name: str, value: str) -> str:
    """Return an answer as people read it."""
    question = FORM.find(name)
    if question is None:
        return value
    context = acting.context(app, one.village)
    asking = Asking(Draft(one.id, FORM.name, FORM.version, one.answers), context)
    return app.catalog.say("en", FORM.label(question, value, asking))


def changes_table(one: LookedUp, found: Correction, app: App) -> Table:
    """The old beside the new; what is hidden was typed just now where it is new."""
    table = Table("Field", "Now", "New", box=SIMPLE_HEAD)
    for question in found.changed:
        name = question.name
        table.add_row(name, _old(one, name, app), _new(one, name, found, app))
    return table


def _old(one: LookedUp, name: str, app: App) -> str:
    value = one.answers.get(name)
    if value is None:
        return "-"
    hidden = name in HIDDEN and value != "none"
    return masked(value, HIDDEN[name]) if hidden else said(one, app, name, value)


def _new(one: LookedUp, name: str, found: Correction, app: App) -> str:
    value = found.wish.answers.get(name)
    return "-" if value is None else said(one, app, name, value)


def _agreed(told: Shown) -> Iterator[Sequence[str]]:
    def at(one: Agreed) -> str:
        return since(one.withdrawn_at, told.one.village) if one.withdrawn_at else ""

    for one in told.agreed:
        where = f"{one.channel} ({one.language})"
        yield since(one.at, told.one.village), one.version, where, one.for_whom, at(one)


def _history(told: Shown) -> Iterator[Sequence[str]]:
    for one in told.history:
        done = one.done
        at, why = since(done.at, one.village), done.reason or ", ".join(done.fields)
        yield at, done.act, done.became, by_whom(one), why, _HEARS[done.act]


_UNDOABLE = "nothing yet: it may be undone for ten minutes"
_HEARS = {
    SUBMIT: "that it has come in",
    Act.PROMOTE: "that there is a place",
    Act.CONFIRM: "that it is confirmed",
    Act.REJECT: _UNDOABLE,
    Act.END: _UNDOABLE,
    Act.UNDO: "that it is not so any more, where it had been told",
    Act.TAKE_EFFECT: "that it is over, and why",
    Act.ASK: "what is to be corrected",
    Act.LAPSE: "that the days to correct it are over",
    Act.WITHDRAW: "that it is given up",
    Act.AMEND: "what was corrected",
    Act.ADJUST: "what was corrected",
    Act.RELOCATE: "that it goes on in another village",
    Act.MOVE: "that it goes on at another phone: both phones",
    Act.TAKE_OVER: "that it is the NIK's owner's",
    Act.DISMISS: "that the district did not accept it",
    Act.EXPIRE: "that the programme is over",
}


def _reads(told: Shown, app: App) -> Iterator[Sequence[str]]:
    def who(one: ReadBy) -> str:
        if one.village is None:
            return "an operator"
        return f"an official of {app.directory.villages.called(one.village)}"

    for one in told.read_by:
        yield since(one.at, told.one.village), one.kind, who(one)


def _messages(told: Shown) -> Iterator[Sequence[str]]:
    for one in told.messages:
        what, at = _fate(one)
        when = since(at, told.one.village) if at else ""
        yield one.channel, what, when, one.failure or ""


def _fate(one: OnItsWay) -> tuple[str, datetime | None]:
    if one.failed_at:
        return "failed", one.failed_at
    if one.sent_at:
        return Stage(one.stage or Stage.SENT).name.lower(), one.sent_at
    return "waits", one.waits_since
