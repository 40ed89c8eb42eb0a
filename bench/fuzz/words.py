"""What is said: good answers of made-up people, words the bot knows, and whatever else there is.

Every name and number is made up so that it can stand in a log for one reason only: that somebody
told it.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tests.conversations.test_any_conversation import PAYLOADS, WORDS
from tests.model_worker import Worker

LONGEST = 4096  # characters; neither platform lets people write more
_SYLLABLES = (
    *("wah", "yu", "ning", "rum", "sam", "ba", "liung", "fran", "sis", "ka", "zul", "mia", "tun"),
    *("pas", "ka", "lin", "her", "me", "ne", "gil", "dus", "dar", "wis", "su", "tra", "lo", "ra"),
)
_ODD = (
    *("\0", "\u202e", "\u200f", "\u200d", "\ufeff", "\u0301" * 8, "\x1b[2J", "\u2028", "\t"),
    *("٣٤", "१२", "\uff11\uff12", "½", "\r\n", "Ⅷ", "\U0001d7d9", "ﬁ", "ß", "İ", "ǆ", "🇮🇩"),
    *("{}", "{name}", "%s", "%(a)s", "${x}", "\\", "\\u0000", "'", '"', ";--", "<b>", "&amp;"),
    *("/start", "@seratus", "#", "$", "https://a.id/x", "10.0.0.1", "1e9", "-1", "0x10", "NaN"),
    *("9" * 400, "0" * 16, "1.000.000.000", "1,5 juta", "31/02/1990", "00-00-0000", "👩🏽‍🌾"),
)


def maybe(dice: random.Random, share: float) -> bool:
    return dice.random() < share


def worker(dice: random.Random, number: int) -> Worker:
    """Make somebody up; no two numbers have the same NIK or phone."""
    return Worker(
        name=f"{_name(dice)} {_name(dice)}",
        born=date(1962, 1, 1) + timedelta(number % 14_000),
        woman=bool(number % 2),
        serial=1 + number // 14_000,
        mother=f"{_name(dice)} {_name(dice)}",
        address=f"Dusun {_name(dice)} RT {dice.randint(1, 9)} RW {dice.randint(1, 9)}",
        phone=f"0813-{dice.randint(1000, 9999)}-{number % 10_000:04}",
    )


def told(of: Worker) -> Iterator[str]:
    """Give what nobody else may read of a person, as it could stand in a log."""
    digits = of.phone.replace("-", "").removeprefix("0")
    yield from (of.nik, digits, of.phone)
    for words in (of.name, of.mother, of.address):
        yield from (one for one in words.split() if len(one) >= len("Wahyuning"))


def said(dice: random.Random, of: Worker) -> str:
    """Return something to type: plausible, odd, long, or a good answer to any question."""
    return dice.choices(_WAYS, _WEIGHTS)[0](dice, of)


def payload(dice: random.Random) -> str:
    return dice.choice((*PAYLOADS, *(odd(dice)[:64] for _ in range(3))))


def token(dice: random.Random, known: str = "") -> str:
    """Forge a button out of a real one, or of nothing."""
    if not known or maybe(dice, 0.2):
        return odd(dice)
    parts = known.split(":")
    match dice.randrange(4):
        case 0:
            parts[dice.randrange(len(parts))] = odd(dice)
        case 1:
            parts.append(dice.choice(("", "9" * 50, odd(dice), *parts)))
        case 2:
            parts.pop(dice.randrange(len(parts)))
        case _:
            dice.shuffle(parts)
    return ":".join(parts)


def odd(dice: random.Random) -> str:
    """Return a few pieces that somebody is unlikely to have thought of."""
    pieces = [
        dice.choice((*_ODD, dice.choice(WORDS), _any(dice))) for _ in range(dice.randint(1, 4))
    ]
    return dice.choice(("", " ", "\n")).join(pieces)


def _name(dice: random.Random) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(5)).capitalize()


def _any(dice: random.Random) -> str:
    """Return any characters there are, but halves of some."""
    codes = [dice.choice((0x7F, 0x2FF, 0xD7FF, 0x1FFFF)) for _ in range(dice.randint(1, 12))]
    return "".join(chr(dice.randint(0, code)) for code in codes).encode("utf-8", "ignore").decode()


def _long(dice: random.Random, of: Worker) -> str:
    """Return the same again and again, up to the longest that can be typed, or four times that."""
    length = dice.choice((300, LONGEST, LONGEST, 4 * LONGEST))
    piece = dice.choice((_good(dice, of), odd(dice), dice.choice(WORDS) + " ", "Nama: x\n")) or "a"
    return (piece * (length // len(piece) + 1))[:length]


def _good(dice: random.Random, of: Worker) -> str:
    return dice.choice([answer.typed for answer in of.answers().values()])


def _mixed(dice: random.Random, of: Worker) -> str:
    """Return several good answers at once, broken somewhere."""
    words = " ".join(_good(dice, of) for _ in range(dice.randint(2, 4)))
    at = dice.randrange(len(words))
    return words[:at] + dice.choice((" ", "\n", ", ", odd(dice))) + words[at:]


def _known(dice: random.Random, _of: Worker) -> str:
    return dice.choice(WORDS)


def _strange(dice: random.Random, _of: Worker) -> str:
    return odd(dice)


def _numbers(dice: random.Random, of: Worker) -> str:
    """Return a NIK or a number of the person's with a slip in it."""
    digits = list(dice.choice((of.nik, of.phone)))
    digits[dice.randrange(len(digits))] = dice.choice("0123456789 .-oO")
    return "".join(digits)


def _sheet(dice: random.Random, of: Worker) -> str:
    """Write the form out in one message, as people copy it for each other."""
    lines = {"Nama": of.name, "NIK": of.nik, "Ibu kandung": of.mother, "No HP": of.phone}
    lines |= {"Alamat": of.address, "Desa": of.village_typed, "Penghasilan": of.income[0]}
    kept = [f"{label}: {value}" for label, value in lines.items() if maybe(dice, 0.8)]
    return "\n".join(kept) or odd(dice)


_WAYS: tuple[Callable[[random.Random, Worker], str], ...] = (
    *(_known, _good, _strange, _mixed, _numbers, _long, _sheet),
)
_WEIGHTS = (30, 25, 15, 10, 10, 6, 4)
