"""Floods: what one chat sends too fast is held, and what strangers leave can be found and goes.

Who deletes an address asks each table that names it whether it still does. The outbox, where rows
come and go with every message, would be read as a whole for each; it names addresses unchecked.
"""

import sqlalchemy as sa
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
    _hold()


def _hold() -> None:
    op.create_table(
        "held",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("address_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("held_address_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("held_pkey")),
    )
    op.create_index("held_address_id_idx", "held", ["address_id", "seq"])
    op.add_column("addresses", sa.Column("held_until", sa.DateTime(timezone=True)))
    op.create_index(
        "addresses_held_until_idx",
        "addresses",
        ["channel", "account", "held_until"],
        postgresql_where=sa.text("held_until IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("addresses_held_until_idx", "addresses")
    op.drop_column("addresses", "held_until")
    op.drop_table("held")
    for table, column in reversed(_FOUND_BY):
        op.drop_index(f"{table}_{column}_idx", table)
    op.create_foreign_key("outbox_address_id_fkey", "outbox", "addresses", ["address_id"], ["id"])
