"""What is a table in the code stands nowhere else: found by reading the code, told by place."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import grimp

from conversations.life_cycle import Status

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "conversations", "locales", "storage")
# Words that happen to be a state's as well.
NO_STATES = {
    ("conversations/notes.py", "ending"),  # how a draft ended
    ("conversations/registration/interview.py", "waiting"),  # a placeholder: how many wait
    ("bot/pages/places.py", "over"),  # a placeholder: more than so many places
    ("bot/turns/effects/table.py", "withdrawn"),  # what the audit trail calls it
}


def strings(*rooms: str) -> Iterator[tuple[str, int, str]]:
    """Return file, line and text of every string in the code, docstrings and migrations apart."""
    for path in sorted(path for room in rooms for path in (ROOT / room).rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if "/migrations/" in name:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from [(name, node.lineno, node.value)] if id(node) not in told else []


def test_no_state_of_a_registration_is_spelt_outside_its_life_cycle() -> None:
    quoted = re.compile(rf"'(?:{'|'.join(Status)})'")

    found = [
        f"{name}:{line}: {text.strip()}"
        for name, line, text in strings(*ROOMS)
        if name != "conversations/life_cycle.py"
        and (quoted.search(text) or text in set(Status))
        and (name, text) not in NO_STATES
    ]

    assert found == []


def test_what_a_button_carries_is_written_and_read_in_one_place() -> None:
    graph = grimp.build_graph("bot", "conversations", "locales", "storage", cache_dir=None)

    users = graph.find_modules_that_directly_import("conversations.buttons.tokens")

    assert users == {"conversations.buttons.button"}


def test_every_button_that_is_shown_is_one_of_the_table() -> None:
    """A `Choice` carries what `write` made, and no text that somebody put together."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        for room in ("bot", "conversations")
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Choice"
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)
    ]

    assert found == []
