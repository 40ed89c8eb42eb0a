"""Newer words of the consent: who agreed to others is told at the next visit, and may read them.

Nothing changes before they say so: who agrees has agreed to these, who keeps the old consent keeps
it and is not asked for these words again, and who does neither is asked the next time.
"""

from dataclasses import replace
from typing import assert_never

from conversations import asides
from conversations.buttons.button import write
from conversations.buttons.person import OfTerms, OnTerms
from conversations.effects import AnswerTerms, FindStanding
from conversations.forms.form import Form, Forms
from conversations.forms.position import told
from conversations.forms.question import Asking, Question
from conversations.life_cycle import LIVE
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Choice, Reply, Text
from conversations.outcomes.registered import Agreed, Registered
from conversations.outcomes.standing import Standing
from conversations.outcomes.terms import AboutTerms, TermsAgreed, TermsGone, TermsKept

_CONSENT = "consent"


def offered(forms: Forms, shown: Transition, found: Standing, context: Context) -> Transition:
    """Tell of newer words behind what somebody is told, unless they are asked something else."""
    state = shown.state
    older = [one for one in found.registrations if _is_older(forms.first, one)]
    if not older or state.draft or state.aside or shown.effect or not shown.replies:
        return shown
    one = older[0]
    read, later = OnTerms(one.id, OfTerms.READ), OnTerms(one.id, OfTerms.LATER)
    reply = Reply(
        (Text("terms.newer", {"number": one.number, "name": one.name}),),
        (
            Choice(write(read), Text("terms.read")),
            Choice(write(later), Text("terms.later")),
        ),
    )
    asked = asides.opening(state, context, read, later)
    return replace(shown, state=asked, replies=(*shown.replies, reply))


def _is_older(form: Form, one: Registered) -> bool:
    agreed = one.agreed
    return one.status in LIVE and agreed is not None and agreed.version != _version(form)


def _version(form: Form) -> str:
    return form.proven.get(_CONSENT, "")


def _question(form: Form) -> Question:
    """Return the question that asks for it, of a form which has proven words of it."""
    return next(question for question in form.questions if question.name == _CONSENT)


def tapped(forms: Forms, state: State, button: OnTerms, context: Context) -> Transition:
    """Do what a button says; words that are not the newest any more are shown anew."""
    match button.wish:
        case OfTerms.LATER:
            return told(forms, state, context, Text("terms.some_time"))
        case OfTerms.AGREE | OfTerms.KEEP if button.version == _version(forms.first) != "":
            key = forms.first.key(_question(forms.first), "ask")
            agrees = button.wish is OfTerms.AGREE
            effect = AnswerTerms(button.registration, key, button.version, agrees)
            return Transition(state, effect=effect)
        case _:
            return Transition(state, effect=FindStanding("terms", said=str(button.registration)))


def shown(forms: Forms, state: State, found: Standing, context: Context) -> Transition:
    """Show the newer words, with what may be done about them."""
    one = next((each for each in found.registrations if _is_older(forms.first, each)), None)
    if one is None or one.agreed is None:
        return told(forms, state, context, Text("terms.gone"))
    version = _version(forms.first)
    agree = OnTerms(one.id, OfTerms.AGREE, version)
    keep = OnTerms(one.id, OfTerms.KEEP, version)
    texts = (
        _asked(forms.first, one, one.agreed, context),
        Text("terms.ask", {"number": one.number}),
    )
    choices = (
        Choice(write(agree), Text("registration.consent.yes")),
        Choice(write(keep), Text("terms.keep")),
    )
    return Transition(asides.opening(state, context, agree, keep), (Reply(texts, choices),))


def _asked(form: Form, one: Registered, agreed: Agreed, context: Context) -> Text:
    """Say the words as they are said to who registers: to somebody, or of whom they help."""
    answers = {"for_whom": agreed.for_whom, "village": one.village, "name": one.name}
    draft = Draft(context.fresh, form.name, form.version, answers)
    return form.text(_question(form), "ask", Asking(draft, context))


def learned(forms: Forms, state: State, outcome: AboutTerms, context: Context) -> Transition:
    match outcome:
        case TermsAgreed(number):
            return told(forms, state, context, Text("terms.agreed", {"number": number}))
        case TermsKept(number):
            return told(forms, state, context, Text("terms.kept", {"number": number}))
        case TermsGone():
            return told(forms, state, context, Text("terms.gone"))
        case _:
            assert_never(outcome)
