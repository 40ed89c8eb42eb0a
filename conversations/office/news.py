"""What people hear because of what somebody else did: cards for heads, news for workers."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

from conversations.about import covered
from conversations.answers.nik import nik_facts
from conversations.buttons.button import write
from conversations.buttons.desk import OnCard, Reject, Wish
from conversations.effects import EndReason, Reason
from conversations.fees import own_fee
from conversations.forms.position import listed, register_choice
from conversations.life_cycle import Status
from conversations.machine import Context
from conversations.messages import Choice, Reply, Text, Value
from conversations.outcomes.asking import Asked
from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.desk import Decided, Rejecting
from conversations.outcomes.operator import Dismissal, Dismissed, Revoked
from conversations.outcomes.registered import Promoted
from conversations.outcomes.rights import ConsentTaken, DoneForOwner, Erased, ErasedNow
from conversations.outcomes.standing import Withdrawn
from conversations.programme import age
from conversations.zones import by_number

GivenUp: TypeAlias = Withdrawn | Erased | DoneForOwner | ConsentTaken | ErasedNow
UNREMARKED = 5  # registrations of one chat, in a village and a day: a family is no crowd


def show(cards: tuple[Card, ...], context: Context) -> tuple[Reply, ...]:
    """Put each card before its official."""
    return tuple(
        Reply(_card(card, context), choices(card), to=card.person, card=card.id) for card in cards
    )


def show_again(card: Card, context: Context) -> Reply:
    """Show a card in its own place."""
    return Reply(_card(card, context), choices(card), to=card.person, card=card.id, edits=True)


def show_closed(closed: tuple[ClosedCard, ...], *texts: Text) -> tuple[Reply, ...]:
    """Write what became of it on every card that was shown; the buttons go."""
    return tuple(Reply(texts, to=card.person, card=card.id, edits=True) for card in closed)


def choices(card: Card) -> tuple[Choice, ...]:
    """Return the buttons of a card: the decisions, or the reasons of a rejection."""
    return _reasons(card) if card.asks_reason else _decisions(card)


def _decisions(card: Card) -> tuple[Choice, ...]:
    return tuple(
        Choice(write(OnCard(card.registration, card.version, wish)), Text(f"card.{wish}"))
        for wish in (Wish.CONFIRM, Wish.REJECT, Wish.POSTPONE)
        if not (card.own_number and wish is Wish.CONFIRM)
    )


def _reasons(card: Card) -> tuple[Choice, ...]:
    those = (
        Choice(
            write(Reject(card.registration, card.version, reason)), Text(f"reason.{reason}.button")
        )
        for reason in Reason
        if reason is not Reason.DATA_WRONG  # is no rejection: it is to be corrected
    )
    fix = write(OnCard(card.registration, card.version, Wish.FIX))
    back = write(OnCard(card.registration, card.version, Wish.BACK))
    return (*those, Choice(fix, Text("card.fix")), Choice(back, Text("reason.back")))


def taken_back(outcome: Revoked) -> tuple[Reply, ...]:
    """Take names and buttons from the cards of whoever was revoked."""
    return show_closed(outcome.closed, Text("card.taken_back"))


def revoked(outcome: Revoked, context: Context) -> tuple[Reply, ...]:
    """Tell whoever was revoked, and show the other heads what passes on to them."""
    village = {"village": context.villages.called(outcome.village)}
    told = (Reply((Text("head.revoked", village),), to=person) for person in outcome.people)
    return (*told, *show(outcome.cards, context))


def _card(card: Card, context: Context) -> tuple[Text, ...]:
    counts: dict[str, Value] = {
        "undecided": card.undecided,
        "taken": card.taken,
        "places": card.places,
        "village": context.villages.called(card.village),
    }
    return (
        Text("card.head", counts),
        Text("card.worker", _worker(card, context)),
        *_flags(card, context),
        Text(_question(card)),
    )


def _question(card: Card) -> str:
    if card.asks_reason:
        return "reason.ask"
    return "card.ask_own" if card.own_number else "card.ask"


def _worker(card: Card, context: Context) -> dict[str, Value]:
    """What a head needs to know a neighbour by: no digit of the NIK, and no date of birth.

    With the village, the date and the sex, four digits are the whole of it.
    """
    answers = card.answers
    born = date.fromisoformat(answers["birth_date"])
    return {
        "number": card.number,
        "place": card.place,
        "name": answers["name"],
        "sex": Text(f"sex.{answers['sex']}"),
        "age": age(born, context.today),
        "address": answers.get("address", "-"),
        "mother": Text("registration.mother.unknown")
        if answers.get("mother") == "unknown"
        else answers.get("mother", "-"),
        "occupation": Text(f"occupation.{answers['occupation']}"),
    }


def _flags(card: Card, context: Context) -> tuple[Text, ...]:
    """What the head should look at: never a refusal by itself (programme.md 3.1)."""
    return (*_warnings(card), *_notes(card, context))


def _warnings(card: Card) -> Iterator[Text]:
    """Say what somebody who takes places for others would try, first."""
    if card.same_as is not None:
        yield Text("card.flag.same", {"number": card.same_as})
    if card.own_number:
        yield Text("card.flag.own")
    elif card.by_official:
        yield Text("card.flag.official")
    if card.nth > UNREMARKED:
        yield Text("card.flag.many", {"nth": card.nth})
    if card.villages > 1:
        yield Text("card.flag.villages", {"villages": card.villages})
    if card.strangers:
        yield Text("card.flag.strangers", {"strangers": card.strangers})
    if (rejected := card.rejected_before) is not None:
        yield Text("card.flag.again", {"reason": Text(f"reason.{rejected}.button")})


def _notes(card: Card, context: Context) -> Iterator[Text]:
    """Say what is only to be known."""
    answers = card.answers
    if card.lapsed:
        yield Text("card.flag.lapsed")
    if card.amended:
        yield Text("card.flag.amended", {"titles": titles(card.amended)})
    facts = nik_facts(answers["nik"], context.today)
    if (facts.birth_date.isoformat(), facts.sex) != (answers["birth_date"], answers["sex"]):
        yield Text("card.flag.birth")
    if facts.regency[:2] != card.village[:2]:
        yield Text("card.flag.province")
    if answers.get("eligibility") == "company_daily":  # an open question: programme.md 8.8
        yield Text("card.flag.daily")
    if answers.get("for_whom") == "other":
        yield Text("card.flag.helped")


def title(name: str) -> Text:
    """Name an answer, as the summary does."""
    return Text(f"registration.{name}.title")


def titles(names: tuple[str, ...]) -> Text:
    return listed([title(name) for name in names])


def given_up(
    outcome: GivenUp, numbers: Sequence[str], context: Context, said: str = "card.withdrawn"
) -> tuple[Reply, ...]:
    """Tell those whom it concerns what was given up: who is promoted, and the heads.

    `said`: what is written on the cards; by whom it was done.
    """
    closed = [
        reply
        for card in outcome.closed
        for reply in show_closed((card,), Text(said, {"number": card.number or numbers[0]}))
    ]
    return (
        *promoted(outcome.promoted, context),
        *closed,
        *show(outcome.cards, context),
    )


def promoted(those: tuple[Promoted, ...], context: Context) -> tuple[Reply, ...]:
    """Tell those who waited that they hold a place now."""
    return tuple(
        Reply(
            (
                Text("promoted", _promotion(one, context)),
                Text("next.placed" if one.has_head else "next.no_head"),
            ),
            to=one.person,
        )
        for one in those
    )


def _promotion(one: Promoted, context: Context) -> dict[str, Value]:
    village = context.villages.called(one.village)
    return {"number": one.number, "name": one.name, "village": village, "place": one.place}


def decision(outcome: Decided, context: Context) -> tuple[Reply, ...]:
    """Tell all whom a decision is about: who was shown the card, the worker, who comes next."""
    values: dict[str, Value] = {
        "number": outcome.number,
        "name": outcome.name,
        "by": outcome.by or Text("decider.district"),
        "at": by_number(outcome.at, outcome.number),
    }
    verdict = Status.CONFIRMED if outcome.reason is None else Status.REJECTED
    written = [Text(f"card.{verdict}", values)]
    if outcome.reason is not None:
        written.append(why(outcome.reason, outcome.note))
    return (
        *show_closed(outcome.closed, *written),
        decided(outcome, context),
        *promoted(outcome.promoted, context),
        *show(outcome.cards, context),
    )


def why(reason: Reason, note: str) -> Text:
    """Return a head's reason as the head gave it: a label, or words."""
    return Text("reason.said", {"note": note}) if note else Text(f"reason.{reason}.button")


def idle(outcome: Decided | Rejecting | Asked) -> tuple[Reply, ...]:
    """Tell an official that nothing is left to be decided, where that is so."""
    return (Reply((Text("card.queue_empty"),)),) if outcome.idle else ()


def decider(village: str, context: Context, *, district: bool) -> Text:
    """Name to a worker who decides, or has decided."""
    if district:
        return Text("decider.district")
    return Text("decider.head", {"village": context.villages.called(village)})


def decided(outcome: Decided, context: Context) -> Reply:
    """Tell the worker what was decided, by whom, why, and what comes next."""
    by = decider(outcome.village, context, district=outcome.by is None)
    values: dict[str, Value] = {
        "number": outcome.number,
        "name": outcome.name,
        "by": by,
        "place": outcome.place,
        "cover": covered(outcome.cover_from, outcome.cover_to, context),
    }
    if outcome.reason is None:
        return Reply(
            (Text("decided.confirmed", values), Text("next.confirmed")), to=outcome.worker
        )
    why = reason(outcome.reason, outcome.note, by, context)
    texts = (Text("decided.rejected", values), why, Text("next.rejected"))
    return Reply(texts, (register_choice(),), to=outcome.worker)


def reason(which: Reason, note: str, by: Text, context: Context) -> Text:
    """Tell a worker why it was rejected: in the head's words, where there are any."""
    if note:
        return Text("reason.noted", {"note": note, "by": by})
    return Text(f"reason.{which}", {"fee": own_fee(context.today), "by": by})


def end_reason(which: EndReason, note: str) -> Text:
    """Tell a worker, or the family, why a place was ended."""
    return Text("ended.why.noted", {"note": note}) if note else Text(f"ended.why.{which}")


def dismissed(outcome: Dismissed, context: Context) -> tuple[Reply, ...]:
    """Tell everybody whom it concerns what an operator did; the chat hears it once."""
    if not outcome.those:
        return ()
    village = context.villages.called(outcome.village)
    said = Text("dismissed", {"count": len(outcome.those), "village": village})
    return (
        *(
            reply
            for one in outcome.those
            for reply in show_closed(one.closed, _dismissal(one, context))
        ),
        Reply((said, Text("reason.other", {"by": Text("decider.district")})), to=outcome.worker),
        *promoted(outcome.promoted, context),
        *show(outcome.cards, context),
    )


def _dismissal(one: Dismissal, context: Context) -> Text:
    values: dict[str, Value] = {
        "number": one.number,
        "name": one.name,
        "by": Text("decider.district"),
        "at": by_number(context.now, one.number),
    }
    return Text("card.rejected", values)
