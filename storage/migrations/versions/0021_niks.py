"""A NIK is a row of its own, which registrations name: its keyed hash can be changed in one place.

The exclusion constraint compares ids from now on, and never needs to be built again for that.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_ONE_LIVE = """
    ALTER TABLE registrations ADD CONSTRAINT registrations_one_live_per_nik
    EXCLUDE USING gist ({nik} WITH =, cover WITH &&)
    WHERE (status IN ('waiting', 'placed', 'confirmed'))
"""


def upgrade() -> None:
    op.create_table(
        "niks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="niks_pkey"),
    )
    op.execute("""
        INSERT INTO niks SELECT uuidv7(), nik_hash FROM registrations GROUP BY nik_hash
    """)
    op.create_unique_constraint("niks_hash_key", "niks", ["hash"])
    op.add_column("registrations", sa.Column("nik_id", sa.Uuid()))
    op.execute("""
        UPDATE registrations SET nik_id = niks.id FROM niks WHERE niks.hash = nik_hash
    """)
    op.alter_column("registrations", "nik_id", nullable=False)
    op.create_foreign_key("registrations_nik_id_fkey", "registrations", "niks", ["nik_id"], ["id"])
    op.create_index("registrations_nik_id_idx", "registrations", ["nik_id"])
    op.drop_constraint("registrations_one_live_per_nik", "registrations")
    op.execute(_ONE_LIVE.format(nik="nik_id"))
    op.drop_column("registrations", "nik_hash")


def downgrade() -> None:
    op.add_column("registrations", sa.Column("nik_hash", sa.LargeBinary()))
    op.execute("UPDATE registrations SET nik_hash = hash FROM niks WHERE niks.id = nik_id")
    op.alter_column("registrations", "nik_hash", nullable=False)
    op.create_index("registrations_nik_hash_idx", "registrations", ["nik_hash"])
    op.drop_constraint("registrations_one_live_per_nik", "registrations")
    op.execute(_ONE_LIVE.format(nik="(CAST(encode(substr(nik_hash, 1, 16), 'hex') AS uuid))"))
    op.drop_column("registrations", "nik_id")
    op.drop_table("niks")
