"""Where somebody stands: the receipt, the status, and giving a registration up."""

from typing import assert_never

from conversations.effects import FindStanding, Withdraw
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.notices import promoted, show, show_closed
from conversations.outcomes import (
    LIVE,
    AboutStanding,
    AlreadyRegistered,
    NothingToWithdraw,
    Registered,
    Standing,
    Status,
    Submitted,
    Withdrawn,
)
from conversations.position import register_choice, resume_choice
from conversations.tokens import token, uuid


def receipt(outcome: Submitted, context: Context) -> tuple[Reply, ...]:
    """Tell the worker number, place or position, and what comes next; show the head a card."""
    registered = outcome.registered
    texts = (_text("receipt", registered, context), _next_step(registered))
    return (Reply(texts), *show(outcome.cards, context))


def registered_already(known: AlreadyRegistered, context: Context) -> tuple[Reply, ...]:
    """Show one's own registration; of somebody else's, tell its heads and nobody else."""
    if known.mine is not None:
        texts = (Text("already.mine"), *_status(known.mine, context))
        return (Reply(texts),)
    told = Text("card.second_attempt", {"number": known.number})
    return tuple(Reply((told,), to=head) for head in known.heads)


def tapped(state: State, verb: str, arguments: list[str]) -> Transition | None:
    """Take the button that gives a registration up; None for other buttons."""
    match (verb, *arguments):
        case ("w", registration) if found := uuid(registration):
            return Transition(state, effect=Withdraw(found))
        case ("s",):
            return Transition(state, effect=FindStanding())
        case _:
            return None


def learned(state: State, outcome: AboutStanding, context: Context) -> Transition:
    """Turn what was found about the sender into words."""
    match outcome:
        case Standing("withdraw", registrations, _):
            return Transition(state, (_withdrawable(registrations),))
        case Standing():
            return Transition(state, (_standing(state.draft, outcome, context),))
        case Withdrawn():
            return Transition(state, _withdrawn(outcome, context))
        case NothingToWithdraw():
            return Transition(state, (Reply((Text("withdraw.nothing"),)),))
        case _:
            assert_never(outcome)


def _standing(draft: Draft | None, found: Standing, context: Context) -> Reply:
    """Tell all that is known of somebody: registrations, villages headed, a draft on its way."""
    texts = [part for one in found.registrations for part in _status(one, context)]
    choices = []
    if found.heads:
        names = ", ".join(context.villages[code].name for code in found.heads)
        texts.append(Text("standing.head", {"villages": names}))
        choices.append(Choice(token("q"), Text("queue")))
    if draft is not None:
        texts.append(Text("standing.unfinished"))
        choices.append(resume_choice(draft))
    if not texts:
        return Reply((Text("welcome.nobody"),), (register_choice(),))
    live = any(one.status in LIVE for one in found.registrations)
    more = (Text("standing.more"),) if live and not choices else ()
    return Reply((*texts, *more), tuple(choices))


def _status(registered: Registered, context: Context) -> tuple[Text, ...]:
    texts = [_text(f"status.{registered.status}", registered, context)]
    if registered.status == Status.REJECTED and registered.reason:
        texts.append(Text(f"reason.{registered.reason}"))
    texts.append(_next_step(registered))
    return tuple(texts)


def _next_step(registered: Registered) -> Text:
    undecided = registered.status in {Status.PLACED, Status.WAITING}
    step = "no_head" if undecided and not registered.has_head else str(registered.status)
    return Text(f"next.{step}")


def _text(part: str, registered: Registered, context: Context) -> Text:
    values: dict[str, Value] = {
        "number": registered.number,
        "name": registered.name,
        "village": context.villages[registered.village].name,
        "from": registered.cover_from,
        "to": registered.cover_to,
        "place": registered.place or 0,
        "position": registered.position or 0,
    }
    held = "place" if registered.place is not None else "position"
    return Text(f"{part}.{held}" if part == "receipt" else part, values)


def _withdrawable(registrations: tuple[Registered, ...]) -> Reply:
    """Ask which registration is meant; the button that names it is the second step."""
    live = [
        (one.id, {"number": one.number, "name": one.name})
        for one in registrations
        if one.status in LIVE
    ]
    if not live:
        return Reply((Text("withdraw.nothing"),))
    which = (Text("withdraw.which", named) for _, named in live)
    yes = (Choice(token("w", found), Text("withdraw.yes", named)) for found, named in live)
    no = Choice(token("s"), Text("withdraw.no"))
    return Reply((*which, Text("withdraw.ask")), (*yes, no))


def _withdrawn(outcome: Withdrawn, context: Context) -> tuple[Reply, ...]:
    done = Text("withdraw.done", {"number": outcome.number})
    closed = Text("card.withdrawn", {"number": outcome.number})
    return (
        Reply((done,)),
        *promoted(outcome.promoted, context),
        *show_closed(outcome.closed, closed),
        *show(outcome.cards, context),
    )
