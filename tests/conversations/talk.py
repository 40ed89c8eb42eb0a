"""A conversation with the brain alone: say, tap, be told a fact; look at what was answered.

    talk = Talk()
    talk.says("daftar")
    talk.taps("self")
    assert talk.asked == "village"

Effects that only look something up are answered at once from `facts`; every other one stands in
`talk.effect` until the test tells what came of it with `talk.learns(...)`.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from conversations.answers.village.village import Villages, load
from conversations.brain import Brain
from conversations.effects import (
    CheckNik,
    CountPlaces,
    Effect,
    FindOwn,
    FindStanding,
    Reason,
    RecordConsent,
)
from conversations.life_cycle import Status
from conversations.machine import Context, Draft, Event, State
from conversations.messages import (
    Choice,
    Input,
    Opened,
    Reply,
    Said,
    Tapped,
    Text,
    Value,
)
from conversations.outcomes.cards import Card
from conversations.outcomes.desk import Decided
from conversations.outcomes.outcome import Outcome
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import ConsentRecorded, NikFree, NoneOwn, PlacesCounted
from conversations.outcomes.standing import Standing
from conversations.programme import Programme
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from tests.model_worker import QUESTIONS, YOHANES

VILLAGE = YOHANES.village  # Sungai Duri
CLOSED_VILLAGE = "61.04.03.2021"  # in Ketapang, where no programme is open
NIK = YOHANES.nik  # a man, born on 17 August 1980
WOMANS_NIK = "6107015708900002"  # a woman, born on 17 August 1990
DRAFT, OTHER_DRAFT = UUID(int=1), UUID(int=2)
REGISTRATION = UUID(int=3)
WORKER, HEAD, OTHER_HEAD = UUID(int=4), UUID(int=5), UUID(int=6)
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)

PROGRAMME = Programme(
    UUID(int=7), "61.07", 2027, 100, date(2027, 1, 1), date(2027, 12, 31), "APBD Bengkayang"
)
BRAIN = Brain.registering(FORM, RULES)

# What somebody says who registers themselves and meets no difficulty, question by question.
SCRIPT = {name: answer.typed for name, answer in YOHANES.asked()}
# What else may be asked: of a helper, and of somebody whose NIK is wrong about the birth.
ASIDES = {name: a.typed for name, a in YOHANES.answers().items() if a.after}
ANSWERS = YOHANES.kept()
HELPED = {"for_whom": "other", "helped": "Yanti"}


@cache
def villages() -> Villages:
    return Villages(load(("61.07", "61.04")))


def context(**twists: object) -> Context:
    plain = Context(NOW, NOW.date(), DRAFT, villages(), {"61.07": PROGRAMME})
    return replace(plain, **twists)  # type: ignore[arg-type] # the fields of Context, by name


def counted(taken: int = 40, places: int = 100, waiting: int = 0) -> PlacesCounted:
    return PlacesCounted(VILLAGE, places, taken, waiting)


def registered(status: Status = Status.PLACED, **twists: object) -> Registered:
    plain = Registered(
        id=REGISTRATION,
        version=1,
        number="PR-6107-000001",
        village=VILLAGE,
        status=status,
        name="YOHANES ANTON",
        cover_from=PROGRAMME.cover_from,
        cover_to=PROGRAMME.cover_to,
        since=NOW,
        place=41,
        has_head=True,
    )
    return replace(plain, **twists)  # type: ignore[arg-type] # the fields of Registered, by name


def card(**twists: object) -> Card:
    plain = Card(
        id=UUID(int=8),
        person=HEAD,
        registration=REGISTRATION,
        version=1,
        number="PR-6107-000001",
        village=VILLAGE,
        place=41,
        answers=ANSWERS,
        rejected_before=None,
        undecided=3,
        taken=41,
        places=100,
    )
    return replace(plain, **twists)  # type: ignore[arg-type] # the fields of Card, by name


def decided(reason: Reason | None = None, **twists: object) -> Decided:
    plain = Decided(
        official=HEAD,
        worker=WORKER,
        number="PR-6107-000001",
        village=VILLAGE,
        place=41,
        name="YOHANES ANTON",
        reason=reason,
        by="Pak Kades",
        at=NOW,
        cover_from=PROGRAMME.cover_from,
        cover_to=PROGRAMME.cover_to,
    )
    return replace(plain, **twists)  # type: ignore[arg-type] # the fields of Decided, by name


def answered_before(question: str, **given: str) -> dict[str, str]:
    """Return the answers of somebody who is being asked a question; `given` change them."""
    everything = {**ANSWERS, **given}
    before = QUESTIONS[: QUESTIONS.index(question)]
    answers = {name: everything[name] for name in before if name in everything}
    match question:  # these are asked only after a certain answer, and not if it was given along
        case "helped":
            answers |= {"for_whom": "other"}
        case "birth_date" | "sex":
            answers |= {"birth": "no"}
        case _:
            pass
    return answers


def draft_at(question: str, draft_id: UUID = DRAFT, /, **given: str) -> Draft:
    """Return the draft of somebody who is being asked a question."""
    return Draft(draft_id, FORM.name, FORM.version, answered_before(question, **given))


def at(question: str, facts: Context | None = None, /, **given: str) -> "Talk":
    """Return a talk in which a question is at hand."""
    return Talk(State().holding(draft_at(question, **given)), facts or context())


@dataclass
class Talk:
    state: State = field(default_factory=State)
    context: Context = field(default_factory=context)
    brain: Brain = BRAIN
    facts: dict[type[object], Outcome] = field(
        default_factory=lambda: {
            FindOwn: NoneOwn(),
            CountPlaces: counted(),
            RecordConsent: ConsentRecorded(),
            CheckNik: NikFree(),
        }
    )
    effects: list[Effect] = field(default_factory=list)
    replies: tuple[Reply, ...] = ()
    effect: Effect | None = None

    # what a person does

    def says(self, text: str) -> None:
        self._hear(Said(text))

    def says_idly(self, text: str, *those: Registered, heads: tuple[str, ...] = ()) -> None:
        """Say something while nothing is asked, as somebody of whom this is known."""
        self.says(text)
        assert isinstance(self.effect, FindStanding), f"{self.effect} is wished for"
        about, number, said = self.effect.about, self.effect.number, self.effect.said
        self.learns(Standing(about, those, heads, number, said, total=len(those)))

    def taps(self, button: str) -> None:
        """Tap a button of the last message, named by the last word of its token."""
        found = [one for one in self.choices if one.token.rpartition(":")[2] == button]
        assert len(found) == 1, f"{button} is not among {[one.token for one in self.choices]}"
        self._hear(Tapped(found[0].token))

    def taps_old(self, token: str) -> None:
        self._hear(Tapped(token))

    def opens(self, payload: str) -> None:
        self._hear(Opened(payload))

    def sends(self, given: Input) -> None:
        self._hear(given)

    # what comes of an effect

    def learns(self, outcome: Outcome) -> None:
        self._hear(outcome)

    def _hear(self, event: Event) -> None:
        self.replies = ()
        self.effect = None
        next_event: Event | None = event
        while next_event is not None:
            transition = self.brain.advance(self.state, next_event, self.context)
            self.state = transition.state
            self.replies += transition.replies
            self.effect = transition.effect
            if self.effect is not None:
                self.effects.append(self.effect)
            next_event = self.facts.get(type(self.effect))

    # what was answered

    @property
    def own(self) -> Reply:
        """The one message to the person who spoke."""
        mine = [reply for reply in self.replies if reply.to is None]
        assert len(mine) == 1, f"{len(mine)} messages to whoever spoke"
        return mine[0]

    @property
    def texts(self) -> tuple[Text, ...]:
        return self.own.texts

    @property
    def keys(self) -> list[str]:
        return [text.key for text in self.texts]

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.own.choices

    @property
    def buttons(self) -> list[str]:
        return [choice.token.rpartition(":")[2] for choice in self.choices]

    def value(self, key: str, name: str) -> Value:
        """Return what a placeholder of a text was filled with."""
        return next(text.values[name] for text in self.texts if text.key == key)

    @property
    def asked(self) -> str | None:
        """The question that the last message asks, None if it asks none (or a reading back)."""
        last = self.keys[-1].split(".")
        return last[1] if last[0] == FORM.name and last[2:] in (["ask"], ["again"]) else None

    @property
    def reading(self) -> "Value | None":
        """The one reading that the last message asks back, None if it asks something else."""
        return self.texts[-1].values["reading"] if self.keys[-1] == "check" else None

    @property
    def progress(self) -> tuple[Value, Value]:
        said = next(text for text in self.texts if text.key.startswith("progress"))
        return said.values["n"], said.values["total"]

    @property
    def named(self) -> "Value | None":
        """What the question at hand calls whom it is about, None if it names nobody."""
        said = next(text for text in self.texts if text.key.startswith("progress"))
        return said.values.get("name")

    @property
    def draft(self) -> Draft:
        assert self.state.draft is not None, "there is no draft"
        return self.state.draft

    @property
    def answers(self) -> dict[str, str]:
        return dict(self.draft.answers)


def told(replies: tuple[Reply, ...], person: UUID | None) -> list[list[str]]:
    """Return the keys of each message to a person."""
    return [[text.key for text in reply.texts] for reply in replies if reply.to == person]
