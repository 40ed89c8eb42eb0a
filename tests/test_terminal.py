"""The keyboard at the terminal, at a real one: lines that were pasted together are one message."""

import os
import subprocess
import sys
from pathlib import Path

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[1]
READS = """
from bot.terminal.keyboard import Keyboard
keyboard = Keyboard()
while True:
    try:
        print("READ", repr(keyboard.message("> ")), flush=True)
    except EOFError:
        break
"""


def read(*typed: str) -> list[str]:
    """Type into a terminal, each once what was typed before has been read; return what was."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", READS], cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, text=True
    )
    os.close(theirs)
    assert process.stdout is not None
    found = []
    try:
        for each in typed:
            os.write(ours, each.encode())
            line = process.stdout.readline()
            found.append(str(eval(line.partition("READ ")[2])))
        os.write(ours, b"\x04")  # the end of what is typed
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        os.close(ours)
    return found


def test_a_form_pasted_at_once_is_one_message_and_what_was_typed_ahead_is_not() -> None:
    form = "PENDAFTARAN\nNama: Yanti\nDesa: Sungai Duri"

    messages = read("daftar\n", f"{form}\n", "ya\n", ":as head\n", "saya\n")
    ahead = read("daftar\nuntuk saya\n:quit\n", "", "")

    assert messages == ["daftar", form, "ya", ":as head", "saya"]
    assert ahead == ["daftar", "untuk saya", ":quit"]
