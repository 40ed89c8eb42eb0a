"""Which chats show a keyboard that asks for a number."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("addresses", sa.Column("asks_contact", sa.Boolean()))


def downgrade() -> None:
    op.drop_column("addresses", "asks_contact")
