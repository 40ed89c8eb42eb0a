"""Which day it is where the worker lives: three zones, told apart by the province."""

from datetime import datetime
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Pontianak")
WITA = ZoneInfo("Asia/Makassar")
WIT = ZoneInfo("Asia/Jayapura")

_CENTRAL = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_EASTERN = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})


def zone_of(village: str) -> ZoneInfo:
    """Return the zone of a village code, by its province; WIB if the village is not known yet."""
    province = village[:2]
    if province in _CENTRAL:
        return WITA
    return WIT if province in _EASTERN else WIB


def by_number(moment: datetime, number: str) -> datetime:
    """Return a moment as the clock shows it where the registration of a number (PR-6107-…) is."""
    return moment.astimezone(zone_of(number.removeprefix("PR-")))
