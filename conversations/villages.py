"""The villages (desa) people live in, as all but the parser know them."""

from typing import Protocol

from conversations.record import record


@record
class Village:
    """A desa: its code ("61.07.01.2001") and the names of itself, its district and regency."""

    code: str
    name: str
    district: str
    regency: str


def regency_of(village: str) -> str:
    """Return the code of the regency that a village's code begins with: "61.07"."""
    return village[:5]


class KnownVillages(Protocol):
    """Those where people may register, found by code and by what people write."""

    def __getitem__(self, code: str) -> Village:
        """Return a village by its code; raise KeyError."""

    def called(self, code: str) -> str:
        """Return a village's name, with its district where others are called so; KeyError."""

    def get(self, code: str) -> Village | None:
        """Return a village by its code; None if it is none of ours."""

    def find(self, text: str) -> str:
        """Read which village is meant, and return its code; raise Invalid."""

    def named(self, text: str, *, placed: bool) -> bool:
        """Say whether a text names one, though it may be a wish; `placed`: with its district."""

    def regency(self, code: str) -> str | None:
        """Return the name of a regency by its code, "61.07"; None if none of its villages is."""

    def elsewhere(self, text: str) -> str | None:
        """Return the name of the place, none of ours, that a text names; None if it names none."""

    def ward(self, name: str) -> bool:
        """Say whether a place of that name, none of ours, is a ward (kelurahan) beside ours."""

    def wholly(self, text: str, code: str) -> bool:
        """Say whether a text says that village and nothing besides."""

    def nearest(self, text: str, most: int) -> tuple[str, ...]:
        """Return the codes of those whose names are most like a text, best first."""

    def place(self, text: str) -> bool:
        """Say whether a text is just the name of a place: a village, a district, a regency."""
