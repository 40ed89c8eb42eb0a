"""Which acts are played: the long form, and the short one of the tests."""

import os

from bench.chaos.bot_processes import Manner
from bench.chaos.faults import (
    UNLOGGED,
    ClockJumps,
    Cuts,
    DatabaseCrashes,
    FullDisk,
    Kills,
    KillsInTrouble,
    Nothing,
    PlatformTroubles,
    Unruly,
)
from bench.chaos.testbed import Act

KILLS = 1000
EXECUTED, POLLING = 0.03, 0.06  # of all kills: of a process that was executed, of one that polls
LEAST = 100  # kills, or there would be none of each kind
_POLLING = Manner(bots=1, polling=True)


def long_form(kills: int = KILLS) -> list[Act]:
    executed, polling = round(kills * EXECUTED), round(kills * POLLING)
    return _playable(
        Nothing(10),
        Kills("kill -9 of forked bots", kills - executed - polling),
        Kills("kill -9 of an executed bot", executed, Manner(executed=True)),
        Kills("kill -9 of one bot that polls", polling, _POLLING),
        DatabaseCrashes(10),
        Cuts(40),
        PlatformTroubles("platforms answer 429, with a pause to keep", "busy", 10),
        PlatformTroubles("platforms answer 5xx and garbage", "broken", 10),
        PlatformTroubles("platforms answer nothing, or cut off", "silent", 10),
        PlatformTroubles("platforms take up to 3 s for each call", "slow", 12),
        KillsInTrouble(5),
        Unruly(15),
        ClockJumps(20),
        FullDisk(20),
    )


def short_form() -> list[Act]:
    """Return the acts in small: for the tests, and for a first look."""
    return _playable(
        Kills("kill -9 of forked bots", 8),
        Kills("kill -9 of one bot that polls", 2, _POLLING),
        DatabaseCrashes(2),
        Cuts(2),
        KillsInTrouble(1, "every"),
        Unruly(1.5),
        ClockJumps(3),
        FullDisk(1),
    )


def _playable(*acts: Act) -> list[Act]:
    """Leave out what needs a disk that is always full: only Linux has one."""
    full = UNLOGGED.log is not None and os.access(UNLOGGED.log, os.W_OK)
    return [act for act in acts if full or act.manner != UNLOGGED]
