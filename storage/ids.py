"""Ids are made here, not in the database, so that a row can be sealed before it is inserted."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a UUIDv7: unique, and roughly in the order of time (RFC 9562)."""
    return uuid7()
