"""Who may decide on a registration: an official of its village, and never on what is their own.

Their own is what came from their chat, whosever that was then, or is of somebody whose chat was
joined to it, if only for a while; and what has their number: one that a channel vouches for, or
that they gave as theirs when they registered somebody. It is another official's to confirm; where
there is none it waits for the district.

What has their number may be anybody's, who was given it or took it: they see it, and may reject
it, or whoever writes their number down would take the village's places behind their backs.

Chats and numbers of a person are looked up as arrays: of an EXISTS the planner would make a join,
and read those of the whole country for it.
"""


def may_decide(official: str, registration: str) -> str:
    """Return the condition, between rows of `officials` and `registrations` by their aliases."""
    number = has_number_of(f"{official}.person_id", registration)
    return f"{may_see(official, registration)} AND NOT {number}"


def may_see(official: str, registration: str) -> str:
    """Return the condition that a registration is shown to an official, who may reject it."""
    chat = from_chat_of(f"{official}.person_id", registration)
    return (
        f"{official}.village = {registration}.village AND {official}.revoked_at IS NULL"
        f" AND NOT {chat}"
    )


def from_chat_of(person: str, registration: str) -> str:
    """Return the condition that a registration came from a person's chat, now or then."""
    return f"""({_first(person)} = {_first(f"{registration}.person_id")}
        OR CASE WHEN {registration}.address_id IS NULL THEN false
           ELSE {registration}.address_id = ANY(ARRAY(
                SELECT chat.id FROM addresses chat WHERE chat.person_id = {person})) END)"""


def has_number_of(person: str, registration: str) -> str:
    """Return the condition that a registration has a person's number."""
    return f"""(CASE WHEN {registration}.phone_hash IS NULL THEN false
           ELSE {registration}.phone_hash = ANY(ARRAY(
                SELECT mine.phone_hash FROM addresses mine
                 WHERE mine.person_id = {person} AND mine.phone_hash IS NOT NULL
                 UNION ALL
                SELECT told.phone_hash FROM registrations told
                 WHERE told.person_id = {person} AND told.phone_is_theirs)) END)"""


def _first(person: str) -> str:
    """Return the person of whom all were part that they were ever parted from."""
    return f"(SELECT coalesce(p.parted_from, p.id) FROM people p WHERE p.id = {person})"
