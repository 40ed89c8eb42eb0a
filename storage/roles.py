"""Who may do what in the database: the owner of the tables, the application, and who only reads.

    seratus_owner    makes and changes tables: 'seratus migrate'
    seratus_app      reads and writes rows; the audit it reads, and adds to by its functions alone
    seratus_reader   reads; what is sealed stays sealed

They are groups: whoever connects is one of them, or a member. A database of one role alone, which
may make no others, goes on as it is; `rights` says then what that role may do too much.
"""

from sqlalchemy import text

from conversations.record import record
from storage.work import Work

PROVIDE = """
DO $$
DECLARE
    one record;
    which text;
BEGIN
    FOREACH which IN ARRAY ARRAY['seratus_owner', 'seratus_app', 'seratus_reader'] LOOP
        BEGIN
            IF to_regrole(which) IS NULL THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', which);
            END IF;
        EXCEPTION  -- we may not, or somebody was quicker
            WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
    IF to_regrole('seratus_app') IS NULL OR to_regrole('seratus_reader') IS NULL THEN
        RETURN;
    END IF;
    BEGIN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO seratus_app, seratus_reader', current_schema);
    EXCEPTION WHEN insufficient_privilege THEN NULL;  -- another's schema: they say who uses it
    END;
    FOR one IN
        SELECT oid::regclass AS name, relkind AS kind FROM pg_class
         WHERE relnamespace = current_schema::regnamespace AND relkind IN ('r', 'p', 'S')
           AND pg_has_role(relowner, 'USAGE')
    LOOP
        IF one.kind = 'S' THEN
            EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO seratus_app', one.name);
        ELSE
            EXECUTE format('GRANT SELECT ON %s TO seratus_app, seratus_reader', one.name);
            IF one.name::text = ANY(ARRAY['alembic_version', 'audit', 'audit_chains']) THEN
                EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %s FROM seratus_app', one.name);
            ELSE
                EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO seratus_app', one.name);
            END IF;
        END IF;
    END LOOP;
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I
        GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO seratus_app', current_schema);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I
        GRANT SELECT ON TABLES TO seratus_reader', current_schema);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I
        GRANT USAGE, SELECT ON SEQUENCES TO seratus_app', current_schema);
    FOR one IN
        SELECT oid::regprocedure AS name FROM pg_proc
         WHERE pronamespace = current_schema::regnamespace AND pg_has_role(proowner, 'USAGE')
           AND proname = ANY(ARRAY['number_regency', 'audit_append', 'audit_erase',
                                  'audit_reseal'])
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO seratus_app', one.name);
    END LOOP;
END $$
"""

_RIGHTS = text("""
    SELECT rolname AS login, rolsuper AS superuser,
           to_regrole('seratus_app') IS NOT NULL AS shipped,
           EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema::regnamespace
                      AND relkind IN ('r', 'p', 'S') AND pg_has_role(rolname, relowner, 'MEMBER'))
               AS owns,
           rolcreaterole AS makes_roles,
           ARRAY(SELECT g.rolname::text FROM pg_roles g WHERE g.rolname = ANY(ARRAY[
               'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'])
                  AND pg_has_role(r.rolname, g.oid, 'MEMBER') ORDER BY 1) AS files
      FROM pg_roles r WHERE rolname = session_user
""")


@record
class Rights:
    """What whoever connects may do. `files`: PostgreSQL's roles for the machine's own files.

    `shipped`: the database knows the role that the application is meant to have.
    """

    login: str
    superuser: bool
    owns: bool
    makes_roles: bool
    files: tuple[str, ...]
    shipped: bool


async def rights(work: Work) -> Rights:
    """Say what we may do: by whom we signed in, since a role that was put on can be taken off."""
    [row] = await work.run(_RIGHTS)
    return Rights(
        row.login, row.superuser, row.owns, row.makes_roles, tuple(row.files), row.shipped
    )
