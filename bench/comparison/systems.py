"""What is measured side by side: each system is one class, and knows a database of its own.

A system is imported only by the worker that runs it, so that nobody's memory has another's
libraries in it.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from bench.platforms.crowd import Admit
from bench.platforms.wires import Heard, Wire

HALF_FINISHED = 700_000_000
"""The first of those who stopped in the middle, far from the ids of those who register."""
STOPPED_AT = "address"  # the question that was not answered any more


@dataclass(frozen=True, slots=True)
class Database:
    """Where a system keeps its data. `keys`: what Seratus seals with; the others seal nothing."""

    dsn: str
    keys: str = ""


class System(Protocol):
    """One way to build the bot."""

    @property
    def wire(self) -> Callable[[int], Wire]:
        """Build what writes its people's messages, from the first message's number."""

    async def lay(self, database: Database) -> None:
        """Make the tables."""

    def opened(self, database: Database, heard: Heard) -> AbstractAsyncContextManager[Admit]:
        """Run it on its tables; nothing is left to be sent when the block ends."""

    async def fill(self, database: Database, people: int) -> None:
        """Put in people who stopped in the middle, at the same question."""

    async def registered(self, database: Database) -> int:
        """Count the registrations; raise RuntimeError if anything went wrong on the way."""


_KNOWN = {
    "telegram": "bench.comparison.seratus:TELEGRAM",
    "whatsapp": "bench.comparison.seratus_on_whatsapp:WHATSAPP",
    "aiogram": "bench.comparison.peers.aiogram_fsm:AIOGRAM",
    "ptb": "bench.comparison.peers.ptb_conversation:PTB",
}
NAMES = {
    "telegram": "Seratus, Telegram",
    "whatsapp": "Seratus, WhatsApp",
    "aiogram": "aiogram FSM",
    "ptb": "PTB ConversationHandler",
}
PEERS = ("aiogram", "ptb")
DURABLE = ("aiogram",)
"""The peers whose reply leaves after what it answers is on the disk.

python-telegram-bot answers from its memory and writes behind the reply; what it had not written
when it died was answered and is gone. Neither peer can have two processes: aiogram's locks (its
event isolation) and all that PTB remembers are in one process's memory.
"""


def system(name: str) -> System:
    """Import a system by its name in NAMES."""
    module, _, what = _KNOWN[name].partition(":")
    found: System = getattr(import_module(module), what)
    return found
