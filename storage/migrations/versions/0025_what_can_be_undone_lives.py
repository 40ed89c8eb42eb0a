"""A registration lives while a decision about it can be undone, or its answers are corrected.

It keeps the same NIK out meanwhile. The table is locked while the constraint is built.
"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_ONE_LIVE = """
    ALTER TABLE registrations ADD CONSTRAINT registrations_one_live_per_nik
    EXCLUDE USING gist (nik_id WITH =, cover WITH &&)
    WHERE (status IN ({live}))
"""
_LIVE = "'waiting', 'placed', 'rejecting', 'correcting', 'confirmed', 'ending'"


def upgrade() -> None:
    op.drop_constraint("registrations_one_live_per_nik", "registrations")
    op.execute(_ONE_LIVE.format(live=_LIVE))


def downgrade() -> None:
    op.execute("""
        UPDATE registrations SET status = 'placed' WHERE status IN ('rejecting', 'correcting')
    """)
    op.execute("UPDATE registrations SET status = 'confirmed' WHERE status = 'ending'")
    op.execute("UPDATE registrations SET status = 'withdrawn' WHERE status = 'ended'")
    op.drop_constraint("registrations_one_live_per_nik", "registrations")
    op.execute(_ONE_LIVE.format(live="'waiting', 'placed', 'confirmed'"))
