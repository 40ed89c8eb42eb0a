"""What is said while nothing is asked: by somebody new, registered, or who heads a village.

What was not understood is said to be so; the third time it is said what can be done here.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from conversations import asides
from conversations.about import about, facts
from conversations.answers import always
from conversations.answers.correction import Correction, correction
from conversations.answers.language.text import clean
from conversations.answers.wishes.outside import where_to
from conversations.buttons.button import Button, write
from conversations.buttons.desk import AskFor, OnCard, Queue, Reject, Wish, takes_words
from conversations.effects import Effect, FindStanding, FindWorkers, OpenTransfer, ShowQueue
from conversations.forms.form import Forms
from conversations.forms.position import idle_choices, resume, told, unfinished
from conversations.life_cycle import LIVE, MAY_BE_AMENDED
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text
from conversations.office import (
    asking,
    claims,
    desk,
    ending,
    for_owner,
    looking,
    new_phones,
    news,
    undoing,
)
from conversations.office.typed import asks_for_the_queue, meant, names, names_another
from conversations.outcomes.cards import Card
from conversations.outcomes.standing import Standing
from conversations.person import bereaved, rights, status
from conversations.person.status import receipt_texts
from conversations.registration import amended
from conversations.registration.beginning import begin, begin_new

MEDIA = "[media]"  # said by a picture
SENT = {"kirim", "send", "sudah", "sudah kirim"}  # said once more of what was sent
_NUMBER_ALONE = re.compile(r"\W*(?:pr\W*)?\d{4}\W?\d{6}\W*", re.IGNORECASE)
EXPLAINS_AT = 3  # unknown things in a row


def heard(forms: Forms, state: State, found: Standing, context: Context) -> Transition:
    """Answer what was said, now that it is known who speaks."""
    text = found.said or ""
    if found.heads and (wanted := for_owner.typed(text) or looking.typed(text)):
        return Transition(state, effect=wanted)
    if found.heads and _NUMBER_ALONE.fullmatch(text) and not found.registrations:
        return Transition(state, effect=FindWorkers(number=always.number(text)))
    if found.heads and (asked := ending.heard(state, found, context)):
        return asked
    return _heard(forms, state, found, context)


def _heard(forms: Forms, state: State, found: Standing, context: Context) -> Transition:
    text = found.said or ""
    wish = always.wish(text)
    wanted = _wanted(found, text, wish) or ("move" if always.new_phone(text) else None)
    meant = None if wanted else _corrected(found, text, wish)
    if not (meant or wanted) and (topic := always.topic(text, wish)):
        return _told(forms, state, found, topic, context)
    if answer := _of_decisions(state, found, text, context):
        return answer
    if always.begins(text) and not (found.registrations or found.heads or state.drafts):
        return begin(forms, state, context)
    if meant:
        return amended.wished(state, found, meant)
    if wanted:
        return _outside(forms, state, found, wanted, context)
    return _wished(forms, state, found, wish, context)


def _of_decisions(state: State, found: Standing, text: str, context: Context) -> Transition | None:
    """Take what a head says of a card, or a chat of the end that it brought about itself."""
    if found.heads and not _grieves(found, text):
        answer = _as_head(state, text, found, context)
        if answer:
            return answer
    own = undoing.typed_by_chat(text, found)
    return Transition(state, effect=own) if own else None


def _wished(
    forms: Forms, state: State, found: Standing, wish: str | None, context: Context
) -> Transition:
    """Do what is plainly wished for; else say that it was not understood."""
    text = found.said or ""
    if wish in rights.ABOUT:
        return rights.wished(state, wish)
    if wish == "move":
        return Transition(state, effect=OpenTransfer())
    if wish == "cancel":
        return status.learned(forms, state, replace(found, about="withdraw", said=None), context)
    if wish == "help":
        return _helped(forms, state, found, context)
    if wish == "later":
        return Transition(state, (Reply((_later(state, found),)),))
    sent = found.registrations and " ".join(text.casefold().split()) in SENT
    if sent or found.number or wish:
        return status.learned(forms, state, replace(found, about="status", said=None), context)
    return unknown(forms, state, found, context)


def _wanted(found: Standing, text: str, wish: str | None) -> str | None:
    """Return what is wished for in a sentence of one's own, or that somebody has died."""
    wanted = always.outside_of(text)
    topic = always.topic(text, wish)
    if wanted == "covered" and (topic or "?" in text or not _lives(found)):
        return None
    return "bereaved" if not (wanted or topic) and always.bereaved(text) else wanted


def _lives(found: Standing) -> bool:
    return any(one.status in LIVE for one in found.registrations)


def _grieves(found: Standing, text: str) -> bool:
    """Whether a head writes of a death in the family, and not of whom a card shows."""
    return always.bereaved(text) and not any(names(text, card) for card in found.cards)


def _corrected(found: Standing, text: str, wish: str | None) -> Correction | None:
    """Return what of a registration that lives is to be corrected."""
    return correction(text, edits=wish == "edit") if _may_be_amended(found) else None


def _may_be_amended(found: Standing) -> bool:
    return any(one.status in MAY_BE_AMENDED for one in found.registrations)


def _leaves(state: State, found: Standing, context: Context) -> Transition:
    """Begin to change the village of who has moved; out of those that take part, it cannot be."""
    text = found.said or ""
    to = where_to(text)
    if context.villages.elsewhere(to):
        told = (Text("amend.outside"), Text("amend.outside.give_up"))
        return Transition(state, (Reply(told),))
    words = frozenset(clean(text).casefold().split())
    return amended.wished(state, found, Correction("village", to, words=words))


def _outside(
    forms: Forms, state: State, found: Standing, wanted: str, context: Context
) -> Transition:
    """Do what is wished for in a sentence of one's own, or say what can be done."""
    match wanted:
        case "status" | "withdraw" | "covered":
            effect = FindStanding("status" if wanted == "status" else "withdraw")
            return Transition(state, effect=effect)
        case "bereaved":
            return bereaved.asked(state, found, context)
        case "village" if _may_be_amended(found):
            return _leaves(state, found, context)
        case "my_data" | "delete_my_data" | "withdraw_consent":
            return rights.wished(state, wanted)
        case "another":
            return begin_new(forms, state, context)
        case "register":
            return begin(forms, state, context)
        case "move" if found.registrations:
            return Transition(state, effect=OpenTransfer())
        case "village":
            return unknown(forms, state, found, context)
        case "hurt":  # no time to be invited
            return Transition(state, (Reply((_ANSWERS[wanted],)),))
        case _:
            return Transition(state, (Reply((_ANSWERS[wanted],), _choices(forms, state, found)),))


_ANSWERS = {
    "hurt": Text("hurt"),
    "card": Text("rights.card"),
    "move": Text("move.there"),
    "thanks": Text("thanks"),
}


def _told(forms: Forms, state: State, found: Standing, topic: str, context: Context) -> Transition:
    """Answer a question about the programme; who has nothing here yet is invited."""
    village = found.registrations[0].village if found.registrations else ""
    said = about(topic, context, village)
    if found.registrations or found.heads:
        return Transition(state, (Reply((said,), _choices(forms, state, found)),))
    return resume(forms, state, context, said)


def _later(state: State, found: Standing) -> Text:
    """Take that somebody has no time now, whatever there is to go on with."""
    if state.drafts:
        return Text("later.kept")
    return Text("later.fine" if found.registrations or found.heads else "later.idle")


def again(forms: Forms, state: State, found: Standing, context: Context) -> Transition:
    """Meet a button of a draft that is gone: what was sent has its receipt, once more."""
    sent = [one for one in found.registrations if str(one.id) == found.said]
    if sent:
        return Transition(state, (Reply(receipt_texts(sent[0], context)),))
    if any(str(draft.id) == found.said for draft in state.left):
        return told(forms, state, context, Text("ended.already"))
    return resume(forms, state, context, Text("stale"))


def unknown(forms: Forms, state: State, found: Standing, context: Context) -> Transition:
    """Say that it was not understood, and what one may do; in the end, all of it."""
    lately = state.lately.missing()
    state = state.lately_said(lately)
    sorry = {"sorry": Text("unknown.media" if found.said == MEDIA else "unknown.sorry")}
    if state.drafts and not found.heads:
        which = (Text("unknown.drafts", sorry), *unfinished(forms, state))
        return Transition(state, (Reply(which, idle_choices(forms, state)),))
    if lately.missed >= EXPLAINS_AT:
        return _helped(forms, state, found, context)
    key = (
        "unknown.head"
        if found.heads
        else "unknown.known"
        if found.registrations
        else "unknown.new"
    )
    return Transition(state, (Reply((Text(key, sorry),), _choices(forms, state, found)),))


def _helped(forms: Forms, state: State, found: Standing, context: Context) -> Transition:
    """Say all that can be done here; a head has other things to do."""
    told = Text("help.head") if found.heads else Text("help.idle", facts(context))
    return Transition(state, (Reply((told,), _choices(forms, state, found)),))


def _choices(forms: Forms, state: State, found: Standing) -> tuple[Choice, ...]:
    if found.heads:
        return (Choice(write(Queue()), Text("queue")),)
    return () if found.registrations and not state.drafts else idle_choices(forms, state)


_TYPED: tuple[Callable[[str], Effect | None], ...] = (
    claims.typed,
    new_phones.typed,
    undoing.typed,
)


def _as_head(state: State, text: str, found: Standing, context: Context) -> Transition | None:
    """Take what a head types for the card that is open, if it says anything of it.

    A plain yes after something else was looked at is asked back: it may be about that.
    """
    cards = found.cards
    if looked := [meant_ for typed in _TYPED if (meant_ := typed(text))]:
        return Transition(state, effect=looked[0])
    if len(cards) != 1:
        asks = asks_for_the_queue(text) or any(meant(text, card) for card in cards)
        return Transition(state, effect=ShowQueue()) if asks else None
    [card] = cards
    if token := context.labelled(text, news.choices(card), counting=False):
        button = desk.button_of(token)
        if isinstance(button, Reject):
            return _asked_back(state, button, card, context)
        if (
            button
            and found.loose
            and button == OnCard(card.registration, card.version, Wish.CONFIRM)
        ):
            return _asked_back(state, button, card, context)
        return desk.tapped(state, button, context) if button else None
    if names_another(text, card):
        return Transition(state, effect=FindWorkers(number=always.number(text)))
    wanted = meant(text, card)
    if wanted is None:
        return Transition(state, effect=ShowQueue()) if asks_for_the_queue(text) else None
    if wanted.sure and not found.loose and isinstance(wanted.button, OnCard):
        return desk.tapped(state, wanted.button, context)
    return _asked_back(state, wanted.button, card, context)


def _asked_back(state: State, wanted: Button, card: Card, context: Context) -> Transition:
    """Ask with the name whether that is meant; another reason is asked for in words."""
    if isinstance(wanted, AskFor):
        return asking.sure(state, wanted, card, context)
    if isinstance(wanted, Reject) and takes_words(wanted):
        return undoing.reason_asked(state, wanted, context)
    values = {"name": card.answers["name"], "number": card.number}
    if isinstance(wanted, Reject):
        reason = Text(f"reason.{wanted.reason}.button")
        asked = Text("card.sure.reject", {**values, "reason": reason})
    else:
        asked = Text("card.sure.confirm", values)
    yes = Choice(write(wanted), Text("card.sure.yes"))
    no = Choice(write(Queue()), Text("card.sure.no"))
    held = asides.opening(state, context, wanted, Queue())
    return Transition(held, (Reply((asked,), (yes, no)),))
