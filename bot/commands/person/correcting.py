"""`seratus person correct`: the old beside the new, and why something is not corrected."""

from typing import Annotated, assert_never

import typer

from bot.app import App
from bot.commands import acting
from bot.commands.person import doing
from bot.commands.person.asking import Number, Reason, asked, looked_at, tell_whom, why_of
from bot.commands.person.printed import changes_table
from bot.commands.running import ask_twice, out, refuse, run
from conversations.life_cycle import MAY_BE_AMENDED
from conversations.machine import About
from conversations.outcomes.amending import (
    Amended,
    HeldByClaim,
    NoPlaceThere,
    NothingToAmend,
    Overtaken,
)
from conversations.outcomes.registering import AlreadyRegistered
from conversations.registration.amendment import amendment
from conversations.registration.at_office import Correction, NotCorrected, Why, corrected
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from storage.office.registrations.amendments import Amendment
from storage.office.rights.looked_up import LookedUp

_OFFICE = amendment(FORM)


def correct(
    number: Number,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE…",
            help='What is to be otherwise: name="Yanti Susanti". Without =VALUE it is asked for.',
        ),
    ],
    *,
    reason: Reason = None,
) -> None:
    """Correct answers, as the worker's own chat would; number and place stay.

    The fields are those of 'person show'. The same rules hold. What a head can tell he confirms
    anew: the card comes again and says that the district corrected it. Another village takes a
    place that is free there. With another NIK goes birth=yes (date and sex are the NIK's), or
    birth=no with birth_date= and sex=.

    You see the old beside the new, and are asked twice. The chat is told. It is in the audit,
    with your reason.
    """
    why, given = why_of(reason), dict(map(_pair, fields))

    async def done(app: App) -> None:
        one = await looked_at(app, number, why)
        tell_whom(app, one)
        may = one.status in MAY_BE_AMENDED
        refuse(None if may else f"{one.number} is {one.status}: it cannot be corrected any more")
        about = About(one.id, one.version, one.number, one.answers)
        read = corrected(_OFFICE, RULES, about, given, acting.context(app, one.village))
        if isinstance(read, NotCorrected):
            refuse(_not_corrected(read))
            return
        _show_changes(app, one, read)
        ask_twice("Do it?", "Write its number once more", one.number)
        refuse(_not_amended(await doing.correct(app, one, read.wish, why), one.number))
        out.print(f"{one.number} is corrected, and its chat is told.")

    run(done)


def _pair(field: str) -> tuple[str, str]:
    name, given, value = field.partition("=")
    return name, asked(value if given else None, name, f"say {name}=…, what it is to be")


def _show_changes(app: App, one: LookedUp, read: Correction) -> None:
    out.print(changes_table(one, read, app))
    if "village" in read.wish.changed:
        out.print("It takes a place that is free there; the one it has goes to who waits for it.")
    elif read.wish.anew:
        out.print("Number and place stay; a head has to confirm it anew.")
    else:
        out.print("Number, place and what was decided stay.")


def _not_corrected(read: NotCorrected) -> str:
    more = ", ".join(read.more)
    match read.why:
        case Why.UNKNOWN:
            return f"{read.about} is nothing that is corrected; these are: {more}"
        case Why.UNREAD:
            return f"{read.about} cannot be read: {more}"
        case Why.MISSING:
            of_these = f" ({more})" if more else ""
            return f"{read.about} falls with that: say {read.about}=…, too{of_these}"
        case Why.SAME:
            return "that is what there is already: nothing was done"
        case Why.RULED_OUT:
            return f"with that they may not take part ({read.about}): nothing was done"
        case Why.CLOSED:
            return "no programme is open there, by whose rules it could be judged"
        case _:
            assert_never(read.why)


def _not_amended(outcome: Amendment, number: str) -> str | None:
    match outcome:
        case Amended():
            return None
        case Overtaken() | NothingToAmend():
            return doing.CHANGED.format(number)
        case AlreadyRegistered(number=""):
            return "its programme is over, or somebody else has that NIK: nothing was done"
        case AlreadyRegistered():
            return f"that NIK is registered already, as {outcome.number}: nothing was done"
        case NoPlaceThere():
            return f"no place is free in {outcome.village}: nothing was done"
        case HeldByClaim():
            return f"{doing.CLAIMED}: nothing was done"
        case _:
            assert_never(outcome)
