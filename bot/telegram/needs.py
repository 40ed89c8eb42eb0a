"""What Telegram needs of the settings: 'serve' refuses without it, and 'check' tells it."""

import re
from collections.abc import Iterator

from bot.settings import Settings

_TOKEN = re.compile(r"[0-9]+:\S+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook: secret_token


def unmet(settings: Settings) -> Iterator[str]:
    """Yield a sentence for each need that is not met."""
    if not _TOKEN.fullmatch(settings.telegram_token or ""):
        yield (
            "SERATUS_TELEGRAM_TOKEN is no token, for one reads 123456:AbC…: copy it again, or "
            "get a new one, from @BotFather"
        )
    if settings.public_url and not settings.telegram_webhook_secret:
        yield (
            "SERATUS_PUBLIC_URL is set but SERATUS_TELEGRAM_WEBHOOK_SECRET is not: without it "
            "anybody could post updates; make one with 'openssl rand -hex 32'"
        )
    elif settings.public_url and not _SECRET.fullmatch(settings.telegram_webhook_secret or ""):
        yield (
            "SERATUS_TELEGRAM_WEBHOOK_SECRET is none that Telegram takes: at most 256 letters, "
            "digits, _ and -; make one with 'openssl rand -hex 32'"
        )
