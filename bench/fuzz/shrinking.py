"""A finding in the fewest words: whatever can be left out of what was said is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from conversations.messages import Filled, Input, Said

_TRIES = 400


@dataclass(frozen=True, slots=True)
class Step:
    """One input; `seed` throws the dice for what comes of its effects."""

    given: Input
    seed: int
    number: int


def shrunk(steps: Sequence[Step], fails: Callable[[Sequence[Step]], bool]) -> list[Step]:
    """Leave out what is not needed for it: inputs, then parts of the last text."""
    left, tries = list(steps), _TRIES
    for smaller in _smaller(left):
        if (tries := tries - 1) < 0:
            break
        if fails(smaller):
            left[:] = smaller
    return left


def _smaller(steps: list[Step]) -> Iterator[list[Step]]:
    """Give shorter ones; `steps` itself is what is left by then."""
    at = 0
    while at < len(steps) - 1:
        before = len(steps)
        yield steps[:at] + steps[at + 1 :]
        at += len(steps) == before
    for name in _answers(steps):
        fewer = {one: answer for one, answer in _answers(steps).items() if one != name}
        yield [*steps[:-1], replace(steps[-1], given=_with(steps[-1].given, fewer))]
    for kept in _pieces(lambda: _text(steps[-1].given)):
        yield [*steps[:-1], replace(steps[-1], given=_saying(steps[-1].given, kept))]


def _pieces(text: Callable[[], str]) -> Iterator[str]:
    """Give a text without some of it, halves first; `text` is what is left by then."""
    size = len(text()) // 2
    while size:
        at = 0
        while at < len(text()):
            before = text()
            yield before[:at] + before[at + size :]
            at += size if text() == before else 0
        size //= 2


def _answers(steps: Sequence[Step]) -> Mapping[str, str]:
    given = steps[-1].given
    return given.answers if isinstance(given, Filled) else {}


def _with(given: Input, answers: Mapping[str, str]) -> Input:
    return replace(given, answers=answers) if isinstance(given, Filled) else given


def _text(given: Input) -> str:
    """Return the longest text of it, "" if there is none to be shortened."""
    match given:
        case Said(text):
            return text
        case Filled(answers=answers):
            return max(answers.values(), key=len, default="")
        case _:
            return ""


def _saying(given: Input, text: str) -> Input:
    """Return it with another text in the place of the longest."""
    if not isinstance(given, Filled):
        return Said(text)
    longest = max(given.answers, key=lambda name: len(given.answers[name]))
    return replace(given, answers={**given.answers, longest: text})
