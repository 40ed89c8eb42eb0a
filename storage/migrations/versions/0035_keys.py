"""Keys can be rotated: which are in use is asked for behind a lock, and seals are counted.

The number that a channel vouched for is kept sealed, for its hash alone could not be made anew.
"""

import sqlalchemy as sa
from alembic import op

from storage.roles import PROVIDE

revision = "0035"
down_revision = "0033"
branch_labels = None
depends_on = None

# A function, so that what is read is what is there once the lock is had. Its number: "keys".
_IN_USE = """
CREATE FUNCTION keys_in_use() RETURNS TABLE (hash bytea, sealed bytea)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1801812339);
    RETURN QUERY SELECT k.hash, k.sealed FROM key_check k;
END $$
"""
# The note's digest is in the chain: a note that is not the one it was made of shows.
_RESEAL = """
DO $make$ BEGIN
    EXECUTE format($function$
        CREATE FUNCTION audit_reseal(ids uuid[], was bytea[], becomes bytea[]) RETURNS bigint
        LANGUAGE sql SECURITY DEFINER SET search_path = %I, pg_temp AS $$
            WITH resealed AS (
                UPDATE audit a SET sealed = w.becomes
                  FROM unnest(ids, was, becomes) AS w(id, was, becomes)
                 WHERE a.id = w.id AND a.sealed = w.was
                RETURNING 1)
            SELECT count(*) FROM resealed
        $$
    $function$, current_schema);
END $make$
"""


def upgrade() -> None:
    op.create_table(
        "key_use",
        sa.Column("fingerprint", sa.Text(), primary_key=True),
        sa.Column("seals", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "rehashed",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("was", sa.LargeBinary(), nullable=False),
        sa.Column("becomes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("place", "id"),
        prefixes=["UNLOGGED"],
    )
    op.add_column("addresses", sa.Column("phone_sealed", sa.LargeBinary()))
    op.execute(_IN_USE)
    op.execute(_RESEAL)
    op.execute("REVOKE ALL ON FUNCTION audit_reseal(uuid[], bytea[], bytea[]) FROM PUBLIC")
    op.execute(PROVIDE)


def downgrade() -> None:
    op.execute("DROP FUNCTION audit_reseal(uuid[], bytea[], bytea[])")
    op.execute("DROP FUNCTION keys_in_use()")
    op.drop_column("addresses", "phone_sealed")
    op.drop_table("rehashed")
    op.drop_table("key_use")
