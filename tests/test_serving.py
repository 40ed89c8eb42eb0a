"""`python -m bot serve` as a process: what it shows while it works, and how it comes to an end."""

import asyncio
import itertools
import json
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override

from bot.serving.metrics import Metrics
from bot.serving.web_server import Server, listening, server
from bot.settings import SettingsError
from tests.patience import PATIENCE
from tests.platforms.graph_server import GraphServer
from tests.platforms.plain_http import local_client
from tests.platforms.postgres_proxy import Proxy
from tests.platforms.telegram_server import Phone, TelegramServer, hang
from tests.platforms.whatsapp_phone import VERIFY_TOKEN, settings
from tests.served import SECRET, free_port, served, serving

# A process imports for seconds, and on a busy machine for minutes.
pytestmark = pytest.mark.timeout(300)

BOUND = 9  # seconds to come to an end in: `docker stop` kills after ten
CLAIMED = (
    "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND due_at > now()"
)


class Slow(TelegramServer):
    """Telegram on a bad day: a message takes its time."""

    @override
    async def _answer(self, name: str, body: bytes, request: Request) -> Response:
        await asyncio.sleep(0.3 if name == "sendmessage" else 0)
        return await super()._answer(name, body, request)


class Hanging(TelegramServer):
    """Telegram on its worst day: one method is never answered."""

    def __init__(self, method: str) -> None:
        super().__init__()
        self.reached = asyncio.Event()
        self._hangs = method.lower()

    @override
    async def _answer(self, name: str, body: bytes, request: Request) -> Response:
        if name == self._hangs:
            self.reached.set()
            await self.closing.wait()
        return await super()._answer(name, body, request)


POLLING = {"SERATUS_PUBLIC_URL": ""}


def value(page: str, series: str) -> float:
    found = re.search(rf"^{re.escape(series)} (\S+)$", page, re.MULTILINE)
    assert found is not None, f"no {series} in:\n{page}"
    return float(found[1])


@contextmanager
def half_a_post(port: int) -> Iterator[None]:
    """Begin a post and never end it, as a phone that lost its network does."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        head = (
            "POST /telegram/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\r\n"
        )
        line.sendall(head.encode() + b'{"update')
        yield


async def test_an_end_in_the_middle_of_groups_and_sendings_leaves_nothing_half_done(
    database_url: str, tmp_path: Path
) -> None:
    async with Slow() as server, served(database_url, server, tmp_path) as bot:
        await bot.ready()

        async def chats(number: int) -> None:
            phone = Phone(server, number, bot.post)
            for time in itertools.count():  # the same words would be hushed after a few times
                await phone.says(f"halo {time}")

        crowd = [asyncio.create_task(chats(number)) for number in range(501, 521)]
        await server.until_sent("sendMessage", 5)
        assert await bot.one(CLAIMED) > 0, "nothing was on its way"
        await bot.ends()
        told = await asyncio.gather(*crowd, return_exceptions=True)

        assert all(isinstance(one, httpx.TransportError) for one in told)
        assert bot.process.returncode == 0, bot.printed
        assert len(bot.acknowledged) > 20
        seen = {number for (number,) in await bot.rows("SELECT message_id FROM inbox")}
        assert set(bot.acknowledged) <= seen
        assert await bot.one(CLAIMED) == 0
        waiting = await bot.one("SELECT count(*) FROM outbox")
        # On a busy machine one may have reached Telegram that was not answered in time.
        left = len(server.calls("sendMessage")) + waiting
        assert len(seen) <= left <= len(seen) + bot.given_back


async def test_an_end_does_not_wait_for_what_hangs_and_gives_it_back(
    database_url: str, tmp_path: Path
) -> None:
    async with serving(database_url, tmp_path) as (bot, server):
        server.fails("sendMessage", *[hang] * 9)
        await Phone(server, 501, bot.post).says("bantuan")
        async with asyncio.timeout(PATIENCE):
            while await bot.one(CLAIMED) == 0:  # noqa: ASYNC110 - a database
                await asyncio.sleep(0.02)

        with half_a_post(bot.port):
            seconds = await bot.ends()

        assert bot.process.returncode == 0, bot.printed
        assert seconds < BOUND
        assert await bot.one(CLAIMED) == 0
        assert await bot.one("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == 1
        assert "delivery_given_back" in {json.loads(x)["event"] for x in bot.printed.splitlines()}


@pytest.mark.parametrize(
    ("method", "changed"),
    [
        pytest.param("getMe", POLLING, id="getMe"),
        pytest.param("setMyCommands", POLLING, id="setMyCommands"),
        pytest.param("deleteWebhook", POLLING, id="deleteWebhook"),
        pytest.param("getUpdates", POLLING, id="getUpdates"),
        pytest.param("setWebhook", {}, id="setWebhook"),
    ],
)
async def test_whatever_hangs_at_telegram_the_web_is_served_and_the_end_comes_in_time(
    database_url: str, tmp_path: Path, method: str, changed: dict[str, str]
) -> None:
    async with (
        Hanging(method) as server,
        served(database_url, server, tmp_path, **changed) as bot,
    ):
        await bot.ready()
        async with asyncio.timeout(PATIENCE):
            await server.reached.wait()
        seconds = await bot.ends()

        assert bot.process.returncode == 0, bot.printed
        assert seconds < BOUND
        assert bot.events[-1] == "stopped"


async def test_where_telegram_and_whatsapp_hang_people_and_operators_wait_for_neither(
    database_url: str, tmp_path: Path
) -> None:
    async with Hanging("sendMessage") as server, GraphServer() as meta:
        server.fails("getMe", *[hang] * 9)
        meta.hang_next(9, on="")
        meta.hang_next(9)
        async with served(database_url, server, tmp_path, **settings(meta)) as bot:
            await bot.ready()
            asked = f"hub.mode=subscribe&hub.verify_token={VERIFY_TOKEN}&hub.challenge=7"
            verified = await bot.get(f"/whatsapp/webhook?{asked}")
            with half_a_post(bot.port):
                await Phone(server, 501, bot.post).says("bantuan")
                await server.reached.wait()
                seconds = await bot.ends()

        assert verified.text == "7"
        assert bot.process.returncode == 0, bot.printed
        assert seconds < BOUND
        assert bot.given_back == 1


async def test_a_database_that_hangs_holds_nobody_up(database_url: str, tmp_path: Path) -> None:
    async with (
        TelegramServer() as server,
        Proxy(database_url, tmp_path) as proxy,
        served(proxy.url, server, tmp_path, **POLLING) as bot,
    ):
        await bot.ready()
        proxy.freeze()
        await Phone(server, 501).says("bantuan")
        readiness = await bot.get("/readyz")
        seconds = await bot.ends()

        assert readiness.status_code == 503
        assert seconds < 10  # a connection that is just being made may hang to the last
        assert len(server.waiting) == 1


async def test_an_end_while_the_database_hangs_before_anything_is_served_is_as_orderly(
    database_url: str, tmp_path: Path
) -> None:
    async with TelegramServer() as server, Proxy(database_url, tmp_path) as proxy:
        proxy.freeze()
        async with served(proxy.url, server, tmp_path) as bot:
            await proxy.asked.wait()
            await bot.ends()

        assert bot.process.returncode in {0, 128 + signal.SIGTERM}, bot.printed
        assert server.sent == []


async def test_with_what_it_began_to_serve_is_in_the_audit(
    database_url: str, tmp_path: Path
) -> None:
    async with serving(database_url, tmp_path) as (bot, _):
        connection = await asyncpg.connect(bot.database_url.replace("+asyncpg", ""))
        told = await connection.fetchval("SELECT count(*) FROM audit WHERE kind = 'settings'")
        await connection.close()

    assert told == 1


async def test_metrics_tell_what_was_done_on_a_port_of_their_own(
    database_url: str, tmp_path: Path
) -> None:
    async with serving(database_url, tmp_path) as (bot, server):
        before = await bot.metrics()
        for number in (501, 502, 503):
            await Phone(server, number, bot.post).says("rahasia dapur")
        await server.until_sent("sendMessage", 3)
        async with asyncio.timeout(PATIENCE):
            while value(page := await bot.metrics(), SENT) < 3 or page.count(COUNTED) < 2:  # noqa: ASYNC110 - a page
                await asyncio.sleep(0.05)
        async with local_client() as client:
            public = await client.get(f"http://127.0.0.1:{bot.port}/metrics")
        await bot.ends()

    assert value(before, TAKEN) == 0
    assert value(page, TAKEN) == 3
    assert value(page, 'seratus_turn_seconds_count{channel="telegram"}') == 3
    assert value(page, 'seratus_group_size_sum{channel="telegram"}') == 3
    assert value(page, "seratus_parked") == 0
    assert value(page, 'seratus_places{state="free"}') == 0
    assert value(page, 'seratus_outbox_oldest_seconds{channel="telegram",lane="0"}') == 0
    assert value(page, "process_resident_memory_bytes") > 0
    assert public.status_code == 404
    assert "rahasia" not in page
    assert "501" not in re.sub(r"^[^s].*$| \S+$", "", page, flags=re.MULTILINE)  # the labels
    assert "rahasia" not in bot.printed


TAKEN = 'seratus_turns_total{channel="telegram",outcome="taken"}'
COUNTED = "\nseratus_database_read_timestamp_seconds{"
SENT = 'seratus_deliveries_total{channel="telegram",outcome="sent"}'


async def test_a_port_that_is_taken_is_told_with_the_name_of_its_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        page = server(Metrics(()).page(), "127.0.0.1", port)

        with pytest.raises(SettingsError, match=f"SERATUS_METRICS_PORT.*127.0.0.1:{port}"):
            async with listening(page, "SERATUS_METRICS_", asyncio.Event()):
                pass


@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1", "2001:db8::1"])
async def test_a_host_that_is_not_ours_is_told_with_the_name_of_its_setting(host: str) -> None:
    page = server(Metrics(()).page(), host, free_port())

    with pytest.raises(SettingsError, match=f"SERATUS_METRICS_HOST.*{host}"):
        async with listening(page, "SERATUS_METRICS_", asyncio.Event()):
            pass


async def test_a_web_server_that_ends_by_itself_ends_all() -> None:
    stop, page = asyncio.Event(), server(Metrics(()).page(), "127.0.0.1", free_port())

    async with listening(page, "SERATUS_METRICS_", stop):
        page.end()
        await asyncio.wait_for(stop.wait(), PATIENCE)


async def test_what_a_web_server_failed_with_is_raised_at_the_end() -> None:
    class Failing(Server):
        @override
        async def on_tick(self, counter: int) -> bool:
            raise MemoryError

    stop = asyncio.Event()
    page = Failing(server(Metrics(()).page(), "127.0.0.1", free_port()).config)

    with pytest.raises(MemoryError):
        async with listening(page, "SERATUS_METRICS_", stop):
            await asyncio.wait_for(stop.wait(), PATIENCE)
