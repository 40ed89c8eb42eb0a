"""Transfers: a code is good once, for half an hour, for somebody else than who asked for it."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from storage.people.people import Person
from storage.people.transfers import LASTS
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
        await work.identities.join(keep.id, gone.id)

    async with town.storage.begin() as work:
        assert await work.transfers.makers([code]) == {sender("gone"): keep.id}
    assert await redeemed(town, code, by=keep) is None
    assert await redeemed(town, code) == keep.id


async def test_a_code_is_not_kept_in_the_clear(town: Town) -> None:
    code = await opened(town, await town.worker())

    [row] = await town.rows("SELECT * FROM transfers")

    assert code.encode() not in row["hash"]
    assert code not in str(row)
