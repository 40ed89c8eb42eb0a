"""The terms of a programme: what keeps one from being opened, changed or closed."""

import re
from dataclasses import replace
from datetime import date, datetime

from bot.commands.setup import demos_id
from conversations.answers.village.village import load
from conversations.programme import MOST_PLACES, Programme
from conversations.zones import WIB
from storage.database import Storage
from storage.entries import Entry

CORRECT_DAYS = range(1, 61)
DRAFT_DAYS = range(7, 91)  # who left one is told of its end on the fourth day
MOST_WORDS = 120  # characters of what a district names in the consent
KEEP_DAYS = range(1, 3651)  # the law asks for no longer than is needed

_ONE_AT_A_TIME = (
    "A regency takes registrations for one programme at a time: 'seratus programme change' "
    "changes its terms, 'seratus programme close' makes room for the next"
)


async def open_programme(storage: Storage, programme: Programme) -> str | None:
    """Open a programme. Say what keeps it from being opened, None if nothing does."""
    regency = programme.regency
    async with storage.begin() as work:
        if not await work.programmes.villages([regency]):
            return f"no villages of {regency} are loaded: 'seratus villages load {regency}' first"
        if await work.programmes.open(programme):
            return None
        standing = await work.programmes.standing(regency, programme.year)
    if standing is None:
        raise LookupError(regency)
    return _in_the_way(standing)


def _in_the_way(standing: Programme) -> str:
    regency, year = standing.regency, standing.year
    problem = f"{regency} has a programme already: {year}, funded by {standing.funder}"
    if standing.id != demos_id(regency, year):
        return f"{problem}. {_ONE_AT_A_TIME}"
    return (
        f"{problem}. It is the demo's, for the demo filled this database: "
        "with another SERATUS_HOME you begin with an empty one"
    )


def problem_with_regency(code: str) -> str | None:
    """Say what is wrong with a regency's code, None if there is such a regency."""
    if re.fullmatch(r"\d\d\.\d\d", code) is None:
        return f"{code!r} is no regency: write its code, such as 61.07"
    return None if load([code]) else f"the public list has no villages in {code}"


def problem_with_new(programme: Programme, today: date) -> str | None:
    """Say what is wrong with a programme before it is opened, None if nothing is."""
    if problem := problem_with_regency(programme.regency):
        return problem
    if programme.year < today.year:
        return f"{programme.year} is over: --year {today.year} or later"
    return problem_with(programme, today)


def problem_with(programme: Programme, today: date) -> str | None:
    """Say what is wrong with the terms of a programme, None if nothing is.

    Its year may be over: not every cover is a calendar year.
    """
    return (
        _problem_with_time(programme, today)
        or _problem_with_terms(programme)
        or _problem_with_days(programme)
        or _problem_with_words("--basis", programme.basis)
        or _problem_with_words("--complaints", programme.complaints)
    )


def _problem_with_time(programme: Programme, today: date) -> str | None:
    if programme.cover_to < programme.cover_from:
        return (
            "the cover ends before it begins: --cover-from is its first day, --cover-to its last"
        )
    if programme.cover_to < today:
        return f"the cover is over since {programme.cover_to}: --cover-to is its last day"
    if programme.last_day > programme.cover_to:
        return f"the cover ends on {programme.cover_to}: --register-until is no later than that"
    return None


def _problem_with_terms(programme: Programme) -> str | None:
    if not programme.funder.strip():
        return "a programme needs somebody who pays: --funder 'APBD Kabupaten Bengkayang'"
    if programme.places < 1:
        return "a village needs at least one place: --places 100"
    if programme.places > MOST_PLACES:
        return f"no village has so many who need one: --places {MOST_PLACES} at most"
    if programme.below_age <= programme.min_age:
        return "nobody is of that age: --min-age must be less than --below-age"
    return None


def _problem_with_days(programme: Programme) -> str | None:
    replaced = programme.replace_until
    if replaced and not programme.cover_from <= replaced <= programme.cover_to:
        cover = f"{programme.cover_from} to {programme.cover_to}"
        return f"places are filled anew within the cover, {cover}: --replace-until is a day of it"
    if programme.correct_days not in CORRECT_DAYS:
        return f"a worker has {_from_to(CORRECT_DAYS)} days to correct: --correct-days 14"
    if programme.draft_days not in DRAFT_DAYS:
        return f"an unfinished form is kept {_from_to(DRAFT_DAYS)} days: --draft-days 30"
    if programme.keep_days not in KEEP_DAYS:
        return f"what was registered is kept {_from_to(KEEP_DAYS)} days: --keep-days 90"
    return None


def _problem_with_words(option: str, words: str) -> str | None:
    """They stand within a sentence of the consent; "" stands for none."""
    if len(words) > MOST_WORDS:
        return f"it is read on a small screen: {option} has {MOST_WORDS} characters at most"
    if words != " ".join(words.split()) or not words.isprintable() or words.endswith("."):
        return f"{option} stands within a sentence: one line, no blanks around it, no full stop"
    return None


def _from_to(days: range) -> str:
    return f"{days[0]} to {days[-1]}"


def day_of(now: datetime) -> date:
    """Return the day that counts for a cover: the west's, until when it lasts somewhere."""
    return now.astimezone(WIB).date()


async def change_programme(storage: Storage, regency: str, **terms: object) -> Programme | str:
    """Change terms of the programme that is open; return it as it is now, or what forbids it."""
    async with storage.begin() as work:
        known = await work.programmes.alone(regency)
        if known is None:
            return none_open(regency)
        wanted = replace(known, **terms)  # type: ignore[arg-type]  # its own fields, by name
        moved = (wanted.cover_from, wanted.cover_to) != (known.cover_from, known.cover_to)
        if moved:  # nobody registers meanwhile: what they are told would be wrong
            await work.lock([one.code for one in await work.programmes.villages([regency])])
        if moved and await work.programmes.has_people(known.id):
            return "the cover's dates cannot change: people are registered, and were told them"
        if problem := problem_with(wanted, day_of(work.now)):
            return problem
        await work.programmes.change(wanted)
        work.audit.record([Entry("programme_changed", None, known.id)])
    return wanted


async def close_programme(storage: Storage, regency: str) -> Programme | str:
    """Take no more registrations for the programme that is open; what is registered goes on."""
    async with storage.begin() as work:
        known = await work.programmes.alone(regency)
        if known is None:
            return none_open(regency)
        await work.programmes.close(known.id)
        work.audit.record([Entry("programme_closed", None, known.id)])
    return known


def none_open(regency: str) -> str:
    return f"no programme is open in {regency}: 'seratus programme show' lists those that are"
