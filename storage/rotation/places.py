"""Where something is sealed: every table and column, and what each blob is bound to."""

from conversations.record import record
from storage.people.identities import VOUCHED


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
