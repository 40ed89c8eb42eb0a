"""The brain: one event in, one transition out. Everything a person hears is decided here.

It routes, in this order: buttons and links that say themselves what they are for; outcomes of
effects; words that mean the same whatever is being asked (batal, kembali, status); and what is left
is an answer to the question at hand, or, with no draft, a question of where one stands.
"""

from dataclasses import replace

from conversations import confirmation, standing
from conversations.answers.command import command
from conversations.effects import FindStanding, Redeem, ShowQueue
from conversations.eligibility import Rule
from conversations.form import Form
from conversations.interview import Interview, register_choice
from conversations.invalid import Invalid
from conversations.machine import Context, Draft, Event, State, Transition
from conversations.messages import (
    Choice,
    Edited,
    Opened,
    Reply,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
    Text,
)
from conversations.tokens import parts, token, uuid

LANGUAGES = ("id", "en")
VILLAGE_LINK = "v_"  # t.me/<bot>?start=v_6107012001
HEAD_LINK = "h_"  # t.me/<bot>?start=h_<code>


class Brain:
    """Built in the composition root from a form and its rules, so that a test can give it others."""

    def __init__(self, form: Form, rules: tuple[Rule, ...]) -> None:
        self._interview = Interview(form, rules)

    def advance(self, state: State, event: Event, context: Context) -> Transition:
        """Answer an event. Pure: the same arguments give the same transition; nothing raises."""
        match event:
            case Opened(payload):
                return self._opened(state, payload, context)
            case Tapped(tapped):
                return self._tapped(state, tapped, context)
            case Said(text):
                return self._said(state, text, context)
            case SharedContact() | SentMedia() | Edited():
                if state.draft is None:
                    return Transition(state, effect=FindStanding())
                return self._interview.said(state, event, context)
            case _:
                return (
                    self._interview.learned(state, event, context)
                    or confirmation.learned(state, event, context)
                    or standing.learned(state, event, context)
                )

    def choices(self, state: State, context: Context) -> tuple[Choice, ...]:
        """Return the buttons that stand open in the draft at hand: a typed label means its button."""
        return self._interview.choices(state.draft, context) if state.draft else ()

    def resume(self, state: State, context: Context, *before: Text) -> Transition:
        """Say something, then ask again whatever was being asked."""
        return self._interview.resume(state, context, *before)

    def _opened(self, state: State, payload: str, context: Context) -> Transition:
        if payload.startswith(HEAD_LINK):
            return Transition(state, effect=Redeem(payload.removeprefix(HEAD_LINK)))
        if payload.startswith(VILLAGE_LINK):
            return self._interview.begin(state, context, payload.removeprefix(VILLAGE_LINK))
        if state.draft:
            return self.resume(state, context, Text("welcome.back"))
        return Transition(state, effect=FindStanding())

    def _tapped(self, state: State, tapped: str, context: Context) -> Transition:
        match parts(tapped):
            case ("a", draft, question, *_):
                return self._answered(state, draft, question, tapped, context)
            case ("c", draft, name, *rest):
                held = _held(state, draft)
                if held is None:
                    return self._stale(state, context)
                return self._interview.commanded(state.holding(held), name, rest, context)
            case ("l", language) if language in LANGUAGES:
                return self._speak(state, language, context)
            case ("g", "register"):
                return self._interview.begin(state, context)
            case (verb, *arguments):
                return (
                    confirmation.tapped(state, verb, arguments)
                    or standing.tapped(state, verb, arguments)
                    or self._stale(state, context)
                )
            case _:
                return self._stale(state, context)

    def _answered(
        self, state: State, draft: str, question: str, tapped: str, context: Context
    ) -> Transition:
        held = _held(state, draft)
        if held is None:
            return self._stale(state, context)
        return self._interview.tapped(state.holding(held), question, Tapped(tapped), context)

    def _speak(self, state: State, language: str, context: Context) -> Transition:
        return self.resume(replace(state, language=language), context, Text("language.done"))

    def _stale(self, state: State, context: Context) -> Transition:
        return self.resume(state, context, Text("stale"))

    def _said(self, state: State, text: str, context: Context) -> Transition:
        try:
            wish = command(text)
        except Invalid:
            wish = "help"
        match wish:
            case None | "greet":
                return self._talk(state, text, wish, context)
            case "status":
                return Transition(state, effect=FindStanding())
            case "queue":
                return Transition(state, effect=ShowQueue())
            case "language":
                return Transition(state, (Reply((Text("language.ask"),), _languages()),))
            case "register":
                return self._interview.begin(state, context)
            case _:
                return self._wish(state, wish, text, context)

    def _talk(self, state: State, text: str, wish: str | None, context: Context) -> Transition:
        if state.draft is None:
            return Transition(state, effect=FindStanding())
        if wish == "greet":
            return self.resume(state, context, Text("welcome.back"))
        return self._interview.said(state, Said(text), context)

    def _wish(self, state: State, wish: str, text: str, context: Context) -> Transition:
        if state.draft is not None:
            return self._interview.commanded(state, wish, [text], context)
        if wish == "cancel":
            return Transition(state, effect=FindStanding("withdraw"))
        if wish == "help":
            return Transition(state, (Reply((Text("help.idle"),), (register_choice(),)),))
        return Transition(state, effect=FindStanding())


def _held(state: State, draft: str) -> Draft | None:
    draft_id = uuid(draft)
    return state.find(draft_id) if draft_id else None


def _languages() -> tuple[Choice, ...]:
    return tuple(Choice(token("l", code), Text(f"language.{code}")) for code in LANGUAGES)
