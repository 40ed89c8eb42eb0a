"""Who is asked to correct answers keeps the place meanwhile, and the same NIK out."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_ONE_LIVE = """
    ALTER TABLE registrations ADD CONSTRAINT registrations_one_live_per_nik
    EXCLUDE USING gist (nik_id WITH =, cover WITH &&)
    WHERE (status IN ({live}))
"""


def upgrade() -> None:
    op.drop_constraint("registrations_one_live_per_nik", "registrations")
    op.execute(
        _ONE_LIVE.format(live="'waiting', 'placed', 'rejecting', 'correcting', 'confirmed'")
    )


def downgrade() -> None:
    op.execute("UPDATE registrations SET status = 'placed' WHERE status = 'correcting'")
    op.drop_constraint("registrations_one_live_per_nik", "registrations")
    op.execute(_ONE_LIVE.format(live="'waiting', 'placed', 'rejecting', 'confirmed'"))
