"""Village heads: invited by a code that works once, until it expires or is taken back."""

import asyncio
from datetime import timedelta

from conversations.effects import Redeem
from conversations.messages import Reply, Text
from conversations.outcomes.desk import BecameHead, InvitationRefused, QueueShown
from conversations.outcomes.operator import Revoked
from storage.entries import Entry
from storage.office.officials import Head
from storage.people.people import Person
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town

A_DAY = timedelta(days=1)


async def invited(town: Town, name: str = "Pak Kades") -> str:
    async with town.storage.begin() as work:
        return await work.officials.invite(SUNGAI_DURI, name, A_DAY)


async def redeemed(
    town: Town, person: Person, code: str
) -> BecameHead | InvitationRefused | QueueShown:
    async with town.storage.begin() as work:
        await work.lock([await work.officials.invited_to(code) or ""])
        return await work.officials.redeem(person, Redeem(code))


async def revoked(town: Town) -> Revoked:
    async with town.storage.begin() as work:
        return await work.officials.revoke(SUNGAI_DURI)


async def listed(town: Town) -> list[Head]:
    async with town.storage.begin() as work:
        return await work.officials.list()


async def states(town: Town) -> list[tuple[str, str]]:
    return [(head.name, head.state) for head in await listed(town)]


async def test_an_invitation_makes_a_head_once(town: Town) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    code = await invited(town)

    first = await redeemed(town, yanti, code)
    second = await redeemed(town, maria, code)

    assert first == BecameHead(SUNGAI_DURI)
    assert second == InvitationRefused("used")
    async with town.storage.begin() as work:
        assert await work.officials.villages([yanti.id, maria.id]) == {yanti.id: (SUNGAI_DURI,)}
        assert await work.officials.of_villages({SUNGAI_DURI}) == {SUNGAI_DURI: (yanti.id,)}


async def test_two_who_open_one_invitation_at_once_are_one_head(town: Town) -> None:
    people = await town.workers("yanti", "maria", "ajum")
    code = await invited(town)

    outcomes = await asyncio.gather(*(redeemed(town, person, code) for person in people))

    assert sorted(type(one).__name__ for one in outcomes) == [
        "BecameHead",
        "InvitationRefused",
        "InvitationRefused",
    ]


async def test_an_unknown_and_an_expired_code_are_refused(town: Town) -> None:
    yanti = await town.worker()
    code = await invited(town)
    town.clock.passes(A_DAY)

    assert await redeemed(town, yanti, "made-up") == InvitationRefused("unknown")
    assert await redeemed(town, yanti, code) == InvitationRefused("expired")


async def test_of_a_code_only_its_hash_is_kept(town: Town) -> None:
    code = await invited(town)

    [row] = await town.rows("SELECT * FROM invitations")

    assert code not in str(row)
    assert code.encode() not in row["sealed"] + row["hash"]


async def test_a_new_head_gets_the_first_card_and_the_others_none(town: Town) -> None:
    await town.registered(await town.worker())

    kades, first = await town.appointed("kades")
    sekdes, second = await town.appointed("sekdes")

    assert [card.person for card in first.cards] == [kades.id]
    assert [card.person for card in second.cards] == [sekdes.id]


async def test_revoking_takes_heads_cards_and_open_invitations(town: Town) -> None:
    head = await town.head()
    await town.registered(await town.worker())
    code = await invited(town)

    gone = await revoked(town)

    assert (gone.people, gone.invitations) == ((head.id,), 1)
    assert await redeemed(town, head, code) == InvitationRefused("revoked")
    assert await town.value("SELECT count(*) FROM cards WHERE closed_at IS NULL") == 0
    assert await states(town) == [("Pak kades", "revoked"), ("Pak Kades", "revoked")]
    async with town.storage.begin() as work:
        assert await work.officials.of_villages({SUNGAI_DURI}) == {}


async def test_who_was_revoked_may_be_invited_again_and_gets_the_card_back(town: Town) -> None:
    head = await town.head()
    one = await town.registered(await town.worker())
    await revoked(town)

    again, became = await town.appointed()

    assert again.id == head.id
    assert [card.number for card in became.cards] == [one.number]
    assert await town.value("SELECT count(*) FROM officials") == 1


async def test_who_heads_already_may_be_invited_under_another_name(town: Town) -> None:
    head = await town.head()

    await redeemed(town, head, await invited(town, "Bu Camat"))

    assert await states(town) == [("Bu Camat", "active")]


async def test_revoking_waits_for_a_turn_that_is_opening_cards(town: Town) -> None:
    """Else the card would be opened for somebody who is no official by then."""
    await town.head()
    yanti = await town.worker()

    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        revoking = asyncio.create_task(revoked(town))
        waited = await town.waits(revoking)
        await work.submissions.submit([town.wish(yanti)])

    assert waited
    assert len((await revoking).people) == 1
    assert await town.value("SELECT count(*) FROM cards WHERE closed_at IS NULL") == 0


async def test_the_operator_sees_heads_and_invitations_by_village(town: Town) -> None:
    await town.head()
    await invited(town, "Bu Sekdes")
    town.clock.passes(A_DAY)

    assert await states(town) == [("Pak kades", "active"), ("Bu Sekdes", "expired")]


async def test_a_revoked_heads_decisions_stay(town: Town) -> None:
    head = await town.head()
    one = await town.registered(await town.worker())
    await town.rejects(head, one)

    await revoked(town)

    assert (await town.standing(one.id)).status == "rejected"
    async with town.storage.begin() as work:
        assert await work.officials.knows(SUNGAI_DURI)
        assert not await work.officials.knows("99.99")


async def test_one_head_is_revoked_and_what_waits_is_before_the_other(town: Town) -> None:
    kades, sekdes = await town.head("kades"), await town.head("sekdes")
    one = await town.registered(await town.worker())
    await town.postpone(sekdes, one)
    [gone] = [head.id for head in await listed(town) if head.name == "Pak kades"]

    async with town.storage.begin() as work:
        out = await work.officials.revoke(SUNGAI_DURI, [gone])

    assert out.people == (kades.id,)
    assert [(card.number, card.person) for card in out.cards] == [(one.number, sekdes.id)]
    assert sorted(await states(town)) == [("Pak kades", "revoked"), ("Pak sekdes", "active")]


async def test_a_card_on_its_way_to_who_was_revoked_stays_here(town: Town) -> None:
    head = await town.head()
    await town.registered(await town.worker())
    card = await town.value("SELECT id FROM cards")
    async with town.storage.begin() as work:
        shown = Reply((Text("card"),), card=card)
        await work.outbox.put([(head, Reply((Text("hello"),))), (head, shown)])

    await revoked(town)

    left = await town.rows("SELECT card_id, failure, sealed IS NULL AS gone FROM outbox")
    assert {(row["card_id"], row["failure"], row["gone"]) for row in left} == {
        (None, None, False),
        (card, "revoked", True),
    }


async def test_the_audit_tells_who_was_invited_took_it_and_was_revoked(town: Town) -> None:
    """A head's act has the keyed hash of the address; an operator's has nobody and none."""
    await revoked_after_being_appointed(town)

    trail = await town.rows("SELECT kind, person_id, subject, sender FROM audit ORDER BY id")

    [invitation] = await town.rows("SELECT id FROM invitations")
    [official] = await town.rows("SELECT id, person_id FROM officials")
    address = await town.value("SELECT hash FROM addresses")
    assert [tuple(row.values()) for row in trail] == [
        ("head_invited", None, invitation["id"], None),
        ("became_head", official["person_id"], None, address),
        ("head_revoked", None, official["id"], None),
    ]


async def revoked_after_being_appointed(town: Town) -> None:
    head = await town.head()
    async with town.storage.begin() as work:
        work.audit.record([Entry("became_head", head.id, None, head.address)])
    await revoked(town)
