"""Who keeps the consent that was given to other words is asked again for those words no more."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("consents", sa.Column("declined", sa.Text))


def downgrade() -> None:
    op.drop_column("consents", "declined")
