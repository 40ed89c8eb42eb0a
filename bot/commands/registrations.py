"""`seratus registrations`: what an operator does about what people registered."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.commands import acting, dismissing
from bot.commands.printed import history_table, of_chat_table
from bot.commands.running import ask_twice, expect, out, refuse, run
from conversations.life_cycle import LIVE
from storage.office.registrations.dismissals import OfChat

registrations_app = typer.Typer(
    help="What was done with a registration; reject what came from one chat.",
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


def _show(those: Sequence[OfChat], meant: Sequence[OfChat]) -> None:
    out.print(of_chat_table(those))
    villages = len({one.village for one in meant})
    out.print(f"To be rejected: {len(meant)} (villages: {villages})." if meant else _NOTHING)
    if stay := [one for one in those if one.status in LIVE and one not in meant]:
        out.print(f"Confirmed, or another's by their head's word, and stay: {len(stay)}.")


_NOTHING = "Nothing that came from this chat is undecided."
_HOW_MANY = "It cannot be undone. How many are rejected?"
