"""The facts of the programme that texts tell: who pays, whom for, and what it costs otherwise."""

from collections.abc import Iterable, Mapping
from datetime import date

from conversations.consent import said_by
from conversations.fees import own_fee
from conversations.machine import Context
from conversations.messages import Text, Value
from conversations.programme import Programme


def about(topic: str, context: Context, village: str = "") -> Text:
    """Return the answer to a question about the programme, as asked by somebody of a village."""
    return Text(f"about.{topic}", facts(context, village))


def facts(context: Context, village: str = "") -> Mapping[str, Value]:
    """Return the placeholders of what is told of the programme: of a village's, or of all.

    {fee}: what one pays who joins alone; {paid}: who pays; {ages}: who is of an age to join;
    {regencies}: where it runs; {kept}, {complaints}: as a consent says it. What differs between
    programmes is told in general.
    """
    own = context.programme(village)
    those = (own,) if own else tuple(context.programmes.values())
    return {
        "fee": own_fee(context.today),
        "paid": _paid(those),
        "ages": _ages(those),
        "regencies": _regencies(those, context),
        **said_by(those),
    }


def _paid(those: tuple[Programme, ...]) -> Text:
    funders = {one.funder for one in those}
    return Text("paid.by", {"funder": funders.pop()}) if len(funders) == 1 else Text("paid.public")


def _ages(those: tuple[Programme, ...]) -> Text:
    bands = {(one.min_age, one.below_age) for one in those}
    if len(bands) != 1:
        return Text("ages.some")
    [(youngest, below)] = bands
    return Text("ages.band", {"min": youngest, "max": below - 1})


def _regencies(those: tuple[Programme, ...], context: Context) -> Value:
    names = (context.villages.regency(one.regency) for one in those)
    return listed_names(filter(None, names)) or Text("regencies.any")


def listed_names(names: Iterable[str]) -> Value:
    """Join names: "A, B dan C"; "" if there is none."""
    *first, last = sorted(names) or [""]
    return Text("plain.and", {"first": ", ".join(first), "last": last}) if first else last


def covered(first: date, last: date, context: Context) -> Text:
    """Say from when to when a cover lasts; of one that has begun, until when alone."""
    if context.today > first:
        return Text("cover.until", {"to": last})
    return Text("cover.dates", {"from": first, "to": last})
