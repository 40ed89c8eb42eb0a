"""Decisions that can be undone: what a head is shown meanwhile, and who hears of it after.

A rejection waits for ten minutes, and its worker knows nothing of it. What was confirmed was told
at once: it is asked back before it is undone, and its worker hears that, too.
"""

from typing import assert_never

from conversations import asides
from conversations.answers import always
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import spoken
from conversations.buttons.button import write
from conversations.buttons.desk import EndPlace, OnCard, Queue, Reject, Wish
from conversations.effects import Undo, UndoLast
from conversations.life_cycle import Act, Status, allowing
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.office import ending, news
from conversations.outcomes.desk import (
    AboutEnding,
    AboutUndoing,
    Ended,
    Ending,
    NoEffect,
    NothingToUndo,
    Rejecting,
    UndoAsked,
    Undone,
)
from conversations.outcomes.operator import Reopened
from conversations.outcomes.standing import Standing
from conversations.zones import by_number

_UNDOES = compiled(
    r"\b(?:urungkan|diurungkan|undo)\b"
    r"|\b(?:batal(?:kan)?|TIDAK jadi|cabut|tarik|JANGAN|SALAH) (?:\w+ ){0,2}"
    r"(?:tolak|ditolak|nolak|menolak|tolakan|penolakan|tolaknya|keputusan)\w*\b"
    r"|\bSALAH (?:tekan|pencet|klik|kepencet|pilih|sentuh|tolak)\b|\b(?:ke)?pencet SALAH\b"
    r"|\b(?:tolakan|penolakan)\w* (?:\w+ ){0,2}(?:batal\w*|dibatalkan|cabut|tarik)\b"
    r"|\b(?:tarik|ambil) (?:balik|lagi|kembali)\b"
)
_NOT_UNDOING = compiled(
    r"\b(?:JANGAN|TIDAK|BUKAN|bisa|KENAPA|bagaimana|KALAU) (?:\w+ )?di?urungkan"
)
_PLAIN = compiled(
    r"(?:(?:YA|tolong|mohon|MAAF|OK|saya|tadi|itu|yang) )*(?:urungkan|undo)"
    r"(?: (?:tolak\w*|penolakan\w*|itu|tadi|yang|YA|PAK|BUK|DONG|SAJA|lagi|keputusan\w*))*"
)


def typed(text: str) -> UndoLast | None:
    """Return the wish to undo that words are; all but the plainest are asked back."""
    said = spoken(text)
    number = always.number(text)
    if text.rstrip().endswith("?") or _NOT_UNDOING.search(said) or not _UNDOES.search(said):
        return None
    return UndoLast(number, plain=number is not None or _PLAIN.fullmatch(said) is not None)


def typed_by_chat(text: str, found: Standing) -> Undo | None:
    """Return the wish to take back what one's own chat has ended, if words are that."""
    own = [one for one in found.registrations if one.status is Status.ENDING and one.by_district]
    return Undo(own[0].id, own[0].version) if own and typed(text) else None


def reason_asked(state: State, button: Reject | EndPlace, context: Context) -> Transition:
    """Ask for the reason in words; what is written next is one, unless it says otherwise."""
    ends = isinstance(button, EndPlace)
    back = Queue() if ends else OnCard(button.registration, button.version, Wish.AGAIN)
    held = asides.opening(state, context, button, back)
    asked = Text("end.other.ask" if ends else "reason.other.ask")
    return Transition(held, (Reply((asked,)),))


def learned(state: State, outcome: AboutUndoing | AboutEnding, context: Context) -> Transition:
    """Turn what came of undoing, or of what can be undone, into words."""
    match outcome:
        case Rejecting():
            shown = _rejecting(outcome, context)
            return Transition(state, (*shown, *news.idle(outcome)))
        case Undone():  # a "ya" behind it may be meant for that, and not for the card
            held = asides.showing(state, context, {}, 1)
            return Transition(held, _undone(outcome, context))
        case UndoAsked():
            return _asked_back(state, outcome, context)
        case NothingToUndo(number):
            told = Text("undo.not_this", {"number": number}) if number else Text("undo.nothing")
            return Transition(state, (Reply((told,)),))
        case Ending() | Ended():
            return ending.learned(state, outcome, context)
        case NoEffect():
            return Transition(state)
        case _:
            assert_never(outcome)


def _rejecting(outcome: Rejecting, context: Context) -> tuple[Reply, ...]:
    """Show on every card that it is turned down, until when that can be undone, and how."""
    values: dict[str, Value] = {
        "number": outcome.number,
        "name": outcome.name,
        "by": outcome.by,
        "reason": news.why(outcome.reason, outcome.note),
        "until": by_number(outcome.until, outcome.number),
    }
    undo = OnCard(outcome.registration, outcome.version, Wish.UNDO)
    buttons = (Choice(write(undo), Text("card.undo")),)
    written = (Text("card.rejecting", values),)
    shown = (
        Reply(written, buttons, to=card.person, card=card.id, edits=True)
        for card in outcome.closed
    )
    return (*shown, *news.show(outcome.cards, context))


def _undone(outcome: Undone, context: Context) -> tuple[Reply, ...]:
    """Say on every card that it is to be looked at again; a worker who was told hears of it."""
    if outcome.was is Status.ENDING:
        return _stays(outcome)
    told = outcome.was not in allowing(Act.TAKE_EFFECT)
    values: dict[str, Value] = {"number": outcome.number, "name": outcome.name}
    said = Text(f"card.undone.{outcome.was}", values)
    closed = news.show_closed(outcome.closed, said)
    cards = news.show(outcome.cards, context)
    if not told:
        return (*closed, *cards)
    by = news.decider(outcome.village, context, district=False)
    again = Text(f"undone.{outcome.was}", {**values, "by": by, "place": outcome.place})
    return (*closed, *cards, Reply((again,), to=outcome.worker))


def _stays(outcome: Undone) -> tuple[Reply, ...]:
    """Say that nothing ends, to whoever took it back and on the cards of the others."""
    said = Text("card.undone.ending", {"number": outcome.number, "name": outcome.name})
    return (Reply((said,)), *news.show_closed(outcome.closed, said))


def reopened(those: tuple[Reopened, ...]) -> tuple[Reply, ...]:
    """Say on every card what became of a rejection whose official was revoked."""
    return tuple(
        reply
        for one in those
        for reply in news.show_closed(
            one.closed, Text(f"card.undone.{one.was}", {"number": one.number, "name": one.name})
        )
    )


def _asked_back(state: State, outcome: UndoAsked, context: Context) -> Transition:
    """Ask with the name whether that is meant."""
    values = {"number": outcome.number, "name": outcome.name}
    sure = OnCard(outcome.registration, outcome.version, Wish.REOPEN)
    yes = Choice(write(sure), Text("undo.yes"))
    no = Choice(write(Queue()), Text("undo.no"))
    asked = Text(f"undo.ask.{outcome.status}", values)
    held = asides.opening(state, context, sure, Queue())
    return Transition(held, (Reply((asked,), (yes, no)),))
