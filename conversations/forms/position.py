"""Where a person stands, said as a message: the question at hand, or where to begin."""

from conversations.buttons.button import write
from conversations.buttons.person import Register
from conversations.forms import changing, ending, sheet
from conversations.forms.drafts import MOST, name_in_doubt, names, others
from conversations.forms.form import Form, Forms
from conversations.forms.question import Asking, Question
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Choice, Reply, Text
from conversations.notes import Notes, Sheet


def open_question(form: Form, draft: Draft) -> Question:
    """Return the question that an answer is meant for: the one asked last, if it is still open.

    It is not the first unanswered one if a question was added before it in the meantime. The
    review is never open before all the others are answered.
    """
    if meant := asked_back(form, draft):
        return meant
    asked = form.find(draft.notes.asked)
    if asked is None or asked is form.review or asked.name in draft.answers:
        return form.current(draft.answers)
    return asked if asked.applies(draft.answers) else form.current(draft.answers)


def asked_back(form: Form, draft: Draft) -> Question | None:
    """Return the question whose answer is asked back though another is at hand."""
    offered = draft.notes.offered
    if offered is None or len(offered.candidates) != 1:
        return None
    meant = form.find(offered.question)
    return None if meant is form.current(draft.answers) else meant


def resume(
    forms: Forms, state: State, context: Context, *before: Text, missed: bool = False
) -> Transition:
    """Say something and ask what is at hand; with no draft in focus, say where to begin.

    That is a question, whether the answer is right that would end it, or which is to be changed.

    `missed`: the question was asked just now, and not answered.
    """
    draft = state.draft
    if draft is None:
        return Transition(state, (Reply((*before, *idle(state)), idle_choices(forms, state)),))
    form = forms.of(draft)
    if draft.notes.ending:
        return ending.ask(form, state, draft, context, *before)
    if changing.untouched(draft):
        return changing.menu(form, state, draft, context, *before)
    if sheet.offers(form, draft, context):
        return _offered(form, state, draft, context, *before)
    current = form.current(draft.answers)
    question = asked_back(form, draft) or current
    texts = (*_still_to_say(form, Asking(draft, context)), *before)
    asked = draft.noting(_asked(draft.notes, current))
    held = state.holding(asked)
    who = name_in_doubt(forms, held, asked)
    reply = form.ask(question, Asking(asked, context), *texts, name=who, missed=missed)
    return Transition(held, (reply,))


def left_with(forms: Forms, left: State, *texts: Text) -> Transition:
    """Say something now that a draft is gone, and what else is unfinished."""
    reply = Reply((*texts, *unfinished(forms, left)), others(forms, left))
    return Transition(left, (reply,))


def told(forms: Forms, state: State, context: Context, *texts: Text) -> Transition:
    """Say something, and ask the question at hand again; with no draft, ask for nothing."""
    if state.draft is None:
        return Transition(state, (Reply(texts),))
    return resume(forms, state, context, *texts)


def _asked(notes: Notes, question: Question) -> Notes:
    """Remember what was asked, and forget what was said with it."""
    offered = notes.sheet is Sheet.OFFERED
    return notes._replace(
        menu=None,
        asked=question.name,
        took=(),
        unread=(),
        several=False,
        noted="",
        sheet=Sheet.DECLINED if offered else notes.sheet,
    )


def _offered(
    form: Form, state: State, draft: Draft, context: Context, *before: Text
) -> Transition:
    """Offer the whole form at once; what is said instead answers the first question."""
    held = state.holding(draft.noting(draft.notes._replace(menu=None, sheet=Sheet.OFFERED)))
    button = sheet.choice(form, draft, context)
    return Transition(held, (Reply((*before, Text("sheet.offer")), (button,)),))


def unfinished(forms: Forms, state: State) -> tuple[Text, ...]:
    """Tell of every draft that is not in focus how far it has come."""
    told = tuple(how_far(forms, state, draft) for draft in state.drafts if draft.id != state.focus)
    return (*told, Text("standing.go_on")) if told and state.draft else told


def how_far(forms: Forms, state: State, draft: Draft) -> Text:
    """Tell what a draft is called, and at which question it is."""
    if draft.about is not None:
        return Text("amend.unfinished", {"number": draft.about.number})
    form = forms.of(draft)
    progress = form.progress(form.current(draft.answers))
    return Text("standing.unfinished", {**progress.values, "name": names(forms, state)[draft.id]})


def idle(state: State) -> tuple[Text, ...]:
    """Say what one may do while no draft is at hand: go on with one, or begin."""
    if len(state.drafts) >= MOST:
        return (Text("drafts.full", {"most": MOST}),)
    return (Text("drafts.ask" if state.drafts else "idle.ask"),)


def idle_choices(forms: Forms, state: State) -> tuple[Choice, ...]:
    return others(forms, state) or (register_choice(),)


def register_choice() -> Choice:
    return Choice(write(Register()), Text("register"))


def _still_to_say(form: Form, asking: Asking) -> tuple[Text, ...]:
    """Say what was taken from a form in one message, or how an answer was understood."""
    notes = asking.draft.notes
    said = []
    for key, names_ in (("pasted.took", notes.took), ("pasted.unread", notes.unread)):
        if found := [form.find(name) for name in names_]:
            titles = [form.text(question, "title", asking) for question in found if question]
            said.append(Text(key, {"titles": listed(titles)}))
    if notes.several:
        said.append(Text("pasted.one"))
    noted = form.find(notes.noted)
    if noted is not None:
        label = form.label(noted, asking.answers[noted.name], asking)
        said.append(Text("noted", {"answer": label}))
    return tuple(said)


def stacked(texts: list[Text]) -> Text:
    """Put texts below each other, in whatever language they will be said."""
    first, *rest = texts
    return Text("plain.lines", {"first": first, "rest": stacked(rest)}) if rest else first


def listed(texts: list[Text]) -> Text:
    """Join texts with commas, in whatever language they will be said."""
    first, *rest = texts
    return Text("plain.list", {"first": first, "rest": listed(rest)}) if rest else first
