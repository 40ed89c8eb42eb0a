"""`seratus check`: what is set, what is amiss, and at the end what is to do."""

from collections.abc import Iterator, Mapping, Sequence

from bot.app import App
from bot.commands import setup
from bot.commands.phrases import many, wrapped
from bot.commands.printed import WHY, checked, of_keys
from bot.commands.rights import told as told_rights
from bot.commands.running import out, run, told
from bot.commands.system_user import of_server
from bot.database import is_there, none_here
from bot.serving.logs import configure
from bot.serving.sockets import InUse, listen
from bot.settings import Settings, SettingsError
from conversations.programme import Programme
from storage.key_use import WARNS, Used
from storage.office.rights.requests import Late
from storage.office.stuck import Stuck, Why
from storage.proof.erased import ErasedFile
from storage.sealing import BUDGET, Sealer, fingerprint

_NO_CHANNEL = (
    "set SERATUS_TELEGRAM_TOKEN, from @BotFather, or the SERATUS_WHATSAPP_ settings "
    "(docs/whatsapp.md), then: seratus serve"
)

_NAMED = {"--basis": "the law behind it", "--complaints": "whom to complain to about data"}


def check() -> None:
    """Say what is set, what is missing, and at the end what to do. Nothing is made.

    It looks at the settings, at the keys, and at what is in the database. Where there is no
    database in SERATUS_HOME it says so, and makes neither one nor keys for it.
    """
    with told():
        settings = Settings.read()
        configure("warning")
        out.print(checked(settings))
        todo = list(_refused_by_serve(settings))
        try:
            todo += run(_looked) if is_there(settings) else [none_here(settings)]
        finally:  # whatever else is amiss
            todo += [] if settings.channels else [_NO_CHANNEL]
            _tell(todo)
        if not todo:
            out.print("Nothing is to do.", style="bold")


def _refused_by_serve(settings: Settings) -> Iterator[str]:
    """Yield what 'seratus serve' would refuse, but for what only the platforms know."""
    yield from settings.unmet
    if problem := ErasedFile(settings.erased_file).problem(settings.home):
        yield problem
    places = [("SERATUS_", settings.host, settings.port)]
    if settings.metrics_port is not None:
        places.append(("SERATUS_METRICS_", settings.metrics_host, settings.metrics_port))
    for prefix, host, port in places:
        try:
            listen(host, port, prefix).close()
        except InUse:
            pass  # by the bot, which is running
        except SettingsError as error:
            yield str(error)


async def _looked(app: App) -> list[str]:
    """Print what there is; return what is to do."""
    async with app.storage.begin() as work:
        programmes = await work.programmes.opened()
        rights = await work.rights()
        stuck = await work.stuck.count()
        late = await work.requests.late()
        sealer, used = work.key_use.sealer, await work.key_use.told()
        heads = [head for head in await work.officials.list() if head.state == "active"]
    count = f"programmes open: {len(programmes)} · heads: {len(heads)}"
    server = of_server(app.settings)
    for line in (
        of_keys(app.settings, sealer.sealing),
        f"database: answers · {count}",
        *([server] if server else []),
        *told_rights(rights),
    ):
        out.print(wrapped(line, out.width), soft_wrap=True)
    return [
        *of_the_demo(programmes),
        *_of_key_use(sealer, used),
        *_of_late(late),
        *_of_stuck(stuck),
        *_of_setting_up(len(programmes), len(heads)),
        *_of_consent(programmes),
    ]


def of_the_demo(opened: Sequence[Programme]) -> Iterator[str]:
    """Yield that the database is the demo's, if it is."""
    if setup.of_the_demo(opened):
        yield (
            "this is the demo's database, with people and heads who are made up: for the bot in "
            "earnest take another SERATUS_HOME, or SERATUS_DATABASE_URL"
        )


def _of_late(late: Sequence[Late]) -> Iterator[str]:
    if late:
        told = ", ".join(one.receipt for one in late[:5])
        yield (
            f"What people asked for about their data is overdue ({len(late)}: {told}): it is done "
            "by 'seratus serve', and has to be within 72 hours; the log says why it is not."
        )


def _of_key_use(sealer: Sealer, used: Mapping[str, Used]) -> Iterator[str]:
    if not sealer.settled:
        yield "newer keys are there, not in use: restart whatever serves, then seratus keys rotate"
    in_use = used.get(fingerprint(sealer.keys.sealing[sealer.sealing]))
    if in_use and in_use.seals >= WARNS:
        told = f"seal{sealer.sealing} has sealed {in_use.seals:,} times"
        yield f"{told}, and is good for {BUDGET:,}: seratus keys add"


def _of_stuck(stuck: Sequence[Stuck]) -> Iterator[str]:
    for one in stuck:
        if one.why is not Why.NO_HEAD:
            waiting = many(one.many, "registration waits", "registrations wait")
            yield f"{waiting} and nobody may decide ({WHY[one.why]}): seratus heads list"


def _of_setting_up(programmes: int, heads: int) -> Iterator[str]:
    if not programmes:
        yield "seratus villages load 61.07, then seratus programme open 61.07 …"
    elif not heads:
        yield "seratus heads invite CODE …, for registrations wait for a village head"


def _of_consent(programmes: Sequence[Programme]) -> Iterator[str]:
    """Yield what a district has not named: its consent is in words that are true without it."""
    for one in programmes:
        named = {"--basis": one.basis, "--complaints": one.complaints}
        lacks = {option: _NAMED[option] for option, words in named.items() if not words}
        if lacks:
            options = " ".join(f"{option} '…'" for option in lacks)
            yield (
                f"the consent of {one.regency} does not name {' and '.join(lacks.values())}: "
                f"seratus programme change {one.regency} {options}"
            )


def _tell(todo: Sequence[str]) -> None:
    if todo:
        out.print("To do:", style="bold")
    for number, one in enumerate(todo, 1):
        out.print(wrapped(f"  {number}. {one}", out.width, hanging=5), soft_wrap=True)
