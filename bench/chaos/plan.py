"""Which faults happen: the long form, and the short one of the tests."""

import os

from bench.chaos.bot_processes import Manner
from bench.chaos.faults import (
    UNLOGGED,
    clock_jumps,
    cuts,
    database_crashes,
    full_disk,
    kills,
    kills_while_failing,
    nothing,
    platform_failures,
    unruly,
)
from bench.chaos.testbed import Fault

KILLS = 1000
EXECUTED, POLLING = 0.03, 0.06  # of all kills: of a process that was executed, of one that polls
LEAST = 100  # kills, or there would be none of each kind
_POLLING = Manner(bots=1, polling=True)


def long_form(in_all: int = KILLS) -> list[Fault]:
    executed, polling = round(in_all * EXECUTED), round(in_all * POLLING)
    return _possible(
        nothing(10),
        kills("kill -9 of forked bots", in_all - executed - polling),
        kills("kill -9 of an executed bot", executed, Manner(executed=True)),
        kills("kill -9 of one bot that polls", polling, _POLLING),
        database_crashes(10),
        cuts(40),
        platform_failures("platforms answer 429, with a pause to keep", "busy", 10),
        platform_failures("platforms answer 5xx and garbage", "broken", 10),
        platform_failures("platforms answer nothing, or cut off", "silent", 10),
        platform_failures("platforms take up to 3 s for each call", "slow", 12),
        kills_while_failing(5),
        unruly(15),
        clock_jumps(20),
        full_disk(20),
    )


def short_form() -> list[Fault]:
    """Return the faults in small: for the tests, and for a first look."""
    return _possible(
        kills("kill -9 of forked bots", 8),
        kills("kill -9 of one bot that polls", 2, _POLLING),
        database_crashes(2),
        cuts(2),
        kills_while_failing(1, "every"),
        unruly(1.5),
        clock_jumps(3),
        full_disk(1),
    )


def _possible(*faults: Fault) -> list[Fault]:
    """Leave out what needs a disk that is always full: only Linux has one."""
    full = UNLOGGED.log is not None and os.access(UNLOGGED.log, os.W_OK)
    return [fault for fault in faults if full or fault.manner != UNLOGGED]
