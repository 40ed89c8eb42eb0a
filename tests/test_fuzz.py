"""The fuzz in short: it finds what is broken, shrinks it, and finds nothing where nothing is."""

import time
from typing import ClassVar

import pytest
import structlog
from typing_extensions import override

from bench.fuzz import brain, webhooks
from bench.fuzz.__main__ import main
from bench.fuzz.bodies import Platform, Telegram, WhatsApp
from bench.fuzz.found import SLOW, Finding
from conversations.brain import Brain
from conversations.machine import Context, Event, State, Transition
from conversations.messages import Reply, Said, Text

PLATFORMS = [Telegram, WhatsApp]


class Faulty(Brain):
    """Breaks over one word."""

    over: ClassVar[str] = "tidak"

    @override
    def advance(self, state: State, event: Event, context: Context) -> Transition:
        if isinstance(event, Said) and self.over in event.text:
            raise ZeroDivisionError
        return super().advance(state, event, context)


class FaultyFromTheStart(Faulty):
    over = "daftar"


class Slow(Brain):
    """Takes its time over one word."""

    @override
    def advance(self, state: State, event: Event, context: Context) -> Transition:
        if event == Said("daftar"):
            until = time.thread_time() + SLOW
            while time.thread_time() < until:
                pass
        return super().advance(state, event, context)


class Wordless(Brain):
    """Says what nobody has put into words."""

    @override
    def advance(self, state: State, event: Event, context: Context) -> Transition:
        if isinstance(event, Said):
            return Transition(state, (Reply((Text("nothing.of_the_kind"),)),))
        return super().advance(state, event, context)


class Indiscreet(Brain):
    """Tells the log what was said."""

    @override
    def advance(self, state: State, event: Event, context: Context) -> Transition:
        if isinstance(event, Said):
            structlog.get_logger().info("heard", text=event.text)
        return super().advance(state, event, context)


def test_nothing_that_is_said_breaks_the_brain() -> None:
    found = brain.fuzz(2000, seed=1)

    assert found.findings == {}
    assert (found.inputs, sum(found.outcomes.values())) == (2000, 2000)


def test_a_fault_is_shrunk_to_the_word_it_comes_of() -> None:
    found = brain.fuzz(300, seed=1, brain=Faulty.registering())

    [finding] = found.findings.values()
    assert "ZeroDivisionError at test_fuzz.py" in finding.fault
    assert finding.said == "Said {'text': 'tidak'}"
    assert found.times[finding.fault] > 1


def test_what_takes_long_every_time_is_found() -> None:
    found = brain.fuzz(2, seed=1, brain=Slow.registering())

    assert found.findings["brain: more than 100 ms of CPU"].said == "Said {'text': 'daftar'}"


def test_the_same_seed_says_the_same() -> None:
    one, same, other = (brain.fuzz(300, seed).outcomes for seed in (1, 1, 2))

    assert one == same != other


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_no_body_breaks_a_webhook_and_nobody_is_quoted(
    platform: type[Platform], database_url: str
) -> None:
    found = await webhooks.fuzz(platform(), database_url, 400, seed=1, people=40)

    slow = {name for name in found.findings if name.endswith("100 ms")}  # the machine's doing
    assert found.findings.keys() <= slow
    assert {"as written: 200", "mutated: 400", "forged: 403"} <= found.outcomes.keys()
    assert found.outcomes["rows of drafts"] > 10


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_what_is_parked_is_found(platform: type[Platform], database_url: str) -> None:
    faulty = FaultyFromTheStart.registering()
    found = await webhooks.fuzz(platform(), database_url, 100, seed=1, people=40, brain=faulty)

    assert any("ZeroDivisionError" in name for name in found.findings)


async def test_a_key_without_words_is_found(database_url: str) -> None:
    found = await webhooks.fuzz(
        Telegram(), database_url, 50, seed=1, people=40, brain=Wordless.registering()
    )

    assert "no words for nothing.of_the_kind" in found.findings


async def test_what_somebody_told_is_found_in_the_log(database_url: str) -> None:
    indiscreet = Indiscreet.registering()
    found = await webhooks.fuzz(Telegram(), database_url, 100, seed=1, people=40, brain=indiscreet)

    quoted = [name for name in found.findings if name.startswith("a log line has")]
    assert any('"heard"' in name for name in quoted)


def test_it_says_how_to_say_the_same_again_and_ends_with_what_was_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["--inputs", "50", "--seed", "7", "--only", "brain"])

    told = capsys.readouterr().out
    assert code == 0
    assert "again: python -m bench.fuzz -N 50 --share 0.1 --seed 7 --only brain" in told
    assert "40 inputs, 0 findings" in told


def test_a_finding_is_told_once_with_how_often_it_came() -> None:
    found = brain.fuzz(0, seed=1)
    for said in ("a", "b"):
        found.add(Finding("it broke", said))

    assert "FINDING, 2 times: it broke\n    a" in found.report("brain")
    assert "\n    b" not in found.report("brain")
