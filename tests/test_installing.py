"""The locks install on any day, whatever was released since and whatever pip Python brought."""

import hashlib
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
INSTALLER_LOCK = (ROOT / "requirements-installer.lock").read_text("utf-8")
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel(folder: Path, name: str, version: str, told: str) -> str:
    """Put an empty package into a folder, as an index would have it; return its line in a lock."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{told}"
        )
        archive.writestr(f"{about}/WHEEL", WHEEL)
        archive.writestr(f"{about}/RECORD", "")
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def test_a_lock_installs_after_everything_in_it_had_a_newer_release(tmp_path: Path) -> None:
    asks = "Requires-Dist: traced[toml]>=1\n"
    traced = "Provides-Extra: toml\n"
    lock = tmp_path / "old.lock"
    lock.write_text(
        wheel(tmp_path, "asking", "1.0", asks) + wheel(tmp_path, "traced", "1.0", traced), "utf-8"
    )
    wheel(tmp_path, "asking", "2.0", asks)
    wheel(tmp_path, "traced", "2.0", traced)
    installer = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check"]
    from_folder = ["--no-index", "-f", str(tmp_path), "--target", str(tmp_path / "env")]

    done = subprocess.run(
        [*installer, "install", *from_folder, "--require-hashes", "-r", str(lock)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    installed = sorted(found.name for found in (tmp_path / "env").glob("*.dist-info"))
    assert installed == ["asking-1.0.dist-info", "traced-1.0.dist-info"]


def test_the_installer_is_under_a_lock_and_is_what_made_this_environment() -> None:
    [(name, version)] = re.findall(r"^([\w.-]+)==(\S+)", INSTALLER_LOCK, re.MULTILINE)

    assert name == "pip"
    assert INSTALLER_LOCK.count("--hash=sha256:") >= 1
    assert metadata.version("pip") == version
    assert f"\npip=={version} " in (ROOT / "requirements-dev.lock").read_text("utf-8")
