"""Who owns the tables, who works with them, who only reads; sequences are made by their owner."""

from alembic import op

from storage.roles import PROVIDE

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# A programme that opens needs its regency's sequence, and whoever opens it may make no objects.
_NUMBER_REGENCY = """
DO $make$ BEGIN
    EXECUTE format($function$
        CREATE FUNCTION number_regency(regency text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = %I, pg_temp AS $$
        BEGIN
            IF regency !~ '^[0-9]{2}[.][0-9]{2}$' THEN
                RAISE EXCEPTION 'not a regency: %%', regency;
            END IF;
            EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %%I',
                           'registration_numbers_' || replace(regency, '.', ''));
        END $$
    $function$, current_schema);
END $make$
"""


def upgrade() -> None:
    op.execute(_NUMBER_REGENCY)
    op.execute("REVOKE ALL ON FUNCTION number_regency(text) FROM PUBLIC")
    op.execute(PROVIDE)


def downgrade() -> None:
    """Roles stay: they are the server's, and other databases may use them."""
    op.execute("DROP FUNCTION number_regency(text)")
