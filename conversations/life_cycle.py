"""The life of a registration: its states, what may be done in each, and where that leads.

A registration is born waiting, also where places are free: giving it one is an act like any other,
done in the same transaction, so there is one way into a place. While it is placed the village head
decides. Whoever registered may give it up as long as it lives. What is over stays: the row keeps
its number for the status, and for the head who sees the same person again.

    (submit) ─► waiting ──promote──► placed ──confirm──► confirmed
                   │                 │ ▲ └──reject──► rejecting ──take effect──► rejected
                   │                 │ └──────undo───────┴── (of confirmed, too)
                   ├─────dismiss─────┴──────────────────► rejected
                   placed ──ask──► correcting ──amend, undo, lapse──► placed
                   confirmed ──end──► ending ──take effect──► ended
                       ▲──────undo──────┘
    (every one that lives) ──withdraw──► withdrawn, ──expire──► over

A rejection takes effect after ten minutes: until then it is as if nothing had been decided, the
place is held and nobody is told, and whoever slipped may undo it. So does the end of a place: who
died, moved or has other cover by now makes room for the next.

Whose NIK it is may take a live one over, with their own answers: it waits where it waited, keeps
the place where it had one, and is decided anew. So is what its own chat corrects (amend), unless
that is nothing a head could confirm (adjust: the telephone, the income): a state is kept then. It
is kept, too, by what goes on at another phone (move), with a code that its head has given.

Who moves to another village goes on there (relocate) where a place is free, keeping the number: it
waits, and is promoted at once, so that there is one way into a place here as well.

Rules of this file. `LIFE` is the whole truth: a state that is not in it does not exist, an act
that is not in a state's row changes nothing there, and the doors of the storage answer such an act
with an outcome, never with an exception. Who may do an act, and when, is not said here: that is
looked up under the village's lock when the act is performed. The sets below are derived where they
can be; SQL conditions and partial indexes are written from them (storage/states.py), so a new
state is a row here and its words. Migrations alone spell states out, since they are history; a
test compares what they made with the sets.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum, auto


class Status(StrEnum):
    WAITING = auto()  # on the waiting list
    PLACED = auto()  # holds a place, the head has not decided yet
    REJECTING = auto()  # turned down, and it may be undone still
    CORRECTING = auto()  # the head asked for other answers
    CONFIRMED = auto()
    ENDING = auto()  # confirmed, given up for a reason, and that may be undone still
    REJECTED = auto()
    WITHDRAWN = auto()
    ENDED = auto()  # whose it was died, moved away, or needs it no more
    OVER = auto()  # it lived until the cover's last day


class Act(StrEnum):
    """What changes a registration's state.

    Who does it: nobody (promote), the head, the worker (withdraw, amend, adjust, relocate, move),
    both (end), a NIK's owner, the operator (dismiss), time (take effect, lapse), the end of the
    cover (expire).
    """

    PROMOTE = auto()
    CONFIRM = auto()
    REJECT = auto()
    END = auto()  # a place that was confirmed
    UNDO = auto()  # a decision; an official who is revoked undoes what waits still
    TAKE_EFFECT = auto()
    ASK = auto()  # for a correction
    LAPSE = auto()  # nothing was corrected in time
    WITHDRAW = auto()
    AMEND = auto()  # answers are corrected that a head has to confirm
    ADJUST = auto()  # answers are corrected that no head confirms
    RELOCATE = auto()  # it goes on in another village, where a place is free
    MOVE = auto()  # it goes on at another phone, with the answers it has
    TAKE_OVER = auto()  # by the NIK's owner, with answers that nobody has decided on yet
    DISMISS = auto()
    EXPIRE = auto()


UNDOABLE = timedelta(minutes=10)
"""So long a rejection or an end can be undone, and nobody is told of it."""

BORN = Status.WAITING

LIFE: Mapping[Status, Mapping[Act, Status]] = {
    Status.WAITING: {
        Act.PROMOTE: Status.PLACED,
        Act.WITHDRAW: Status.WITHDRAWN,
        Act.AMEND: Status.WAITING,
        Act.RELOCATE: Status.WAITING,
        Act.ADJUST: Status.WAITING,
        Act.MOVE: Status.WAITING,
        Act.TAKE_OVER: Status.WAITING,
        Act.DISMISS: Status.REJECTED,
        Act.EXPIRE: Status.OVER,
    },
    Status.PLACED: {
        Act.CONFIRM: Status.CONFIRMED,
        Act.REJECT: Status.REJECTING,
        Act.ASK: Status.CORRECTING,
        Act.WITHDRAW: Status.WITHDRAWN,
        Act.TAKE_OVER: Status.PLACED,
        Act.DISMISS: Status.REJECTED,
        Act.EXPIRE: Status.OVER,
        Act.AMEND: Status.PLACED,
        Act.RELOCATE: Status.WAITING,
        Act.ADJUST: Status.PLACED,
        Act.MOVE: Status.PLACED,
    },
    Status.REJECTING: {
        Act.UNDO: Status.PLACED,
        Act.TAKE_EFFECT: Status.REJECTED,
        Act.WITHDRAW: Status.WITHDRAWN,
        Act.AMEND: Status.PLACED,
        Act.RELOCATE: Status.WAITING,
        Act.ADJUST: Status.REJECTING,
        Act.MOVE: Status.REJECTING,
        Act.TAKE_OVER: Status.PLACED,
        Act.DISMISS: Status.REJECTED,
        Act.EXPIRE: Status.OVER,
    },
    Status.CORRECTING: {
        Act.CONFIRM: Status.CONFIRMED,
        Act.REJECT: Status.REJECTING,
        Act.UNDO: Status.PLACED,
        Act.LAPSE: Status.PLACED,
        Act.WITHDRAW: Status.WITHDRAWN,
        Act.AMEND: Status.PLACED,
        Act.RELOCATE: Status.WAITING,
        Act.ADJUST: Status.CORRECTING,
        Act.MOVE: Status.CORRECTING,
        Act.TAKE_OVER: Status.PLACED,
        Act.DISMISS: Status.REJECTED,
        Act.EXPIRE: Status.OVER,
    },
    Status.CONFIRMED: {
        Act.UNDO: Status.PLACED,
        Act.WITHDRAW: Status.WITHDRAWN,
        Act.AMEND: Status.PLACED,
        Act.RELOCATE: Status.WAITING,
        Act.ADJUST: Status.CONFIRMED,
        Act.MOVE: Status.CONFIRMED,
        Act.TAKE_OVER: Status.PLACED,
        Act.EXPIRE: Status.OVER,
        Act.END: Status.ENDING,
    },
    Status.ENDING: {
        Act.UNDO: Status.CONFIRMED,
        Act.TAKE_EFFECT: Status.ENDED,
        Act.WITHDRAW: Status.WITHDRAWN,
        Act.ADJUST: Status.ENDING,
        Act.MOVE: Status.ENDING,
        Act.TAKE_OVER: Status.PLACED,
        Act.EXPIRE: Status.OVER,
    },
    Status.REJECTED: {},
    Status.WITHDRAWN: {},
    Status.ENDED: {},
    Status.OVER: {},
}


def after(status: Status, act: Act) -> Status | None:
    """Return the state an act leads to; None if it is not allowed there."""
    return LIFE[status].get(act)


def allowing(act: Act) -> frozenset[Status]:
    """Return the states in which an act is allowed."""
    return frozenset(status for status, acts in LIFE.items() if act in acts)


HOLDS_A_PLACE = frozenset(
    {Status.PLACED, Status.REJECTING, Status.CORRECTING, Status.CONFIRMED, Status.ENDING}
)
WAITS_FOR_A_PLACE = allowing(Act.PROMOTE)
MAY_BE_DECIDED = allowing(Act.CONFIRM) | allowing(Act.REJECT)
QUEUED = allowing(Act.ASK)
"""Is before the heads, one after the other; what may be decided besides is not shown by itself."""
MAY_BE_GIVEN_UP = allowing(Act.WITHDRAW)
MAY_BE_AMENDED = allowing(Act.AMEND)
MAY_BE_ENDED = allowing(Act.END)
MAY_BE_MOVED = allowing(Act.MOVE)
KEEPS_ITS_DAY = (Act.ADJUST, Act.MOVE)
"""Acts that are not told as the day since when a state is as it is."""
UNDECIDED = WAITS_FOR_A_PLACE | MAY_BE_DECIDED | {Status.REJECTING}
"""As the worker is told: what may be undone at any moment is not decided."""
LIVE = WAITS_FOR_A_PLACE | HOLDS_A_PLACE
"""Keeps the same NIK out of other programmes whose cover overlaps."""
OVER = frozenset(Status) - LIVE
