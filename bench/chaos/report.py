"""What was counted in each fault, as a table for people and as targets that must be met."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.chaos.audit import Audit
from bench.results import Result, Target

MINUTES = 15  # for all of it, on two processors


@dataclass(frozen=True, slots=True)
class Observed:
    """A kind of fault. Seconds: `waits` for each reply, `again` until served, all of it."""

    title: str
    times: int
    kills: int
    audit: Audit
    waits: Sequence[float]
    again: Sequence[float]
    seconds: float

    def row(self) -> str:
        audit = self.audit
        cells = (
            f"{self.times:,}" if self.times else "",
            f"{audit.messages:,}" if audit.messages else "",
            f"{audit.answers:,}",
            f"{audit.answers_lost}",
            f"{audit.answers_twice + audit.wrong_registrations}",
            f"{audit.again}",
            f"{audit.again_unexplained}",
            f"{audit.out_of_order + audit.strange}",
            f"{audit.stuck + audit.not_acknowledged + audit.unsent + audit.given_up}",
            _spread(self.again),
            _spread(self.waits),
        )
        return f"| {self.title} | {' | '.join(cells)} |"

    def line(self) -> str:
        """Say in one line what came of it, for whoever waits."""
        found = "; ".join(f"{name}: {count}" for name, count in self.audit.faults.items())
        return f"{self.seconds:5.0f} s  {self.title}: {found or 'held'}"

    def figures(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "faults": self.times,
            "kills": self.kills,
            "seconds": self.seconds,
            "seconds_until_served": list(self.again),
            "longest_wait": max(self.waits, default=0),
            "audit": asdict(self.audit),
        }


_COLUMNS = (
    "faults",
    "messages",
    "answers checked",
    "lost",
    "twice",
    "sent again",
    "without a crash",
    "out of order",
    "stuck",
    "s until served again: median (worst)",
    "s waited: median (worst)",
)


def table(observed: Sequence[Observed]) -> str:
    head = (f"| fault | {' | '.join(_COLUMNS)} |", f"|---|{'---:|' * len(_COLUMNS)}")
    return "\n".join([*head, *(seen.row() for seen in observed)])


def result(
    observed: Sequence[Observed],
    exit_codes: Sequence[int],
    seed: int,
    seconds: float,
    kills: int,
) -> Result:
    """Judge what was observed, the last of it everybody once more; `kills`: how many must be."""
    last = observed[-1].audit

    def every(*names: str) -> int:
        return sum(getattr(seen.audit, name) for seen in observed for name in names)

    targets = (
        Target("kill -9 of a bot", sum(seen.kills for seen in observed), "≥", kills),
        Target("answers lost", every("answers_lost"), "=", 0),
        Target(
            "answers or registrations twice", every("answers_twice", "wrong_registrations"), "=", 0
        ),
        Target("replies sent again without a crash", every("again_unexplained"), "=", 0),
        Target("replies out of order, or strange", every("out_of_order", "strange"), "=", 0),
        Target(
            "people stuck, messages not acknowledged", every("stuck", "not_acknowledged"), "=", 0
        ),
        Target("replies never sent", every("unsent", "given_up"), "=", 0),
        Target("messages parked, calls refused", every("parked", "refused"), "=", 0),
        Target("places less registrations", last.places - last.registrations, "=", 0),
        Target("bots that did not end well on SIGTERM", sum(map(bool, exit_codes)), "=", 0),
        Target("minutes in all", seconds / 60, "≤", MINUTES),
    )
    told = (
        f"Seed {seed}. {every('messages'):,} messages; {last.registrations:,} registrations, "
        f"{last.places:,} places taken. A kill or crash between sending a reply and recording it "
        f"may repeat it: that happened {every('again'):,} times."
    )
    figures = {"seed": seed, "faults": [seen.figures() for seen in observed]}
    return Result("chaos", f"{told}\n\n{table(observed)}", figures, targets, seconds)


def _spread(seconds: Sequence[float]) -> str:
    if not seconds:
        return ""
    return f"{statistics.median(seconds):.2f} ({max(seconds):.1f})"
