"""`seratus person`: who is found, shown, corrected, moved, erased: masked, and with a reason."""

import asyncio
import os
import pty
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from typer.testing import CliRunner, Result

from bot.commands.main import main
from conversations.effects import FindData
from conversations.outcomes.new_phones import MovedToPhone, NotMoved, PhoneRefused
from storage.sealing import Keys
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import START, Town, confirming, nik, sender

KEYS = Keys.generate()
FIRST, SECOND = "PR-6107-000001", "PR-6107-000002"
WHY = "came to the office with the KTP"
TWICE = f"y\n{FIRST}\n"

T = TypeVar("T")
Run = Callable[..., Result]


@pytest.fixture
def bare(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SERATUS_DATABASE_URL", database_url.replace("+asyncpg", ""))
    monkeypatch.setenv("SERATUS_KEYS", KEYS.dump())
    monkeypatch.setenv("COLUMNS", "220")
    return lambda *words, said="": CliRunner().invoke(main, ["person", *words], input=said)


@pytest.fixture
def person(bare: Run) -> Run:
    """Run a command with a reason."""
    return lambda *words, said="": bare(*words, "--reason", WHY, said=said)


@pytest.fixture
def village(database_url: str) -> str:
    """Yanti is confirmed; of the same chat Budi and another village's Yanti placed; the URL."""

    async def settled(town: Town) -> None:
        await town.neighbour(places=1)
        head, chat = await town.head(), await town.worker()
        await town.submit(
            town.wish(chat, name="YANTI SUSANTI", nik=nik(1), phone="+6281200003456"),
            town.wish(chat, name="BUDI SANTOSO", nik=nik(2)),
            town.wish(chat, "61.07.01.2002", name="YANTI MAHARANI", nik=nik(3)),
        )
        [one] = await town.rows("SELECT id FROM registrations WHERE number = :n", n=FIRST)
        await town.decide((head, confirming(await town.standing(one["id"]))))

    within(database_url, settled, places=3)
    return database_url


def within(
    url: str, look: Callable[[Town], Awaitable[T]], places: int = 0, start: datetime = START
) -> T:
    """Do something in the town, or look at it."""

    async def looked() -> T:
        async with Town.founded(url, places, villages=2, start=start, keys=KEYS) as town:
            return await look(town)

    return asyncio.run(looked())


def rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    async def looked(town: Town) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in await town.rows(statement)]

    return within(url, looked)


def kept(url: str) -> list[tuple[str, str | None, str]]:
    """Return what the audit has of persons: kind, number, note."""

    async def looked(town: Town) -> list[tuple[str, str | None, str]]:
        async with town.storage.begin() as work:
            last = await work.audit.last(500, None, None)
        return [
            (one.kind, one.number, one.note or "")
            for one in last
            if one.kind.startswith(("person_", "phone_code", "erasure", "consent_taken"))
        ]

    return within(url, looked)


def letters(url: str) -> list[str]:
    """Return the keys of what waits to be sent to the chat, or to the head."""

    async def looked(town: Town) -> list[str]:
        found = await town.rows("SELECT id, sealed FROM outbox ORDER BY seq")
        told = [town.sealer.unseal("outbox", row["id"], row["sealed"]) for row in found]
        return re.findall(r"'([a-z_]+(?:\.[a-z_]+)*)'", str(told))

    return within(url, looked)


def answers(url: str, number: str = FIRST) -> dict[str, str]:
    async def looked(town: Town) -> dict[str, str]:
        async with town.storage.begin() as work:
            [one] = await work.look_ups.by_number(number)
            return dict(one.answers)

    return within(url, looked)


# ── finding ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param([" pr-6107-000002 "], [SECOND], id="a number"),
        pytest.param([nik(1)], [FIRST], id="a NIK"),
        pytest.param(["6107 0155 0585 0002"], [SECOND], id="a NIK with blanks"),
        pytest.param(["yanti", "--village", SUNGAI_DURI], [FIRST], id="part of a name"),
        pytest.param(["susanti YAN", "--regency", "61.07"], [FIRST], id="its words in any order"),
        pytest.param(["yanti", "--regency", "61.07"], [FIRST, "PR-6107-000003"], id="a regency"),
        pytest.param(["santoso", "--everywhere"], [SECOND], id="everywhere"),
    ],
)
def test_somebody_is_found_by_number_nik_or_name(
    person: Run, village: str, words: list[str], found: list[str]
) -> None:
    told = person("find", *words)

    assert told.exit_code == 0, told.output
    assert re.findall(r"PR-6107-\d+", told.stdout) == found
    assert kept(village) == [("person_found", number, WHY) for number in found]


def test_of_a_nik_that_is_found_the_ends_are_shown(person: Run, village: str) -> None:
    told = person("find", FIRST)

    assert "6107********0001" in told.stdout
    assert nik(1) not in told.stdout
    assert "YANTI SUSANTI" in told.stdout
    assert "confirmed" in told.stdout


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["yanti"], "a name is looked for in one place"),
        (["yanti", "--everywhere", "--village", SUNGAI_DURI], "a name is looked for in one place"),
        (["yanti", "--village", "61.07.01.2999"], "61.07.01.2999 is not loaded"),
        (["yanti", "--regency", "11.01"], "no village of 11.01 is loaded"),
        ([FIRST, "--regency", "61.07"], "go with a name"),
        (["610701550585000"], "a NIK has 16 digits"),
        (["PR-6107-000009"], "there is none such"),
        (["6107015505859999"], "there is none such"),
        (["siti", "--everywhere"], "there is none such"),
        ([" "], "say whom"),
        ([], "say whom"),
    ],
)
def test_what_finds_nobody_is_refused_in_a_sentence(
    person: Run, village: str, words: list[str], problem: str
) -> None:
    refused = person("find", *words)

    assert refused.exit_code == 2
    assert problem in refused.stderr
    assert kept(village) == []


@pytest.mark.parametrize(
    "words",
    [
        ("find", FIRST),
        ("show", FIRST),
        ("correct", FIRST, "name=Siti"),
        ("move-phone", FIRST),
        ("erase", FIRST),
    ],
)
@pytest.mark.parametrize("reason", [(), ("--reason", " ")])
def test_a_script_without_a_reason_is_refused(
    bare: Run, village: str, words: tuple[str, ...], reason: tuple[str, ...]
) -> None:
    refused = bare(*words, *reason, said=TWICE)

    assert refused.exit_code == 2
    assert "say why" in refused.stderr
    assert kept(village) == []


def test_at_a_terminal_whom_and_why_are_asked_for(bare: Run, village: str) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "person", "find"]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, env=os.environ) as run:
        os.write(ours, f"{nik(2)}\n{WHY}\n".encode())
        told, _ = run.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)

    assert run.returncode == 0
    assert SECOND in told.decode()
    assert kept(village) == [("person_found", SECOND, WHY)]


def test_whom_a_command_names_and_why_is_kept_with_whom_it_is_of_alone(
    person: Run, village: str
) -> None:
    person("find", nik(1))
    person("find", "yanti", f"--village={SUNGAI_DURI}")
    person("correct", FIRST, "name=Siti Aminah", said="n\n")

    async def looked(town: Town) -> list[str]:
        async with town.storage.begin() as work:
            last = await work.audit.last(500, None, "")
        return [(one.note or "").split(" · ")[0] for one in last if one.kind == "command"]

    assert within(village, looked) == [
        "person find … --reason …",
        "person find … … --reason …",
        f"person correct {FIRST} … --reason …",
    ]


# ── showing ─────────────────────────────────────────────────────────────────────────────────────


def test_all_there_is_is_shown_and_numbers_are_masked(person: Run, village: str) -> None:
    person("find", FIRST)

    told = person("show", FIRST)

    assert told.exit_code == 0, told.output
    assert "YANTI SUSANTI, Desa 1 (61.07.01.2001), confirmed" in told.stdout
    assert re.search(r"nik +6107\*{8}0001", told.stdout)
    assert re.search(r"phone +\+62\*{8}456", told.stdout)
    assert re.search(r"birth_date +15 May 1985", told.stdout)
    assert re.search(r"confirm +confirmed +Pak kades +that it is confirmed", told.stdout)
    assert re.search(r"person_found +an operator", told.stdout)
    assert nik(1) not in told.stdout
    assert kept(village)[1:] == [("person_shown", FIRST, WHY)]


def test_the_consent_is_shown_with_when_it_was_taken_back(person: Run, village: str) -> None:
    [(id_, by)] = rows(village, f"SELECT id, person_id FROM registrations WHERE number='{FIRST}'")
    rows(
        village,
        f"""INSERT INTO consents (id, draft_id, person_id, text_version, text_hash, language,
                channel, message_id, for_whom, sealed, given_at, withdrawn_at)
            VALUES ('{id_}', '{id_}', '{by}', '2026-11-30.4', '', 'id', 'telegram', '1', 'self',
                '', '2026-11-01 03:00+00', '2026-11-02 04:00+00')""",
    )

    told = person("show", FIRST)

    agreed = r"2026-11-01 10:00 WIB +2026-11-30.4 +telegram \(id\) +self +2026-11-02 11:00 WIB"
    assert re.search(agreed, told.stdout)


def test_what_became_of_messages_is_shown_as_far_as_is_known(person: Run, village: str) -> None:
    put = """INSERT INTO outbox (id, address_id, channel, account, lane, edits, outside, sealed,
                 due_at, waits_since, attempts, sent_at, stage, failed_at, failure)
             SELECT gen_random_uuid(), id, 'whatsapp', 'a', 0, false, false, NULL, {at}, {at}, 0,
                    {what} FROM addresses LIMIT 1"""
    at = "timestamptz '2026-11-30 01:00+00'"
    for what in (
        f"{at}, 3, NULL, NULL",
        f"{at}, NULL, NULL, NULL",
        f"NULL, NULL, {at}, '131026'",
        "NULL, NULL, NULL, NULL",
    ):
        rows(village, put.format(at=at, what=what))
    rows(village, "UPDATE addresses SET person_id = (SELECT person_id FROM registrations LIMIT 1)")

    told = person("show", FIRST)

    fates = re.findall(r"whatsapp +(\w+) +2026-11-30 08:00 WIB *(\d*)", told.stdout)
    assert fates == [("read", ""), ("sent", ""), ("failed", "131026"), ("waits", "")]


def test_nik_and_telephone_are_whole_only_after_asking_twice(person: Run, village: str) -> None:
    refused = person("show", FIRST, "--unmask", said=f"y\n{SECOND}\n")
    assert (refused.exit_code, nik(1) in refused.output) == (2, False)

    told = person("show", FIRST, "--unmask", said=TWICE)

    assert told.exit_code == 0, told.output
    assert nik(1) in told.stdout
    assert "0812 0000 3456" in told.stdout
    assert [kind for kind, *_ in kept(village)] == [
        *("person_shown", "person_shown", "person_unmasked"),
    ]


@pytest.mark.parametrize("command", ["show", "correct", "move-phone", "erase"])
def test_a_number_that_nobody_has_is_told(person: Run, village: str, command: str) -> None:
    refused = person(command, "PR-6107-000009", *(["name=Siti"] if command == "correct" else []))

    assert refused.exit_code == 2
    assert "there is no registration PR-6107-000009" in refused.stderr


def test_its_chat_sees_in_its_own_data_that_the_district_looked(person: Run, village: str) -> None:
    person("find", FIRST)
    person("show", FIRST, "--unmask", said=TWICE)

    async def seen(town: Town) -> list[tuple[str, int]]:
        async with town.storage.begin() as work:
            [chat] = await work.people.lock([sender()])
            found = await work.held_data.find(chat, FindData())
        assert found.data is not None
        return [(one.village, one.times) for one in found.data.seen]

    assert ("", 3) in within(village, seen)


# ── correcting ──────────────────────────────────────────────────────────────────────────────────


def test_what_a_head_can_tell_is_corrected_and_confirmed_anew(person: Run, village: str) -> None:
    done = person("correct", FIRST, "name=Yanti Susanti Putri", "income=1 juta", said=TWICE)

    assert done.exit_code == 0, done.output
    assert re.search(r"name +YANTI SUSANTI +YANTI SUSANTI PUTRI", done.stdout)
    assert answers(village)["name"] == "YANTI SUSANTI PUTRI"
    number = f"WHERE r.number = '{FIRST}'"
    place = f"""SELECT p.number FROM registrations r
                  JOIN places p ON p.registration_id = r.id {number}"""
    assert rows(village, place) == [(1,)]
    act = f"""SELECT h.act, h.became, h.person_id, h.address_id, h.fields FROM history h
                JOIN registrations r ON r.id = h.registration_id {number}
               ORDER BY h.version DESC LIMIT 1"""
    assert rows(village, act) == [("amend", "placed", None, None, ["name", "income"])]
    assert {"corrected", "amend.again", "card.corrected"} <= set(letters(village))
    assert kept(village) == [("person_shown", FIRST, WHY), ("person_corrected", FIRST, WHY)]
    told = person("show", FIRST)
    assert re.search(r"amend +placed +the district +name, income +what was corrected", told.stdout)


def test_what_no_head_confirms_changes_nothing_that_was_decided(person: Run, village: str) -> None:
    done = person("correct", FIRST, "phone=0813 0000 9999", said=TWICE)

    assert done.exit_code == 0, done.output
    assert re.search(r"phone +\+62\*{8}456 +0813 0000 9999", done.stdout)
    assert answers(village)["phone"] == "+6281300009999"
    assert rows(village, "SELECT status FROM registrations ORDER BY seq LIMIT 1") == [
        ("confirmed",)
    ]
    assert "amend.again" not in letters(village)


def test_another_nik_goes_with_birth_and_sex(person: Run, village: str) -> None:
    alone = person("correct", FIRST, "nik=6107014101800007", said=TWICE)
    assert (alone.exit_code, "say birth=…, too (yes, no)" in alone.stderr) == (2, True)

    done = person("correct", FIRST, "nik=6107014101800007", "birth=yes", said=TWICE)

    assert done.exit_code == 0, done.output
    now = answers(village)
    assert (now["nik"], now["birth_date"]) == ("6107014101800007", "1980-01-01")
    assert person("find", nik(1)).exit_code == 2
    assert FIRST in person("find", "6107014101800007").stdout


def test_a_nik_that_is_registered_is_refused_and_claims_nothing(person: Run, village: str) -> None:
    refused = person("correct", FIRST, f"nik={nik(2)}", "birth=yes", said=TWICE)

    assert refused.exit_code == 2
    assert f"that NIK is registered already, as {SECOND}" in refused.stderr
    assert answers(village)["nik"] == nik(1)
    assert rows(village, "SELECT count(*) FROM claims") == [(0,)]
    assert letters(village) == []


def test_another_village_is_one_where_a_place_is_free(person: Run, village: str) -> None:
    words = ("correct", FIRST, "village=Desa 2", "address=Dusun Baru RT 1 RW 2")
    refused = person(*words, said=TWICE)
    assert (refused.exit_code, "no place is free" in refused.stderr) == (2, True)
    rows(
        village,
        """INSERT INTO places (village, programme_id, number)
           SELECT '61.07.01.2002', id, 7 FROM programmes""",
    )

    done = person(*words, said=TWICE)

    assert done.exit_code == 0, done.output
    where = f"""SELECT r.village, p.number FROM registrations r
                  JOIN places p ON p.registration_id = r.id WHERE r.number = '{FIRST}'"""
    assert rows(village, where) == [("61.07.01.2002", 7)]
    assert {"corrected.moved", "next.no_head"} <= set(letters(village))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        (["nama=Siti"], "nama is nothing that is corrected; these are: village, eligibility"),
        (["consent=no"], "consent is nothing that is corrected"),
        (["name"], "say name=…"),
        (["name= "], "say name=…"),
        (["nik=123"], "nik cannot be read: length"),
        (["name=YANTI SUSANTI"], "that is what there is already"),
        (["eligibility=company"], "they may not take part (company)"),
    ],
)
def test_what_cannot_be_corrected_is_said(
    person: Run, village: str, fields: list[str], problem: str
) -> None:
    refused = person("correct", FIRST, *fields, said=TWICE)

    assert refused.exit_code == 2
    assert problem in refused.stderr
    assert "person_corrected" not in [kind for kind, *_ in kept(village)]


@pytest.mark.parametrize("said", ["n\n", f"y\n{SECOND}\n", "y\n", ""])
@pytest.mark.parametrize(
    "words", [("correct", FIRST, "name=Siti"), ("move-phone", FIRST), ("erase", FIRST)]
)
def test_without_both_answers_nothing_is_done(
    person: Run, village: str, words: tuple[str, ...], said: str
) -> None:
    refused = person(*words, said=said)

    assert refused.exit_code != 0
    assert [kind for kind, *_ in kept(village)] == ["person_shown"]
    assert answers(village)["name"] == "YANTI SUSANTI"
    assert rows(village, "SELECT count(*) FROM new_phones") == [(0,)]
    assert rows(village, "SELECT count(*) FROM requests") == [(0,)]


# ── another phone ───────────────────────────────────────────────────────────────────────────────


def code_in(told: Result) -> str:
    found = re.search(r"GANTI HP ([A-Z]{5}-\d{4})", told.stdout)
    assert found is not None, told.output
    return found[1]


def test_a_code_of_the_district_moves_it_once(person: Run, village: str) -> None:
    code = code_in(person("move-phone", FIRST, said=TWICE))

    async def taken(town: Town) -> tuple[object, object]:
        new, other = await town.workers("new", "other")
        return await town.takes(code, new), await town.takes(code, other)

    moved, again = within(village, taken, start=datetime.now(UTC))

    assert isinstance(moved, MovedToPhone)
    assert moved.registered.number == FIRST
    assert again == PhoneRefused(NotMoved.REFUSED)
    assert kept(village)[-1] == ("phone_code_given_by_district", FIRST, WHY)


def test_no_official_of_its_village_uses_a_code_of_the_district(person: Run, village: str) -> None:
    code = code_in(person("move-phone", FIRST, said=TWICE))

    async def taken(town: Town) -> list[object]:
        [head, old, new] = await town.workers("kades", "yanti", "new")
        elsewhere = await town.head("camat", "61.07.01.2002")
        return [await town.takes(code, one) for one in (head, old, elsewhere, new)]

    head, old, elsewhere, new = within(village, taken, start=datetime.now(UTC))

    assert head == PhoneRefused(NotMoved.OFFICIAL)
    assert old == PhoneRefused(NotMoved.HERE)
    assert isinstance(elsewhere, MovedToPhone)
    assert new == PhoneRefused(NotMoved.REFUSED)


def test_what_is_over_goes_to_no_phone_and_is_not_corrected(person: Run, village: str) -> None:
    given_up(village)

    moved = person("move-phone", FIRST, said=TWICE)
    corrected = person("correct", FIRST, "name=Siti", said=TWICE)

    assert (moved.exit_code, corrected.exit_code) == (2, 2)
    assert f"{FIRST} is withdrawn: there is nothing to go on with" in moved.stderr
    assert f"{FIRST} is withdrawn: it cannot be corrected any more" in corrected.stderr


def given_up(url: str) -> None:
    async def gives_up(town: Town) -> None:
        [row] = await town.rows("SELECT id FROM registrations WHERE number = :n", n=FIRST)
        await town.withdraw((await town.worker(), row["id"]))

    within(url, gives_up)


# ── erasing ─────────────────────────────────────────────────────────────────────────────────────


def test_it_is_given_up_at_once_and_its_chat_gets_the_receipt(person: Run, village: str) -> None:
    done = person("erase", FIRST, said=TWICE)

    assert done.exit_code == 0, done.output
    [(receipt, kind, whole)] = rows(village, "SELECT receipt, kind, whole FROM requests")
    assert (kind, whole) == ("erase", False)
    assert rows(village, "SELECT count(*) FROM jobs WHERE name = 'erase'") == [(1,)]
    assert f"Receipt: {receipt}" in done.stdout
    assert rows(village, "SELECT status FROM registrations ORDER BY seq LIMIT 1") == [
        ("withdrawn",)
    ]
    assert "rights.erase.by_district" in letters(village)
    assert kept(village) == [
        ("person_shown", FIRST, WHY),
        ("erasure_asked_by_district", FIRST, WHY),
    ]
    again = person("erase", FIRST, said=TWICE)
    assert (again.exit_code, f"asked for already: receipt {receipt}" in again.stderr) == (2, True)


def test_a_consent_is_taken_back_and_nothing_is_erased(person: Run, village: str) -> None:
    done = person("take-consent-back", FIRST, said=TWICE)

    assert done.exit_code == 0, done.output
    [(receipt, kind)] = rows(village, "SELECT receipt, kind FROM requests")
    assert (kind, f"Receipt: {receipt}" in done.stdout) == ("consent", True)
    assert rows(village, "SELECT count(*) FROM jobs WHERE name = 'erase'") == [(0,)]
    assert "rights.consent.by_district" in letters(village)
    assert ("consent_taken_back_by_district", FIRST, WHY) in kept(village)


def test_what_is_over_is_erased_too(person: Run, village: str) -> None:
    given_up(village)

    assert person("erase", FIRST, said=TWICE).exit_code == 0


def test_what_a_head_said_is_somebody_elses_is_left_to_them(person: Run, village: str) -> None:
    rows(
        village,
        """INSERT INTO claims (id, registration_id, person_id, code, at, granted_at)
           SELECT r.id, r.id, r.person_id, '4827', now(), now() FROM registrations r
            WHERE r.number = 'PR-6107-000001'""",
    )

    refused = person("erase", FIRST, said=TWICE)

    assert refused.exit_code == 2
    assert "the NIK is somebody else's" in refused.stderr
    assert rows(village, "SELECT count(*) FROM requests") == [(0,)]
