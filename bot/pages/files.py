"""Files for pages, each under the hash of what is in it, so that it may be kept for a year."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from bot.pages.answer import A_MINUTE, A_YEAR, Answer

FOLDER = Path(__file__).parent / "static"
_AT = "/static/"
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


def read(*names: str) -> bytes:
    """Return files of ours, one after another: each that a page needs is another journey."""
    return b"".join((FOLDER / name).read_bytes() for name in names)


class Files:
    """Files by the path under which pages name them: /static/<hash>/<name>."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._paths: dict[str, str] = {}
        self._answers: dict[str, Answer] = {}
        self._newest: dict[str, Answer] = {}
        for name, content in contents.items():
            path = f"{_AT}{hashlib.sha256(content).hexdigest()[:12]}/{name}"
            kind = _KINDS[Path(name).suffix]
            self._paths[name] = path
            self._answers[path] = Answer(content, kind, keep=A_YEAR)
            self._newest[name] = Answer(content, kind, keep=A_MINUTE)

    def path(self, name: str) -> str:
        """Return where a file is; raise KeyError if there is none of the name."""
        return self._paths[name]

    def get(self, path: str) -> Answer | None:
        """Return the file at a path; the one of today where yesterday's page names its own."""
        if found := self._answers.get(path):
            return found
        return self._newest.get(path.rpartition("/")[2]) if path.startswith(_AT) else None
