"""Each address says by which code it came to its person: it leaves with all that came by it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("addresses", sa.Column("joined_by", sa.Uuid(), sa.ForeignKey("transfers.id")))
    op.execute("""
        UPDATE addresses SET joined_by = (
            SELECT t.id FROM transfers t
             WHERE t.joined_id = addresses.id AND t.person_id = addresses.person_id
             ORDER BY t.used_at DESC LIMIT 1)
         WHERE id IN (SELECT joined_id FROM transfers)
    """)
    op.drop_column("transfers", "joined_id")


def downgrade() -> None:
    op.add_column("transfers", sa.Column("joined_id", sa.Uuid(), sa.ForeignKey("addresses.id")))
    op.create_index("transfers_joined_id_idx", "transfers", ["joined_id"])
    op.execute("""
        UPDATE transfers SET joined_id = a.id FROM addresses a
         WHERE a.joined_by = transfers.id AND a.heard_at > '1970-01-01 00:00:00+00'
    """)
    op.drop_column("addresses", "joined_by")
