"""What somebody wrote or sent: a form in one message, a wish, or an answer.

A wish means the same whatever is being asked (batal, kembali, status), unless the open question
claims it. What is left answers the question at hand or, with no draft, asks where one stands.
"""

from collections.abc import Mapping
from dataclasses import replace

from conversations import languages
from conversations.about import about
from conversations.answers import always
from conversations.answers.invalid import Invalid
from conversations.answers.language.lexicon import word_set
from conversations.buttons.draft import Mistaken
from conversations.effects import Effect, FindData, FindStanding, OpenTransfer, Separate, ShowQueue
from conversations.forms.detours import NEVER_MIND
from conversations.forms.drafts import MOST, named_draft
from conversations.forms.form import Forms
from conversations.forms.interview import Interviews
from conversations.forms.pasted import Field, fields, several, whose
from conversations.forms.position import open_question, resume, told
from conversations.forms.question import Asking, Given
from conversations.idle import MEDIA
from conversations.machine import Context, State, Transition
from conversations.messages import Reply, Said, SentMedia, Text
from conversations.notes import Menu
from conversations.office import looking, undoing
from conversations.person import language, rights
from conversations.registration.beginning import begin, begin_new, choose, fresh, untouched

_CONTACT = "[contact]"  # which nobody asked for
_EFFECTS: Mapping[str, Effect] = {
    "queue": ShowQueue(),
    "move": OpenTransfer(),
    "separate": Separate(),
}


def greeted(forms: Forms, state: State, context: Context) -> Transition:
    """Ask again where they stopped; with no draft, find where they stand."""
    if state.draft is None:
        return Transition(state, effect=FindStanding("greet"))
    return resume(forms, state, context, Text("welcome.back"))


class Written:
    def __init__(self, interviews: Interviews) -> None:
        self._interviews = interviews
        self._forms = interviews.forms

    def wants(self, text: str) -> bool:
        """Whether words mean the same whatever was asked: a wish, a question, a whole form."""
        wish = always.wish(text)
        meant = wish or always.topic(text, wish) or always.gives_up(text) or always.page(text)
        told = always.bereaved(text) or always.outside_of(text) or looking.typed(text)
        return bool(meant or told or fields(self._forms.first, text))

    def said(self, state: State, text: str, context: Context) -> Transition:
        """Take words: a form in one message, a wish, or else an answer."""
        form = self._interviews.at_hand(state).form
        if chosen := self._language(state, text):
            return language.spoken(self._forms, state, chosen, context)
        if found := fields(form, text):
            return self._pasted(state, found, context, more=several(form, text))
        if number := always.gives_up(text):
            done = "give_up" if always.surely(text) else "withdraw"
            return Transition(state, effect=FindStanding(done, number))
        if page := always.page(text):
            return Transition(state, effect=FindStanding(page=page))
        outside = None if state.draft else always.outside_of(text)
        if (outside and outside != "thanks") or (state.draft is None and looking.typed(text)):
            return Transition(state, effect=FindStanding("said", said=text))
        wish = always.wish(text)
        if topic := always.topic(text, wish):
            return self._asks(state, topic, text, context)
        wish = wish or outside
        if wish is None or self._answers(state, wish, text, context):
            return self.answered(state, Said(text), context)
        return self._wished(state, wish, text, context)

    def _language(self, state: State, text: str) -> str | None:
        """Return the language that is named where none of it can be an answer."""
        asked = state.draft is not None and state.draft.notes.menu is Menu.LANGUAGE
        if not asked and (state.draft is not None or always.wish(text) == "language"):
            return None
        return languages.chosen(text)

    def _asks(self, state: State, topic: str, text: str, context: Context) -> Transition:
        """Answer a question about the programme; with no draft it depends on who asks."""
        draft = state.draft
        if draft is None:
            return Transition(state, effect=FindStanding("said", said=text))
        village = self._forms.of(draft).village(draft.answers)
        return resume(self._forms, state, context, about(topic, context, village))

    def answered(self, state: State, given: Given, context: Context) -> Transition:
        """Take what was given as an answer to whatever is being asked."""
        draft = state.draft
        if draft is None:
            named = _begun_with(given, context)
            if named:
                return begin(self._forms, state, context, named)
            return self._idle(state, given)
        if isinstance(given, Said):
            if draft.notes.menu is Menu.DRAFTS:
                return self._chosen(state, given.text, context)
            detours = self._interviews.of(draft).detours
            if answered := detours.said(state, draft, given.text, context):
                return answered
        return self._interviews.of(draft).answered(state, draft, given, context)

    def _idle(self, state: State, given: Given) -> Transition:
        """Meet what was said though nothing was asked: it depends on who says it."""
        text = given.text if isinstance(given, Said) else ""
        unsaid = MEDIA if isinstance(given, SentMedia) else _CONTACT
        return Transition(state, effect=FindStanding("said", said=text or unsaid))

    def _answers(self, state: State, wish: str, text: str, context: Context) -> bool:
        """Whether what looks like a wish is the answer to the open question all the same."""
        draft = state.draft
        if draft is None:
            return False
        asked = open_question(self._forms.of(draft), draft)
        return asked.claims(text, wish, Asking(draft, context))

    def _wished(self, state: State, wish: str, text: str, context: Context) -> Transition:
        if state.draft is None and text.strip(" .!").casefold() == "pindah":
            # or that is why a head turns somebody down
            return Transition(state, effect=FindStanding("said", said=text))
        if effect := _effect_of(wish, text):
            return Transition(state, effect=effect)
        match wish:
            case "greet":
                return greeted(self._forms, state, context)
            case "status":
                return self._status(state, text)
            case "language":
                return language.wished(self._forms, state, text, context)
            case "register" | "another":
                return self._begins(state, wish, text, context)
            case "resume":
                return self._resumed(state, context)
            case "thanks":
                return self._thanked(state, context)
            case "later" if state.draft:
                return Transition(state, (Reply((Text("later.kept"),)),))
            case _:
                return self._about(state, wish, text, context)

    def _thanked(self, state: State, context: Context) -> Transition:
        """Take thanks, once."""
        if state.lately.hearing("thanks", context.now).times > 1:
            return Transition(state)
        return told(self._forms, state, context, Text("thanks"))

    def _status(self, state: State, text: str) -> Transition:
        number = always.number(text)
        if state.draft is None and (number or always.corrects(text)):  # or a card of that number
            return Transition(state, effect=FindStanding("said", number, text))
        asked = text if always.topic(text, None) else None  # "when will the card be there?"
        return Transition(state, effect=FindStanding(number=number, said=asked))

    def _begins(self, state: State, wish: str, text: str, context: Context) -> Transition:
        """Begin with oneself, or with somebody else, perhaps of the same village."""
        if wish == "another":
            draft = state.draft
            near = self._forms.of(draft).village(draft.answers) if draft else ""
            return begin_new(self._forms, state, context, near)
        begun = begin(self._forms, state, context)
        if not (state.drafts or self._answers(begun.state, wish, text, context)):
            other = always.for_another(text)
            return begin_new(self._forms, state, context) if other else begun
        if state.drafts:
            return begun
        told = self.answered(begun.state, Said(text), context)  # "mau bantu tetangga daftar"
        hello = begun.replies[0].texts[:1]
        if told.effect and (draft := told.state.draft):  # looked up with the next answer
            due = (self._forms.first.questions[0].name, *draft.notes.due)
            later = draft.noting(draft.notes._replace(due=due))
            return resume(self._forms, told.state.holding(later), context, *hello)
        asked, *rest = told.replies
        welcome = replace(asked, texts=(*hello, *asked.texts))
        return replace(told, replies=(welcome, *rest))

    def _about(self, state: State, wish: str, text: str, context: Context) -> Transition:
        """Do with the draft at hand what was wished for; "salah tekan" is a no to its end."""
        draft = state.draft
        if draft is None:
            return self._wished_idly(state, wish, text)
        interview = self._interviews.of(draft)
        if draft.notes.menu is Menu.END and wish in {"edit", "back"}:
            return interview.ending(state, draft, Mistaken(draft.id), context)
        return interview.detours.wished(state, draft, wish, text, context)

    def _resumed(self, state: State, context: Context) -> Transition:
        """Go on; if nothing is at hand, with what ended last."""
        begun = state.draft
        if begun and begun.notes.menu is Menu.CANCEL:  # "go on", asked whether to cancel it
            return resume(self._forms, state, context, Text("cancel.kept"))
        if state.left and (begun is None or begun is untouched(self._forms, state)):
            left = state.dropping(begun.id) if begun else state
            back = left.restoring(left.left[-1])
            return resume(self._forms, back, context, Text("restored"))
        return resume(self._forms, state, context)

    def _wished_idly(self, state: State, wish: str, text: str) -> Transition:
        """Meet a wish about the registration at hand when none is."""
        if wish == "cancel" and undoing.typed(text):  # a head's decision, or else a registration
            return Transition(state, effect=FindStanding("said", said=text))
        if wish == "cancel" and NEVER_MIND.search(text.casefold()):
            return Transition(state, effect=FindStanding())
        if wish == "cancel":
            return Transition(state, effect=FindStanding("withdraw"))
        return Transition(state, effect=FindStanding("said", said=text))

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


def _begun_with(given: Given, context: Context) -> str:
    """Return the village of "daftar sungai duri", as a link would carry it; "" for none."""
    said = given.text if isinstance(given, Said) else ""
    first, _, rest = said.strip().partition(" ")
    if not rest or first.casefold() not in _BEGINS:
        return ""
    try:
        code = context.villages.find(rest)
    except Invalid:
        return ""
    return code if context.villages.wholly(rest, code) else ""


_BEGINS = word_set("DAFTAR DAFTARKAN register")


def _effect_of(wish: str, text: str) -> Effect | None:
    """Return what a wish does at once, whatever is being asked."""
    if wish in rights.ABOUT:
        if always.number(text):  # of somebody whom a head has before him
            return FindStanding("said", said=text)
        return FindData(rights.ABOUT[wish])
    return _EFFECTS.get(wish)
