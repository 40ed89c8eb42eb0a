"""`seratus audit`: whether the trail of what was done is whole, and what is in it."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from bot.app import App
from bot.commands.acting import as_written
from bot.commands.printed import audit_table
from bot.commands.running import err, out, refuse, run
from storage.entries import Entry
from storage.proof.audit import Recorded
from storage.proof.chains import Broken, ChainHead
from storage.unit_of_work import UnitOfWork

audit_app = typer.Typer(
    help="Verify that the audit trail is whole; show what is in it.", no_args_is_help=True
)
_WHOLE, _BROKEN = 0, 1


@audit_app.command("verify")
def verify(
    *,
    heads: Annotated[
        list[str] | None,
        typer.Option(
            "--head", help="A head that was written down earlier: 61.07:5678:<hash>. Repeatable."
        ),
    ] = None,
) -> None:
    """Compute every chain again: a row that was changed, removed, added or moved is found.

    There is one chain a regency, and one (-) for what belongs to none. At the end the heads are
    printed: written down elsewhere, as in the minutes of a meeting, they show later that the trail
    up to there was not made anew. Exit code 1 if a chain is broken.
    """
    written = [_head(told) for told in heads or []]
    found = run(lambda app: _verified(app, written))
    for one in found:
        if isinstance(one, Broken):
            out.print(f"BROKEN  {one.chain or '-'} at row {one.seq}: {one.why}")
        else:
            out.print(f"whole   {one}")
    raise typer.Exit(_BROKEN if any(isinstance(one, Broken) for one in found) else _WHOLE)


def _head(told: str) -> ChainHead:
    try:
        return ChainHead.parse(told)
    except ValueError:
        refuse(f"{told} is no head: write it as it was printed, 61.07:5678:<hash>")
        raise


async def _verified(app: App, written: Sequence[ChainHead]) -> list[ChainHead | Broken]:
    async with app.storage.begin(whole=False) as work:
        heads = await work.chains.heads()
        lost = {one.chain for one in written} - {one.chain for one in heads}
        missing = [Broken(chain, 1, "the chain is missing") for chain in sorted(lost)]
        with Progress(
            TextColumn("audit"), BarColumn(), MofNCompleteColumn(), console=err, transient=True
        ) as bar:
            task = bar.add_task("rows", total=sum(one.seq for one in heads))
            found = [await _verdict(work, head, written, bar, task) for head in heads]
    return [*missing, *found]


async def _verdict(
    work: UnitOfWork, head: ChainHead, written: Sequence[ChainHead], bar: Progress, task: TaskID
) -> ChainHead | Broken:
    """Go through one chain; return where it breaks, or its head."""
    done = bar.tasks[task].completed
    known = {one.seq: one.hash for one in written if one.chain == head.chain}
    async for reached in work.chains.verify(head, known):
        if isinstance(reached, Broken):
            return reached
        bar.update(task, completed=done + reached)
    return head


@audit_app.command("show")
def show(
    *,
    number: Annotated[
        str | None, typer.Option(help="Of one registration: PR-6107-000123.")
    ] = None,
    regency: Annotated[str | None, typer.Option(help="Of one regency's chain: 61.07.")] = None,
    last: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many, the last.")] = 50,
) -> None:
    """Show what was done, when, and by whom: ids, and an operator's own words.

    That you looked is in it, too.
    """

    async def shown(app: App) -> list[Recorded]:
        async with app.storage.begin() as work:
            found = await work.audit.last(last, number and as_written(number), regency)
            work.audit.record([Entry("audit_read", None, None, regency=regency)])
            return found

    out.print(audit_table(run(shown)))
