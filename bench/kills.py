"""What is lost when the server is killed: nothing. Counted, with `kill -9` at random moments.

    make bench-kills              or: .venv/bin/python bench/kills.py --help

Scripted people register over a stand-in of the Bot API while `seratus serve` is killed again
and again, by turns under polling and under webhook. At the end everybody's registration is
unsealed and compared with what they said; exit code 1 if an answer or reply is missing or doubled.
"""

import argparse
import asyncio
import json
import random
import signal
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # it may be run as a script

from bench.audit import Audit, audited
from bench.bots import Bot, served, warm
from bench.figures import Progress
from bench.machine import temporary_server
from bench.people import people
from bench.standin import Standin, started
from bot.app import opened
from bot.operator import DEMO_REGENCIES, prepare_demo
from bot.settings import Settings
from conversations.answers.village import load
from storage.migrate import migrate
from storage.sealing import Keys, Sealer
from tests.telegram_server import TOKEN

MODES = ("polling", "webhook")
SECRET = "only-between-the-two-of-us"
LIFE = 1.5  # times as long as it took to serve, and LEAST more, it serves at most
LEAST = 0.5  # seconds
IN_CHILDHOOD = 0.15  # of all kills come while it starts, before it has served anybody
STARTS_WITHIN = 60  # seconds, with all imports on a busy machine


@dataclass(frozen=True, slots=True)
class Options:
    """`executed`: how many of the kills are of a process that was really executed."""

    kills: int = 200
    people: int = 100
    executed: int = 4
    patience: float = 30  # seconds without any reply after which nobody waits longer
    seed: int = 0


@dataclass(slots=True)
class Lives:
    """When the bot was killed, and how long it took until it served again (seconds, by mode)."""

    kills: list[float] = field(default_factory=list)
    by_mode: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MODES, 0))
    again: dict[str, list[float]] = field(default_factory=dict)
    exit_code: int = 0


class Killer:
    """Starts the bot, kills it at a random moment, starts it again."""

    def __init__(
        self,
        url: str,
        keys: Keys,
        folder: Path,
        options: Options,
        serve: Callable[[], None] = served,
    ) -> None:
        self._url = url
        self._keys = keys
        self._folder = folder
        self._options = options
        self._serve = serve
        self._random = random.Random(options.seed)
        self._port = _free_port()
        self.lives = Lives()

    def run(self, standin: Standin, step: Callable[[int], None]) -> None:
        """Kill so often (or until nobody is answered), then let all finish and end the bot."""
        options = self._options
        every = max(options.kills // options.executed, 1) if options.executed else 0
        for number in range(options.kills):
            mode = MODES[number % 2]
            executed = bool(every) and number % every == every // 2
            with self._born(standin, mode, executed=executed) as bot:
                answered = self._live(standin, bot, mode, executed=executed)
                self.lives.kills.append(bot.kill())
                self.lives.by_mode[mode] += 1
            step(number + 1)
            if not answered:  # everybody waits in vain: the audit will tell
                break
        standin.no_more_people()
        with self._born(standin, MODES[options.kills % 2], executed=False) as bot:
            self._finish(standin, bot)
            self.lives.exit_code = bot.end()

    def _born(self, standin: Standin, mode: str, *, executed: bool) -> Bot:
        environment = {
            "SERATUS_DATABASE_URL": self._url,
            "SERATUS_HOME": str(self._folder),
            "SERATUS_KEYS": self._keys.dump(),
            "SERATUS_LEASE_SECONDS": "1",
            "SERATUS_LOG_LEVEL": "warning",
            "SERATUS_PORT": str(self._port),
            "SERATUS_TELEGRAM_API_BASE": standin.api_base,
            "SERATUS_TELEGRAM_TOKEN": TOKEN,
        }
        if mode == "webhook":
            environment["SERATUS_PUBLIC_URL"] = f"http://127.0.0.1:{self._port}"
            environment["SERATUS_TELEGRAM_WEBHOOK_SECRET"] = SECRET
        log = self._folder / "bot.log"
        if executed:
            return Bot.executed(environment, log)
        return Bot.forked(environment, log, self._serve)

    def _live(self, standin: Standin, bot: Bot, mode: str, *, executed: bool) -> bool:
        """Let it live for a random while; False if it lived for long and answered nobody."""
        if not executed and self._random.random() < IN_CHILDHOOD:
            time.sleep(self._random.uniform(0, 0.5))
            return True
        deadline = bot.born + (STARTS_WITHIN if executed else self._options.patience)
        while standin.last_reply < bot.born:
            if not bot.alive:
                log = (self._folder / "bot.log").read_text("utf-8")
                raise RuntimeError(f"the bot ended by itself; its log ends:\n{log[-2000:]}")
            if time.monotonic() > deadline:
                return False
            time.sleep(0.002)
        before = self.lives.kills[-1] if self.lives.kills else bot.born
        name = "executed" if executed else mode
        self.lives.again.setdefault(name, []).append(time.monotonic() - before)
        # On a busy machine everything takes longer: it must get somewhere between two kills.
        started = min(time.monotonic() - bot.born, 4 * LEAST)
        time.sleep(self._random.uniform(0, LIFE * started + LEAST))
        return True

    def _finish(self, standin: Standin, bot: Bot) -> None:
        """Wait until everybody is done, or nobody has been answered for a while."""
        while standin.talking and bot.alive:
            if time.monotonic() - max(standin.last_reply, bot.born) > self._options.patience:
                return
            time.sleep(0.05)
        time.sleep(0.3)  # what was sent twice comes now


def killed(
    url: str,
    folder: Path,
    options: Options,
    *,
    serve: Callable[[], None] = served,
    step: Callable[[int], None] = lambda _: None,
) -> tuple[Audit, Lives]:
    """Do it all on an empty database; `serve` is what a forked child runs."""
    warm()
    keys = Keys.generate()
    asyncio.run(_prepare(url, keys))
    standin = started(people(load(DEMO_REGENCIES)), options.people)
    try:
        killer = Killer(url, keys, folder, options, serve)
        killer.run(standin, step)
        told = standin.told()
    finally:
        standin.kill()
    dsn = url.replace("postgresql+asyncpg:", "postgresql:", 1)
    return asyncio.run(audited(dsn, Sealer(keys), told, killer.lives.kills)), killer.lives


async def _prepare(url: str, keys: Keys) -> None:
    await migrate(url)
    async with opened(Settings.read({"SERATUS_KEYS": keys.dump()}), url) as app:
        await prepare_demo(app.storage, app.clock.now().date())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def report(audit: Audit, lives: Lives) -> str:
    """Write what was counted as a Markdown table."""
    kills = ", ".join(f"{count} under {mode}" for mode, count in lives.by_mode.items())
    lines = [f"{len(lives.kills)} times kill -9 ({kills})", "", "| | |", "|---|---:|"]
    for name, value in asdict(audit).items():
        lines.append(f"| {name.replace('_', ' ')} | {value:,} |")
    for name, seconds in sorted(lives.again.items()):
        median, longest = statistics.median(seconds), max(seconds)
        label = f"seconds until it served again, {name}: median (longest)"
        lines.append(f"| {label} | {median:.2f} ({longest:.2f}) |")
    lines.append(f"| exit code at the end, on SIGTERM | {lives.exit_code} |")
    found = "; ".join(f"{name}: {count}" for name, count in audit.faults.items())
    lines += ["", f"Lost or doubled: {found or 'nothing'}."]
    return "\n".join(lines)


def _options(arguments: list[str] | None) -> tuple[Options, Path | None]:
    parser = argparse.ArgumentParser(prog="make bench-kills", description=__doc__)
    add = parser.add_argument
    add("--kills", type=int, default=200, help="how often, half of them under webhook (200)")
    add("--people", type=int, default=100, help="who register at once; others follow (100)")
    add("--executed", type=int, default=4, help="kills of a really executed process (4)")
    add("--seed", type=int, default=0, help="of the random moments (0)")
    add("--json", type=Path, metavar="FILE", help="write the counts there too")
    given = parser.parse_args(arguments)
    if min(given.kills, given.people) < 1:
        parser.error("--kills and --people must be at least 1")
    options = Options(given.kills, given.people, given.executed, seed=given.seed)
    return options, given.json


def main(arguments: list[str] | None = None) -> int:
    """Kill, count, print, and return 1 if anything was lost or doubled."""
    options, file = _options(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="seratus-kills-") as folder,
        temporary_server() as server,
        Progress(options.kills, "kills") as progress,
    ):
        audit, lives = killed(server.url, Path(folder), options, step=progress.step)
    print(report(audit, lives))
    if file is not None:
        file.write_text(json.dumps({**asdict(audit), **asdict(lives)}, indent=2) + "\n", "utf-8")
    return 1 if audit.faults or lives.exit_code else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left running
    sys.exit(main())
