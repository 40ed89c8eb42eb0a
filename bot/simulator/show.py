"""*Tunjukkan*: a registration plays by itself, from the first word to the status.

A worker on Telegram registers, the head confirms on WhatsApp, the worker asks how it stands. It
plays at a pace at which it can be read, and stops as soon as somebody does something on a phone.
"""

import asyncio
import secrets
from datetime import timedelta

import structlog

from bot.ports import DatabaseAway
from bot.simulator.phone import Json, Phone, Platform, Shown
from bot.simulator.phones import MEN
from bot.simulator.service import Simulator, Undone
from conversations.record import record
from storage.errors import StorageError

log: structlog.stdlib.BoundLogger = structlog.get_logger()

VILLAGE = "61.07.01.2001"
PACE = timedelta(seconds=1.8)  # before each deed
PATIENCE = timedelta(seconds=5)  # until a card is asked for
_SURNAMES = ("Kurnia", "Lestari", "Rahayu", "Permata", "Utama", "Anugrah")
_MOTHERS = ("Sumiati", "Rosmawati", "Kartini", "Yuliana", "Marsiah", "Saminem")  # nobody's own
_A_WOMANS = 40  # which is added to the day of birth in her NIK
_FIRST, _LAST = 0, -1  # of a message's buttons
_OF_A_CARD = 3  # buttons
_MOST_CARDS = 30  # that the show puts off: as many as there are phones


@record
class Say:
    text: str


@record
class Tap:
    """A button of the newest message, by its place."""

    key: int


def _answers(first: str, name: str, mother: str) -> tuple[Say | Tap, ...]:
    """Return what somebody born in May 1985 says, in the order of the questions."""
    day = 1 + secrets.randbelow(31) + (0 if first in MEN else _A_WOMANS)
    serial = 9000 + secrets.randbelow(1000)  # of a NIK that no office gives out in a village
    return (
        Say("daftar"),
        Tap(_FIRST),  # for oneself
        Say("sei dury"),
        Tap(_FIRST),  # agrees
        Tap(_LAST),  # no other job
        Say(f"610701{day:02}0585{serial}"),
        Tap(_FIRST),  # born then
        Say(name),
        Say("Bengkayang"),
        Say(mother),
        Say("Dusun Sebalo RT 2 RW 1"),
        Say("0812-0000-3456"),
        Say("noreh"),
        Say("50rb sehari"),
        Tap(_FIRST),  # so much a month
        Tap(_FIRST),  # sends it
    )


class Show:
    def __init__(
        self, simulator: Simulator, pace: timedelta = PACE, patience: timedelta = PATIENCE
    ) -> None:
        self._simulator = simulator
        self._pace = pace.total_seconds()
        self._patience = patience
        self._playing: asyncio.Task[None] | None = None
        self._acting = ""

    @property
    def playing(self) -> bool:
        return self._playing is not None and not self._playing.done()

    def told(self) -> Json:
        """Return whether it plays, and on which phone something is done."""
        return {"playing": self.playing, "phone": self._acting if self.playing else ""}

    async def begin(self) -> Json:
        """Play it from the beginning, on a worker's unwritten phone. Raise Undone."""
        head = next((one for one in self._simulator.phones if one.head_of == VILLAGE), None)
        head = head or await self._simulator.add(Platform.WHATSAPP, "", VILLAGE)
        worker = await self._simulator.unwritten(Platform.TELEGRAM)
        self.stop()  # nor did anybody begin meanwhile
        self._playing = asyncio.create_task(self._played(worker, head))
        self._playing.add_done_callback(self._ended)
        self._acts(worker)
        return {"worker": worker.id, "head": head.id}

    def stop(self) -> None:
        """Stop playing: somebody has taken over, or the process ends."""
        if self.playing and self._playing is not None:
            self._playing.cancel()

    async def _played(self, worker: Phone, head: Phone) -> None:
        try:
            await self._play(worker, head)
        except (Undone, LookupError, DatabaseAway, StorageError) as fault:
            log.warning("show_ended", error=type(fault).__name__)

    def _ended(self, _: "asyncio.Task[None]") -> None:
        if not self.playing:  # or it was begun again
            self._simulator.events.tell("show", self.told())

    def _acts(self, phone: Phone) -> None:
        """Tell on which phone something is done next, so that it is looked at."""
        self._acting = phone.id
        self._simulator.events.tell("show", self.told())

    async def _play(self, worker: Phone, head: Phone) -> None:
        first = worker.name.split()[0]
        name = f"{first} {secrets.choice(_SURNAMES)}"
        for deed in _answers(first, name, secrets.choice(_MOTHERS)):
            await self._do(worker, deed)
        self._acts(head)
        await self._to_the_card(head, name.upper())
        await self._do(head, Tap(_FIRST))  # "Benar, warga saya"
        self._acts(worker)
        await self._do(worker, Say("status"))

    async def _to_the_card(self, head: Phone, name: str) -> None:
        """Have whoever waits before wait on: their cards are not ours to decide."""
        for _ in range(_MOST_CARDS):
            if name in (await self._card(head)).text:
                return
            await self._do(head, Tap(_LAST))  # "Nanti"
        raise LookupError("card")

    async def _card(self, head: Phone) -> Shown:
        """Wait until a card is the newest with buttons, asking for it if need be, or raise."""
        asked = False
        while (newest := _newest(head)) is None or len(newest.keys) < _OF_A_CARD:
            if await self._simulator.answer(head, head.newest, self._patience):
                continue
            if asked:
                raise LookupError("card")
            asked = True
            await self._do(head, Say("antrean"))
        return newest

    async def _do(self, phone: Phone, deed: Say | Tap) -> None:
        """Do it, and wait until the bot has answered."""
        await asyncio.sleep(self._pace)
        before = phone.newest
        match deed:
            case Say(text):
                await self._simulator.say(phone, text)
            case Tap(key):
                if (newest := _newest(phone)) is None:
                    raise LookupError("keys")
                await self._simulator.tap(phone, newest.id, key % len(newest.keys))
        await self._simulator.answer(phone, before)


def _newest(phone: Phone) -> Shown | None:
    """Return the newest message with buttons."""
    return next((one for one in reversed(phone.messages) if one.keys), None)
