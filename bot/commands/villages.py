"""`seratus villages`: the villages people can register in."""

from typing import Annotated

import typer

from bot.app import App
from bot.commands import setup, terms
from bot.commands.phrases import many
from bot.commands.printed import villages_table
from bot.commands.running import out, refuse, run

_NOTHING_WAITS = "Nothing waits in any of these villages."
_NONE = "No village is loaded here: seratus villages load 61.07"

villages_app = typer.Typer(
    help="Load the villages people can register in, and see how far each is filled.",
    no_args_is_help=True,
)


@villages_app.command("load")
def villages_load(
    regencies: Annotated[list[str], typer.Argument(help="Codes of regencies: 61.07 61.04")],
) -> None:
    """Load the villages (desa) of regencies from the public list; repeat it after a change."""
    for code in regencies:
        refuse(terms.problem_with_regency(code))
    loaded = run(lambda app: setup.load_villages(app.storage, regencies), make=True)
    those = f"{many(loaded.villages, 'village')} of {', '.join(regencies)}"
    places = "Places come with 'seratus programme open'."
    out.print(f"{those} loaded; {loaded.known} known in all. {places}")


@villages_app.command("list")
def villages_list(
    regencies: Annotated[list[str] | None, typer.Argument(help="Only these: 61.07")] = None,
    *,
    waiting: Annotated[
        bool,
        typer.Option("--waiting", help="Only where something waits: for the head, or a place."),
    ] = False,
) -> None:
    """List villages and how far each is filled, and at the end all of them together."""

    async def listed(app: App) -> None:
        async with app.storage.begin() as work:
            those = await work.programmes.filled(regencies or [])
        shown = [one for one in those if one.count.undecided or one.count.waiting or not waiting]
        nothing = _NOTHING_WAITS if those else _NONE
        out.print(villages_table(shown) if shown else nothing)

    run(listed)
