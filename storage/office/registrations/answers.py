"""What a registration's row keeps of its answers: all of them sealed, and the hashes of some."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from storage.office.registrations.same_person import same_hash
from storage.office.registrations.sealed import seal
from storage.people.identities import number_hash
from storage.work import Work


class Kept(NamedTuple):
    """`phone_is_theirs`: the number is, by what was said, that of whoever's chat it came from."""

    sealed: bytes
    phone_hash: bytes | None
    phone_is_theirs: bool
    same_hash: bytes | None


def keeping(
    work: Work, registration: UUID, nik: UUID, programme: UUID, answers: Mapping[str, str]
) -> Kept:
    """Return what is kept of the answers to a registration of this NIK's row and programme."""
    sealed = seal(work, registration, nik, programme, answers)
    return Kept(sealed, *_number(work, answers), same_hash(work, answers))


def _number(work: Work, answers: Mapping[str, str]) -> tuple[bytes | None, bool]:
    number = answers.get("phone", "none")
    if number == "none":
        return None, False
    sender = "worker" if answers.get("for_whom") == "self" else "helper"
    return number_hash(work, number), answers.get("phone_owner") == sender
