"""A NIK is tried by a chat, and not by a person: who is joined and parted has tried no less."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _by("address_id", "person_id", "addresses.person_id = nik_tries.person_id", "addresses.id")


def downgrade() -> None:
    _by("person_id", "address_id", "addresses.id = nik_tries.address_id", "addresses.person_id")


def _by(new: str, old: str, same: str, called: str) -> None:
    """Let tries be of somebody else; those of a day that nobody can be found for go."""
    op.add_column("nik_tries", sa.Column(new, sa.Uuid()))
    op.execute(f"""
        UPDATE nik_tries SET {new} = (
            SELECT {called} FROM addresses WHERE {same} ORDER BY heard_at DESC, id LIMIT 1)
    """)
    op.execute(f"""
        DELETE FROM nik_tries WHERE {new} IS NULL OR ctid NOT IN (
            SELECT DISTINCT ON ({new}, hash, village) ctid FROM nik_tries
             ORDER BY {new}, hash, village, at DESC)
    """)
    op.drop_column("nik_tries", old)
    op.alter_column("nik_tries", new, nullable=False)
    op.create_primary_key("nik_tries_pkey", "nik_tries", [new, "hash", "village"])
