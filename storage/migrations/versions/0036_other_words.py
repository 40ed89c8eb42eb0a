"""Who keeps the consent that was given to other words is asked again for those words no more.

And a request that is done names nobody, one to take a consent back included.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("consents", sa.Column("declined", sa.Text))
    op.execute("UPDATE requests SET person_id = NULL WHERE done_at IS NOT NULL")


def downgrade() -> None:
    op.drop_column("consents", "declined")
