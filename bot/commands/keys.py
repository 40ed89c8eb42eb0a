"""`seratus keys`: which keys are in use and how much, and how new ones take their place."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.app import App
from bot.commands.phrases import many
from bot.commands.printed import KeyShown, keys_table
from bot.commands.rotating import Rotated, rotate, settled
from bot.commands.running import err, out, refuse, run
from bot.database import keys
from conversations.record import record
from conversations.zones import WIB
from storage import keyfile
from storage.key_use import Used
from storage.office.registrations.new_phones import LASTS as CODE_LASTS
from storage.rotation.places import SEALED
from storage.rotation.resealing import Left
from storage.rotation.taking_up import Lacking, Untold
from storage.sealing import Keys, Sealer, fingerprint, name_of_hash, name_of_seal

keys_app = typer.Typer(
    help="Show the keys that seal people's data, and change them.", no_args_is_help=True
)


@record
class _Seen:
    """What the database tells of the keys."""

    sealer: Sealer
    left: Sequence[Left]
    used: Mapping[str, Used]


@keys_app.command("show")
def keys_show() -> None:
    """Show each key by its fingerprint: whether it is in use, and for how much. Never the key."""
    seen = run(_seen)
    out.print(keys_table(list(_shown(seen))))
    if unbound := sum(one.rows for one in seen.left if not one.whole):
        out.print(
            f"{many(unbound, 'registration is', 'registrations are')} not bound to NIK and "
            "programme yet: seratus keys rotate"
        )


async def _seen(app: App) -> _Seen:
    async with app.storage.begin() as work:
        left, used = await work.resealing.left(), await work.key_use.told()
        return _Seen(work.key_use.sealer, left, used)


def _shown(seen: _Seen) -> Iterator[KeyShown]:
    known, rows = seen.sealer.keys, _rows(seen.left)
    for version in sorted({*known.sealing, *rows}):
        key = known.sealing.get(version)
        print_ = fingerprint(key) if key else "not among the keys"
        used = seen.used.get(print_)
        in_use = version == seen.sealer.sealing
        yield KeyShown(name_of_seal(version), print_, in_use, rows[version], used)
    for version, key in sorted(known.hashing.items()):
        used = seen.used.get(fingerprint(key))
        in_use = version == seen.sealer.hashing
        yield KeyShown(name_of_hash(version), fingerprint(key), in_use, None, used)


def _rows(left: Sequence[Left]) -> Counter[int]:
    rows: Counter[int] = Counter()
    for one in left:
        rows[one.version] += one.rows
    return rows


@keys_app.command("add")
def keys_add() -> None:
    """Write a new sealing key and a new hashing key into the file of keys. Nothing uses them yet.

    Then copy the file to wherever else its copies are, restart whatever serves, and take the new
    keys up: seratus keys rotate.
    """
    run(_added)


async def _added(app: App) -> None:
    known = keys(app.settings)
    if not await settled(app.storage):
        refuse(f"{_newest(known)} are there already, and not in use yet: seratus keys rotate")
    if app.settings.keys is not None:
        refuse(
            f"the keys are in SERATUS_KEYS: add {_newest(known.next())} there, each of 32 random "
            "bytes (openssl rand -base64 32), for all that serve; then restart them"
        )
    added = keyfile.add(app.settings.keys_file)
    out.print(
        f"{_newest(added)} are in {app.settings.keys_file} now, and not in use yet. Copy the file "
        "to where its copies are, restart whatever serves, then: seratus keys rotate",
        soft_wrap=True,
    )


def _newest(known: Keys) -> str:
    return f"{name_of_seal(max(known.sealing))} and {name_of_hash(max(known.hashing))}"


@keys_app.command("rotate")
def keys_rotate(
    *,
    leave: Annotated[
        bool,
        typer.Option(
            "--leave", help="Go on even if some rows do not open, and will not be found any more."
        ),
    ] = False,
) -> None:
    """Take up the newest keys, and seal everything anew with them, while messages come in.

    Everybody who serves must have been restarted since 'seratus keys add', or nothing is done. For
    some seconds all wait; nothing is lost. Killed, it goes on where it was when you run it again.
    """
    outcome, until = run(lambda app: _rotated(app, leave=leave))
    match outcome:
        case Lacking(those):
            named = ", ".join(f"{one.pid} ({one.name or 'without a name'})" for one in those)
            refuse(
                "the newest keys are not taken up: some are connected to the database that do not "
                f"know them: {named}. Restart those that serve, end the others, and run it again."
            )
        case Untold(those):
            named = ", ".join(f"{place}: {count}" for place, count in those.items())
            refuse(
                f"the newest keys are not taken up: some rows would not be found any more "
                f"({named}), for what is sealed there does not open: it was sealed with another "
                "key, or moved by hand. Bring the key back, or run it again with --leave."
            )
        case Rotated():
            _tell(outcome, until)


def _tell(done: Rotated, until: str) -> None:
    if done.taken_up and done.taken_up.numbers:
        chats = many(done.taken_up.numbers, "chat", "chats")
        out.print(f"Of {chats} the number is not known until the channel tells it again.")
    for place, count in done.shut.items():
        out.print(f"{place}: {many(count, 'row does', 'rows do')} not open, and stay as they are.")
    rows = _rows(done.left)
    newest = max(rows, default=1)
    old = {version: count for version, count in rows.items() if version < newest}
    if old:
        named = ", ".join(f"{name_of_seal(one)}: {count}" for one, count in sorted(old.items()))
        out.print(f"Sealed with an older key are still: {named}. Keep those keys.")
    else:
        out.print(f"Everything is sealed with {name_of_seal(newest)}, and found with {until}")


async def _rotated(app: App, *, leave: bool) -> tuple[Rotated | Lacking | Untold, str]:
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=err,
        transient=True,
    ) as bar:
        tasks = {}
        for name, total in (await _to_do(app)).items():
            tasks[name] = bar.add_task(name, total=total, visible=total > 0)
        outcome = await rotate(
            app.storage, lambda what, count: bar.advance(tasks[what], count), leave=leave
        )
    return outcome, await _until(app)


async def _to_do(app: App) -> dict[str, int]:
    """Count what is to be done, by what `rotate` tells of."""
    async with app.storage.begin() as work:
        hashes = {} if work.taking_up.done else await work.rehashing.count()
        newest = max(work.key_use.sealer.keys.sealing)
        blobs = dict.fromkeys((place.name for place in SEALED), 0)
        for one in await work.resealing.left():
            blobs[one.place.name] += one.rows if one.version != newest or not one.whole else 0
    return {**hashes, **blobs}


async def _until(app: App) -> str:
    """Say which keys may be taken out, and when."""
    async with app.storage.begin() as work:
        known = work.key_use.sealer.keys
        hashing = name_of_hash(max(known.hashing))
        used = (await work.key_use.told()).get(fingerprint(known.hashing[max(known.hashing)]))
        since = used.since if used else work.now
        last = await work.officials.open_until(since)
    old = [name_of_seal(one) for one in sorted(known.sealing)[:-1]]
    older = [name_of_hash(one) for one in sorted(known.hashing)[:-1]]
    if not old and not older:
        return f"{hashing}. There are no older keys."
    ends = max(filter(None, (last, since + CODE_LASTS)))
    told = f"{ends.astimezone(WIB):%d-%m-%Y}"
    return (
        f"{hashing}. {', '.join(old) or 'No sealing key'} may be taken out of the keys now, and "
        f"{', '.join(older) or 'no hashing key'} after {told}, when the codes that were given out "
        "before have ended. Keep the old keys with the backups that they open, apart from both."
    )
