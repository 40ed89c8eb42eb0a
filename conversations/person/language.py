"""The language somebody is spoken to in, and the wish for another."""

from dataclasses import replace

from conversations import languages
from conversations.buttons.button import write
from conversations.buttons.person import Speak
from conversations.forms.form import Forms
from conversations.forms.position import resume
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text
from conversations.notes import Menu


def choices() -> tuple[Choice, ...]:
    """Return the buttons of the languages there are."""
    return tuple(
        Choice(write(Speak(code)), Text(f"language.{code}")) for code in languages.LANGUAGES
    )


def wished(forms: Forms, state: State, text: str, context: Context) -> Transition:
    """Speak the language that was named ("bahasa Inggris"), or ask which."""
    if language := languages.named(text):
        return spoken(forms, state, language, context)
    if draft := state.draft:  # "2", typed now, is a language and no answer
        state = state.holding(draft.noting(draft.notes._replace(menu=Menu.LANGUAGE)))
    return Transition(state, (Reply((Text("language.ask"),), choices()),))


def spoken(forms: Forms, state: State, language: str, context: Context) -> Transition:
    """Go on in a language; whether there is a sheet in it, the next message tells."""
    asking = replace(context, opens_form=False)
    return resume(forms, replace(state, language=language), asking, Text("language.done"))
