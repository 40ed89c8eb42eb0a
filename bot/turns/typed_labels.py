"""From a typed label back to its button."""

import re
from collections.abc import Sequence

from conversations.messages import Choice
from conversations.record import record
from locales.catalog import Catalog

LONGEST_LABEL = 60  # characters; longer words are an answer of their own
FEWEST_COUNTED = 3  # of a yes and a no nobody is the first
_NOT_WORDS = re.compile(r"[\W_]+")


@record
class TypedLabels:
    """The labels of buttons in a language; a channel numbers what is more than `most`."""

    catalog: Catalog
    language: str
    most: int | None

    def __call__(self, typed: str, choices: Sequence[Choice], /, *, counting: bool) -> str | None:
        """Return the token of the button whose label was typed; None if none was.

        A number is a label where it was shown. Else people count: where there are three buttons
        or more, and no number may be the answer itself (`counting`).
        """
        if not choices or len(typed) > LONGEST_LABEL or typed.rstrip().endswith("?"):
            return None  # "Setuju?" asks
        said = _bare(typed)
        shown = self.most is not None and len(choices) > self.most
        counted = shown or (counting and len(choices) >= FEWEST_COUNTED)
        if counted and said.isascii() and said.isdecimal():
            number = int(said)
            return choices[number - 1].token if 1 <= number <= len(choices) else None
        return next((one.token for one in choices if self._said(one) == said), None)

    def _said(self, choice: Choice) -> str:
        return _bare(self.catalog.say(self.language, choice.label))


def _bare(text: str) -> str:
    return _NOT_WORDS.sub(" ", text).strip().casefold()
