"""What a draft remembers besides its answers, and who sets and clears each of it.

A named tuple and no dataclass, since a turn changes notes several times and `_replace` takes a
quarter of what `dataclasses.replace` does; the type checker knows both. In the database they are
strings by name (`written`), and what is not set is left out: drafts that are on their way go on
whatever is added here, and a value that this version does not know is as if it were not set.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Menu(StrEnum):
    """What was asked instead of the question: which answer to change, whether to cancel, ..."""

    CANCEL = "cancel"
    RESTART = "restart"
    END = "end"  # whether the answer is right that ends the registration
    EDIT = "edit"
    LANGUAGE = "language"
    DRAFTS = "drafts"
    REMINDED = "reminded"  # a yes goes on with the draft, and answers nothing


class Sheet(StrEnum):
    """How far it has come with the whole form on the phone, which is offered once."""

    OFFERED = "offered"
    DECLINED = "declined"  # a question was asked since
    FILLED = "filled"


_MENUS = {str(menu): menu for menu in Menu}
_SHEETS = {str(sheet): sheet for sheet in Sheet}


class Readings(NamedTuple):
    """What an answer may mean: the person chooses, or says yes to the only one."""

    question: str
    candidates: tuple[str, ...]


class Notes(NamedTuple):
    """Nothing is set when a draft begins."""

    # Set by detours (cancel, restart, edit), the conduct (end), language, beginning (drafts) and
    # reminder (reminded); an answer, or the question asked again (position), closes it. While it
    # is open its buttons come first.
    menu: Menu | None = None

    # Set by position with every question: the one an answer is meant for. Never cleared.
    asked: str = ""

    # Set by the brain: the button that was obeyed last, and when; see `doubled`. Never cleared.
    tapped: str = ""

    # Set by misses, of the question at hand. `missed` counts how often that was missed. Both are
    # cleared by any answer to it, by a form, and when the answer is dropped (forms.form).
    offered: Readings | None = None
    missed: int = 0

    # Set by interview, with a form in one message or on the phone: what was taken of it and what
    # could not be read. `several` is set by the brain, if it was about more than one person.
    # `noted` is the answer to be said back as it was understood. Cleared by position, which says
    # all of it with the next question.
    took: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    several: bool = False
    noted: str = ""

    # Set by interview: the answers of which something must still be found out. Each leaves when
    # its effect is wished for.
    due: tuple[str, ...] = ()

    # `sheet` is set by position (offered, declined) and interview (filled); a tap on the button
    # that offered it clears it. `sends` is set by interview when a sheet came back whole, and
    # cleared when it is sent or anything must be asked after all.
    sheet: Sheet | None = None
    sends: bool = False

    # Set by beginning: a village to offer, that of the neighbour who was helped before.
    near: str = ""

    # The name of the rule that ends the registration: set by the conduct while that is asked back
    # (menu: end) and cleared with any answer, and set when the draft has ended, with whatever else
    # ended it ("cancel", "restart"). Cleared when it is brought back.
    ending: str = ""

    def answered(self) -> "Notes":
        """Forget what the last answer may have meant, and how often it was missed."""
        if self.offered or self.missed or self.ending:
            return self._replace(offered=None, missed=0, ending="")
        return self

    def written(self) -> dict[str, str]:
        """Return what is set, as strings."""
        if self.menu is None and self[3:] == NOTHING[3:]:  # merely asked, as most are
            asked = {"asked": self.asked} if self.asked else {}
            return {**asked, "tapped": self.tapped} if self.tapped else asked
        written = {
            "menu": self.menu or "",
            "asked": self.asked,
            "tapped": self.tapped,
            "offered": "\n".join((self.offered[0], *self.offered[1])) if self.offered else "",
            "missed": str(self.missed or ""),
            "took": " ".join(self.took),
            "unread": " ".join(self.unread),
            "several": "yes" if self.several else "",
            "noted": self.noted,
            "due": " ".join(self.due),
            "sheet": self.sheet or "",
            "send": "yes" if self.sends else "",
            "near": self.near,
            "ending": self.ending,
        }
        return {name: value for name, value in written.items() if value}

    @classmethod
    def read(cls, written: Mapping[str, str]) -> "Notes":
        """Return what was written, by this version or another."""
        if written.keys() <= _MERELY_ASKED:
            return cls(asked=written.get("asked", ""), tapped=written.get("tapped", ""))
        told = written.get
        question, *candidates = told("offered", "").split("\n")
        return cls(
            menu=_MENUS.get(told("menu", "")),
            asked=told("asked", ""),
            tapped=told("tapped", ""),
            offered=Readings(question, tuple(candidates)) if question else None,
            missed=int(told("missed", "0")),
            took=tuple(told("took", "").split()),
            unread=tuple(told("unread", "").split()),
            several="several" in written,
            noted=told("noted", ""),
            due=tuple(told("due", "").split()),
            sheet=_SHEETS.get(told("sheet", "")),
            sends="send" in written,
            near=told("near", ""),
            ending=told("ending", ""),
        )


NOTHING = Notes()
_MERELY_ASKED = {"asked", "tapped"}
DOUBLE_TAP = 10  # seconds in which the same button again is a finger that slipped


def tapping(token: str, now: datetime) -> str:
    """Return what is remembered of a button that was obeyed: of its token what follows the id."""
    return f"{int(now.timestamp())} {_tail(token)}"


def doubled(notes: Notes, token: str, now: datetime) -> bool:
    """Return whether a button was obeyed just now and is tapped again."""
    at, _, tail = notes.tapped.partition(" ")
    return tail == _tail(token) != "" and int(now.timestamp()) - int(at) <= DOUBLE_TAP


def _tail(token: str) -> str:
    """Return verb and arguments of a token, without the draft's id between them."""
    verb, _, rest = token.partition(":")
    return verb + rest.partition(":")[2]
