"""Which of the amounts in a text are the person's own income, now and by the month."""

from conversations.answers.income.amounts import Money, amounts_in
from conversations.answers.income.words import (
    BY_PIECE_AFTER,
    BY_PIECE_BEFORE,
    CLAUSE,
    EARNED,
    LOOSE_SCALE,
    NOT_INCOME,
    NOT_MONEY,
    NOW,
    OF_THEM,
    OTHERS,
    PAST,
    PERIOD,
    PIECEWORK,
    THEIRS,
    TOGETHER,
)
from conversations.answers.invalid import Invalid


def of_now(seen: str) -> str:
    """Return the clauses that speak of the income now."""
    calm = NOT_MONEY.sub(" ", seen)
    clauses = [c for c in CLAUSE.split(calm) if c.strip()]
    if len(clauses) == 1:
        return calm
    paid = [c for c in clauses if not NOT_INCOME.search(c)]
    if not any(map(amounts_in, paid)):
        paid = clauses
    now = [c for c in paid if NOW.search(c)]
    if not any(map(amounts_in, now)):
        now = [c for c in paid if not PAST.search(c)]
    return " , ".join(now if any(map(amounts_in, now)) else paid)


def own(kept: str, moneys: list[Money], *, by_piece: bool) -> list[Money]:
    """Return the amounts without expenses, and without pay by the piece unless `by_piece` is.

    Raise Invalid if that leaves none, or if they may be somebody else's.
    """
    others = OTHERS.search(kept)
    if others and (len(moneys) > 1 or TOGETHER.search(kept) or THEIRS.search(kept)):
        raise Invalid("clarify")
    if OF_THEM.search(kept[: moneys[0].start]):
        raise Invalid("clarify")
    ends = [0, *(money.end for money in moneys)]
    before = [kept[end : m.start] for end, m in zip(ends, moneys, strict=False)]
    moneys = [m for m, said in zip(moneys, before, strict=True) if not _spent(said)]
    if not moneys:
        raise Invalid("unreadable")
    if by_piece or not PIECEWORK.search(kept):
        return moneys
    moneys = [m for m in moneys if not _by_piece(kept, m)]
    if not moneys or not PERIOD.search(kept):
        raise Invalid("clarify")
    return moneys


def loose(kept: str, moneys: list[Money]) -> bool:
    """Return whether a scale stands outside all amounts: "sejuta lmia ratus"."""
    scales = [found.start() for found in LOOSE_SCALE.finditer(kept)]
    return any(not any(m.start <= at < m.end for m in moneys) for at in scales)


def _spent(said: str) -> bool:
    """Return whether the words before an amount call it an expense."""
    return bool(NOT_INCOME.search(said)) and not EARNED.search(said)


def _by_piece(kept: str, money: Money) -> bool:
    before, after = kept[: money.start], kept[money.end :]
    return bool(BY_PIECE_BEFORE.search(before) or BY_PIECE_AFTER.match(after))
