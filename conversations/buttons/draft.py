"""Buttons of a draft: its questions, its menu, its end."""

from dataclasses import field
from typing import TypeAlias
from uuid import UUID

from conversations.record import record


@record
class Answer:
    """An option of a question, or a reading of what was said.

    `counted`: its number was typed, though none was shown, so it must be said back.
    """

    draft: UUID
    question: str
    value: str = field(repr=False)
    counted: bool = field(default=False, compare=False)


@record
class Change:
    """Drop an answer and ask its question again."""

    draft: UUID
    question: str


@record
class Cancel:
    """Yes, drop the draft."""

    draft: UUID


@record
class Restart:
    """Yes, begin anew."""

    draft: UUID


@record
class End:
    """Yes, that is so, and the registration ends here."""

    draft: UUID


@record
class Mistaken:
    """No, that answer was a slip: ask again."""

    draft: UUID


@record
class Resume:
    """Go on with a draft."""

    draft: UUID


@record
class FillSheet:
    """Open the whole form on the phone."""

    draft: UUID


OfDraft: TypeAlias = Change | Cancel | Restart | Resume


OfEnding: TypeAlias = End | Mistaken
