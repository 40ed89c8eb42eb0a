"""What WhatsApp needs of the settings: 'serve' refuses without it, and 'check' tells it."""

from collections.abc import Iterator

from bot.settings import Settings

_NEEDED = (
    "SERATUS_WHATSAPP_PHONE_ID",
    "SERATUS_WHATSAPP_APP_SECRET",
    "SERATUS_WHATSAPP_VERIFY_TOKEN",
)


def unmet(settings: Settings) -> Iterator[str]:
    """Yield a sentence for each need that is not met."""
    for name in _NEEDED:
        if not settings.given(name):
            yield (
                f"SERATUS_WHATSAPP_TOKEN is set but {name} is not (docs/whatsapp.md): without "
                "a secret anybody could write in anybody's name"
            )
