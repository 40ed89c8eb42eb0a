"""What a person may want at whatever question: kembali, ubah, batal, ulang, bantuan.

Two of them open a menu: which answer to change, and whether to cancel, since that deletes. While a
menu is open its buttons, typed or tapped, come before the question's; anything else closes it. Of
what was sent before nothing is deleted: to cancel, or to go back, leaves it as it was.
"""

import re
from typing import assert_never

from conversations.answers.always import says_yes
from conversations.answers.correction import correction
from conversations.answers.invalid import Invalid
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.buttons.button import write
from conversations.buttons.draft import Cancel, Change, OfDraft, Restart, Resume
from conversations.forms import changing
from conversations.forms.drafts import name_in_doubt
from conversations.forms.form import Form, Forms, offer
from conversations.forms.position import idle_choices, left_with, resume, unfinished
from conversations.forms.question import Asking, Question
from conversations.machine import About, Context, Draft, State, Transition
from conversations.messages import Choice, Reply, Said, Text
from conversations.notes import Menu

_WORD = re.compile(r"\w+")
_POLITE = word_set("PAK BUK ibu DONG saja")
# Only a plain yes deletes what was told; "lanjutkan" and "jangan batal" are yeses elsewhere.
_SURE = frozenset({"ya", "iya", "iye", "y", "yes", "ok", "oke", "betul", "benar", "yakin", "saja"})
_AGAIN = _SURE | word_set(
    "BATAL STOP batalkan dibatalkan cancel ulang ulangi dari awal mulai restart start over again"
)
_FINE = compiled(r"\b(?:JANGAN|TIDAK|BETUL|sudah)\b", re.IGNORECASE)  # "nama sudah benar"
_COUNTS = 3  # digits: no answer of a form is so short a number, but an income
NEVER_MIND = re.compile(r"jadi|usah")  # "tidak jadi", as an answer to "do you want to cancel?"


class Detours:
    def __init__(self, forms: Forms, form: Form) -> None:
        self._forms = forms
        self._form = form

    def choices(self, draft: Draft, context: Context) -> tuple[Choice, ...]:
        """Return the buttons of the menu that is open, none if none is."""
        match draft.notes.menu:
            case Menu.CANCEL:
                return _cancel_choices(draft)
            case Menu.RESTART:
                return _restart_choices(draft)
            case Menu.EDIT:
                return changing.choices(self._form, draft, context)
            case _:
                return ()

    def wished(
        self, state: State, draft: Draft, wish: str, text: str, context: Context
    ) -> Transition:
        """Do what was asked for in words."""
        match wish:
            case "cancel" | "restart" | "back" if draft.about:
                return self._left_as_it_was(state, draft, draft.about, wish, context)
            case "cancel":
                return self._cancel(state, draft, text, context)
            case "restart":
                return self._restart(state, draft, text, context)
            case "back":
                return self._back(state, draft, context)
            case "edit":
                return self._edit(state, draft, text, context)
            case _:
                return self._help(state, draft, context)

    def said(self, state: State, draft: Draft, text: str, context: Context) -> Transition | None:
        """Take words as the answer to an open menu; None if they are meant for the question."""
        match draft.notes.menu:
            case Menu.CANCEL if _sure(text):
                return self._cancelled(state, draft)
            case Menu.CANCEL:
                return resume(self._forms, state, context, Text("cancel.kept"))
            case Menu.RESTART if _sure(text):
                return self._restarted(state, draft, context)
            case Menu.RESTART:
                return resume(self._forms, state, context)
            case Menu.REMINDED if says_yes(text):
                return resume(self._forms, state, context)
            case Menu.EDIT if self._names_an_answer(draft, text) and not _FINE.search(text):
                return self._edit(state, draft, text, context)
            case Menu.EDIT if _counts(text):
                return self.edit_menu(state, draft, context, Text("problem.pick"))
            case Menu.EDIT if changing.untouched(draft):
                return self.edit_menu(state, draft, context, Text("problem.pick"))
            # nothing behind a menu is answered by a yes
            case Menu.EDIT | Menu.LANGUAGE if _sure(text):
                return resume(self._forms, state, context)
            case _:
                return None

    def tapped(self, state: State, draft: Draft, button: OfDraft, context: Context) -> Transition:
        """Take a button of a menu, or one that asks the question again."""
        match button:
            case Cancel() | Restart() if draft.about:
                return self._left_as_it_was(state, draft, draft.about, "cancel", context)
            case Cancel() if draft.notes.menu is Menu.CANCEL:
                return self._cancelled(state, draft)
            case Cancel():
                return self._cancel(state, draft, "", context)
            case Restart() if draft.notes.menu is Menu.RESTART:
                return self._restarted(state, draft, context)
            case Restart():
                return self._restart(state, draft, "", context)
            case Change(question=name) if name in changing.settled(self._form, draft).answers:
                return self._change(state, draft, name, context)
            case Resume():
                return resume(self._forms, state, context)
            case Change():
                return resume(self._forms, state, context, Text("stale"))
            case _:
                assert_never(button)

    # batal

    def _cancel(self, state: State, draft: Draft, text: str, context: Context) -> Transition:
        """Ask whether it is meant; whoever says it again means it."""
        if draft.notes.menu is Menu.EDIT and NEVER_MIND.search(text.casefold()):
            return resume(self._forms, state, context)
        if draft.notes.menu is not Menu.CANCEL:
            name = name_in_doubt(self._forms, state, draft)
            asked = Text("cancel.ask.named", {"name": name}) if name else Text("cancel.ask")
            held = state.holding(draft.noting(draft.notes._replace(menu=Menu.CANCEL)))
            return Transition(held, (Reply((asked,), _cancel_choices(draft)),))
        if text and not _plainly(text, _AGAIN):  # "kok dibatalkan pak"
            return resume(self._forms, state, context, Text("cancel.kept"))
        return self._cancelled(state, draft)

    def _cancelled(self, state: State, draft: Draft) -> Transition:
        left = state.ending(draft, Menu.CANCEL)
        texts = (Text("cancel.done"), *unfinished(self._forms, left))
        return Transition(left, (Reply(texts, idle_choices(self._forms, left)),))

    def _left_as_it_was(
        self, state: State, draft: Draft, about: About, wish: str, context: Context
    ) -> Transition:
        """Change nothing of what was sent; who only goes back may change something else."""
        if wish != "cancel":
            unchanged = draft.answering(about.answers).noting(draft.notes.answered())
            return changing.menu(self._form, state, unchanged, context)
        same = Text("amend.dropped", {"number": about.number})
        return left_with(self._forms, state.dropping(draft.id), same)

    # ulang dari awal

    def _restart(self, state: State, draft: Draft, text: str, context: Context) -> Transition:
        """Ask whether it is meant; whoever says it again means it."""
        if draft.notes.menu is Menu.RESTART:
            if text and not _plainly(text, _AGAIN):
                return resume(self._forms, state, context)
            return self._restarted(state, draft, context)
        held = state.holding(draft.noting(draft.notes._replace(menu=Menu.RESTART)))
        return Transition(held, (Reply((Text("restart.ask"),), _restart_choices(draft)),))

    def _restarted(self, state: State, draft: Draft, context: Context) -> Transition:
        begun = Draft(context.fresh, draft.form, draft.version, about=draft.about)
        left = state.ending(draft, Menu.RESTART).holding(begun)
        return resume(self._forms, left, context, Text("restart.done"))

    # bantuan, kembali

    def _help(self, state: State, draft: Draft, context: Context) -> Transition:
        question = self._form.current(draft.answers)
        hint = self._form.text(question, "help", Asking(draft, context))
        return resume(self._forms, state, context, hint, Text("help.registering"))

    def _back(self, state: State, draft: Draft, context: Context) -> Transition:
        earlier = self._form.back(draft)
        if earlier is None:
            return resume(self._forms, state, context, Text("back.first"))
        return resume(self._forms, state.holding(earlier), context)

    # ubah

    def _edit(self, state: State, draft: Draft, text: str, context: Context) -> Transition:
        """Change the answer that was named ("ubah nama"), else offer those given so far."""
        draft = changing.settled(self._form, draft)
        if name := self._names_an_answer(draft, text):
            meant = correction(text)
            told = meant.value if meant and meant.about == name else ""
            return self._change(state, draft, name, context, told)
        return self.edit_menu(state, draft, context)

    def _names_an_answer(self, draft: Draft, text: str) -> str | None:
        named = self._form.named(text)
        return named.name if named and named.name in draft.answers else None

    def edit_menu(self, state: State, draft: Draft, context: Context, *before: Text) -> Transition:
        if not changing.choices(self._form, draft, context):
            return resume(self._forms, state, context, Text("edit.nothing"))
        return changing.menu(self._form, state, draft, context, *before)

    def _change(
        self, state: State, draft: Draft, name: str, context: Context, told: str = ""
    ) -> Transition:
        """Ask for an answer anew; what was `told` with it is asked back."""
        changed = self._form.without(changing.settled(self._form, draft), name)
        if told and (question := self._form.find(name)):
            changed = self._reading(changed, question, told, context)
        return resume(self._forms, state.holding(changed), context)

    def _reading(self, draft: Draft, question: Question, told: str, context: Context) -> Draft:
        """Offer what can be read from words; what cannot is asked for as ever."""
        asking = Asking(draft, context)
        try:
            answers = self._form.answer(question, Said(told), asking)
            readings = [answers[name] for name in answers if name == question.name]
        except Invalid as problem:
            readings = list(problem.candidates)
        if len(readings) != 1 or readings[0] in question.options(asking):
            return draft
        return offer(draft, question, (readings[0],))


def _counts(text: str) -> bool:
    """Whether a text is a number so small that it counts a button, though there is none such."""
    said = text.strip(" .)")
    return said.isdecimal() and len(said) <= _COUNTS


def _sure(text: str) -> bool:
    return _plainly(text, _SURE)


def _plainly(text: str, known: frozenset[str]) -> bool:
    """Whether a text has these words alone, and what is only polite; a question has not."""
    said = [word for word in _WORD.findall(text.casefold()) if word not in _POLITE]
    return bool(said) and known.issuperset(said) and "?" not in text


def _cancel_choices(draft: Draft) -> tuple[Choice, ...]:
    return (
        Choice(write(Cancel(draft.id)), Text("cancel.yes")),
        Choice(write(Resume(draft.id)), Text("cancel.no")),
    )


def _restart_choices(draft: Draft) -> tuple[Choice, ...]:
    return (
        Choice(write(Restart(draft.id)), Text("restart.yes")),
        Choice(write(Resume(draft.id)), Text("restart.no")),
    )
