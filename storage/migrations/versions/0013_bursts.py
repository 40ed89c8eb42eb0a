"""What was registered lately is found by its time: bursts are looked for while the bot serves."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("registrations_submitted_at_idx", "registrations", ["submitted_at"])


def downgrade() -> None:
    op.drop_index("registrations_submitted_at_idx", "registrations")
