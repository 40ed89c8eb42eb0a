"""`seratus programme`: who pays for how many places, and when."""

from datetime import date, datetime
from typing import Annotated, TypeAlias

import typer

from bot.app import App, SystemClock
from bot.commands import terms
from bot.commands.phrases import many
from bot.commands.places import change_places
from bot.commands.printed import programmes_table
from bot.commands.running import out, refuse, run
from conversations.programme import (
    DEFAULT_BELOW_AGE,
    DEFAULT_MIN_AGE,
    DEFAULT_PLACES,
    Programme,
)
from conversations.villages import regency_of
from storage.ids import new_id

_ALONE = "a village has a number of places of its own, and no other term: --places alone"
_NOTHING = "say what is to change, such as --register-until 2027-03-31"
_NONE = "No programme is open: seratus programme open 61.07 --year 2027 --funder …"

programme_app = typer.Typer(
    help="Open a programme: who pays for how many places, and when.", no_args_is_help=True
)


Regency: TypeAlias = Annotated[str, typer.Argument(help="Code of the regency: 61.07")]
Basis: TypeAlias = Annotated[
    str | None,
    typer.Option(help="The law behind it, as the consent names it: 'Perbup … Nomor … Tahun …'."),
]
Complaints: TypeAlias = Annotated[
    str | None,
    typer.Option(help="Whom to complain to about data: an office, and its telephone or address."),
]


def _day(meaning: str, default: str | bool = False) -> typer.models.OptionInfo:  # noqa: FBT001, FBT002 - as typer's own
    """Return an option that is a day."""
    option: typer.models.OptionInfo = typer.Option(
        formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=meaning, show_default=default
    )
    return option


@programme_app.command("open")
def programme_open(  # noqa: PLR0913, PLR0917 - options of a command
    regency: Regency,
    year: Annotated[
        int, typer.Option(min=date.min.year, max=date.max.year, help="The programme's year.")
    ],
    funder: Annotated[str, typer.Option(help="Who pays, such as 'APBD Kabupaten Bengkayang'.")],
    places: Annotated[int, typer.Option(help="Places a village.")] = DEFAULT_PLACES,
    cover_from: Annotated[
        datetime | None, _day("First day of the cover.", "1 January of --year")
    ] = None,
    cover_to: Annotated[
        datetime | None, _day("Last day of the cover.", "31 December of --year")
    ] = None,
    register_until: Annotated[
        datetime | None, _day("Last day to register.", "the cover's last")
    ] = None,
    min_age: Annotated[
        int, typer.Option(help="Youngest age on the cover's first day.")
    ] = DEFAULT_MIN_AGE,
    below_age: Annotated[int, typer.Option(help="Must be younger than this.")] = DEFAULT_BELOW_AGE,
    basis: Basis = None,
    complaints: Complaints = None,
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
        register_until.date() if register_until else None,
        basis=basis or "",
        complaints=complaints or "",
    )
    refuse(terms.problem_with_new(programme, terms.day_of(SystemClock().now())))
    refuse(run(lambda app: terms.open_programme(app.storage, programme)))
    out.print(f"Programme {year} of {regency} is open: {many(places, 'place')} a village.")


@programme_app.command("change")
def programme_change(  # noqa: PLR0913 - options of a command
    code: Annotated[
        str, typer.Argument(help="Code of the regency: 61.07; or of one village, with --places")
    ],
    *,
    funder: Annotated[str | None, typer.Option(help="Who pays.")] = None,
    places: Annotated[
        int | None, typer.Option(help="Places a village, of all villages or of that one.")
    ] = None,
    register_until: Annotated[datetime | None, _day("Last day to register.")] = None,
    cover_from: Annotated[datetime | None, _day("First day of the cover.")] = None,
    cover_to: Annotated[datetime | None, _day("Last day of the cover.")] = None,
    min_age: Annotated[int | None, typer.Option(help="Youngest age on that first day.")] = None,
    below_age: Annotated[int | None, typer.Option(help="Must be younger than this.")] = None,
    replace_until: Annotated[
        datetime | None, _day("Last day on which places freed after the list was sent are filled.")
    ] = None,
    correct_days: Annotated[int | None, typer.Option(help="Days a worker has to correct.")] = None,
    draft_days: Annotated[
        int | None, typer.Option(help="Days after which an unfinished form is deleted.")
    ] = None,
    keep_days: Annotated[
        int | None, typer.Option(help="Days after the cover until what was registered is erased.")
    ] = None,
    basis: Basis = None,
    complaints: Complaints = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing before places change.")] = False,
) -> None:
    """Change terms of the programme that is open, such as the last day to register.

    What is not named stays. The cover's dates change only while nobody is registered: whoever is
    was told them.

    With --places it shows first what would happen, and asks. Places that are added go at once to
    the first who wait, who are told. Of fewer, the highest free ones go; one that is held never
    does, so a village where more are used keeps those. Where somebody waits none is free: nobody
    who waits loses by it. A regency's number is every village's, also of one that had its own.
    Stopped half way, the same once more does the rest.
    """
    told = _told(
        funder=funder,
        register_until=register_until,
        cover_from=cover_from,
        cover_to=cover_to,
        min_age=min_age,
        below_age=below_age,
        replace_until=replace_until,
        correct_days=correct_days,
        draft_days=draft_days,
        keep_days=keep_days,
        basis=basis,
        complaints=complaints,
    )
    refuse(None if told or places is not None else _NOTHING)
    village = code != regency_of(code)
    refuse(_ALONE if village and (told or places is None) else None)
    if places is None:
        changed = run(lambda app: terms.change_programme(app.storage, code, **told))
    else:
        changed = run(lambda app: change_places(app, code, places, told, ask=not yes))
    if isinstance(changed, str):
        refuse(changed)
    elif not village:
        out.print(programmes_table([changed]))


def _told(**terms: str | int | datetime | None) -> dict[str, object]:
    """Return the terms that were named, by name."""
    return {
        name: term.date() if isinstance(term, datetime) else term
        for name, term in terms.items()
        if term is not None
    }


@programme_app.command("close")
def programme_close(
    regency: Regency,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,  # noqa: FBT002 - as typer has it
) -> None:
    """Take no more registrations, so that the next programme can be opened.

    Who is registered stays so: heads still decide, and places that become free go to who waits.
    It cannot be opened again.
    """
    if not yes:
        typer.confirm(f"Close the programme of {regency} for good?", abort=True, err=True)
    closed = run(lambda app: terms.close_programme(app.storage, regency))
    if isinstance(closed, str):
        refuse(closed)
    else:
        out.print(f"Programme {closed.year} of {regency} takes no more registrations.")


@programme_app.command("show")
def programme_show() -> None:
    """Show the programmes that take registrations."""

    async def shown(app: App) -> None:
        async with app.storage.begin() as work:
            those = await work.programmes.opened()
        out.print(programmes_table(those) if those else _NONE)

    run(shown)
