"""Who is who: a user id decides, a number may change hands, two people may become one."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.effects import FindStanding, RecordConsent
from conversations.machine import Draft
from conversations.messages import Address, Channel, Incoming, Reply, Said, Text
from storage.errors import Collided
from storage.ids import new_id
from storage.people.consents import Consent
from storage.people.people import HEARD_AGAIN, Person
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import ACCOUNT, START, Town, sender, village

LEASE = timedelta(seconds=30)


def by(name: str, channel: Channel = Channel.WHATSAPP) -> Address:
    return Address(channel, ACCOUNT, name)


YANTI, NUMBER = by("ID.1"), by("6281200000001")
OTHER, NEW_NUMBER = by("ID.2"), by("6281200000002")


async def met(town: Town, address: Address, alias: Address | None = None) -> Person:
    """Have somebody write, perhaps with the number beside the user id."""
    async with town.storage.begin() as work:
        [person] = await work.people.lock([address], {address: alias} if alias else {})
        await work.people.hear([(person, town.clock.now())])
    return person


async def moves(town: Town, old: Address, new: Address) -> None:
    """Take in that an address became another, as a turn does it."""
    async with town.storage.begin() as work:
        known = await work.identities.known([old, new])
        await work.people.lock([], others=list(known))
        await work.identities.move(old, new)


async def joins(town: Town, keep: Person, gone: Person) -> None:
    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        await work.joining.join(keep.id, gone.id)


async def drafted(town: Town, person: Person, at: Address, *, focus: bool = True) -> Draft:
    draft = Draft(new_id(), "registration", 1, {"name": at.id})
    async with town.storage.begin() as work:
        [now] = await work.people.lock([at])
        state = replace(now.state, drafts=(*now.state.drafts, draft))
        await work.people.save([(now, replace(state, focus=draft.id) if focus else state)])
    return draft


async def people(town: Town) -> int:
    return int(await town.value("SELECT count(*) FROM people"))


async def told(town: Town, to: Person, key: str = "news") -> list[str]:
    """Tell somebody something that another person caused; return where it goes."""
    cause = await town.worker("cause")
    async with town.storage.begin() as work:
        await work.outbox.put([(cause, Reply((Text(key),), to=to.id))])
    return [one.id for one in await claimed(town)]


async def claimed(town: Town) -> list[Address]:
    found = []
    for channel in Channel:
        async with town.storage.begin() as work:
            posts = await work.outbox.claim(channel, ACCOUNT, LEASE, 10)
            found += [post.to for post in posts]
            if posts:
                await work.outbox.sent([(post.id, "1") for post in posts])
    return found


# ── a user id and a number ──────────────────────────────────────────────────────────────────────


async def test_a_user_id_and_the_number_beside_it_are_one_person(town: Town) -> None:
    first = await met(town, YANTI, NUMBER)

    again = [await met(town, YANTI, NUMBER), await met(town, YANTI), await met(town, NUMBER)]

    assert {person.id for person in again} == {first.id}
    assert await people(town) == 1
    assert await town.value("SELECT count(*) FROM addresses") == 2


async def test_who_was_known_by_number_keeps_everything_when_a_user_id_comes_with_it(
    town: Town,
) -> None:
    first = await met(town, NUMBER)
    draft = await drafted(town, first, NUMBER)

    known = await met(town, YANTI, NUMBER)

    assert (known.id, known.state.draft) == (first.id, draft)
    assert await people(town) == 1


async def test_a_number_that_comes_with_another_user_id_belongs_to_somebody_new(
    town: Town,
) -> None:
    yanti = await met(town, YANTI, NUMBER)
    await drafted(town, yanti, YANTI)

    stranger = await met(town, OTHER, NUMBER)

    assert (stranger.id == yanti.id, stranger.state.drafts) == (False, ())
    assert (await met(town, NUMBER)).id == stranger.id
    assert (await met(town, YANTI)).id == yanti.id


async def test_a_number_that_comes_with_a_known_user_id_is_theirs_from_now_on(town: Town) -> None:
    await met(town, YANTI, NUMBER)
    other = await met(town, OTHER)

    await met(town, OTHER, NUMBER)

    assert (await met(town, NUMBER)).id == other.id
    assert (await met(town, YANTI)).id != other.id


async def test_a_number_and_a_user_id_on_another_channel_are_other_people(town: Town) -> None:
    first = await met(town, NUMBER)

    second = await met(town, by(NUMBER.id, Channel.TELEGRAM))

    assert second.id != first.id


async def test_a_group_is_made_and_bound_at_once(town: Town) -> None:
    old = await met(town, NEW_NUMBER)

    async with town.storage.begin() as work:
        aliases = {YANTI: NUMBER, OTHER: NEW_NUMBER}
        group = await work.people.lock([YANTI, OTHER, sender("third")], aliases)

    assert len({person.id for person in group}) == 3
    assert group[1].id == old.id
    assert (await met(town, NUMBER)).id == group[0].id


async def test_one_new_person_met_by_several_processes_at_once_is_one(town: Town) -> None:
    """On connections of their own, again and again: with the number, and without."""
    for number in range(20):
        user_id, phone = by(f"ID.{number}9"), by(f"62812{number:08}")

        met_at_once = await asyncio.gather(
            met(town, user_id, phone), met(town, user_id), met(town, user_id, phone)
        )

        assert len({person.id for person in met_at_once}) == 1
        assert (await met(town, phone)).id == met_at_once[0].id
    assert await people(town) == 20


# ── a number that was changed ───────────────────────────────────────────────────────────────────


async def test_a_change_of_an_address_nobody_wrote_from_changes_nothing(town: Town) -> None:
    other = await met(town, OTHER)

    await moves(town, YANTI, OTHER)
    await moves(town, YANTI, NUMBER)

    assert (await met(town, OTHER)).id == other.id
    assert await people(town) == 1


async def test_who_changed_the_number_is_the_same_person_at_the_new_address(town: Town) -> None:
    yanti = await met(town, YANTI, NUMBER)
    draft = await drafted(town, yanti, YANTI)

    await moves(town, YANTI, OTHER)

    moved = await met(town, OTHER, NEW_NUMBER)
    assert (moved.id, moved.address, moved.state.draft) == (yanti.id, yanti.address, draft)
    assert await told(town, yanti) == [OTHER.id]


async def test_what_was_on_its_way_to_the_old_address_goes_to_the_new_one(town: Town) -> None:
    yanti = await met(town, NUMBER)
    async with town.storage.begin() as work:
        await work.outbox.put([(yanti, Reply((Text("late"),)))])
    await met(town, NEW_NUMBER)

    await moves(town, NUMBER, NEW_NUMBER)

    async with town.storage.begin() as work:
        [post] = await work.outbox.claim(Channel.WHATSAPP, ACCOUNT, LEASE, 10)
    assert (post.to, post.heard_at) == (NEW_NUMBER, START)


@pytest.mark.parametrize("alone", [True, False], ids=["by number", "by another user id"])
async def test_the_next_owner_of_the_old_number_is_somebody_new(town: Town, alone: bool) -> None:
    yanti = await met(town, YANTI, NUMBER)
    await moves(town, YANTI, OTHER)

    stranger = await met(town, NUMBER) if alone else await met(town, by("ID.3"), NUMBER)

    assert stranger.id != yanti.id
    assert (await met(town, OTHER)).id == yanti.id


async def test_the_next_owner_of_the_old_user_id_is_somebody_new(town: Town) -> None:
    yanti = await met(town, YANTI)
    await met(town, OTHER)
    await moves(town, YANTI, OTHER)

    assert (await met(town, YANTI)).id != yanti.id
    assert (await met(town, OTHER)).id == yanti.id


async def test_who_already_wrote_from_the_new_number_is_one_with_who_they_were(
    town: Town,
) -> None:
    yanti, again = await met(town, NUMBER), await met(town, NEW_NUMBER)
    first = await drafted(town, yanti, NUMBER)
    second = await drafted(town, again, NEW_NUMBER)

    await moves(town, NUMBER, NEW_NUMBER)

    moved = await met(town, NEW_NUMBER)
    assert moved.id == yanti.id
    assert moved.state.draft == first
    assert moved.state.drafts == (first, second)


async def test_a_user_id_that_comes_after_all_that_is_still_the_same_person(town: Town) -> None:
    yanti = await met(town, NUMBER)
    await met(town, NEW_NUMBER)
    await moves(town, NUMBER, NEW_NUMBER)

    known = await met(town, YANTI, NEW_NUMBER)

    assert known.id == yanti.id


async def test_a_change_told_twice_changes_nothing_more(town: Town) -> None:
    yanti = await met(town, YANTI, NUMBER)

    await moves(town, YANTI, OTHER)
    await moves(town, YANTI, OTHER)

    assert (await met(town, OTHER)).id == yanti.id


# Two numbers that stand for somebody else: beside a user id, or written from before it was known.
TAKEN = pytest.mark.parametrize("wrote", [False, True], ids=["an alias", "of another id"])


@TAKEN
async def test_a_new_number_that_was_somebody_else_s_is_given_without_what_they_have(
    town: Town, wrote: bool
) -> None:
    yanti = await met(town, NUMBER)
    draft = await drafted(town, yanti, NUMBER)
    if wrote:
        await met(town, NEW_NUMBER)
    other = await met(town, OTHER, NEW_NUMBER)
    theirs = await drafted(town, other, OTHER)

    await moves(town, NUMBER, NEW_NUMBER)

    moved, stayed = await met(town, NEW_NUMBER), await met(town, OTHER)
    assert (moved.id, moved.state.drafts) == (yanti.id, (draft,))
    assert (stayed.id, stayed.state.drafts) == (other.id, (theirs,))
    assert await town.value("SELECT count(*) FROM people WHERE joined_to IS NOT NULL") == 0


@TAKEN
async def test_news_of_who_lost_the_number_go_where_they_are_met_by_their_id(
    town: Town, wrote: bool
) -> None:
    yanti = await met(town, NUMBER)
    if wrote:
        await met(town, NEW_NUMBER)
    other = await met(town, OTHER, NEW_NUMBER)

    await moves(town, NUMBER, NEW_NUMBER)

    assert await told(town, other) == [OTHER.id]
    assert await told(town, yanti) == [NEW_NUMBER.id]


@pytest.mark.parametrize("wrote", [False, True], ids=["not yet", "already"])
async def test_a_second_phone_stays_connected_when_the_number_of_the_first_changes(
    town: Town, wrote: bool
) -> None:
    yanti, second = await met(town, YANTI, NUMBER), by("6281200000003")
    await joins(town, yanti, await met(town, second))
    if wrote:
        await met(town, OTHER, NEW_NUMBER)

    await moves(town, YANTI, OTHER)

    assert (await met(town, second)).id == yanti.id
    assert (await met(town, OTHER, NEW_NUMBER)).id == yanti.id
    assert (await met(town, NUMBER)).id != yanti.id


async def test_somebody_who_comes_to_the_new_number_at_that_moment_is_found_by_a_second_look(
    town: Town,
) -> None:
    yanti = await met(town, NUMBER)

    async with town.storage.begin() as work:
        await work.people.lock([NEW_NUMBER])
        moving = asyncio.create_task(moves(town, NUMBER, NEW_NUMBER))
        waited = await town.waits(moving)
    with pytest.raises(Collided):
        await moving
    await moves(town, NUMBER, NEW_NUMBER)

    assert waited
    assert (await met(town, NEW_NUMBER)).id == yanti.id
    assert (await met(town, NUMBER)).id != yanti.id


@pytest.mark.parametrize("first", [True, False], ids=["theirs first", "the other's first"])
async def test_nobody_who_was_joined_to_a_number_comes_along_to_the_office_of_the_next(
    town: Town, first: bool
) -> None:
    old, stranger = await met(town, NUMBER), await met(town, sender("stranger"))
    await joins(town, *((old, stranger) if first else (stranger, old)))
    head = await met(town, NEW_NUMBER)
    await town.appoints(head)

    await moves(town, NUMBER, NEW_NUMBER)

    now, other = await met(town, NEW_NUMBER), await met(town, sender("stranger"))
    async with town.storage.begin() as work:
        heads = await work.officials.villages([now.id, other.id])
    assert heads == {now.id: (SUNGAI_DURI,)}
    assert now.id != other.id


# ── two become one ──────────────────────────────────────────────────────────────────────────────


async def test_all_that_one_had_is_the_other_s_after_they_became_one(town: Town) -> None:
    keep, gone = await met(town, YANTI), await town.head("gone")
    draft = await drafted(town, gone, sender("gone"), focus=False)
    registered = await town.registered(gone)
    async with town.storage.begin() as work:
        consent = RecordConsent(draft.id, "consent", "1", "self", None)
        said = Incoming(sender("gone"), "7", Said("ya"), START)
        await work.consents.record([Consent(gone, consent, said, "the text")])
        opened = await work.transfers.open(gone)

    await joins(town, keep, gone)

    async with town.storage.begin() as work:
        both = [(keep.id, FindStanding()), (gone.id, FindStanding())]
        kept, left = await work.registrations.standing(both)
        heads = await work.officials.villages([keep.id, gone.id])
        [other] = await work.people.lock([sender("other")])
        maker = await work.transfers.redeem(opened.code.replace("-", ""), by=other)
    assert (await met(town, sender("gone"))).id == keep.id
    assert (await met(town, YANTI)).state.drafts == (draft,)
    assert [one.id for one in kept.registrations] == [registered.id]
    assert left.registrations == ()
    assert {who: codes for who, codes in heads.items() if codes} == {keep.id: (SUNGAI_DURI,)}
    assert await town.value("SELECT person_id FROM consents") == keep.id
    assert maker is not None
    assert maker.person == keep.id


async def test_who_becomes_one_goes_on_with_what_they_were_at(town: Town) -> None:
    keep, gone = await met(town, YANTI), await met(town, OTHER)
    kept, other = await drafted(town, keep, YANTI), await drafted(town, gone, OTHER)

    await joins(town, keep, gone)

    state = (await met(town, OTHER)).state
    assert (state.draft, state.drafts) == (kept, (kept, other))


async def test_who_was_at_nothing_goes_on_with_what_the_other_was_at(town: Town) -> None:
    keep, gone = await met(town, YANTI), await met(town, OTHER)
    other = await drafted(town, gone, OTHER)

    await joins(town, keep, gone)

    assert (await met(town, YANTI)).state.draft == other


async def test_two_heads_of_one_village_become_one_head_of_it(town: Town) -> None:
    await town.settle(2)
    keep, gone = await town.head("keep"), await town.head("gone")
    await town.head("gone", village(2).code)

    await joins(town, keep, gone)

    async with town.storage.begin() as work:
        heads = await work.officials.villages([keep.id])
    assert sorted(heads[keep.id]) == sorted([SUNGAI_DURI, village(2).code])
    registered = await town.registered(await town.worker())
    assert await claims(town, keep) == 1
    assert await town.value("SELECT status FROM registrations") == registered.status


@pytest.mark.parametrize("revoked", [None, "keep", "gone"])
async def test_of_two_heads_of_one_village_whichever_was_not_revoked_goes_on(
    town: Town, revoked: str | None
) -> None:
    first, second = ("gone", "keep") if revoked == "gone" else ("keep", "gone")
    heads = {first: await town.head(first)}
    if revoked:
        async with town.storage.begin() as work:
            await work.officials.revoke(SUNGAI_DURI)
    heads[second] = await town.head(second)
    keep, gone = heads["keep"], heads["gone"]
    registered = await town.registered(await town.worker())
    shown = await claims(town, gone)

    await joins(town, keep, gone)

    async with town.storage.begin() as work:
        villages = await work.officials.villages([keep.id, gone.id])
        desk = await work.decisions.queue(keep)
    assert {who: codes for who, codes in villages.items() if codes} == {keep.id: (SUNGAI_DURI,)}
    assert [card.registration for card in desk.cards] == [registered.id]
    assert (shown, await claims(town, gone)) == (0 if revoked == "gone" else 1, 0)


async def test_two_who_were_both_revoked_head_nothing_as_one(town: Town) -> None:
    keep, gone = await town.head("keep"), await town.head("gone")
    async with town.storage.begin() as work:
        await work.officials.revoke(SUNGAI_DURI)

    await joins(town, keep, gone)

    async with town.storage.begin() as work:
        assert await work.officials.of_villages({SUNGAI_DURI}) == {}


async def claims(town: Town, head: Person) -> int:
    """Count the open cards of somebody."""
    return int(
        await town.value(
            "SELECT count(*) FROM cards JOIN officials o ON o.id = official_id"
            " WHERE o.person_id = :p AND closed_at IS NULL",
            p=head.id,
        )
    )


# ── where somebody is met ───────────────────────────────────────────────────────────────────────


async def test_news_go_where_somebody_was_heard_last_whatever_the_channel(town: Town) -> None:
    yanti, elsewhere = await met(town, YANTI), by("501", Channel.TELEGRAM)
    await joins(town, yanti, await met(town, elsewhere))
    went = []

    for address in (elsewhere, YANTI, elsewhere):
        town.clock.passes(2 * HEARD_AGAIN)
        await met(town, address)
        went += await told(town, yanti)

    assert went == [elsewhere.id, YANTI.id, elsewhere.id]


async def test_nobody_is_met_by_a_number_that_only_stood_beside(town: Town) -> None:
    yanti = await met(town, YANTI, NUMBER)

    assert await told(town, yanti) == [YANTI.id]


async def test_when_somebody_was_heard_is_written_anew_after_some_minutes_only(
    town: Town,
) -> None:
    await met(town, YANTI)
    heard = []

    for step in (timedelta(minutes=5), timedelta(seconds=1)):
        town.clock.passes(step)
        await met(town, YANTI)
        heard.append(await town.value("SELECT heard_at FROM addresses"))

    assert heard == [START, START + timedelta(minutes=5, seconds=1)]


async def test_an_old_message_that_comes_late_does_not_turn_the_time_back(town: Town) -> None:
    before = await met(town, YANTI)
    town.clock.passes(timedelta(hours=1))
    await met(town, YANTI)

    async with town.storage.begin() as work:
        await work.people.hear([(before, START + timedelta(minutes=30))])

    assert await town.value("SELECT heard_at FROM addresses") == START + timedelta(hours=1)


# ── locks ───────────────────────────────────────────────────────────────────────────────────────


async def test_who_is_only_spoken_of_is_locked_too(town: Town) -> None:
    await met(town, OTHER)

    async with town.storage.begin() as work:
        assert len(await work.people.lock([YANTI], others=[OTHER])) == 1
        waiting = asyncio.create_task(met(town, OTHER))
        waited = await town.waits(waiting)

    assert waited
    await waiting


async def test_those_who_speak_and_those_spoken_of_are_locked_in_one_order(town: Town) -> None:
    names = [by(f"ID.{number}") for number in range(6)]
    for name in names:
        await met(town, name)

    async def together(sender_at: int) -> None:
        async with town.storage.begin() as work:
            await work.people.lock([names[sender_at]], others=[*reversed(names)])
            await asyncio.sleep(0)

    await asyncio.gather(*(together(n % len(names)) for n in range(48)))
