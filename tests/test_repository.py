"""What the repository promises about itself."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from bot.settings import SETTINGS

ROOT = Path(__file__).parents[1]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+) \\$", re.MULTILINE | re.IGNORECASE)
MADE = {"build", "dist", ".git"}  # and every folder whose name begins with a dot, but .ci
HOME_PATH = re.compile(r"(?<![\w.<}])/(?:home|root|Users|work|opt)/[\w.-]+")
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
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
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


def test_every_setting_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")

    missing = [setting.name for setting in SETTINGS if setting.name not in readme]

    assert not missing
