"""`seratus person find` and `show`: who it is, and all there is of them."""

import re
from collections.abc import Sequence
from typing import Annotated

import typer

from bot.app import App
from bot.commands import acting
from bot.commands.person import doing
from bot.commands.person.asking import Number, Reason, asked, looked_at, tell_whom, why_of
from bot.commands.person.printed import found_table, shown_group
from bot.commands.running import ask_twice, out, refuse, run
from storage.office.rights.looked_up import MOST

_NUMBER = re.compile(r"PR-\d{4}-\d+")
_NIK = re.compile(r"\d{16}")
_AROUND = re.compile(r"[\s.]")


def find(
    whom: Annotated[
        str | None,
        typer.Argument(help="A number, a NIK, or a name. Left out, it is asked for."),
    ] = None,
    *,
    village: Annotated[str | None, typer.Option(help="Where the name is: 61.07.01.2001")] = None,
    regency: Annotated[str | None, typer.Option(help="Where the name is: 61.07")] = None,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="Open the names of the whole country.")
    ] = False,
    reason: Reason = None,
) -> None:
    """Find who is registered, by number, by NIK, or by all or part of a name.

    A name needs --village or --regency: names are sealed, and each there is opened. What is typed
    at a prompt, and not with the command, stays in no shell's history.

    That each was found is in the audit, with your reason.
    """
    said = asked(whom, "Number, NIK or name", "say whom: a number, a NIK or a name")
    where = [one for one in (village, regency, "" if everywhere else None) if one is not None]
    meant, why = _meant(said, where), why_of(reason)

    async def found(app: App) -> None:
        _known(app, village, regency)
        those = await doing.find(app, meant, why)
        refuse(None if those else "there is none such")
        out.print(found_table(those, app))
        if meant.name and len(those) == MOST:
            out.print(f"There may be more: these are the first {MOST}. Say more of the name.")

    run(found)


def _meant(said: str, where: Sequence[str]) -> doing.Whom:
    """Read whether it is a number, a NIK or a name."""
    number, digits = acting.as_written(said), _AROUND.sub("", said)
    if _NUMBER.fullmatch(number) or _NIK.fullmatch(digits):
        refuse("--village, --regency and --everywhere go with a name" if where else None)
        by_number = _NUMBER.fullmatch(number) is not None
        return doing.Whom(number=number) if by_number else doing.Whom(nik=digits)
    refuse("a NIK has 16 digits, and a name has none" if re.search(r"\d", said) else None)
    one = "a name is looked for in one place: --village CODE, --regency CODE, or --everywhere"
    refuse(None if len(where) == 1 else one)
    return doing.Whom(name=said, within=where[0])


def _known(app: App, village: str | None, regency: str | None) -> None:
    """Refuse a place that was not loaded: that nobody is found there would say nothing."""
    villages = app.directory.villages
    if village is not None and villages.get(village) is None:
        refuse(f"{village} is not loaded: 'seratus villages list' shows which are")
    if regency is not None and villages.regency(regency) is None:
        refuse(f"no village of {regency} is loaded: 'seratus villages list' shows which are")


def show(
    number: Number,
    *,
    unmask: Annotated[
        bool, typer.Option("--unmask", help="Show NIK and telephone whole; asked twice.")
    ] = False,
    reason: Reason = None,
) -> None:
    """Show all there is of a registration: answers, consent, history, who read it, what was told.

    Of NIK and telephone the ends alone. What messages said is not kept; what became of them is
    for a day, or thirty where they failed, and is of the whole chat, whatever it was about.

    That it was shown is in the audit, with your reason; that it was unmasked, too.
    """
    why = why_of(reason)

    async def shown(app: App) -> None:
        one = await looked_at(app, number, why)
        tell_whom(app, one)
        if unmask:
            ask_twice("Show NIK and telephone whole?", "Write its number once more", one.number)
            await doing.unmask(app, one, why)
        out.print(shown_group(await doing.shown(app, one), app, whole=unmask))

    run(shown)
