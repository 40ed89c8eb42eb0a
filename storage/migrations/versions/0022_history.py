"""Every act on a registration is a row. Of those that are there: how each began and its last act.

What came between is not known any more, but for its being in the audit; versions have gaps there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "history",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("was", sa.Text()),
        sa.Column("became", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("address_id", sa.Uuid()),
        sa.Column("reason", sa.Text()),
        sa.Column("sealed", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="history_registration_id_fkey"
        ),
        sa.PrimaryKeyConstraint("registration_id", "version", name="history_pkey"),
    )
    op.execute("""
        INSERT INTO history (registration_id, version, act, became, at, person_id, address_id)
        SELECT id, 0, 'submit', 'waiting', submitted_at, person_id, address_id FROM registrations
    """)
    op.execute("""
        INSERT INTO history (registration_id, version, act, was, became, at, person_id, reason)
        SELECT r.id, r.version,
               CASE r.status WHEN 'placed' THEN 'promote' WHEN 'confirmed' THEN 'confirm'
                             WHEN 'withdrawn' THEN 'withdraw'
                             ELSE CASE WHEN r.decided_by IS NULL THEN 'dismiss' ELSE 'reject' END
               END,
               CASE WHEN r.status = 'placed' THEN 'waiting' ELSE 'placed' END, r.status,
               coalesce(r.decided_at, r.submitted_at),
               CASE WHEN r.status = 'withdrawn' THEN r.person_id ELSE o.person_id END, r.reason
          FROM registrations r LEFT JOIN officials o ON o.id = r.decided_by
         WHERE r.version > 0
    """)


def downgrade() -> None:
    op.drop_table("history")
