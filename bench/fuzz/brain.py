"""The brain alone: conversations in which anything is said, with whatever can come of it.

Each input is taken to its end, and what is said to the person is put into words. An exception, a
broken rule of `tests/conversations/test_any_conversation.py`, or more than 100 ms of CPU is a
finding; it is shrunk to the fewest words that still cause it.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from bench.fuzz.found import SLOW, Finding, Found, named
from bench.fuzz.people import LEADS_ON, Somebody
from bench.fuzz.shrinking import Step, shrunk
from bench.fuzz.words import worker
from conversations.brain import Brain
from conversations.buttons.tokens import MAX_BYTES, token
from conversations.effects import Effect, FindStanding, Read
from conversations.forms.form import only_reading
from conversations.forms.question import Asking
from conversations.lately import Lately
from conversations.machine import Event, State
from conversations.messages import Input, Reply, Said, Tapped
from conversations.notes import Notes
from conversations.outcomes.standing import Standing
from conversations.registration.form import FORM
from locales.catalog import Catalog
from tests.conversations.talk import BRAIN, NOW, context
from tests.conversations.test_any_conversation import CHANNELS, COMES_OF, MOST_EFFECTS

_CATALOG = Catalog.load()
_LONGEST = 60  # inputs of a conversation
_SHOWN = 200  # characters of an input that only leads there
_BATCH = 1000  # inputs between two steps of the bar


@dataclass(slots=True)
class Conversation:
    """`steps`: all that was said so far, so that it can be said again."""

    dice: random.Random
    who: Somebody
    channel: dict[str, object]
    brain: Brain
    steps: list[Step] = field(default_factory=list)
    state: State = field(default_factory=State)

    @classmethod
    def begun(cls, dice: random.Random, number: int, brain: Brain) -> "Conversation":
        who = Somebody(worker(dice, number))
        return cls(dice, who, dice.choice(CHANNELS), brain)

    def next(self) -> Step:
        """Say something else; mostly what the question at hand asks for, so that it goes on."""
        dice = self.dice
        said = self._leads_on() if dice.random() < LEADS_ON else self.who.does(dice)
        step = Step(said, self.dice.getrandbits(32), len(self.steps) + 1)
        self.steps.append(step)
        return step

    def takes(self, step: Step) -> "tuple[State, list[Reply], float]":
        """Return what would come of an input."""
        return taken(self.brain, self.state, step, self.channel)

    def _leads_on(self) -> Input:
        draft = self.state.draft
        if draft is None:
            going_on = [Tapped(token("c", one.id, "resume")) for one in self.state.drafts]
            return going_on[0] if going_on else Said("daftar")
        question = FORM.current(draft.answers)
        if only_reading(question, Asking(draft, context())):
            return Said("ya")
        return Said(self.who.worker.answers()[question.name].typed)


def fuzz(
    inputs: int,
    seed: int,
    step: Callable[[int], None] = lambda _done: None,
    brain: Brain = BRAIN,
) -> Found:
    """Say so many things; tell `step` now and then how many were said."""
    found, dice = Found(), random.Random(f"{seed}: brain")
    conversation = Conversation.begun(dice, 0, brain)
    for number in range(inputs):
        if len(conversation.steps) == _LONGEST or dice.random() < 1 / _LONGEST:
            conversation = Conversation.begun(dice, number, brain)
        _say(conversation, found)
        if number % _BATCH == 0:
            step(number)
    found.inputs = inputs
    return found


def _say(conversation: Conversation, found: Found) -> None:
    said = conversation.next()
    kind = type(said.given).__name__
    found.outcomes[f"{kind} to the brain"] += 1
    try:
        after, replies, slowest = conversation.takes(said)
    except Exception as fault:  # noqa: BLE001 - that is what is looked for
        _fault(conversation, found, fault)
        return
    found.took(slowest, f"{kind} of {_length(said.given):,} characters")
    if slowest > SLOW:
        _slow(conversation, found, said)
    conversation.state = after
    conversation.who.sees([one.token for reply in replies for one in reply.choices])


def taken(
    brain: Brain, state: State, step: Step, channel: dict[str, object]
) -> tuple[State, list[Reply], float]:
    """Take an input to its end; return the CPU seconds of the slowest `advance`, too.

    Raise AssertionError where a rule is broken, and whatever the brain raises.
    """
    dice = random.Random(step.seed)
    facts = context(
        fresh=UUID(int=step.number), now=NOW + timedelta(seconds=20 * step.number), **channel
    )
    event: Event = step.given
    replies: list[Reply] = []
    slowest = 0.0
    effects: list[Effect] = []
    while True:
        began = time.thread_time()
        transition = brain.advance(state, event, facts)
        slowest = max(slowest, time.thread_time() - began)
        state = transition.state
        replies += transition.replies
        if transition.effect is None:
            break
        effects.append(transition.effect)
        assert len(effects) <= MOST_EFFECTS, "what a person does has no end"
        event = _comes_of(transition.effect, dice)
    assert all(isinstance(effect, Read) for effect in effects[:-1]), "something after a write"
    assert replies or state.lately.times > 1, "silence"
    _worded(replies)
    for draft in state.drafts:
        assert Notes.read(draft.notes.written()) == draft.notes, "notes that are read otherwise"
    assert Lately.read(state.lately.written()) == state.lately
    return state, replies, slowest


def _comes_of(effect: Effect, dice: random.Random) -> Event:
    """Return what can come of it; what was said is what is understood once it is known of whom."""
    outcome = dice.choice(COMES_OF[type(effect)])
    if isinstance(effect, FindStanding) and isinstance(outcome, Standing) and effect.said:
        return replace(outcome, about=effect.about, said=effect.said)
    return outcome


def _worded(replies: Sequence[Reply]) -> None:
    for reply in replies:
        assert reply.texts, "a reply without words"
        for text in reply.texts:
            _CATALOG.say("id", text).encode()
        for choice in reply.choices:
            assert len(choice.token.encode()) <= MAX_BYTES, "a token that is too long"
            _CATALOG.say("id", choice.label)


# ── what is told of a finding ──


def _fault(conversation: Conversation, found: Found, fault: Exception) -> None:
    """Shrink it if it is new, and go on as if it had not been said."""
    name = f"brain: {named(fault)}"
    said = conversation.steps
    if name not in found.findings:
        said = shrunk(said, lambda steps: _ends_in(name, steps, conversation))
    shown = (*(_shown(step)[:_SHOWN] for step in said[:-1]), _shown(said[-1]))
    found.add(Finding(name, "\n    ".join(shown)))
    conversation.steps.pop()


def _slow(conversation: Conversation, found: Found, step: Step) -> None:
    """Tell what takes long every time apart from what the machine held up."""
    again = (conversation.takes(step)[2] for _ in range(3))
    if min(again) > SLOW:
        found.add(Finding("brain: more than 100 ms of CPU", _shown(step)))
    else:
        found.stalled += 1


def _ends_in(name: str, steps: Sequence[Step], where: Conversation) -> bool:
    state = State()
    for step in steps:
        try:
            state, _, _ = taken(where.brain, state, step, where.channel)
        except Exception as fault:  # noqa: BLE001 - that is what is looked for
            return f"brain: {named(fault)}" == name
    return False


def _length(given: Input) -> int:
    return len(given.text) if isinstance(given, Said) else 0


def _shown(step: Step) -> str:
    given = step.given
    told = {name: getattr(given, name) for name in getattr(type(given), "__slots__", ())}
    return f"{type(given).__name__} {told}"
