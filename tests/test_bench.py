"""The benches measure what they say: short forms, which never assert speed."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.comparison.databases import Places
from bench.comparison.peers.questions import execute
from bench.comparison.report import Compared
from bench.comparison.rounds import Found
from bench.comparison.runs import Run, Runner
from bench.comparison.starts import Start
from bench.comparison.systems import NAMES
from bench.comparison.worker import Measured
from bench.platforms.crowd import Load, Look
from bench.platforms.people import people
from bench.understanding import answers, villages
from bot.postgres import Server
from conversations.answers.village.village import load
from tests.answers.scoring import score

VILLAGES = load(["61.07"])
LINES = len(next(people(VILLAGES)).lines)  # of one person's script


@pytest.fixture(scope="module")
def places(postgres: Server) -> Iterator[Places]:
    places = Places(postgres)
    yield places
    places.forget()


@pytest.fixture(scope="module")
def runner(postgres: Server, places: Places) -> Runner:
    return Runner(postgres, places)


@pytest.mark.parametrize("name", NAMES)
def test_everybody_who_is_measured_is_registered(name: str, runner: Runner) -> None:
    full, half = runner.full_and_half(
        name, Load(6, 3), lambda _: Load(4, 2, 0.001), half_finished=20
    )

    # The runner itself finds the registrations in the system's database, or raises.
    assert (full.alone.registrations, full.alone.turns) == (6, 6 * LINES)
    assert (half.alone.registrations, half.alone.turns) == (4, 4 * LINES)
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
    places = Places(postgres)
    asyncio.run(execute(places.of(places.template("ptb")).dsn, LOSES))

    with pytest.raises(RuntimeError, match="2 finished, but 1 registrations"):
        Runner(postgres, places).alone("ptb", Load(2, 1))
    places.forget()


def measured(
    turns: int, seconds: float, cpu: float, memory: float = 100, p99: float = 40
) -> Measured:
    looks = [Look(0, 0, 0), Look(seconds, turns, cpu)]
    return Measured(turns, turns // LINES, seconds, cpu, 0, 9, p99, memory, memory, looks)


def found(**twists: float) -> Found:
    """What just reaches every target, but for the twists."""
    at = {
        "ours": 800,
        "floor": 3200,
        "two_cpu": 1.5625,
        "memory": 110,
        "start": 4,
        "p99": 50,
    } | twists
    one = Run([measured(int(at["ours"]), 1, 1, p99=at["p99"])], 1)
    peer = Run([measured(100, 1, 1)], 1)
    systems = {name: [one if name in {"telegram", "whatsapp"} else peer] for name in NAMES}
    two = Run([measured(500, 1, 0.5 * at["two_cpu"])] * 2, 1)
    sizes = {10: one, 1000: Run([measured(800, 1, 1, at["memory"])], 1)}
    return Found(
        full=systems,
        half=systems,
        two={"telegram": [two], "whatsapp": [two]},
        floor=[at["floor"]],
        memory={"telegram": sizes},
        starts={"bare": [Start(2, 100)], "seratus": [Start(at["start"], 150)]},
    )


@pytest.mark.parametrize(
    "twist",
    [
        {"ours": 790},
        {"floor": 3300},
        {"p99": 50.1},
        {"two_cpu": 1.6},
        {"memory": 112},
        {"start": 4.1},
    ],
)
def test_each_target_is_reached_just_so_and_missed_by_a_little(twist: dict[str, float]) -> None:
    assert all(target.met for target in Compared(found()).targets())
    assert not all(target.met for target in Compared(found(**twist)).targets())


def test_the_tables_show_every_system_beside_the_others() -> None:
    tables = Compared(found()).tables()

    assert "| updates/s | 800 | 800 | 100 | 100 |" in tables
    assert "| Seratus, Telegram, of the best peer's updates/s | 8.00 |" in tables
    assert "| the floor: the same rows by pgbench, a second | 3,200 |" in tables
    assert json.loads(json.dumps(Compared(found()).figures()))["of_floor"]["median"] == 0.25


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


def test_an_index_of_villages_is_built_and_finds_what_was_mistyped() -> None:
    known, seconds, megabytes = villages.built(load(["61.07"]))

    assert seconds > 0
    assert megabytes > 0
    assert villages.found(known, "sungai dury") == {"61.07.01.2001"}
    assert villages.taken_ms(known, "sungai dury") > 0
