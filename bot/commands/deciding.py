"""`seratus decide`: what nobody in its village may decide is decided by the district."""

from typing import Annotated

import typer

from bot.app import App
from bot.commands import acting
from bot.commands.phrases import lasted
from bot.commands.printed import WHY
from bot.commands.running import ask_twice, out, refuse, run
from conversations.effects import Reason
from conversations.life_cycle import MAY_BE_DECIDED, Status
from conversations.messages import Text
from conversations.outcomes.claims import ClaimStands
from conversations.outcomes.desk import Decided
from locales.catalog import Catalog
from storage.office.stuck import Case

_HEADED = (
    "an official of its village may decide it, and has it or will have it before them: leave it "
    "to them, or say --force and why"
)
_GRANTED = (
    "its village's head has said that the NIK is somebody else's, who may come for it: leave it "
    "to them for a week, or have the head take it back ('ini orangnya', then Batalkan)"
)


def _reason(given: str) -> Reason:
    if given in set(Reason):
        return Reason(given)
    catalog = Catalog.load()
    meanings = {one: catalog.say("en", Text(f"reason.{one}.button")) for one in Reason}
    refuse(
        f"{given} is no reason to reject; these are:\n"
        + "\n".join(f"  {one:<14}{meaning}" for one, meaning in meanings.items())
    )
    raise typer.Exit


def decide(
    number: Annotated[
        str, typer.Argument(help="PR-6107-000001, as 'seratus heads list' shows it.")
    ],
    *,
    confirm: Annotated[bool, typer.Option("--confirm", help="Confirm it.")] = False,
    reject: Annotated[
        Reason | None,
        typer.Option(
            "--reject",
            metavar="REASON",
            parser=_reason,
            help=f"Reject it; the worker hears the reason: {', '.join(Reason)}.",
        ),
    ] = None,
    force: Annotated[
        str | None,
        typer.Option(
            "--force",
            metavar="WHY",
            help="Though an official of the village may decide it: in your words, for the audit.",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: for scripts.")] = False,
) -> None:
    """Decide a registration for the district, where nobody in its village may.

    Its village has no head, or it came from its heads' own chat or has their number, or the card
    cannot be shown to them. What an official may decide is left to them without --force.

    You see the name, and are asked twice. It is what a head does, in all else: the place stays
    taken, or goes to the first who waits; the worker is told, by "petugas kabupaten"; open cards
    of it close. That you looked, and what you decided, is in the audit. It cannot be undone here.
    """
    refuse(None if confirm != (reject is not None) else "say --confirm, or --reject and why")
    refuse("--force wants a reason in words" if force is not None and not force.strip() else None)

    async def decided(app: App) -> None:
        case = await acting.look(app, number)
        if case is None:
            refuse(f"there is no registration {number}")
            return
        refuse(_problem(case, force))
        _show(app, case, reject)
        if not yes:
            ask_twice("Do it?", "Write its number once more", case.number)
        outcome = await acting.decide(app, case, reject, force)
        refuse(_HEADED if outcome is None else None)
        refuse(_GRANTED if isinstance(outcome, ClaimStands) else None)
        refuse(
            None if isinstance(outcome, Decided) else f"{number} has changed meanwhile: look again"
        )
        now = Status.CONFIRMED if reject is None else Status.REJECTED
        out.print(f"{number} is {now}.")

    run(decided)


def _problem(case: Case, force: str | None) -> str | None:
    if case.status not in MAY_BE_DECIDED:
        return f"{case.number} is {case.status}: there is nothing to decide"
    return _HEADED if case.why is None and force is None else None


def _show(app: App, case: Case, reject: Reason | None) -> None:
    village = app.directory.villages.called(case.village)
    why = WHY[case.why] if case.why else "an official may decide it, and you force it"
    what = "Confirm" if reject is None else f"Reject ({reject})"
    age = lasted(case.since, app.clock.now())
    out.print(f"{case.number}: {case.name}, {village} ({case.village}), place {case.place}")
    out.print(f"Waits for {age}: {why}.")
    out.print(f"{what}: the worker is told at once, and it cannot be undone here.")
