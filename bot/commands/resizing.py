"""How many places villages have: changed a few villages a transaction, and who hears of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.app import App
from bot.commands import acting, setup, terms
from conversations.messages import Reply
from conversations.office import news
from conversations.outcomes.cards import Card
from conversations.outcomes.registered import Promoted
from conversations.programme import Programme
from conversations.record import record
from conversations.villages import regency_of
from storage.entries import Entry
from storage.errors import insisting
from storage.messages.outbox_sql import Lane
from storage.office.programmes import Filled

AT_ONCE = 5  # villages: to let a hundred in in each takes half a second, for which they wait

_OVERTAKEN = "the programme was changed meanwhile: 'seratus programme show', and say it again"


@record
class Plan:
    """Villages, as they are, that are to have so many places: all of a regency, or one."""

    programme: Programme
    places: int
    villages: Sequence[Filled]

    @property
    def added(self) -> dict[str, int]:
        """How many places each village gets that gets some."""
        return {
            one.village.code: self.places - one.count.places
            for one in self.villages
            if one.count.places < self.places
        }

    @property
    def let_in(self) -> int:
        """How many who wait get a place."""
        added = self.added
        return sum(min(one.count.waiting, added.get(one.village.code, 0)) for one in self.villages)

    @property
    def taken_away(self) -> dict[str, int]:
        """How many free places each village loses that loses some."""
        lost = {
            one.village.code: one.count.places - max(self.places, one.count.taken)
            for one in self.villages
        }
        return {code: many for code, many in lost.items() if many > 0}

    @property
    def keep(self) -> list[Filled]:
        """Return those that keep more, since so many are held."""
        return [one for one in self.villages if one.count.taken > self.places]

    def slices(self) -> Iterator[list[str]]:
        codes = [one.village.code for one in self.villages]
        return (codes[n : n + AT_ONCE] for n in range(0, len(codes), AT_ONCE))


async def planned(app: App, code: str, places: int) -> Plan | str:
    """Look what it would do, for a regency or a village; return what forbids it."""
    regency = regency_of(code)
    async with app.storage.begin() as work:
        known = [one for one in await work.programmes.opened() if one.regency == regency]
        if not known:
            return terms.none_open(regency)
        wanted = replace(known[0], places=places)
        if problem := terms.problem_with(wanted, terms.day_of(work.now)):
            return problem
        those = await work.programmes.filled([regency])
    if code != regency:
        those = [one for one in those if one.village.code == code]
    return Plan(known[0], places, those) if those else setup.no_village(code)


async def looked(app: App, plan: Plan) -> Plan:
    """Look at the villages of a plan once more."""
    codes = {one.village.code for one in plan.villages}
    async with app.storage.begin() as work:
        those = await work.programmes.filled([plan.programme.regency])
    return replace(plan, villages=[one for one in those if one.village.code in codes])


async def resize(app: App, plan: Plan, codes: Sequence[str]) -> int | str:
    """Give some villages of a plan their places, and those who wait what is added.

    Return how many got one, or what forbids it by now. Done before, it does nothing.
    """

    async def resized() -> int | str:
        async with app.storage.begin() as work:
            if await work.programmes.alone(plan.programme.regency) != plan.programme:
                return _OVERTAKEN
            if problem := terms.problem_with(plan.programme, terms.day_of(work.now)):
                return problem
            await work.lock(codes)
            promoted = await work.places.resize(plan.programme.id, codes, plan.places)
            cards = await work.desk.open(codes) if promoted else ()
            await acting.put(work, list(_told(app, codes, promoted, cards)), Lane.NOTICE)
            note = f"{plan.places}: {' '.join(codes)}"
            work.audit.record([Entry("places_changed", None, plan.programme.id, note=note)])
            return len(promoted)

    return await insisting(resized)


def _told(
    app: App, codes: Sequence[str], promoted: Sequence[Promoted], cards: Sequence[Card]
) -> Iterator[Reply]:
    for code in codes:
        context = acting.context(app, code)
        yield from news.promoted(tuple(one for one in promoted if one.village == code), context)
        yield from news.show(tuple(one for one in cards if one.village == code), context)
