"""A programme whose cover is over, and of which nothing lives any more, is marked."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programmes", sa.Column("over_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("programmes", "over_at")
