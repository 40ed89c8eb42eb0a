"""What an official does with a card: decide, put off, look at it again.

Every method needs the villages locked first, and answers in the order given. A decision is taken
once: whoever comes second, with the same button or another, hears what was decided, by whom and
when.
"""

from collections.abc import Collection, Sequence
from dataclasses import field, replace
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import text

from conversations.effects import Decide, Postpone, Reason, ShowCard
from conversations.life_cycle import (
    HOLDS_A_PLACE,
    LIFE,
    MAY_BE_DECIDED,
    UNDOABLE,
    Act,
    Status,
    after,
)
from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.claims import ClaimStands
from conversations.outcomes.desk import (
    AlreadyDecided,
    CardShown,
    Decided,
    NotYourVillage,
    OwnRegistration,
    Postponed,
    QueueShown,
    Rejecting,
)
from conversations.outcomes.registered import Promoted
from conversations.record import record
from storage.jobs import Jobs
from storage.office.cards import Desk
from storage.office.found import NOBODY, Found
from storage.office.history import kept, sealed_note
from storage.office.officials import Officials
from storage.office.places import Places
from storage.office.undoing import due
from storage.people.people import Person
from storage.rows import arrays
from storage.states import is_in
from storage.work import Row, Work

Refused: TypeAlias = AlreadyDecided | NotYourVillage | OwnRegistration | ClaimStands

_DECIDE = text(f"""
    WITH acted AS (
        UPDATE registrations r SET status = w.status, reason = w.reason, decided_by = w.official,
               decided_at = CAST(:now AS timestamptz), version = r.version + 1
          FROM unnest(CAST(:id AS uuid[]), CAST(:act AS text[]), CAST(:status AS text[]),
                      CAST(:reason AS text[]), CAST(:official AS uuid[]),
                      CAST(:person AS uuid[]), CAST(:address AS uuid[]), CAST(:note AS bytea[]))
               AS w(id, act, status, reason, official, person, address, note)
         WHERE r.id = w.id AND {is_in(MAY_BE_DECIDED, "r.status")}
        RETURNING r.id, r.village, r.version, r.status, r.reason, w.act, w.person, w.address,
                  w.note, old.status AS was
    ), kept AS ({kept("act", person="person", address="address", sealed="note")})
    SELECT id, village, version, status FROM acted
""")


@record
class _Taken:
    """What the decisions of a group brought about beside themselves."""

    closed: dict[UUID, list[ClosedCard]]
    promoted: list[Promoted] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)


class Decisions:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._desk = Desk(work)
        self._officials = Officials(work)
        self._found = Found(work)
        self._jobs = Jobs(work)
        self._places = Places(work)

    async def decide(
        self, given: Sequence[tuple[Person, Decide]]
    ) -> list[Decided | Rejecting | Refused]:
        """Confirm or turn down each once; the latter takes effect by a job, and may be undone."""
        found = await self._found.find([(wish.registration, person.id) for person, wish in given])
        first: dict[UUID, int] = {}  # of each registration, which of the given decides it
        for n, (row, (_, wish)) in enumerate(zip(found, given, strict=True)):
            if self._refused(row, wish) is None:
                first.setdefault(wish.registration, n)
        acting = {person.id for person, _ in given}
        taken = await self._take([(found[n], *given[n]) for n in first.values()], acting)
        others = [n for n, (_, wish) in enumerate(given) if first.get(wish.registration) != n]
        again = await self._again(given, others)
        busy = await self._desk.busy(acting)
        outcomes: list[Decided | Rejecting | Refused] = []
        for n, (person, wish) in enumerate(given):
            if n in again:
                refused = self._second(again[n], wish)
                outcomes.append(await self._given_away(refused, again[n], person))
            else:
                tell = self._decided if wish.reason is None else self._rejecting
                done = tell(found[n], person.id, wish, taken)
                outcomes.append(replace(done, idle=person.id not in busy))
        return outcomes

    async def _again(
        self, given: Sequence[tuple[Person, Decide]], which: Sequence[int]
    ) -> dict[int, Row]:
        """Look again for those who came second: now it says who decided, and when."""
        if not which:
            return {}
        rows = await self._found.find([(given[n][1].registration, given[n][0].id) for n in which])
        return dict(zip(which, rows, strict=True))

    async def for_district(self, wish: Decide) -> Decided | AlreadyDecided | ClaimStands:
        """Confirm or reject a registration, whoever heads its village, as the district does.

        What it rejects is so at once: who commands it was asked twice.
        """
        [row] = await self._found.find([(wish.registration, NOBODY)])
        if row.status not in MAY_BE_DECIDED or not self._found.is_as(row, wish.version):
            return self._found.already(row)
        if granted := self._found.granted(row):
            return granted
        taken = await self._take([(row, None, wish)], ())
        return self._decided(row, None, wish, taken)

    def _refused(self, row: Row, wish: Decide) -> Refused | None:
        """Return why an official cannot decide so; what has their number they may reject."""
        refused = self._found.refusal(row, wish.version)
        if refused is None and wish.reason is None and row.own_number:
            return OwnRegistration(row.number)
        return refused

    def _second(self, row: Row, wish: Decide) -> Refused:
        """Report that nothing was done; `again` if this very decision is the official's own."""
        refused = self._refused(row, wish) or NotYourVillage()
        if isinstance(refused, AlreadyDecided) and row.decided_by == row.official_id:
            return replace(refused, again=refused.status is _verdict(wish))
        return refused

    async def _given_away(self, refused: Refused, row: Row, person: Person) -> Refused:
        """Take what turned out to be an official's own from their desk, if it lies there."""
        if not isinstance(refused, OwnRegistration):
            return refused
        card = await self._desk.put_off(row.id, row.official_id)
        if card is None:
            return refused
        cards = await self._desk.open({row.village}, person=person.id, acting=[person.id])
        return replace(refused, closed=ClosedCard(card, person.id), cards=cards)

    async def _take(
        self, first: Sequence[tuple[Row, Person | None, Decide]], acting: Collection[UUID]
    ) -> _Taken:
        if not first:
            return _Taken({})
        rows = []
        for row, person, wish in first:
            act = _act(wish, official=person is not None)
            who = (person.id, person.address) if person else (None, None)
            became = LIFE[Status(row.status)][act]
            note = sealed_note(self._work, row.id, wish.note)
            rows.append((row.id, act, became, wish.reason, row.official_id, *who, note))
        names = ("id", "act", "status", "reason", "official", "person", "address", "note")
        done = await self._work.run(_DECIDE, {**arrays(names, rows), "now": self._work.now})
        await self._jobs.put(
            [due(row.id, row.version, self._work.now) for row in done if _waits(row)], anew=True
        )
        closed = await self._desk.close([row.id for row, *_ in first])
        kept = {row.id for row in done if row.status in HOLDS_A_PLACE}
        gone = {row.id: row.village for row, *_ in first if row.id not in kept}
        promoted = await self._places.let_in(gone) if gone else ()
        cards = await self._desk.open({row.village for row, *_ in first}, acting=acting)
        return _Taken(closed, list(promoted), list(cards))

    def _decided(self, row: Row, person: UUID | None, wish: Decide, taken: _Taken) -> Decided:
        """Report one decision; what it did for others is told with the first of its village."""
        return replace(
            self._found.decided(row),
            official=person,
            reason=wish.reason,
            note=wish.note,
            by=self._found.official(row) if person else None,
            at=self._work.now,
            promoted=_drained(taken.promoted, row.village),
            closed=tuple(taken.closed.get(row.id, ())),
            cards=_drained(taken.cards, row.village),
        )

    def _rejecting(self, row: Row, person: UUID, wish: Decide, taken: _Taken) -> Rejecting:
        return Rejecting(
            registration=row.id,
            version=row.version + 1,
            official=person,
            number=row.number,
            village=row.village,
            name=self._found.name(row),
            reason=wish.reason or Reason.OTHER,
            note=wish.note,
            by=self._found.official(row),
            until=self._work.now + UNDOABLE,
            closed=tuple(taken.closed.get(row.id, ())),
            cards=_drained(taken.cards, row.village),
        )

    async def postpone(self, person: Person, wish: Postpone) -> Postponed | QueueShown | Refused:
        """Put a card behind the others and open the next, if there is another."""
        [row] = await self._found.find([(wish.registration, person.id)])
        if refusal := self._found.refusal(row, wish.version):
            return await self._given_away(refusal, row, person)
        card = await self._desk.put_off(row.id, row.official_id)
        if card is None:  # a second tap, or an old card: what is open now is shown
            return await self.queue(person)
        acting = [person.id]
        opened = await self._desk.open(
            {row.village}, skip=[row.id], person=person.id, acting=acting
        )
        cards = opened or await self._desk.standing_open(person.id)
        return Postponed(row.number, self._found.name(row), ClosedCard(card, person.id), cards)

    async def show(self, person: Person, wish: ShowCard) -> CardShown | Refused:
        """Return the card again while it is undecided."""
        [row] = await self._found.find([(wish.registration, person.id)])
        if refusal := self._found.refusal(row, wish.version):
            return await self._given_away(refusal, row, person)
        card = await self._desk.card(row.id, row.official_id, asks_reason=wish.asks_reason)
        return CardShown(card, wish.anew) if card else NotYourVillage()

    async def queue(self, person: Person) -> QueueShown:
        """Return what a head has open, opening the next where nothing is."""
        heads = await self._officials.villages([person.id])
        mine = heads.get(person.id, ())
        return await self._desk.queue(person.id, mine)


def _verdict(wish: Decide) -> Status:
    return Status.CONFIRMED if wish.reason is None else Status.REJECTING


def _act(wish: Decide, *, official: bool) -> Act:
    if wish.reason is None:
        return Act.CONFIRM
    return Act.REJECT if official else Act.DISMISS


def _waits(row: Row) -> bool:
    return after(Status(row.status), Act.TAKE_EFFECT) is not None


def _drained(those: list[Any], village: str) -> tuple[Any, ...]:
    mine = tuple(one for one in those if one.village == village)
    those[:] = [one for one in those if one.village != village]
    return mine
