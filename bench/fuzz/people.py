"""Who writes: somebody made up, and what they do next, whatever the channel."""

import random
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.fuzz import words
from conversations.messages import (
    Edited,
    Filled,
    Input,
    Opened,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
)
from tests.conversations.test_any_conversation import SHOWN
from tests.model_worker import Worker

LEADS_ON = 0.5  # so much of what is said answers the question at hand, or nobody came far
_BUTTONS = 40  # of the last messages
_NEWEST = 6  # of those: most is tapped of what was shown last
# Shown all the time, or old and in everybody's hands.
_ALWAYS = ("", *("g:new", "g:register") * 3, "q", "s:2", "u", "l:en", "r:erase:1", "p:BKQMX4827")
_SHORT = (
    *("ya", "tidak", "bukan", "betul", "tidak setuju", "salah", "batal", "1", "2", "3"),
    *("ubah", "kembali", "lanjut", "daftar", "ulang dari awal", "orang lain", "kirim"),
)
_MEDIA = ("photo", "voice", "sticker", "location", "unknown", "", "😀")


@dataclass(slots=True)
class Somebody:
    """`buttons`: those they were shown last. `references`: by which a channel reports on those."""

    worker: Worker
    buttons: deque[str] = field(default_factory=lambda: deque(("",), _BUTTONS))

    references: deque[str] = field(default_factory=lambda: deque(("",), _BUTTONS))

    def sees(self, buttons: Iterable[str], reference: str = "") -> None:
        self.buttons.extend(buttons)
        self.references.append(reference)

    def does(self, dice: random.Random) -> Input:
        """Do anything at all."""
        match dice.choices(range(8), (34, 26, 8, 4, 4, 4, 4, 16))[0]:
            case 0:
                return Said(words.said(dice, self.worker))
            case 1:
                return Tapped(self._button(dice))
            case 2:
                return Tapped(words.token(dice, self._button(dice)))
            case 7:
                return Said(dice.choice(_SHORT))
            case 3:
                return Opened(words.payload(dice))
            case 4:
                phone = dice.choice((self.worker.phone, words.said(dice, self.worker)))
                return SharedContact(phone, own=dice.choice((True, False)))
            case 5:
                return Filled(self._button(dice), self._sheet(dice))
            case _:
                return Edited() if words.maybe(dice, 0.1) else SentMedia(dice.choice(_MEDIA))

    def _button(self, dice: random.Random) -> str:
        if words.maybe(dice, 0.3):
            return dice.choice(_ALWAYS)
        newest = [*self.buttons][-_NEWEST:]
        return dice.choice(newest if words.maybe(dice, 0.6) else [*self.buttons])

    def _sheet(self, dice: random.Random) -> dict[str, str]:
        """Fill the whole form in, with some of it odd and some left out."""
        whole = {**self.worker.entered(), **SHOWN}
        for name in dice.sample(sorted(whole), dice.randint(0, 3)):
            whole[name] = words.said(dice, self.worker)
        for name in dice.sample(sorted(whole), dice.randint(0, 3)):
            del whole[name]
        return whole
