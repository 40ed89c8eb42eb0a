"""Every act in every state: what the table allows is done, what it does not changes nothing."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from conversations import life_cycle
from conversations.effects import Expire
from conversations.life_cycle import HOLDS_A_PLACE, LIFE, Act, Status, after
from conversations.outcomes.amending import Amended, NothingToAmend
from conversations.outcomes.asking import Asked, Lapsed
from conversations.outcomes.desk import (
    AlreadyDecided,
    Decided,
    Ended,
    Ending,
    NoEffect,
    Rejecting,
    Undone,
)
from conversations.outcomes.new_phones import MovedToPhone, PhoneRefused
from conversations.outcomes.operator import Dismissed
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import Submitted
from conversations.outcomes.standing import Expired, NothingToWithdraw, Withdrawn
from storage import states
from storage.ids import new_id
from storage.people.people import Person
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town, confirming, nik, rejecting

PLACES = 2
REFUSED = (AlreadyDecided, NoEffect, NothingToWithdraw, NothingToAmend, PhoneRefused)
DONE = (
    *(int, Amended, Asked, Decided, Dismissed, Ended, Ending, Expired, Lapsed, Rejecting),
    *(MovedToPhone, Submitted, Undone),
    Withdrawn,
)
Do = Callable[[Town, Person, Person, Registered], Awaitable[object]]


async def promote(town: Town, _head: Person, _worker: Person, one: Registered) -> object:
    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        return (await work.places.fill([SUNGAI_DURI])).get(one.id)


async def confirm(town: Town, head: Person, _worker: Person, one: Registered) -> object:
    return (await town.decide((head, confirming(one))))[0]


async def reject(town: Town, head: Person, _worker: Person, one: Registered) -> object:
    return (await town.decide((head, rejecting(one))))[0]


async def undo(town: Town, head: Person, _worker: Person, one: Registered) -> object:
    return await town.undo(head, one, sure=True)


async def end(town: Town, head: Person, _worker: Person, one: Registered) -> object:
    return await town.end(head, one)


async def take_effect(town: Town, _head: Person, _worker: Person, one: Registered) -> object:
    return (await town.takes_effect(one))[0]


async def ask(town: Town, head: Person, _worker: Person, one: Registered) -> object:
    return await town.asks(head, one, "name")


async def lapse(town: Town, _head: Person, _worker: Person, one: Registered) -> object:
    return await town.lapses(one)


async def withdraw(town: Town, _head: Person, worker: Person, one: Registered) -> object:
    return (await town.withdraw((worker, one.id)))[0]


async def take_over(town: Town, head: Person, _worker: Person, one: Registered) -> object:
    """Have the head say that the NIK is somebody else's, a day ago, who sends the answers."""
    [owner] = await town.workers("owner")
    await town.rows(
        "INSERT INTO claims (id, registration_id, person_id, code, at, granted_at)"
        " VALUES (:id, :one, :owner, '4827', :at, :at)",
        id=new_id(),
        one=one.id,
        owner=owner.id,
        at=town.clock.now() - timedelta(days=1),
    )
    held = after(one.status, Act.TAKE_OVER) is not None
    [outcome] = await town.submit(town.wish(owner, nik_=nik(1))) if held else [None]
    return outcome


async def amend(town: Town, _head: Person, worker: Person, one: Registered) -> object:
    return await town.amend(worker, one, name="YANTI SUSANTO")


async def adjust(town: Town, _head: Person, worker: Person, one: Registered) -> object:
    return await town.amend(worker, one, income="1m_1500k")


async def relocate(town: Town, _head: Person, worker: Person, one: Registered) -> object:
    return await town.amend(worker, one, village=await town.neighbour())


async def move(town: Town, _head: Person, _worker: Person, one: Registered) -> object:
    """Have the head give a code while it lived, which is said at the new phone."""
    await town.rows(
        "INSERT INTO new_phones (registration_id, official_id, hash, expires_at)"
        " VALUES (:one, (SELECT id FROM officials), :hash, :at)",
        one=one.id,
        hash=town.sealer.hash("new phone", "BKQMX4827"),
        at=town.clock.now() + timedelta(hours=1),
    )
    return await town.takes("BKQMX-4827", await town.worker("new phone"))


async def dismiss(town: Town, _head: Person, worker: Person, one: Registered) -> object:
    return await town.dismiss(worker, one.id)


async def expire(town: Town, _head: Person, worker: Person, one: Registered) -> object:
    """Have the cover be over since yesterday."""
    await town.rows("UPDATE registrations SET cover = '[2020-01-01,2020-12-31)'")
    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        [outcome] = await work.expiries.expire([(worker, Expire(one.id))])
    await town.rows("UPDATE registrations SET cover = '[2027-01-01,2028-01-01)'")
    return outcome if isinstance(outcome, Expired) else None


ACTS: Mapping[Act, Do] = {
    Act.PROMOTE: promote,
    Act.CONFIRM: confirm,
    Act.REJECT: reject,
    Act.ASK: ask,
    Act.LAPSE: lapse,
    Act.END: end,
    Act.UNDO: undo,
    Act.TAKE_EFFECT: take_effect,
    Act.WITHDRAW: withdraw,
    Act.AMEND: amend,
    Act.ADJUST: adjust,
    Act.RELOCATE: relocate,
    Act.TAKE_OVER: take_over,
    Act.MOVE: move,
    Act.DISMISS: dismiss,
    Act.EXPIRE: expire,
}


_DECIDED = """, reason = 'other', decided_at = submitted_at,
    decided_by = (SELECT id FROM officials)"""


async def standing_at(town: Town, worker: Person, status: Status) -> Registered:
    """Put a registration into a state from outside, with a place if that state holds one."""
    one = await town.registered(worker)
    if status not in HOLDS_A_PLACE:
        await town.rows("UPDATE places SET registration_id = NULL")
    decided = "" if after(status, Act.UNDO) is None else _DECIDED
    await town.rows(f"UPDATE registrations SET status = :status {decided}", status=status)
    if decided:
        asked = after(status, Act.LAPSE) is not None
        await town.rows("UPDATE history SET act = :act", act="ask" if asked else "reject")
    return await town.standing(one.id)


async def row(town: Town, one: Registered) -> Mapping[str, Any]:
    found = await town.rows("SELECT * FROM registrations WHERE id = :id", id=one.id)
    return found[0]


@pytest.mark.parametrize(("status", "act"), list(product(Status, Act)))
async def test_an_act_leads_where_the_table_says_or_nowhere(
    town: Town, status: Status, act: Act
) -> None:
    head, worker = await town.head(), await town.worker()
    one = await standing_at(town, worker, status)
    before = await row(town, one)

    outcome = await ACTS[act](town, head, worker, one)

    now = await row(town, one)
    if (leads_to := after(status, act)) is None:
        assert now == before
        assert outcome is None or isinstance(outcome, REFUSED)
    else:
        [did] = await town.rows(
            "SELECT act, became FROM history WHERE version = :version",
            version=before["version"] + 1,
        )
        assert (did["act"], did["became"]) == (act, leads_to)
        assert (now["status"], now["version"]) == (
            (Status.PLACED, before["version"] + 2)
            if act is Act.RELOCATE  # and gets the place that is free there at once
            else (leads_to, before["version"] + 1)
        )
        assert isinstance(outcome, DONE)


def test_every_act_is_done_in_this_test() -> None:
    assert set(ACTS) == set(Act)


def test_an_act_that_leads_to_several_states_says_which_from_where(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wider = {**LIFE, Status.WAITING: {**LIFE[Status.WAITING], Act.CONFIRM: Status.WAITING}}
    for module in (states, life_cycle):
        monkeypatch.setattr(module, "LIFE", wider)

    assert states.becomes(Act.CONFIRM) == (
        "CASE status WHEN 'waiting' THEN 'waiting' WHEN 'placed' THEN 'confirmed'"
        " WHEN 'correcting' THEN 'confirmed' END"
    )
    assert states.allows(Act.CONFIRM, "r.status") == (
        "r.status IN ('waiting', 'placed', 'correcting')"
    )
