"""The names of officials and of workers, who are sealed with all else that is told of them."""

from uuid import UUID

from storage.office.registrations.sealed import answers_in
from storage.work import Row, Work


def of_official(work: Work, official: UUID, sealed: bytes) -> str:
    """Return the name an official was invited under."""
    return str(work.sealer.unseal("officials", official, sealed)["name"])


def of_worker(work: Work, row: Row) -> str:
    """Return the name in a registration's answers: see `answers_in`."""
    return answers_in(work, row.id, row)["name"]
