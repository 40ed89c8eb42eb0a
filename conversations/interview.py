"""The interview: takes a worker through the form, one question a message.

Position is computed (`Form.current`); what is kept besides the answers are notes: readings on offer,
a menu that is open ("cancel", "edit"), how often the question at hand was missed.
"""

from dataclasses import replace

from conversations.answers.yes_no import yes_no
from conversations.effects import Submit
from conversations.eligibility import Rule, broken
from conversations.form import Asking, Form, Question, offer
from conversations.invalid import Invalid
from conversations.machine import Answers, Context, Draft, State, Transition
from conversations.messages import Choice, Input, Reply, Said, Tapped, Text
from conversations.outcomes import (
    AlreadyRegistered,
    ConsentRecorded,
    NikFree,
    NotOpen,
    PlacesCounted,
    Submitted,
    TooManyNiks,
)
from conversations.standing import receipt, registered_already
from conversations.tokens import token

MENU = "menu"
MISSED = "missed"
HELP_AFTER = 2  # misses of one question after which the way to a person is told as well


class Interview:
    def __init__(self, form: Form, rules: tuple[Rule, ...]) -> None:
        self.form = form
        self.rules = rules

    def begin(self, state: State, context: Context, village: str = "") -> Transition:
        """Begin a registration, in a village if the link named one; or go on with the one at hand."""
        code = _dotted(village)
        if village and (context.villages.get(code) is None or context.programme(code) is None):
            return self._begun(state, context, Text("welcome.unknown_village"), "")
        known = state.draft is not None
        return self._begun(state, context, Text("welcome.back" if known else "welcome.new"), code)

    def _begun(self, state: State, context: Context, hello: Text, code: str) -> Transition:
        draft = state.draft or Draft(context.fresh, self.form.name, self.form.version)
        if code and "village" not in draft.answers:
            draft = replace(draft, answers={**draft.answers, "village": code})
        return self.resume(state.holding(draft), context, hello)

    def resume(self, state: State, context: Context, *before: Text) -> Transition:
        """Ask the question at hand; with no draft, say where to begin."""
        if state.draft is None:
            return Transition(state, (Reply((*before, Text("idle.ask")), (register_choice(),)),))
        return self._ask(state, state.draft.forgetting(MENU), context, *before)

    def _ask(self, state: State, draft: Draft, context: Context, *before: Text) -> Transition:
        question = self.form.current(draft.answers)
        if question is None:
            return self._complete(state, draft, context)
        reply = self.form.ask(question, Asking(draft, context), *before)
        return Transition(state.holding(draft), (reply,))

    def _complete(self, state: State, draft: Draft, context: Context) -> Transition:
        if draft.answers.get("review") == "edit":
            return self._edit_menu(state, self.form.without(draft, "review"), context)
        answers = self.form.kept(draft.answers)
        wish = Submit(draft.id, answers["village"], answers["nik"], answers)
        return Transition(state.holding(draft), effect=wish)

    def choices(self, draft: Draft, context: Context) -> tuple[Choice, ...]:
        """Return the buttons of what was asked last."""
        asking = Asking(draft, context)
        match draft.notes.get(MENU):
            case "cancel":
                return _cancel_choices(draft)
            case "edit":
                return self._edit_choices(asking)
            case _:
                question = self.form.current(draft.answers)
                return self.form.choices(question, asking) if question else ()

    # answers

    def said(self, state: State, given: Input, context: Context) -> Transition:
        """Take words, a contact or a picture as the answer to what was asked last."""
        draft = _focused(state)
        if draft.notes.get(MENU) == "cancel" and isinstance(given, Said):
            return self._cancel_answered(state, draft, given.text, context)
        question = self.form.current(draft.answers)
        if question is None:
            return self._ask(state, draft, context)
        return self._take(state, draft.forgetting(MENU), question, given, context)

    def tapped(self, state: State, name: str, tap: Tapped, context: Context) -> Transition:
        """Take a button: it answers its own question only, and only while that one is open."""
        draft = _focused(state)
        question = self.form.current(draft.answers)
        if question is None or question.name != name:
            return self.resume(state, context, Text("stale"))
        return self._take(state, draft.forgetting(MENU), question, tap, context)

    def _take(
        self, state: State, draft: Draft, question: Question, given: Input, context: Context
    ) -> Transition:
        try:
            answers = self.form.answer(question, given, Asking(draft, context))
        except Invalid as missed:
            return self._missed(state, draft, question, missed, context)
        taken = offer(draft.forgetting(MISSED), question, ())
        return self._taken(
            state, replace(taken, answers={**draft.answers, **answers}), answers, context
        )

    def _missed(
        self, state: State, draft: Draft, question: Question, missed: Invalid, context: Context
    ) -> Transition:
        times = int(draft.notes.get(MISSED, "0")) + 1
        draft = offer(draft.noting(**{MISSED: str(times)}), question, missed.candidates)
        problem = self._problem(question, missed.reason, draft, context)
        more = (Text("way_out"),) if times >= HELP_AFTER else ()
        return self._ask(state, draft, context, problem, *more)

    def _problem(self, question: Question, reason: str, draft: Draft, context: Context) -> Text:
        if reason in COMMON_PROBLEMS:
            return Text(f"problem.{reason}")
        return self.form.text(question, reason, Asking(draft, context))

    def _taken(self, state: State, draft: Draft, answers: Answers, context: Context) -> Transition:
        programme = context.programme(draft.answers.get("village", ""))
        rule = broken(self.rules, draft.answers, programme) if programme else None
        if rule is not None:
            return self._refuse(state, draft, rule, context)
        asking = Asking(draft, context)
        for name in answers:
            question = self.form.find(name)
            effect = question.then(asking) if question and question.then else None
            if effect is not None:
                return Transition(state.holding(draft), effect=effect)
        return self._ask(state, draft, context)

    def _refuse(self, state: State, draft: Draft, rule: Rule, context: Context) -> Transition:
        """Say why, and let go of everything that was told."""
        programme = context.programme(draft.answers["village"])
        band = {"min": programme.min_age, "below": programme.below_age} if programme else {}
        values = {**self.form.describe(Asking(draft, context)), **band}
        texts = (Text(f"eligibility.{rule.name}", values), Text("eligibility.deleted"))
        return Transition(state.dropping(draft.id), (Reply(texts),))

    # wishes

    def commanded(self, state: State, wish: str, rest: list[str], context: Context) -> Transition:
        """Do what was asked for at whatever question: kembali, ubah, batal, bantuan."""
        draft = _focused(state)
        match wish:
            case "cancel" if draft.notes.get(MENU) == "cancel":
                return self._cancelled(state, draft)
            case "cancel":
                draft = draft.noting(**{MENU: "cancel"})
                reply = Reply((Text("cancel.ask"),), _cancel_choices(draft))
                return Transition(state.holding(draft), (reply,))
            case "cancelled":
                return self._cancelled(state, draft)
            case "restart":
                return self._restart(state, draft, context)
            case "back":
                return self._back(state, draft, context)
            case "edit":
                return self._edit(state, draft, rest, context)
            case "change":
                return self._change(state, draft, "".join(rest), context)
            case "help":
                return self._help(state, draft, context)
            case _:
                return self.resume(state, context)

    def _help(self, state: State, draft: Draft, context: Context) -> Transition:
        question = self.form.current(draft.answers)
        if question is None:
            return self.resume(state, context, Text("help.registering"))
        hint = self.form.text(question, "help", Asking(draft, context))
        return self.resume(state, context, hint, Text("help.registering"))

    def _back(self, state: State, draft: Draft, context: Context) -> Transition:
        earlier = self.form.back(draft)
        if earlier is None:
            return self.resume(state, context, Text("back.first"))
        return self.resume(state.holding(earlier), context)

    def _restart(self, state: State, draft: Draft, context: Context) -> Transition:
        begun = Draft(draft.id, self.form.name, self.form.version)
        return self.resume(state.holding(begun), context, Text("restart.done"))

    def _cancel_answered(
        self, state: State, draft: Draft, text: str, context: Context
    ) -> Transition:
        try:
            if yes_no(text):
                return self._cancelled(state, draft)
        except Invalid:
            pass
        return self.resume(state, context, Text("cancel.kept"))

    def _cancelled(self, state: State, draft: Draft) -> Transition:
        reply = Reply((Text("cancel.done"),), (register_choice(),))
        return Transition(state.dropping(draft.id), (reply,))

    # changing an answer

    def _edit(self, state: State, draft: Draft, rest: list[str], context: Context) -> Transition:
        """Change the answer that was named ("ubah nama"), else offer those given so far."""
        words = " ".join(rest).casefold().split()
        named = self.form.named(" ".join(words[1:]))
        if named is not None and named.name in draft.answers:
            return self._change(state, draft, named.name, context)
        return self._edit_menu(state, draft, context)

    def _edit_menu(self, state: State, draft: Draft, context: Context) -> Transition:
        choices = self._edit_choices(Asking(draft, context))
        if not choices:
            return self.resume(state.holding(draft), context, Text("edit.nothing"))
        held = state.holding(draft.noting(**{MENU: "edit"}))
        return Transition(held, (Reply((Text("edit.ask"),), choices),))

    def _edit_choices(self, asking: Asking) -> tuple[Choice, ...]:
        draft = asking.draft
        return tuple(
            Choice(token("c", draft.id, "change", q.name), self.form.text(q, "title", asking))
            for q in self.form.applicable(draft.answers)
            if q.name in draft.answers and not q.follows
        )

    def _change(self, state: State, draft: Draft, name: str, context: Context) -> Transition:
        if name not in draft.answers:
            return self.resume(state, context, Text("stale"))
        return self.resume(state.holding(self.form.without(draft, name)), context)

    # outcomes

    def learned(self, state: State, outcome: object, context: Context) -> Transition | None:
        """Go on with what was found out; None if the outcome is not the interview's."""
        match outcome:
            case PlacesCounted(places=0):
                return self._closed(state, context)
            case PlacesCounted():
                return self.resume(state, context, _places(outcome, context))
            case ConsentRecorded() | NikFree():
                return self.resume(state, context)
            case TooManyNiks(limit):
                return self._nik_again(
                    state, context, Text("registration.nik.too_many", {"limit": limit})
                )
            case AlreadyRegistered():
                return self._already(state, outcome, context)
            case NotOpen():
                return self._closed(state, context)
            case Submitted():
                return Transition(state.dropping(_focused(state).id), receipt(outcome, context))
            case _:
                return None

    def _closed(self, state: State, context: Context) -> Transition:
        draft = self.form.without(_focused(state), "village")
        return self.resume(state.holding(draft), context, Text("registration.village.not_open"))

    def _already(self, state: State, known: AlreadyRegistered, context: Context) -> Transition:
        told = registered_already(known, context)
        if known.mine is not None:
            return Transition(state.dropping(_focused(state).id), told)
        again = self._nik_again(state, context, Text("registration.nik.elsewhere"))
        return replace(again, replies=(*again.replies, *told))

    def _nik_again(self, state: State, context: Context, problem: Text) -> Transition:
        draft = self.form.without(self.form.without(_focused(state), "nik"), "review")
        return self.resume(state.holding(draft), context, problem)


COMMON_PROBLEMS = frozenset({"media", "edited", "long", "unexpected", "pick"})


def register_choice() -> Choice:
    return Choice(token("g", "register"), Text("register"))


def _dotted(code: str) -> str:
    """Write a village code as the public list does: 6107012001 is 61.07.01.2001."""
    return ".".join((code[:2], code[2:4], code[4:6], code[6:])) if code else ""


def _cancel_choices(draft: Draft) -> tuple[Choice, ...]:
    return (
        Choice(token("c", draft.id, "cancelled"), Text("cancel.yes")),
        Choice(token("c", draft.id, "resume"), Text("cancel.no")),
    )


def _places(counted: PlacesCounted, context: Context) -> Text:
    village = context.villages[counted.village].name
    left = counted.places - counted.taken
    key = "village.places" if left else "village.full"
    return Text(
        key,
        {"village": village, "left": left, "places": counted.places, "waiting": counted.waiting},
    )


def _focused(state: State) -> Draft:
    draft = state.draft
    if draft is None:
        message = "an answer for a draft that is not there"
        raise LookupError(message)
    return draft
