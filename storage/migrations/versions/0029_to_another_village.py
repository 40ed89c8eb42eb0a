"""Which village a registration was of before it went on in another one."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("history", sa.Column("village_left", sa.Text()))


def downgrade() -> None:
    op.drop_column("history", "village_left")
