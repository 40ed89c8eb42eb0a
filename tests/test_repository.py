"""What the repository promises about itself."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from bot.serving.metrics import Metrics
from bot.settings import SETTINGS
from conversations.messages import Channel
from storage.figures import Occupied

ROOT = Path(__file__).parents[1]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+) \\$", re.MULTILINE | re.IGNORECASE)
MADE = {"build", "dist", ".git"}  # and every folder whose name begins with a dot, but .ci
HOME_PATH = re.compile(r"(?<![\w.<}])/(?:home|root|Users|work|opt)/[\w.-]+")
PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
PAGES += sorted(f"docs/{page.relative_to(ROOT / 'docs')}" for page in ROOT.glob("docs/**/*.md"))
INDEX = re.compile(r"--(?:(?:extra-)?index-url|find-links|trusted-host)|pypi\.org")


def written_files() -> list[Path]:
    """Return the repository's own text files; works without git."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        folders = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in folders[:-1])
        made = hidden or MADE & set(folders) or any(p.endswith(".egg-info") for p in folders)
        made = made or path.name.startswith(".coverage") or path.suffix == ".pyc"
        if path.is_file() and not made:
            found.append(path)
    return found


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text("utf-8")))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_release_has_its_hashes(lock: str) -> None:
    text = "\n" + (ROOT / lock).read_text("utf-8")
    blocks = [b for b in re.split(r"\n(?=[a-zA-Z0-9])", text) if b.strip() and "==" in b]

    bare = [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block]

    assert len(blocks) == len(pins(lock)) > 50
    assert bare == []


def test_the_development_lock_contains_the_other_pin_by_pin() -> None:
    run, develop = (pins(lock) for lock in LOCKS)

    assert run.items() <= develop.items()


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    for lock, declared in [
        (LOCKS[0], project["dependencies"]),
        (LOCKS[1], project["optional-dependencies"]["dev"]),
    ]:
        names = {re.split(r"[\[<>=~! ;]", one)[0].lower().replace("_", "-") for one in declared}
        assert names <= {name.lower().replace("_", "-") for name in pins(lock)}


def test_no_file_names_a_machines_folder_or_a_package_index() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in written_files()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if HOME_PATH.search(line) or INDEX.search(line)
    ]

    assert found == []


def test_the_rooms_import_only_what_they_may() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_the_brain_imports_only_the_standard_library_and_pure_parsers() -> None:
    graph = grimp.build_graph("conversations", include_external_packages=True, cache_dir=None)
    parsers = {"lokal", "phonenumbers", "rapidfuzz"}

    foreign = {
        module
        for module in graph.modules
        if module.split(".")[0] not in {"conversations", *parsers, *sys.stdlib_module_names}
    }

    assert foreign == set()


def test_no_statement_of_the_bot_skips_rows() -> None:
    skipping = re.compile(r"\bOFFSET\b|\.offset\(")

    found = [p.name for p in (ROOT / "storage").rglob("*.py") if skipping.search(p.read_text())]

    assert found == []


def test_help_tells_every_command_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None

    told = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    untold = [name for name in phony[1].split() if name != "help" and f"make {name}" not in told]
    assert untold == []


def test_the_changelog_has_a_section_of_this_version_below_what_comes_next() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    sections = re.findall(r"^## (.*)$", page("CHANGELOG.md"), re.MULTILINE)

    assert sections[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(project['version'])} - \d{{4}}-\d\d-\d\d", sections[1])


# ── the pages people read ───────────────────────────────────────────────────────────────────────


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def prose(name: str) -> str:
    """Return a page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page(name), flags=re.MULTILINE | re.DOTALL)


def rows(name: str) -> dict[str, str]:
    """Return the rows of a page's tables that begin with a name in code: the rest by the name."""
    return dict(re.findall(r"^\| `([^`]+)` \|(.*)\|$", page(name), re.MULTILINE))


def links(name: str) -> list[tuple[str, str]]:
    """Return what a page links to here: the file, from the root, and the anchor or ""."""
    found = [link.partition("#") for link in re.findall(r"\]\(([^)\s]+)\)", prose(name))]
    folder = (ROOT / name).parent
    return [
        (str((folder / path).resolve().relative_to(ROOT)) if path else name, anchor)
        for path, _, anchor in found
        if not path.startswith(("http://", "https://", "mailto:"))
    ]


def anchors(name: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(name), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def test_every_setting_has_its_row_with_what_holds_if_it_is_not_set() -> None:
    told = rows("docs/settings.md")

    untold = [one.name for one in SETTINGS if one.name not in told]
    otherwise = [one.name for one in SETTINGS if one.default not in told.get(one.name, "")]

    assert (untold, otherwise) == ([], [])
    assert told.keys() - {one.name for one in SETTINGS} == set()


def test_every_metric_has_its_row_with_its_labels() -> None:
    metrics = Metrics(list(Channel))
    metrics.queues([], parked=0, refused=0)
    metrics.places(Occupied(places=1, taken=0), [])
    registered = set()
    for family in metrics.registry.collect():
        name = f"{family.name}_total" if family.type == "counter" else family.name
        labels = sorted({label for one in family.samples for label in one.labels} - {"le"})
        registered.add(name + (f"{{{','.join(labels)}}}" if labels else ""))

    told = rows("docs/running.md").keys()

    ours = {
        one for one in registered if one.startswith("seratus_")
    }  # the others are the library's
    assert (sorted(ours - told), sorted(told - ours)) == ([], [])


def test_every_page_of_docs_is_found_from_the_readme() -> None:
    found, next_ones = set(), {"README.md"}
    while next_ones:
        found |= next_ones
        linked = {file for name in next_ones for file, _ in links(name) if file.endswith(".md")}
        next_ones = {file for file in linked - found if (ROOT / file).exists()}

    lost = [one for one in PAGES if one.startswith("docs/") and one not in found]

    assert lost == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_links_only_to_what_is_there(name: str) -> None:
    broken = [
        f"{file}#{anchor}" if anchor else file
        for file, anchor in links(name)
        if not (ROOT / file).exists() or (anchor and anchor not in anchors(file))
    ]

    assert broken == []


@pytest.mark.parametrize("name", [one for one in PAGES if one != "CHANGELOG.md"])
def test_a_page_names_only_files_that_are_there(name: str) -> None:
    named = re.findall(
        r"`((?:bench|bot|conversations|docs|locales|storage|tests)/[\w./-]*)`", prose(name)
    )

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_map_of_the_rooms_has_every_room_and_where_to_begin() -> None:
    told: set[str] = set()
    missing, house = [], ""
    row = re.compile(r"^\| (- )?(`\w+/`.*?) \|.*\| `([^`]+)`", re.MULTILINE)
    for inside, cell, begin in row.findall(page("CONTRIBUTING.md")):
        names = re.findall(r"`(\w+)/`", cell)
        house = house if inside else names[0]
        folders = {f"{house}/{name}" for name in names} if inside else {house}
        told |= folders
        missing += [one for one in folders if not (ROOT / one).is_dir()]
        if not any((ROOT / one / begin).exists() for one in {*folders, house}):
            missing.append(begin)

    packages = [*ROOT.glob("*/__init__.py"), *ROOT.glob("*/*/__init__.py")]
    rooms = {str(one.parent.relative_to(ROOT)) for one in packages}
    assert missing == []
    assert sorted(rooms - told) == []
