"""What one may ask of who holds one's data (UU 27/2022): to see it, to stop it, to have it erased.

    DATA SAYA             all that is held, since when, until when, and who saw it; a page each
    TARIK PERSETUJUAN     nothing is worked with any more; the data stay until they are erased
    HAPUS DATA SAYA       all goes, the place too, and there is no way back

The last two are asked back, and what was asked more than half an hour ago is asked anew. Somebody
else's data, registered from this chat, is theirs: they come to the head with the KTP.
"""

from collections.abc import Sequence
from typing import assert_never

from conversations import asides
from conversations.buttons.button import write
from conversations.buttons.person import Erase, OfRights, OnTerms, ShowData, ShowStatus, TakeBack
from conversations.effects import EraseData, FindData, TakeConsentBack
from conversations.forms.form import Form, Forms
from conversations.forms.position import stacked, told
from conversations.forms.question import Asking
from conversations.machine import Answers, Context, Draft, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.office import claims, for_owner, news
from conversations.outcomes.registered import Registered
from conversations.outcomes.rights import (
    AboutRights,
    ConsentTaken,
    DataFound,
    DataOf,
    DoneForOwner,
    Erased,
    ErasedNow,
    FoundForOwner,
    NotForOwner,
    Seen,
)
from conversations.person import terms
from conversations.zones import by_number

ABOUT = {"my_data": "show", "delete_my_data": "erase", "withdraw_consent": "consent"}
"""What is wished for, by the name of the wish."""

_UNTOLD = frozenset({"for_whom", "helped", "consent", "birth"})  # say nothing of the person


def wished(state: State, wish: str) -> Transition:
    return Transition(state, effect=FindData(ABOUT[wish]))


def tapped(forms: Forms, state: State, button: OfRights, context: Context) -> Transition:
    """Do what was asked back just now; what stood there for long is asked anew."""
    match button:
        case ShowData(page):
            return Transition(state, effect=FindData("show", page))
        case Erase(minute):
            fresh = asides.is_fresh(minute, context)
            return Transition(state, effect=EraseData() if fresh else FindData("erase"))
        case TakeBack(minute):
            fresh = asides.is_fresh(minute, context)
            return Transition(state, effect=TakeConsentBack() if fresh else FindData("consent"))
        case OnTerms():
            return terms.tapped(forms, state, button, context)
        case _:
            assert_never(button)


def learned(forms: Forms, state: State, outcome: AboutRights, context: Context) -> Transition:
    match outcome:
        case DataFound(about="show"):
            return _shown(forms, state, outcome, context)
        case DataFound(about="erase"):
            return _asked(forms, state, outcome, context, Erase(asides.minute_of(context)))
        case DataFound():
            return _asked(forms, state, outcome, context, TakeBack(asides.minute_of(context)))
        case Erased() | ConsentTaken():
            return _done(state, outcome, context)
        case ErasedNow(numbers=numbers):
            return Transition(state, news.given_up(outcome, numbers, context, "card.given_up"))
        case FoundForOwner() | NotForOwner() | DoneForOwner():
            return for_owner.learned(state, outcome, context)
        case _:
            assert_never(outcome)


# ── what is held ────────────────────────────────────────────────────────────────────────────────


def _shown(forms: Forms, state: State, found: DataFound, context: Context) -> Transition:
    drafts = _drafts(forms, state, context) if found.page == 1 else []
    if found.data is None:
        none = [*drafts, Text("data.rights")] if drafts else [Text("data.none")]
        return told(forms, state, context, *none)
    texts = [*drafts, *_registration(forms.first, found.data, context), Text("data.rights")]
    if found.page < found.total:
        texts.append(Text("data.more", {"page": found.page, "total": found.total}))
        more = Choice(write(ShowData(found.page + 1)), Text("data.next"))
        return Transition(state, (Reply(tuple(texts), (more,)),))
    return told(forms, state, context, *texts)


def _registration(form: Form, data: DataOf, context: Context) -> list[Text]:
    return [
        Text("data.of", {"number": data.registered.number}),
        Text("data.answers", {"answers": _answers(form, data.answers, context)}),
        Text("data.since", _since(data)),
        *_taken_back(data),
        *_seen(data, context),
    ]


def _drafts(forms: Forms, state: State, context: Context) -> list[Text]:
    """Tell what was answered and not sent, as long as it is kept."""
    return [
        Text("data.draft", {"answers": _answers(forms.of(draft), draft.answers, context)})
        for draft in _unsent(state)
        if not draft.answers.keys() <= _UNTOLD
    ]


def _unsent(state: State) -> tuple[Draft, ...]:
    """Return what is unfinished, or has ended and is kept for a day; a correction is none."""
    return tuple(one for one in (*state.drafts, *state.left) if one.about is None)


def _named(one: Registered) -> dict[str, Value]:
    return {"number": one.number, "name": one.name}


def _answers(form: Form, answers: Answers, context: Context) -> Text:
    """Tell every answer in its own line; of the NIK the last digits, whoever holds the phone."""
    asking = Asking(Draft(context.fresh, form.name, form.version, answers), context)
    lines = []
    for question in form.answered(answers):
        if question.name in _UNTOLD:
            continue
        value = answers[question.name]
        shown: Value = form.label(question, value, asking)
        if question.name == form.who.number:
            shown = f"············{value[-4:]}"
        title = form.text(question, "title", asking)
        lines.append(Text("data.line", {"title": title, "value": shown}))
    return stacked(lines)


def _since(data: DataOf) -> dict[str, Value]:
    number = data.registered.number
    return {
        "at": by_number(data.submitted_at, number),
        "agreed": by_number(data.consented_at or data.submitted_at, number),
    }


def _taken_back(data: DataOf) -> list[Text]:
    """Say since when nothing is worked with any more."""
    if data.taken_back_at is None:
        return []
    at = by_number(data.taken_back_at, data.registered.number)
    return [Text("data.taken_back", {"at": at})]


def _seen(data: DataOf, context: Context) -> Sequence[Text]:
    if not data.seen:
        return [Text("data.unseen")]
    lines = [_who(one, data.registered.number, context) for one in data.seen]
    return [Text("data.seen", {"who": stacked(lines)})]


def _who(one: Seen, number: str, context: Context) -> Text:
    values: dict[str, Value] = {"times": one.times, "last": by_number(one.last, number)}
    if not one.village:
        return Text("data.seen.district", values)
    values["village"] = context.villages.called(one.village)
    return Text("data.seen.head", values)


# ── to stop it, to have it erased ───────────────────────────────────────────────────────────────


def _asked(
    forms: Forms, state: State, found: DataFound, context: Context, yes: Erase | TakeBack
) -> Transition:
    """Ask with numbers and names; whoever else is registered from here is asked themselves."""
    part = "erase" if isinstance(yes, Erase) else "consent"
    others = [Text("withdraw.which", _named(one)) for one in found.others[:_MOST]]
    if others:
        others = [Text("rights.of_others"), *others]
    unsent = [Text("rights.unsent")] if _unsent(state) else []
    if not (found.own or unsent) and (found.others or isinstance(yes, TakeBack)):
        return told(forms, state, context, *(others or [Text("rights.nothing")]))
    which = [*(Text("withdraw.which", _named(one)) for one in found.own), *unsent]
    buttons = (
        Choice(write(yes), Text(f"rights.{part}.yes")),
        Choice(write(ShowStatus()), Text("rights.no")),
    )
    held = asides.opening(state, context, yes, ShowStatus())
    asked = Text(f"rights.{part}.ask")
    return Transition(held, (Reply((*which, *others, asked), buttons),))


_MOST = 10  # of others that are told by name


def _done(state: State, outcome: Erased | ConsentTaken, context: Context) -> Transition:
    """Say what was done, with its receipt; what was being told goes with it."""
    part = "erase" if isinstance(outcome, Erased) else "consent"
    key = f"rights.{part}.done" if outcome.numbers else f"rights.{part}.rest"
    said = Text(key, {"receipt": outcome.receipt})
    beside = [
        *news.given_up(outcome, outcome.numbers, context),
        *(reply for one in outcome.agreed for reply in claims.to_claimant(one)),
    ]
    cleared = State(language=state.language, lately=state.lately)
    return Transition(cleared, (Reply((said,)), *beside))
