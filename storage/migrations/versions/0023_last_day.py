"""A programme has a last day on which somebody may register. NULL: the cover's last."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programmes", sa.Column("register_until", sa.Date()))


def downgrade() -> None:
    op.drop_column("programmes", "register_until")
