"""The village head's side: one card at a time, decided with a tap.

A card's buttons carry the registration and its version, so a second tap, an old card or another
official's tap is recognised by the storage and answered with what is true by then.
"""

from typing import assert_never
from uuid import UUID

from conversations import asides
from conversations.buttons.button import read, write
from conversations.buttons.desk import (
    AskFor,
    EndPlace,
    ForOwner,
    NewPhone,
    OfDesk,
    OnCard,
    OnClaim,
    Queue,
    Reject,
    ShowNames,
    ShowOne,
    ShowVillage,
    Wish,
    takes_words,
)
from conversations.buttons.person import Accept, ShowStatus
from conversations.effects import (
    Ask,
    Claim,
    Decide,
    Effect,
    End,
    GivePhoneCode,
    Postpone,
    ShowCard,
    ShowQueue,
    Undo,
)
from conversations.life_cycle import Status
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.notes import DOUBLE_TAP
from conversations.office import asking, for_owner, looking, news, undoing
from conversations.outcomes.cards import Card
from conversations.outcomes.desk import (
    AboutDesk,
    AlreadyDecided,
    BecameHead,
    CardShown,
    Decided,
    Ended,
    Ending,
    InvitationRefused,
    Invited,
    NoEffect,
    NothingToUndo,
    NotYourVillage,
    OwnRegistration,
    PassedOver,
    Postponed,
    QueueShown,
    Rejecting,
    UndoAsked,
    Undone,
)
from conversations.zones import by_number

_OFFICE = "kepala desa"


def button_of(token: str) -> OfDesk | None:
    """Return the desk's button that a token was written for; None if it is none."""
    button = read(token)
    return button if isinstance(button, Queue | OnCard | Reject | AskFor) else None


def tapped(state: State, button: OfDesk, context: Context) -> Transition:
    """Take a card's button, or the one that shows the next card."""
    match button:
        case Reject() | EndPlace() if takes_words(button):
            return undoing.reason_asked(state, button, context)
        case OnCard(wish=Wish.FIX):
            return asking.which(state, button, context)
        case ForOwner():
            return for_owner.tapped(state, button, context)
        case ShowNames() | ShowOne() | ShowVillage():
            return looking.tapped(state, button)
        case _:
            return Transition(state, effect=_wished(button))


def _wished(
    button: Queue | Reject | EndPlace | OnClaim | AskFor | NewPhone | OnCard,
) -> Effect:
    match button:
        case Queue():
            return ShowQueue()
        case Reject(registration, version, reason, note):
            return Decide(registration, version, reason, note)
        case EndPlace(registration, version, end, note):
            return End(registration, version, end, note)
        case OnClaim(claim, claimed):
            return Claim(claim, claimed)
        case AskFor(registration, version, about, note):
            return Ask(registration, version, about, note)
        case NewPhone(registration):
            return GivePhoneCode(registration)
        case OnCard(registration, version, wish):
            return _effect(registration, version, wish)
        case _:
            assert_never(button)


def _effect(registration: UUID, version: int, wish: Wish) -> Effect:
    match wish:
        case Wish.CONFIRM:
            return Decide(registration, version, None)
        case Wish.REJECT | Wish.BACK | Wish.AGAIN | Wish.FIX:
            anew, why = wish is Wish.AGAIN, wish is Wish.REJECT
            return ShowCard(registration, version, asks_reason=why, anew=anew)
        case Wish.POSTPONE:
            return Postpone(registration, version)
        case Wish.UNDO | Wish.REOPEN:
            return Undo(registration, version, sure=wish is Wish.REOPEN)
        case _:
            assert_never(wish)


def learned(state: State, outcome: AboutDesk, context: Context) -> Transition:
    """Turn what came of a decision into words."""
    match outcome:
        case Decided():
            return Transition(state, _decided(outcome, context))
        case (
            Ending()
            | Ended()
            | Rejecting()
            | Undone()
            | UndoAsked()
            | NothingToUndo()
            | NoEffect()
        ):
            return undoing.learned(state, outcome, context)
        case AlreadyDecided():
            doubled = _is_second_tap(outcome, context)
            return Transition(state, () if doubled else (Reply((_already(outcome),)),))
        case CardShown(card, anew):
            shown = news.show((card,), context) if anew else (news.show_again(card, context),)
            return Transition(state, shown)
        case Postponed() | PassedOver() | OwnRegistration():
            return Transition(state, _left(outcome, context))
        case QueueShown(heads, cards):
            nothing = "card.queue_empty" if heads else "card.no_head"
            return Transition(state, _next(cards, context, nothing))
        case Invited():
            return _invited(state, outcome, context)
        case BecameHead(village, cards):
            hello = Text("head.welcome", {"village": context.villages.called(village)})
            return Transition(state, (Reply((hello,)), *_next(cards, context, "card.queue_empty")))
        case NotYourVillage() | InvitationRefused():
            return Transition(state, (Reply((_refusal(outcome),)),))
        case _:
            assert_never(outcome)


def _invited(state: State, outcome: Invited, context: Context) -> Transition:
    """Ask before an invitation makes anybody a head: a link is forwarded easily."""
    if outcome.mine:
        return Transition(state, effect=ShowQueue())
    village = context.villages.called(outcome.village)
    unnamed = outcome.name.casefold().startswith(_OFFICE)  # "Kepala Desa Sungai Duri"
    asked = Text("invitation.ask", {"name": outcome.name, "village": village})
    if unnamed:
        asked = Text("invitation.ask.office", {"village": village})
    accept, refuse = Accept(outcome.code), ShowStatus()
    yes = Choice(write(accept), Text("invitation.yes"))
    no = Choice(write(refuse), Text("invitation.no"))
    held = asides.opening(state, context, accept, refuse, "" if unnamed else outcome.name)
    return Transition(held, (Reply((asked,), (yes, no)),))


def _own(outcome: OwnRegistration, context: Context) -> tuple[Reply, ...]:
    """Say why it is somebody else's to decide and, if it lay before the head, show the next."""
    said = Text("card.own", {"number": outcome.number})
    if outcome.closed is None:
        return (Reply((said,)),)
    closed = news.show_closed((outcome.closed,), said)
    return (*closed, *_next(outcome.cards, context, "card.queue_empty"))


def _refusal(outcome: NotYourVillage | InvitationRefused) -> Text:
    match outcome:
        case NotYourVillage():
            return Text("card.not_yours")
        case InvitationRefused(reason):
            return Text(f"invitation.{reason}")
        case _:
            assert_never(outcome)


def _left(
    outcome: Postponed | PassedOver | OwnRegistration, context: Context
) -> tuple[Reply, ...]:
    """Tell what became of a card that is left undecided, and show the next."""
    match outcome:
        case Postponed(number, name, closed, cards):
            said = Text("card.postponed", {"number": number, "name": name})
            put_off = news.show_closed((closed,), said)
            return (*put_off, *_next(cards, context, "card.only_one"))
        case PassedOver(str(number), cards):
            refused = Text("card.refused", {"number": number})
            return (Reply((refused,)), *news.show(cards, context))
        case PassedOver():
            return ()
        case OwnRegistration():
            return _own(outcome, context)
        case _:
            assert_never(outcome)


def _next(cards: tuple[Card, ...], context: Context, nothing: str) -> tuple[Reply, ...]:
    """Show the next cards, or say that there is none."""
    return news.show(cards, context) or (Reply((Text(nothing),)),)


def _decided(outcome: Decided, context: Context) -> tuple[Reply, ...]:
    return (*news.decision(outcome, context), *news.idle(outcome))


def _is_second_tap(outcome: AlreadyDecided, context: Context) -> bool:
    if outcome.at is None or not outcome.again:
        return False
    return (context.now - outcome.at).total_seconds() < DOUBLE_TAP


def _already(outcome: AlreadyDecided) -> Text:
    withdrawn = outcome.status is Status.WITHDRAWN
    nobody = Text("card.somebody" if withdrawn else "decider.district")
    values: dict[str, Value] = {"number": outcome.number, "by": outcome.by or nobody}
    if outcome.at is not None:
        values["at"] = by_number(outcome.at, outcome.number)
    return Text(f"card.already.{outcome.status}", values)
