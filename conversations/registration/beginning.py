"""How a registration begins: with a word, a button or a link; for oneself or for somebody else."""

from conversations.effects import CountPlaces
from conversations.forms.drafts import MOST, list_choices
from conversations.forms.form import Forms
from conversations.forms.position import idle, resume
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Reply, Text
from conversations.notes import Menu


def begin(forms: Forms, state: State, context: Context, link: str = "") -> Transition:
    """Begin a registration, go on with an untouched one, or ask which; `link` names a village."""
    draft = state.draft
    hello = Text("welcome.back" if draft else "welcome.new")
    near = link if context.villages.get(dotted(link)) else ""  # what is no village names none
    if draft is None and state.drafts:
        return choose(forms, state, near)
    if draft is None:
        draft = fresh(forms, state, context)
        return _linked(forms, state.holding(draft), context, link, hello)
    if _told(forms, draft) and not _lacks(forms, draft, link):
        return choose(forms, state, near or forms.of(draft).village(draft.answers))
    return _linked(forms, state, context, link, hello)


def begin_new(forms: Forms, state: State, context: Context, village: str = "") -> Transition:
    """Begin with somebody else, or go on where nothing was told yet; `village` is only offered.

    What might have ended that was about whoever it was for.
    """
    begun = untouched(forms, state)
    if begun is None and len(state.drafts) >= MOST:
        return choose(forms, state)
    draft = (begun or fresh(forms, state, context)).answering({"for_whom": "other"})
    draft = draft.noting(draft.notes.answered())
    if context.villages.get(dotted(village)):
        draft = draft.noting(draft.notes._replace(near=dotted(village)))
    return resume(forms, state.holding(draft), context, Text("welcome.new"))


def fresh(forms: Forms, state: State, context: Context) -> Draft:
    """Return an empty draft; beside a draft of one's own it is somebody else's."""
    helping = any(one.answers.get("for_whom") == "self" for one in state.drafts)
    answers = {"for_whom": "other"} if helping else {}
    return Draft(context.fresh, forms.first.name, forms.first.version, answers)


def untouched(forms: Forms, state: State) -> Draft | None:
    """Return a draft that was begun and of which nothing was told yet."""
    return next((one for one in state.drafts if not _told(forms, one)), None)


def _told(forms: Forms, draft: Draft) -> bool:
    """Whether anything was told of the person yet; a link gives a village without a word.

    A draft of another form is none that could be begun here.
    """
    begins = draft.form == forms.first.name
    return not (begins and draft.answers.keys() <= forms.first.before)


def _lacks(forms: Forms, draft: Draft, link: str) -> bool:
    """Whether a link tells a registration the village that it does not know yet."""
    return bool(link) and draft.form == forms.first.name and "village" not in draft.answers


def choose(forms: Forms, state: State, village: str = "", *before: Text) -> Transition:
    """Show the drafts there are, to go on with one or to begin with somebody else."""
    draft = state.draft
    held = state.holding(draft.noting(draft.notes._replace(menu=Menu.DRAFTS))) if draft else state
    return Transition(held, (Reply((*before, *idle(state)), list_choices(forms, state, village)),))


def _linked(forms: Forms, state: State, context: Context, link: str, hello: Text) -> Transition:
    """Take the village from the link, if there is one; what is not open is asked for as ever."""
    draft = state.draft
    if not link or draft is None:
        return resume(forms, state, context, hello)
    code = dotted(link)
    if context.villages.get(code) is None or context.registering(code) is None:
        return resume(forms, state, context, _closed(code, context))
    preset = draft.answering({**draft.answers, "village": code})
    return Transition(state.holding(preset), effect=CountPlaces(code))


def _closed(code: str, context: Context) -> Text:
    """Say why nobody registers there."""
    if context.villages.get(code) is None or context.programme(code) is None:
        return Text("welcome.unknown_village")
    return Text("registration.village.closed", {"about": context.villages.called(code)})


def dotted(link: str) -> str:
    """Write a village code as the public list does: 6107012001 is 61.07.01.2001."""
    code = link.replace(".", "")
    return ".".join((code[:2], code[2:4], code[4:6], code[6:]))
