"""No official has a card open of what came from their own chat."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        UPDATE cards SET closed_at = now() FROM officials o, registrations r
         WHERE cards.official_id = o.id AND cards.registration_id = r.id
           AND cards.closed_at IS NULL AND o.person_id = r.person_id
    """)


def downgrade() -> None:
    """What was closed stays so: the official's queue has it again."""
