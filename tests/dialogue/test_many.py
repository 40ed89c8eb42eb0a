"""A helper with many registrations hears of ten at a time, on every channel."""

import re

from conversations.effects import Submit
from storage.ids import new_id
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House, Person, Wire
from tests.dialogue.transcript import Key, Offers, Tap, hear, perform, play
from tests.dialogue.workers import begun, namesake
from tests.model_worker import SUNGAI_DURI, YANTI

MANY = 13
NEXT = Tap("STATUS 2")


async def helper_of_many(build: Build, channel: type[Wire]) -> Person:
    house: House = await build(channel, places=MANY)
    helper = house.person("helper")
    those = [namesake(YANTI, number) for number in range(MANY)]
    async with house.app.storage.begin() as work:
        (known,) = await work.people.lock([helper.address])
        await work.lock([SUNGAI_DURI])
        await work.submissions.submit(
            [(known, Submit(new_id(), SUNGAI_DURI, one.nik, one.kept())) for one in those]
        )
    return helper


def numbers(heard: list[str]) -> list[int]:
    return [int(found) for found in re.findall(r"PR-6107-(\d{6})", "\n".join(heard))]


async def test_ten_are_told_in_one_message_and_a_button_brings_the_others(
    build: Build, channel: type[Wire]
) -> None:
    helper = await helper_of_many(build, channel)

    await perform(helper, "status")
    first = await hear(helper, Key("listed.which", first=1, last=10, total=MANY), "listed.more")
    await perform(helper, NEXT)
    second = await hear(helper, Key("listed.which", first=11, last=13, total=MANY))

    assert (len(first), len(second)) == (1, 1)
    assert numbers(first) == [*range(1, 11)]
    assert numbers(second) == [11, 12, 13]
    await play(
        (helper, "status 2", Key("listed.which", first=11, last=13, total=MANY), "standing.more"),
        (helper, "PR-6107-000012", ("status.placed", "next.no_head", "standing.more")),
    )


async def test_who_is_in_the_middle_of_a_registration_is_asked_again_behind_the_page(
    build: Build, channel: type[Wire]
) -> None:
    helper = await helper_of_many(build, channel)
    await begun(helper, "consent")

    await perform(helper, "status")

    await hear(
        helper,
        "listed.more",
        "registration.consent.ask",
        Offers("registration.consent.yes", "registration.consent.no"),
    )
    await perform(helper, "status 2")  # a terminal shows the last buttons alone
    await hear(
        helper, Key("listed.which", first=11, last=13, total=MANY), "registration.consent.ask"
    )
