"""Programmes, villages and their places: what an operator sets up before anybody can register."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Text, any_, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import Range, insert

from conversations.programme import Programme
from conversations.record import record
from conversations.villages import Village
from storage.office.places import Count, Places
from storage.office.registrations.registered import ONE_DAY
from storage.rows import Rows, array
from storage.tables import programmes, villages
from storage.work import Row, Work

# Of these villages, or of this programme: all places of a country are millions to look at. A
# village that has some keeps as many as it has, which may be another number than its programme's.
_MAKE_PLACES = text("""
    WITH made AS (
        INSERT INTO places (village, programme_id, number)
        SELECT v.code, p.id, n.number
          FROM villages v
          JOIN programmes p ON p.regency = left(v.code, 5) AND p.closed_at IS NULL
         CROSS JOIN LATERAL generate_series(1, p.places) AS n(number)
         WHERE (v.code = ANY(CAST(:codes AS text[])) OR p.id = CAST(:programme AS uuid))
           AND NOT EXISTS (SELECT FROM places h WHERE h.village = v.code AND h.programme_id = p.id)
        ON CONFLICT DO NOTHING
        RETURNING village
    )
    SELECT DISTINCT village FROM made
""")
# Who loads villages and who opens a programme wait for one another, or a village that is new to
# both is left without places. Nobody else waits: registrations only look at their programme's key.
_ALONE = text("LOCK TABLE programmes IN SHARE ROW EXCLUSIVE MODE")
_HAS_PEOPLE = text("""
    SELECT EXISTS (SELECT FROM villages v JOIN registrations r ON r.village = v.code
                    WHERE r.programme_id = CAST(:programme AS uuid)
                      AND left(v.code, 5) = (SELECT regency FROM programmes
                                              WHERE id = CAST(:programme AS uuid)))
""")
# The owner's function: whoever opens a programme may make no objects.
_NUMBER_REGENCY = text("SELECT number_regency(:regency)")
# The sum knows no order, so PostgreSQL sorts nothing; it is another when a row is.
_VILLAGES_MARK = text("SELECT sum(hashtextextended(v::text, 0)) FROM villages v")


@record
class Filled:
    """A village and how far its places are filled."""

    village: Village
    count: Count


class Programmes:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def load(self, those: Sequence[Village]) -> int:
        """Keep villages, with the places of their programmes; return how many there are."""
        await self._work.run(_ALONE)
        columns = ("code", "name", "district", "regency")
        given = Rows("given", **dict.fromkeys(columns, Text()))
        # In the order in which turns lock villages, or they deadlock.
        statement = insert(villages).from_select(columns, select(*given.c).order_by(given.c.code))
        statement = statement.on_conflict_do_update(
            index_elements=[villages.c.code],
            set_={name: statement.excluded[name] for name in columns[1:]},
        )
        rows = {v.code: (v.code, v.name, v.district, v.regency) for v in those}
        await self._work.run(statement, given.bind(rows.values()))
        await self._work.lock(rows.keys())  # held since the statement above, but for new ones
        await self._work.run(_MAKE_PLACES, {"codes": list(rows), "programme": None})
        return int(await self._work.value(select(func.count()).select_from(villages)))

    async def open(self, programme: Programme) -> bool:
        """Open a programme with its places; False if the regency has one open already."""
        await self._work.run(_ALONE)
        statement = insert(programmes).values(
            id=programme.id,
            regency=programme.regency,
            **_terms(programme),
        )
        if not await self._work.run(statement.on_conflict_do_nothing().returning(programmes.c.id)):
            return False
        await self._number(programme.regency)
        await self._work.lock([one.code for one in await self.villages([programme.regency])])
        await self._work.run(_MAKE_PLACES, {"codes": [], "programme": programme.id})
        return True

    async def _number(self, regency: str) -> None:
        """Give the regency its sequence of registration numbers, which never begins anew."""
        if re.fullmatch(r"\d\d\.\d\d", regency, re.ASCII) is None:
            message = f"not a regency: {regency}"
            raise ValueError(message)
        await self._work.run(_NUMBER_REGENCY, {"regency": regency})

    async def opened(self) -> list[Programme]:
        """Return the programmes that take registrations."""
        rows = await self._work.run(
            select(programmes)
            .where(programmes.c.closed_at.is_(None))
            .order_by(programmes.c.regency)
        )
        return [_programme(row) for row in rows]

    async def alone(self, regency: str) -> Programme | None:
        """Return what is open in a regency, until commit changed by nobody else; None: nothing."""
        await self._work.run(_ALONE)
        rows = await self._work.run(
            select(programmes)
            .where(programmes.c.regency == regency)
            .where(programmes.c.closed_at.is_(None))
        )
        return _programme(rows[0]) if rows else None

    async def has_people(self, programme: UUID) -> bool:
        """Say whether anybody ever registered for a programme."""
        return bool(await self._work.value(_HAS_PEOPLE, {"programme": programme}))

    async def change(self, programme: Programme) -> None:
        """Write the terms anew of a programme that is open; its villages keep their places."""
        statement = update(programmes).where(programmes.c.id == programme.id)
        await self._work.run(statement.values(**_terms(programme)))

    async def close(self, programme: UUID) -> None:
        """Take no more registrations for it; the next may be opened."""
        statement = update(programmes).where(programmes.c.id == programme)
        await self._work.run(statement.values(closed_at=self._work.now))

    async def standing(self, regency: str, year: int) -> Programme | None:
        """Return what keeps a programme from being opened: one that is open, or of that year."""
        rows = await self._work.run(
            select(programmes)
            .where(programmes.c.regency == regency)
            .where(or_(programmes.c.closed_at.is_(None), programmes.c.year == year))
            .order_by(programmes.c.closed_at.desc().nulls_first())
            .limit(1)
        )
        return _programme(rows[0]) if rows else None

    async def villages_mark(self) -> Decimal | None:
        """Return what is another number when any village changed; None without villages.

        To read 75,000 villages holds up everybody for a second; to ask for this, nobody.
        """
        mark: Decimal | None = await self._work.value(_VILLAGES_MARK)
        return mark

    async def villages(self, regencies: Sequence[str] = ()) -> list[Village]:
        """Return the villages of these regencies, or of all, by code."""
        statement = select(villages).order_by(villages.c.code)
        if regencies:
            statement = statement.where(
                func.left(villages.c.code, 5) == any_(array("regencies", Text()))
            )
        values = {"regencies": list(regencies)} if regencies else {}
        rows = await self._work.run(statement, values)
        return [Village(row.code, row.name, row.district, row.regency) for row in rows]

    async def filled(self, regencies: Sequence[str] = ()) -> list[Filled]:
        """Return the villages with how far they are filled."""
        those = await self.villages(regencies)
        counts = await Places(self._work).count([village.code for village in those])
        return [Filled(village, counts.get(village.code, Count())) for village in those]


def _terms(programme: Programme) -> dict[str, Any]:
    """Return what of a programme may be changed while it is open, by column."""
    return {
        "year": programme.year,
        "places": programme.places,
        "cover": Range(programme.cover_from, programme.cover_to + ONE_DAY, bounds="[)"),
        "funder": programme.funder,
        "min_age": programme.min_age,
        "below_age": programme.below_age,
        "register_until": programme.register_until,
        "replace_until": programme.replace_until,
        "correct_days": programme.correct_days,
        "draft_days": programme.draft_days,
        "keep_days": programme.keep_days,
        "basis": programme.basis,
        "complaints": programme.complaints,
    }


def _programme(row: Row) -> Programme:
    return Programme(
        row.id,
        row.regency,
        row.year,
        row.places,
        row.cover.lower,
        row.cover.upper - ONE_DAY,
        row.funder,
        row.min_age,
        row.below_age,
        row.register_until,
        row.replace_until,
        row.correct_days,
        row.draft_days,
        row.keep_days,
        row.basis,
        row.complaints,
    )
