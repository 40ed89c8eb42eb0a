"""Two who are one person, and what was joined parted again.

Whoever is met at several addresses was somebody at one of them first. Each of the others came by a
code, and all that came by one code leaves together. What was told and registered stays. An office
is held by one chat alone: whoever came later leaves before.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Table,
    Update,
    Uuid,
    and_,
    any_,
    bindparam,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from conversations.record import record
from storage.ids import new_id
from storage.rows import array
from storage.tables import addresses, consents, drafts, people, registrations, transfers
from storage.work import Work

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # nobody was heard by an alias, or one left behind

_NOW = bindparam("now", type_=DateTime(timezone=True))
_PERSON, _BY = bindparam("person", type_=Uuid()), bindparam("by", type_=Uuid())
_GIVE = (
    update(addresses)
    .where(addresses.c.id == any_(array("those", Uuid())))
    .values(person_id=_PERSON, joined_by=_BY)
)
_JOIN = (
    update(addresses)
    .where(addresses.c.person_id == bindparam("gone", type_=Uuid()))
    .values(person_id=bindparam("keep", type_=Uuid()), joined_by=_BY)
)
END_CODES = (
    update(transfers)
    .where(transfers.c.person_id == any_(array("people", Uuid())), transfers.c.used_at.is_(None))
    .values(used_at=_NOW)
)
_came = addresses.alias("came")
_NEW_PERSON = insert(people).from_select(
    ["id", "language", "created_at", "parted_from"],
    select(_PERSON, people.c.language, _NOW, func.coalesce(people.c.parted_from, people.c.id))
    .join_from(people, _came, _came.c.person_id == people.c.id)
    .where(_came.c.id == bindparam("address", type_=Uuid())),
)
_CAME_BY = (
    select(addresses.c.id, addresses.c.person_id, addresses.c.joined_by)
    .where(addresses.c.id == any_(array("those", Uuid())))
    .order_by(addresses.c.id)
)
# Of the same account, and nobody wrote from there: the number beside a user id.
_all = addresses.alias("all_of_theirs")
_here = addresses.alias("here")
_ALIAS = and_(
    _all.c.heard_at <= NEVER,
    _all.c.channel == _here.c.channel,
    _all.c.account == _here.c.account,
    _all.c.joined_by.is_not_distinct_from(_here.c.joined_by),
)
_CHATS = (
    select(
        _all.c.id,
        (_all.c.heard_at > NEVER).label("heard"),
        or_(_all.c.id == _here.c.id, _ALIAS).label("same"),
        _here.c.joined_by,
    )
    .join_from(_all, _here, _all.c.person_id == _here.c.person_id)
    .where(_here.c.id == bindparam("here", type_=Uuid()))
    .order_by(_all.c.id)
)
_gone = people.alias("gone")
# Where both head a village one of them goes on, whichever was not revoked.
_HEADS = text("""
    WITH twice AS (
        SELECT g.id AS gone_id, k.id AS keep_id, g.revoked_at
          FROM officials g JOIN officials k ON k.village = g.village
         WHERE g.person_id = :gone AND k.person_id = :keep
    ), again AS (
        UPDATE officials SET revoked_at = NULL FROM twice
         WHERE officials.id = twice.keep_id AND twice.revoked_at IS NULL
    ), ended AS (
        UPDATE officials SET revoked_at = :now FROM twice
         WHERE officials.id = twice.gone_id AND officials.revoked_at IS NULL
    ), closed AS (
        UPDATE cards SET closed_at = :now FROM twice
         WHERE cards.official_id = twice.gone_id AND cards.closed_at IS NULL
    )
    UPDATE officials SET person_id = :keep
     WHERE person_id = :gone AND id NOT IN (SELECT gone_id FROM twice)
""")

# Who has claimed the same twice goes on with one; nobody claims what is their own.
# What was asked of data is still owed; of the chat, which is one with another now, nothing is.
_REQUESTS = text("""
    UPDATE requests SET person_id = :keep, whole = false
     WHERE person_id = :gone AND done_at IS NULL
""")
_CLAIMS = text("""
    WITH twice AS (
        DELETE FROM claims WHERE person_id = :gone AND registration_id IN (
            SELECT registration_id FROM claims WHERE person_id = :keep))
    UPDATE claims SET person_id = :keep
     WHERE person_id = :gone AND registration_id NOT IN (
           SELECT registration_id FROM claims WHERE person_id = :keep)
""")

# What the one registered is nothing that the other may decide any more.
_OWN_CARDS = text("""
    UPDATE cards SET closed_at = :now FROM officials o, registrations r
     WHERE cards.official_id = o.id AND cards.registration_id = r.id AND cards.closed_at IS NULL
       AND o.person_id = :keep
       AND (r.person_id = :keep OR r.address_id IN (
            SELECT id FROM addresses WHERE person_id = :keep))
""")


@record
class Alone:
    """A chat that is its person's only one. `others`: those it was parted from.

    `left`: it came later than they, and is somebody new; else they are.
    """

    others: tuple[UUID, ...] = ()
    left: bool = False


class Joining:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def part(self, those: Sequence[UUID]) -> list[UUID]:
        """Let these addresses lead to somebody new: those that came by one code, to one.

        Return who they are now. What was told and registered from there stays where it is. Of an
        open code nobody can say any more who made it, or who knows it: each ends.
        """
        rows = await self._work.run(_CAME_BY, {"those": list(those)})
        left = {row.person_id for row in rows}
        await self._work.run(END_CODES, {"people": list(left), "now": self._work.now})
        together: dict[UUID | None, list[UUID]] = {}
        for row in rows:
            together.setdefault(row.joined_by, []).append(row.id)
        made = []
        for chat in together.values():
            made.append(person := new_id())
            values = {"person": person, "address": chat[0], "now": self._work.now}
            await self._work.run(_NEW_PERSON, values)
            await self.give(chat, person, None)
        return made

    async def alone(self, here: UUID) -> Alone:
        """Part a chat from all others of its person, who must be locked: who came later leaves."""
        rows = await self._work.run(_CHATS, {"here": here})
        others = tuple(row.id for row in rows if row.heard and not row.same)
        if not others:
            return Alone()
        left = rows[0].joined_by is not None
        await self.part([row.id for row in rows if row.same == left])
        return Alone(others, left)

    async def give(self, those: Sequence[UUID], person: UUID, by: UUID | None) -> None:
        await self._work.run(_GIVE, {"those": list(those), "person": person, "by": by})

    async def join(self, keep: UUID, gone: UUID, by: UUID | None = None) -> None:
        """Make two people one; both must be locked. Whoever is gone is met as `keep` from now.

        `by`: the id of the code that they said. The villages in which either is registered, or
        which either heads, must be locked, too.

        `keep` goes on with what they were at or, if that was nothing, with what the other was at.
        """
        theirs = select(_gone.c.focus).where(_gone.c.id == gone).scalar_subquery()
        await self._work.run(
            update(people)
            .where(people.c.id == keep, people.c.focus.is_(None))
            .values(focus=theirs)
        )
        await self._work.run(_JOIN, {"keep": keep, "gone": gone, "by": by})
        for table in (drafts, consents, transfers):
            await self._work.run(_theirs(table, gone, keep))
        await self._work.run(_theirs(registrations, gone, keep).returning(registrations.c.village))
        await self._work.run(_CLAIMS, {"gone": gone, "keep": keep})
        await self._work.run(_REQUESTS, {"gone": gone, "keep": keep})
        await self._work.run(_HEADS, {"keep": keep, "gone": gone, "now": self._work.now})
        await self._work.run(_OWN_CARDS, {"keep": keep, "now": self._work.now})
        await self._work.run(update(people).where(people.c.id == gone).values(joined_to=keep))


def _theirs(table: Table, gone: UUID, keep: UUID) -> Update:
    return update(table).where(table.c.person_id == gone).values(person_id=keep)
