"""A campaign in short: whoever is registering is answered before a crowd that came earlier.

Which comes first is looked at, and never how fast: see bench.campaign.
"""

import asyncio
from collections.abc import Sequence
from itertools import islice

import pytest

from bench.campaign.crowds import Answer, Campaign
from bench.platforms.people import Person, people
from bot.app import opened
from bot.commands.setup import prepare_demo
from bot.settings import Settings
from bot.turns.talk import Talk
from conversations.answers.village.village import load
from storage.sealing import Keys

CROWD, REGISTERING, LINES = 600, 3, 3
MANY = CROWD / 4  # of a crowd; what is on its way at any moment is far less
AT_ONCE = (0.0, 0.0)


async def test_who_is_registering_is_answered_before_a_crowd_that_came_earlier(
    database_url: str,
) -> None:
    assert max(one.overtaken for one in await answers(database_url)) < MANY


async def test_if_nobody_counted_as_new_the_crowd_would_come_first(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: all are answered in the order in which they came."""
    made = Talk.__post_init__

    def known(talk: Talk) -> None:
        made(talk)
        talk.new = False

    monkeypatch.setattr(Talk, "__post_init__", known)

    assert max(one.overtaken for one in await answers(database_url)) >= MANY


async def answers(url: str) -> Sequence[Answer]:
    """Let some begin, then let a crowd come at once, and them go on."""
    registering = list(islice(people(load(["61.07"])), REGISTERING))
    settings = Settings.read({"SERATUS_KEYS": Keys.generate().dump()})
    async with opened(settings, url) as app:
        await prepare_demo(app.storage, app.clock.now().date())
        await app.directory.read(app.storage)
        async with Campaign.running(app) as campaign:
            await go_on(campaign, registering)
            campaign.answers.clear()
            await campaign.come(CROWD, seconds=0)
            await go_on(campaign, registering)
            return campaign.answers


async def go_on(campaign: Campaign, registering: Sequence[Person]) -> None:
    async with asyncio.TaskGroup() as going_on:
        for person in registering:
            going_on.create_task(campaign.register(person, LINES, AT_ONCE))
