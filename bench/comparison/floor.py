"""The floor: the same rows by pgbench, with no bot between: what the database can do alone.

One transaction a message, with what one turn and its delivery write: the inbox row, the lock on
the person, the draft, the outbox row, and that it goes once it was sent. 16 clients, prepared.
"""

import os
import re
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bot.postgres import Server

CLIENTS = 16

PEOPLE = """
    INSERT INTO people (id, language, created_at)
    SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'id', now()
      FROM generate_series(1, {people}) AS n;
    INSERT INTO addresses (id, person_id, channel, account, hash, sealed, heard_at)
    SELECT id, id, 'telegram', '123456', sha256(id::text::bytea), '\\x{address}'::bytea, now()
      FROM people;
    INSERT INTO drafts (id, person_id, form, version, sealed, changed_at)
    SELECT id, id, 'registration', 1, '\\x{draft}'::bytea, now() FROM people;
"""

TURN = r"""
\set n :n + 1
\set person random(1, :people)
BEGIN;
INSERT INTO inbox (channel, account, message_id, seen_at)
  VALUES ('telegram', '123456', (:client_id::bigint * 1000000000 + :n::bigint)::text, now())
  ON CONFLICT DO NOTHING;
SELECT p.id AS who FROM addresses a JOIN people p ON p.id = a.person_id
 WHERE a.hash = sha256(('00000000-0000-7000-8000-' || lpad(:person::text, 12, '0'))::bytea)
   FOR NO KEY UPDATE OF p \gset
SELECT id, form, version, sealed FROM drafts WHERE person_id = :who::uuid;
INSERT INTO drafts (id, person_id, form, version, sealed, changed_at)
  VALUES (:who::uuid, :who::uuid, 'registration', 1, :draft::bytea, now())
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed,
                                 changed_at = excluded.changed_at;
INSERT INTO outbox
    (id, address_id, channel, account, lane, edits, outside, sealed, due_at, waits_since, attempts)
  VALUES (uuidv7(), :who::uuid, 'telegram', '123456', 0, false, false, :reply::bytea,
          now() + interval '60 s', now(), 0)
  RETURNING id AS post \gset
DELETE FROM outbox WHERE id = :post::uuid;
COMMIT;
"""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many bytes the sealed columns have on average, as the bot was seen to write them."""

    draft: int
    reply: int
    address: int = 38


class Floor:
    def __init__(self, server: Server, people: int, sizes: Sizes, folder: Path) -> None:
        self._server = server
        self._people = people
        self._sizes = sizes
        self._script = folder / "turn.sql"
        self._script.write_text(TURN, "utf-8")

    def prepare(self, database: str) -> None:
        """Put the people into a migrated database, each with a draft on its way."""
        sizes = self._sizes
        filled = PEOPLE.format(
            people=self._people,
            address=secrets.token_hex(sizes.address),
            draft=secrets.token_hex(sizes.draft),
        )
        self._run("psql", "-q", "-d", self._server.dsn_of(database), "-c", filled)

    def rate(self, database: str, transactions: int) -> float:
        """Write so many messages; return how many a second."""
        variables = {
            "n": "0",
            "people": str(self._people),
            "draft": rf"\x{secrets.token_hex(self._sizes.draft)}",
            "reply": rf"\x{secrets.token_hex(self._sizes.reply)}",
        }
        said = self._run(
            "pgbench",
            *("-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-f", str(self._script)),
            *("-t", str(max(transactions // CLIENTS, 1))),
            *(part for name, value in variables.items() for part in ("-D", f"{name}={value}")),
            self._server.dsn_of(database),
        )
        failed = re.search(r"number of failed transactions: (\d+)", said)
        found = re.search(r"tps = ([\d.]+)", said)
        if found is None or (failed is not None and failed[1] != "0"):
            raise RuntimeError(f"pgbench told no rate, or failures:\n{said}")
        return float(found[1])

    def _run(self, program: str, *arguments: str) -> str:
        environment = {"PATH": os.defpath, "LC_ALL": "C"}
        command = [str(self._server.programs / program), *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stderr}")
        return done.stdout
