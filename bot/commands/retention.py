"""`seratus retention`: what is kept for how long, and how much of it is there."""

from collections.abc import Sequence

from rich.table import Table

from bot.app import App
from bot.commands.running import out, run
from storage.people import strangers
from storage.retention import Kept, Standing


def retention() -> None:
    """Show what is kept for how long, how much there is, and how much is older.

    Whoever serves lets go of what is older, once a minute, a slice at a time. How long a
    programme's registrations are kept is changed by 'seratus programme change CODE --keep-days'.
    Everything is counted: with millions of rows this takes a while.
    """

    async def looked(app: App) -> tuple[list[Standing], list[Kept]]:
        async with app.storage.begin() as work:
            return await work.retention.standing(), await work.retention.programmes()

    standing, programmes = run(looked)
    out.print(_of_kinds(standing))
    out.print(_of_programmes(programmes))
    out.print(f"Who wrote once and holds nothing is forgotten after {strangers.KEPT.days} days.")


def _of_kinds(standing: Sequence[Standing]) -> Table:
    table = Table("What", "Kept", "There", "Older")
    for one in standing:
        table.add_row(one.rule.what, _days(one.rule.kept.days), str(one.there), str(one.old))
    return table


def _of_programmes(programmes: Sequence[Kept]) -> Table:
    table = Table("Programme", "Kept after the cover", "Erased from", "Registrations", "Due")
    for one in programmes:
        due = str(one.there) if one.due else "0"
        table.add_row(
            f"{one.regency} {one.year}", _days(one.days), one.from_day, str(one.there), due
        )
    return table


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
