"""Where something is sealed: every table and column, and what each blob is bound to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from conversations.record import record
from storage.people.identities import VOUCHED
from storage.sealing import Sealer


@record
class SealedIn:
    """A column of blobs. `key`: what names a row; `row`: the id that a blob is bound to first.

    `kind`: what it is sealed for, if not the table; `bound`: whatever else it is bound to.
    """

    table: str
    column: str = "sealed"
    key: tuple[str, ...] = ("id",)
    row: str = "id"
    kind: str = ""
    bound: tuple[str, ...] = ()

    def opened(self, sealer: Sealer, row: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Open the blob of a row; raise KeysError."""
        return sealer.unseal(*self._named(row), row[self.column], *self._bound_to(row))

    def sealed(self, sealer: Sealer, row: Mapping[str, Any], told: Any) -> bytes:  # noqa: ANN401 - JSON
        return sealer.seal(*self._named(row), told, *self._bound_to(row))

    def _named(self, row: Mapping[str, Any]) -> tuple[str, UUID]:
        return self.kind or self.table, row[self.row]

    def _bound_to(self, row: Mapping[str, Any]) -> list[UUID]:
        return [row[name] for name in self.bound]

    @property
    def name(self) -> str:
        return self.table if self.column == "sealed" else f"{self.table}.{self.column}"


SEALED = (
    SealedIn("addresses"),
    SealedIn("addresses", "phone_sealed", kind=VOUCHED),
    SealedIn("drafts"),
    SealedIn("consents"),
    SealedIn("officials"),
    SealedIn("invitations"),
    SealedIn("registrations", bound=("nik_id", "programme_id")),
    SealedIn("history", key=("registration_id", "version"), row="registration_id"),
    SealedIn("held"),
    SealedIn("outbox"),
    SealedIn("parked"),
    SealedIn("audit"),
)
