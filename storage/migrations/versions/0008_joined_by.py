"""Which address a code was used from, so that it can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("transfers", sa.Column("joined_id", sa.Uuid(), sa.ForeignKey("addresses.id")))


def downgrade() -> None:
    op.drop_column("transfers", "joined_id")
