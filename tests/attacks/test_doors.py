"""What a stranger on the network may do to the web server, against a process of its own.

While each of it goes on, honest people are served, on Telegram and on WhatsApp. A process imports
for seconds, so those attacks that neither end it nor need limits of their own go on one by one
against the same: it must hold out against them all.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from statistics import median

import pytest
import pytest_asyncio

from tests.conftest import ADatabase
from tests.patience import PATIENCE
from tests.platforms.graph_server import GraphServer
from tests.platforms.plain_http import local_client
from tests.platforms.telegram_server import Phone, TelegramServer
from tests.platforms.whatsapp_phone import APP_SECRET, settings, signature
from tests.served import SECRET, Served, serving

# A process imports for seconds, and on a busy machine for minutes.
pytestmark = pytest.mark.timeout(300)

MIB = 1 << 20
SOON = 1.0  # seconds in which an honest webhook is answered
PATIENT = 600.0  # seconds at a stage: time shows nobody out
FEW, ENOUGH = 256, 4096  # descriptors
HASTY = 2.0  # time shows them out soon
PARSERS = ["httptools", "h11"]
BOTH = pytest.mark.parametrize("parser", PARSERS)

SILENT = b""
HALF_HEAD = b"POST /whatsapp/webhook HTTP/1.1\r\nHost: x\r\nX-"
WHATSAPP = b"POST /whatsapp/webhook HTTP/1.1\r\nHost: x\r\n"
TELEGRAM = (
    b"POST /telegram/webhook HTTP/1.1\r\nHost: x\r\n"
    b"X-Telegram-Bot-Api-Secret-Token: " + SECRET.encode() + b"\r\n"
)
HALF_BODY = WHATSAPP + b"Content-Length: 1000\r\n\r\n{"
ASKED_ONCE = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
UPGRADED = ASKED_ONCE + b"Upgrade: websocket\r\nConnection: upgrade\r\n\r\n"
KEPT_ALIVE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


class Line:
    """A stranger's connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def says(self, data: bytes) -> bool:
        """Return whether it could be said: nobody hears it once the connection is closed."""
        try:
            self._writer.write(data)
            await self._writer.drain()
        except ConnectionError:
            return False
        return True

    async def goes_on(self, data: bytes, most: int) -> int:
        """Say it again and again; return how many bytes were taken before it was closed."""
        said = 0
        while said < most and await self.says(data):
            said += len(data)
        return said

    async def drips(self, data: bytes) -> None:
        """Say it now and then, until the connection is closed."""
        while await self.says(data):  # noqa: ASYNC110 - it drips
            await asyncio.sleep(0.1)

    async def hears(self) -> bytes:
        """Return what is said to the stranger until the connection is closed."""
        heard = bytearray()
        with suppress(ConnectionError):
            while piece := await self._reader.read(MIB):
                heard += piece
        return bytes(heard)

    def hang_up(self) -> None:
        self._writer.transport.abort()


class Place:
    """The process that is attacked."""

    def __init__(self, bot: Served, telegram: TelegramServer) -> None:
        self.bot, self._phone = bot, Phone(telegram, 501, bot.post)
        self._lines: list[Line] = []

    async def line(self, *said: bytes, port: int | None = None) -> Line:
        line = Line(*await asyncio.open_connection("127.0.0.1", port or self.bot.port))
        self._lines.append(line)
        for one in said:
            await line.says(one)
        return line

    def hang_up(self) -> None:
        while self._lines:
            self._lines.pop().hang_up()

    def forget_peak(self) -> None:
        """Let the peak begin anew, from what the process holds now."""
        Path(f"/proc/{self.bot.process.pid}/clear_refs").write_text("5")  # see proc(5)

    def peak(self) -> int:
        """Return the most bytes that the process held, ever or since it was forgotten."""
        status = Path(f"/proc/{self.bot.process.pid}/status").read_text()
        found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
        assert found is not None
        return int(found[1]) << 10

    async def serves_the_honest(self) -> None:
        """One pause of a busy machine is not ours, so the median counts."""
        took = [await self._seconds_for_the_honest() for _ in range(5)]
        assert median(took) < SOON, took

    async def _seconds_for_the_honest(self) -> float:
        now = asyncio.get_running_loop().time
        began, known = now(), len(self.bot.acknowledged)
        body = b'{"entry": []}'
        async with local_client(timeout=PATIENCE) as client:
            signed = await client.post(
                f"http://127.0.0.1:{self.bot.port}/whatsapp/webhook",
                content=body,
                headers={"X-Hub-Signature-256": signature(body, APP_SECRET)},
            )
        await self._phone.says("bantuan")
        ready = await self.bot.get("/readyz")
        assert (signed.status_code, ready.status_code) == (200, 200)
        assert len(self.bot.acknowledged) == known + 1
        return (now() - began) / 3


@asynccontextmanager
async def attacked(
    url: str,
    home: Path,
    parser: str = "httptools",
    *,
    seconds: float = PATIENT,
    descriptors: int = ENOUGH,
) -> AsyncIterator[Place]:
    program = ("-m", "tests.hurried", parser, str(seconds), str(descriptors))
    async with (
        GraphServer() as meta,
        serving(url, home, program=program, **settings(meta)) as (bot, telegram),
    ):
        place = Place(bot, telegram)
        try:
            yield place
        finally:
            place.hang_up()


@pytest.fixture(scope="module")
def kind(
    request: pytest.FixtureRequest, a_database: ADatabase
) -> Iterator[tuple[str, str, float]]:
    """The database, the parser and the seconds of a process that is attacked again and again."""
    with a_database() as url:
        yield (url, *request.param)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def held_out(
    kind: tuple[str, str, float], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Place]:
    """A process that was attacked before, unless it is the first time."""
    url, parser, seconds = kind
    async with attacked(url, tmp_path_factory.mktemp("home"), parser, seconds=seconds) as place:
        yield place


def one_by_one(parsers: list[str] = PARSERS, seconds: float = PATIENT) -> pytest.MarkDecorator:
    """Attack the same process as other tests do, each parser's its own."""
    each = [(parser, seconds) for parser in parsers]
    return pytest.mark.parametrize("kind", each, indirect=True, ids=parsers)


@pytest.fixture
def place(held_out: Place) -> Iterator[Place]:
    """The same, nobody on the line, and its peak forgotten."""
    held_out.forget_peak()
    yield held_out
    held_out.hang_up()


async def test_all_of_it_at_once_keeps_nobody_from_being_heard(
    database_url: str, tmp_path: Path
) -> None:
    async with attacked(database_url, tmp_path, descriptors=FEW) as place:
        before = place.peak()
        async with asyncio.TaskGroup() as strangers:
            for _ in range(150):
                await place.line()
            for _ in range(60):
                line = await place.line(WHATSAPP + f"Content-Length: {3 * MIB}\r\n\r\n".encode())
                strangers.create_task(line.says(b" " * (3 * MIB - 1)))
            endless = await place.line(WHATSAPP)
            told = strangers.create_task(endless.goes_on(b"X-A: b\r\n" * 8192, 60 * MIB))

            await place.serves_the_honest()

        assert told.result() < 60 * MIB
        assert place.peak() - before < 64 * MIB


@one_by_one(seconds=HASTY)
@pytest.mark.asyncio(loop_scope="module")
async def test_who_keeps_us_waiting_is_shown_out(place: Place) -> None:
    kinds = (SILENT, HALF_HEAD, HALF_BODY, KEPT_ALIVE, KEPT_ALIVE + HALF_HEAD)
    lines = [await place.line(said) for said in kinds for _ in range(30)]

    await place.serves_the_honest()

    for line in lines:
        await asyncio.wait_for(line.hears(), PATIENCE)


@one_by_one(seconds=HASTY)
@pytest.mark.asyncio(loop_scope="module")
async def test_who_drips_is_shown_out_as_well(place: Place) -> None:
    line = await place.line(WHATSAPP)

    await asyncio.wait_for(line.drips(b"X-A: b\r\n"), PATIENCE)


CHUNKED = WHATSAPP + b"Transfer-Encoding: chunked\r\n\r\n"
ENDLESS = {
    "a path": (b"GET /", b"a" * 65_536),
    "a header": (WHATSAPP + b"X-A: ", b"a" * 65_536),
    "headers": (WHATSAPP, b"X-A: b\r\n" * 8192),
    "headers after a body": (CHUNKED + b"0\r\n", b"X-A: b\r\n" * 8192),
    "what a chunk is called": (CHUNKED + b"1;a=", b"a" * 65_536),
    "requests, their answers unread": (b"", KEPT_ALIVE * 20_000),
}


@one_by_one()
@pytest.mark.asyncio(loop_scope="module")
async def test_what_has_no_end_is_cut_off(place: Place) -> None:
    before = place.peak()
    for what, (said, on) in ENDLESS.items():
        line = await place.line(said)
        taken = await asyncio.wait_for(line.goes_on(on, 60 * MIB), PATIENCE)

        assert taken < 60 * MIB, what
        assert place.peak() - before < 20 * MIB, what
        await place.serves_the_honest()


@one_by_one(["httptools"])
@pytest.mark.asyncio(loop_scope="module")
async def test_headers_of_64_kib_are_taken_and_more_is_told(place: Place) -> None:
    few = await place.line(ASKED_ONCE, b"X-A: " + b"a" * 60_000 + b"\r\n\r\n")
    many = await place.line(ASKED_ONCE, b"X-A: " + b"a" * 70_000)

    assert (await few.hears()).startswith(b"HTTP/1.1 200 ")
    assert (await many.hears()).startswith(b"HTTP/1.1 431 ")


@one_by_one()
@pytest.mark.asyncio(loop_scope="module")
async def test_a_body_that_says_it_is_too_large_is_refused_before_it_comes(place: Place) -> None:
    for head, most in ((TELEGRAM, MIB), (WHATSAPP, 3 * MIB)):
        line = await place.line(head + f"Content-Length: {most + 1}\r\n\r\n".encode())
        assert (await line.hears()).startswith(b"HTTP/1.1 413 ")

    lies = await place.line(WHATSAPP + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n")
    assert (await lies.hears()).startswith(b"HTTP/1.1 4")


@one_by_one()
@pytest.mark.asyncio(loop_scope="module")
async def test_who_was_answered_before_all_was_said_is_listened_to_no_more(place: Place) -> None:
    line = await place.line(b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n{")

    await asyncio.wait_for(line.drips(b"{"), PATIENCE)  # which is longer than it is kept alive


@one_by_one()
@pytest.mark.asyncio(loop_scope="module")
async def test_bodies_that_nobody_signed_hold_little_in_all(place: Place) -> None:
    before = place.peak()
    head = WHATSAPP + f"Content-Length: {3 * MIB}\r\n\r\n".encode()
    for _ in range(60):
        await place.line(head, b" " * (3 * MIB - 1))

    await place.serves_the_honest()
    assert place.peak() - before < 64 * MIB


async def test_where_all_places_are_taken_the_oldest_of_those_we_wait_for_goes(
    database_url: str, tmp_path: Path
) -> None:
    async with attacked(database_url, tmp_path, descriptors=FEW) as place:
        for said in (SILENT, HALF_HEAD, HALF_BODY):
            first = await place.line(said)
            for _ in range(2 * FEW):
                await place.line(said)

            await place.serves_the_honest()
            assert await asyncio.wait_for(first.hears(), PATIENCE) == b""
        place.hang_up()
        await place.bot.ends()

        told = [event for event in place.bot.events if event.startswith("doors_")]
        assert told == ["doors_full", "doors_free"]


async def test_who_is_silent_at_the_metrics_takes_no_place_of_the_webhooks(
    database_url: str, tmp_path: Path
) -> None:
    async with attacked(database_url, tmp_path, descriptors=FEW) as place:
        for _ in range(2 * FEW):
            await place.line(port=place.bot.metrics_port)
        for _ in range(2 * FEW):
            await place.line()

        await place.serves_the_honest()
        assert "seratus_turns_total" in await place.bot.metrics()


async def test_what_is_no_request_leaves_no_line_in_the_log(
    database_url: str, tmp_path: Path
) -> None:
    async with attacked(database_url, tmp_path) as place:
        for odd in (b"\x16\x03\x01", b"GET\r\n\r\n", UPGRADED, b"GET http://[x HTTP/1.1\r\n\r\n"):
            line = await place.line(odd)
            await line.says(b"\r\n\r\n")
            await asyncio.wait_for(line.hears(), PATIENCE)
        await place.bot.ends()

        assert "serving" in place.bot.events
        assert all(re.fullmatch("[a-z_]+", event) for event in place.bot.events), place.bot.printed


@BOTH
async def test_half_bodies_neither_hold_up_the_end_nor_leave_a_line_in_the_log(
    database_url: str, tmp_path: Path, parser: str
) -> None:
    async with attacked(database_url, tmp_path, parser) as place:
        for _ in range(30):
            await place.line(HALF_BODY)
        await place.serves_the_honest()
        await place.bot.ends()

        assert place.bot.process.returncode == 0
        assert place.bot.events[-1] == "stopped"
        assert all(re.fullmatch("[a-z_]+", event) for event in place.bot.events), place.bot.printed
