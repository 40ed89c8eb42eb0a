"""The public page of `seratus serve`, beside the webhooks."""

from pathlib import Path

import pytest

from tests.served import serving


@pytest.mark.timeout(300)  # a process imports for seconds, and on a busy machine for minutes
async def test_whoever_opens_the_address_sees_the_page_and_webhooks_go_on(
    database_url: str, tmp_path: Path
) -> None:
    async with serving(database_url, tmp_path) as (bot, _):
        front, elsewhere = await bot.get("/"), await bot.get("/nowhere")
        health, webhook = await bot.get("/healthz"), await bot.get("/telegram/webhook")

        assert (front.status_code, elsewhere.status_code) == (200, 404)
        assert front.text.startswith("<!doctype html>")
        assert elsewhere.text.startswith("<!doctype html>")
        assert (health.text, webhook.status_code) == ("ok", 405)
