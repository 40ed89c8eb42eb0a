"""A question of a form: how it is asked, read and shown."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeAlias

from conversations.buttons.draft import Answer
from conversations.effects import Read
from conversations.machine import Answers, Context, Draft
from conversations.messages import Edited, Said, SentMedia, SharedContact, Text, Value
from conversations.record import record

SHARE = "share"  # the option that asks the channel for the sender's own number


@record
class Asking:
    """What a question may know while it is asked or answered."""

    draft: Draft
    context: Context

    @property
    def answers(self) -> Answers:
        return self.draft.answers


class Entry(StrEnum):
    """How a form on the phone asks a question; ASK: it is asked in the conversation only."""

    WORDS = "words"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    ASK = "ask"


Given: TypeAlias = Said | Answer | SharedContact | SentMedia | Edited
"""What may answer a question."""
Parse: TypeAlias = Callable[[str, Asking], str | Answers]
Pick: TypeAlias = Callable[[str, Asking], Answers]


def always(_answers: Answers) -> bool:
    return True


def _nothing(_asking: Asking) -> tuple[str, ...]:
    return ()


def no_values(_asking: Asking) -> Mapping[str, Value]:
    return {}


def _claims_nothing(_text: str, _wish: str, _asking: Asking) -> bool:
    return False


@record
class Question:
    """One question of a form.

    `parse` reads typed words into the answer, or into several answers by question name; it raises
    Invalid. `options` are the values offered as buttons; `pick` is for those that mean more than
    themselves, `contact` for a shared phone number. `values` are the placeholders of its texts.
    `label` shows an answer to people; without it an option has a text of its own.
    `spelt` spells a reading out when it is asked back, where the label is too short for that.
    `echo` says the answer back, as it was understood, with the next question.
    `follows` names the question whose number this one shares in "Pertanyaan 3 dari 14". `drops`
    are the answers that fall with this one; with `keeps`, all fall but those. `words` are what
    people call it in "ubah nama" and in a form they paste. `then` is what must be found out once
    it is answered, None if that has to wait. `nearest` are the readings to choose from when
    somebody has been misunderstood again and again. What is `long` is asked again, after a miss,
    in fewer words ("again").
    On a form on the phone it is asked as `entry` says, if that is not plain from `options`; `open`
    means that what is not among the options can be an answer, too. `infer` concludes the answer
    from the others of such a form, None if it must be asked.
    `free` means that nearly anything can be an answer to it: what names another question in front
    is taken for the answer to that one.
    `numeric`: a number may be its answer, and so counts none of its buttons.
    `claims` says whether words that look like that wish are an answer to it all the same.
    `own`: its answer is nothing that a village head could confirm. `corrected`: the part of its
    texts that asks it again once it was sent, where "ask" tells of other answers.
    """

    name: str
    parse: Parse
    options: Callable[[Asking], tuple[str, ...]] = _nothing
    pick: Pick | None = None
    applies: Callable[[Answers], bool] = always
    values: Callable[[Asking], Mapping[str, Value]] = no_values
    label: Callable[[str, Asking], Text] | None = None
    spelt: Callable[[str, Asking], Text] | None = None
    contact: Callable[[SharedContact, Asking], Answers] | None = None
    follows: str = ""
    drops: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    echo: bool = False
    then: Callable[[Asking], Read | None] | None = None
    nearest: Callable[[str, Asking], tuple[str, ...]] | None = None
    long: bool = False
    entry: Entry | None = None
    open: bool = False
    free: bool = False
    numeric: bool = False
    infer: Callable[[Asking], str | None] | None = None
    claims: Callable[[str, str, Asking], bool] = _claims_nothing
    own: bool = False
    corrected: str = "ask"
