"""Transfers: a code is good once, for half an hour, for somebody else than who asked for it."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from storage.people.people import Person
from storage.people.transfers import LASTS, UNDONE
from tests.storage.builders import Town, sender


async def opened(town: Town, person: Person) -> str:
    """Ask for a code; return it as it will be said."""
    async with town.storage.begin() as work:
        return (await work.transfers.open(person)).code.replace("-", "")


async def redeemed(town: Town, code: str, by: Person | None = None) -> UUID | None:
    by = by or await town.worker("a stranger")
    async with town.storage.begin() as work:
        maker = await work.transfers.redeem(code, by=by)
    return maker.person if maker else None


async def test_a_code_can_be_read_out_and_lasts_half_an_hour(town: Town) -> None:
    yanti = await town.worker()

    async with town.storage.begin() as work:
        code = await work.transfers.open(yanti)

    assert re.fullmatch(r"[A-Z]{5}-[0-9]{4}", code.code)
    assert code.minutes == 30


async def test_a_code_leads_to_who_asked_for_it_and_only_once(town: Town) -> None:
    yanti = await town.worker()
    code = await opened(town, yanti)

    assert [await redeemed(town, code), await redeemed(town, code)] == [yanti.id, None]


@pytest.mark.parametrize("early", [True, False], ids=["in time", "late"])
async def test_a_code_expires(town: Town, early: bool) -> None:
    yanti = await town.worker()
    code = await opened(town, yanti)

    town.clock.passes(LASTS - timedelta(seconds=1) if early else LASTS)

    assert await redeemed(town, code) == (yanti.id if early else None)


async def test_a_code_that_was_never_made_leads_nowhere(town: Town) -> None:
    await opened(town, await town.worker())

    assert await redeemed(town, "BBBBB0000") is None


async def test_small_letters_will_do(town: Town) -> None:
    yanti = await town.worker()

    assert await redeemed(town, (await opened(town, yanti)).lower()) == yanti.id


async def test_who_says_their_own_code_does_not_use_it_up(town: Town) -> None:
    yanti = await town.worker()
    code = await opened(town, yanti)

    assert await redeemed(town, code, by=yanti) is None
    assert await redeemed(town, code) == yanti.id


async def test_a_second_code_leaves_the_first_good(town: Town) -> None:
    yanti = await town.worker()
    codes = [await opened(town, yanti), await opened(town, yanti)]

    assert [await redeemed(town, code) for code in codes] == [yanti.id, yanti.id]


async def test_who_made_a_code_is_found_at_the_address_they_asked_from(town: Town) -> None:
    yanti = await town.worker()
    code = await opened(town, yanti)

    async with town.storage.begin() as work:
        found = await work.transfers.makers([code, "BBBBB0000"])

    assert found == {sender(): yanti.id}
    await redeemed(town, code)
    async with town.storage.begin() as work:
        assert await work.transfers.makers([code]) == {}


async def test_a_code_leads_to_whom_its_maker_became(town: Town) -> None:
    keep, gone = await town.workers("keep", "gone")
    code = await opened(town, gone)

    async with town.storage.begin() as work:
        await work.joining.join(keep.id, gone.id)

    async with town.storage.begin() as work:
        assert await work.transfers.makers([code]) == {sender("gone"): keep.id}
    assert await redeemed(town, code, by=keep) is None
    assert await redeemed(town, code) == keep.id


async def test_a_code_is_not_kept_in_the_clear(town: Town) -> None:
    code = await opened(town, await town.worker())

    [row] = await town.rows("SELECT * FROM transfers")

    assert code.encode() not in row["hash"]
    assert code not in str(row)


# ── what was joined is undone ───────────────────────────────────────────────────────────────────


async def who(town: Town, *names: str) -> str:
    """Return a letter for each of these chats: the same of those that are one person's."""
    ids = [person.id for person in await town.workers(*names)]
    return "".join("abcdef"[list(dict.fromkeys(ids)).index(one)] for one in ids)


async def test_all_that_came_by_a_code_leaves_with_it_however_long_it_was_together(
    town: Town,
) -> None:
    await town.joins("stranger", "another phone")
    town.clock.passes(UNDONE)
    await town.joins("yanti", "stranger")

    await town.cuts_off("yanti")

    assert await who(town, "yanti", "stranger", "another phone") == "abb"


@pytest.mark.parametrize(
    ("by", "left"),
    [("yanti", "abc"), ("another phone", "aab"), ("stranger", "aaa")],
)
async def test_nobody_undoes_what_was_there_before_them(town: Town, by: str, left: str) -> None:
    await town.joins("yanti", "another phone")
    await town.joins("yanti", "stranger")

    await town.cuts_off(by)

    assert await who(town, "yanti", "another phone", "stranger") == left


async def test_who_joined_a_stranger_is_parted_from_them_and_they_from_each_other(
    town: Town,
) -> None:
    await town.joins("yanti", "stranger")
    await town.joins("stranger", "another")

    await town.cuts_off("yanti")

    assert await who(town, "yanti", "stranger", "another") == "abc"


@pytest.mark.parametrize("asks", ["yanti", "stranger"])
async def test_no_code_from_before_is_good_after_it(town: Town, asks: str) -> None:
    await town.joins("yanti", "stranger")
    code = await opened(town, await town.worker(asks))

    await town.cuts_off("yanti")

    assert await redeemed(town, code) is None


async def test_who_was_parted_speaks_the_language_that_was_spoken(town: Town) -> None:
    await town.joins("yanti", "stranger")
    person = await town.worker()
    async with town.storage.begin() as work:
        await work.people.save([(person, replace(person.state, language="en"))])

    await town.cuts_off("yanti")

    assert (await town.worker("stranger")).state.language == "en"
