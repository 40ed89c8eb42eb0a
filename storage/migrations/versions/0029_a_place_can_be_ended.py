"""A place that is held can be ended, which takes effect after a while: until then it lives."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_ONE_LIVE = """
    ALTER TABLE registrations ADD CONSTRAINT registrations_one_live_per_nik
    EXCLUDE USING gist (nik_id WITH =, cover WITH &&)
    WHERE (status IN ({live}))
"""
_LIVED = "'waiting', 'placed', 'rejecting', 'correcting', 'confirmed'"


def upgrade() -> None:
    op.drop_constraint("registrations_one_live_per_nik", "registrations")
    op.execute(
        _ONE_LIVE.format(
            live="'waiting', 'placed', 'rejecting', 'correcting', 'confirmed', 'ending'"
        )
    )


def downgrade() -> None:
    op.execute("UPDATE registrations SET status = 'confirmed' WHERE status = 'ending'")
    op.drop_constraint("registrations_one_live_per_nik", "registrations")
    op.execute(
        _ONE_LIVE.format(live="'waiting', 'placed', 'rejecting', 'correcting', 'confirmed'")
    )
