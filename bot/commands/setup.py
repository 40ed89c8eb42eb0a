"""What an operator sets up: villages, programmes, heads. The command line shows the results."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid5

from conversations.answers.village.village import load
from conversations.programme import Programme
from conversations.record import record
from storage.database import Storage
from storage.office.officials import Head
from storage.unit_of_work import UnitOfWork

DEMO_REGENCIES = {"61.04": "Kabupaten Ketapang", "61.07": "Kabupaten Bengkayang"}
_DEMO = UUID("019ab2c4-6c00-7d3e-8000-64656d6f0000")  # names what the demo opens: see demos_id
OPEN = ("active", "invited")  # what can be revoked; an invitation that expired is void
INVITATION_LASTS = timedelta(days=14)
_NOT_THE_DEMOS = (
    "this database is not the demo's, for somebody has begun to set it up: 'seratus chat' tries "
    "it as it is, and with another SERATUS_HOME the demo has one of its own"
)


class UnknownVillage(Exception):  # noqa: N818 - an operator's slip, told in its message
    """No such village was loaded."""


@record
class Invitation:
    """A one-time code, to hand to a head in person."""

    village: str
    code: str
    lasts: timedelta
    beside: Sequence[Head]
    """The heads and open invitations that the village has already."""


@record
class Loaded:
    """How many villages were loaded just now, and how many the database knows in all."""

    villages: int
    known: int


def demo_programme(regency: str, today: date) -> Programme:
    """Return next calendar year's programme, with 100 places a village."""
    year = today.year + 1
    return Programme(
        id=demos_id(regency, year),
        regency=regency,
        year=year,
        places=100,
        cover_from=date(year, 1, 1),
        cover_to=date(year, 12, 31),
        funder=f"APBD {DEMO_REGENCIES[regency]}",
    )


def demos_id(regency: str, year: int) -> UUID:
    """Return the id of the demo's programme: always the same, so that it is known again."""
    return uuid5(_DEMO, f"{regency} {year}")


async def load_villages(storage: Storage, regencies: Sequence[str]) -> Loaded:
    """Load the villages of regencies from the public list."""
    those = load(regencies)
    async with storage.begin() as work:
        known = await work.programmes.load(those)
    return Loaded(len({village.code for village in those}), known)


async def is_the_demos(storage: Storage) -> bool:
    """Say whether the demo filled this database: what is open in it has the demo's ids."""
    async with storage.begin() as work:
        return of_the_demo(await work.programmes.opened())


def of_the_demo(opened: Sequence[Programme]) -> bool:
    """Say whether these programmes are the demo's, by their ids."""
    return bool(opened) and all(one.id == demos_id(one.regency, one.year) for one in opened)


async def prepare_demo(storage: Storage, today: date) -> str | None:
    """Load Bengkayang and Ketapang and open a programme in each, unless that was done before.

    All at once, and only where there is nothing: a database in which an operator began is meant
    in earnest. Say what keeps it from being the demo's, None if nothing does.
    """
    if await is_the_demos(storage):
        return None
    async with storage.begin() as work:
        if await work.programmes.opened() or await work.programmes.villages():
            return _NOT_THE_DEMOS
        await work.programmes.load(load(tuple(DEMO_REGENCIES)))
        for regency in DEMO_REGENCIES:
            await work.programmes.open(demo_programme(regency, today))
    return None


async def invite(storage: Storage, village: str, name: str, lasts: timedelta) -> Invitation:
    """Invite a village's head; raise UnknownVillage for a village that was never loaded."""
    async with storage.begin() as work:
        await known(work, village)
        beside = [one for one in await work.officials.list(village) if one.state in OPEN]
        code = await work.officials.invite(village, name, lasts)
        return Invitation(village, code, lasts, beside)


async def known(work: UnitOfWork, village: str) -> None:
    """Raise UnknownVillage for a village that was never loaded."""
    if not await work.officials.knows(village):
        raise UnknownVillage(no_village(village))


def no_village(code: str) -> str:
    return f"there is no village {code}: 'seratus villages list' shows those loaded"
