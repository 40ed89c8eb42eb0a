"""`seratus programme`: who pays for how many places, and when."""

from datetime import date, datetime
from typing import Annotated

import typer

from bot.app import App, SystemClock
from bot.commands import setup
from bot.commands.phrases import many
from bot.commands.printed import programmes_table
from bot.commands.running import out, refuse, run
from conversations.programme import (
    DEFAULT_BELOW_AGE,
    DEFAULT_MIN_AGE,
    DEFAULT_PLACES,
    Programme,
)
from storage.ids import new_id

_NONE = "No programme is open: seratus programme open 61.07 --year 2027 --funder …"

programme_app = typer.Typer(
    help="Open a programme: who pays for how many places, and when.", no_args_is_help=True
)


@programme_app.command("open")
def programme_open(  # noqa: PLR0913, PLR0917 - options of a command
    regency: Annotated[str, typer.Argument(help="Code of the regency: 61.07")],
    year: Annotated[
        int, typer.Option(min=date.min.year, max=date.max.year, help="The programme's year.")
    ],
    funder: Annotated[str, typer.Option(help="Who pays, such as 'APBD Kabupaten Bengkayang'.")],
    places: Annotated[int, typer.Option(help="Places a village.")] = DEFAULT_PLACES,
    cover_from: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="First day of the cover.",
            show_default="1 January of --year",
        ),
    ] = None,
    cover_to: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="Last day of the cover.",
            show_default="31 December of --year",
        ),
    ] = None,
    min_age: Annotated[
        int, typer.Option(help="Youngest age on the cover's first day.")
    ] = DEFAULT_MIN_AGE,
    below_age: Annotated[int, typer.Option(help="Must be younger than this.")] = DEFAULT_BELOW_AGE,
) -> None:
    """Open a programme: its places are made in every loaded village of the regency."""
    programme = Programme(
        new_id(),
        regency,
        year,
        places,
        cover_from.date() if cover_from else date(year, 1, 1),
        cover_to.date() if cover_to else date(year, 12, 31),
        funder,
        min_age,
        below_age,
    )
    refuse(setup.problem_with(programme, SystemClock().now().date()))
    refuse(run(lambda app: setup.open_programme(app.storage, programme)))
    out.print(f"Programme {year} of {regency} is open: {many(places, 'place')} a village.")


@programme_app.command("show")
def programme_show() -> None:
    """Show the programmes that take registrations."""

    async def shown(app: App) -> None:
        async with app.storage.begin() as work:
            those = await work.programmes.opened()
        out.print(programmes_table(those) if those else _NONE)

    run(shown)
