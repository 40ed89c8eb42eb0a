"""A row of the table of effects: how it is put together, and typed."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TypeAlias, TypeVar
from uuid import UUID

from bot.turns.talk import Talk
from conversations.effects import Effect
from conversations.outcomes.outcome import Outcome
from conversations.record import record
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork

E = TypeVar("E", bound=Effect)
Wishes: TypeAlias = Sequence[tuple[Talk, E]]
Perform: TypeAlias = Callable[[UnitOfWork, Wishes[E]], Awaitable[Sequence[Outcome]]]
Villages: TypeAlias = Callable[[UnitOfWork, Sequence[Talk]], Awaitable[Collection[str]]]


@record
class Row:
    """What one effect needs. `perform` answers in the order of the talks."""

    perform: Callable[[UnitOfWork, Sequence[Talk]], Awaitable[Sequence[Outcome]]]
    villages: Villages | None
    about: Callable[[Talk], UUID | None]
    audited: str
    done: type[Outcome] | None


def row(
    kind: type[E],
    perform: Perform[E],
    villages: Villages | None,
    about: Callable[[E], UUID] | None = None,
    audited: tuple[str, type[Outcome]] | None = None,
) -> tuple[type[object], Row]:
    """Return a row whose parts are told of this kind of effect alone, and typed so."""

    def narrowed(talks: Sequence[Talk]) -> Wishes[E]:
        return [(talk, talk.effect) for talk in talks if isinstance(talk.effect, kind)]

    def subject(talk: Talk) -> UUID | None:
        return about(talk.effect) if about and isinstance(talk.effect, kind) else None

    called, done = audited or ("", None)
    return kind, Row(lambda work, t: perform(work, narrowed(t)), villages, subject, called, done)


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
