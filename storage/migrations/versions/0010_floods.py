"""What floods leave goes: what leads to somebody is found, and rows that come and go lock nobody.

Who deletes an address asks each table that names it whether it still does. The outbox, where rows
come and go with every message, would be read as a whole for each; it names addresses unchecked.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_FOUND_BY = (
    ("consents", "person_id"),
    ("transfers", "person_id"),
    ("transfers", "address_id"),
    ("transfers", "joined_id"),
)


def upgrade() -> None:
    op.drop_constraint("outbox_address_id_fkey", "outbox", type_="foreignkey")
    for table, column in _FOUND_BY:
        op.create_index(f"{table}_{column}_idx", table, [column])


def downgrade() -> None:
    for table, column in reversed(_FOUND_BY):
        op.drop_index(f"{table}_{column}_idx", table)
    op.create_foreign_key("outbox_address_id_fkey", "outbox", "addresses", ["address_id"], ["id"])
