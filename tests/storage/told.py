"""What is told of an outcome: to whose registration what happened, by number and act."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from conversations.life_cycle import Act, after
from conversations.outcomes.amending import Amended
from conversations.outcomes.asking import Asked, Lapsed
from conversations.outcomes.desk import Decided, Ended, Undone
from conversations.outcomes.new_phones import MovedToPhone
from conversations.outcomes.operator import Dismissed
from conversations.outcomes.registered import Promoted
from conversations.outcomes.registering import Submitted
from conversations.outcomes.standing import Expired, Withdrawn


def _submitted(one: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - see TOLD
    if one.before is not None:
        yield one.registered.number, Act.TAKE_OVER
        return
    yield one.registered.number, "submit"
    if one.registered.place is not None:
        yield one.registered.number, Act.PROMOTE


def _undone(one: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Nobody is told that what nobody was told of was undone."""
    if after(one.was, Act.TAKE_EFFECT) is None:
        yield one.number, Act.UNDO


def _amended(one: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if one.left:
        yield one.registered.number, Act.RELOCATE
        yield one.registered.number, Act.PROMOTE
    else:
        yield one.registered.number, Act.AMEND if one.anew else Act.ADJUST


Told: TypeAlias = Callable[[Any], Iterable[tuple[str, str]]]
TOLD: Mapping[type[object], Told] = {
    Promoted: lambda one: [(one.number, Act.PROMOTE)],
    Submitted: _submitted,
    Decided: lambda one: [(one.number, Act.CONFIRM if one.reason is None else Act.TAKE_EFFECT)],
    Undone: _undone,
    Ended: lambda one: [(one.number, Act.TAKE_EFFECT)],
    Asked: lambda one: [(one.registered.number, Act.ASK)],
    Lapsed: lambda one: [(one.registered.number, Act.LAPSE)],
    Amended: _amended,
    MovedToPhone: lambda one: [(one.registered.number, Act.MOVE)],
    Withdrawn: lambda one: [(one.number, Act.WITHDRAW)],
    Dismissed: lambda one: [(each.number, Act.DISMISS) for each in one.those],
    Expired: lambda one: [(one.registered.number, Act.EXPIRE)],
}
