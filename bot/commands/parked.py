"""`seratus parked`: the messages that a fault of ours kept from being taken, and what to do."""

import re
from typing import Annotated
from uuid import UUID

import typer

from bot.app import App
from bot.commands.printed import parked_table
from bot.commands.replaying import Replay, Replayed, Replaying
from bot.commands.running import err, out, refuse, run
from bot.turns.turn import Elsewhere
from storage.entries import Entry
from storage.messages.parked import Opened

parked_app = typer.Typer(
    help="Look after messages that a fault of ours kept from being taken.", no_args_is_help=True
)
_NONE = "Nothing is parked."


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        message = f"{given} is no id as 'seratus parked list' shows it"
        raise typer.BadParameter(message) from None


Id = Annotated[
    UUID, typer.Argument(help="An id that 'seratus parked list' shows.", parser=_id, metavar="ID")
]

# Of a traceback, what cannot quote anybody: where it was, not what was wrong there.
_FRAME = re.compile(r'\s*File ".*", line \d+, in \S+')


@parked_app.command("list")
def parked_list() -> None:
    """List what is parked, oldest first; nothing of it is anybody's."""

    async def listed(app: App) -> None:
        async with app.storage.begin() as work:
            those = await work.parked.list()
        out.print(parked_table(those) if those else _NONE)

    run(listed)


@parked_app.command("show")
def parked_show(
    row: Id,
    *,
    body: Annotated[
        bool, typer.Option("--body", help="What was written, too: personal data. It is recorded.")
    ] = False,
) -> None:
    """Show where the fault was: the frames of its traceback, without the message of the error.

    With --body you see the whole traceback and the body as the channel sent it: somebody's words
    and perhaps their NIK. That you looked is kept in the audit trail. Copy it nowhere.
    """
    opened = run(lambda app: _opened(app, row, read=body))
    if opened is None:
        refuse(f"{row} is {Replayed.UNKNOWN}")
        return
    kept = opened.kept
    out.print(f"{kept.error} on {kept.channel} at {kept.at:%Y-%m-%d %H:%M:%S %Z}")
    if body:
        err.print("Personal data. That it was shown is in the audit trail.", style="bold red")
        told, raw = opened.traceback, opened.raw.decode(errors="replace")
        out.print(f"{told}\n{raw}", soft_wrap=True)
        return
    frames = [line for line in opened.traceback.splitlines() if _FRAME.fullmatch(line)]
    out.print("\n".join(frames), soft_wrap=True)


async def _opened(app: App, row: UUID, *, read: bool) -> Opened | None:
    async with app.storage.begin() as work:
        opened = await work.parked.open(row)
        if opened is not None and read:
            work.audit.record([Entry("parked_read", None, row)])
        return opened


@parked_app.command("replay")
def parked_replay(
    rows: Annotated[
        list[UUID] | None, typer.Argument(help="Ids to take.", parser=_id, metavar="ID")
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="All of them, oldest first.")] = False,
) -> None:
    """Take parked messages after all, once the fault is mended (deploy that first).

    Each sender was told sorry and asked again; only who could not be read (a key was missing)
    heard nothing. If they have not gone on since, what they said is taken as if it had come late,
    and they are asked what comes next. If they have, it would answer another question than it was
    said to: nothing is taken, and it stays parked until you drop it. A message is taken once at
    most; one that fails again stays parked.

    The exit code is 1 if any was not taken.
    """
    refuse(None if bool(rows) != every else "name ids, or say --all")

    async def replayed(app: App) -> dict[UUID, Replay]:
        replaying = Replaying(app.storage, app.turn(Elsewhere()))  # who serves will deliver
        if every:
            async with app.storage.begin() as work:
                ids = [kept.id for kept in await work.parked.list()]
        else:
            ids = rows or []
        return {row: await replaying.replay(row) for row in ids}

    told = run(replayed)
    if not told:
        out.print(_NONE)
    for row, replay in told.items():
        out.print(f"{row}: {replay.outcome} {replay.error}".rstrip())
    if any(replay.outcome is not Replayed.TAKEN for replay in told.values()):
        raise typer.Exit(1)


@parked_app.command("drop")
def parked_drop(row: Id) -> None:
    """Delete a parked message for good: its sender has gone on, or it can never be taken."""

    async def dropped(app: App) -> bool:
        async with app.storage.begin() as work:
            gone = await work.parked.drop(row)
            if gone:
                work.audit.record([Entry("parked_dropped", None, row)])
            return gone

    refuse(None if run(dropped) else f"{row} is {Replayed.UNKNOWN}")
    out.print(f"Dropped {row}.")
