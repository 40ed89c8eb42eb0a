"""Two processes take groups with the same people and villages crosswise (must hold 4).

    .venv/bin/python bench/crosswise.py --seconds 60

Prints what was counted; ends with 1 if a message was lost or counted twice, or if there was any
deadlock. `--url`: an empty database instead of an embedded one. The work is in
tests/storage/crossing.py.
"""

import argparse
import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.postgres import remove, start
from storage.migrate import migrate
from tests.storage.crossing import Crossing, cross


@contextlib.contextmanager
def database(url: str | None) -> Iterator[str]:
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="seratus-crosswise-") as home:
        server = start(Path(home))
        try:
            yield server.url
        finally:
            server.stop()
            remove(Path(home))


async def measure(url: str, seconds: float, seed: int) -> Crossing:
    await migrate(url)
    return await cross(url, seconds, seed=seed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--url")
    given = parser.parse_args()
    with database(given.url) as url:
        crossing = asyncio.run(measure(url, given.seconds, given.seed))
    for name, count in asdict(crossing).items():
        print(f"{name:18} {count}")
    print(f"{'messages/s':18} {crossing.messages / given.seconds:.0f}")
    held = crossing.lost_nothing and not crossing.deadlocks
    print("held: nothing lost, no deadlock" if held else "MISSED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
