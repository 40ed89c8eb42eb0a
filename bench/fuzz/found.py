"""What fuzzing found: each fault once, how often it came, and the slowest of all inputs."""

import heapq
import traceback
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

SLOW = 0.1  # seconds; what takes longer is a finding
_SLOWEST = 10
_SHOWN = 2000  # characters of an input


@dataclass(frozen=True, slots=True)
class Finding:
    """`fault`: what went wrong, the same words for the same fault. `said`: what it came of."""

    fault: str
    said: str


def named(fault: Exception) -> str:
    """Name a fault by its type, where it was raised, and its words where they are a rule of ours.

    An AssertionError is one of those that the fuzz looks after.
    """
    at = traceback.extract_tb(fault.__traceback__)[-1]
    told = f": {fault}" if isinstance(fault, AssertionError) else ""
    return f"{type(fault).__name__} at {Path(at.filename).name}:{at.lineno}{told}"


@dataclass(slots=True)
class Found:
    """`stalled`: how many inputs took too long once, and not again when they came alone."""

    inputs: int = 0
    findings: dict[str, Finding] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    stalled: int = 0
    _slowest: list[tuple[float, int, str]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    def add(self, finding: Finding) -> None:
        self.findings.setdefault(finding.fault, finding)
        self.times[finding.fault] += 1

    def took(self, seconds: float, kind: str) -> None:
        """Remember it if it is one of the slowest."""
        one = (seconds, next(self._numbers), kind)
        if len(self._slowest) < _SLOWEST:
            heapq.heappush(self._slowest, one)
        elif seconds > self._slowest[0][0]:
            heapq.heapreplace(self._slowest, one)

    def report(self, title: str) -> str:
        lines = [f"{title}: {self.inputs:,} inputs, {len(self.findings)} findings"]
        lines += [f"  {n:>9,}  {what}" for what, n in self.outcomes.most_common()]
        if self.stalled:
            lines.append(f"  {self.stalled:>9,}  over 100 ms once, and not when sent again alone")
        lines.append("  slowest")
        lines += [
            f"  {1000 * seconds:>9.1f}  ms, {kind}"
            for seconds, _, kind in sorted(self._slowest, reverse=True)
        ]
        for fault, finding in self.findings.items():
            said, cut = finding.said[:_SHOWN], len(finding.said) - _SHOWN
            shown = f"{said} … and {cut:,} characters" if cut > 0 else said
            lines += [f"  FINDING, {self.times[fault]:,} times: {fault}", f"    {shown}"]
        return "\n".join(lines)
