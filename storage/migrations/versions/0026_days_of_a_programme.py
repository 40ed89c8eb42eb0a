"""Terms of a programme: until when places are filled anew, and days to correct and to finish.

`replace_until` NULL: until the last day to register.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programmes", sa.Column("replace_until", sa.Date()))
    for name, days in (("correct_days", "14"), ("draft_days", "30")):
        column = sa.Column(name, sa.SmallInteger(), nullable=False, server_default=sa.text(days))
        op.add_column("programmes", column)


def downgrade() -> None:
    for name in ("draft_days", "correct_days", "replace_until"):
        op.drop_column("programmes", name)
