"""What an operator has set is in the audit: at each start, which settings are others than before.

Kept are those by which the service is another one, not where on a machine it runs: several bots
may serve one database. Of a value only a digest stands in the note, which is sealed. Of a secret
it is of a token's account, or of whether it is set; the keys' fingerprints are in the row of each
command.
"""

import hashlib

from bot.settings import SETTINGS, Settings, without_userinfo
from bot.traits import SERVED, TRAITS
from storage.database import Storage
from storage.entries import SETTINGS_CHANGED, Entry, digests_in, with_digests

# Where a bot runs, and what it tells there: another on each machine. Keys have fingerprints.
_OF_A_MACHINE = frozenset(
    f"SERATUS_{name}"
    for name in (
        *("DATABASE_URL", "DATABASE_OWNER_URL", "HOME", "KEYS", "KEYS_FILE", "ERASED_FILE"),
        *("HOST", "PORT", "METRICS_PORT", "METRICS_HOST", "LOG_LEVEL"),
        *("BROWSER", "WHATSAPP_RATES"),
    )
)
_TOKENS = {TRAITS[channel].token for channel in SERVED}
_DIGITS = 8


async def keep_settings(storage: Storage, settings: Settings) -> None:
    """Have the audit name the settings that are others than when serving last began."""
    now = {name: _digest(said) for name, said in _said(settings).items()}
    async with storage.begin() as work:
        newest = await work.audit.newest(SETTINGS_CHANGED)
        before = digests_in(newest or "")
        changed = sorted(name for name in {*now, *before} if now.get(name) != before.get(name))
        if newest is None or changed:
            note = with_digests(", ".join(changed) or "nothing is set", now)
            work.audit.record([Entry(SETTINGS_CHANGED, None, None, note=note)])


def _said(settings: Settings) -> dict[str, str]:
    """Return what is set, by name, and nothing that is secret."""
    kept = (one for one in SETTINGS if one.name not in _OF_A_MACHINE)
    return {
        one.name: _account(one.name, str(settings.value(one.name)))
        if one.secret
        else without_userinfo(str(settings.value(one.name)))
        for one in kept
        if settings.value(one.name)
    }


def _account(name: str, secret: str) -> str:
    """Return whose a token is, where it tells that before a colon, as Telegram's does."""
    account, colon, _ = secret.partition(":")
    return account if colon and name in _TOKENS and account.isdecimal() else "set"


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]
