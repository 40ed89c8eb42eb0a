"""Which NIKs a chat looked up lately, and that heads were told: for some days, not for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nik_tries",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "hash"),
    )
    op.create_index("nik_tries_hash_idx", "nik_tries", ["hash"])
    op.create_index("nik_tries_at_idx", "nik_tries", ["at"])
    op.create_table(
        "nik_notices",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("hash", "day"),
    )
    op.execute("DELETE FROM audit WHERE kind IN ('nik_tried', 'nik_taken', 'heads_told')")


def downgrade() -> None:
    op.drop_table("nik_notices")
    op.drop_table("nik_tries")
