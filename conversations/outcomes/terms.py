"""What came of an answer to newer words of a consent."""

from typing import TypeAlias

from conversations.record import record


@record
class TermsAgreed:
    number: str


@record
class TermsKept:
    """The consent that was given before goes on."""

    number: str


@record
class TermsGone:
    """It is not the sender's, or is over."""


AboutTerms: TypeAlias = TermsAgreed | TermsKept | TermsGone
