"""The names of officials and of workers, who are sealed with all else that is told of them."""

from uuid import UUID

from storage.work import Work


def of_official(work: Work, official: UUID, sealed: bytes) -> str:
    """Return the name an official was invited under."""
    return str(work.sealer.unseal("officials", official, sealed)["name"])


def of_worker(work: Work, registration: UUID, sealed: bytes) -> str:
    """Return the name in a registration's answers."""
    return str(work.sealer.unseal("registrations", registration, sealed)["name"])
