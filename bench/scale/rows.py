"""The rows of the country, as the bot would have left them in the middle of its registrations.

Every id is a UUIDv7 of its time, every hash is keyed and every blob sealed, so that whoever is in
it can be looked up, written to and decided about. Rows come in the order of time within a regency,
not village by village: a village's hundred lie on a hundred pages, as they would.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeAlias

from asyncpg import Range
from asyncpg.pgproto.pgproto import UUID  # the standard one, six times as fast to make

from bench.platforms.wires import ACCOUNT
from bench.scale.country import LASTS, PHONE_ID, PLACES, Chosen, worker
from conversations.programme import Programme
from conversations.villages import Village, regency_of
from storage.sealing import Sealer

MOST_PEOPLE = 120  # of a village: those with places, refused, waiting, unfinished, and its head
QUIET_TAKEN = 40  # places of a quiet village
BATCH = 4000  # registrations
ON_WHATSAPP = 6  # of ten workers
FIRST_ID = 1_000_000_000  # of the people's Telegram ids; crowds have lower ones

_Done: TypeAlias = tuple[datetime, UUID | None]  # when, and who
Batch: TypeAlias = dict[str, list[tuple[Any, ...]]]

COLUMNS = {
    "people": "id language created_at",
    "addresses": "id person_id channel account hash sealed heard_at",
    "drafts": "id person_id form version sealed changed_at",
    "consents": (
        "id draft_id person_id text_version text_hash language channel message_id for_whom"
        " sealed given_at"
    ),
    "officials": "id village person_id sealed since",
    "invitations": "id village hash sealed created_at expires_at used_at",
    "niks": "id hash",
    "registrations": (
        "id seq number village programme_id person_id nik_id cover status version reason"
        " decided_by decided_at submitted_at sealed"
    ),
    "history": "registration_id version act was became at person_id reason",
    "places": "village programme_id number registration_id",
    "cards": "id registration_id official_id remote_id opened_at closed_at",
    "audit": "id at kind person_id subject chain seq hash",
}


_VERSIONS = {"waiting": 0, "placed": 1, "confirmed": 2, "rejected": 2, "withdrawn": 2}
_LAST = {"confirmed": "confirm", "rejected": "reject", "withdrawn": "withdraw"}
_TEXT_HASH = os.urandom(32)


@dataclass(frozen=True, slots=True)
class Sample:
    """Somebody to ask about: a village, its head's chat, a worker's chat and NIK."""

    village: str
    head: int
    worker: int
    nik: str


@dataclass(frozen=True, slots=True)
class _Head:
    chat: int
    person: UUID
    official: UUID


@dataclass(slots=True)
class _Town:
    """A village being filled: what becomes of its people, in their order."""

    village: Village
    fates: Sequence[str]
    head: _Head | None = None
    taken: list[UUID] = field(default_factory=list)
    open_card: bool = False
    sampled: bool = False


class Ids:
    """Makes UUIDv7s (RFC 9562) of other times than now; noise is drawn for thousands at once."""

    _ROOM = 10 * 8192  # bytes of noise behind the 6 of the time
    _VERSION = bytes(0x70 | n & 0x0F for n in range(256))
    _VARIANT = bytes(0x80 | n & 0x3F for n in range(256))

    def __init__(self) -> None:
        self._noise, self._used = b"", self._ROOM

    def at(self, at: datetime) -> UUID:
        if self._used == self._ROOM:
            noise = bytearray(os.urandom(self._ROOM))
            noise[0::10] = noise[0::10].translate(self._VERSION)
            noise[2::10] = noise[2::10].translate(self._VARIANT)
            self._noise, self._used = bytes(noise), 0
        self._used += 10
        milliseconds = int(at.timestamp() * 1000)
        return UUID(milliseconds.to_bytes(6, "big") + self._noise[self._used - 10 : self._used])


@dataclass(frozen=True, slots=True)
class Part:
    """Some regencies with their villages. `first`: the number of its first village."""

    where: Chosen
    programmes: Sequence[Programme]
    first: int


def parts(where: Chosen, programmes: Sequence[Programme], wanted: int) -> list[Part]:
    """Cut the country into about so many parts, regency by regency; none shares people."""
    found, first = [], 0
    for number in range(min(wanted, len(programmes))):
        some = programmes[number::wanted]
        regencies = {one.regency for one in some}
        villages = [v for v in where.villages if regency_of(v.code) in regencies]
        quiet = [v for v in where.quiet if regency_of(v.code) in regencies]
        found.append(Part(Chosen(villages, quiet), some, first))
        first += len(villages)
    return found


class Country:
    """Writes the rows of a part of the country.

    `samples` is filled meanwhile, and `last_numbers` with each regency's last.
    """

    def __init__(self, part: Part, sealer: Sealer, now: datetime) -> None:
        self._villages = list(enumerate(part.where.villages, part.first))
        self._quiet = {village.code for village in part.where.quiet}
        self._programmes = {one.regency: one for one in part.programmes}
        self._sealer = sealer
        self._now = now
        self._people = count(part.first * MOST_PEOPLE)
        self._id_at = Ids().at
        self._seq = count(os.getpid() * 10**9)  # of no other process's
        self._chain = ""
        self._batch: Batch = {}
        self.samples: list[Sample] = []
        self.last_numbers: dict[str, int] = {}

    def batches(self) -> Iterator[Batch]:
        """Give all rows, by table, some thousand people at a time."""
        towns: dict[str, list[_Town]] = {regency: [] for regency in self._programmes}
        for number, village in self._villages:
            towns[regency_of(village.code)].append(self._town(number, village))
        for regency, opened in self._programmes.items():
            yield from self._regency(towns[regency], opened)

    def _regency(self, towns: Sequence[_Town], opened: Programme) -> Iterator[Batch]:
        self._batch, self._chain = {table: [] for table in COLUMNS}, opened.regency
        for town in towns:
            if town.village.code not in self._quiet:
                town.head = self._head(town.village)
            self._unfinished(town.village)
        rounds = max(len(town.fates) for town in towns)
        for turn in range(rounds):
            for number, town in enumerate(towns):
                if turn < len(town.fates):
                    seq = turn * len(towns) + number + 1
                    self._registered(town, turn, seq, opened, seq / (rounds * len(towns)))
            if len(self._batch["registrations"]) >= BATCH:
                yield self._batch
                self._batch = {table: [] for table in COLUMNS}
        self.last_numbers[opened.regency] = rounds * len(towns)
        for town in towns:
            self._places(town, opened)
        yield self._batch

    def _town(self, number: int, village: Village) -> _Town:
        """Decide what becomes of a village's people; the numbers vary from one to the next."""
        if village.code in self._quiet:
            return _Town(village, ["placed"] * QUIET_TAKEN)
        refused, undecided = number % 5, number % 9
        fates = ["rejected"] * refused + ["withdrawn"] * (number % 3 == 0)
        fates += ["confirmed"] * (PLACES - undecided) + ["placed"] * undecided
        return _Town(village, fates + ["waiting"] * (number % 7))

    # who is there

    def _person(self, at: datetime, channel: str, account: str, chat: str) -> UUID:
        person, address = self._id_at(at), self._id_at(at)
        key = self._sealer.hash("address", channel, account, chat)
        sealed = self._sealer.seal("addresses", address, chat)
        self._batch["people"].append((person, "id", at))
        self._batch["addresses"].append((address, person, channel, account, key, sealed, at))
        return person

    def _head(self, village: Village) -> _Head:
        chat = FIRST_ID + next(self._people)
        at = self._now - LASTS
        person = self._person(at, "telegram", ACCOUNT, str(chat))
        official, invitation = self._id_at(at), self._id_at(at)
        seal, name = self._sealer.seal, {"name": f"Kepala Desa {village.name}"}
        sealed = seal("officials", official, name)
        self._batch["officials"].append((official, village.code, person, sealed, at))
        sealed, key = seal("invitations", invitation, name), os.urandom(32)
        times = (at, at + timedelta(days=14), at)
        self._batch["invitations"].append((invitation, village.code, key, sealed, *times))
        return _Head(chat, person, official)

    def _unfinished(self, village: Village) -> None:
        """Somebody who stopped in the middle: a draft of half the answers."""
        number = next(self._people)
        at = self._now - LASTS / 12
        person = self._person(at, "telegram", ACCOUNT, str(FIRST_ID + number))
        draft = self._id_at(at)
        told = worker(number, village).until("name")
        sealed = self._sealer.seal("drafts", draft, {"answers": told, "notes": {}})
        self._batch["drafts"].append((draft, person, "registration", 1, sealed, at))

    def _worker(self, number: int, at: datetime) -> tuple[UUID, str]:
        if number % 10 < ON_WHATSAPP:
            return self._person(at, "whatsapp", PHONE_ID, f"62812{number:08}"), "whatsapp"
        return self._person(at, "telegram", ACCOUNT, str(FIRST_ID + number)), "telegram"

    # what they did

    def _registered(
        self, town: _Town, turn: int, seq: int, opened: Programme, share: float
    ) -> None:
        number = next(self._people)
        at = self._now - LASTS + share * (LASTS - timedelta(days=1))
        person, channel = self._worker(number, at)
        told, status, row = worker(number, town.village).kept(), town.fates[turn], self._id_at(at)
        nik = self._id_at(at)
        self._batch["niks"].append((nik, self._sealer.hash("nik", told["nik"])))
        if town.head and not town.sampled and (channel, status) == ("telegram", "confirmed"):
            town.sampled = True
            chats = (town.head.chat, FIRST_ID + number)
            self.samples.append(Sample(town.village.code, *chats, told["nik"]))
        decided = self._decided(town, row, status, at)
        by = person if status == "withdrawn" or town.head is None else town.head.person
        self._acts(row, status, (at, person), (decided[1] or at, by))
        self._batch["registrations"].append(
            (
                *(row, seq, f"PR-{opened.regency.replace('.', '')}-{seq:06}", town.village.code),
                *(opened.id, person, nik, _cover(opened), status, _VERSIONS[status]),
                *("not_resident" if status == "rejected" else None, *decided, at),
                self._sealer.seal("registrations", row, told, nik, opened.id),
            )
        )
        if status in {"confirmed", "placed"}:
            town.taken.append(row)
        self._consent(row, person, channel, at)
        self._done(at, "submitted", person, row)

    def _decided(
        self, town: _Town, row: UUID, status: str, at: datetime
    ) -> tuple[UUID | None, datetime | None]:
        """Put the card before the head; return who decided and when."""
        day_after = at + timedelta(hours=20)
        head = town.head
        if head is None or status == "waiting":
            return None, None
        if status == "withdrawn":
            return None, day_after
        if status == "placed":
            if not town.open_card:
                town.open_card = True
                self._card(row, head, at, None)
            return None, None
        self._card(row, head, at, day_after)
        self._done(day_after, "decided", head.person, row)
        return head.official, day_after

    def _acts(self, row: UUID, status: str, began: _Done, decided: _Done) -> None:
        """Tell what was done with a registration, from its beginning."""
        acts: list[tuple[str, str | None, str, _Done]] = [("submit", None, "waiting", began)]
        if status != "waiting":
            acts.append(("promote", "waiting", "placed", (began[0], None)))
        if act := _LAST.get(status):
            acts.append((act, "placed", status, decided))
        for version, (act, was, became, (at, who)) in enumerate(acts):
            reason = "not_resident" if became == "rejected" else None
            self._batch["history"].append((row, version, act, was, became, at, who, reason))

    def _card(self, row: UUID, head: _Head, at: datetime, closed_at: datetime | None) -> None:
        card = self._id_at(at)
        remote_id = str(card.int % 10_000_000)
        self._batch["cards"].append((card, row, head.official, remote_id, at, closed_at))

    def _consent(self, row: UUID, person: UUID, channel: str, at: datetime) -> None:
        consent = self._id_at(at)
        sealed = self._sealer.seal("consents", consent, {"name": None})
        what = ("2026-1", _TEXT_HASH, "id", channel, str(consent.int % 10**9), "self")
        self._batch["consents"].append((consent, row, person, *what, sealed, at))

    def _done(self, at: datetime, kind: str, person: UUID, subject: UUID | None) -> None:
        row, seq = self._id_at(at), next(self._seq)
        link = (self._chain, seq, os.urandom(32))  # nobody verifies these
        self._batch["audit"].append((row, at, kind, person, subject, *link))

    def _places(self, town: _Town, opened: Programme) -> None:
        holders = [*town.taken, *[None] * (PLACES - len(town.taken))]
        self._batch["places"] += [
            (town.village.code, opened.id, n, holder) for n, holder in enumerate(holders, 1)
        ]


def _cover(opened: Programme) -> Range:
    return Range(opened.cover_from, opened.cover_to + timedelta(days=1))
