"""The tables. Personal data is in `sealed` columns alone; `hash` columns find it again.

villages ── places ── programmes          who may be covered, and where
people ── addresses, transfers            who writes to us, and from where
people ── drafts, consents                what they tell
niks ── registrations                     whom it is about
registrations ── cards ── officials ── invitations
registrations ── history                  what was done with each
registrations ── claims                   a NIK that two have told
inbox, held, outbox, parked, audit        what came in, waits, goes out, went wrong
jobs                                      what is to be done at some time
nik_tries, nik_notices                    who looked what up within a day or two
key_check, key_use, rehashed              which keys are in use, how much, and what comes next
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    Named,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range

from conversations.life_cycle import LIVE, QUEUED, WAITS_FOR_A_PLACE
from conversations.programme import DEFAULT_CORRECT_DAYS, DEFAULT_DRAFT_DAYS, DEFAULT_KEEP_DAYS
from storage.states import is_in

UNSENT = "sent_at IS NULL AND failed_at IS NULL"
KEPT = "sent_at IS NOT NULL AND failed_at IS NULL"  # for a day: it may still be reported
REPORTED = "channel = 'whatsapp'"  # the one channel that tells what became of a message

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)


class VillageColumns(TypedColumns):
    code = Column(Text, primary_key=True)
    name: Named[str] = Column(Text)
    district: Named[str] = Column(Text)
    regency: Named[str] = Column(Text)


villages = Table("villages", metadata, VillageColumns)


class ProgrammeColumns(TypedColumns):
    id = Column(Uuid, primary_key=True)
    regency: Named[str] = Column(Text)
    year: Named[int] = Column(SmallInteger)
    places: Named[int] = Column(SmallInteger)
    cover: Named[Range[date]] = Column(DATERANGE)
    funder: Named[str] = Column(Text)
    min_age: Named[int] = Column(SmallInteger)
    below_age: Named[int] = Column(SmallInteger)
    closed_at: Named[datetime | None] = Column(DateTime(timezone=True))
    register_until: Named[date | None] = Column(Date)
    over_at: Named[datetime | None] = Column(DateTime(timezone=True))
    replace_until: Named[date | None] = Column(Date)
    correct_days: Named[int] = Column(SmallInteger, server_default=text(f"{DEFAULT_CORRECT_DAYS}"))
    draft_days: Named[int] = Column(SmallInteger, server_default=text(f"{DEFAULT_DRAFT_DAYS}"))
    keep_days: Named[int] = Column(SmallInteger, server_default=text(f"{DEFAULT_KEEP_DAYS}"))
    basis: Named[str] = Column(Text, server_default="")
    complaints: Named[str] = Column(Text, server_default="")


programmes = Table(
    "programmes",
    metadata,
    ProgrammeColumns,
    UniqueConstraint("regency", "year"),
    Index(
        "programmes_open_key", "regency", unique=True, postgresql_where=text("closed_at IS NULL")
    ),
)


class PersonColumns(TypedColumns):
    """`joined_to`: the two were one, and nothing leads here any more.

    `parted_from`: they were one once, and are not any more: the first of all of whom that is so.
    `lately`: what they said that led nowhere, as a digest and numbers (conversations/lately.py).
    """

    id = Column(Uuid, primary_key=True)
    language: Named[str] = Column(Text)
    focus: Named[UUID | None] = Column(Uuid)
    joined_to: Named[UUID | None] = Column(Uuid)
    created_at: Named[datetime] = Column(DateTime(timezone=True))
    lately: Named[str | None] = Column(Text)
    parted_from: Named[UUID | None] = Column(Uuid)


people = Table(
    "people",
    metadata,
    PersonColumns,
    Index("people_joined_to_idx", "joined_to", postgresql_where=text("joined_to IS NOT NULL")),
)


class AddressColumns(TypedColumns):
    """`heard_at`: when its person last wrote from there, not told more than minutes too early.

    `asks_contact`: the chat shows, or soon will, a keyboard that asks for a number. `held_until`:
    when the first message that is held of the chat is due; None: none is. `phone_hash`: of the
    number that the channel last vouched for, which `phone_sealed` is. `joined_by`: the code by
    which the chat came to its person; None: it was there first.
    """

    id = Column(Uuid, primary_key=True)
    person_id: Named[UUID] = Column(Uuid, ForeignKey("people.id"), index=True)
    channel: Named[str] = Column(Text)
    account: Named[str] = Column(Text)
    hash: Named[bytes] = Column(LargeBinary)
    sealed: Named[bytes] = Column(LargeBinary)
    heard_at: Named[datetime] = Column(DateTime(timezone=True))
    asks_contact: Named[bool | None]
    held_until: Named[datetime | None] = Column(DateTime(timezone=True))
    phone_hash: Named[bytes | None] = Column(LargeBinary)
    phone_sealed: Named[bytes | None] = Column(LargeBinary)
    joined_by: Named[UUID | None] = Column(Uuid, ForeignKey("transfers.id", use_alter=True))


addresses = Table(
    "addresses",
    metadata,
    AddressColumns,
    UniqueConstraint("hash"),
    Index(
        "addresses_held_until_idx",
        "channel",
        "account",
        "held_until",
        postgresql_where=text("held_until IS NOT NULL"),
    ),
    # A code that goes asks whom it led here.
    Index("addresses_joined_by_idx", "joined_by", postgresql_where=text("joined_by IS NOT NULL")),
)


class TransferColumns(TypedColumns):
    """A code that makes whoever says it one with the person who asked for it, at that address."""

    id = Column(Uuid, primary_key=True)
    person_id: Named[UUID] = Column(Uuid, ForeignKey("people.id"), index=True)
    address_id: Named[UUID] = Column(Uuid, ForeignKey("addresses.id"), index=True)
    hash: Named[bytes] = Column(LargeBinary, unique=True)
    expires_at: Named[datetime] = Column(DateTime(timezone=True))
    used_at: Named[datetime | None] = Column(DateTime(timezone=True))


transfers = Table("transfers", metadata, TransferColumns)


class DraftColumns(TypedColumns):
    id = Column(Uuid, primary_key=True)
    person_id: Named[UUID] = Column(Uuid, ForeignKey("people.id"), index=True)
    form: Named[str] = Column(Text)
    version: Named[int] = Column(SmallInteger)
    sealed: Named[bytes] = Column(LargeBinary)
    changed_at: Named[datetime] = Column(DateTime(timezone=True))


# Written anew with every answer: with room on the page no index needs to hear of it.
drafts = Table("drafts", metadata, DraftColumns, postgresql_with={"fillfactor": 70})


class ConsentColumns(TypedColumns):
    """`draft_id` becomes the registration's id; the proof stays when the draft goes.

    `declined`: the version of the newest words that were shown since, and not agreed to.
    """

    id = Column(Uuid, primary_key=True)
    draft_id: Named[UUID] = Column(Uuid, index=True)
    person_id: Named[UUID] = Column(Uuid, ForeignKey("people.id"), index=True)
    text_version: Named[str] = Column(Text)
    text_hash: Named[bytes] = Column(LargeBinary)
    language: Named[str] = Column(Text)
    channel: Named[str] = Column(Text)
    message_id: Named[str] = Column(Text)
    for_whom: Named[str] = Column(Text)
    sealed: Named[bytes] = Column(LargeBinary)
    given_at: Named[datetime] = Column(DateTime(timezone=True))
    withdrawn_at: Named[datetime | None] = Column(DateTime(timezone=True))
    declined: Named[str | None] = Column(Text)


consents = Table("consents", metadata, ConsentColumns)


class OfficialColumns(TypedColumns):
    id = Column(Uuid, primary_key=True)
    village: Named[str] = Column(Text, ForeignKey("villages.code"))
    person_id: Named[UUID] = Column(Uuid, ForeignKey("people.id"), index=True)
    sealed: Named[bytes] = Column(LargeBinary)
    since: Named[datetime] = Column(DateTime(timezone=True))
    revoked_at: Named[datetime | None] = Column(DateTime(timezone=True))


officials = Table("officials", metadata, OfficialColumns, UniqueConstraint("village", "person_id"))


class InvitationColumns(TypedColumns):
    id = Column(Uuid, primary_key=True)
    village: Named[str] = Column(Text, ForeignKey("villages.code"), index=True)
    hash: Named[bytes] = Column(LargeBinary, unique=True)
    sealed: Named[bytes] = Column(LargeBinary)
    created_at: Named[datetime] = Column(DateTime(timezone=True))
    expires_at: Named[datetime] = Column(DateTime(timezone=True))
    used_at: Named[datetime | None] = Column(DateTime(timezone=True))
    revoked_at: Named[datetime | None] = Column(DateTime(timezone=True))


invitations = Table("invitations", metadata, InvitationColumns)


class NikColumns(TypedColumns):
    """A NIK that was registered. Its keyed hash is nowhere else that outlives a few days."""

    id = Column(Uuid, primary_key=True)
    hash: Named[bytes] = Column(LargeBinary, unique=True)


niks = Table("niks", metadata, NikColumns)


class RegistrationColumns(TypedColumns):
    """`seq` gives the order of the waiting list; its number is made of it and the regency.

    `address_id`: the chat it came from, whosever that is by now. `phone_is_theirs`: the number is,
    by what was said, of whoever's chat it came from.
    """

    id = Column(Uuid, primary_key=True)
    seq: Named[int] = Column(BigInteger)
    number: Named[str] = Column(Text, unique=True)
    village: Named[str] = Column(Text, ForeignKey("villages.code"))
    programme_id: Named[UUID] = Column(Uuid, ForeignKey("programmes.id"))
    person_id: Named[UUID] = Column(Uuid, ForeignKey("people.id"), index=True)
    nik_id: Named[UUID] = Column(Uuid, ForeignKey("niks.id"), index=True)
    cover: Named[Range[date]] = Column(DATERANGE)
    status: Named[str] = Column(Text)
    version: Named[int] = Column(SmallInteger)
    reason: Named[str | None] = Column(Text)
    decided_by: Named[UUID | None] = Column(Uuid, ForeignKey("officials.id"))
    decided_at: Named[datetime | None] = Column(DateTime(timezone=True))
    submitted_at: Named[datetime] = Column(DateTime(timezone=True), index=True)
    sealed: Named[bytes] = Column(LargeBinary)
    phone_hash: Named[bytes | None] = Column(LargeBinary)
    same_hash: Named[bytes | None] = Column(LargeBinary)
    phone_is_theirs: Named[bool | None]
    address_id: Named[UUID | None] = Column(Uuid, ForeignKey("addresses.id"), index=True)


registrations = Table(
    "registrations",
    metadata,
    RegistrationColumns,
    # One person holds one live registration in overlapping covers, whatever village or channel.
    ExcludeConstraint(
        ("nik_id", "="),
        ("cover", "&&"),
        name="registrations_one_live_per_nik",
        where=text(is_in(LIVE)),
    ),
)
Index(
    "registrations_waiting_idx",
    registrations.c.village,
    registrations.c.programme_id,
    registrations.c.seq,
    postgresql_where=text(is_in(WAITS_FOR_A_PLACE)),
)
Index(
    "registrations_undecided_idx",
    registrations.c.village,
    registrations.c.seq,
    postgresql_where=text(is_in(QUEUED)),
)


Index(
    "registrations_village_submitted_at_idx",
    registrations.c.village,
    registrations.c.submitted_at,
)
Index(
    "registrations_same_hash_idx",
    registrations.c.same_hash,
    postgresql_where=text("same_hash IS NOT NULL"),
)


class HistoryColumns(TypedColumns):
    """One act on a registration; `version` is the one it made. `was` None: it began.

    `person_id` None: nobody did it, or an operator. `address_id`: from which chat. `sealed`: a
    note in somebody's own words. `fields`: which answers it corrected. `village_left`: where it
    was before it went on in another village.
    """

    registration_id: Named[UUID] = Column(Uuid, ForeignKey("registrations.id"))
    version: Named[int] = Column(SmallInteger)
    act: Named[str] = Column(Text)
    was: Named[str | None] = Column(Text)
    became: Named[str] = Column(Text)
    at: Named[datetime] = Column(DateTime(timezone=True))
    person_id: Named[UUID | None] = Column(Uuid)
    address_id: Named[UUID | None] = Column(Uuid)
    reason: Named[str | None] = Column(Text)
    sealed: Named[bytes | None] = Column(LargeBinary)
    fields: Named[list[str] | None] = Column(ARRAY(Text))
    village_left: Named[str | None] = Column(Text)


history = Table(
    "history",
    metadata,
    HistoryColumns,
    PrimaryKeyConstraint("registration_id", "version"),
)


class PlaceColumns(TypedColumns):
    village: Named[str] = Column(Text, ForeignKey("villages.code"))
    programme_id: Named[UUID] = Column(Uuid, ForeignKey("programmes.id"))
    number: Named[int] = Column(SmallInteger)
    registration_id: Named[UUID | None] = Column(Uuid, ForeignKey("registrations.id"))


# Two indexes that have no row in common: in one over all, the free places of the whole country
# would be equal, and somebody might look for a village's among them.
places = Table(
    "places",
    metadata,
    PlaceColumns,
    PrimaryKeyConstraint("village", "programme_id", "number"),
    Index(
        "places_one_per_registration",
        "registration_id",
        unique=True,
        postgresql_where=text("registration_id IS NOT NULL"),
    ),
    Index(
        "places_free_idx",
        "village",
        "programme_id",
        "number",
        postgresql_where=text("registration_id IS NULL"),
    ),
)


class CardColumns(TypedColumns):
    """A registration before an official. `remote_id`: the channel's id of where it is shown.

    `refused_at`: the channel would not show it, for `refusal`, and nobody has asked for it since.
    """

    id = Column(Uuid, primary_key=True)
    registration_id: Named[UUID] = Column(Uuid, ForeignKey("registrations.id"))
    official_id: Named[UUID] = Column(Uuid, ForeignKey("officials.id"))
    remote_id: Named[str | None] = Column(Text)
    opened_at: Named[datetime] = Column(DateTime(timezone=True))
    closed_at: Named[datetime | None] = Column(DateTime(timezone=True))
    asks_reason: Named[bool] = Column(Boolean, server_default=false())
    postponed_at: Named[datetime | None] = Column(DateTime(timezone=True))
    refused_at: Named[datetime | None] = Column(DateTime(timezone=True))
    refusal: Named[str | None] = Column(Text)


cards = Table(
    "cards",
    metadata,
    CardColumns,
    UniqueConstraint("registration_id", "official_id"),
    Index(
        "cards_one_open_per_official",
        "official_id",
        unique=True,
        postgresql_where=text("closed_at IS NULL"),
    ),
    Index("cards_refused_idx", "refused_at", postgresql_where=text("refused_at IS NOT NULL")),
)


class InboxColumns(TypedColumns):
    channel: Named[str] = Column(Text)
    account: Named[str] = Column(Text)
    message_id: Named[str] = Column(Text)
    seen_at: Named[datetime] = Column(DateTime(timezone=True))


inbox = Table(
    "inbox",
    metadata,
    InboxColumns,
    PrimaryKeyConstraint("channel", "account", "message_id"),
    Index("inbox_seen_at_idx", "seen_at"),  # rows leave by it; BRIN's ranges would only widen
)


class HeldColumns(TypedColumns):
    """A message that came faster than its chat is answered; `sealed` is the channel's own body."""

    id = Column(Uuid, primary_key=True)
    seq: Named[int] = Column(BigInteger, Identity(always=True))
    address_id: Named[UUID] = Column(Uuid, ForeignKey("addresses.id"))
    message_id: Named[str] = Column(Text)
    sent_at: Named[datetime] = Column(DateTime(timezone=True))
    sealed: Named[bytes] = Column(LargeBinary)


held = Table("held", metadata, HeldColumns, Index("held_address_id_idx", "address_id", "seq"))


class OutboxColumns(TypedColumns):
    """`lane` 0 is a live reply. A lease pushes `due_at`, which was set at `waits_since`.

    What was sent goes or, where a channel reports, stays for a day, without `sealed` once it
    arrived. `stage` is how far it came (`bot.ports.Stage`). `outside`: it can leave as an approved
    notice only. `refused_id`: the channel's id of an earlier try that it refused after taking it.
    """

    id = Column(Uuid, primary_key=True)
    seq: Named[int] = Column(BigInteger, Identity(always=True))
    # No foreign key: whatever is put joins the address, and who deletes one (people/strangers.py)
    # takes what is here along. A key would look through the whole table for each.
    address_id: Named[UUID] = Column(Uuid)
    channel: Named[str] = Column(Text)
    account: Named[str] = Column(Text)
    lane: Named[int] = Column(SmallInteger)
    card_id: Named[UUID | None] = Column(Uuid)
    edits: Named[bool]
    outside: Named[bool]
    sealed: Named[bytes | None] = Column(LargeBinary)
    due_at: Named[datetime] = Column(DateTime(timezone=True))
    waits_since: Named[datetime | None] = Column(DateTime(timezone=True))
    attempts: Named[int] = Column(SmallInteger)
    remote_id: Named[str | None] = Column(Text)
    sent_at: Named[datetime | None] = Column(DateTime(timezone=True))
    failed_at: Named[datetime | None] = Column(DateTime(timezone=True))
    failure: Named[str | None] = Column(Text)
    stage: Named[int | None] = Column(SmallInteger)
    refused_id: Named[str | None] = Column(Text)


outbox = Table("outbox", metadata, OutboxColumns)
ARRIVED = 2  # bot.ports.Stage.DELIVERED: until then a message may still be refused
NOT_ARRIVED = func.coalesce(outbox.c.stage, 0) < ARRIVED
Index(
    "outbox_due_idx",
    outbox.c.channel,
    outbox.c.account,
    outbox.c.lane,
    outbox.c.due_at,
    # The last is always true; it keeps this index out of plans that look for somebody's earlier
    # messages, which seem to be as near here while the table is small and are not once it is full.
    postgresql_where=text(f"{UNSENT} AND due_at IS NOT NULL"),
)
Index("outbox_kept_idx", outbox.c.sent_at, postgresql_where=text(KEPT))
Index("outbox_failed_idx", outbox.c.failed_at, postgresql_where=text("failed_at IS NOT NULL"))
Index("outbox_reported_idx", outbox.c.remote_id, postgresql_where=text(REPORTED))
Index(
    "outbox_order_idx",
    outbox.c.address_id,
    outbox.c.lane,
    outbox.c.seq,
    postgresql_where=text(UNSENT),
)


class JobColumns(TypedColumns):
    """What is to be done at `due_at`, for that version of its subject; a claim is a lease."""

    name: Named[str] = Column(Text)
    key: Named[UUID] = Column(Uuid)
    due_at: Named[datetime] = Column(DateTime(timezone=True), index=True)
    lease_until: Named[datetime | None] = Column(DateTime(timezone=True))
    version: Named[str] = Column(Text)


jobs = Table("jobs", metadata, JobColumns, PrimaryKeyConstraint("name", "key"))


class RequestColumns(TypedColumns):
    """What somebody asked for who has a right to it; `due_at`: by when it is owed.

    `whole`: all of the chat, if nobody else needs it. One that was done names nobody.
    """

    id = Column(Uuid, primary_key=True)
    receipt: Named[str] = Column(Text, unique=True)
    kind: Named[str] = Column(Text)
    person_id: Named[UUID | None] = Column(Uuid)
    whole: Named[bool] = Column(Boolean)
    registrations: Named[list[UUID]] = Column(ARRAY(Uuid))
    asked_at: Named[datetime] = Column(DateTime(timezone=True))
    due_at: Named[datetime] = Column(DateTime(timezone=True))
    done_at: Named[datetime | None] = Column(DateTime(timezone=True))


requests = Table(
    "requests",
    metadata,
    RequestColumns,
    Index("requests_due_at_idx", "due_at", postgresql_where=text("done_at IS NULL")),
)


class AuditColumns(TypedColumns):
    """What was done, by whom, to what; ids and keyed hashes, never the data itself.

    `sender`: the keyed hash of the address it was done from, then. `sealed`: an operator's own
    words about why, until they are erased; `digest` of them stays. `chain`: the regency's, or "";
    `seq` there; `hash`: of all this, with that of the row before. Written by `audit_append` alone.
    """

    id = Column(Uuid, primary_key=True)
    at: Named[datetime] = Column(DateTime(timezone=True))
    kind: Named[str] = Column(Text)
    person_id: Named[UUID | None] = Column(Uuid)
    subject: Named[UUID | None] = Column(Uuid, index=True)
    sender: Named[bytes | None] = Column(LargeBinary)
    sealed: Named[bytes | None] = Column(LargeBinary)
    chain: Named[str] = Column(Text)
    seq: Named[int] = Column(BigInteger)
    digest: Named[bytes | None] = Column(LargeBinary)
    hash: Named[bytes] = Column(LargeBinary)


audit = Table(
    "audit",
    metadata,
    AuditColumns,
    UniqueConstraint("chain", "seq"),
    Index("audit_person_id_kind_at_idx", "person_id", "kind", "at"),
)


class AuditChainColumns(TypedColumns):
    """How far a chain has come: its last row's number and hash."""

    chain = Column(Text, primary_key=True)
    seq: Named[int] = Column(BigInteger)
    head: Named[bytes] = Column(LargeBinary)


audit_chains = Table("audit_chains", metadata, AuditChainColumns)


class ClaimColumns(TypedColumns):
    """Somebody told a NIK that another has registered, and a head may say that it is theirs.

    `code` stands on the phone of whoever told it. `at`: when they did first.
    """

    id = Column(Uuid, primary_key=True)
    registration_id: Named[UUID] = Column(Uuid, ForeignKey("registrations.id"))
    person_id: Named[UUID] = Column(Uuid, ForeignKey("people.id"), index=True)
    code: Named[str] = Column(Text)
    at: Named[datetime] = Column(DateTime(timezone=True), index=True)
    granted_at: Named[datetime | None] = Column(DateTime(timezone=True))
    granted_by: Named[UUID | None] = Column(Uuid, ForeignKey("officials.id"))
    agreed_at: Named[datetime | None] = Column(DateTime(timezone=True))


claims = Table("claims", metadata, ClaimColumns, UniqueConstraint("registration_id", "person_id"))


class NewPhoneColumns(TypedColumns):
    """A code by which a registration goes on at another phone.

    `official_id`: who gave it; None: the district.
    """

    registration_id = Column(Uuid, ForeignKey("registrations.id"), primary_key=True)
    official_id: Named[UUID | None] = Column(Uuid, ForeignKey("officials.id"), index=True)
    hash: Named[bytes] = Column(LargeBinary, unique=True)
    expires_at: Named[datetime] = Column(DateTime(timezone=True))


new_phones = Table("new_phones", metadata, NewPhoneColumns)


class NikTryColumns(TypedColumns):
    """A NIK that a chat looked up lately, in a village; `taken`: somebody else's."""

    address_id: Named[UUID] = Column(Uuid)
    hash: Named[bytes] = Column(LargeBinary, index=True)
    village: Named[str] = Column(Text)
    at: Named[datetime] = Column(DateTime(timezone=True), index=True)
    taken: Named[bool] = Column(Boolean)


nik_tries = Table(
    "nik_tries", metadata, NikTryColumns, PrimaryKeyConstraint("address_id", "hash", "village")
)


class NikNoticeColumns(TypedColumns):
    """Heads were told that a day that somebody else told this NIK; `claimed`: in their village."""

    hash: Named[bytes] = Column(LargeBinary)
    claimed: Named[bool] = Column(Boolean)
    day: Named[date] = Column(Date)


nik_notices = Table(
    "nik_notices", metadata, NikNoticeColumns, PrimaryKeyConstraint("hash", "claimed", "day")
)


class ParkedColumns(TypedColumns):
    """A message not taken because of a fault of ours; `sealed` is body and traceback."""

    id = Column(Uuid, primary_key=True)
    channel: Named[str] = Column(Text)
    account: Named[str] = Column(Text)
    message_id: Named[str] = Column(Text)
    error: Named[str] = Column(Text)
    sealed: Named[bytes] = Column(LargeBinary)
    at: Named[datetime] = Column(DateTime(timezone=True))


parked = Table("parked", metadata, ParkedColumns)


class KeyCheckColumns(TypedColumns):
    """One row, made with the keys in use: others would find nobody and open nothing."""

    id = Column(Uuid, primary_key=True)
    hash: Named[bytes] = Column(LargeBinary)
    sealed: Named[bytes] = Column(LargeBinary)


key_check = Table("key_check", metadata, KeyCheckColumns)


class KeyUseColumns(TypedColumns):
    """How many seals each sealing key has made, as far as they were told, and since when."""

    fingerprint = Column(Text, primary_key=True)
    seals: Named[int] = Column(BigInteger)
    since: Named[datetime] = Column(DateTime(timezone=True))


key_use = Table("key_use", metadata, KeyUseColumns)


class RehashedColumns(TypedColumns):
    """What a hash becomes once a new hashing key is taken up; empty but while that is prepared.

    `place`: table and column. Unlogged: what is lost with the machine is prepared again.
    """

    place: Named[str] = Column(Text)
    id: Named[UUID] = Column(Uuid)
    was: Named[bytes] = Column(LargeBinary)
    becomes: Named[bytes] = Column(LargeBinary)


rehashed = Table(
    "rehashed",
    metadata,
    RehashedColumns,
    PrimaryKeyConstraint("place", "id"),
    prefixes=["UNLOGGED"],
)
