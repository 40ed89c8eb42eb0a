"""Who was joined to somebody, and by which code, is found without a look at everybody."""

from alembic import op
from sqlalchemy import text

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("people", "joined_to"), ("addresses", "joined_by")):
        op.create_index(
            f"{table}_{column}_idx",
            table,
            [column],
            postgresql_where=text(f"{column} IS NOT NULL"),
        )


def downgrade() -> None:
    op.drop_index("people_joined_to_idx")
    op.drop_index("addresses_joined_by_idx")
