"""A talk: what one person is told because of one event, on its way through a turn."""

from dataclasses import dataclass, field
from uuid import UUID

from conversations.brain import Brain
from conversations.consent import of_district
from conversations.effects import Effect
from conversations.machine import Context, Due, Event, State
from conversations.messages import Incoming, Input, Reply, Tapped
from conversations.outcomes.desk import AboutDesk
from conversations.outcomes.standing import Standing
from locales.catalog import Catalog
from storage.entries import Entry
from storage.people.people import Person


@dataclass(slots=True)
class Talk:
    """Carries the state, the replies so far, what was done, and the effect still wished for.

    `event` is what began it; `incoming` the message, if somebody wrote one. `elsewhere`: replies
    that are met at another address than the one they wrote from. `new`: they were in the middle of
    nothing: no draft, no registration or office that came up, and no button of ours they tapped.
    """

    brain: Brain
    catalog: Catalog
    event: Input | Due
    person: Person
    context: Context
    incoming: Incoming | None = None
    state: State = field(init=False)
    replies: tuple[Reply, ...] = ()
    elsewhere: list[tuple[Person, Reply]] = field(default_factory=list)
    done: list[Entry] = field(default_factory=list)
    effect: Effect | None = None
    hushed: bool = False
    new: bool = field(init=False)

    def __post_init__(self) -> None:
        """Begin where the person stands."""
        self.state = self.person.state
        at_something = self.state.drafts or self.state.ended
        self.new = not at_something and not isinstance(self.event, Tapped | Due)

    @property
    def said(self) -> Incoming:
        """The message it began with; LookupError if nobody wrote one."""
        if self.incoming is None:
            raise LookupError("nobody said anything")
        return self.incoming

    def did(self, kind: str, subject: UUID | None) -> None:
        """Remember what came of the event, for the audit trail."""
        address = self.person.address if self.incoming else None
        self.done.append(Entry(kind, self.person.id, subject, address))

    def consented(self, key: str, village: str) -> str:
        """Return the words of a consent as they are shown to this person about a village.

        What the district named stands in them; whom they are about does not.
        """
        language = self.person.state.language
        words = self.catalog.template(language, key)
        for name, value in of_district(self.context, village).items():
            words = words.replace(f"{{{name}}}", self.catalog.value(language, value))
        return words

    def become(self, person: Person) -> None:
        """Go on as another person: the two were made one."""
        self.person = person
        self.state = person.state

    def hear(self, event: Event) -> None:
        """Let the brain answer an event, a person's or an outcome."""
        self.new = self.new and not _tells_of_something(event)
        transition = self.brain.advance(self.state, event, self.context)
        self.state = transition.state
        self.replies += transition.replies
        self.effect = transition.effect
        self.hushed |= transition.hushed


def _tells_of_something(event: Event) -> bool:
    """Whether it came up that somebody is registered, or heads a village."""
    if isinstance(event, Standing):
        return bool(event.registrations or event.heads)
    return isinstance(event, AboutDesk)
