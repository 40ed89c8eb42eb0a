"""Logs: JSON lines with event names, and nothing in them that anybody wrote."""

import ast
import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import pytest
import structlog
from typing_extensions import override

from bot.serving.logs import configure, tell_loop_faults

ROOT = Path(__file__).parents[1]
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}
# What a line may carry: ids, counts, codes, types and words of ours. Whoever adds a field here
# says that it can hold nothing that came from a person.
FIELDS = {
    "before",  # a path of the operator's, as is `here`
    "channel",
    "channels",
    "code",  # Meta's, of a refusal
    "ends_in",  # four digits
    "error",
    "exc_info",  # of which bot/serving/logs.py keeps the type and the frames
    "hastened",
    "held",  # a row of ours
    "here",
    "hint",
    "host",
    "job",  # which kind of job
    "lacks",
    "messages",
    "people",  # how many
    "port",
    "post",
    "reason",  # a code, or a type of error
    "rows",  # how many
    "seconds",  # for how long already
    "taken_by",  # a channel and two digits
    "todo",
    "update_id",
    "village",  # its code
    "what",  # kind of figure, template or message: a name of ours
}


NAMED_ELSEWHERE = {"meaning.alarm"}  # a table of bot/whatsapp/refusals.py


class Terminal(io.StringIO):
    @override
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def handlers_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def written(log: Any, to: io.StringIO) -> str:  # noqa: ANN401 - whatever writes a line
    with redirect_stderr(to):
        configure("info")
        log()
    return to.getvalue()


def test_a_line_is_a_json_object_with_its_event_level_and_time() -> None:
    line = written(
        lambda: structlog.get_logger().warning("message_parked", message_id="7"), io.StringIO()
    )

    read = json.loads(line)
    assert (read["event"], read["level"], read["message_id"]) == ("message_parked", "warning", "7")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", read["timestamp"])


def test_at_a_terminal_the_same_is_written_for_people() -> None:
    line = written(lambda: structlog.get_logger().info("serving", port=8000), Terminal())

    assert "serving" in line
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(line)


def failing() -> None:
    try:
        raise LookupError("Zulmiatun 6107015505859371")  # noqa: TRY301 - a fault that quotes
    except LookupError:
        logging.getLogger("a.library").exception("it broke")


def failing_ours() -> None:
    try:
        raise LookupError("Zulmiatun 6107015505859371")  # noqa: TRY301 - the same
    except LookupError:
        structlog.get_logger().exception("it_broke")


@pytest.mark.parametrize("log", [failing, failing_ours])
@pytest.mark.parametrize("to", [io.StringIO, Terminal])
def test_a_fault_is_logged_with_its_type_and_place_and_without_its_words(
    log: Any,  # noqa: ANN401 - whatever writes a line
    to: type[io.StringIO],
) -> None:
    line = written(log, to())

    assert "LookupError" in line
    assert log.__name__ in line
    assert "Zulmiatun" not in line
    assert "6107015505859371" not in line


async def test_a_fault_that_no_task_caught_is_an_event_without_its_words() -> None:
    async def fail() -> None:
        raise LookupError("Zulmiatun")

    with redirect_stderr(io.StringIO()) as to:
        configure("info")
        tell_loop_faults()
        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        del task

    read = json.loads(to.getvalue())
    assert (read["event"], read["error"]) == ("loop_fault", "LookupError")
    assert "Zulmiatun" not in to.getvalue()


def logged() -> list[tuple[str, ast.Call]]:
    """Return every call of `log.<level>(...)` and `<trouble>.lasts(...)`, and where it is."""
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno}", node)
        for room in ("bot", "conversations", "locales", "storage")
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (
            node.func.attr == "lasts"
            or (node.func.attr in LEVELS and ast.unparse(node.func.value) == "log")
        )
    ]


def named(call: ast.Call) -> bool:
    match [ast.unparse(one) for one in call.args]:
        case [event]:
            return event in NAMED_ELSEWHERE or bool(re.fullmatch(r"'[a-z_]+'", event))
        case nothing:  # trouble has its name already
            return not nothing and ast.unparse(call.func).endswith(".lasts")


def test_every_event_has_a_name_and_carries_only_fields_that_are_known_to_be_nobodys() -> None:
    calls = logged()

    odd = [
        (where, ast.unparse(call))
        for where, call in calls
        if not named(call) or not {keyword.arg for keyword in call.keywords} <= FIELDS
    ]
    assert len(calls) > 20
    assert odd == []
