"""aiogram's models: made when they are first used, whichever they are."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOOK = """
import bot.telegram.service
from aiogram import methods, types
from pydantic import BaseModel

models = [one for room in (methods, types) for one in map(room.__dict__.get, room.__all__)
          if isinstance(one, type) and issubclass(one, BaseModel)]
print(len(models), sum(one.__pydantic_complete__ for one in models))
print(types.Gifts(gifts=[]).gifts, methods.SendSticker(chat_id=1, sticker="s").sticker)
print(types.ForumTopic.model_validate_json('{"message_thread_id": 7, "name": "x",'
                                           ' "icon_color": 1}').message_thread_id)
"""


def test_only_what_is_used_is_made_and_any_of_them_can_be() -> None:
    looked = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOOK],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert looked.returncode == 0, looked.stderr
    counts, *used = looked.stdout.splitlines()
    there, made = map(int, counts.split())
    assert there > 500
    assert made < there / 3  # those that name no other
    assert used == ["[] s", "7"]
