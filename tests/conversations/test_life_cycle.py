"""The table of a registration's life is whole, and what is derived from it says what it should."""

import pytest

from conversations.life_cycle import (
    BORN,
    HOLDS_A_PLACE,
    LIFE,
    LIVE,
    MAY_BE_DECIDED,
    MAY_BE_GIVEN_UP,
    OVER,
    WAITS_FOR_A_PLACE,
    Act,
    Status,
    after,
    allowing,
)


def reachable() -> set[Status]:
    met, new = set[Status](), {BORN}
    while new:
        met |= new
        new = {state for status in new for state in LIFE[status].values()} - met
    return met


def test_every_state_has_a_row_and_can_be_reached() -> None:
    assert set(LIFE) == set(Status) == reachable()


@pytest.mark.parametrize("act", Act)
def test_every_act_is_allowed_somewhere_and_not_everywhere(act: Act) -> None:
    assert allowing(act)
    assert allowing(act) < set(Status)


def test_whoever_lives_waits_or_holds_a_place_and_may_give_it_up() -> None:
    assert WAITS_FOR_A_PLACE.isdisjoint(HOLDS_A_PLACE)
    assert BORN in WAITS_FOR_A_PLACE
    assert LIVE == MAY_BE_GIVEN_UP
    assert OVER.isdisjoint(LIVE)


def test_only_who_holds_a_place_is_decided_and_a_place_is_only_got_by_waiting() -> None:
    assert MAY_BE_DECIDED <= HOLDS_A_PLACE
    into = {(status, act) for status in LIFE for act in LIFE[status] if after(status, act)}
    entering = {(s, a) for s, a in into if s not in HOLDS_A_PLACE and LIFE[s][a] in HOLDS_A_PLACE}
    assert {act for _, act in entering} == {Act.PROMOTE}


def test_nothing_happens_any_more_to_what_is_over() -> None:
    assert all(LIFE[status] == {} for status in OVER)
