"""Whole chats, as people of forty-five to sixty write them, end as their writers wanted."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.answers import whole

OURS = Path(__file__).parents[1] / "answers" / "whole_chats.jsonl"
BESIDE = Path(__file__).parents[3] / "shared" / "answers" / "whole_chats.jsonl"
CHATS = [
    json.loads(line)
    for file in (OURS, BESIDE)
    if file.exists()
    for line in file.read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("chat", CHATS, ids=[chat["id"] for chat in CHATS])
async def test_a_whole_chat_ends_as_its_writer_wanted(
    chat: dict[str, Any], database_url: str
) -> None:
    async with whole.house(database_url) as app:
        player, wrong = await whole.played(app, chat)

    assert wrong == [], "\n\n".join(player.heard)


async def test_a_chat_that_ends_otherwise_is_told(database_url: str) -> None:
    chat = json.loads(json.dumps(CHATS[0]))
    chat["end"]["registrations"][0]["answers"]["name"] = "SOMEBODY ELSE"
    async with whole.house(database_url) as app:
        _, wrong = await whole.played(app, chat)

    assert any("name is" in one for one in wrong)
