"""Databases for systems, each copied from one that was laid out once, and the workers on them."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import Any, Self
from uuid import uuid4

import orjson
import uvloop

from bench.comparison.systems import Database, system
from bench.comparison.worker import Job, Measured
from bench.machine import execute
from bench.platforms.loads import Load, Look, Pace
from bench.results import ROOT
from bot.commands.setup import DEMO_REGENCIES
from bot.postgres import Server
from conversations.answers.village.village import load
from storage.sealing import Keys

TEMPLATES = {"whatsapp": "telegram"}  # the same tables; the others' are their own


class Databases:
    """Makes a fresh database for every run of a system, and drops it afterwards."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._keys = Keys.generate().dump()
        self._mark = uuid4().hex[:8]  # tests share a server
        self._laid: set[str] = set()
        self._made = 0
        self.villages = [(v.code, v.name, v.district, v.regency) for v in load(DEMO_REGENCIES)]

    def of(self, database: str) -> Database:
        return Database(self._server.dsn_of(database), self._keys)

    def template(self, name: str) -> str:
        """Name the database with a system's tables and nobody in it; it is laid out once."""
        name = TEMPLATES.get(name, name)
        template = f"laid_{self._mark}_{name}"
        if name not in self._laid:
            self.sql(f"CREATE DATABASE {template}")
            uvloop.run(system(name).lay(self.of(template)))
            self._laid.add(name)
        return template

    def fresh(self, name: str) -> str:
        """Name a new database for one run of a system, with nothing of earlier ones to write."""
        self._made += 1
        database = f"run_{self._mark}_{self._made}"
        self.sql(f"CREATE DATABASE {database} TEMPLATE {self.template(name)}", "CHECKPOINT")
        return database

    def drop(self, database: str) -> None:
        self.sql(f"DROP DATABASE {database} WITH (FORCE)")

    def forget(self) -> None:
        """Drop what was laid out."""
        for name in self._laid:
            self.drop(self.template(name))
        self._laid.clear()

    def sql(self, *statements: str) -> None:
        uvloop.run(execute(self._server.dsn_of("postgres"), *statements))


class Worker:
    """A worker's process. Leaving the block ends it; `registered`: how many did until then."""

    def __init__(self, job: Job) -> None:
        self.dsn = job.dsn
        self.registered = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.comparison.worker"],
            cwd=ROOT,
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=() if job.other is None else (job.other,),
        )
        self._say(orjson.dumps(asdict(job)).decode())

    def ready(self) -> None:
        self._hear()

    def begin(self, load: Load | Pace) -> None:
        self._say(orjson.dumps(asdict(load)).decode())

    def measured(self) -> Measured:
        told: dict[str, Any] = json.loads(self._hear())
        looks = [Look(**look) for look in told.pop("looks")]
        measured = Measured(**told, looks=looks)
        self.registered += measured.registrations
        return measured

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"a worker ended with {self._process.wait()}; see above")
        return line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._process.kill()
        self._process.communicate()
