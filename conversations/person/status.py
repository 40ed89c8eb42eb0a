"""Where somebody stands: the receipt, the status, and giving a registration up."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from conversations import asides
from conversations.about import about
from conversations.buttons.button import write
from conversations.buttons.desk import Queue
from conversations.buttons.person import Correct, GiveUp, OfStatus, ShowStatus
from conversations.effects import PAGE, EndReason, FindAnswers, FindStanding, Reason, Withdraw
from conversations.forms.drafts import list_choices, others, resume_choices
from conversations.forms.form import Forms
from conversations.forms.position import register_choice, resume, unfinished
from conversations.life_cycle import LIVE, MAY_BE_GIVEN_UP, UNDECIDED, Status
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text
from conversations.notes import Menu
from conversations.office.claims import attempted, taken_over
from conversations.office.news import (
    end_reason,
    given_up,
    reason,
    show,
    show_closed,
)
from conversations.office.one import decider_of, listed, text_of
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import AlreadyRegistered, Submitted
from conversations.outcomes.standing import (
    AboutStanding,
    Expired,
    NotExpired,
    NothingToWithdraw,
    Standing,
    Withdrawn,
)

MOST_BUTTONS = 9  # one more says that nothing is given up; a list on WhatsApp has ten
_THEIRS = Text("withdraw.number")  # of several, whose numbers stand above


def receipt(
    forms: Forms, left: State, outcome: Submitted, context: Context, *, helping: bool
) -> tuple[Reply, ...]:
    """Tell the worker number, place or position, and what comes next; show the head a card.

    Who helps, or has left others unfinished, can go on with the next person at once.
    """
    registered = outcome.registered
    more = list_choices(forms, left, registered.village) if helping or left.drafts else ()
    texts = receipt_texts(registered, context)
    over = Text("card.taken_over", {"number": registered.number})
    return (
        Reply((*texts, *unfinished(forms, left)), more),
        *taken_over(outcome),
        *show_closed(outcome.closed, over),
        *show(outcome.cards, context),
    )


def receipt_texts(registered: Registered, context: Context) -> tuple[Text, ...]:
    return (text_of("receipt", registered, context), _next_step(registered))


def registered_already(known: AlreadyRegistered, context: Context) -> tuple[Reply, ...]:
    """Show one's own registration; of somebody else's, tell its heads and nobody else."""
    if known.mine is not None:
        texts = (Text("already.mine"), *told_of(known.mine, context))
        return (Reply(texts),)
    return attempted(known)


def tapped(state: State, button: OfStatus) -> Transition:
    """Take a button that gives a registration up, corrects it, or shows where one stands."""
    match button:
        case GiveUp(registration):
            return Transition(state, effect=Withdraw(registration))
        case Correct(registration, about):
            return Transition(state, effect=FindAnswers(registration, about))
        case ShowStatus(page):
            return Transition(state, effect=FindStanding(page=page))
        case _:
            assert_never(button)


def learned(forms: Forms, state: State, outcome: AboutStanding, context: Context) -> Transition:
    """Turn what was found about the sender into words."""
    match outcome:
        case Standing("withdraw" | "give_up"):
            return _giving_up(forms, state, outcome, context)
        case Standing():
            return _standing(forms, state, outcome, context)
        case Withdrawn():
            return _withdrawn(forms, state, outcome, context)
        case Expired(registered, closed):
            told = Reply(told_of(registered, context))
            shown = Text("card.over", {"number": registered.number})
            return Transition(state, (told, *show_closed(closed, shown)))
        case NotExpired():
            return Transition(state)
        case NothingToWithdraw():
            return Transition(state, (Reply((Text("withdraw.nothing"),)),))
        case _:
            assert_never(outcome)


def _standing(forms: Forms, state: State, found: Standing, context: Context) -> Transition:
    """Tell all that is known of somebody: registrations, villages headed, drafts on their way.

    In the middle of a registration its question is asked again.
    """
    if found.last < found.total:
        return _page(forms, state, found, context)
    told = _of_registrations(found, context)
    if found.heads:
        villages = ", ".join(context.villages.called(code) for code in found.heads)
        told.append(Text("standing.head", {"villages": villages}))
    told += unfinished(forms, state)
    if state.draft is not None:
        told = told or [Text("standing.none_yet")]
        return resume(forms, state, context, *told)
    queue = (Choice(write(Queue()), Text("queue")),) if found.heads else ()
    if not told:
        return Transition(
            state, (Reply((_nothing(state, found, context),), (register_choice(),)),)
        )
    choices = (*queue, *_corrections(found), *others(forms, state))
    live = any(one.status in LIVE for one in found.registrations)
    more = (Text("standing.more"),) if live and not choices else ()
    return Transition(state, (Reply((*told, *more), choices),))


def _corrections(found: Standing) -> tuple[Choice, ...]:
    """Offer what a head has asked for, if that is of one registration alone."""
    asked = [one for one in found.registrations if one.asked]
    if len(asked) != 1:
        return ()
    return (Choice(write(Correct(asked[0].id)), Text("amend.start")),)


def _page(forms: Forms, state: State, found: Standing, context: Context) -> Transition:
    """Tell of some of many registrations, with a button for the next; all else is told last.

    The question at hand is asked again in a message of its own, for it has its own buttons.
    """
    again = (found.first - 1) // PAGE + 2
    more = Choice(write(ShowStatus(again)), Text("listed.next", {"n": again}))
    texts = (*_of_registrations(found, context), Text("listed.more", {"n": again}))
    page = Reply(texts, (more,))
    if state.draft is None:
        return Transition(state, (page,))
    asked = resume(forms, state, context)
    return replace(asked, replies=(page, *asked.replies))


def _nothing(state: State, found: Standing, context: Context) -> Text:
    """Say that there is nothing, and what may be the reason; who only greets is welcomed."""
    if state.left:
        refused = state.left[-1].notes.ending not in {Menu.CANCEL, Menu.RESTART}
        return Text("standing.refused" if refused else "standing.ended")
    if found.about == "greet":
        return Text("welcome.nobody")
    if found.said:  # "when will the card be there?", with nothing on its way
        return about("after", context)
    return Text("standing.none")


def _of_registrations(found: Standing, context: Context) -> list[Text]:
    """Tell of the registrations, the live ones first; of one asked for by number, that alone.

    Of many it is told in a line how each stands.
    """
    if found.total > PAGE:
        which = {"first": found.first, "last": found.last, "total": found.total}
        return [
            *(listed(one, context) for one in found.registrations),
            Text("listed.which", which),
        ]
    known = sorted(found.registrations, key=lambda one: one.status not in LIVE)
    wanted = [one for one in known if found.number in (None, one.number)]
    if found.number is not None and not wanted:
        return [Text("standing.not_here", {"number": found.number})]
    return [part for one in wanted for part in told_of(one, context)]


def told_of(registered: Registered, context: Context) -> tuple[Text, ...]:
    """Tell where one registration stands, and what comes next."""
    texts = [text_of(f"status.{registered.status}", registered, context)]
    if why := _why(registered, context):
        texts.append(why)
    texts.append(_next_step(registered))
    return tuple(texts)


def _why(registered: Registered, context: Context) -> Text | None:
    """Say why it is over, if somebody decided so."""
    match registered.reason:
        case Reason() as why if registered.status is Status.REJECTED:
            return reason(why, registered.note, decider_of(registered, context), context)
        case EndReason() as why if registered.status is Status.ENDED:
            return end_reason(why, registered.note)
        case _:
            return None


def _next_step(registered: Registered) -> Text:
    undecided = registered.status in UNDECIDED
    step = "no_head" if undecided and not registered.has_head else str(registered.status)
    return Text(f"next.{step}")


def _giving_up(forms: Forms, state: State, found: Standing, context: Context) -> Transition:
    """Ask which one is to be given up, or whether the one that was named is."""
    meant = [one for one in found.registrations if found.number in (None, one.number)]
    live = [one for one in meant if one.status in MAY_BE_GIVEN_UP]
    if found.number is not None and not live:
        return _standing(forms, state, found, context)
    if found.about == "give_up":
        return Transition(state, effect=Withdraw(live[0].id))
    asked = Transition(state, (_withdrawable(forms, state, live, found.total),))
    if not live:
        return asked
    yes = GiveUp(live[0].id) if len(live) == 1 >= found.total else None
    return asked.leading_to(asides.opening(state, context, yes, ShowStatus(), found.number or ""))


def _withdrawable(forms: Forms, state: State, live: Sequence[Registered], total: int) -> Reply:
    """Ask which registration is meant; the button that names it is the second step."""
    if not live and state.drafts:
        return Reply((Text("drafts.cancel"),), resume_choices(forms, state))
    if not live:
        return Reply((Text("withdraw.nothing"),))
    named = {one.id: {"number": one.number, "name": one.name} for one in live}
    which = [Text("withdraw.which", values) for values in named.values()]
    if len(which) < total:
        which.append(Text("withdraw.others", {"shown": len(which), "total": total}))
    yes = [Choice(write(GiveUp(one)), Text("withdraw.yes", named[one])) for one in named]
    no = Choice(write(ShowStatus()), Text("withdraw.no"))
    number = live[0].number if len(live) == 1 else _THEIRS
    how = Text("withdraw.how", {"number": number})
    return Reply((*which, Text("withdraw.ask"), how), (*yes[:MOST_BUTTONS], no))


def _withdrawn(forms: Forms, state: State, outcome: Withdrawn, context: Context) -> Transition:
    done = Text("withdraw.done", {"number": outcome.number})
    for draft in state.drafts:
        if draft.about and draft.about.number == outcome.number:  # there is nothing to correct
            state = state.abandoning(draft.id)
    told = (
        resume(forms, state, context, done)
        if state.draft
        else Transition(state, (Reply((done,)),))
    )
    beside = given_up(outcome, [outcome.number], context)
    return replace(told, replies=(*told.replies, *beside))
