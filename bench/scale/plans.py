"""How PostgreSQL runs what the bot asks: the plans of the statements as they really run.

They come from `auto_explain` in the server's log, so they are those of the prepared statements,
with all that a driver or a generic plan does to them; nothing is copied by hand.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg

from bot.postgres import Server

Node: TypeAlias = Mapping[str, Any]

BIG = frozenset({"addresses", "audit", "cards", "consents", "drafts", "inbox", "officials"}) | {
    *("outbox", "people", "places", "registrations", "villages")
}
_SETTINGS = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_format": "json",
    "auto_explain.log_parameter_max_length": "0",  # no personal data, not even made up
}
_ENTRY = re.compile(r"duration: [\d.]+ ms  plan:\n((?:\t.*\n)+)")
_SCANS = ("Seq Scan", "Parallel Seq Scan")
_INDEX_SCANS = ("Index Scan", "Index Only Scan", "Bitmap Index Scan")


@dataclass(frozen=True, slots=True)
class Plan:
    """One statement as it ran."""

    statement: str
    root: Node = field(repr=False)

    @property
    def milliseconds(self) -> float:
        return float(self.root["Actual Total Time"])

    @property
    def blocks(self) -> int:
        """Pages that were looked at, in memory or on disk."""
        return int(self.root["Shared Hit Blocks"] + self.root["Shared Read Blocks"])

    def nodes(self) -> Iterator[tuple[Node, bool]]:
        """Give every node, and whether a LIMIT above it ends it early."""
        yield from _nodes(self.root, limited=False)

    def unbounded(self) -> list[str]:
        """Return the reads that grow with the country: whole tables, or whole indexes."""
        return [
            f"{node['Node Type']} of {node.get('Index Name', node.get('Relation Name'))}"
            for node, limited in self.nodes()
            if _whole(node) and not limited
        ]

    def key_lines(self) -> list[str]:
        """Return what it reads, shortest form: node, table, index, rows."""
        return [
            f"{node['Node Type']} {node.get('Index Name', node['Relation Name'])}"
            f" ({node['Actual Rows'] * node['Actual Loops']:.0f} rows)"
            for node, _ in self.nodes()
            if node.get("Relation Name") in BIG and "Scan" in node["Node Type"]
        ]


def _nodes(node: Node, *, limited: bool) -> Iterator[tuple[Node, bool]]:
    yield node, limited
    # A LIMIT ends what streams; a sort or an aggregate below it reads everything first.
    kind = node["Node Type"]
    below = kind == "Limit" or (limited and kind not in {"Sort", "Aggregate", "Hash"})
    for child in node.get("Plans", ()):
        yield from _nodes(child, limited=below)


def _whole(node: Node) -> bool:
    """Whether a scan reads a big table, or an index of one, from one end to the other."""
    kind = node["Node Type"]
    big = node.get("Relation Name", node.get("Index Name", "").partition("_")[0]) in BIG
    return big and (kind in _SCANS or (kind in _INDEX_SCANS and not _bounded(node)))


def _bounded(node: Node) -> bool:
    """Whether an index is entered by a value; IS NOT NULL alone is nearly all of it."""
    return any(sign in node.get("Index Cond", "") for sign in "=<>&")


class Explainer:
    """Lets a database explain itself: connections made while it is on tell their plans."""

    def __init__(self, server: Server, database: str) -> None:
        self._log = Path(server.folder) / "log"
        self._dsn = server.dsn_of("postgres")
        self._database = database
        self._from = 0

    async def on(self, more: Mapping[str, str]) -> None:
        """`more`: other settings, such as enable_seqscan off where tables are small."""
        await self._alter(*(f"SET {n} = '{v}'" for n, v in (_SETTINGS | dict(more)).items()))

    async def off(self) -> None:
        await self._alter("RESET ALL")

    async def _alter(self, *changes: str) -> None:
        connection = await asyncpg.connect(self._dsn)
        for change in changes:
            await connection.execute(f"ALTER DATABASE {self._database} {change}")
        await connection.close()

    def begin(self) -> None:
        """Forget what ran until now."""
        self._from = self._log.stat().st_size

    def plans(self) -> list[Plan]:
        """Return the plans of what ran since `begin`, in order."""
        with self._log.open("rb") as log:
            log.seek(self._from)
            told = log.read().decode("utf-8", "replace")
        found = []
        for entry in _ENTRY.finditer(told):
            plan = json.loads(entry[1])
            found.append(Plan(plan["Query Text"], plan["Plan"]))
        return found
