"""What a typed text does to somebody who stands at a question, as `score_talk.py` asks it.

The whole brain is asked, with the labels of the buttons that are open: what is told here is what
would happen, effects apart.
"""

from functools import cache
from typing import Any, TypeAlias

from bot.turns.typed_labels import TypedLabels
from conversations.answers import always
from conversations.brain import Brain
from conversations.effects import FindStanding, OpenTransfer, Separate, ShowQueue, Submit
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Said, Text
from conversations.notes import Menu
from conversations.outcomes.standing import Standing
from locales.catalog import FIRST_LANGUAGE, Catalog
from tests.answers.adapter import villages
from tests.conversations import talk

Happened: TypeAlias = tuple[str, Any]
IDLE = "(idle)"
WISHES = {FindStanding: "status", ShowQueue: "queue", OpenTransfer: "move", Separate: "separate"}
SAID_WITH_WISHES = {
    "help.registering": "help",
    "help.idle": "help",
    "language.ask": "language",
    "language.done": "language",
    "welcome.back": "greet",
    "edit.ask": "edit",
    "edit.nothing": "edit",
    "drafts.ask": "register",
}
ENDS = {Menu.CANCEL: "cancel", Menu.RESTART: "restart", Menu.END: "end"}


@cache
def stage() -> tuple[Brain, Context]:
    labelled = TypedLabels(Catalog.load(), FIRST_LANGUAGE, None)
    return talk.BRAIN, talk.context(villages=villages(), labelled=labelled)


def happens(question: str, text: str) -> Happened:
    """Stand a new draft at the question, say the text, and tell what happened."""
    brain, context = stage()
    state = State() if question == IDLE else State().holding(talk.draft_at(question))
    if state.draft:  # it was asked just now
        state = brain.resume(state, context).state
    after = brain.advance(state, Said(text), context)
    if isinstance(wish := after.effect, FindStanding):  # of somebody new
        found = brain.advance(
            after.state, Standing(wish.about, (), (), wish.number, wish.said), context
        )
        if found.state.drafts and not state.drafts:
            return "wish", "register"
        if wish.about == "said":
            after = found
    return told(state, after, text)


def told(before: State, after: Transition, text: str) -> Happened:
    """Say in the words of `score_talk.py` what a transition did."""
    effect = type(after.effect)
    if effect is Submit:
        return "submit", None
    keys = [part for reply in after.replies for part in reply.texts]
    names = {part.key for part in keys}
    draft, left = before.draft, after.state.draft
    if draft is None:
        return ("wish", "register") if after.state.drafts else _wished(after, names)
    if left is None:
        return "end", next((one for one in names if one.startswith("eligibility.")), "cancel")
    if menu := ENDS.get(left.notes.menu or Menu.EDIT):
        return "ask_back", menu
    lost = draft.answers.keys() - left.answers.keys()
    if lost:
        return "wish", always.wish(text) or "edit"
    if took := _took(draft, left):
        return "take", took
    return _asked(left, keys) or _wished(after, names)


def _took(draft: Draft, left: Draft) -> dict[str, str]:
    was = draft.answers
    return {name: told for name, told in left.answers.items() if was.get(name) != told}


def _asked(left: Draft, said: list[Text]) -> Happened | None:
    offered = left.notes.offered
    asked_back = any(one.key.startswith("check") for one in said)
    if offered and len(offered.candidates) == 1 and asked_back:
        return "ask_back", offered.candidates[0]
    return None


def _wished(after: Transition, names: set[str]) -> Happened:
    if after.effect is not None:
        return "wish", WISHES.get(type(after.effect), type(after.effect).__name__)
    for name in sorted(names):
        kind, _, topic = name.partition(".")
        if kind == "about":
            return "topic", topic
        if kind == "rights":
            return "wish", topic
        if name in SAID_WITH_WISHES:
            return "wish", SAID_WITH_WISHES[name]
    return "ask", None
