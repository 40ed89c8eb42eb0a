"""Ending a place that is held: what a head says of it, and who is told what.

Whose it is, is found by the number or by the name, and asked back with both.

It waits for ten minutes, as a rejection does, and its worker knows nothing of it until it is so.
"""

from collections.abc import Mapping, Sequence
from typing import assert_never

from conversations import asides
from conversations.answers import always
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import clean, spoken, words
from conversations.buttons.button import write
from conversations.buttons.desk import EndPlace, OnCard, Queue, Wish
from conversations.effects import EndReason, Reason
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.office import news
from conversations.office.typed import TURNS, reason_named
from conversations.outcomes.desk import AboutEnding, Ended, Ending
from conversations.outcomes.standing import Held, Standing
from conversations.record import record
from conversations.zones import by_number

_ENDS = compiled(
    r"\b(?:(?:di|meng)?akhiri|(?:di)?hentikan|(?:di)?keluarkan|(?:di)?coret|(?:di)?hapus|end)\b"
)
_MEANS: Mapping[Reason, EndReason] = {
    Reason.DIED: EndReason.DIED,
    Reason.NOT_RESIDENT: EndReason.MOVED,
    Reason.CIVIL_SERVANT: EndReason.FORMAL_WORK,
    Reason.COMPANY: EndReason.FORMAL_WORK,
    Reason.COVERED: EndReason.COVERED,
}
MOST = 9  # one more says that none is meant; a list on WhatsApp has ten


@record
class _Meant:
    """`reason` None: none was said. `plainly`: it is said to be ended, in so many words."""

    reason: EndReason | None
    plainly: bool


def speaks_of_it(text: str) -> bool:
    """Whether words may be about the end of a place: then names are looked at."""
    return _meant(text) is not None


def _meant(text: str) -> _Meant | None:
    said = spoken(text)
    plainly = _ENDS.search(said) is not None
    named, turned = reason_named(said)
    turned = turned or (plainly and not TURNS.isdisjoint(said.split()))
    if turned or text.rstrip().endswith("?"):
        return None
    reason = _MEANS.get(named) if named else None
    return _Meant(reason, plainly) if reason or plainly else None


def heard(state: State, found: Standing, context: Context) -> Transition | None:
    """Ask a head back who speaks of ending a place; None: the words are about something else."""
    text = found.said or ""
    meant, number = _meant(text), always.number(text)
    if meant is None or number in {card.number for card in found.cards}:
        return None
    those = _named(text, number, found)
    if those:
        return _asked_back(state, those, meant, context)
    if number and meant.plainly and not found.registrations:  # nor one of their own
        return Transition(state, (Reply((Text("end.not_this", {"number": number}),)),))
    return None


def _named(text: str, number: str | None, found: Standing) -> list[Held]:
    """Return whose names fit best, unless that of an open card does as well."""
    if number:
        return [one for one in found.held if one.number == number]
    said = frozenset(words(clean(text).lower()))
    fits = [(len(said & _words_of(one.name)), one) for one in found.held]
    best = max((fit for fit, _ in fits), default=0)
    on_cards = (len(said & _words_of(card.answers["name"])) for card in found.cards)
    if best <= max(on_cards, default=0):
        return []
    return [one for fit, one in fits if fit == best]


def _words_of(name: str) -> frozenset[str]:
    return frozenset(words(name.lower()))


def _asked_back(
    state: State, those: Sequence[Held], meant: _Meant, context: Context
) -> Transition:
    """Ask who is meant, why, or whether that is so."""
    which = [Text("withdraw.which", _values(one)) for one in those[:MOST]]
    no = Choice(write(Queue()), Text("end.no"))
    reason = meant.reason
    if len(those) > 1 and reason is None:
        how = Text("end.how", {"number": those[0].number})
        return Transition(state, (Reply((*which, how)),))
    if len(those) > 1 and reason is not None:
        choices = [_choice(one, reason, Text("end.this", _values(one))) for one in those[:MOST]]
        asked = Text("end.ask.several", {"reason": label(reason, "")})
        return Transition(state, (Reply((*which, asked), (*choices, no)),))
    [one] = those
    if reason is None:
        choices = [_choice(one, each, label(each, "")) for each in EndReason]
        why = Text("end.why", {"number": one.number})
        return Transition(state, (Reply((*which, why), (*choices, no)),))
    yes = EndPlace(one.registration, one.version, reason)
    held = asides.opening(state, context, yes, Queue())
    asked = Text("end.ask", {**_values(one), "reason": label(reason, "")})
    return Transition(held, (Reply((asked,), (Choice(write(yes), Text("end.yes")), no)),))


def _choice(one: Held, reason: EndReason, said: Text) -> Choice:
    return Choice(write(EndPlace(one.registration, one.version, reason)), said)


def _values(one: Held) -> dict[str, Value]:
    return {"number": one.number, "name": one.name}


def learned(state: State, outcome: AboutEnding, context: Context) -> Transition:
    """Turn what came of an end into words."""
    match outcome:
        case Ending():
            return Transition(state, _begun(outcome))
        case Ended():
            return Transition(state, over(outcome, context))
        case _:
            assert_never(outcome)


def _begun(outcome: Ending) -> tuple[Reply, ...]:
    """Say until when it can be undone, and how, to whoever ended it and on others' cards."""
    values: dict[str, Value] = {
        "number": outcome.number,
        "name": outcome.name,
        "reason": label(outcome.reason, outcome.note),
        "until": by_number(outcome.until, outcome.number),
    }
    by_chat = Text("end.begun.own", values)
    undo = OnCard(outcome.registration, outcome.version, Wish.UNDO)
    buttons = (Choice(write(undo), Text("card.undo")),)
    texts = (Text("end.begun", values),)
    others = (
        Reply(texts, buttons, to=card.person, card=card.id, edits=True) for card in outcome.closed
    )
    return (Reply((by_chat,) if outcome.own else texts, buttons), *others)


def label(reason: EndReason, note: str) -> Text:
    """Return a reason as it was given: a label, or words."""
    return Text("reason.said", {"note": note}) if note else Text(f"end.{reason}.button")


def over(outcome: Ended, context: Context) -> tuple[Reply, ...]:
    """Tell that a place has ended: its worker once, every card, who gets the place, the heads."""
    values: dict[str, Value] = {
        "number": outcome.number,
        "name": outcome.name,
        "place": outcome.place,
        "at": by_number(outcome.at, outcome.number),
    }
    shown = (Text("card.over_by_end", values), label(outcome.reason, outcome.note))
    texts = (
        Text("ended.place", values),
        news.end_reason(outcome.reason, outcome.note),
        Text("next.ended"),
    )
    return (
        *news.show_closed(outcome.closed, *shown),
        Reply(texts, to=outcome.worker),
        *news.promoted(outcome.promoted, context),
        *news.show(outcome.cards, context),
    )
