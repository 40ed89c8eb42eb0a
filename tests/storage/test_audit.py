"""The audit trail is whole, or it is said where it is not."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from storage.database import Storage
from storage.entries import Entry
from storage.ids import new_id
from storage.proof.chains import Broken, ChainHead
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town, confirming

CHAIN = SUNGAI_DURI[:5]


async def verified(
    town: Town, head: ChainHead | None = None, written: dict[int, bytes] | None = None
) -> list[int | Broken]:
    async with town.storage.begin() as work:
        heads = {one.chain: one for one in await work.chains.heads()}
        return [one async for one in work.chains.verify(head or heads[CHAIN], written or {})]


async def did(town: Town, *kinds: str, regency: str | None = CHAIN, note: str = "") -> None:
    async with town.storage.begin() as work:
        work.audit.record(
            [Entry(kind, None, new_id(), note=note, regency=regency) for kind in kinds]
        )


async def test_what_is_done_is_chained_by_regency_and_the_chain_is_whole(town: Town) -> None:
    head, worker = await town.head(), await town.worker()
    one = await town.registered(worker)
    await town.decide((head, confirming(one)))
    await did(town, "first", "second")
    await did(town, "elsewhere", regency="61.04")

    rows = await town.rows("SELECT chain, seq, kind FROM audit ORDER BY chain, seq")

    by_chain: dict[str, list[str]] = {}
    for row in rows:
        by_chain.setdefault(row["chain"], []).append(row["kind"])
    assert by_chain["61.04"] == ["elsewhere"]
    assert by_chain[CHAIN][-2:] == ["first", "second"]
    assert [row["seq"] for row in rows if row["chain"] == CHAIN] == list(
        range(1, len(by_chain[CHAIN]) + 1)
    )
    assert await verified(town) == [len(by_chain[CHAIN])]


async def test_that_a_card_was_read_is_in_it_with_the_official(town: Town) -> None:
    head, worker = await town.head(), await town.worker()
    one = await town.registered(worker)

    [row] = await town.rows("SELECT person_id, subject, chain FROM audit WHERE kind = 'card_read'")

    assert (row["person_id"], row["subject"], row["chain"]) == (head.id, one.id, CHAIN)


TAMPERED = {
    "changed": "UPDATE audit SET kind = 'other' WHERE seq = 3",
    "by whom": "UPDATE audit SET person_id = subject WHERE seq = 3",
    "when": "UPDATE audit SET at = at + interval '1 microsecond' WHERE seq = 3",
    "another note": "UPDATE audit SET digest = sha256('x') WHERE seq = 3",
    "removed": "DELETE FROM audit WHERE seq = 3",
    "swapped": """
        UPDATE audit SET seq = 99 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4;
        UPDATE audit SET seq = 4 WHERE seq = 99
    """,
    "renumbered": """
        DELETE FROM audit WHERE seq = 3;
        UPDATE audit SET seq = -seq WHERE seq > 3; UPDATE audit SET seq = -seq - 1 WHERE seq < 0;
        UPDATE audit_chains SET seq = seq - 1
    """,
}


@pytest.mark.parametrize("tampering", TAMPERED.values(), ids=TAMPERED.keys())
async def test_whatever_was_done_to_a_row_is_found_there(town: Town, tampering: str) -> None:
    await did(town, *(f"act {n}" for n in range(6)))
    assert await verified(town) == [6]

    for statement in tampering.split(";"):
        await town.rows(statement)

    [found] = await verified(town)
    assert isinstance(found, Broken)
    assert (found.chain, found.seq) == (CHAIN, 3)


async def test_rows_that_are_missing_at_the_end_are_found(town: Town) -> None:
    await did(town, *(f"act {n}" for n in range(6)))

    await town.rows("DELETE FROM audit WHERE seq > 4")

    assert (await verified(town))[-1] == Broken(CHAIN, 5, "rows are missing at the end")


async def test_a_chain_made_anew_is_told_by_a_head_that_was_written_down(town: Town) -> None:
    await did(town, "one", "two")
    async with town.storage.begin() as work:
        [written] = await work.chains.heads()
    told = ChainHead.parse(str(written))
    await town.rows("DELETE FROM audit")
    await town.rows("DELETE FROM audit_chains")
    await did(town, "one", "another", "three")

    assert await verified(town) == [3]  # by itself it looks whole
    [found] = await verified(town, written={told.seq: told.hash})

    assert isinstance(found, Broken)
    assert (found.seq, "made anew" in found.why) == (2, True)


async def test_a_note_is_erased_and_the_chain_stays_whole(town: Town) -> None:
    await did(town, "said", note="Pak Anton menelepon")
    async with town.storage.begin() as work:
        [kept] = await work.audit.last(10, None, CHAIN)
    assert kept.note == "Pak Anton menelepon"

    erased = await town.value("SELECT audit_erase(ARRAY(SELECT id FROM audit))")

    async with town.storage.begin() as work:
        [left] = await work.audit.last(10, None, CHAIN)
    assert (erased, left.note) == (1, None)
    assert await verified(town) == [1]


async def test_groups_at_the_same_moment_are_chained_one_behind_the_other(town: Town) -> None:
    codes = (CHAIN, "61.04", "61.01")

    async def group(n: int) -> None:
        async with town.storage.begin() as work:
            work.audit.record(
                [Entry(f"{n}", None, new_id(), regency=code) for code in _turned(codes, n)]
            )

    await asyncio.gather(*(group(n) for n in range(40)))

    assert await verified(town) == [40]


def _turned(codes: Sequence[str], n: int) -> list[str]:
    return [*codes[n % 3 :], *codes[: n % 3]]


async def test_what_is_rolled_back_is_in_no_chain(town: Town) -> None:
    async def fails() -> None:
        async with town.storage.begin() as work:
            work.audit.record([Entry("never", None, None, regency=CHAIN)])
            raise LookupError

    with pytest.raises(LookupError):
        await fails()
    await did(town, "done")

    assert await town.rows("SELECT kind FROM audit") == [{"kind": "done"}]


async def test_a_moment_is_kept_to_the_microsecond_whatever_the_zone(town: Town) -> None:
    later = town.clock.now() + timedelta(microseconds=123_457)
    storage = Storage(town.engine, town.sealer, lambda: later)
    async with storage.begin() as work:
        work.audit.record([Entry("done", None, None, regency=CHAIN)])

    assert await verified(town) == [1]
