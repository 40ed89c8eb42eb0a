"""Draw the README's first picture: the phones, as a newcomer meets them a minute later."""

import argparse
import asyncio
import os
import sys
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path

from bench.machine import temporary_server
from storage.migrate import migrate
from tests.pages.browser import chromium, window
from tests.pages.phones import HEAD, OTHER, WORKER, Held, phones

PICTURE = Path("docs/phones.webp")
WIDTH, HEIGHT = 1200, 820
QUALITY = 60  # of 100: small enough for whoever pays for each megabyte


async def drawn(url: str) -> bytes:
    """Let one worker register and another begin; draw that, with the card on the head's phone."""
    await migrate(url)
    async with (
        phones(url, rates="") as address,
        chromium() as browser,
        window(browser, WIDTH, reduced_motion="reduce") as page,
    ):
        await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        await page.goto(address)
        worker, other, head = (Held(page, one) for one in (WORKER, OTHER, HEAD))
        await worker.registers()
        await worker.says("kirim", "tempat nomor 1")
        await head.hears("YOHANES ANTON")
        await other.says("daftar", "untuk siapa")
        await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        drawing = await page.context.new_cdp_session(page)  # Playwright draws no WebP
        wanted = {"format": "webp", "quality": QUALITY}
        return b64decode((await drawing.send("Page.captureScreenshot", wanted))["data"])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=PICTURE, help=f"a .webp ({PICTURE})")
    given = parser.parse_args(arguments)
    os.environ["CI"] = "true"  # without Chromium nothing is drawn, and that is told
    with temporary_server() as database:
        given.to.write_bytes(asyncio.run(drawn(database.url)))
    print(f"{given.to}: {given.to.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
