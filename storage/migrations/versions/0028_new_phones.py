"""Codes by which a registration goes on at another phone: one of a registration at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "new_phones",
        sa.Column(
            "registration_id", sa.Uuid(), sa.ForeignKey("registrations.id"), primary_key=True
        ),
        sa.Column("official_id", sa.Uuid(), sa.ForeignKey("officials.id"), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("new_phones_official_id_idx", "new_phones", ["official_id"])


def downgrade() -> None:
    op.drop_table("new_phones")
