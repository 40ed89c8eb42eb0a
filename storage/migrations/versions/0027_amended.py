"""An act in the history that corrects answers tells which; of the others it is NULL."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("history", sa.Column("fields", sa.ARRAY(sa.Text())))


def downgrade() -> None:
    op.drop_column("history", "fields")
