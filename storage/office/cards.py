"""The heads' desks: which registration each official has before them.

An official has at most one open card. The next is the first undecided registration of the village
that was not put off; those put off come after it, in the order they were put off. So does what the
channel would not show (refused.py), but only when its official does something: else it would be
refused, and told of, at everybody's doing.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Uuid,
    any_,
    bindparam,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from conversations.effects import Reason
from conversations.life_cycle import HOLDS_A_PLACE, LIVE, QUEUED, Act, Status
from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.desk import QueueShown
from storage.entries import Entry
from storage.ids import new_id
from storage.office.authority import from_chat_of, has_number_of, may_see
from storage.office.bursts import DAY, HOUR, STRANGERS, VILLAGES
from storage.office.niks.granting import is_granted
from storage.office.places import Count, Places
from storage.office.registrations.sealed import answers_in
from storage.rows import Rows, array
from storage.states import is_in
from storage.tables import cards, officials
from storage.work import Row, Work

CARD_READ = "card_read"  # in the audit
_NOW = bindparam("now", type_=DateTime(timezone=True))

# What was put off is looked at only where nothing else is left: an official's next is mostly the
# first row of an index, however many are undecided and however many officials look. Whether one
# has a card open is looked up: as NOT EXISTS it might be read of all officials.
_UNDECIDED = is_in(QUEUED, "r.status")
_NEXT = text(f"""
    SELECT o.id AS official_id, coalesce(
           (SELECT r.id FROM registrations r
             WHERE {may_see("o", "r")} AND {_UNDECIDED} AND NOT {is_granted("r")}
               AND r.id <> ALL(CAST(:skip AS uuid[]))
               AND NOT EXISTS (SELECT FROM cards c
                                WHERE c.registration_id = r.id AND c.official_id = o.id
                                  AND coalesce(c.refused_at, c.postponed_at) IS NOT NULL)
             ORDER BY r.seq
             LIMIT 1),
           (SELECT r.id FROM registrations r
              JOIN cards c ON c.registration_id = r.id AND c.official_id = o.id
             WHERE {may_see("o", "r")} AND {_UNDECIDED} AND NOT {is_granted("r")}
               AND r.id <> ALL(CAST(:skip AS uuid[]))
               AND (c.refused_at IS NOT NULL OR c.postponed_at IS NOT NULL)
               AND (c.refused_at IS NULL OR o.person_id = ANY(CAST(:acting AS uuid[])))
             ORDER BY coalesce(c.refused_at, c.postponed_at), r.seq
             LIMIT 1)) AS registration_id
      FROM officials o
     WHERE o.village = ANY(CAST(:codes AS text[])) AND o.revoked_at IS NULL
       AND (CAST(:person AS uuid) IS NULL OR o.person_id = CAST(:person AS uuid))
       AND (SELECT true FROM cards c
             WHERE c.official_id = o.id AND c.closed_at IS NULL LIMIT 1) IS NULL
     ORDER BY o.id
""")

# Strangers are counted by the first that each registered here, and no further than is told: in
# a village where thousands register within an hour each card would count them all.
_HOUR, _DAY = f"interval '{HOUR}'", f"interval '{DAY}'"
_SHOWN = text(f"""
    SELECT c.id, o.person_id, r.id AS registration_id, r.version, r.number, r.village, r.sealed,
           r.nik_id, r.programme_id, c.asks_reason, p.number AS place,
           (SELECT before.reason FROM registrations before
             WHERE before.nik_id = r.nik_id AND before.village = r.village
               AND {is_in({Status.REJECTED}, "before.status")} AND before.seq < r.seq
             ORDER BY before.seq DESC LIMIT 1) AS rejected_before,
           coalesce((SELECT true FROM officials own
                      WHERE own.village = r.village AND own.revoked_at IS NULL
                        AND ({from_chat_of("own.person_id", "r")}
                             OR {has_number_of("own.person_id", "r")}) LIMIT 1), false)
               AS by_official,
           {has_number_of("o.person_id", "r")} AS own_number,
           ARRAY(SELECT DISTINCT unnest(h.fields) FROM history h
                  WHERE h.registration_id = r.id AND {is_in(HOLDS_A_PLACE, "h.was")}
                    AND h.act <> '{Act.ASK}'
                    AND h.version > coalesce((
                        SELECT max(d.version) FROM history d
                         WHERE d.registration_id = r.id AND d.act = '{Act.CONFIRM}'
                           AND d.version < r.version), 0)) AS amended,
           (SELECT h.act = '{Act.LAPSE}' FROM history h
             WHERE h.registration_id = r.id AND h.version = r.version) AS lapsed,
           (SELECT twin.number FROM registrations twin
             WHERE twin.same_hash = r.same_hash AND twin.id <> r.id
               AND {is_in(LIVE, "twin.status")}
             ORDER BY twin.seq LIMIT 1) AS same_as,
           (SELECT count(*) FROM registrations same
             WHERE same.person_id = r.person_id AND same.village = r.village
               AND same.submitted_at > r.submitted_at - {_DAY}
               AND (same.submitted_at, same.seq) <= (r.submitted_at, r.seq)) AS nth,
           (SELECT count(*) FROM (
                SELECT FROM registrations many
                 WHERE many.village = r.village
                   AND many.submitted_at BETWEEN r.submitted_at - {_HOUR}
                                             AND r.submitted_at + {_HOUR}
                   AND NOT EXISTS (
                       SELECT FROM registrations met WHERE met.person_id = many.person_id
                          AND (met.submitted_at < r.submitted_at - {_HOUR}
                               OR met.village = many.village AND met.seq < many.seq))
                 LIMIT {STRANGERS}) AS counted) AS strangers,
           (SELECT count(DISTINCT there.village) FROM registrations there
             WHERE there.person_id = r.person_id
               AND there.submitted_at BETWEEN r.submitted_at - {_DAY}
                                          AND r.submitted_at + {_DAY}) AS villages
      FROM cards c
      JOIN officials o ON o.id = c.official_id
      JOIN registrations r ON r.id = c.registration_id
      JOIN places p ON p.registration_id = r.id
     WHERE c.id = ANY(CAST(:ids AS uuid[]))
     ORDER BY o.id
""")

_NEW = Rows("new", id=Uuid(), registration_id=Uuid(), official_id=Uuid())


def _kept(again: Mapping[str, ColumnElement[Any] | None]) -> ReturningInsert[tuple[UUID]]:
    """Make cards; `again`: what becomes of those that are there already."""
    closed_at = bindparam("closed", type_=DateTime(timezone=True))
    made = insert(cards).from_select(
        [*_NEW.names, "opened_at", "closed_at", "asks_reason"],
        select(*_NEW.c, _NOW, closed_at, _ASKS),
    )
    key = [cards.c.registration_id, cards.c.official_id]
    return made.on_conflict_do_update(index_elements=key, set_=again).returning(cards.c.id)


_ASKS = bindparam("asks_reason", type_=Boolean())
_ANEW = {"refused_at": None, "refusal": None}
_OPEN = _kept({"opened_at": _NOW, "closed_at": None, "asks_reason": _ASKS, **_ANEW})
_MAKE = _kept({"asks_reason": _ASKS})

_BUSY = (
    select(officials.c.person_id)
    .join_from(cards, officials)
    .where(officials.c.person_id == any_(array("people", Uuid())))
    .where(cards.c.closed_at.is_(None), officials.c.revoked_at.is_(None))
)
_STANDING_OPEN = (
    select(cards.c.id)
    .join_from(cards, officials)
    .where(officials.c.person_id == any_(array("people", Uuid())))
    .where(cards.c.closed_at.is_(None), officials.c.revoked_at.is_(None))
)
_THOSE = (
    select(cards.c.id, officials.c.person_id, officials.c.revoked_at)
    .join_from(cards, officials)
    .where(cards.c.registration_id == any_(array("ids", Uuid())))
    .order_by(cards.c.id)  # one order for all: a delivery may be writing to the same cards
    .with_for_update(of=cards, key_share=True)
    .cte("those")
)
_CLOSE = (
    update(cards)
    .where(cards.c.id == _THOSE.c.id)
    .values(closed_at=_NOW)
    .returning(*_THOSE.c, cards.c.registration_id)
)
_LAY_ASIDE = (
    update(cards)
    .where(cards.c.official_id == bindparam("official", type_=Uuid()), cards.c.closed_at.is_(None))
    .values(closed_at=_NOW)
)
_PUT_OFF = (
    update(cards)
    .where(cards.c.registration_id == bindparam("registration", type_=Uuid()))
    .where(cards.c.official_id == bindparam("official", type_=Uuid()))
    .where(cards.c.closed_at.is_(None))
    .values(closed_at=_NOW, postponed_at=_NOW)
    .returning(cards.c.id)
)


class Desk:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._places = Places(work)

    async def open(
        self,
        codes: Collection[str],
        skip: Sequence[UUID] = (),
        person: UUID | None = None,
        acting: Collection[UUID] = (),
    ) -> tuple[Card, ...]:
        """Open a card for every official of these villages who has none, or for one person alone.

        `skip` are not offered. `acting`: who just did something themselves. Every card opened must
        be shown, or its official waits for ever.
        """
        values = {
            "codes": list(codes),
            "skip": list(skip),
            "person": person,
            "acting": list(acting),
            "now": self._work.now,
        }
        found = await self._work.run(_NEXT, values)
        pairs = [
            (new_id(), row.registration_id, row.official_id)
            for row in found
            if row.registration_id is not None  # else nothing is left for this official
        ]
        return await self._read(await self._keep(pairs, closed=None)) if pairs else ()

    async def queue(self, person: UUID, codes: tuple[str, ...]) -> QueueShown:
        """Return what a head of these villages has open, opening the next where nothing is."""
        await self.open(codes, person=person, acting=[person])
        cards = await self.standing_open(person)
        self._work.entries.extend(_reads(cards))
        return QueueShown(codes, cards)

    async def standing(self, people: Collection[UUID]) -> dict[UUID, tuple[Card, ...]]:
        """Return the cards that each of these people has open, in all the villages they head."""
        found: dict[UUID, tuple[Card, ...]] = {}
        ids = await self._work.column(_STANDING_OPEN, {"people": list(people)}) if people else ()
        for card in await self._shown(ids) if ids else ():
            found[card.person] = (*found.get(card.person, ()), card)
        return found

    async def card(self, registration: UUID, official: UUID, *, asks_reason: bool) -> Card | None:
        """Return an official's card of one registration, made if need be; None if decided."""
        pairs = [(new_id(), registration, official)]
        ids = await self._keep(pairs, closed=self._work.now, asks_reason=asks_reason)
        return next(iter(await self._read(ids)), None)

    async def _keep(
        self,
        pairs: Sequence[tuple[UUID, UUID, UUID]],
        *,
        closed: datetime | None,
        asks_reason: bool = False,
    ) -> list[UUID]:
        """Open cards, or keep those of which only a look is taken: a new one is `closed`."""
        values = {**_NEW.bind(pairs), "now": self._work.now, "closed": closed}
        statement = _MAKE if closed else _OPEN
        return await self._work.column(statement, {**values, "asks_reason": asks_reason})

    async def reopen(self, registration: UUID, official: UUID) -> tuple[Card, ...]:
        """Put a registration before an official instead of what is; that comes again after it."""
        await self._work.run(_LAY_ASIDE, {"official": official, "now": self._work.now})
        return await self._read(
            await self._keep([(new_id(), registration, official)], closed=None)
        )

    async def busy(self, people: Collection[UUID]) -> set[UUID]:
        """Return those who have a card open, in whatever village."""
        return set(await self._work.column(_BUSY, {"people": list(people)}))

    async def standing_open(self, person: UUID) -> tuple[Card, ...]:
        """Return the cards a person has open."""
        return (await self.standing([person])).get(person, ())

    async def close(self, registrations: Sequence[UUID]) -> dict[UUID, list[ClosedCard]]:
        """Close every card of these registrations; return, by registration, those to show."""
        closed: dict[UUID, list[ClosedCard]] = {}
        values = {"ids": list(registrations), "now": self._work.now}
        for row in await self._work.run(_CLOSE, values):
            if row.revoked_at is None:
                card = ClosedCard(row.id, row.person_id)
                closed.setdefault(row.registration_id, []).append(card)
        return closed

    async def anew(
        self, registration: UUID, codes: Collection[str], acting: Collection[UUID] = ()
    ) -> tuple[list[ClosedCard], tuple[Card, ...]]:
        """Close every card of a registration; then open what is next in these villages."""
        closed = await self.close([registration])
        return closed.get(registration, []), await self.open(codes, acting=acting)

    async def put_off(self, registration: UUID, official: UUID) -> UUID | None:
        """Close an official's open card and put it behind the others; None if it is not open."""
        values = {"registration": registration, "official": official, "now": self._work.now}
        found: UUID | None = await self._work.value(_PUT_OFF, values)
        return found

    async def _read(self, ids: Sequence[UUID]) -> tuple[Card, ...]:
        """Return cards that are put before their officials, which the audit keeps."""
        cards = await self._shown(ids)
        self._work.entries.extend(_reads(cards))
        return cards

    async def _shown(self, ids: Sequence[UUID]) -> tuple[Card, ...]:
        rows = await self._work.run(_SHOWN, {"ids": list(ids)})
        those = {(row.village, row.programme_id) for row in rows}
        counts = await self._places.count_of(those) if rows else {}
        told = self._told(rows)
        return tuple(
            _card(row, told[row.registration_id], counts[row.village, row.programme_id])
            for row in rows
        )

    def _told(self, rows: Sequence[Row]) -> dict[UUID, dict[str, str]]:
        """Unseal the answers of each registration once: all of a village see the same first."""
        once = {row.registration_id: row for row in rows}
        return {id_: answers_in(self._work, id_, row) for id_, row in once.items()}


def _reads(cards: Collection[Card]) -> list[Entry]:
    return [Entry(CARD_READ, card.person, card.registration) for card in cards]


def _card(row: Row, answers: Mapping[str, str], count: Count) -> Card:
    return Card(
        id=row.id,
        person=row.person_id,
        registration=row.registration_id,
        version=row.version,
        number=row.number,
        village=row.village,
        place=row.place,
        answers=answers,
        rejected_before=Reason(row.rejected_before) if row.rejected_before else None,
        undecided=count.undecided,
        taken=count.taken,
        places=count.places,
        asks_reason=row.asks_reason,
        by_official=row.by_official,
        own_number=row.own_number,
        nth=row.nth,
        same_as=row.same_as,
        strangers=row.strangers if row.strangers >= STRANGERS else 0,
        amended=tuple(row.amended),
        lapsed=bool(row.lapsed),
        villages=row.villages if row.villages >= VILLAGES else 1,
    )
