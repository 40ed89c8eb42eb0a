"""Telegram put together: a bot that starts while Telegram is away takes its place all the same."""

import asyncio

import pytest
import structlog
from structlog.typing import EventDict

from bot.app import opened
from bot.settings import Settings, SettingsError
from bot.telegram.service import telegram
from conversations.messages import Channel
from storage.sealing import Keys
from tests.patience import PATIENCE
from tests.platforms.telegram_server import (
    TOKEN,
    Failure,
    TelegramServer,
    answering,
    answering_ok,
    garbage,
    reset,
    too_many_requests,
)

AWAY = {
    "500": answering(500, "Internal Server Error"),
    "429": too_many_requests(1),
    "garbage": garbage,
    "cut": reset,
}


def settings_for(server: TelegramServer) -> Settings:
    return Settings.read(
        {
            "SERATUS_KEYS": Keys.generate().dump(),
            "SERATUS_PUBLIC_URL": "https://svc:hunter2@seratus.example",
            "SERATUS_TELEGRAM_API_BASE": server.api_base,
            "SERATUS_TELEGRAM_TOKEN": TOKEN,
            "SERATUS_TELEGRAM_WEBHOOK_SECRET": "between-us",
        }
    )


async def test_what_telegram_could_not_be_asked_while_it_was_away_it_is_asked_later(
    database_url: str,
) -> None:
    async with TelegramServer() as server:
        server.fails("getMe", AWAY["500"])
        server.fails("setMyCommands", AWAY["cut"])
        async with (
            opened(settings_for(server), database_url) as app,
            telegram(app, asyncio.Event()),
        ):
            await server.until_sent("setMyCommands", 3)

            assert app.directory.names.keys() == {Channel.TELEGRAM}
            assert app.directory.names[Channel.TELEGRAM] in app.directory.doors[Channel.TELEGRAM]


async def test_a_fault_in_a_courtesy_is_told_when_it_happens(database_url: str) -> None:
    async with TelegramServer() as server:
        server.fails("getMe", answering_ok({"result": {"id": 1}}))
        with structlog.testing.capture_logs() as logs:
            async with (
                opened(settings_for(server), database_url) as app,
                telegram(app, asyncio.Event()),
            ):
                await until_told(logs, "courtesy_failed")


async def until_told(logs: list[EventDict], event: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while event not in {one["event"] for one in logs}:  # noqa: ASYNC110 - a log
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("failure", AWAY.values(), ids=AWAY)
async def test_a_webhook_is_registered_once_telegram_is_back(
    database_url: str, failure: Failure
) -> None:
    async with TelegramServer() as server:
        server.fails("setWebhook", failure)
        with structlog.testing.capture_logs() as logs:
            async with (
                opened(settings_for(server), database_url) as app,
                telegram(app, asyncio.Event()) as [route],
            ):
                assert (route.name, server.webhook) == ("telegram_webhook", None)

                await server.until(lambda: server.webhook is not None)
                await until_told(logs, "telegram_webhook_set")

    assert "telegram_webhook_waits" in {one["event"] for one in logs}


@pytest.mark.parametrize("before", [(), (AWAY["500"],)], ids=["at once", "later"])
async def test_an_address_that_telegram_refuses_ends_the_process(
    database_url: str, before: tuple[Failure, ...]
) -> None:
    async with TelegramServer() as server:
        server.fails("setWebhook", *before, answering(400, "Bad Request: bad webhook"))
        stop = asyncio.Event()
        async with opened(settings_for(server), database_url) as app:
            with pytest.raises(SettingsError, match="SERATUS_PUBLIC_URL") as refused:
                async with telegram(app, stop):
                    await asyncio.wait_for(stop.wait(), PATIENCE)

    assert "hunter2" not in str(refused.value)
