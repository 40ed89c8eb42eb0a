"""Canaries: what people told stands in clear in nothing that a district keeps, copies or is shown.

Somebody is in every table, and more was done with others: asked about, moved to another village,
erased, their consent taken back, the keys rotated. Each value is then looked for in the dump, the
backup, the list of what was erased, pages, metrics, and what commands print.
"""

import asyncio
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from bot.app import opened
from bot.commands.main import main
from bot.pages.public import Public
from bot.postgres import Server, remove, start
from bot.serving.gauges import counting
from bot.serving.metrics import Metrics
from bot.settings import Settings
from conversations.messages import Channel
from storage import keyfile
from storage.proof.erased import ErasedFile
from storage.rotation.rehashing import HASHES
from storage.sealing import Keys
from storage.tables import metadata
from tests.storage.builders import Town, incoming, village
from tests.storage.everything import CHAT, NAME, NIK, everything
from tests.storage.test_own_numbers import NUMBER, vouched
from tests.storage.test_requests import erases, finishes, own
from tests.storage.test_sealed import dump, found

HURRY = {"fsync": "off"}
NOTE = "katanya Zulmiatun sudah pindah"
TOLD = {
    "name": "Margaretasih Iten",
    "mother": "Fransiskawati",
    "birth_place": "Sambaliungan",
    "address": "Dusun Sebadasewu RT 2",
    "phone": "+6281299887766",
    "nik_": "6107015505859371",
}
CANARIES = {
    "everywhere": NAME.split()[0],
    "everywhere's NIK": NIK,
    "everywhere's chat": CHAT,
    "second phone": "second-phone",
    "name": "Margaretasih",
    "mother": TOLD["mother"],
    "birth place": TOLD["birth_place"],
    "address": "Sebadasewu",
    "phone": "81299887766",
    "vouched number": NUMBER.removeprefix("+62"),
    "NIK": TOLD["nik_"],
    "chat": "chat-5544332211",
    "head and their chat": "Hermanegildus",
    "note": "Zulmiatun",
    "who took the consent back": "chat-1029384756",
    "who is erased": "chat-6655443322",
}
OF_OPERATORS = {"everywhere", "note"}  # stand in what operators wrote themselves, and are shown
MAY_BE_EMPTY = {"rehashed"}  # but while keys are rotated
NEW = (
    "SELECT count(withdrawn_at) FROM consents",
    "SELECT count(village_left) FROM history",
    "SELECT count(sealed) FROM history",
    "SELECT count(sealed) FROM audit",
    "SELECT count(digest) FROM audit",
    "SELECT count(done_at) FROM requests",
    "SELECT count(person_id) FROM requests",
    "SELECT count(phone_sealed) FROM addresses",
)
PAGES = ("/", "/desa", "/desa?cari=suka", "/desa/61.07", f"/desa/{village().code}", "/nowhere")
COMMANDS = (
    ("audit", "show", "--last", "500"),
    ("audit", "show", "--number", "PR-6107-000001"),
    ("audit", "verify"),
    ("retention",),
    ("keys", "show"),
    ("check",),
    ("programme", "show"),
    ("villages", "list"),
)


@dataclass
class District:
    folder: Path
    server: Server

    def says(self, *arguments: str) -> Result:
        at = {"SERATUS_HOME": str(self.folder / "home"), "COLUMNS": "300"}
        done = CliRunner().invoke(main, arguments, env=at)
        assert done.exit_code in {0, 1}, done.output
        return done

    @property
    def keys(self) -> Keys:
        return keyfile.load(self.folder / "home.keys")

    @property
    def dumped(self) -> str:
        return dump(self.server, self.server.url)

    def backed_up(self, name: str) -> dict[str, bytes]:
        """Make a backup; return what is in it, by the names of its files."""
        self.says("backup", str(self.folder / name))
        with tarfile.open(self.folder / name) as archive:
            files = ((one.name, archive.extractfile(one)) for one in archive)
            return {name: file.read() for name, file in files if file}


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    folder = tmp_path_factory.mktemp("district")
    server = start(folder / "home", HURRY)
    made = District(folder, server)
    (folder / "home.keys").touch(0o600)
    (folder / "home.keys").write_text(Keys.generate().dump(), "utf-8")
    made.says("migrate")
    asyncio.run(_lived_in(made))
    yield made
    server.stop()
    remove(folder / "home")


async def _lived_in(district: District) -> None:
    url, keys = district.server.url, district.keys
    async with Town.founded(url, places=9, villages=2, keys=keys, met=True) as town:
        await town.storage.check_keys()
        await everything(town)
        head = await town.head(CANARIES["head and their chat"])
        worker, takes_back, leaves = await town.workers(
            *(CANARIES[one] for one in ("chat", "who took the consent back", "who is erased"))
        )
        one = await town.registered(worker, **TOLD)
        await town.asks(head, one, "name", note=NOTE)
        told = {**TOLD, "nik": TOLD["nik_"], "village": village(2).code}
        told.pop("nik_")
        await town.amend(worker, await town.standing(one.id), **told)
        await vouched(town, worker)
        await own(town, takes_back)
        async with town.storage.begin() as work:
            await work.lock(await work.requests.villages(takes_back.id))
            await work.requests.take_consent_back(takes_back)
        await town.rows("UPDATE requests SET done_at = now()")  # of `everything`, but who asked
        await own(town, leaves)
        await erases(town, leaves)
        await finishes(town, ErasedFile(district.folder / "home.erased"))
        async with town.storage.begin() as work:
            await work.inbox.accept([incoming("9", CHAT, NOTE)])
            await work.key_use.tell()


async def _rehashed(district: District) -> str:
    """Prepare what every hash becomes, as a rotation does first; return the dump of then."""
    url, keys = district.server.url, district.keys
    async with Town.founded(url, places=0, villages=0, keys=keys, met=True) as town:
        await town.storage.check_keys()
        for hashes in HASHES:
            async with town.storage.begin() as work:
                await work.rehashing.prepare(hashes)
    return await asyncio.to_thread(lambda: district.dumped)


async def _shown(district: District) -> dict[str, str]:
    """Return the pages that anybody may look at, and the metrics."""
    settings = Settings.read({"SERATUS_HOME": str(district.folder / "home")})
    metrics = Metrics([Channel.TELEGRAM])
    async with opened(settings, district.server.url, watch=metrics) as app:
        shown: dict[str, str] = {}
        for asgi, paths in ((Public(app), PAGES), (metrics.page(), ("/metrics",))):
            transport = httpx.ASGITransport(asgi)
            async with (
                counting(app, metrics),
                httpx.AsyncClient(transport=transport, base_url="http://it") as client,
            ):
                shown |= {path: (await client.get(path)).text for path in paths}
    return shown


def quoted(shown: Mapping[str, str], *but: str) -> dict[str, list[str]]:
    """Return what stands where; `but`: canaries that may."""
    planted = {name: value for name, value in CANARIES.items() if name not in but}
    told = {where: found(text, planted) for where, text in shown.items()}
    return {where: those for where, those in told.items() if those}


def in_files(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Return what stands in which file, as it is or in small letters."""
    told = {
        name: [
            what
            for what, value in CANARIES.items()
            if value.encode() in whole or value.lower().encode() in whole
        ]
        for name, whole in files.items()
    }
    return {name: those for name, those in told.items() if those}


def test_in_the_database_everything_is_sealed_whatever_was_done(district: District) -> None:
    dumped = district.dumped
    empty = [one for one in metadata.tables if f"INSERT INTO public.{one} " not in dumped]

    assert set(empty) <= MAY_BE_EMPTY, "tables are empty"
    assert asyncio.run(_counted(district)) == []
    assert quoted({"dump": dumped}) == {}


async def _counted(district: District) -> list[str]:
    """Return the new columns in which nothing is."""
    url, keys = district.server.url, district.keys
    async with Town.founded(url, places=0, villages=0, keys=keys) as town:
        return [one for one in NEW if not await town.value(one)]


def test_no_page_no_metric_and_no_command_that_counts_shows_any(district: District) -> None:
    pages = asyncio.run(_shown(district))
    commands = {" ".join(one): district.says(*one).output for one in COMMANDS}

    assert "seratus_" in pages["/metrics"]
    assert "seal1" in commands["keys show"]
    assert quoted(pages) == {}
    assert quoted(commands, *OF_OPERATORS) == {}


def test_neither_the_list_of_what_was_erased_nor_a_backup_has_any(district: District) -> None:
    erased = (district.folder / "home.erased").read_bytes()
    files = district.backed_up("whole.backup")

    manifest = next(name for name in files if name.startswith("manifest"))
    assert b"registrations" in files[manifest]
    assert b"registrations" in erased
    assert in_files({"erased": erased, **files}) == {}


def test_while_keys_are_rotated_and_after_it_is_so_as_well(district: District) -> None:
    district.says("keys", "add")
    between = asyncio.run(_rehashed(district))
    rotated = district.says("keys", "rotate")

    assert "INSERT INTO public.rehashed " in between
    assert "Everything is sealed with seal2" in rotated.stdout
    shown = {"between": between, "after": district.dumped, "rotate": rotated.output}
    assert quoted(shown | {"show": district.says("keys", "show").output}) == {}


def test_the_same_search_finds_what_is_written_in_clear(district: District) -> None:
    async def slips() -> None:
        url, keys = district.server.url, district.keys
        async with Town.founded(url, places=0, villages=0, keys=keys) as town:
            await town.rows("UPDATE requests SET receipt = receipt || 'chat-6655443322'")
            await town.rows("UPDATE villages SET name = 'Sambaliungan'")

    asyncio.run(slips())

    assert quoted({"dump": district.dumped}) == {"dump": ["birth place", "who is erased"]}
    listed = {"list": district.says("villages", "list").output}
    assert quoted(listed) == {"list": ["birth place"]}
    assert "birth place" in quoted(asyncio.run(_shown(district)))["/desa/61.07"]
    files = in_files(district.backed_up("slips.backup")).values()
    in_backup = {one for those in files for one in those}
    assert in_backup >= {"birth place", "who is erased"}
