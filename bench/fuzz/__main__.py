"""Says a million odd things to the bot, and looks for what they break.

Most of them to the brain alone, which is quick; the others as bodies to the webhooks of Telegram
and WhatsApp, on a database. The same seed says the same again. Ends with 1 if something was found.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Callable, Sequence

from bench.fuzz import brain, webhooks
from bench.fuzz.bodies import Platform, Telegram, WhatsApp
from bench.fuzz.found import Found
from bench.machine import temporary_server
from bench.spread import Progress

INPUTS = 1_000_000
SHARE = 0.1  # of them, to each webhook
_PLATFORMS: dict[str, Callable[[], Platform]] = {"telegram": Telegram, "whatsapp": WhatsApp}


def run(inputs: int, share: float, seed: int, only: Sequence[str]) -> list[Found]:
    """Say so many things, and print what came of them."""
    posted = int(inputs * share)
    parts = {"brain": inputs - len(_PLATFORMS) * posted, **dict.fromkeys(_PLATFORMS, posted)}
    found = []
    for name, many in parts.items():
        if name not in only or not many:
            continue
        began = time.perf_counter()
        with Progress(many, name) as bar:
            found.append(_part(name, many, seed, bar.step))
        seconds = time.perf_counter() - began
        print(found[-1].report(f"{name} ({seconds:,.0f} s)"), flush=True)
    return found


def _part(name: str, inputs: int, seed: int, step: Callable[[int], None]) -> Found:
    if name == "brain":
        return brain.fuzz(inputs, seed, step)
    with temporary_server() as server:
        return asyncio.run(webhooks.fuzz(_PLATFORMS[name](), server.url, inputs, seed, step=step))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.fuzz", description=__doc__)
    parser.add_argument("--inputs", "-N", type=int, default=INPUTS)
    parser.add_argument("--share", type=float, default=SHARE, help="of them, to each webhook")
    parser.add_argument("--seed", type=int, help="of the dice; a new one if none is given")
    parser.add_argument("--only", choices=["brain", *_PLATFORMS], action="append")
    given = parser.parse_args(arguments)
    seed = random.SystemRandom().getrandbits(32) if given.seed is None else given.seed
    only = given.only or ["brain", *_PLATFORMS]
    again = "".join(f" --only {part}" for part in given.only or ())
    size = f"-N {given.inputs} --share {given.share}"
    print(f"again: python -m bench.fuzz {size} --seed {seed}{again}", flush=True)
    found = run(given.inputs, given.share, seed, only)
    inputs, findings = sum(one.inputs for one in found), sum(len(one.findings) for one in found)
    print(f"{inputs:,} inputs, {findings} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
