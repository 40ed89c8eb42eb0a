"""A test's own database: a copy of a migrated one, emptied afterwards for the next test.

A copy is hundreds of files, emptying none. It gives the same as a new copy as long as only rows
came and went: a database whose tables or settings a test changed is not used again.
"""

from collections.abc import Sequence

import asyncpg

# The database itself notes what changes its tables. Not sequences: every programme makes its own.
_NOTICE_CHANGES = """
    CREATE SCHEMA tests;
    CREATE TABLE tests.changes (tag text);
    CREATE FUNCTION tests.note() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF tg_tag <> 'CREATE SEQUENCE' THEN INSERT INTO tests.changes VALUES (tg_tag); END IF;
    END $$;
    CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION tests.note();
"""
_LEAVE = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL ($1)
"""
_CHANGED = """
    SELECT EXISTS (SELECT FROM tests.changes) OR EXISTS (
        SELECT FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase
         WHERE datname = current_database())
"""
# Deleted rows leave their pages behind. To PostgreSQL a new table has ten, whatever it has. Tables
# that are larger go together: with each goes whatever names its rows, and would go once more.
_EMPTYING = """
    WITH used AS (
        SELECT oid::regclass AS name, relkind = 'S' AS numbers,
               identity.objid IS NULL AS by_itself,
               relkind = 'r' AND pg_relation_size(oid) > 10 * 8192 AS large
          FROM pg_class LEFT JOIN pg_depend identity
            ON classid = 'pg_class'::regclass AND objid = oid AND deptype = 'i'
         WHERE relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
           AND (relkind = 'S' OR relkind = 'r' AND pg_relation_size(oid) > 0))
    SELECT format(CASE WHEN numbers AND by_itself THEN 'DROP SEQUENCE %1$s'
                       WHEN numbers THEN 'SELECT setval(%1$L, 1, false)'
                       ELSE 'DELETE FROM %1$s' END, name) FROM used WHERE NOT large
     UNION ALL
    SELECT format('TRUNCATE %s CASCADE', string_agg(name::text, ', ')) FROM used WHERE large
    HAVING count(*) > 0
"""


async def notice_changes(dsn: str) -> None:
    """Let a database, and whatever is copied from it, notice changes of its tables."""
    connection = await asyncpg.connect(dsn)
    await connection.execute(_NOTICE_CHANGES)
    await connection.close()


async def emptied(dsn: str, kept: Sequence[int] = ()) -> bool:
    """Empty a database whose users may still be there; return whether it is like a new one.

    `kept`: the server's processes that stay all the same.
    """
    connection = await asyncpg.connect(dsn)
    try:
        await connection.fetch(_LEAVE, kept)
        if await connection.fetchval(_CHANGED):
            return False
        statements = [row["format"] for row in await connection.fetch(_EMPTYING)]
        await connection.execute("SET session_replication_role = replica")  # no trigger, no key
        await connection.execute(";".join([*statements, "SELECT pg_stat_reset()"]))
        return True
    finally:
        await connection.close()
