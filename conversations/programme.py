"""A programme: which regency pays for how many places, for whom, and from when to when."""

from datetime import date
from uuid import UUID

from conversations.record import record

DEFAULT_PLACES = 100  # satu desa, seratus pekerja rentan
MOST_PLACES = 9999  # a village: more is a slip of the finger
DEFAULT_MIN_AGE = 18
DEFAULT_BELOW_AGE = 65
DEFAULT_CORRECT_DAYS = 14
DEFAULT_DRAFT_DAYS = 30
DEFAULT_KEEP_DAYS = 90


@record
class Programme:
    """One regency's cover for one year. Both cover dates are included; `below_age` is not.

    `register_until`: the last day on which somebody may register; None: the cover's last.
    `replace_until`: the last on which a place is filled that became free after the list was sent;
    None: the last day to register. `correct_days`: a worker has to correct. `draft_days`: an
    unfinished form is kept. `keep_days`: what was registered is kept after the cover's last.
    `basis`: the law behind it; `complaints`: whom to complain to about data; "": not named.
    """

    id: UUID
    regency: str
    year: int
    places: int
    cover_from: date
    cover_to: date
    funder: str
    min_age: int = DEFAULT_MIN_AGE
    below_age: int = DEFAULT_BELOW_AGE
    register_until: date | None = None
    replace_until: date | None = None
    correct_days: int = DEFAULT_CORRECT_DAYS
    draft_days: int = DEFAULT_DRAFT_DAYS
    keep_days: int = DEFAULT_KEEP_DAYS
    basis: str = ""
    complaints: str = ""

    @property
    def last_day(self) -> date:
        """The last day on which somebody may register."""
        return self.register_until or self.cover_to


def age(born: date, on: date) -> int:
    """Return the age in whole years on a day; negative before the birth."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
