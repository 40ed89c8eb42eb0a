"""A NIK that two have told: the head says whose it is, and a day later it is theirs."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from conversations.effects import CheckNik, Claim, ClaimWish, FindClaims, Submit, Withdraw
from conversations.life_cycle import UNDOABLE, Status
from conversations.outcomes.amending import Amended, HeldByClaim
from conversations.outcomes.claims import (
    ClaimAgreed,
    ClaimGone,
    ClaimGranted,
    ClaimShown,
    ClaimStands,
    ClaimUndone,
)
from conversations.outcomes.desk import Decided, NoEffect
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import AlreadyRegistered, NikFree, NotYet, Submitted
from conversations.outcomes.standing import Withdrawn
from storage.ids import new_id
from storage.office.niks.claims import KEPT, MOST
from storage.office.niks.granting import A_DAY, STANDS
from storage.office.niks.lookups import CHATS_A_DAY
from storage.people.people import Person
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Asked, Town, answers, confirming, nik, rejecting

NUMBER = "PR-6107-000001"
TRUE = {"name": "YANTI SEBENARNYA"}


async def squatted(town: Town) -> tuple[Person, Person, Person, Registered]:
    """Return head, squatter and owner; the squatter has registered the owner's NIK."""
    head = await town.head()
    squatter, owner = await town.workers("squatter", "owner")
    [outcome] = await town.submit(town.wish(squatter, nik_=nik(5)))
    assert isinstance(outcome, Submitted)
    return head, squatter, owner, outcome.registered


async def told(town: Town, person: Person) -> AlreadyRegistered | NikFree:
    async with town.storage.begin() as work:
        [answer] = await work.niks.check([(person, CheckNik(nik(5), SUNGAI_DURI))])
    assert isinstance(answer, AlreadyRegistered | NikFree)
    return answer


async def claimed(town: Town, person: Person) -> UUID:
    answer = await told(town, person)
    assert isinstance(answer, AlreadyRegistered)
    assert answer.claim is not None
    return answer.claim


async def wishes(town: Town, person: Person, claim: UUID, wish: ClaimWish) -> object:
    async with town.storage.begin() as work:
        await work.lock(await work.claims.villages([claim]))
        return await work.claims.answer(person, Claim(claim, wish))


async def sends(town: Town, person: Person, draft: UUID | None = None) -> Asked:
    given = answers(nik=nik(5), village=SUNGAI_DURI, **TRUE)
    [outcome] = await town.submit((person, Submit(draft or new_id(), SUNGAI_DURI, nik(5), given)))
    return outcome


async def holder(town: Town) -> UUID:
    found: UUID = await town.value("SELECT person_id FROM registrations")
    return found


async def test_the_head_sees_the_codes_of_all_who_told_it_the_latest_first(town: Town) -> None:
    head, _, owner, _ = await squatted(town)
    [nosy] = await town.workers("nosy")
    first = await told(town, nosy)
    town.clock.passes(timedelta(minutes=1))
    second = await told(town, owner)
    assert isinstance(first, AlreadyRegistered)
    assert isinstance(second, AlreadyRegistered)
    assert first.claim is not None
    assert second.claim is not None

    shown = await wishes(town, head, first.claim, ClaimWish.LOOK)

    assert shown == ClaimShown(NUMBER, ((second.claim, second.code), (first.claim, first.code)))
    again = await told(town, owner)
    assert isinstance(again, AlreadyRegistered)
    assert (again.claim, again.code) == (second.claim, second.code)


async def test_nothing_moves_for_a_day_and_then_the_owners_answers_have_the_place(
    town: Town,
) -> None:
    head, squatter, owner, one = await squatted(town)
    claim = await claimed(town, owner)
    granted = await wishes(town, head, claim, ClaimWish.GRANT)
    assert isinstance(granted, ClaimGranted)
    assert (granted.holder, granted.claimant) == (squatter.id, owner.id)

    assert await told(town, owner) == NikFree()
    town.clock.passes(A_DAY - timedelta(seconds=1))
    early = await sends(town, owner)
    still = await holder(town)
    town.clock.passes(timedelta(seconds=1))
    outcome = await sends(town, owner)

    assert (early, still) == (NotYet(NUMBER, granted.at), squatter.id)
    assert isinstance(outcome, Submitted)
    assert outcome.before == squatter.id
    assert [closed.person for closed in outcome.closed] == [head.id]
    assert [card.answers["name"] for card in outcome.cards] == [TRUE["name"]]
    now = await town.standing(one.id)
    assert (now.place, now.status, now.name) == (one.place, Status.PLACED, TRUE["name"])
    assert await holder(town) == owner.id
    assert await town.value("SELECT count(*) FROM claims") == 0


async def test_at_once_if_the_chat_that_has_it_agrees(town: Town) -> None:
    head, squatter, owner, one = await squatted(town)
    claim = await claimed(town, owner)
    await wishes(town, head, claim, ClaimWish.GRANT)

    strange = await wishes(town, owner, claim, ClaimWish.AGREE)
    agreed = await wishes(town, squatter, claim, ClaimWish.AGREE)

    assert (strange, agreed) == (ClaimGone(), ClaimAgreed(one.id, NUMBER, owner.id))
    assert isinstance(await sends(town, owner), Submitted)


async def test_who_gives_up_what_a_head_said_is_anothers_leaves_it_to_its_owner(
    town: Town,
) -> None:
    head, squatter, owner, one = await squatted(town)
    own = await town.registered(squatter)
    waiting = await town.registered(await town.worker("waits"))
    await wishes(town, head, await claimed(town, owner), ClaimWish.GRANT)

    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        given_up = await work.withdrawals.withdraw(
            [(squatter, Withdraw(which.id)) for which in (one, own)]
        )
    outcome = await sends(town, owner)

    agreed, withdrawn = given_up
    assert agreed == ClaimAgreed(one.id, NUMBER, owner.id)
    assert isinstance(withdrawn, Withdrawn)
    assert isinstance(outcome, Submitted)
    assert outcome.registered.place == one.place
    assert (await town.standing(waiting.id)).place is not None


async def test_an_agreement_long_after_holds_nothing_up(town: Town) -> None:
    head, squatter, owner, _ = await squatted(town)
    claim = await claimed(town, owner)
    await wishes(town, head, claim, ClaimWish.GRANT)
    town.clock.passes(2 * A_DAY)
    await wishes(town, squatter, claim, ClaimWish.AGREE)

    assert isinstance(await sends(town, owner), Submitted)


async def test_what_was_confirmed_is_to_be_decided_anew(town: Town) -> None:
    head, squatter, owner, one = await squatted(town)
    await town.decide((head, confirming(one)))
    claim = await claimed(town, owner)
    await wishes(town, head, claim, ClaimWish.GRANT)
    await wishes(town, squatter, claim, ClaimWish.AGREE)

    outcome = await sends(town, owner)

    assert isinstance(outcome, Submitted)
    assert outcome.registered.status is Status.PLACED
    assert outcome.registered.place == one.place
    assert len(outcome.cards) == 1


async def test_each_who_decides_sees_that_it_was_said_and_may_undo_it(town: Town) -> None:
    head, squatter, owner, one = await squatted(town)
    other = await town.head("sekdes")
    claim = await claimed(town, owner)
    granted = await wishes(town, head, claim, ClaimWish.GRANT)
    assert isinstance(granted, ClaimGranted)

    shown = [await wishes(town, official, claim, ClaimWish.LOOK) for official in (head, other)]
    undone = await wishes(town, other, claim, ClaimWish.UNDO)
    town.clock.passes(2 * A_DAY)

    assert shown == [ClaimStands(claim, NUMBER, granted.at)] * 2
    assert isinstance(undone, ClaimUndone)
    assert replace(undone, cards=()) == ClaimUndone(one.id, NUMBER, squatter.id, owner.id)
    assert isinstance(await told(town, owner), AlreadyRegistered)
    assert isinstance(await sends(town, owner), AlreadyRegistered)
    assert await holder(town) == squatter.id


async def test_nobody_but_its_head_says_whose_it_is_and_never_his_own(town: Town) -> None:
    head, squatter, owner, _ = await squatted(town)
    await town.head("sekdes")
    claim = await claimed(town, owner)
    own = await claimed(town, head)

    refused = [
        await wishes(town, person, which, wish)
        for person, which in ((squatter, claim), (owner, claim), (head, own))
        for wish in (ClaimWish.GRANT, ClaimWish.UNDO)
    ]

    assert refused == [ClaimGone()] * 6
    assert await town.value("SELECT count(*) FROM claims WHERE granted_at IS NOT NULL") == 0


async def test_a_head_who_squats_does_not_say_that_nobody_else_owns_it(town: Town) -> None:
    head = await town.head()
    [owner] = await town.workers("owner")
    await town.submit(town.wish(head, nik_=nik(5)))
    alone = await told(town, owner)
    assert isinstance(alone, AlreadyRegistered)
    assert (alone.claim, alone.heads) == (None, ()), "nobody there could say whose it is"

    other = await town.head("sekdes")
    claim = await claimed(town, owner)
    assert await wishes(town, head, claim, ClaimWish.GRANT) == ClaimGone()
    assert isinstance(await wishes(town, other, claim, ClaimWish.GRANT), ClaimGranted)


async def test_one_claim_at_a_time(town: Town) -> None:
    head, _, owner, _ = await squatted(town)
    [nosy] = await town.workers("nosy")
    first, second = await claimed(town, nosy), await claimed(town, owner)

    granted = await wishes(town, head, first, ClaimWish.GRANT)
    twice = [await wishes(town, head, one, ClaimWish.GRANT) for one in (first, second)]
    undone = await wishes(town, head, first, ClaimWish.UNDO)

    assert isinstance(granted, ClaimGranted)
    assert twice == [ClaimGone(), ClaimGone()]
    assert isinstance(undone, ClaimUndone)
    assert isinstance(await wishes(town, head, second, ClaimWish.GRANT), ClaimGranted)


async def looks_for(town: Town, person: Person, **wish: str) -> object:
    async with town.storage.begin() as work:
        return await work.claims.find(person, FindClaims(**wish))


async def test_a_head_finds_a_claim_by_the_code_that_is_typed_however_many_there_are(
    town: Town,
) -> None:
    head, _, owner, _ = await squatted(town)
    first = await told(town, owner)
    assert isinstance(first, AlreadyRegistered)
    for number in range(MOST + 1):
        town.clock.passes(timedelta(minutes=1))
        await tried(town, await town.worker(f"nosy{number}"))

    latest = await looks_for(town, head)
    named = await looks_for(town, head, number=NUMBER, code=first.code)
    others = [
        await looks_for(town, head, number="PR-6107-000009"),
        await looks_for(town, owner, code=first.code),
    ]
    await told(town, owner)

    assert isinstance(latest, ClaimShown)
    assert len(latest.codes) == MOST
    assert isinstance(named, ClaimShown)
    assert (first.claim, first.code) in named.codes
    assert {code for _, code in named.codes} == {first.code}
    assert others == [ClaimGone()] * 2
    again = await looks_for(town, head)
    assert isinstance(again, ClaimShown)
    assert again.codes[0] == (first.claim, first.code), "who comes again is shown first"


async def test_nobody_decides_on_what_a_head_said_is_anothers_until_he_takes_it_back(
    town: Town,
) -> None:
    head, squatter, owner, one = await squatted(town)
    other = await town.head("sekdes")
    claim = await claimed(town, owner)

    granted = await wishes(town, head, claim, ClaimWish.GRANT)
    assert isinstance(granted, ClaimGranted)
    refused = await town.decide((other, rejecting(one)), (head, confirming(one)))
    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        district = await work.decisions.for_district(confirming(one))
    dismissed = await town.dismiss(squatter, one.id)
    undone = await wishes(town, other, claim, ClaimWish.UNDO)

    assert {card.person for card in granted.closed} == {head.id, other.id}
    assert granted.cards == ()
    assert [*refused, district] == [ClaimStands(claim, NUMBER, granted.at)] * 3
    assert dismissed is None
    assert isinstance(undone, ClaimUndone)
    assert {card.person for card in undone.cards} == {head.id, other.id}
    [decided] = await town.decide((other, confirming(one)))
    assert isinstance(decided, Decided)


async def test_an_owner_who_does_not_come_for_a_week_leaves_it_to_be_decided(town: Town) -> None:
    head, squatter, owner, one = await squatted(town)
    claim = await claimed(town, owner)
    await wishes(town, head, claim, ClaimWish.GRANT)
    assert isinstance(await wishes(town, squatter, claim, ClaimWish.AGREE), ClaimAgreed)

    town.clock.passes(STANDS - timedelta(seconds=1))
    [early] = await town.withdraw((squatter, one.id))
    town.clock.passes(timedelta(seconds=1))
    gone = [
        await wishes(town, head, claim, ClaimWish.UNDO),
        await wishes(town, squatter, claim, ClaimWish.AGREE),
    ]
    late = await sends(town, owner)
    [withdrawn] = await town.withdraw((squatter, one.id))

    assert isinstance(early, ClaimAgreed)
    assert gone == [ClaimGone()] * 2
    assert isinstance(late, AlreadyRegistered)
    assert isinstance(withdrawn, Withdrawn)


async def test_of_an_agreement_its_owner_hears_once(town: Town) -> None:
    head, squatter, owner, one = await squatted(town)
    claim = await claimed(town, owner)
    await wishes(town, head, claim, ClaimWish.GRANT)

    agreed = [await wishes(town, squatter, claim, ClaimWish.AGREE) for _ in range(2)]
    [given_up] = await town.withdraw((squatter, one.id))

    assert agreed == [ClaimAgreed(one.id, NUMBER, owner.id), ClaimAgreed(one.id, NUMBER, None)]
    assert given_up == ClaimAgreed(one.id, NUMBER, None)


async def test_where_another_village_has_it_no_head_is_asked_whose_it_is(town: Town) -> None:
    await town.settle(2)
    await squatted(town)
    [owner] = await town.workers("owner")

    async with town.storage.begin() as work:
        [answer] = await work.niks.check([(owner, CheckNik(nik(5), "61.07.01.2002"))])

    assert isinstance(answer, AlreadyRegistered)
    assert (answer.claim, answer.code) == (None, "")


async def test_the_proof_of_the_owners_consent_goes_with_it(town: Town) -> None:
    head, squatter, owner, one = await squatted(town)
    claim = await claimed(town, owner)
    await wishes(town, head, claim, ClaimWish.GRANT)
    await wishes(town, squatter, claim, ClaimWish.AGREE)
    draft = await town.agrees(owner)

    await sends(town, owner, draft)

    assert await town.value("SELECT draft_id FROM consents") == one.id


async def test_what_a_head_said_who_is_revoked_is_said_no_more(town: Town) -> None:
    head, squatter, owner, one = await squatted(town)
    await town.head("sekdes")
    claim = await claimed(town, owner)
    await wishes(town, head, claim, ClaimWish.GRANT)
    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        [his] = [one for one in await work.officials.list(SUNGAI_DURI) if one.name == "Pak kades"]
        revoked = await work.officials.revoke(SUNGAI_DURI, [his.id])
    town.clock.passes(2 * A_DAY)

    assert revoked.undone == (ClaimUndone(one.id, NUMBER, squatter.id, owner.id),)
    assert isinstance(await sends(town, owner), AlreadyRegistered)
    assert await holder(town) == squatter.id


async def test_no_limit_keeps_out_the_owner_whom_a_head_has_told_to_go_on(town: Town) -> None:
    head, _, owner, _ = await squatted(town)
    await wishes(town, head, await claimed(town, owner), ClaimWish.GRANT)
    town.clock.passes(A_DAY)  # the owner's own look of then is one of the five no more
    for number in range(CHATS_A_DAY):
        await tried(town, await town.worker(f"nosy{number}"))

    assert await told(town, owner) == NikFree()


async def test_a_taking_over_is_in_the_audit_for_both(town: Town) -> None:
    head, squatter, owner, one = await squatted(town)
    claim = await claimed(town, owner)
    await wishes(town, head, claim, ClaimWish.GRANT)
    await wishes(town, squatter, claim, ClaimWish.AGREE)

    await sends(town, owner)

    found = await town.rows("SELECT person_id, subject FROM audit WHERE kind = 'taken_over'")
    both = {(squatter.id, one.id), (owner.id, one.id)}
    assert {(row["person_id"], row["subject"]) for row in found} == both


async def tried(town: Town, person: Person) -> None:
    async with town.storage.begin() as work:
        await work.niks.check([(person, CheckNik(nik(5), SUNGAI_DURI))])


async def test_what_was_granted_late_is_not_forgotten_before_it_moves(town: Town) -> None:
    head, _, owner, _ = await squatted(town)
    claim = await claimed(town, owner)
    town.clock.passes(KEPT - timedelta(hours=1))
    await wishes(town, head, claim, ClaimWish.GRANT)
    town.clock.passes(A_DAY)

    async with town.storage.begin() as work:
        assert await work.claims.forget() == 0


async def test_claims_that_nobody_comes_back_to_are_forgotten(town: Town) -> None:
    _, _, owner, _ = await squatted(town)
    await claimed(town, owner)
    town.clock.passes(KEPT + timedelta(seconds=1))

    async with town.storage.begin() as work:
        assert await work.claims.forget() == 1


async def test_who_becomes_one_with_somebody_brings_the_claim_along(town: Town) -> None:
    head, _, owner, _ = await squatted(town)
    [phone] = await town.workers("another phone")
    claim = await claimed(town, owner)
    twice = await claimed(town, phone)
    await wishes(town, head, claim, ClaimWish.GRANT)

    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        await work.joining.join(owner.id, phone.id)

    assert await town.value("SELECT count(*) FROM claims WHERE id = :id", id=twice) == 0
    town.clock.passes(A_DAY)
    assert isinstance(await sends(town, owner), Submitted)


async def test_a_grant_undoes_what_has_not_taken_effect_or_the_place_would_go_on(
    town: Town,
) -> None:
    head, _, owner, one = await squatted(town)
    await town.registered(await town.worker("second"))
    await town.registered(await town.worker("third"))
    await town.registered(await town.worker("waits"))
    claim = await claimed(town, owner)
    await town.decide((head, rejecting(one)))

    granted = await wishes(town, head, claim, ClaimWish.GRANT)

    assert isinstance(granted, ClaimGranted)
    town.clock.passes(UNDOABLE)
    assert await town.takes_effect(one) == [NoEffect()]
    now = await town.standing(one.id)
    assert (now.status, now.place) == (Status.PLACED, one.place)
    town.clock.passes(A_DAY)
    assert isinstance(await sends(town, owner), Submitted)


async def test_what_is_granted_is_not_undone_under_the_hands_of_its_owner(town: Town) -> None:
    head, _, owner, one = await squatted(town)
    await town.decide((head, confirming(one)))
    await wishes(town, head, await claimed(town, owner), ClaimWish.GRANT)

    undone = await town.undo(head, await town.standing(one.id), sure=True)

    assert isinstance(undone, ClaimStands)
    assert (await town.standing(one.id)).status == Status.CONFIRMED


async def test_a_nik_that_is_granted_is_not_exchanged_for_another(town: Town) -> None:
    head, squatter, owner, one = await squatted(town)
    await wishes(town, head, await claimed(town, owner), ClaimWish.GRANT)

    changed = await town.amend(squatter, one, nik=nik(9))
    named = await town.amend(squatter, one, nik=nik(5), name="LAIN")

    assert changed == HeldByClaim(one.number)
    assert isinstance(named, Amended)
    assert await town.value("SELECT count(*) FROM claims") == 1
