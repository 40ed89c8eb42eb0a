"""A NIK that somebody else has registered: whoever tells it may be its owner, says the head."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("registration_id", sa.Uuid(), sa.ForeignKey("registrations.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True)),
        sa.Column("granted_by", sa.Uuid(), sa.ForeignKey("officials.id")),
        sa.Column("agreed_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("registration_id", "person_id"),
    )
    op.create_index("claims_at_idx", "claims", ["at"])
    op.create_index("claims_person_id_idx", "claims", ["person_id"])


def downgrade() -> None:
    op.drop_table("claims")
