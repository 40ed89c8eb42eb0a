"""`seratus registrations`: what an operator does about what people registered."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.app import App
from bot.commands import acting, dismissing
from bot.commands.printed import history_table, of_chat_table
from bot.commands.running import ask_twice, expect, out, refuse, run
from conversations.effects import EndReason
from conversations.life_cycle import LIVE, MAY_BE_ENDED, Status
from storage.office.registrations.dismissals import OfChat

registrations_app = typer.Typer(
    help="What was done with a registration; end its place; reject what came from one chat.",
    no_args_is_help=True,
)


@registrations_app.command("history")
def history(
    number: Annotated[str, typer.Argument(help="A registration's number: PR-6107-000123")],
) -> None:
    """Show what was done with a registration, when and by whom; no name but heads' is told.

    That it was read is in the audit.
    """
    told = run(lambda app: acting.history(app, number))
    refuse(None if told else f"there is no registration {number}")
    out.print(history_table(told))


@registrations_app.command("reject-chat")
def reject_chat(
    number: Annotated[
        str, typer.Argument(help="Any registration that came from the chat: PR-6107-000123")
    ],
    *,
    really: Annotated[
        int | None,
        typer.Option(help="How many there are to reject, for a script: then nothing is asked."),
    ] = None,
) -> None:
    """Reject all that came from one chat and is undecided, and give the places to who waits.

    It is shown first, and asked twice. What was confirmed stays. The chat is told once a village
    that the programme's office did not accept them, without a reason; open cards of those close.
    Each is in the audit as the operator's.
    """
    those = run(lambda app: dismissing.of_chat(app, number))
    refuse(None if those else f"there is no registration {number}")
    meant = dismissing.undecided(those)
    _show(those, meant)
    if not meant:
        return
    if really is None:
        ask_twice(f"Reject these {len(meant)}?", _HOW_MANY, str(len(meant)))
    else:
        expect(str(really), str(len(meant)))
    rejected = run(lambda app: dismissing.dismiss(app, meant))
    out.print(f"Rejected: {rejected}.")
    if rejected < len(meant):
        out.print(f"Decided or given up meanwhile: {len(meant) - rejected}.")


@registrations_app.command("end")
def end(
    number: Annotated[str, typer.Argument(help="A registration's number: PR-6107-000123")],
    *,
    reason: Annotated[EndReason, typer.Option("--reason", help="Why; the worker is told.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: for scripts.")] = False,
) -> None:
    """End a place that was confirmed, at once, and give it to who waits.

    You see the name, and are asked twice. The worker, or the family, is told once, and why.
    That you looked, and ended it, is in the audit. It cannot be undone.
    """

    async def ended(app: App) -> None:
        case = await acting.look(app, number)
        if case is None:
            refuse(f"there is no registration {number}")
            return
        may = case.status in MAY_BE_ENDED
        refuse(None if may else f"{case.number} is {case.status}: only what is confirmed is ended")
        village = app.directory.villages.called(case.village)
        out.print(f"{case.number}: {case.name}, {village} ({case.village}), place {case.place}")
        out.print(f"End ({reason}): the worker is told at once, and it cannot be undone.")
        if not yes:
            ask_twice("Do it?", "Write its number once more", case.number)
        done = await acting.end(app, case, reason)
        refuse(None if done else f"{case.number} has changed meanwhile, or somebody claims it")
        out.print(f"{case.number} is {Status.ENDED}.")

    run(ended)


def _show(those: Sequence[OfChat], meant: Sequence[OfChat]) -> None:
    out.print(of_chat_table(those))
    villages = len({one.village for one in meant})
    out.print(f"To be rejected: {len(meant)} (villages: {villages})." if meant else _NOTHING)
    if stay := [one for one in those if one.status in LIVE and one not in meant]:
        out.print(f"Confirmed, or another's by their head's word, and stay: {len(stay)}.")


_NOTHING = "Nothing that came from this chat is undecided."
_HOW_MANY = "It cannot be undone. How many are rejected?"
