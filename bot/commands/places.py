"""What `seratus programme change --places` shows, asks and tells."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import typer
from rich.progress import track

from bot.app import App
from bot.commands import resizing, terms
from bot.commands.phrases import many
from bot.commands.printed import villages_table
from bot.commands.resizing import Plan
from bot.commands.running import err, out
from conversations.programme import Programme


async def change_places(
    app: App, code: str, places: int, told: Mapping[str, object], *, ask: bool
) -> Programme | str:
    """Change the places of a regency's villages, with other terms, or of one village.

    Return the programme as it is now, or what forbids it.
    """
    plan = await resizing.planned(app, code, places)
    if isinstance(plan, str):
        return plan
    _show(plan)
    if ask and (plan.added or plan.taken_away):
        typer.confirm("Do it?", abort=True, err=True)
    if code == plan.programme.regency:
        changed = await terms.change_programme(app.storage, code, **told, places=places)
        if isinstance(changed, str):
            return changed
        plan = replace(plan, programme=changed)
    return await _changed(app, plan)


async def _changed(app: App, plan: Plan) -> Programme | str:
    """Change slice after slice, and tell how it ended."""
    let_in = 0
    slices = list(plan.slices())
    for codes in track(slices, "Places", console=err, transient=True, disable=not err.is_terminal):
        done = await resizing.resize(app, plan, codes)
        if isinstance(done, str):
            return done
        let_in += done
    out.print(f"Done. Let in, and told: {let_in}.")
    after = await resizing.looked(app, plan)
    if keep := after.keep:
        out.print(f"{_keep(after)} Say it again once some are free.")
        out.print(villages_table(keep))
    return plan.programme


def _show(plan: Plan) -> None:
    now = Counter(one.count.places for one in plan.villages)
    had = ", ".join(f"{places} in {many(those, 'village')}" for places, those in now.items())
    out.print(f"Places a village: {plan.places}. Now: {had}.")
    for line in _effects(plan):
        out.print(line)
    if plan.keep:
        out.print(_keep(plan))


def _keep(plan: Plan) -> str:
    keep = "keeps" if len(plan.keep) == 1 else "keep"
    return f"{many(len(plan.keep), 'village')} {keep} more, since the places are used."


def _effects(plan: Plan) -> Iterator[str]:
    if added := plan.added:
        yield (
            f"Added: {sum(added.values())}, in {many(len(added), 'village')}. They go to who "
            f"waits first, and these are told at once: {plan.let_in}."
        )
    if taken := plan.taken_away:
        yield (
            f"Taken away: {sum(taken.values())} that are free, the highest numbers, in "
            f"{many(len(taken), 'village')}. Where somebody waits none is free, and none goes."
        )
