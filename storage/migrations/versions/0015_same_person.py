"""Registrations of the same name, birth year and mother are found by a keyed hash of the three."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registrations", sa.Column("same_hash", sa.LargeBinary()))
    op.create_index(
        "registrations_same_hash_idx",
        "registrations",
        ["same_hash"],
        postgresql_where=sa.text("same_hash IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("registrations_same_hash_idx", "registrations")
    op.drop_column("registrations", "same_hash")
