"""Says which locked packages have known faults, by a file of advisories; asks no network.

    .venv/bin/python -m bench.advisories all.zip

The file is in OSV's format (ossf.github.io/osv-schema): one JSON file, a folder of them or a zip,
such as OSV's own of PyPI. Whoever runs this fetches it where there is a network. The exit code is
0 if nothing is affected, 1 if something is or cannot be judged, 2 if there is nothing to judge by:
what cannot be read is never taken for "no faults".
"""

import argparse
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from packaging.utils import canonicalize_name, canonicalize_version
from packaging.version import Version

from bench.results import ROOT

OLD = timedelta(days=30)  # of the newest entry; PyPI has new ones every day
_PIN = re.compile(r"^([a-z0-9][\w.-]*)==([^\s\\;]+)", re.MULTILINE | re.IGNORECASE)
_KNOWN_RANGES = {"ECOSYSTEM", "SEMVER"}  # others are of commits
_ORDER = ("introduced", "fixed", "limit", "last_affected")  # of events at one version
Json: TypeAlias = Mapping[str, Any]
Ranges: TypeAlias = Sequence[Sequence[tuple[str, str]]]
"""Of each range its events: what happened, at which version."""


class Unreadable(Exception):  # noqa: N818 - the operator's slip, told in its message
    """There is nothing to judge by."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """What one advisory says of one package; `package` as the lock has it, in PyPI's spelling."""

    id: str
    aliases: tuple[str, ...]
    summary: str
    modified: datetime
    package: str
    versions: frozenset[str]
    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Hit:
    """An advisory that affects what is locked; not `certain`: or may, for all that can be read."""

    advisory: Advisory
    locked: str
    fixed: str | None
    certain: bool

    def told(self) -> str:
        one = self.advisory
        known = f" ({', '.join(one.aliases)})" if one.aliases else ""
        fixed = f"fixed in {self.fixed}" if self.fixed else "no fixed version is told"
        doubt = "" if self.certain else "; it does not say legibly which versions: look at it"
        return f"{one.package} {self.locked}: {one.id}{known}: {one.summary}; {fixed}{doubt}"


def locked(lock: Path) -> dict[str, str]:
    """Return the version of each package of a lock; raise Unreadable if it has none."""
    try:
        pins = _PIN.findall(lock.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{lock} cannot be read: {error}") from None
    if not pins:
        raise Unreadable(f"{lock} locks nothing: expected lines such as aiohttp==3.14.5")
    return {canonicalize_name(name): version for name, version in pins}


def read(path: Path) -> list[Advisory]:
    """Return what a file, a folder or a zip says of PyPI's packages; raise Unreadable."""
    try:
        found = [one for name, raw in _files(path) for one in _advisories(name, raw)]
    # RuntimeError: a zip with a password
    except (OSError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise Unreadable(f"{path} cannot be read: {error}") from None
    if not found:
        raise Unreadable(f"{path} has no advisory of a PyPI package: expected OSV's JSON")
    return found


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        yield from ((str(one), one.read_bytes()) for one in sorted(path.rglob("*.json")))
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = [one for one in archive.namelist() if one.endswith(".json")]
            yield from ((f"{path}: {one}", archive.read(one)) for one in names)
    else:
        yield str(path), path.read_bytes()


def _advisories(name: str, raw: bytes) -> Iterator[Advisory]:
    """Yield those of a JSON file: one advisory, a list of them, or {"vulns": [...]}."""
    try:
        told = json.loads(raw)
        entries = told.get("vulns", [told]) if isinstance(told, dict) else told
        for entry in entries:
            yield from _of(entry)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"{name} is no advisory in OSV's format: {error!r}") from None


def _of(entry: Json) -> Iterator[Advisory]:
    identity, modified = _shown(entry["id"]), datetime.fromisoformat(entry["modified"])
    if modified.tzinfo is None:
        modified = modified.replace(tzinfo=UTC)
    if entry.get("withdrawn"):
        return
    summary = entry.get("summary") or (entry.get("details") or "").partition("\n")[0]
    for one in entry.get("affected") or ():
        package = one.get("package") or {}
        if package.get("ecosystem", "").partition(":")[0] == "PyPI":
            yield Advisory(
                identity,
                tuple(_shown(alias) for alias in entry.get("aliases") or ()),
                _shown(summary) or "no summary",
                modified,
                canonicalize_name(package["name"]),
                frozenset(canonicalize_version(told) for told in one.get("versions") or ()),
                tuple(
                    tuple((what, str(at)) for told in kept["events"] for what, at in told.items())
                    for kept in one.get("ranges") or ()
                    if kept["type"] in _KNOWN_RANGES
                ),
            )


def _shown(text: str) -> str:
    """Return somebody else's words as one line that does nothing to a terminal."""
    return "".join(one for one in " ".join(text.split()) if one.isprintable())


def hits(advisories: Sequence[Advisory], pins: Mapping[str, str]) -> list[Hit]:
    """Return what affects the locked versions, by package."""
    ours = (one for one in advisories if one.package in pins)
    judged = (judge(one, pins[one.package]) for one in ours)
    return sorted(filter(None, judged), key=lambda one: (one.advisory.package, one.advisory.id))


def judge(one: Advisory, version: str) -> Hit | None:
    """Say whether a version is affected: it is listed, or lies in a range."""
    if not one.versions and not one.ranges:
        return Hit(one, version, None, certain=False)
    listed = canonicalize_version(version) in one.versions
    try:
        ours = Version(version)
        inside = listed or any(_within(ours, events) for events in one.ranges)
        return Hit(one, version, _fixed(ours, one.ranges), certain=True) if inside else None
    except ValueError:  # of a version, or of an event that the format did not have
        return Hit(one, version, None, certain=listed)


def _within(ours: Version, events: Sequence[tuple[str, str]]) -> bool:
    inside = False
    bounds = sorted((Version(at), _ORDER.index(what), what) for what, at in events if at != "*")
    for at, _, what in bounds:
        if what == "introduced":
            inside |= ours >= at
        elif ours > at or (ours == at and what != "last_affected"):
            inside = False
    return inside


def _fixed(ours: Version, ranges: Ranges) -> str | None:
    """Return the first version after ours in which it is mended; None if none is told."""
    fixes = {Version(at) for events in ranges for what, at in events if what == "fixed"}
    return str(min(later)) if (later := [one for one in fixes if one > ours]) else None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.advisories",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, help="OSV's JSON, a folder of such files, or a zip")
    parser.add_argument("--lock", type=Path, default=ROOT / "requirements.lock")
    given = parser.parse_args(arguments)
    try:
        pins, advisories = locked(given.lock), read(given.file)
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 2
    found = hits(advisories, pins)
    for hit in found:
        print(hit.told())
    newest = max(one.modified for one in advisories)
    age = datetime.now(UTC) - newest
    print(f"{len(pins)} packages of {given.lock.name}, {len(found)} advisories affect them.")
    print(f"The newest advisory of the file is of {newest:%Y-%m-%d}, {max(age.days, 0)} days ago.")
    if age > OLD:
        print("WARNING: the file is old, and what was found since is not in it: fetch it anew.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
