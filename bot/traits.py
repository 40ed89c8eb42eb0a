"""What each channel can do, and where its parts are: one row a channel.

Turns, delivery, settings, serving and replaying read the row and know no channel. It is found by
an address, since an account of one channel may imitate another platform. To add a channel: a
member of `Channel`, a folder with `receive.py` and `send.py`, its row here, a driver in
tests/dialogue/.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any
from urllib.parse import quote

from conversations import links
from conversations.messages import Address, Channel
from conversations.record import record


@record
class Part:
    """Something of a channel's, by module and name: importing its libraries takes seconds."""

    module: str
    name: str

    def load(self) -> Any:  # noqa: ANN401 - each kind of part has a protocol where it is used
        return getattr(import_module(self.module), self.name)


@record
class Traits:
    """A channel, as those see it who do not know it.

    `asks_contact`: it has a button for one's own number, for those whose number is not known.
    `keyboard`: that button stays until a message takes it away.
    `rewrites`: a message that was shown can be changed.
    `most_buttons`: more choices than that are numbered and typed; None: as many as there are.
    `window`: how long after somebody wrote they may be written to freely; None: always.
    `reports`: it says later what became of a message.
    `paced`: what one chat sends too fast waits there (bot/turns/holding.py).
    `form`: the setting with which it can show the whole form at once.
    `token`: the setting that switches it on; "" for what 'seratus serve' does not run.
    `needs`: yields what the settings lack for it, a sentence each, where `token` is set.
    `reader` reads a parked body again, `service` runs it (see bot/serve.py).
    `link` opens us there: from our name on it and what the link carries (conversations/links.py).
    """

    reader: Part
    service: Part | None = None
    needs: Part | None = None
    token: str = ""
    form: str = ""
    asks_contact: bool = False
    keyboard: bool = False
    rewrites: bool = False
    most_buttons: int | None = None
    window: timedelta | None = None
    reports: bool = False
    paced: bool = False
    link: Callable[[str, str], str] | None = None


def _telegram_link(name: str, carried: str) -> str:
    return f"https://t.me/{name}?start={carried}"


def _whatsapp_link(number: str, carried: str) -> str:
    """A link can only prefill a message there: what it carries is put in words."""
    return f"https://wa.me/{number}?text={quote(links.words(carried), safe='{}')}"


def _phones_link(address: str, carried: str) -> str:
    """A link to the phones in a browser; the address says on which platform's it is followed."""
    return f"{address}{carried}"


TRAITS: Mapping[Channel, Traits] = {
    Channel.TELEGRAM: Traits(
        reader=Part("bot.telegram.receive", "again"),
        service=Part("bot.telegram.service", "telegram"),
        needs=Part("bot.telegram.needs", "unmet"),
        token="SERATUS_TELEGRAM_TOKEN",  # noqa: S106 - a setting's name
        asks_contact=True,
        keyboard=True,
        rewrites=True,
        paced=True,
        link=_telegram_link,
    ),
    Channel.WHATSAPP: Traits(
        reader=Part("bot.whatsapp.receive", "again"),
        service=Part("bot.whatsapp.service", "whatsapp"),
        needs=Part("bot.whatsapp.needs", "unmet"),
        token="SERATUS_WHATSAPP_TOKEN",  # noqa: S106 - a setting's name
        form="SERATUS_WHATSAPP_FLOW_ID",
        asks_contact=True,
        most_buttons=10,  # Cloud API: rows of a list
        window=timedelta(hours=24),  # Cloud API, customer service window
        reports=True,
        paced=True,
        link=_whatsapp_link,
    ),
    Channel.TERMINAL: Traits(
        reader=Part("bot.terminal.receive", "again"),
        rewrites=True,
    ),
    Channel.SIMULATOR: Traits(
        reader=Part("bot.simulator.wire.receive", "again"), link=_phones_link
    ),
}
IMITATED: Mapping[str, Traits] = {
    channel.value: replace(
        TRAITS[channel],
        reader=TRAITS[Channel.SIMULATOR].reader,
        service=None,
        token="",
        link=TRAITS[Channel.SIMULATOR].link,
        reports=False,  # what a phone shows has arrived
    )
    for channel in (Channel.TELEGRAM, Channel.WHATSAPP)
}
"""What an account of the simulator can do: as the platform that it is named after."""
SERVED = tuple(channel for channel, traits in TRAITS.items() if traits.service)


def traits_at(channel: Channel, account: str) -> Traits:
    """Return what can be done where an account of ours is met."""
    return IMITATED[account] if channel is Channel.SIMULATOR else TRAITS[channel]


def platform(address: Address) -> Channel:
    """Return the channel that somebody there takes it for."""
    simulated = address.channel is Channel.SIMULATOR
    return Channel(address.account) if simulated else address.channel


def traits_of(address: Address) -> Traits:
    """Return what can be done at an address."""
    return traits_at(address.channel, address.account)


def rewrites(channel: Channel, account: str) -> bool:
    """Say whether a message that was shown there can be changed."""
    return traits_at(channel, account).rewrites


def keeps_keyboard(channel: Channel, account: str) -> bool:
    """Say whether the button for one's own number stays there until a message takes it away."""
    return traits_at(channel, account).keyboard


def link(channel: Channel, name: str, carried: str) -> str:
    """Return the link that opens us there; raise LookupError for a channel without links."""
    made = TRAITS[channel].link
    if made is None:
        raise LookupError(f"no link leads to {channel}")
    return made(name, carried)


def door(channel: Channel, name: str) -> str:
    """Return the link by which somebody goes on there, with {code} for their code."""
    return link(channel, name, f"{links.MOVE}{{code}}")
