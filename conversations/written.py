"""What somebody wrote or sent: a form in one message, a wish, or an answer.

A wish means the same whatever is being asked (batal, kembali, status), unless the open question
claims it. What is left answers the question at hand or, with no draft, asks where one stands.
"""

from conversations.answers import always
from conversations.effects import FindStanding, OpenTransfer, ShowQueue
from conversations.forms.drafts import MOST, named_draft
from conversations.forms.form import Forms
from conversations.forms.interview import Interviews
from conversations.forms.pasted import Field, fields, several, whose
from conversations.forms.position import idle_choices, open_question, resume
from conversations.forms.question import Asking, Given
from conversations.machine import Context, State, Transition
from conversations.messages import Reply, Said, Text
from conversations.notes import Menu
from conversations.person import language
from conversations.registration.beginning import begin, begin_new, choose, fresh


def greeted(forms: Forms, state: State, context: Context) -> Transition:
    """Ask again where they stopped; with no draft, find where they stand."""
    if state.draft is None:
        return Transition(state, effect=FindStanding())
    return resume(forms, state, context, Text("welcome.back"))


class Written:
    def __init__(self, interviews: Interviews) -> None:
        self._interviews = interviews
        self._forms = interviews.forms

    def said(self, state: State, text: str, context: Context) -> Transition:
        """Take words: a form in one message, a wish, or else an answer."""
        form = self._interviews.at_hand(state).form
        if found := fields(form, text):
            return self._pasted(state, found, context, more=several(form, text))
        if number := always.gives_up(text):
            about = "give_up" if always.surely(text) else "withdraw"
            return Transition(state, effect=FindStanding(about, number))
        wish = always.wish(text)
        if topic := always.topic(text, wish):
            return resume(self._forms, state, context, Text(f"about.{topic}"))
        if wish is None or self._answers(state, wish, text, context):
            return self.answered(state, Said(text), context)
        return self._wished(state, wish, text, context)

    def answered(self, state: State, given: Given, context: Context) -> Transition:
        """Take what was given as an answer to whatever is being asked."""
        draft = state.draft
        if draft is None:
            number = always.number(given.text) if isinstance(given, Said) else None
            return Transition(state, effect=FindStanding(number=number))
        if isinstance(given, Said):
            if draft.notes.menu is Menu.DRAFTS:
                return self._chosen(state, given.text, context)
            detours = self._interviews.of(draft).detours
            if answered := detours.said(state, draft, given.text, context):
                return answered
        return self._interviews.of(draft).answered(state, draft, given, context)

    def _answers(self, state: State, wish: str, text: str, context: Context) -> bool:
        """Whether what looks like a wish is the answer to the open question all the same."""
        draft = state.draft
        if draft is None:
            return False
        asked = open_question(self._forms.of(draft), draft)
        return asked.claims(text, wish, Asking(draft, context))

    def _wished(self, state: State, wish: str, text: str, context: Context) -> Transition:
        match wish:
            case "greet":
                return greeted(self._forms, state, context)
            case "status":
                return Transition(state, effect=FindStanding(number=always.number(text)))
            case "queue":
                return Transition(state, effect=ShowQueue())
            case "move":
                return Transition(state, effect=OpenTransfer())
            case "language":
                return language.wished(self._forms, state, text, context)
            case "register":
                return begin(self._forms, state, context)
            case "another":
                draft = state.draft
                near = self._forms.of(draft).village(draft.answers) if draft else ""
                return begin_new(self._forms, state, context, near)
            case "resume":
                return resume(self._forms, state, context)
            case _ if state.draft is not None:
                return self._interviews.of(state.draft).detours.wished(
                    state, state.draft, wish, text, context
                )
            case _:
                return self._wished_idly(state, wish)

    def _wished_idly(self, state: State, wish: str) -> Transition:
        """Meet a wish about the registration at hand when none is."""
        match wish:
            case "cancel":
                return Transition(state, effect=FindStanding("withdraw"))
            case "help":
                return Transition(
                    state, (Reply((Text("help.idle"),), idle_choices(self._forms, state)),)
                )
            case _:
                return Transition(state, effect=FindStanding())

    def _pasted(
        self, state: State, found: tuple[Field, ...], context: Context, *, more: bool
    ) -> Transition:
        """Take a form in one message; it may begin the draft of somebody new."""
        draft = whose(self._interviews.at_hand(state).form, state, found, context)
        if draft is None:
            if len(state.drafts) >= MOST:
                return choose(self._forms, state)
            draft = fresh(self._forms, state, context)
        if more:
            draft = draft.noting(draft.notes._replace(several=True))
        return self._interviews.of(draft).pasted(state.holding(draft), draft, found, context)

    def _chosen(self, state: State, text: str, context: Context) -> Transition:
        """Take words as a choice among the drafts; behind the list they answer nothing."""
        if named := named_draft(self._forms, state, text):
            return resume(self._forms, state.holding(named), context)
        if always.says_yes(text):
            return resume(self._forms, state, context)
        if always.says_another(text):
            return self._wished(state, "another", text, context)
        return choose(self._forms, state, "", Text("problem.pick"))
