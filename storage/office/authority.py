"""Who may decide on a registration: an official of its village, and never on what is their own.

What came from an official's own chat, or from one that was joined to it, is another official's to
decide. Where there is none it waits for the district.
"""


def may_decide(official: str, registration: str) -> str:
    """Return the condition, between rows of `officials` and `registrations` by their aliases."""
    return (
        f"{official}.village = {registration}.village AND {official}.revoked_at IS NULL"
        f" AND {official}.person_id <> {registration}.person_id"
    )
