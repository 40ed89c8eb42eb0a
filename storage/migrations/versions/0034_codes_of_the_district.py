"""A code for a new phone may be the district's: then no official gave it."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("new_phones", "official_id", nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM new_phones WHERE official_id IS NULL")
    op.alter_column("new_phones", "official_id", nullable=False)
