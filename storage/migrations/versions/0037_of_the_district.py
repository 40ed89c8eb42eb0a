"""A district names the law behind its programme, and whom to complain to about data."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("basis", "complaints"):
        op.add_column("programmes", sa.Column(name, sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("complaints", "basis"):
        op.drop_column("programmes", name)
