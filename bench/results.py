"""What was measured last, kept where people read it: docs/results.md.

A measurement ends with `keep`: its figures go to docs/results/<name>.json, and the page is written
anew from all of them. Nobody edits any of it by hand.
"""

import operator
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).parents[1]

# In the order of the page; a name that is not here cannot be kept.
SECTIONS = {
    "bench": "Beside its peers and the database's own limit (`make bench`)",
    "scale": "With the whole country in the database (`make bench-scale`)",
    "chaos": "When things break (`make chaos`)",
    "messages": "What one registration costs on WhatsApp (`make bench-messages`)",
}
_INTRODUCTION = """\
# Results

Written by the measurements themselves; never by hand. Each section ends with what was wanted and
what it came to, misses among them. Ratios are taken round by round, and the median told.

The peers are what one would pick instead: aiogram's and python-telegram-bot's own conversations
with a PostgreSQL behind them. Beside each at its limit stand the same people at the same pace, as
far as a system keeps it. aiogram's answers are kept when it replies, as Seratus's are;
python-telegram-bot answers from memory and writes behind its reply.
[performance.md](performance.md) says where the time of a turn goes."""
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "≥": operator.ge,
    "≤": operator.le,
    "=": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure must be: `sign` is ≥, ≤ or =; `unit` stands behind both figures."""

    what: str
    figure: float
    sign: str
    limit: float
    unit: str = ""

    @property
    def met(self) -> bool:
        return _COMPARED[self.sign](self.figure, self.limit)

    def row(self) -> str:
        met = "yes" if self.met else "**no**"
        wanted = f"{self.sign} {self.limit:,g}{self.unit}"
        return f"| {self.what} | {_shown(self.figure)}{self.unit} | {wanted} | {met} |"


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement: `figures` for machines, `tables` (Markdown) and `targets` for people."""

    name: str
    tables: str
    figures: dict[str, Any]
    targets: Sequence[Target]
    seconds: float = 0
    """How long the whole measurement took."""

    @property
    def reached(self) -> bool:
        return all(target.met for target in self.targets)

    def markdown(self) -> str:
        """Write its tables, and below them what was wanted of it."""
        wanted = ["| target | measured | wanted | met |", "|---|---:|---:|---|"]
        rows = [target.row() for target in self.targets]
        return "\n".join([self.tables.strip(), "", *wanted, *rows])


def keep(result: Result, root: Path = ROOT) -> None:
    """Write the result as JSON, with machine and date, and the page anew from all."""
    if result.name not in SECTIONS:
        raise LookupError(result.name)
    kept = asdict(result) | {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine(),
        "reached": result.reached,
        "markdown": result.markdown(),
    }
    folder = root / "docs" / "results"
    folder.mkdir(parents=True, exist_ok=True)
    written = orjson.dumps(kept, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    (folder / f"{result.name}.json").write_bytes(written)
    (root / "docs" / "results.md").write_text(page(folder), "utf-8")


def page(folder: Path) -> str:
    """Write the page of all results that lie in the folder."""
    parts = [_INTRODUCTION]
    for name, title in SECTIONS.items():
        file = folder / f"{name}.json"
        if not file.exists():
            continue
        kept = orjson.loads(file.read_bytes())
        took = f"{kept['seconds'] / 60:.0f} min"
        parts += ["", f"## {title}", "", f"{kept['at']}, {kept['machine']}; took {took}", ""]
        parts.append(kept["markdown"])
    return "\n".join([*parts, ""])


def machine() -> str:
    """Name the machine: its processors, memory and Python."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    memory = f"{pages * size / 2**30:.0f} GiB"
    kind = f"{os.cpu_count()} CPUs ({platform.machine()}), {memory}"
    return f"{kind}, {platform.system()}, Python {platform.python_version()}"


def _shown(figure: float) -> str:
    return f"{figure:,.0f}" if abs(figure) >= 100 or figure == int(figure) else f"{figure:.3g}"  # noqa: PLR2004
