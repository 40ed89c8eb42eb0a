"""The benches measure what they say: short forms, which never assert speed."""

import asyncio
import json
import time
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from bench import crossings
from bench.comparison.databases import Databases
from bench.comparison.report import Compared
from bench.comparison.rounds import Found
from bench.comparison.runs import Run, Runner
from bench.comparison.starts import Start
from bench.comparison.systems import NAMES
from bench.comparison.worker import Measured
from bench.machine import execute
from bench.platforms.crowd import Crowd
from bench.platforms.loads import Load, Look, Pace
from bench.platforms.people import people
from bench.platforms.wires import TelegramWire
from bench.understanding import answers, villages
from bot.ports import Button, Message
from bot.postgres import Server
from conversations.answers.village.village import load
from tests.answers.scoring import score
from tests.model_worker import YOHANES

VILLAGES = load(["61.07"])
LINES = len(next(people(VILLAGES)).lines)  # of one person's script


@pytest.fixture(scope="module")
def databases(postgres: Server) -> Iterator[Databases]:
    databases = Databases(postgres)
    yield databases
    databases.forget()


@pytest.fixture(scope="module")
def runner(postgres: Server, databases: Databases) -> Runner:
    return Runner(postgres, databases)


@pytest.mark.parametrize("name", NAMES)
def test_everybody_who_is_measured_is_registered(name: str, runner: Runner) -> None:
    full, paced, faster = runner.in_turn(
        name, Load(6, 3), Pace(100, 0.6), Pace(200, 0.3), half_finished=20
    )

    # The runner itself finds the registrations in the system's database, or raises.
    assert (full.alone.registrations, full.alone.turns) == (6, 6 * LINES)
    assert paced.alone.turns == len(list(Pace(100, 0.6).moments()))
    assert faster.alone.turns == len(list(Pace(200, 0.3).moments()))
    assert 0 < full.alone.p50 <= full.alone.p99
    assert full.alone.memory > 0


def test_two_processes_register_their_people_on_one_database(runner: Runner) -> None:
    run = runner.two("whatsapp", Load(4, 2))

    assert [worker.registrations for worker in run.workers] == [4, 4]


LOSES = (
    """CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN DELETE FROM registrations WHERE id = NEW.id AND id > 1; RETURN NULL; END $$""",
    """CREATE TRIGGER lose AFTER INSERT ON registrations
       FOR EACH ROW EXECUTE FUNCTION lose()""",
)


def test_a_registration_that_is_lost_ends_the_measurement(postgres: Server) -> None:
    databases = Databases(postgres)
    asyncio.run(execute(databases.of(databases.template("ptb")).dsn, *LOSES))

    with pytest.raises(RuntimeError, match="2 finished, but 1 registrations"):
        Runner(postgres, databases).alone("ptb", Load(2, 1))
    databases.forget()


def measured(
    turns: int, seconds: float, cpu: float, memory: float = 100, p99: float = 40, kept: float = 1
) -> Measured:
    looks = [Look(0, 0, 0), Look(seconds, turns, cpu)]
    registrations = turns // LINES
    return Measured(turns, registrations, seconds, cpu, kept, 9, p99, memory, memory, looks)


def found(**twists: float) -> Found:
    """What just reaches every target, but for the twists."""
    at = {
        "ours": 800,
        "floor": 1000,
        "two": 600,
        "two_cpu": 1.6,
        "cpu": 1,
        "memory": 110,
        "start": 4,
        "p99": 25,
        "theirs": 25,
        "in_time": 0.95,
    } | twists
    one = Run([measured(int(at["ours"]), 1, 1)], at["cpu"])
    peer = Run([measured(200, 1, 1)], 0.75)
    slow = measured(400, 1, 1, p99=at["theirs"], kept=at["in_time"])
    paced = {name: [Run([slow], 1)] for name in NAMES}
    paced["telegram"] = [Run([measured(400, 1, 1, p99=at["p99"])], 1)]
    each = measured(int(at["two"]), 1, 2 * at["two"] / (800 * at["two_cpu"]))
    two = Run([each, each], 1)
    return Found(
        full={name: [one if name in {"telegram", "whatsapp"} else peer] for name in NAMES},
        paced={100: paced, 400: paced},
        two={"telegram": [two], "whatsapp": [two]},
        floor=[at["floor"]],
        memory={"telegram": {10: one, 1000: Run([measured(800, 1, 1, at["memory"])], 1)}},
        starts={"bare": [Start(2, 100)], "seratus": [Start(at["start"], 150)]},
    )


@pytest.mark.parametrize(
    "twist",
    [
        {"floor": 1001},
        {"p99": 25.1, "theirs": 26},
        {"theirs": 24.9},
        {"two": 599},
        {"two_cpu": 1.59},
        {"cpu": 1.01},
        {"memory": 112},
        {"start": 4.1},
    ],
)
def test_each_target_is_reached_just_so_and_missed_by_a_little(twist: dict[str, float]) -> None:
    assert [target.what for target in Compared(found()).targets() if not target.met] == []
    assert len([one for one in Compared(found(**twist)).targets() if not one.met]) == 1


def test_a_peer_that_does_not_keep_a_pace_is_said_so_and_not_compared_at_it() -> None:
    kept = {target.what for target in Compared(found()).targets()}
    missed = {target.what for target in Compared(found(in_time=0.94)).targets()}

    assert kept - missed == {"p99 at 400 updates/s", "p99 at 400 updates/s, of aiogram FSM's"}
    assert missed - kept == {"p99 at 400 updates/s (aiogram FSM does not keep it)"}


def test_the_tables_show_every_system_beside_the_others() -> None:
    tables = Compared(found()).tables()

    assert "| updates/s | 800 | 800 | 200 | 200 |" in tables
    assert "| 400 updates/s: p99, ms | 25.0 | 25.0 | 25.0 | 25.0 |" in tables
    assert "| 100 updates/s: answered in time, % | 100 | 95 | 95 | 95 |" in tables
    assert "two processes, of the best durable peer's updates/s | 6.00 |" in tables
    assert "| the floor: the same rows by pgbench, a second | 1,000 |" in tables
    assert json.loads(json.dumps(Compared(found()).figures()))["of_floor"]["median"] == 0.8


class Slow:
    """A system that answers one message after another, each after `seconds`.

    `busy`: its process can do nothing else meanwhile.
    """

    def __init__(self, seconds: float, *, busy: bool = False) -> None:
        self.seconds = seconds
        self.busy = busy
        self.crowd = Crowd(TelegramWire(), people(VILLAGES))
        self._alone = asyncio.Lock()

    async def admit(self, raw: bytes) -> None:
        message = json.loads(raw).get("message") or json.loads(raw)["callback_query"]
        async with self._alone:
            await asyncio.sleep(0 if self.busy else self.seconds)
        if self.busy:
            time.sleep(self.seconds)  # noqa: ASYNC251 - so that messages come late, too
        answers = YOHANES.answers().items()
        tokens = [f"a:{question}:{answer.button}" for question, answer in answers]
        buttons = tuple(Button("", token) for token in ("g:register", *tokens, "a:income:500k_1m"))
        self.crowd.heard(message["from"]["id"], "1", Message("", buttons))


@pytest.mark.parametrize("busy", [False, True])
async def test_at_a_pace_a_slow_system_is_not_waited_for_and_its_delay_is_measured(
    busy: bool,
) -> None:
    pace = Pace(100, 0.5)
    quick, slow = Slow(0), Slow(0.02, busy=busy)

    in_time = await quick.crowd.keep_pace(quick.admit, pace)
    late = await slow.crowd.keep_pace(slow.admit, pace)

    assert in_time.turns == late.turns == len(list(pace.moments()))
    assert late.in_time < 0.7 < in_time.in_time
    assert late.latency_ms(0.99) > 5 * 20


def test_the_corpus_that_is_read_if_none_is_named_is_there() -> None:
    assert answers.OURS.is_file()


def test_what_is_understood_is_counted_and_a_corpus_below_the_floors_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus.jsonl"
    item = {"id": "1", "question": "occupation", "text": "noreh", "context": {}}
    corpus.write_text(json.dumps({**item, "expect": {"code": "rubber"}}), "utf-8")
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(json.dumps({**item, "expect": {"code": "fisher"}}), "utf-8")

    found = answers.misses([score(corpus), score(wrong)])

    assert found == 1
    printed = capsys.readouterr().out
    assert "1 answers: 100.0% right, 0.0% wrongly accepted" in printed
    assert "1 answers: 0.0% right, 100.0% wrongly accepted" in printed
    assert set(answers.times([corpus])) == {"occupation"}


async def test_a_decision_s_crossings_are_counted_and_no_library_s(database_url: str) -> None:
    turn, sending = await crossings.measure(database_url)

    named = {(caller.co_qualname, called.co_qualname) for caller, called in turn.calls}
    assert ("Talk.hear", "Brain.advance") in named
    assert set(turn.between()) | set(sending.between()) <= set(permutations(crossings.ROOMS, 2))
    assert ("bot", "locales") in sending.between()
    assert ("bot", "locales") not in turn.between()
    assert turn.calls.total() > 10


def test_an_index_of_villages_is_built_and_finds_what_was_mistyped() -> None:
    known, seconds, megabytes = villages.built(load(["61.07"]))

    assert seconds > 0
    assert megabytes > 0
    assert villages.found(known, "sungai dury") == {"61.07.01.2001"}
    assert villages.taken_ms(known, "sungai dury") > 0
