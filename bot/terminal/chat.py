"""`seratus chat` and `seratus demo`: the session wired to the app, for a keyboard or a script."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta

from bot.app import App
from bot.serving.jobs import do_jobs
from bot.serving.upkeep import keep_up
from bot.terminal.keyboard import Keyboard
from bot.terminal.receive import ACCOUNT
from bot.terminal.send import TerminalSender
from bot.terminal.session import NobodySuch, Session
from bot.terminal.visible import visible
from conversations.messages import Address, Channel
from conversations.villages import Village

_INVITATION_LASTS = timedelta(hours=1)
_BY_CODE = (
    "ini bukan basis data demo: kepala desa ketik KADES dan kode dari 'seratus heads invite'"
)


async def chat(
    app: App, person: str, village: str | None, script: Iterable[str] | None, *, demo: bool
) -> None:
    """Talk as `person`; `village` opens its link first; without a script the keyboard talks.

    Only in the demo's database does somebody become a head by saying so. Raise NobodySuch.
    """
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    screen = _Screen()
    sender = TerminalSender(screen.write, width)
    delivery = app.delivery(sender, Channel.TERMINAL, ACCOUNT)
    turns = app.turns(delivery)

    async def invite(code: str, who: Address) -> str | None:
        if not demo:
            raise NobodySuch(_BY_CODE)
        return await _invite(app, code, who)

    session = Session(
        turns.take, delivery, sender, app.clock, invite, screen.write, echo=script is not None
    )
    await session.speak_as(person)
    if village:
        await session.open(f"v_{village.replace('.', '')}")
    if script is not None:
        await session.run(screen.watched(_each(script)))
        return
    beside = [asyncio.create_task(work) for work in (session.watch(), keep_up(app), do_jobs(app))]
    try:
        await session.run(screen.watched(Keyboard().typed(lambda: visible(session.person))))
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
    begin = "make demo" if demo else "seratus chat"
    screen.write(
        f"(Semua tersimpan. Lanjutkan kapan saja dengan '{begin}', lalu ':as {session.named}'.)"
    )


async def _invite(app: App, code: str, who: Address) -> str | None:
    village: Village | None = app.directory.villages.get(code)
    if village is None:
        message = f"tidak ada desa {code} di sini; 'seratus villages list' menyebut semuanya"
        raise NobodySuch(message)
    async with app.storage.begin() as work:
        person = (await work.people.lock([who]))[0]
        if code in (await work.officials.villages([person.id])).get(person.id, ()):
            return None
        name = f"Kepala Desa {village.name}"
        return await work.officials.invite(code, name, _INVITATION_LASTS)


async def _each(script: Iterable[str]) -> AsyncIterator[str]:
    for line in script:
        yield line


class _Screen:
    """Standard output; a talk of which nothing can be seen any more ends.

    What cannot be written stays in the outbox, and comes the next time.
    """

    def __init__(self) -> None:
        self._fault: OSError | UnicodeEncodeError | None = None

    def write(self, line: str) -> None:
        try:
            print(visible(line), flush=True)  # noqa: T201 - the terminal is where this channel's messages go
        except (OSError, UnicodeEncodeError) as fault:
            self._fault = self._fault or fault
            raise

    async def watched(self, lines: AsyncIterator[str]) -> AsyncIterator[str]:
        """Give the lines; raise what went wrong with writing, if anything did."""
        async for line in lines:
            self._tell()
            yield line
        self._tell()

    def _tell(self) -> None:
        if self._fault is not None:
            raise self._fault
