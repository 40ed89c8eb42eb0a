"""What an operator sets is in the audit when serving begins, by name and never by value."""

import asyncio

import pytest

from bot.serving.settings_kept import keep_settings
from bot.settings import Settings
from storage.database import Storage
from tests.storage.builders import Town

TOKEN = "123456:secret"
FIRST = {"SERATUS_TELEGRAM_TOKEN": TOKEN, "SERATUS_PUBLIC_URL": "https://desa.example"}
AT_FIRST = ("LEASE_SECONDS", "PEOPLE_A_DAY", "PUBLIC_URL", "TELEGRAM_TOKEN")


async def kept(town: Town, *environments: dict[str, str]) -> list[list[str]]:
    """Begin to serve with each of these; return what each row of the audit says was set anew."""
    for environment in environments:
        await keep_settings(town.storage, Settings.read(environment))
    return [named(note) for note in await notes(town.storage)]


def named(note: str) -> list[str]:
    return [one.removeprefix("SERATUS_") for one in note.partition(" · ")[0].split(", ")]


async def notes(storage: Storage) -> list[str]:
    async with storage.begin() as work:
        rows = await work.audit.last(100, None, None)
    return [row.note or "" for row in rows if row.kind == "settings"]


async def test_the_first_start_names_what_is_set_and_the_same_again_nothing(town: Town) -> None:
    assert await kept(town, FIRST, FIRST) == [list(AT_FIRST)]


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"SERATUS_PEOPLE_A_DAY": "7"}, ["PEOPLE_A_DAY"]),
        ({"SERATUS_LEASE_SECONDS": "90"}, ["LEASE_SECONDS"]),
        ({"SERATUS_TELEGRAM_TOKEN": "999:secret"}, ["TELEGRAM_TOKEN"]),
        ({"SERATUS_TELEGRAM_TOKEN": ""}, ["TELEGRAM_TOKEN"]),
        (
            {"SERATUS_WHATSAPP_TOKEN": "t", "SERATUS_PUBLIC_URL": "https://kota.example"},
            ["PUBLIC_URL", "WHATSAPP_TOKEN"],
        ),
    ],
    ids=["a limit", "another limit", "another bot", "a channel less", "a channel more"],
)
async def test_a_start_with_others_names_these_once(
    town: Town, changed: dict[str, str], names: list[str]
) -> None:
    later = {**FIRST, **changed}

    assert await kept(town, FIRST, later, later) == [list(AT_FIRST), names]
    assert await kept(town, FIRST) == [list(AT_FIRST), names, names]


@pytest.mark.parametrize(
    "changed",
    [
        {"SERATUS_TELEGRAM_TOKEN": "123456:another secret"},
        {"SERATUS_PORT": "8001", "SERATUS_HOST": "0.0.0.0", "SERATUS_LOG_LEVEL": "debug"},
        {"SERATUS_HOME": "/elsewhere", "SERATUS_DATABASE_URL": "postgresql://u:geheim@h/d"},
    ],
    ids=["a secret", "a machine", "a home"],
)
async def test_a_secret_and_where_a_bot_runs_are_not_told(
    town: Town, changed: dict[str, str]
) -> None:
    assert await kept(town, FIRST, {**FIRST, **changed}) == [list(AT_FIRST)]


async def test_no_value_stands_in_a_note(town: Town) -> None:
    await kept(town, {**FIRST, "SERATUS_PUBLIC_URL": "https://u:geheim@desa.example"})

    [note] = await notes(town.storage)
    assert not [word for word in ("secret", "123456", "geheim", "desa.example") if word in note]


async def test_of_bots_that_begin_at_once_one_tells(town: Town) -> None:
    settings = Settings.read(FIRST)

    await asyncio.gather(*(keep_settings(town.storage, settings) for _ in range(5)))

    assert len(await notes(town.storage)) == 1
