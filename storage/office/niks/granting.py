"""Whose a NIK is that two have told, once a head has said so: what it holds up, and for how long.

While it stands nobody decides on the registration and no other claim is granted, so that it is not
given to somebody else under the hands of its owner. It stands for the day in which nothing moves,
and a week in which its owner may come back with the answers.
"""

from datetime import datetime, timedelta

from storage.work import Row

A_DAY = timedelta(days=1)
STANDS = 8 * A_DAY


def stands(claim: str) -> str:
    """Return the condition that a claim stands as granted; it binds `now`."""
    return f"{claim}.granted_at > CAST(:now AS timestamptz) - interval '{STANDS}'"


def is_granted(registration: str) -> str:
    """Return the condition that somebody's claim on a registration stands."""
    of_it = f"granted.registration_id = {registration}.id"
    return f"EXISTS (SELECT FROM claims granted WHERE {of_it} AND {stands('granted')})"


def moves_at(row: Row, now: datetime) -> datetime | None:
    """Return from when on a claim may be taken over, by `granted_at` and `agreed_at` of a row.

    None: no head has said so, or it stands no more.
    """
    if row.granted_at is None or row.granted_at <= now - STANDS:
        return None
    granted: datetime = row.granted_at + A_DAY
    return min(granted, row.agreed_at) if row.agreed_at else granted
