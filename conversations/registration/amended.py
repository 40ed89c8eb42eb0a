"""Correcting what was sent: how it begins, and what is said when it is done.

"ganti nomor hp" ─► whose? ─► which answer? ─► its question ─► the old beside the new ─► Amend
"""

from functools import reduce
from typing import assert_never

from conversations.answers.correction import Correction
from conversations.answers.invalid import Invalid
from conversations.buttons.button import write
from conversations.buttons.person import Correct
from conversations.effects import FindAnswers
from conversations.forms import changing
from conversations.forms.form import Form, Forms, offer
from conversations.forms.interview import Interviews
from conversations.forms.position import left_with, resume, told
from conversations.forms.question import Asking, Question
from conversations.life_cycle import MAY_BE_AMENDED, WAITS_FOR_A_PLACE, Status
from conversations.machine import About, Answers, Context, Draft, State, Transition
from conversations.messages import Choice, Reply, Said, Text, Value
from conversations.office.news import promoted, show, show_closed
from conversations.outcomes.amending import (
    AboutAmending,
    Amended,
    AnswersFound,
    HeldByClaim,
    NoPlaceThere,
    NothingToAmend,
    Overtaken,
)
from conversations.outcomes.registered import Registered
from conversations.outcomes.standing import Standing
from conversations.person.status import MOST_BUTTONS, told_of
from conversations.registration.amending import correction_of, full
from conversations.registration.amendment import NAME


def wished(state: State, found: Standing, meant: Correction) -> Transition:
    """Look into the registration that is to be corrected, or ask which; one of them lives."""
    live = [one for one in found.registrations if one.status in MAY_BE_AMENDED]
    those = [one for one in live if one.number == meant.number] or _named(live, meant) or live
    if len(those) == 1 and (found.total <= len(found.registrations) or meant.number):
        return Transition(state, effect=FindAnswers(those[0].id, meant.about, meant.value))
    return Transition(state, (_which(those, found.total, meant),))


def _named(live: list[Registered], meant: Correction) -> list[Registered]:
    """Return whom the words name, if that is one of them alone."""
    named = [one for one in live if meant.words.intersection(one.name.casefold().split())]
    return named if len(named) == 1 else []


def _which(those: list[Registered], total: int, meant: Correction) -> Reply:
    shown = those[:MOST_BUTTONS]
    named: list[dict[str, Value]] = [{"number": one.number, "name": one.name} for one in shown]
    texts = [Text("withdraw.which", values) for values in named]
    if len(shown) < total:
        texts.append(Text("withdraw.others", {"shown": len(shown), "total": total}))
    buttons = [
        Choice(write(Correct(one.id, meant.about)), Text("amend.this", {"number": one.number}))
        for one in shown
    ]
    return Reply((*texts, Text("amend.whose")), tuple(buttons))


def learned(
    interviews: Interviews, state: State, outcome: AboutAmending, context: Context
) -> Transition:
    """Begin with what was found, or say what came of it."""
    forms = interviews.forms
    match outcome:
        case AnswersFound():
            return _begun(interviews, state, outcome, context)
        case Overtaken():
            return _again(interviews, state, outcome, context)
        case Amended():
            return _done(forms, _without(state), outcome, context)
        case NothingToAmend():
            return left_with(forms, _without(state), Text("amend.nothing"))
        case NoPlaceThere(number, village):
            return left_with(forms, _without(state), full(number, village, context))
        case HeldByClaim(number):
            said = Text("amend.claimed", {"number": number})
            return left_with(forms, _without(state), said)
        case _:
            assert_never(outcome)


def _without(state: State) -> State:
    """Let go of the correction at hand, or that was begun before; there is one at a time."""
    for draft in state.drafts:
        if draft.form == NAME:
            state = state.abandoning(draft.id)
    return state


def _begun(
    interviews: Interviews, state: State, found: AnswersFound, context: Context
) -> Transition:
    """Ask which answer is wrong, or that question at once; what was told with it is taken."""
    form = interviews.named(NAME).form
    about = _about(found.registered, found.answers)
    draft = Draft(context.fresh, NAME, form.version, found.answers, about=about)
    state = _without(state).holding(draft)
    if wanted := [name for name in found.registered.asked if name in found.answers]:
        draft = reduce(form.without, wanted, draft)  # what the head asked for, one after another
        return resume(interviews.forms, state.holding(draft), context)
    question = form.find(found.about)
    if question is None or question.name not in found.answers:
        return changing.menu(form, state, draft, context)
    asked = form.without(draft, question.name)
    before = (Text("amend.village"),) if question.name == "village" else ()
    given = _read(form, question, found.said, Asking(asked, context))
    if isinstance(given, Draft):
        return resume(interviews.forms, state.holding(given), context, *before)
    taken = asked.answering({**asked.answers, **given})
    return interviews.of(draft).kept(state, taken, (question.name,), context)


def _read(form: Form, question: Question, said: str, asking: Asking) -> Answers | Draft:
    """Read the new answer from the words; what cannot be read is asked for as ever."""
    try:
        return form.answer(question, Said(said), asking)
    except Invalid as problem:
        one = problem.candidates if said and len(problem.candidates) == 1 else ()
        return offer(asking.draft, question, one)


def _about(registered: Registered, answers: Answers) -> About:
    return About(registered.id, registered.version, registered.number, answers)


def _again(interviews: Interviews, state: State, found: Overtaken, context: Context) -> Transition:
    """Say what was done meanwhile, and ask once more whether this is to be changed."""
    draft, was = correction_of(state)
    mine = {name: told for name, told in draft.answers.items() if was.answers.get(name) != told}
    about = _about(found.registered, found.answers)
    anew = Draft(draft.id, NAME, draft.version, {**found.answers, **mine}, draft.notes, about)
    texts = (Text("amend.meanwhile"), *told_of(found.registered, context))
    return resume(interviews.forms, state.holding(anew), context, *texts)


_DONE = {  # by whether it left for another village, and whether it waits
    (False, False): "amend.done",
    (False, True): "amend.done.waiting",
    (True, False): "amend.moved",
}


def _done(forms: Forms, state: State, outcome: Amended, context: Context) -> Transition:
    one = outcome.registered
    waits = one.status in WAITS_FOR_A_PLACE
    values: dict[str, Value] = {
        "number": one.number,
        "nth": (one.position if waits else one.place) or 0,
        "village": context.villages.called(one.village),
    }
    if outcome.left:
        values["left"] = context.villages.called(outcome.left)
    said = [Text(_DONE[bool(outcome.left), waits], values)]
    if one.status is Status.PLACED:
        said.append(
            Text(
                ("amend.again" if outcome.anew else "next.placed")
                if one.has_head
                else "next.no_head"
            )
        )
    answered = told(forms, state, context, *said)
    others = beside(outcome, "card.amended", context)
    return Transition(answered.state, (*answered.replies, *others))


def beside(outcome: Amended, over: str, context: Context) -> tuple[Reply, ...]:
    """Tell all but its own chat; `over`: what is written on the cards there were."""
    said = Text("card.left" if outcome.left else over, {"number": outcome.registered.number})
    return (
        *show_closed(outcome.closed, said),
        *promoted(outcome.promoted, context),
        *show(outcome.cards, context),
    )
