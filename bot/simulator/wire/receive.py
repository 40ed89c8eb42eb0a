"""The simulator, the way in: what a phone sent is read by its platform's own reader."""

from dataclasses import replace
from datetime import datetime

from bot.simulator.phone import Platform
from bot.simulator.wire.graph_api import ACCOUNT
from bot.telegram import receive as telegram
from bot.whatsapp import receive as whatsapp
from conversations.messages import Address, Channel, Incoming


def incoming(raw: bytes, platform: Platform, now: datetime) -> Incoming | None:
    """Read an update of Telegram's or a payload of Meta's; None if nobody waits for an answer."""
    if platform is Platform.TELEGRAM:
        read = telegram.again(raw, platform, now)
    else:
        read = next(iter(whatsapp.batch(raw, ACCOUNT, now).messages), None)
    return _ours(read, platform)


def again(raw: bytes, account: str, at: datetime) -> Incoming | None:
    """Read what was kept of a message. Raise ValueError."""
    platform = Platform(account)
    reader = telegram.again if platform is Platform.TELEGRAM else whatsapp.again
    return _ours(reader(raw, account, at), platform)


def _ours(read: Incoming | None, platform: Platform) -> Incoming | None:
    if read is None:
        return None
    return replace(read, sender=Address(Channel.SIMULATOR, platform.value, read.sender.id))
