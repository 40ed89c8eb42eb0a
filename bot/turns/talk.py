"""A talk: one message of one person on its way through a turn."""

from uuid import UUID

from conversations.brain import Brain
from conversations.effects import Effect
from conversations.machine import Context, Event, State
from conversations.messages import Incoming, Input, Reply
from conversations.outcomes import BecameHead, Decided, Joined, Postponed, Submitted, Withdrawn
from storage.people.people import Person

# What the audit trail calls it when something was changed; refusals change nothing.
AUDITED = {
    Submitted: "submitted",
    Withdrawn: "withdrawn",
    Decided: "decided",
    Postponed: "postponed",
    BecameHead: "became_head",
    Joined: "joined",
}


class Talk:
    """Carries the state, the replies so far, what was done, and the effect still wished for."""

    def __init__(
        self, brain: Brain, incoming: Incoming, heard: Input, person: Person, context: Context
    ) -> None:
        self._brain = brain
        self.context = context
        self.incoming = incoming
        self.heard = heard
        self.person = person
        self.state: State = person.state
        self.replies: tuple[Reply, ...] = ()
        self.done: list[tuple[str, UUID, UUID | None]] = []
        self.effect: Effect | None = None

    def become(self, person: Person) -> None:
        """Go on as another person: the two were made one."""
        self.person = person
        self.state = person.state

    def hear(self, event: Event) -> None:
        """Let the brain answer an event, a person's or an outcome."""
        if kind := AUDITED.get(type(event)):
            self.done.append((kind, self.person.id, _subject(self.effect)))
        transition = self._brain.advance(self.state, event, self.context)
        self.state = transition.state
        self.replies += transition.replies
        self.effect = transition.effect


def _subject(effect: Effect | None) -> UUID | None:
    """The registration an effect is about, which has the id of its draft."""
    found = getattr(effect, "registration", None) or getattr(effect, "draft", None)
    return found if isinstance(found, UUID) else None
