"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")  # "=" beside "&&" in one constraint
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.Uuid(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_pkey")),
    )
    op.create_index(
        "audit_person_id_kind_at_idx", "audit", ["person_id", "kind", "at"], unique=False
    )
    op.create_index(op.f("audit_subject_idx"), "audit", ["subject"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "message_id", name=op.f("inbox_pkey")),
    )
    op.create_index("inbox_seen_at_idx", "inbox", ["seen_at"], unique=False)
    op.create_table(
        "key_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("key_check_pkey")),
    )
    op.create_table(
        "parked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("parked_pkey")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("focus", sa.Uuid(), nullable=True),
        sa.Column("joined_to", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("people_pkey")),
    )
    op.create_table(
        "programmes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("regency", sa.Text(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("places", sa.SmallInteger(), nullable=False),
        sa.Column("cover", postgresql.DATERANGE(), nullable=False),
        sa.Column("funder", sa.Text(), nullable=False),
        sa.Column("min_age", sa.SmallInteger(), nullable=False),
        sa.Column("below_age", sa.SmallInteger(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("programmes_pkey")),
        sa.UniqueConstraint("regency", "year", name=op.f("programmes_regency_year_key")),
    )
    op.create_index(
        "programmes_open_key",
        "programmes",
        ["regency"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "villages",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("regency", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("villages_pkey")),
    )
    op.create_table(
        "addresses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("addresses_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("addresses_pkey")),
        sa.UniqueConstraint("hash", name=op.f("addresses_hash_key")),
    )
    op.create_index(op.f("addresses_person_id_idx"), "addresses", ["person_id"], unique=False)
    op.create_table(
        "transfers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("transfers_address_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("transfers_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("transfers_pkey")),
        sa.UniqueConstraint("hash", name=op.f("transfers_hash_key")),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("for_whom", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("consents_person_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("consents_pkey")),
    )
    op.create_index(op.f("consents_draft_id_idx"), "consents", ["draft_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("drafts_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("drafts_pkey")),
        postgresql_with={"fillfactor": 70},
    )
    op.create_index(op.f("drafts_person_id_idx"), "drafts", ["person_id"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["village"], ["villages.code"], name=op.f("invitations_village_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("invitations_pkey")),
        sa.UniqueConstraint("hash", name=op.f("invitations_hash_key")),
    )
    op.create_index(op.f("invitations_village_idx"), "invitations", ["village"], unique=False)
    op.create_table(
        "officials",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("officials_person_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["village"], ["villages.code"], name=op.f("officials_village_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("officials_pkey")),
        sa.UniqueConstraint("village", "person_id", name=op.f("officials_village_person_id_key")),
    )
    op.create_index(op.f("officials_person_id_idx"), "officials", ["person_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("address_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=True),
        sa.Column("edits", sa.Boolean(), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("stage", sa.SmallInteger(), nullable=True),
        sa.Column("refused_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("outbox_address_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("outbox_pkey")),
    )
    op.create_index(
        "outbox_due_idx",
        "outbox",
        ["channel", "account", "lane", "due_at"],
        unique=False,
        postgresql_where=sa.text("sent_at IS NULL AND failed_at IS NULL AND due_at IS NOT NULL"),
    )
    op.create_index(
        "outbox_kept_idx",
        "outbox",
        ["sent_at"],
        unique=False,
        postgresql_where=sa.text("sent_at IS NOT NULL AND failed_at IS NULL"),
    )
    op.create_index(
        "outbox_failed_idx",
        "outbox",
        ["failed_at"],
        unique=False,
        postgresql_where=sa.text("failed_at IS NOT NULL"),
    )
    op.create_index(
        "outbox_reported_idx",
        "outbox",
        ["remote_id"],
        unique=False,
        postgresql_where=sa.text("channel = 'whatsapp'"),
    )
    op.create_index(
        "outbox_order_idx",
        "outbox",
        ["address_id", "lane", "seq"],
        unique=False,
        postgresql_where=sa.text("sent_at IS NULL AND failed_at IS NULL"),
    )
    op.create_table(
        "registrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("village", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("nik_hash", sa.LargeBinary(), nullable=False),
        sa.Column("cover", postgresql.DATERANGE(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("CAST(encode(substr(nik_hash, 1, 16), 'hex') AS uuid)"), "="),
            (sa.column("cover"), "&&"),
            where=sa.text("status IN ('waiting', 'placed', 'confirmed')"),
            using="gist",
            name="registrations_one_live_per_nik",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["officials.id"], name=op.f("registrations_decided_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("registrations_person_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("registrations_programme_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["village"], ["villages.code"], name=op.f("registrations_village_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("registrations_pkey")),
        sa.UniqueConstraint("number", name=op.f("registrations_number_key")),
    )
    op.create_index(
        op.f("registrations_nik_hash_idx"), "registrations", ["nik_hash"], unique=False
    )
    op.create_index(
        op.f("registrations_person_id_idx"), "registrations", ["person_id"], unique=False
    )
    op.create_index(
        "registrations_undecided_idx",
        "registrations",
        ["village", "seq"],
        unique=False,
        postgresql_where=sa.text("status = 'placed'"),
    )
    op.create_index(
        "registrations_waiting_idx",
        "registrations",
        ["village", "programme_id", "seq"],
        unique=False,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "cards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("postponed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["official_id"], ["officials.id"], name=op.f("cards_official_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("cards_registration_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("cards_pkey")),
        sa.UniqueConstraint(
            "registration_id", "official_id", name=op.f("cards_registration_id_official_id_key")
        ),
    )
    op.create_index(
        "cards_one_open_per_official",
        "cards",
        ["official_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "places",
        sa.Column("village", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("places_programme_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("places_registration_id_fkey")
        ),
        sa.ForeignKeyConstraint(["village"], ["villages.code"], name=op.f("places_village_fkey")),
        sa.PrimaryKeyConstraint("village", "programme_id", "number", name=op.f("places_pkey")),
    )
    op.create_index(
        "places_one_per_registration",
        "places",
        ["registration_id"],
        unique=True,
        postgresql_where=sa.text("registration_id IS NOT NULL"),
    )
    op.create_index(
        "places_free_idx",
        "places",
        ["village", "programme_id", "number"],
        unique=False,
        postgresql_where=sa.text("registration_id IS NULL"),
    )
