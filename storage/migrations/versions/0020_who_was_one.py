"""Of whom was one with somebody it stays known: neither decides on what is the other's."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("parted_from", sa.Uuid()))


def downgrade() -> None:
    op.drop_column("people", "parted_from")
