"""What a consent says that is a district's own: the law behind it, how long, who hears complaints.

What a district has not named is said in words that are true without it.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from conversations.machine import Context
from conversations.messages import Text, Value
from conversations.programme import DEFAULT_KEEP_DAYS, Programme

T = TypeVar("T")


def of_district(context: Context, village: str) -> Mapping[str, Value]:
    """Return what a village's district says; where none takes registrations, what is true of all.

    {basis}: by which law; {kept}: how long; {complaints}: whom to complain to.
    """
    own = context.programme(village)
    return said_by((own,) if own else ())


def said_by(those: Iterable[Programme]) -> Mapping[str, Value]:
    """Return what these programmes say alike; what differs between them is said in general."""
    every = tuple(those)
    return _said(
        {one.basis for one in every},
        {one.keep_days for one in every},
        {one.complaints for one in every},
    )


def _said(laws: set[str], days: set[int], offices: set[str]) -> Mapping[str, Value]:
    basis, kept, complaints = _only(laws), _only(days), _only(offices)
    return {
        "basis": Text("basis.named", {"basis": basis}) if basis else Text("basis.consent"),
        "kept": Text("kept.days", {"n": kept}) if kept else Text("kept.some"),
        "complaints": Text("complaints.named", {"complaints": complaints})
        if complaints
        else Text("complaints.village"),
    }


def _only(values: set[T]) -> T | None:
    return next(iter(values)) if len(values) == 1 else None


EVERYWHERE = _said({""}, {DEFAULT_KEEP_DAYS}, {""})
"""What a district says that named nothing and changed nothing: what is on a form made for all."""


def has_own_words(context: Context, village: str) -> bool:
    """Whether a consent says something else there than a form that is made for all.

    Where the village is not known yet, it is asked for anew once it is.
    """
    return village != "" and of_district(context, village) != EVERYWHERE
