"""How many days after its cover what was registered in a programme is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column(
        "keep_days", sa.SmallInteger(), nullable=False, server_default=sa.text("90")
    )
    op.add_column("programmes", column)


def downgrade() -> None:
    op.drop_column("programmes", "keep_days")
