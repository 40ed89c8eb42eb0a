"""What is done for whom a registration is of, and what people hear of it.

That somebody was found, shown or changed is in the audit of that registration, with the operator's
reason, sealed; it is erased with the registration.
"""

from collections.abc import Collection
from dataclasses import replace

from bot.app import App
from bot.commands import acting
from conversations.effects import Amend, Right
from conversations.life_cycle import MAY_BE_MOVED
from conversations.office import for_owner
from conversations.outcomes.amending import Amended, NothingToAmend
from conversations.outcomes.rights import DoneForOwner
from conversations.record import record
from conversations.registration import at_office
from storage.entries import Entry
from storage.errors import insisting
from storage.office.history import Told
from storage.office.registrations.amendments import Amendment
from storage.office.rights.looked_up import Agreed, LookedUp, OnItsWay, ReadBy
from storage.unit_of_work import UnitOfWork

CHANGED = "{} has changed meanwhile: nothing was done, look again"
CLAIMED = "its village's head has said that the NIK is somebody else's, who may come for it"
_BY_DISTRICT = {
    Right.ERASE: "erasure_asked_by_district",
    Right.CONSENT: "consent_taken_back_by_district",
}


@record
class Whom:
    """Who is looked for: by a number, else a NIK, else a name somewhere."""

    number: str = ""
    nik: str = ""
    name: str = ""
    within: str = ""


@record
class Shown:
    """All there is of a registration."""

    one: LookedUp
    agreed: list[Agreed]
    history: list[Told]
    read_by: list[ReadBy]
    messages: list[OnItsWay]


async def find(app: App, whom: Whom, reason: str) -> list[LookedUp]:
    """Return who is meant; that each was found is in the audit."""
    async with app.storage.begin() as work:
        found = await _found(work, whom)
        work.audit.record([Entry("person_found", None, one.id, note=reason) for one in found])
        return found


async def _found(work: UnitOfWork, whom: Whom) -> list[LookedUp]:
    if whom.number:
        return await work.look_ups.by_number(whom.number)
    if whom.nik:
        return await work.look_ups.by_nik(whom.nik)
    return await work.look_ups.by_name(whom.name, whom.within)


async def look(app: App, number: str, reason: str) -> LookedUp | None:
    """Return a registration that is to be dealt with; that it was shown is in the audit."""
    async with app.storage.begin() as work:
        for one in await work.look_ups.by_number(acting.as_written(number)):
            work.audit.record([Entry("person_shown", None, one.id, note=reason)])
            return one
    return None


async def shown(app: App, one: LookedUp) -> Shown:
    async with app.storage.begin() as work:
        return Shown(
            one,
            await work.look_ups.agreed(one.id),
            await work.history.told(one.number),
            await work.look_ups.read_by(one.id),
            await work.look_ups.messages(one.id),
        )


async def unmask(app: App, one: LookedUp, reason: str) -> None:
    """Keep in the audit that NIK and telephone are shown whole, before they are."""
    async with app.storage.begin() as work:
        work.audit.record([Entry("person_unmasked", None, one.id, note=reason)])


async def correct(app: App, one: LookedUp, wish: Amend, reason: str) -> Amendment:
    """Correct it as it was looked at, and tell everybody."""

    async def corrected() -> Amendment:
        async with app.storage.begin() as work:
            if not await _as_it_was(work, one, [wish.answers["village"]]):
                return NothingToAmend()
            outcome = await work.amendments.amend_for_district(one.person, wish)
            if isinstance(outcome, Amended):
                context = acting.context(app, outcome.registered.village)
                await acting.put(work, at_office.told(outcome, wish, one.person, context))
                work.audit.record([Entry("person_corrected", None, one.id, note=reason)])
            return outcome

    return await insisting(corrected)


async def give_code(app: App, one: LookedUp, reason: str) -> str | None:
    """Return the code with which it goes on at another phone; None: it has changed since."""

    async def given() -> str | None:
        async with app.storage.begin() as work:
            if one.status not in MAY_BE_MOVED or not await _as_it_was(work, one):
                return None
            kind = "phone_code_given_by_district"
            work.audit.record([Entry(kind, None, one.id, note=reason)])
            return await work.new_phones.give_for_district(one.id)

    return await insisting(given)


async def asked_already(app: App, one: LookedUp) -> str | None:
    """Return the receipt of whoever has asked for it to be erased, and waits."""
    async with app.storage.begin() as work:
        return await work.requests.open_for(one.id)


async def exercise(app: App, one: LookedUp, right: Right, reason: str) -> DoneForOwner | None:
    """Have it done, and tell everybody; None: it has changed since, or somebody claims it."""

    async def done() -> DoneForOwner | None:
        async with app.storage.begin() as work:
            again = not await _as_it_was(work, one) or await work.requests.open_for(one.id)
            outcome = None if again else await work.requests.do_for_district(one.id, right)
            if outcome is not None:
                context = acting.context(app, one.village)
                await acting.put(work, for_owner.by_district(outcome, context))
                kind = _BY_DISTRICT[right]
                work.audit.record([Entry(kind, None, one.id, note=reason)])
            return outcome

    return await insisting(done)


async def _as_it_was(work: UnitOfWork, one: LookedUp, beside: Collection[str] = ()) -> bool:
    """Lock its village and those; say whether it is as it was when the operator looked at it."""
    await work.lock({one.village, *beside})
    now = await work.look_ups.by_number(one.number)
    return [replace(found, answers=one.answers) for found in now] == [one]
