"""The table of what effects need is whole; what an effect must lock is locked before it writes."""

from dataclasses import dataclass
from typing import get_args

import pytest

from bot.turns.effects import settling, villages
from bot.turns.effects.table import ROWS
from conversations.effects import Effect, Join, OpenTransfer, Read, Separate, Write
from conversations.outcomes.outcome import Outcome


def test_every_effect_has_a_row_and_every_row_an_effect() -> None:
    assert set(ROWS) == set(get_args(Effect))


def test_what_reads_locks_nothing_and_what_writes_says_what_it_locks() -> None:
    reading = {kind for kind, row in ROWS.items() if row.villages is None}

    assert reading == set(get_args(Read))
    assert set(ROWS) - reading == set(get_args(Write))


def test_what_is_about_a_registration_locks_its_village_and_only_what_is_of_persons_none() -> None:
    about = {kind for kind in get_args(Write) if "registration" in kind.__dataclass_fields__}

    assert about == set(get_args(villages.OfRegistration))
    assert {ROWS[kind].villages for kind in about} == {villages.of_registrations}
    assert {kind for kind, row in ROWS.items() if row.villages is villages.of_none} == {
        OpenTransfer,
        Join,
        Separate,
    }


def test_what_is_audited_is_an_outcome_and_has_a_name_of_its_own() -> None:
    audited = [one for row in ROWS.values() for one in row.audited.items()]

    assert {done for done, _ in audited} <= set(get_args(Outcome))
    assert len({name for _, name in audited}) == len({done for done, _ in audited}) > 0


@dataclass(frozen=True)
class Forgotten:
    """An effect that nobody gave a row."""


async def test_an_effect_without_a_row_is_a_bug_told_at_once() -> None:
    class Wishing:
        effect = Forgotten()

    with pytest.raises(KeyError, match="Forgotten"):
        await settling.settle(None, [Wishing()])  # type: ignore[arg-type, list-item]

    assert Forgotten not in ROWS
