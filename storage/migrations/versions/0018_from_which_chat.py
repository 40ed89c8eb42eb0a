"""A registration says from which chat it came: whose it is may change, and that does not.

The audit tells it of those that are there, as far as the chat is still met where it was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "registrations", sa.Column("address_id", sa.Uuid(), sa.ForeignKey("addresses.id"))
    )
    op.execute("""
        UPDATE registrations SET address_id = came.address_id
          FROM (SELECT DISTINCT ON (audit.subject) audit.subject, addresses.id AS address_id
                  FROM audit JOIN addresses ON addresses.hash = audit.sender
                 WHERE audit.kind = 'submitted'
                 ORDER BY audit.subject, audit.at DESC) AS came
         WHERE registrations.id = came.subject
    """)
    op.create_index("registrations_address_id_idx", "registrations", ["address_id"])


def downgrade() -> None:
    op.drop_column("registrations", "address_id")
