"""What was refused to an official, whose number a registration has, where an act came from."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cards", sa.Column("refused_at", sa.DateTime(timezone=True)))
    op.add_column("cards", sa.Column("refusal", sa.Text()))
    op.create_index(
        "cards_refused_idx",
        "cards",
        ["refused_at"],
        postgresql_where=sa.text("refused_at IS NOT NULL"),
    )
    op.add_column("audit", sa.Column("sender", sa.LargeBinary()))
    op.add_column("audit", sa.Column("sealed", sa.LargeBinary()))
    op.add_column("addresses", sa.Column("phone_hash", sa.LargeBinary()))
    op.add_column("registrations", sa.Column("phone_hash", sa.LargeBinary()))
    op.add_column("registrations", sa.Column("phone_is_theirs", sa.Boolean()))


def downgrade() -> None:
    op.drop_column("registrations", "phone_is_theirs")
    op.drop_column("registrations", "phone_hash")
    op.drop_column("addresses", "phone_hash")
    op.drop_column("audit", "sealed")
    op.drop_column("audit", "sender")
    op.drop_index("cards_refused_idx", "cards")
    op.drop_column("cards", "refusal")
    op.drop_column("cards", "refused_at")
