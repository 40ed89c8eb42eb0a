"""Settings: environment variables that begin with SERATUS_, all with a default that works."""

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from pathlib import Path

from bot.traits import SERVED, TRAITS
from conversations.messages import Channel
from conversations.record import record
from storage.office.niks.lookups import PEOPLE_A_DAY
from storage.sealing import Keys
from storage.url import UrlError
from storage.url import read as read_url


@record
class Setting:
    """One variable, as 'seratus check' shows it. A secret's value is never shown."""

    name: str
    meaning: str
    default: str = ""
    secret: bool = False


SETTINGS = (
    Setting("SERATUS_DATABASE_URL", "your own PostgreSQL (18), postgresql://…", "an embedded one"),
    Setting(
        "SERATUS_DATABASE_OWNER_URL",
        "the same, as its tables' owner, for 'seratus migrate' alone",
        "SERATUS_DATABASE_URL",
    ),
    Setting("SERATUS_HOME", "folder of the embedded database", ".seratus"),
    Setting(
        "SERATUS_KEYS", 'sealing and hashing keys, "seal1=<base64> hash=<base64>"', "", secret=True
    ),
    Setting("SERATUS_KEYS_FILE", "a file with the keys, mode 600", "beside SERATUS_HOME"),
    Setting(
        "SERATUS_ERASED_FILE",
        "a file with the ids of what was erased, which a restore erases again",
        "beside the keys",
    ),
    Setting("SERATUS_TELEGRAM_TOKEN", "the bot's token, from @BotFather", "", secret=True),
    Setting("SERATUS_TELEGRAM_API_BASE", "a Bot API server of your own", "Telegram's"),
    Setting(
        "SERATUS_PUBLIC_URL",
        "https://… where Telegram can post updates; previews of the public page name it",
        "polling",
    ),
    Setting(
        "SERATUS_TELEGRAM_WEBHOOK_SECRET", "what Telegram sends with each post", "", secret=True
    ),
    Setting("SERATUS_WHATSAPP_TOKEN", "a system user's token, from Meta", "", secret=True),
    Setting("SERATUS_WHATSAPP_PHONE_ID", "id of the phone number that people write to"),
    Setting(
        "SERATUS_WHATSAPP_ACCOUNT_ID",
        "id of the WhatsApp Business Account (WABA), for 'seratus whatsapp'",
    ),
    Setting("SERATUS_WHATSAPP_APP_SECRET", "what Meta signs with, from the app", "", secret=True),
    Setting("SERATUS_WHATSAPP_VERIFY_TOKEN", "what you told Meta to verify with", "", secret=True),
    Setting("SERATUS_WHATSAPP_API_BASE", "a Graph API server of your own", "Meta's"),
    Setting("SERATUS_WHATSAPP_FLOW_ID", "the form published with 'seratus whatsapp flow push'"),
    Setting("SERATUS_HOST", "address the web server listens on", "127.0.0.1"),
    Setting("SERATUS_PORT", "port the web server listens on", "8000"),
    Setting(
        "SERATUS_WHATSAPP_RATES",
        "rupiah a message, for the demo's phones: service=… template=…",
        "messages are counted",
    ),
    Setting("SERATUS_BROWSER", "none: 'seratus demo' opens no browser", "the one there is"),
    Setting("SERATUS_METRICS_PORT", "port of /metrics, for Prometheus", "no metrics"),
    Setting("SERATUS_METRICS_HOST", "address /metrics listens on", "127.0.0.1"),
    Setting("SERATUS_PEOPLE_A_DAY", "people one chat may register a day", str(PEOPLE_A_DAY)),
    Setting("SERATUS_LEASE_SECONDS", "after how long an unsent message is taken up again", "60"),
    Setting("SERATUS_LOG_LEVEL", "debug, info, warning or error", "info"),
)
_LAST_PORT = 65535
_LEVELS = ("debug", "info", "warning", "error")
_PREFIX = "SERATUS_"
_NAMES = frozenset(setting.name for setting in SETTINGS)
# Up to the last @: a password may hold one, unescaped. A path that begins with / is no address.
_USERINFO = re.compile(r"^((?:[\w.+-]+:)?//|(?!/)).*@", re.DOTALL)


def without_userinfo(value: str) -> str:
    """Return a value as it may be shown: whom a URL signs in as, and how, is masked."""
    return _USERINFO.sub(r"\1…@", value)


# By what Meta bills, in rupiah: "service=0 template=350.5".
_RATE = re.compile(r"(service|template)=(\d+(?:\.\d+)?)")
_RATES = re.compile(rf"(?:\s*{_RATE.pattern})*\s*")


class SettingsError(Exception):
    """A setting cannot be used; the message says what was expected, what came, what to do."""


@record
class Settings:
    """What the variables say, read once at the start. None: not set."""

    home: Path
    keys_file: Path
    erased_file: Path
    host: str
    port: int
    people_a_day: int
    lease: timedelta
    log_level: str
    database_url: str | None = field(default=None, repr=False)
    database_owner_url: str | None = field(default=None, repr=False)
    keys: Keys | None = field(default=None, repr=False)
    telegram_token: str | None = field(default=None, repr=False)
    telegram_api_base: str | None = None
    telegram_webhook_secret: str | None = field(default=None, repr=False)
    public_url: str | None = None
    whatsapp_token: str | None = field(default=None, repr=False)
    whatsapp_phone_id: str | None = None
    whatsapp_account_id: str | None = None
    whatsapp_app_secret: str | None = field(default=None, repr=False)
    whatsapp_verify_token: str | None = field(default=None, repr=False)
    whatsapp_api_base: str | None = None
    whatsapp_flow_id: str | None = None
    whatsapp_rates: Mapping[str, float] = field(default_factory=dict)
    browser: str = ""
    metrics_port: int | None = None
    metrics_host: str = "127.0.0.1"

    @property
    def channels(self) -> list[Channel]:
        """The channels that 'seratus serve' runs: those whose token is set."""
        return [channel for channel in SERVED if self.given(TRAITS[channel].token)]

    @property
    def unmet(self) -> list[str]:
        """What these channels lack, a sentence each; 'seratus serve' does not start then."""
        needs = (TRAITS[channel].needs for channel in self.channels)
        return [problem for part in needs if part for problem in part.load()(self)]

    @property
    def forms(self) -> frozenset[str]:
        """The settings that are set of channels which show the whole registration as a form."""
        return frozenset(
            traits.form for traits in TRAITS.values() if traits.form and self.given(traits.form)
        )

    def given(self, name: str) -> bool:
        """Say whether a variable is set."""
        return bool(self.value(name))

    def value(self, name: str) -> object:
        """Return what a variable says, as it was read: SERATUS_LEASE_SECONDS is `lease`."""
        read: object = getattr(self, name.removeprefix(_PREFIX).lower().removesuffix("_seconds"))
        return read

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the environment; raise SettingsError or KeysError."""
        _unknown(environment)
        home = Path(environment.get("SERATUS_HOME") or ".seratus").absolute()
        keys = environment.get("SERATUS_KEYS")
        return cls(
            home=home,
            keys_file=_keys_file(environment, home),
            erased_file=_erased_file(environment, home),
            host=environment.get("SERATUS_HOST") or "127.0.0.1",
            port=_number(environment, "SERATUS_PORT", 8000, _LAST_PORT),
            people_a_day=_number(environment, "SERATUS_PEOPLE_A_DAY", PEOPLE_A_DAY),
            lease=timedelta(seconds=_number(environment, "SERATUS_LEASE_SECONDS", 60)),
            log_level=_level(environment),
            database_url=_postgres(environment, "SERATUS_DATABASE_URL"),
            database_owner_url=_postgres(environment, "SERATUS_DATABASE_OWNER_URL"),
            keys=Keys.parse(keys) if keys else None,
            telegram_token=environment.get("SERATUS_TELEGRAM_TOKEN") or None,
            telegram_api_base=environment.get("SERATUS_TELEGRAM_API_BASE") or None,
            telegram_webhook_secret=environment.get("SERATUS_TELEGRAM_WEBHOOK_SECRET") or None,
            public_url=_public(environment),
            whatsapp_token=environment.get("SERATUS_WHATSAPP_TOKEN") or None,
            whatsapp_phone_id=environment.get("SERATUS_WHATSAPP_PHONE_ID") or None,
            whatsapp_account_id=environment.get("SERATUS_WHATSAPP_ACCOUNT_ID") or None,
            whatsapp_app_secret=environment.get("SERATUS_WHATSAPP_APP_SECRET") or None,
            whatsapp_verify_token=environment.get("SERATUS_WHATSAPP_VERIFY_TOKEN") or None,
            whatsapp_api_base=_base(environment, "SERATUS_WHATSAPP_API_BASE"),
            whatsapp_flow_id=environment.get("SERATUS_WHATSAPP_FLOW_ID") or None,
            whatsapp_rates=_rates(environment),
            browser=_browser(environment),
            metrics_port=_port(environment, "SERATUS_METRICS_PORT"),
            metrics_host=environment.get("SERATUS_METRICS_HOST") or "127.0.0.1",
        )


def _keys_file(environment: Mapping[str, str], home: Path) -> Path:
    """Return where the keys are: beside the embedded database's folder, so not in its backups."""
    if given := environment.get("SERATUS_KEYS_FILE"):
        return Path(given)
    embedded = not environment.get("SERATUS_DATABASE_URL")
    return home.with_name(f"{home.name}.keys") if embedded else home / "keys"


def _erased_file(environment: Mapping[str, str], home: Path) -> Path:
    """Return where the list of erasures is: never where a backup of the database would hold it."""
    given = environment.get("SERATUS_ERASED_FILE")
    beside = _keys_file(environment, home)
    return Path(given).absolute() if given else beside.with_name(f"{home.name}.erased").absolute()


def _number(
    environment: Mapping[str, str], name: str, default: int, most: int | None = None
) -> int:
    given = environment.get(name) or str(default)
    number = int(given) if given.isdecimal() else 0
    if number < 1 or (most is not None and number > most):
        bounds = "of 1 or more" if most is None else f"from 1 to {most}"
        message = f"{name} must be a whole number {bounds}, such as {default}; it is {given!r}"
        raise SettingsError(message)
    return number


def _port(environment: Mapping[str, str], name: str) -> int | None:
    return _number(environment, name, 9100, _LAST_PORT) if environment.get(name) else None


def _rates(environment: Mapping[str, str]) -> Mapping[str, float]:
    given = environment.get("SERATUS_WHATSAPP_RATES") or ""
    if not _RATES.fullmatch(given):
        message = (
            "SERATUS_WHATSAPP_RATES is rupiah by kind of message, such as "
            f"'service=0 template=350'; it is {given!r}"
        )
        raise SettingsError(message)
    return {kind: float(rupiah) for kind, rupiah in _RATE.findall(given)}


def _browser(environment: Mapping[str, str]) -> str:
    given = environment.get("SERATUS_BROWSER") or ""
    if given not in {"", "none"}:
        message = f"SERATUS_BROWSER can be none, or be left out; it is {given!r}"
        raise SettingsError(message)
    return given


def _base(environment: Mapping[str, str], name: str) -> str | None:
    return (environment.get(name) or "").rstrip("/") or None


def _public(environment: Mapping[str, str]) -> str | None:
    """Read where updates are posted: Telegram wants TLS, a Bot API server of one's own may not."""
    given = _base(environment, "SERATUS_PUBLIC_URL")
    ours = "https?" if environment.get("SERATUS_TELEGRAM_API_BASE") else "https"
    if given is None or re.match(rf"{ours}://[^/\s]", given):
        return given
    shown = without_userinfo(given)
    message = f"SERATUS_PUBLIC_URL must begin with https://, as Telegram wants it; it is {shown!r}"
    raise SettingsError(message)


def _level(environment: Mapping[str, str]) -> str:
    given = environment.get("SERATUS_LOG_LEVEL") or "info"
    if given not in _LEVELS:
        message = f"SERATUS_LOG_LEVEL must be one of {', '.join(_LEVELS)}; it is {given!r}"
        raise SettingsError(message)
    return given


def _postgres(environment: Mapping[str, str], name: str) -> str | None:
    given = environment.get(name) or None
    try:
        if given is not None:
            read_url(given)
    except UrlError as error:
        raise SettingsError(f"{name} {error}") from None
    return given


def _unknown(environment: Mapping[str, str]) -> None:
    """A misspelt variable would silently do nothing."""
    odd = sorted(name for name in environment if name.startswith(_PREFIX) and name not in _NAMES)
    if odd:
        near = _near(odd[0])
        way_out = f"did you mean {near}?" if near else "unset it; 'seratus check' lists them all"
        message = f"{odd[0]} is no setting of Seratus: {way_out}"
        raise SettingsError(message)


def _near(odd: str) -> str | None:
    """Return the setting most like this one; what all begin with makes none alike."""
    names = {name.removeprefix(_PREFIX): name for name in _NAMES}
    near = difflib.get_close_matches(odd.removeprefix(_PREFIX), names, n=1)
    return names[near[0]] if near else None
