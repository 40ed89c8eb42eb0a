"""The country: its villages, their programmes, and what their people would answer.

Most villages are full, have a head, some cards not decided yet and some people waiting. A few are
`quiet`: no head, and free places, where a crowd can register as in an empty database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from lokal import wilayah

from bench.platforms.people import as_typed
from conversations.answers.invalid import Invalid
from conversations.answers.village.village import Villages, around, load
from conversations.programme import Programme
from conversations.registration.village import says_near
from conversations.villages import Village, regency_of
from storage.ids import new_id
from tests.model_worker import Worker

PLACES = 100
LASTS = timedelta(days=84)  # twelve weeks: a district's deadline
QUIET_EVERY = 40  # of so many villages one is quiet
PHONE_ID = "100200300400500"  # our number on WhatsApp
_SERIALS = 9999  # the last four digits of a NIK, 0000 excepted


@dataclass(frozen=True, slots=True)
class Chosen:
    """The villages of a part of the country; in `quiet` ones a crowd may register."""

    villages: Sequence[Village]
    quiet: Sequence[Village]


def chosen(scale: float) -> Chosen:
    """Take villages at regular steps, all regencies alike; quiet ones are understood at once."""
    regencies = [r.code for p in wilayah.list_wilayah() for r in wilayah.list_wilayah(p.code)]
    everywhere = load(regencies)
    wanted = max(round(scale * len(everywhere)), 1)
    villages = [everywhere[n * len(everywhere) // wanted] for n in range(wanted)]
    few = villages[:: min(QUIET_EVERY, max(len(villages) // 4, 1))]
    some = {regency_of(village.code) for village in few}
    beside, alone = Villages(everywhere, around(regencies)), Villages(few, around(some))
    indexes = (beside, alone)  # the crowd registers in both
    return Chosen(villages, [one for one in few if all(_understood(i, one) for i in indexes)])


def _understood(index: Villages, village: Village) -> bool:
    """Whether its name is taken at once, as the question takes it, and none is asked back."""
    typed = as_typed(village)
    try:
        taken = index.find(typed) == village.code
    except Invalid:
        return False
    plain = index.wholly(typed, village.code) and not says_near(typed, village)
    return taken and plain and index.elsewhere(typed) is None


def programme(village: Village, today: date) -> Programme:
    """Return the programme of a village's regency: the next calendar year's."""
    return Programme(
        id=new_id(),
        regency=regency_of(village.code),
        year=today.year + 1,
        places=PLACES,
        cover_from=date(today.year + 1, 1, 1),
        cover_to=date(today.year + 1, 12, 31),
        funder=f"APBD {village.regency}",
    )


_NAMES = ("Yanti Susanti", "Siti Lestari", "Rina Wijaya", "Dewi Rahayu", "Lina Permata Sihombing")


def worker(number: int, village: Village) -> Worker:
    """Return a woman of one's own; NIKs of women are never those of a crowd's men."""
    serial, days = number % _SERIALS + 1, number // _SERIALS
    return Worker(
        name=_NAMES[number % len(_NAMES)],
        born=date(1966, 1, 1) + timedelta(days=days),
        serial=serial,
        village=village.code,
        address=f"Dusun Melati RT {number % 97 + 1} RW {number % 89 + 1}",
        phone=f"0812{number:08}",
    )


def recently() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
