"""A registration that goes on at another phone, with the code that its head gave for it.

The new phone is told where it stands; the old one hears of it once, and sees it no more. What is
registered beside it stays where it is: who helped ten people loses the one who came.
"""

from dataclasses import replace
from typing import assert_never

from conversations.buttons.button import write
from conversations.buttons.person import Correct
from conversations.forms.form import Forms
from conversations.forms.position import resume, told
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.office import new_phones
from conversations.office.news import show, show_closed
from conversations.outcomes.new_phones import (
    AboutPhone,
    FoundForPhone,
    MovedToPhone,
    PhoneCodeGiven,
    PhoneRefused,
)
from conversations.person.status import told_of
from conversations.zones import by_number


def learned(forms: Forms, state: State, outcome: AboutPhone, context: Context) -> Transition:
    """Turn what came of a new phone into words, at the desk or at that phone."""
    match outcome:
        case FoundForPhone():
            return new_phones.found(state, outcome, context)
        case PhoneCodeGiven():
            return Transition(state, (new_phones.given(outcome),))
        case MovedToPhone():
            return _moved(forms, state, outcome, context)
        case PhoneRefused(why):
            return told(forms, state, context, Text(f"phone.{why}"))
        case _:
            assert_never(outcome)


def _moved(forms: Forms, state: State, outcome: MovedToPhone, context: Context) -> Transition:
    """Tell where it stands; the number in its answers is still that of the old phone, perhaps.

    What is typed of it while something else is being answered would change that.
    """
    one = outcome.registered
    number = Text("phone.number.later" if state.draft else "phone.number")
    texts = (Text("phone.moved"), *told_of(one, context), number)
    change = Choice(write(Correct(one.id, "phone")), Text("phone.change"))
    here = (
        resume(forms, state, context, *texts)
        if state.draft
        else Transition(state, (Reply(texts, (change,)),))
    )
    beside = (
        _gone(outcome, context),
        *show_closed(outcome.closed, Text("card.moved", {"number": one.number})),
        *show(outcome.cards, context),
    )
    return replace(here, replies=(*here.replies, *beside))


def _gone(outcome: MovedToPhone, context: Context) -> Reply:
    """Tell the old phone, which may still be with its owner: nobody may have asked for this."""
    number = outcome.registered.number
    values: dict[str, Value] = {"number": number, "at": by_number(context.now, number)}
    return Reply((Text("phone.gone", values),), to=outcome.before)
