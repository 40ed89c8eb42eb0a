"""Requests of people about their data, with receipts; a consent that was taken back."""

import sqlalchemy as sa
from alembic import op

from storage.roles import PROVIDE

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "requests",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("receipt", sa.Text(), nullable=False, unique=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("registrations", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
    )
    op.create_index(
        "requests_due_at_idx",
        "requests",
        ["due_at"],
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.add_column("consents", sa.Column("withdrawn_at", sa.DateTime(timezone=True)))
    op.execute(PROVIDE)


def downgrade() -> None:
    op.drop_column("consents", "withdrawn_at")
    op.drop_table("requests")
