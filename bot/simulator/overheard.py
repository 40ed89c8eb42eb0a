"""What happened under the phones: for each turn, what was heard, how it was read, what came of it.

Two ears, and nothing in the turn itself: the brain that is put into the app writes down what it
was told and what it answered, and an onlooker of the storage (None where it is served) asks the
database, before the commit, what was written in the same transaction.
"""

import contextlib
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextvars import ContextVar

from typing_extensions import override

from bot.simulator.phone import Json
from conversations.answers import always
from conversations.brain import Brain
from conversations.buttons.button import read
from conversations.forms.position import open_question
from conversations.machine import Context, Due, Event, State, Transition
from conversations.messages import (
    Address,
    Filled,
    Opened,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
    Text,
)
from conversations.record import record
from conversations.registration.form import FORM
from locales.catalog import Catalog
from storage.unit_of_work import UnitOfWork
from storage.written import Counts, Letter, Made, since

KEPT = 200  # turns
_NONE = "-"
_SHOWN = 4  # of a long number the last digits are told, as the bot does
_NUMBER = re.compile(r"\d(?:[\W_]*\d){7,}")  # a NIK or a telephone number, however it is typed


@record
class Step:
    """What the brain was told, and what it answered."""

    before: State
    event: Event
    context: Context
    told: Transition


_steps: ContextVar[list[Step] | None] = ContextVar("steps", default=None)


class OverheardBrain(Brain):
    @override
    def advance(self, state: State, event: Event, context: Context) -> Transition:
        told = super().advance(state, event, context)
        if (steps := _steps.get()) is not None:
            steps.append(Step(state, event, context, told))
        return told


class Overheard:
    """Remembers the last turns and tells of each once it is about to be committed.

    `whose` names the phone at an address, "" if none is there, and `called` who holds a phone.
    """

    def __init__(
        self,
        catalog: Catalog,
        tell: Callable[[str, Json], None],
        whose: Callable[[Address], str],
        called: Callable[[str], str],
    ) -> None:
        self._catalog = catalog
        self._tell = tell
        self._whose = whose
        self._called = called
        self.turns: deque[Json] = deque(maxlen=KEPT)

    @contextlib.asynccontextmanager
    async def look_on(self, work: UnitOfWork) -> AsyncIterator[None]:
        """Be around a transaction: of one in which the brain was asked something is told."""
        steps: list[Step] = []
        before = _steps.set(steps)
        try:
            counts = await work.written.counts()
            yield
            if steps:
                await self._told(work, steps, counts)
        finally:
            _steps.reset(before)

    async def _told(self, work: UnitOfWork, steps: list[Step], before: Counts) -> None:
        rows = since(before, await work.written.counts())
        letters, jobs = await work.written.letters(), await work.written.jobs()
        talks: dict[int, list[Step]] = {}
        for step in steps:
            talks.setdefault(id(step.context), []).append(step)
        told = {
            "at": work.now.isoformat(),
            "talks": [_talk(talk) for talk in talks.values()],
            "rows": {table: list(counts) for table, counts in rows.items()},
            "letters": [self._letter(one) for one in letters],
            "jobs": [{"name": one.name, "due_at": one.due_at.isoformat()} for one in jobs],
        }
        languages = self._catalog.languages
        told["words"] = {each: self._words(each, told, jobs) for each in languages}
        self.turns.append(told)
        self._tell("happened", told)

    def _letter(self, letter: Letter) -> Json:
        return {"to": self._whose(letter.to), "keys": list(letter.keys)}

    def _words(self, language: str, told: Json, jobs: list[Made]) -> list[str]:
        """Tell it in sentences."""
        said: list[Text] = []
        for talk in told["talks"]:
            said.append(Text("panel.heard", {"kind": talk["kind"], "what": talk["what"] or _NONE}))
            now = {"read": talk["read"] or _NONE, "asked": talk["asked"] or _NONE}
            said.append(Text("panel.read", now))
            said += [Text("panel.came", {"wish": w, "what": came}) for w, came in talk["effects"]]
        if told["rows"]:
            rows = (f"{table} {self._counted(language, *n)}" for table, n in told["rows"].items())
            said.append(Text("panel.rows", {"rows": "; ".join(rows)}))
        for letter in told["letters"]:
            keys = ", ".join(letter["keys"])
            to = self._called(letter["to"]) or _NONE
            said.append(Text("panel.letter", {"to": to, "keys": keys}))
        said += [Text("panel.job", {"job": one.name, "at": one.due_at}) for one in jobs]
        return [self._catalog.say(language, text) for text in said]

    def _counted(self, language: str, new: int, changed: int, gone: int) -> str:
        """Say how many rows of a table there are of each."""
        said = (
            Text("panel.rows.new", {"count": new}),
            Text("panel.rows.changed", {"count": changed}),
            Text("panel.rows.gone", {"count": gone}),
        )
        return ", ".join(self._catalog.say(language, one) for one in said if one.values["count"])


def _talk(steps: list[Step]) -> Json:
    first, last = steps[0], steps[-1]
    kind, what = _heard(first.event)
    return {
        "kind": kind,
        "what": masked(what),
        "read": _read(first, last.told.state),
        "question": _question(first.before),
        "asked": _question(last.told.state),
        "answers": {name: masked(text) for name, text in _answered(first, last).items()},
        "effects": [
            [type(one.told.effect).__name__, type(after.event).__name__]
            for one, after in zip(steps, [*steps[1:], None], strict=True)
            if one.told.effect is not None and after is not None
        ],
        "texts": [text.key for step in steps for r in step.told.replies for text in r.texts],
    }


def _heard(event: Event) -> tuple[str, str]:
    """Return what kind of thing was heard, and what it said."""
    kind = type(event).__name__
    match event:
        case Said(text):
            return kind, text
        case Tapped(token):
            return kind, type(read(token)).__name__
        case Opened(payload):
            return kind, payload
        case SharedContact(phone):
            return kind, phone
        case Filled(_, answers):
            return kind, ", ".join(answers)
        case SentMedia(what):
            return kind, what
        case Due(due):
            return kind, due.value
        case _:
            return kind, ""


def _read(first: Step, after: State) -> str:
    """Return as what it was read: the answers taken, a button, or the wish there is in words."""
    before = first.before
    if taken := _new(before, after):
        return ", ".join(f"{FORM.name}.{name}" for name in taken)
    match first.event:
        case Said(text):
            return always.wish(text) or ""
        case Tapped(token):
            return type(read(token)).__name__
        case _:
            return ""


def _answered(first: Step, last: Step) -> Mapping[str, str]:
    return _new(first.before, last.told.state)


def _new(before: State, after: State) -> dict[str, str]:
    """Return the answers that came to the draft at hand."""
    draft = after.draft
    if draft is None:
        return {}
    known = before.find(draft.id)
    old: Mapping[str, str] = known.answers if known else {}
    return {name: text for name, text in draft.answers.items() if old.get(name) != text}


def _question(state: State) -> str:
    draft = state.draft
    if draft is None or draft.form != FORM.name:
        return ""
    return f"{FORM.name}.{open_question(FORM, draft).name}"


def masked(text: str) -> str:
    """Leave of every long number its last digits."""

    def hidden(found: "re.Match[str]") -> str:
        digits = re.sub(r"\D", "", found[0])
        return "•" * (len(digits) - _SHOWN) + digits[-_SHOWN:]

    return _NUMBER.sub(hidden, text)
