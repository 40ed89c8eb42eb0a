"""The phones of `seratus demo`, in a browser, beside the conversation in the terminal."""

import asyncio
import signal
from functools import partial

import typer
from rich.text import Text

from bot.app import App, SystemClock, opened
from bot.commands.running import err, run
from bot.commands.talking import talked_as
from bot.patience import unless
from bot.simulator.browser.shown import look, shown
from bot.simulator.clock import MovedClock
from bot.simulator.overheard import OverheardBrain
from bot.simulator.world import World
from locales.catalog import Catalog


def show(person: str, village: str | None) -> None:
    """Show them, and talk as `person` here, until that ends or SIGTERM comes."""
    world = World.build(MovedClock(SystemClock()), Catalog.load())
    opens = partial(
        opened,
        clock=world.clock,
        brain=OverheardBrain.registering(),
        onlooker=world.overheard.look_on,
    )
    run(lambda app: _shown(app, world, person, village), demo=True, make=True, opens=opens)


async def _shown(app: App, world: World, person: str, village: str | None) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with shown(app, world) as url:
        err.print(Text.assemble("HP-HP di peramban: ", (url, "bold")))
        look(url, app.settings.browser)
        err.print("Di sini pun bisa. Misalnya: daftar · status · bantuan")
        swap, leave = (":as kades 61.07.01.2001", "bold"), (":quit", "bold")
        err.print(Text.assemble("Ganti orang: ", swap, " · selesai: ", leave, "\n"))
        await unless(stop, talked_as(app, person, village, None, demo=True))
    if stop.is_set():
        raise typer.Exit(128 + signal.SIGTERM)
