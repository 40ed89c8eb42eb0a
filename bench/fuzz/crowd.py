"""The crowd: a thousand chats of a platform, and the bodies of what they do next.

Half of what is done answers what was asked last. Some bodies are as the platform writes them, many
are mutated, some are forged; of Meta's some bring what several people did.
"""

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.fuzz import words
from bench.fuzz.bodies import Platform
from bench.fuzz.mutations import mutated
from bench.fuzz.people import LEADS_ON, Somebody
from bot.ports import Message
from conversations.messages import Address, Filled, Input, Said, SharedContact
from conversations.registration.form import FORM
from locales.catalog import FIRST_LANGUAGE, Catalog
from tests.model_worker import YANTI

_MUTATED, _FORGED, _MORE = 0.35, 0.03, 0.1  # of the bodies
_NUMBERS = re.compile(r"\d{8,}")
_OPTIONS = {answer.kept for answer in YANTI.answers().values() if answer.button}
_FORGERIES = (
    "",
    "sha256=",
    "sha256=00",
    "x" * 70,
    "\xff",
    "s3cret",
    "null",
    "sha256=" + "\xe9" * 64,
)


@dataclass(frozen=True, slots=True)
class Body:
    """`whole`: as the platform would write it. `signed`: it says so of itself, and rightly."""

    kind: str
    raw: bytes
    headers: Mapping[str, str]
    whole: bool = True
    signed: bool = True

    @property
    def how(self) -> str:
        if not self.signed:
            return "forged"
        return "as written" if self.whole else "mutated"


@dataclass(slots=True)
class Crowd:
    """The people, by what their chats are called there, and what they were shown last."""

    dice: random.Random
    platform: Platform
    people: list[Somebody]
    catalog: Catalog
    asked: dict[str, str] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, dice: random.Random, platform: Platform, people: int) -> "Crowd":
        those = [Somebody(words.worker(dice, number)) for number in range(people)]
        crowd = cls(dice, platform, those, Catalog.load())
        crowd._numbers = {platform.chat(number): number for number in range(people)}
        return crowd

    def shown(self, to: Address, message: Message) -> None:
        number = self._numbers.get(to.id)
        if number is None:
            return
        self.people[number].sees((one.token for one in message.buttons), message.reference)
        self.asked[to.id] = message.text

    def told(self) -> set[str]:
        """Return what nobody may read in a log, of all of them; forget what was typed."""
        typed, self.said = self.said, set()
        numbers = range(len(self.people))
        chats = {name for number in numbers for name in self.platform.known_by(number)}
        return typed | chats | {one for who in self.people for one in words.told(who.worker)}

    def next(self) -> Body:
        """Write down what somebody does next."""
        dice = self.dice
        number = dice.randrange(len(self.people))
        who = self.people[number]
        given = self._answer(number) if dice.random() < LEADS_ON else who.does(dice)
        for text in _typed(given):
            self.said |= {text, *_NUMBERS.findall(text)}
        body = self.platform.body(who, number, given)
        kind = type(given).__name__
        if dice.random() < _MORE and "entry" in body:
            kind = f"{kind} among others"
            for _ in range(dice.randint(1, 4)):
                self._joined(body)
        raw = json.dumps(body).encode()
        if dice.random() < _FORGED:
            headers = dict.fromkeys(self.platform.signed(raw), dice.choice(_FORGERIES))
            return Body(kind, raw, headers, signed=False)
        if dice.random() < _MUTATED:
            raw = mutated(dice, body)
            return Body(kind, raw, self.platform.signed(raw), whole=False)
        return Body(kind, raw, self.platform.signed(raw))

    def written(self, number: int, given: Input) -> Body:
        """Write down that somebody does this."""
        raw = json.dumps(self.platform.body(self.people[number], number, given)).encode()
        return Body(type(given).__name__, raw, self.platform.signed(raw))

    def _joined(self, body: dict[str, object]) -> None:
        """Add what another person does to a payload of Meta's: an entry, a change or a message."""
        number = self.dice.randrange(len(self.people))
        who = self.people[number]
        other = self.platform.body(who, number, who.does(self.dice))
        mine, theirs = body["entry"], other["entry"]
        assert isinstance(mine, list)
        assert isinstance(theirs, list)
        match self.dice.randrange(3):
            case 0:
                mine += theirs
            case 1:
                mine[0]["changes"] += theirs[0]["changes"]
            case _:
                value, added = mine[0]["changes"][0]["value"], theirs[0]["changes"][0]["value"]
                for part in ("messages", "contacts", "statuses"):
                    value[part] = [*value.get(part, ()), *added.get(part, ())]

    def _answer(self, number: int) -> Input:
        """Answer what was asked last, as far as its words tell."""
        worker = self.people[number].worker
        shown = self.asked.get(self.platform.chat(number), "")
        for question, answer in worker.answers().items():
            if self._asks(question) in shown:
                return Said(answer.typed)
        return Said(self.dice.choice(("daftar", "daftar", "ya", "status", "lanjut")))

    def _asks(self, question: str) -> str:
        """Return the longest part of a question's words that is the same for everybody."""
        template = self.catalog.template(FIRST_LANGUAGE, f"{FORM.name}.{question}.ask")
        parts = [part.rpartition("}")[2] for part in template.split("{")]
        return max((line for part in parts for line in part.splitlines()), key=len)


def _typed(given: Input) -> tuple[str, ...]:
    """Return what somebody wrote of it."""
    match given:
        case Said(text):
            return (text,)
        case Filled(answers=answers):
            return tuple(answer for answer in answers.values() if answer not in _OPTIONS)
        case SharedContact(phone=phone):
            return (phone,)
        case _:
            return ()
