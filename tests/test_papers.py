"""What a district signs about personal data is true of this code: questions, tables, days."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
import typer
from typer.core import TyperGroup

from bot.commands.main import main
from bot.turns import forgetting
from conversations.programme import DEFAULT_DRAFT_DAYS, DEFAULT_KEEP_DAYS
from conversations.registration.form import FORM
from storage.messages import inbox, outbox
from storage.office.niks import claims, tries
from storage.people import strangers
from storage.retention import SWEPT
from storage.tables import metadata

ROOT = Path(__file__).parents[1]
PAPERS = ["SECURITY.md", "docs/dpia.md", "docs/processing.md", "docs/breach.md"]
COMMAND = re.compile(r"\bseratus((?: [a-z][a-z-]*)+)")
NEVER = "**tidak pernah**"  # of what no statement deletes
NOT_BY_ITSELF = "**tidak dengan sendirinya**"  # of what goes only where somebody asks for it


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def section(name: str, title: str) -> str:
    """Return a page's section by the beginning of its heading, numbers included."""
    [found] = [one for one in page(name).split("\n## ") if one.startswith(title)]
    return found


def rows(told: str) -> list[list[str]]:
    """Return the rows of tables whose first cell names something in code: their cells."""
    found = (line.strip("| ").split(" | ") for line in told.splitlines() if line[:3] == "| `")
    return [[cell.strip() for cell in row] for row in found]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def kept() -> dict[str, str]:
    """Return when the rows of each table go, by the assessment."""
    told = rows(section("docs/dpia.md", "6. "))
    return {table: row[2] for row in told for table in named(row[0])}


def test_the_assessment_has_every_question_in_the_order_in_which_it_is_asked() -> None:
    told = [named(row[0])[0] for row in rows(section("docs/dpia.md", "4. "))]

    assert told == [one.name for one in FORM.questions if one is not FORM.review]


def test_the_assessment_has_every_table() -> None:
    assert sorted(kept()) == sorted(metadata.tables)


@pytest.mark.parametrize(
    ("table", "after"),
    [
        ("drafts", forgetting.KEPT),
        ("drafts", timedelta(days=DEFAULT_DRAFT_DAYS)),
        ("people", strangers.KEPT),
        ("inbox", inbox.KEPT),
        ("outbox", outbox.FALLBACK),
        ("outbox", outbox.FAILED),
        ("claims", claims.KEPT),
        ("nik_tries", tries.KEPT),
        ("registrations", timedelta(days=DEFAULT_KEEP_DAYS)),
        ("history", timedelta(days=DEFAULT_KEEP_DAYS)),
        *((rule.table, rule.kept) for rule in SWEPT),
    ],
)
def test_the_assessment_tells_after_how_many_days_rows_go(table: str, after: timedelta) -> None:
    assert f" {after.days} hari" in f" {kept()[table]}"


def test_what_is_said_to_be_kept_is_deleted_by_no_statement_or_by_none_of_the_upkeep() -> None:
    written = "".join(
        one.read_text("utf-8")
        for one in (ROOT / "storage").rglob("*.py")
        if "migrations" not in one.parts
    )
    deleting = {
        NEVER: r"(?:DELETE FROM |\bdelete\(){table}\b",
        NOT_BY_ITSELF: r"(?:forgetting\(|Rule\([^()]*)[\"']{table}\b",
    }

    deleted = [
        (table, said)
        for said, statement in deleting.items()
        for table, when in kept().items()
        if said in when and re.search(statement.replace("{table}", table), written)
    ]

    assert {table for table, when in kept().items() if NEVER in when} >= {"audit"}
    assert NOT_BY_ITSELF in kept()["invitations"]
    assert deleted == []


def is_a_command(words: list[str]) -> bool:
    """Say whether words lead to a command; the rest of them are its arguments."""
    command: object = typer.main.get_command(main)
    for word in words:
        if not isinstance(command, TyperGroup):
            break
        command = command.commands.get(word)
    return command is not None


@pytest.mark.parametrize("name", PAPERS)
def test_every_command_a_paper_names_is_there(name: str) -> None:
    told = {found.strip() for found in COMMAND.findall(page(name))}

    unknown = [one for one in told if not is_a_command(one.split())]

    assert unknown == []


def test_every_kind_of_act_the_procedure_explains_is_one_the_audit_keeps() -> None:
    rooms = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "storage").rglob("*.py")]
    written = "".join(one.read_text("utf-8") for one in rooms)
    table = section("docs/breach.md", "4. ").partition("| `kind`")[2]

    told = [kind for row in rows(table) for kind in named(row[0])]

    assert len(told) > 10
    assert [kind for kind in told if f'"{kind}"' not in written] == []


async def test_what_the_procedure_asks_of_the_database_it_answers(database_url: str) -> None:
    blocks = re.findall(r"^```sql\n(.*?)^```$", page("docs/breach.md"), re.MULTILINE | re.DOTALL)
    statements = [one for block in blocks for one in block.split(";") if one.strip()]
    connection = await asyncpg.connect(database_url.replace("+asyncpg", ""))
    try:
        for one in statements:
            await connection.execute(one)
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await connection.execute("DELETE FROM audit")
    finally:
        await connection.close()

    assert len(statements) > 5


@pytest.mark.parametrize("name", ["SECURITY.md", "docs/dpia.md", "docs/processing.md"])
def test_a_paper_is_about_this_version(name: str) -> None:
    project = tomllib.loads(page("pyproject.toml"))["project"]

    told = set(re.findall(r"\b\d+\.\d+\.\d+\b", page(name)))

    assert told == {project["version"]}
