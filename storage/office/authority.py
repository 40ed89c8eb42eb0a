"""Who may decide on a registration: an official of its village, and never on what is their own.

Their own is what came from their chat, or from one that was joined to it, and what has their
number: one that a channel vouches for, or that they gave as theirs when they registered somebody.
It is another official's to confirm; where there is none it waits for the district.

What has their number may be anybody's, who was given it or took it: they see it, and may reject
it, or whoever writes their number down would take the village's places behind their backs.
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
    """Return the condition that a registration came from a person's chat."""
    return f"({person} = {registration}.person_id)"


def has_number_of(person: str, registration: str) -> str:
    """Return the condition that a registration has a person's number.

    Their numbers are looked up as an array: of an EXISTS the planner would make a join, and read
    those of the whole country for it.
    """
    return f"""(CASE WHEN {registration}.phone_hash IS NULL THEN false
           ELSE {registration}.phone_hash = ANY(ARRAY(
                SELECT mine.phone_hash FROM addresses mine
                 WHERE mine.person_id = {person} AND mine.phone_hash IS NOT NULL
                 UNION ALL
                SELECT told.phone_hash FROM registrations told
                 WHERE told.person_id = {person} AND told.phone_is_theirs)) END)"""
