"""The vocabulary of the brain: what it is given, and what it gives back.

    Brain.advance(state, event, context) -> Transition(state, replies, effect)

An event is what a person did (an `Input`), what is due by itself (a `Due`) or what came of an
effect (an `Outcome`). An effect is a wish, in the imperative; the turn performs it and comes back
with the outcome, a plain fact. Where a person stands is never stored: it is computed from the
answers of the draft in focus.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeAlias
from uuid import UUID

from conversations.effects import Effect
from conversations.languages import FIRST
from conversations.lately import NOTHING_SAID, Lately
from conversations.messages import Choice, Input, Reply
from conversations.notes import NOTHING, Notes
from conversations.outcomes.outcome import Outcome
from conversations.programme import Programme
from conversations.record import record
from conversations.villages import KnownVillages, regency_of
from conversations.zones import zone_of

Answers: TypeAlias = Mapping[str, str]


ASIDE = "aside"  # the form of what is asked outside any form: see conversations/asides.py


class DueKind(StrEnum):
    """What becomes due by itself. The value is the name of its job."""

    REMIND = "remind"  # of a draft that was left unfinished
    WARN = "warn"  # of the day on which such a draft goes
    ABANDON = "abandon"  # such a draft
    FORGET = "forget"  # a draft that has ended
    TAKE_EFFECT = "take_effect"  # a decision that could be undone until then
    NUDGE = "nudge"  # what a head asked to be corrected
    NUDGE_AGAIN = "nudge_again"
    LAPSE = "lapse"  # the days to correct it
    EXPIRE = "expire"  # a registration whose cover is over
    ERASE = "erase"  # what somebody asked to have erased
    ERASE_CHAT = "erase_chat"  # the chat it was asked in
    REFUSED = "refused"  # a message, for what it says, that was to show a card


@record
class Due:
    """Something is due that nobody wrote: about a subject, in the version it had."""

    kind: DueKind
    subject: UUID
    version: str


Event: TypeAlias = Input | Due | Outcome


@record
class About:
    """The registration that a draft is about, as it was in that version."""

    registration: UUID
    version: int
    number: str
    answers: Answers = field(repr=False)


@record
class Draft:
    """A form on its way to be sent. `about`: the registration it is about, if it is about one."""

    id: UUID
    form: str
    version: int
    answers: Answers = field(default_factory=dict, repr=False)
    notes: Notes = field(default=NOTHING, repr=False)
    about: About | None = None

    # Spelt out: `dataclasses.replace` takes four times as long, and a turn does this ten times.

    def answering(self, answers: Answers) -> "Draft":
        """Keep these answers and no others."""
        return Draft(self.id, self.form, self.version, answers, self.notes, self.about)

    def noting(self, notes: Notes) -> "Draft":
        """Keep these notes and no others: `draft.noting(draft.notes._replace(menu=None))`."""
        return Draft(self.id, self.form, self.version, self.answers, notes, self.about)


@record
class State:
    """What is kept of a person between two messages.

    `ended` are drafts that were cancelled or cannot be sent (`left`): they can be brought back for
    a day. What is asked outside any form (`aside`) is kept with them.
    """

    drafts: tuple[Draft, ...] = ()
    focus: UUID | None = None
    language: str = FIRST
    ended: tuple[Draft, ...] = ()
    lately: Lately = field(default=NOTHING_SAID, compare=False)

    @property
    def draft(self) -> Draft | None:
        """The draft in focus."""
        return self.find(self.focus) if self.focus else None

    @property
    def left(self) -> tuple[Draft, ...]:
        """The drafts that have ended."""
        return tuple([draft for draft in self.ended if draft.form != ASIDE])

    @property
    def aside(self) -> Draft | None:
        """What is asked outside any form."""
        return next((draft for draft in self.ended if draft.form == ASIDE), None)

    def unasked(self) -> "State":
        """Ask nothing outside a form any more; two that became one may have been asked twice."""
        return replace(self, ended=self.left)

    def asking(self, aside: Draft) -> "State":
        """Remember what is asked outside any form, instead of what was."""
        return replace(self, ended=(*self.left, aside))

    def find(self, draft_id: UUID) -> Draft | None:
        for draft in self.drafts:
            if draft.id == draft_id:
                return draft
        return None

    def holding(self, draft: Draft) -> "State":
        """Keep this draft, new or changed, and bring it into focus."""
        kept = tuple([draft if one.id == draft.id else one for one in self.drafts])
        known = draft in kept  # keeps its place: "Yanti (2)" stays the second
        drafts = kept if known else (*kept, draft)
        return State(drafts, draft.id, self.language, self.ended, self.lately)

    def dropping(self, draft_id: UUID) -> "State":
        """Let the draft go; no other comes into focus by itself, so no answer strays into it."""
        left = tuple(draft for draft in self.drafts if draft.id != draft_id)
        return replace(self, drafts=left, focus=None)

    def abandoning(self, draft_id: UUID) -> "State":
        """Let a draft go that nobody is at; the one that is in focus stays there."""
        return replace(
            self.dropping(draft_id), focus=None if self.focus == draft_id else self.focus
        )

    def ending(self, draft: Draft, why: str) -> "State":
        """Let the draft go, but so that it can be brought back until it is forgotten."""
        ended = draft.noting(NOTHING._replace(asked=draft.notes.asked, ending=why))
        return replace(self.dropping(draft.id), ended=(*self.ended, ended))

    def restoring(self, draft: Draft) -> "State":
        """Bring back a draft that had ended."""
        return self.forgetting(draft.id).holding(draft.noting(draft.notes._replace(ending="")))

    def forgetting(self, draft_id: UUID) -> "State":
        """Let go of an ended draft for good."""
        ended = tuple(one for one in self.ended if one.id != draft_id)
        return replace(self, ended=ended)

    def noting(self, draft: Draft, tapped: str) -> "State":
        """Remember which button of a draft was obeyed; nothing comes into focus by it."""
        noted = draft.noting(draft.notes._replace(tapped=tapped))
        drafts = tuple([noted if one.id == noted.id else one for one in self.drafts])
        return State(drafts, self.focus, self.language, self.ended, self.lately)

    def leaving(self) -> "State":
        """Take no draft into focus."""
        return replace(self, focus=None)

    def lately_said(self, lately: Lately) -> "State":
        """Keep what was said lately."""
        return State(self.drafts, self.focus, self.language, self.ended, lately)


class Labelled(Protocol):
    """Finds the button whose label was typed; `counting`: or whose number was."""

    def __call__(self, typed: str, choices: Sequence[Choice], /, *, counting: bool) -> str | None:
        """Return the token of the button, as it was shown to the person; None if it is none."""


def _no_label(_typed: str, _choices: Sequence[Choice], /, *, counting: bool) -> None:
    del counting  # where there are no labels, none has a number


@record
class Context:
    """The facts the brain may read. `fresh` is an unused id, for a draft that begins now.

    `labelled` finds the button whose label was typed, where there are buttons.
    """

    now: datetime
    today: date
    fresh: UUID
    villages: KnownVillages
    programmes: Mapping[str, Programme]  # by regency, "61.07": the one open for registration
    asks_contact: bool = False  # the channel has a button that shares the sender's own number
    doors: Mapping[str, str] = field(default_factory=dict)  # links to us elsewhere, with {code}
    opens_form: bool = False  # the channel can show the whole form at once
    sender_phone: str | None = field(default=None, repr=False)  # "+628…"
    labelled: Labelled = _no_label

    def programme(self, village: str) -> Programme | None:
        return self.programmes.get(regency_of(village))

    def registering(self, village: str) -> Programme | None:
        """Return the programme in which somebody of a village, or of a regency, may register.

        Its last day to register is that of where they live.
        """
        known = self.programme(village)
        today = self.now.astimezone(zone_of(village)).date()
        return known if known and today <= known.last_day else None


@record
class Transition:
    """`hushed`: from now on nothing is answered until something else is said."""

    state: State
    replies: tuple[Reply, ...] = ()
    effect: Effect | None = None
    hushed: bool = False

    def leading_to(self, state: State) -> "Transition":
        """Say and wish the same, and come to another state."""
        return Transition(state, self.replies, self.effect, self.hushed)
