"""A NIK is looked up in a village; what came at once there is found; audit has no empty column."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE nik_tries ADD village text NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE nik_tries ALTER village DROP DEFAULT")
    op.drop_constraint("nik_tries_pkey", "nik_tries")
    op.create_primary_key("nik_tries_pkey", "nik_tries", ["person_id", "hash", "village"])
    op.drop_column("audit", "hash")
    op.create_index(
        "registrations_village_submitted_at_idx", "registrations", ["village", "submitted_at"]
    )


def downgrade() -> None:
    op.drop_index("registrations_village_submitted_at_idx", "registrations")
    op.add_column("audit", sa.Column("hash", sa.LargeBinary()))
    op.execute("DELETE FROM nik_tries")  # of two days; one NIK may be there of several villages
    op.drop_constraint("nik_tries_pkey", "nik_tries")
    op.create_primary_key("nik_tries_pkey", "nik_tries", ["person_id", "hash"])
    op.drop_column("nik_tries", "village")
