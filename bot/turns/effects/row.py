"""A row of the table of effects: how it is put together, and typed."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from bot.turns.talk import Talk
from conversations.effects import Effect
from conversations.outcomes.claims import ClaimAgreed, ClaimGranted, ClaimUndone
from conversations.outcomes.new_phones import MovedToPhone
from conversations.outcomes.outcome import Outcome
from conversations.outcomes.registering import Submitted
from conversations.record import record
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork

E = TypeVar("E", bound=Effect)
Wishes: TypeAlias = Sequence[tuple[Talk, E]]
Perform: TypeAlias = Callable[[UnitOfWork, Wishes[E]], Awaitable[Sequence[Outcome]]]
Villages: TypeAlias = Callable[[UnitOfWork, Sequence[Talk]], Awaitable[Collection[str]]]

Called: TypeAlias = str | Callable[[Any], str]
"""What the audit trail calls something, perhaps by what came of it."""


@record
class Row:
    """What one effect needs. `perform` answers in the order of the talks."""

    perform: Callable[[UnitOfWork, Sequence[Talk]], Awaitable[Sequence[Outcome]]]
    villages: Villages | None
    about: Callable[[Talk], UUID | None]
    audited: Mapping[type[Outcome], Called]

    def act(self, talk: Talk, outcome: Outcome) -> tuple[str, UUID | None] | None:
        """Return what the audit trail calls what came of it, and of what; None: nothing did."""
        called = self.audited.get(type(outcome))
        if called is None:
            return None
        kind = called if isinstance(called, str) else called(outcome)
        return kind, _subject(outcome) or self.about(talk)


def _subject(outcome: Outcome) -> UUID | None:
    """Return which registration was acted on, where only the outcome tells it."""
    match outcome:
        case MovedToPhone():  # a code names it
            return outcome.registered.id
        case Submitted():  # its own; or another's, which was taken over
            return outcome.registered.id
        case ClaimGranted() | ClaimUndone() | ClaimAgreed():
            return outcome.registration
        case _:
            return None


_NOT_AUDITED: Mapping[type[Outcome], Called] = {}


def row(
    kind: type[E],
    perform: Perform[E],
    villages: Villages | None,
    about: Callable[[E], UUID] | None = None,
    audited: Mapping[type[Outcome], Called] = _NOT_AUDITED,
) -> tuple[type[object], Row]:
    """Return a row whose parts are told of this kind of effect alone, and typed so."""

    def narrowed(talks: Sequence[Talk]) -> Wishes[E]:
        return [(talk, talk.effect) for talk in talks if isinstance(talk.effect, kind)]

    def of(talk: Talk) -> UUID | None:
        return about(talk.effect) if about and isinstance(talk.effect, kind) else None

    return kind, Row(lambda work, t: perform(work, narrowed(t)), villages, of, audited)


def together(
    perform: Callable[[UnitOfWork, Sequence[tuple[Person, E]]], Awaitable[Sequence[Outcome]]],
) -> Perform[E]:
    """Perform the wishes of a group in a handful of statements."""
    return lambda work, those: perform(work, [(talk.person, wish) for talk, wish in those])


def each(perform: Callable[[UnitOfWork, Talk, E], Awaitable[Outcome]]) -> Perform[E]:
    """Perform them one by one: they are rare."""

    async def one_by_one(work: UnitOfWork, those: Wishes[E]) -> Sequence[Outcome]:
        return [await perform(work, talk, wish) for talk, wish in those]

    return one_by_one
