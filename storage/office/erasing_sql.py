"""The statements of erasing (erasing.py), in the order in which rows name each other."""

from sqlalchemy import text

_REGISTRATIONS = "ANY(CAST(:registrations AS uuid[]))"
_PEOPLE = "ANY(CAST(:people AS uuid[]))"
_ADDRESSES = "ANY(CAST(:addresses AS uuid[]))"
_DRAFTS = "ANY(CAST(:drafts AS uuid[]))"

VILLAGES = text(f"""
    SELECT village FROM registrations
     WHERE id = {_REGISTRATIONS} OR address_id = {_ADDRESSES}
     UNION
    SELECT village FROM officials WHERE person_id = {_PEOPLE}
""")
# Those who were joined to somebody are they.
PEOPLE = text("""
    WITH RECURSIVE those(id) AS (
        SELECT unnest(CAST(:people AS uuid[]))
         UNION
        SELECT p.id FROM people p JOIN those ON p.joined_to = those.id
    )
    SELECT id FROM those
""")
KNOWN = text(f"SELECT id FROM people WHERE id = {_PEOPLE} ORDER BY id")
ADDRESSES = text(f"SELECT id FROM addresses WHERE person_id = {_PEOPLE}")
DRAFTS = text(f"SELECT id FROM drafts WHERE person_id = {_PEOPLE}")
CORRECTING = text(f"""
    SELECT DISTINCT d.id, d.sealed
      FROM registrations r JOIN drafts d ON d.person_id = r.person_id
     WHERE r.id = {_REGISTRATIONS}
""")
REGISTERED = text(f"""
    SELECT id, village, number, nik_id, programme_id, sealed FROM registrations
     WHERE id = {_REGISTRATIONS} ORDER BY seq
""")
CHATS = text(f"SELECT id, sealed FROM addresses WHERE id = {_ADDRESSES}")
# Who may have been told of them: their villages' heads, whose they were, and who claimed them.
READERS = text(f"""
    SELECT person_id FROM officials
     WHERE village IN (
           SELECT village FROM registrations WHERE id = {_REGISTRATIONS}
            UNION
           SELECT village_left FROM history WHERE registration_id = {_REGISTRATIONS})
     UNION
    SELECT person_id FROM registrations WHERE id = {_REGISTRATIONS}
     UNION
    SELECT person_id FROM history
     WHERE registration_id = {_REGISTRATIONS} AND person_id IS NOT NULL
     UNION
    SELECT person_id FROM claims WHERE registration_id = {_REGISTRATIONS}
""")

OFFICES = text(f"""
    SELECT id, village, sealed, revoked_at FROM officials WHERE person_id = {_PEOPLE} ORDER BY id
""")
RENAME = text("UPDATE officials SET sealed = CAST(:sealed AS bytea) WHERE id = CAST(:id AS uuid)")
INVITED = text("SELECT id, sealed FROM invitations WHERE village = :village")
UNINVITE = text("DELETE FROM invitations WHERE id = ANY(CAST(:ids AS uuid[]))")

# The chain is hashed over a note's digest, which stays.
ERASE_NOTES = text(f"""
    SELECT audit_erase(ARRAY(
        SELECT id FROM audit
         WHERE sealed IS NOT NULL AND (
               subject = {_REGISTRATIONS} OR subject = {_PEOPLE} OR person_id = {_PEOPLE}
               OR subject IN (SELECT id FROM officials WHERE person_id = {_PEOPLE}))))
""")

_MESSAGES = text(f"""
    DELETE FROM outbox
     WHERE address_id = {_ADDRESSES}
        OR card_id IN (SELECT id FROM cards WHERE registration_id = {_REGISTRATIONS})
""")
_HANGS_ON = tuple(
    text(f"DELETE FROM {table} WHERE registration_id = {_REGISTRATIONS}")
    for table in ("cards", "new_phones", "claims", "history")
)
_CLAIMED = text(f"DELETE FROM claims WHERE person_id = {_PEOPLE}")
_GONE = text(f"DELETE FROM registrations WHERE id = {_REGISTRATIONS} RETURNING village")
# A neighbour's registration, which somebody else goes on with or did.
_FROM_NOWHERE = text(f"""
    UPDATE registrations SET address_id = NULL WHERE address_id = {_ADDRESSES} RETURNING village
""")
# Whoever registers one just now has it locked, and is waited for: then it is named, and stays.
_LOCK_NIKS = text("""
    SELECT id FROM niks WHERE id = ANY(CAST(:niks AS uuid[])) ORDER BY hash FOR UPDATE
""")
_NIKS = text("""
    WITH gone AS (
        DELETE FROM niks k
         WHERE k.id = ANY(CAST(:niks AS uuid[]))
           AND NOT EXISTS (SELECT FROM registrations WHERE nik_id = k.id)
        RETURNING k.hash
    ), tries AS (
        DELETE FROM nik_tries USING gone WHERE nik_tries.hash = gone.hash
    ), notices AS (
        DELETE FROM nik_notices USING gone WHERE nik_notices.hash = gone.hash
    )
    SELECT count(*) FROM gone
""")
# An id of a registration was that of its draft.
_TOLD = text(f"""
    WITH gone AS (
        DELETE FROM drafts WHERE id = {_DRAFTS} OR id = {_REGISTRATIONS} RETURNING id, person_id
    )
    UPDATE people SET focus = NULL FROM gone
     WHERE people.id = gone.person_id AND people.focus = gone.id
""")
_JOBS = text(f"""
    DELETE FROM jobs
     WHERE name = ANY(CAST(:jobs AS text[])) AND (key = {_DRAFTS} OR key = {_REGISTRATIONS})
""")
# The proof of a consent stays with what is still registered by it.
_CONSENTS = text(f"""
    DELETE FROM consents
     WHERE draft_id = {_DRAFTS} OR draft_id = {_REGISTRATIONS} OR (
           person_id = {_PEOPLE} AND NOT EXISTS (
               SELECT FROM registrations WHERE id = consents.draft_id))
""")
_HELD = text(f"DELETE FROM held WHERE address_id = {_ADDRESSES}")
_TRIES = text(f"DELETE FROM nik_tries WHERE address_id = {_ADDRESSES}")
_CODES = f"""
    SELECT id FROM transfers WHERE person_id = {_PEOPLE} OR address_id = {_ADDRESSES}
"""
_UNJOIN = text(f"UPDATE addresses SET joined_by = NULL WHERE joined_by IN ({_CODES})")
_USED = text(f"DELETE FROM transfers WHERE id IN ({_CODES})")
_CHATS = text(f"DELETE FROM addresses WHERE id = {_ADDRESSES}")
# What they asked for besides is done by it, and names nobody any more.
_REQUESTS = text(f"""
    UPDATE requests
       SET person_id = NULL, registrations = '{{}}',
           done_at = coalesce(done_at, CAST(:now AS timestamptz))
     WHERE person_id = {_PEOPLE}
""")
_NOBODY = text(f"""
    DELETE FROM people p
     WHERE p.id = {_PEOPLE}
       AND NOT EXISTS (SELECT FROM registrations WHERE person_id = p.id)
       AND NOT EXISTS (SELECT FROM officials WHERE person_id = p.id)
       AND NOT EXISTS (SELECT FROM consents WHERE person_id = p.id)
""")
# What their hashes were to become, where the keys are just being rotated.
_REHASHED = text(f"""
    DELETE FROM rehashed
     WHERE id = {_REGISTRATIONS} OR id = {_ADDRESSES} OR id = ANY(CAST(:niks AS uuid[]))
""")
_BARE = text(f"UPDATE people SET focus = NULL, lately = NULL WHERE id = {_PEOPLE}")

ERASE = (
    *(_MESSAGES, *_HANGS_ON, _CLAIMED, _GONE, _FROM_NOWHERE, _LOCK_NIKS, _NIKS),
    *(_TOLD, _JOBS, _CONSENTS, _HELD, _TRIES, _UNJOIN, _USED, _CHATS, _REQUESTS, _NOBODY),
    *(_REHASHED, _BARE),
)
