"""Every channel has a row, and what its row names is there."""

import re

import pytest

from bot.settings import SETTINGS
from bot.traits import IMITATED, SERVED, TRAITS, door
from conversations.links import payload
from conversations.messages import Channel
from storage.tables import REPORTED
from tests.dialogue.conftest import CHANNELS


def test_every_channel_has_a_row() -> None:
    assert [channel for channel in Channel if channel not in TRAITS] == []


def test_the_whole_dialogue_suite_runs_on_every_channel() -> None:
    simulated = {f"{Channel.SIMULATOR}-{account}" for account in IMITATED}
    others = set(Channel) - {Channel.SIMULATOR}

    assert {str(wire.id) for wire in CHANNELS} == others | simulated


@pytest.mark.parametrize("channel", Channel)
def test_what_a_row_names_is_there(channel: Channel) -> None:
    traits = TRAITS[channel]

    assert callable(traits.reader.load())
    assert traits.service is None or callable(traits.service.load())
    assert {traits.token, traits.form} - {""} <= {setting.name for setting in SETTINGS}


@pytest.mark.parametrize("channel", SERVED)
def test_what_is_served_is_switched_on_by_a_setting_and_has_a_link(channel: Channel) -> None:
    assert TRAITS[channel].token
    assert "{code}" in door(channel, "seratus_bot")


def test_to_a_channel_without_a_link_there_is_no_door() -> None:
    with pytest.raises(LookupError, match="terminal"):
        door(Channel.TERMINAL, "seratus")


def test_the_database_keeps_an_index_for_the_channels_that_report() -> None:
    reporting = {str(channel) for channel, traits in TRAITS.items() if traits.reports}

    assert set(re.findall(r"'(\w+)'", REPORTED)) == reporting


@pytest.mark.parametrize(
    ("channel", "carried", "link"),
    [
        (Channel.TELEGRAM, "v_6107012001", "https://t.me/bot?start=v_6107012001"),
        (Channel.WHATSAPP, "v_6107012001", "https://wa.me/bot?text=DAFTAR%2061.07.01.2001"),
        (
            Channel.WHATSAPP,
            "h_abcdefghij-_2345",
            "https://wa.me/bot?text=KADES%20abcdefghij-_2345",
        ),
        (Channel.WHATSAPP, "p_BKQMX4827", "https://wa.me/bot?text=PINDAH%20BKQMX4827"),
    ],
)
def test_a_link_carries_the_same_wherever_it_leads(
    channel: Channel, carried: str, link: str
) -> None:
    made = TRAITS[channel].link

    assert made is not None
    assert made("bot", carried) == link
    if channel is Channel.WHATSAPP:
        assert payload(link.partition("text=")[2].replace("%20", " ")) == carried
