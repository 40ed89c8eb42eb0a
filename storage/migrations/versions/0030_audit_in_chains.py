"""The audit is a chain a regency: each row is hashed with the one before, and only ever added.

What is there already is chained as it stands, in the order of its times. From now on rows come
by `audit_append` alone, which is the owner's; `audit_erase` erases a note, whose digest stays.
"""

import sqlalchemy as sa
from alembic import op

from storage.roles import PROVIDE

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_SAID = """
CREATE FUNCTION audit_said(chain text, seq bigint, id uuid, at timestamptz, kind text,
                           person uuid, subject uuid, sender bytea, digest bytea)
RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT convert_to(concat_ws('|', chain, seq, id, (extract(epoch FROM at) * 1000000)::bigint,
        kind, coalesce(person::text, ''), coalesce(subject::text, ''),
        coalesce(encode(sender, 'hex'), ''), coalesce(encode(digest, 'hex'), '')), 'UTF8')
$$
"""
_APPEND = """
DO $make$ BEGIN
    EXECUTE format($function$
        CREATE FUNCTION audit_append(
            ids uuid[], kinds text[], people uuid[], subjects uuid[], addressed uuid[],
            chains text[], notes bytea[], digests bytea[], done_at timestamptz) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = %I, pg_temp AS $$
        DECLARE
            one record;
            now_in text;
            at_seq bigint;
            at_head bytea;
        BEGIN
            FOR one IN
                SELECT coalesce(w.chain, left(r.village, 5), '') COLLATE "C" AS chain, w.id,
                       w.kind, w.person, w.subject, w.note, w.digest, a.hash AS sender
                  FROM unnest(ids, kinds, people, subjects, addressed, chains, notes, digests)
                       WITH ORDINALITY
                       AS w(id, kind, person, subject, address, chain, note, digest, n)
                  LEFT JOIN registrations r ON r.id = w.subject
                  LEFT JOIN addresses a ON a.id = w.address
                 ORDER BY 1, w.n
            LOOP
                IF now_in IS DISTINCT FROM one.chain THEN
                    UPDATE audit_chains SET seq = at_seq, head = at_head WHERE chain = now_in;
                    now_in := one.chain;
                    INSERT INTO audit_chains (chain, seq, head)
                    VALUES (now_in, 0, sha256(convert_to('seratus|' || now_in, 'UTF8')))
                    ON CONFLICT DO NOTHING;
                    SELECT seq, head INTO at_seq, at_head
                      FROM audit_chains WHERE chain = now_in FOR NO KEY UPDATE;
                END IF;
                at_seq := at_seq + 1;
                at_head := sha256(at_head || audit_said(
                    now_in, at_seq, one.id, done_at, one.kind, one.person, one.subject,
                    one.sender, one.digest));
                INSERT INTO audit (id, at, kind, person_id, subject, sender, sealed,
                                   chain, seq, digest, hash)
                VALUES (one.id, done_at, one.kind, one.person, one.subject, one.sender, one.note,
                        now_in, at_seq, one.digest, at_head);
            END LOOP;
            UPDATE audit_chains SET seq = at_seq, head = at_head WHERE chain = now_in;
        END $$
    $function$, current_schema);
    EXECUTE format($function$
        CREATE FUNCTION audit_erase(ids uuid[]) RETURNS bigint
        LANGUAGE sql SECURITY DEFINER SET search_path = %I, pg_temp AS $$
            WITH erased AS (
                UPDATE audit SET sealed = NULL WHERE id = ANY(ids) AND sealed IS NOT NULL
                RETURNING 1)
            SELECT count(*) FROM erased
        $$
    $function$, current_schema);
END $make$
"""
_CHAIN_WHAT_IS_THERE = """
DO $$
DECLARE
    one record;
    now_in text;
    at_seq bigint;
    at_head bytea;
BEGIN
    FOR one IN
        SELECT a.*, coalesce(left(r.village, 5), '') COLLATE "C" AS of_regency
          FROM audit a LEFT JOIN registrations r ON r.id = a.subject
         ORDER BY of_regency, a.at, a.id
    LOOP
        IF now_in IS DISTINCT FROM one.of_regency THEN
            UPDATE audit_chains SET seq = at_seq, head = at_head WHERE chain = now_in;
            now_in := one.of_regency;
            at_seq := 0;
            at_head := sha256(convert_to('seratus|' || now_in, 'UTF8'));
            INSERT INTO audit_chains (chain, seq, head) VALUES (now_in, at_seq, at_head);
        END IF;
        at_seq := at_seq + 1;
        at_head := sha256(at_head || audit_said(now_in, at_seq, one.id, one.at, one.kind,
                                                one.person_id, one.subject, one.sender, NULL));
        UPDATE audit SET chain = now_in, seq = at_seq, hash = at_head WHERE id = one.id;
    END LOOP;
    UPDATE audit_chains SET seq = at_seq, head = at_head WHERE chain = now_in;
END $$
"""
_FUNCTIONS = (
    "audit_append(uuid[], text[], uuid[], uuid[], uuid[], text[], bytea[], bytea[], timestamptz)",
    "audit_erase(uuid[])",
    "audit_said(text, bigint, uuid, timestamptz, text, uuid, uuid, bytea, bytea)",
)


def upgrade() -> None:
    op.create_table(
        "audit_chains",
        sa.Column("chain", sa.Text(), primary_key=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
    )
    op.add_column("audit", sa.Column("chain", sa.Text()))
    op.add_column("audit", sa.Column("seq", sa.BigInteger()))
    op.add_column("audit", sa.Column("digest", sa.LargeBinary()))
    op.add_column("audit", sa.Column("hash", sa.LargeBinary()))
    op.execute(_SAID)
    op.execute(_APPEND)
    op.execute(_CHAIN_WHAT_IS_THERE)
    for column in ("chain", "seq", "hash"):
        op.alter_column("audit", column, nullable=False)
    op.create_unique_constraint("audit_chain_seq_key", "audit", ["chain", "seq"])
    for function in _FUNCTIONS:
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    op.execute(PROVIDE)


def downgrade() -> None:
    for function in _FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    op.drop_constraint("audit_chain_seq_key", "audit")
    for column in ("hash", "digest", "seq", "chain"):
        op.drop_column("audit", column)
    op.drop_table("audit_chains")
