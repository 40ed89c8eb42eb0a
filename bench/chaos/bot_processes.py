"""The bots under test: processes on one database, killed, ended and started again.

Each time one is started is a life, with a number that it carries in the addresses of the platforms
it talks to. Lives of one slot have the same remainder (`life % BOTS`).
"""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from bench.chaos.bot_process import Bot, served
from bench.chaos.platforms_process import BOTS, Platforms
from bench.machine import free_port
from storage.sealing import Keys
from tests.platforms import graph_server
from tests.platforms.telegram_server import TOKEN
from tests.platforms.whatsapp_phone import APP_SECRET, VERIFY_TOKEN

SECRET = "only-between-the-two-of-us"
STARTS_WITHIN = 90  # seconds, with all imports on a busy machine


@dataclass(frozen=True, slots=True)
class Manner:
    """How the bots are run. `lease`: seconds until a message that was claimed is due again."""

    bots: int = BOTS
    polling: bool = False
    executed: bool = False
    lease: int = 2
    log: Path | None = None
    log_level: str = "warning"


@dataclass(frozen=True, slots=True)
class Site:
    """Where everything is. `serve`: what a forked bot runs."""

    url: str
    keys: Keys
    folder: Path
    serve: Callable[[], None] = served

    @classmethod
    def of(cls, url: str, folder: Path, serve: Callable[[], None] = served) -> Self:
        """Give it keys of its own."""
        return cls(url, Keys.generate(), folder, serve)

    @property
    def dsn(self) -> str:
        """For bare asyncpg."""
        return self.url.replace("postgresql+asyncpg:", "postgresql:", 1)


@dataclass(slots=True)
class _Slot:
    number: int
    port: int
    bot: Bot | None = None
    life: int = 0
    killed_at: float = 0

    def next_life(self) -> int:
        self.life += BOTS
        return self.life


@dataclass(slots=True)
class BotProcesses:
    """`died`: when each life was killed. `exit_codes`: of those that were asked to end."""

    site: Site
    platforms: Platforms
    manner: Manner = Manner()
    died: dict[int, float] = field(default_factory=dict)
    exit_codes: list[int] = field(default_factory=list)
    _slots: list[_Slot] = field(default_factory=list)
    _bases: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        self._slots = [_Slot(n, free_port(), life=n) for n in range(BOTS)]
        self._bases = self.platforms.ask("bases")

    def run(self, manner: Manner) -> None:
        """Run the bots in this manner from now on; those that ran are asked to end."""
        self.end()
        self.manner = manner
        for slot in self._slots:
            slot.killed_at = 0
        ports = [slot.port for slot in self._slots[: manner.bots]]
        self.platforms.ask("deliver_to", ports)
        for number in range(manner.bots):
            self.start(number)

    def start(self, slot: int) -> None:
        place = self._slots[slot]
        life = place.next_life()
        log = self.manner.log or self.site.folder / "bots.log"
        environment = self._environment(place.port, life)
        if self.manner.executed:
            place.bot = Bot.executed(environment, log)
        else:
            place.bot = Bot.forked(environment, log, self.site.serve)

    def start_anew(self, slot: int) -> None:
        """Kill it, and start another one in its place."""
        self.kill(slot)
        self.start(slot)

    def until_ready(self) -> None:
        """Wait until every bot says that it can take messages. RuntimeError if one does not."""
        for slot in self._slots[: self.manner.bots]:
            bot = self._bot(slot.number)
            while not _ready(slot.port):
                self._must_live(bot)
                self._must_be_young(bot)
                time.sleep(0.05)

    def kill(self, slot: int) -> None:
        place, bot = self._slots[slot], self._bot(slot)
        self._must_live(bot)
        place.killed_at = self.died[place.life] = bot.kill()
        place.bot = None

    def served_at(self, slot: int) -> float | None:
        """When this life was last heard by anybody; None: never. RuntimeError if it ended."""
        bot = self._bot(slot)
        at = self.platforms.last_reply_of(slot)
        if at >= bot.born:
            return at
        self._must_live(bot)
        self._must_be_young(bot)
        return None

    def killed_at(self, slot: int) -> float:
        return self._slots[slot].killed_at

    def end(self) -> None:
        """Ask all to end, and wait for it."""
        for slot in self._slots:
            if slot.bot is not None:
                self.exit_codes.append(slot.bot.end())
                slot.bot = None

    def leave(self) -> None:
        """Leave nothing running."""
        for slot in self._slots:
            if slot.bot is not None and slot.bot.alive:
                slot.bot.kill()
            slot.bot = None

    def _bot(self, slot: int) -> Bot:
        bot = self._slots[slot].bot
        if bot is None:
            raise LookupError(slot)
        return bot

    def _must_live(self, bot: Bot) -> None:
        if not bot.alive:
            raise RuntimeError(f"a bot ended by itself; {self._log()}")

    def _must_be_young(self, bot: Bot) -> None:
        if time.monotonic() > bot.born + STARTS_WITHIN:
            raise RuntimeError(f"a bot serves nobody after {STARTS_WITHIN} s; {self._log()}")

    def _log(self) -> str:
        said = (self.site.folder / "bots.log").read_text("utf-8")
        return f"its log ends:\n{said[-2000:]}"

    def _environment(self, port: int, life: int) -> dict[str, str]:
        telegram, meta = self._bases
        environment = {
            "SERATUS_DATABASE_URL": self.site.url,
            "SERATUS_HOME": str(self.site.folder),
            "SERATUS_KEYS": self.site.keys.dump(),
            "SERATUS_LEASE_SECONDS": str(self.manner.lease),
            "SERATUS_LOG_LEVEL": self.manner.log_level,
            "SERATUS_PORT": str(port),
            "SERATUS_TELEGRAM_API_BASE": f"{telegram}/{life}",
            "SERATUS_TELEGRAM_TOKEN": TOKEN,
            "SERATUS_WHATSAPP_API_BASE": f"{meta}/{life}",
            "SERATUS_WHATSAPP_APP_SECRET": APP_SECRET,
            "SERATUS_WHATSAPP_PHONE_ID": graph_server.PHONE_ID,
            "SERATUS_WHATSAPP_TOKEN": graph_server.TOKEN,
            "SERATUS_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        }
        if not self.manner.polling:  # Telegram knows one address: the load balancer's
            environment["SERATUS_PUBLIC_URL"] = "https://seratus.example"
            environment["SERATUS_TELEGRAM_WEBHOOK_SECRET"] = SECRET
        return environment


def _ready(port: int) -> bool:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asking.request("GET", "/readyz")
        return asking.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):  # it does not listen yet
        return False
    finally:
        asking.close()
