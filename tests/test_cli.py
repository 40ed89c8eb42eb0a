"""The command: what it sets up, shows and refuses, on a database of its own."""

import asyncio
import io
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import asyncpg
import pytest
import typer
from typer.testing import CliRunner

from bot import commands
from bot.commands.checking import of_the_demo as told_of_the_demo
from bot.commands.main import main
from bot.commands.running import CANNOT_BE_WRITTEN
from bot.commands.setup import demo_programme, of_the_demo
from bot.database import OldDatabase, Place, migrated
from bot.postgres import remove
from bot.settings import SETTINGS, Settings
from storage.ids import new_id
from storage.sealing import Keys
from tests.patience import PATIENCE

Run = Callable[..., "Ended"]
KEYS = Keys.generate().dump()
TOKEN = "123456:TEST"
NEXT_YEAR = str(datetime.now(UTC).year + 1)
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Ended:
    """How a command ended, whichever way it was run."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> dict[str, str]:
    """The settings of an operator with a database and keys of their own."""
    return {
        "SERATUS_DATABASE_URL": database_url.replace("+asyncpg", ""),
        "SERATUS_KEYS": KEYS,
        "SERATUS_HOME": str(tmp_path),
        "COLUMNS": "200",
    }


@pytest.fixture
def seratus(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process, which spares its imports; one test runs it for real."""
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, script: str = "", **changed: str) -> Ended:
        ended = CliRunner().invoke(main, arguments, input=script, env=changed)
        if ended.exception and not isinstance(ended.exception, SystemExit):
            raise ended.exception
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return run


def age(url: str) -> None:
    """Take from the database what an earlier checkout had not yet."""

    async def aged() -> None:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        await connection.execute("DROP TABLE key_check")
        await connection.close()

    asyncio.run(aged())


def opened(seratus: Run) -> None:
    seratus("villages", "load", "61.07")
    seratus("programme", "open", "61.07", "--year", NEXT_YEAR, "--funder", "APBD Bengkayang")


def test_a_script_piped_into_the_command_registers_a_worker_and_prints_the_transcript(
    seratus: Run, settings: dict[str, str]
) -> None:
    opened(seratus)
    tour = (ROOT / "bot" / "terminal" / "tour.txt").read_text("utf-8").replace("SERI", "9001")
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SERATUS_")}

    talked = subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", "chat"],
        input=tour,
        env={**clean, **settings, "LC_ALL": "id_ID.UTF-8"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert talked.returncode == 0, talked.stderr
    assert "PR-6107-000001" in talked.stdout
    listed = seratus("villages", "list", "61.07").stdout
    assert any("61.07.01.2001" in line and "1/100" in line for line in listed.splitlines())


def talk(settings: dict[str, str], script: bytes, reading: bool = True, **changed: str) -> Ended:
    """Talk as a process of its own, whose transcript is read, or is not."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SERATUS_")}
    read, write = os.pipe()
    if not reading:
        os.close(read)
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        cwd=ROOT,
        env={**clean, **settings, **changed},
        stdin=subprocess.PIPE,
        stdout=write,
        stderr=subprocess.PIPE,
    )
    os.close(write)
    _, told = process.communicate(script, timeout=PATIENCE)
    with os.fdopen(read, "rb") if reading else io.BytesIO() as transcript:
        return Ended(process.returncode, transcript.read().decode(), told.decode())


@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
def test_bytes_that_are_no_utf8_are_asked_for_again(settings: dict[str, str], locale: str) -> None:
    talked = talk(settings, b"da\xfftar\nbantuan\n", LC_ALL=locale)

    assert talked.returncode == 0, talked.stderr
    assert "(baris ini tidak terbaca" in talked.stdout
    assert "worker1> bantuan" in talked.stdout


def test_a_screen_without_our_letters_is_told_and_what_was_not_shown_comes_later(
    settings: dict[str, str],
) -> None:
    blind = talk(settings, b"bantuan\nstatus\n", PYTHONIOENCODING="ascii")
    seeing = talk(settings, b"status\n", PYTHONIOENCODING="utf-8")

    assert blind.returncode == CANNOT_BE_WRITTEN
    assert "cannot be written in ascii: set PYTHONUTF8=1" in " ".join(blind.stderr.split())
    assert "Traceback" not in blind.stderr
    assert "> status" not in blind.stdout
    assert seeing.stdout.count("Seratus → worker1") == 2


def test_a_reader_who_has_gone_ends_the_talk_in_a_sentence(settings: dict[str, str]) -> None:
    talked = talk(settings, b"bantuan\nstatus\n", reading=False)

    assert talked.returncode == CANNOT_BE_WRITTEN
    assert "whoever read what we print has gone" in " ".join(talked.stderr.split())
    assert "Traceback" not in talked.stderr


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("migrate >&-", CANNOT_BE_WRITTEN, "whoever read what we print has gone"),
        ("migrate <&- >&-", CANNOT_BE_WRITTEN, "whoever read what we print has gone"),
        ("heads revoke 61.07.99.2999 >&-", 2, "there is no village 61.07.99.2999"),
        ("migrate 2>&-", 0, ""),
        ("migrate <&- 2>&-", 0, ""),
    ],
)
def test_where_streams_are_closed_a_command_ends_in_its_sentence_and_code(
    settings: dict[str, str], command: str, code: int, said: str
) -> None:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SERATUS_")}

    ended = subprocess.run(
        ["sh", "-c", f'exec "$0" -m bot {command}', sys.executable],
        cwd=ROOT,
        env={**clean, **settings},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert ended.returncode == code, ended.stderr
    assert said in " ".join(ended.stderr.split())
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [("--as", "kades 99.99"), ("--as", "kades 61.07.01.2001"), ("--village", "foo")],
    ids=["no village", "no demo", "no code"],
)
def test_who_or_what_is_not_there_cannot_talk(seratus: Run, arguments: tuple[str, str]) -> None:
    opened(seratus)

    refused = seratus("chat", *arguments, script="bantuan\n")

    assert refused.returncode == 2
    assert refused.stderr.startswith("seratus: ")
    assert "> bantuan" not in refused.stdout


def test_who_is_not_there_leaves_the_word_to_who_spoke_before(seratus: Run) -> None:
    talked = seratus("demo", script=":as kades pakyohanes\nbantuan\n")

    assert talked.returncode == 0, talked.stderr
    assert "(tidak ada desa pakyohanes di sini" in talked.stdout
    assert "worker1> bantuan" in talked.stdout


def test_whoever_leaves_hears_that_all_is_kept_and_how_to_go_on(settings: dict[str, str]) -> None:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SERATUS_")}
    ours, theirs = os.openpty()

    with os.fdopen(ours, "wb", buffering=0) as typed:
        typed.write(b":as yanti\n:quit\n")
        left = subprocess.run(
            [sys.executable, "-m", "bot", "chat"],
            env={**clean, **settings},
            cwd=ROOT,
            stdin=theirs,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
        os.close(theirs)

    assert "(Semua tersimpan. Lanjutkan kapan saja dengan 'seratus chat', lalu ':as yanti'.)" in (
        left.stdout
    )


def test_a_village_link_in_the_terminal_presets_the_village(seratus: Run) -> None:
    opened(seratus)

    talked = seratus("chat", "--village", "61.07.01.2001", "--as", "worker1", script="1\n")

    assert talked.returncode == 0, talked.stderr
    assert "Sungai Duri" in talked.stdout
    assert "worker1> 1" in talked.stdout


def test_loading_villages_tells_how_many_are_of_the_regency(seratus: Run) -> None:
    seratus("villages", "load", "61.04")

    loaded = seratus("villages", "load", "61.07").stdout

    assert "122 villages of 61.07 loaded; 375 known in all." in loaded


def test_a_second_programme_for_a_regency_is_refused_in_a_sentence(seratus: Run) -> None:
    opened(seratus)

    again = seratus("programme", "open", "61.07", "--year", "2999", "--funder", "APBD")

    assert again.returncode == 2
    assert f"61.07 has a programme already: {NEXT_YEAR}, funded by APBD" in again.stderr
    assert "makes room for the next" in again.stderr
    assert "demo" not in again.stderr


def test_the_terms_of_a_programme_change_and_the_next_is_opened_beside_it(seratus: Run) -> None:
    opened(seratus)

    nothing = seratus("programme", "change", "61.07")
    late = seratus("programme", "change", "61.07", "--register-until", "2999-01-01")
    changed = seratus(
        *("programme", "change", "61.07", "--register-until", f"{NEXT_YEAR}-03-31"),
        *("--funder", "Dana Desa", "--min-age", "20", "--replace-until", f"{NEXT_YEAR}-06-30"),
        *("--correct-days", "7", "--draft-days", "45", "--basis", "Perbup Nomor 9 Tahun 2027"),
    )
    shown = seratus("programme", "show")
    elsewhere = seratus("programme", "change", "61.04", "--funder", "x")
    asked = seratus("programme", "close", "61.07", script="n\n")
    closed = seratus("programme", "close", "61.07", "--yes")
    following = str(int(NEXT_YEAR) + 1)
    after = seratus("programme", "open", "61.07", "--year", following, "--funder", "APBD")

    assert (nothing.returncode, late.returncode, elsewhere.returncode) == (2, 2, 2)
    assert "say what is to change" in nothing.stderr
    assert f"the cover ends on {NEXT_YEAR}-12-31" in late.stderr
    assert "no programme is open in 61.04" in elsewhere.stderr
    assert shown.stdout == changed.stdout
    assert terms(shown) == {
        "Who pays": "Dana Desa",
        "Places a village": "100",
        "Cover": f"{NEXT_YEAR}-01-01 to {NEXT_YEAR}-12-31",
        "Last day to register": f"{NEXT_YEAR}-03-31",
        "Filled after the list is sent, until": f"{NEXT_YEAR}-06-30",
        "Age": "20 to under 65",
        "Days to correct": "7",
        "Days an unfinished form is kept": "45",
        "Days all is kept after the cover": "90",
        "Legal basis": "Perbup Nomor 9 Tahun 2027",
        "Complaints about data to": "not named",
    }
    assert (asked.returncode, closed.returncode, after.returncode) == (1, 0, 0)
    assert f"Programme {NEXT_YEAR} of 61.07 takes no more registrations." in closed.stdout


def terms(shown: Ended) -> dict[str, str]:
    """Return what the table of one programme says now, by term."""
    lines = (line.split("│")[2:4] for line in shown.stdout.splitlines() if line.startswith("│"))
    return {term.strip(): now.strip() for term, now in lines}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("--replace-until", "2001-01-01"), "day of it", id="too early"),
        pytest.param(("--replace-until", "2999-01-01"), "filled anew within the cover"),
        pytest.param(("--correct-days", "0"), "1 to 60 days to correct"),
        pytest.param(("--correct-days", "61"), "1 to 60 days to correct"),
        pytest.param(("--draft-days", "6"), "kept 7 to 90 days"),
        pytest.param(("--draft-days", "91"), "kept 7 to 90 days"),
        pytest.param(("--basis", "x" * 121), "120 characters at most"),
        pytest.param(("--complaints", "Dinas Satu."), "no full stop"),
        pytest.param(("--complaints", "Dinas\nSatu"), "one line"),
    ],
)
def test_terms_that_cannot_be_are_refused_and_nothing_changes(
    seratus: Run, arguments: tuple[str, ...], said: str
) -> None:
    opened(seratus)
    before = seratus("programme", "show").stdout

    refused = seratus("programme", "change", "61.07", "--funder", "Dana Desa", *arguments)

    assert refused.returncode == 2
    assert said in refused.stderr
    assert seratus("programme", "show").stdout == before


def test_the_days_that_may_be_are_taken(seratus: Run) -> None:
    opened(seratus)
    cover = (f"{NEXT_YEAR}-01-01", f"{NEXT_YEAR}-12-31")

    for day, correct, draft in zip(cover, ("1", "60"), ("7", "90"), strict=True):
        days = ("--replace-until", day, "--correct-days", correct, "--draft-days", draft)
        changed = terms(seratus("programme", "change", "61.07", *days))

        assert changed["Filled after the list is sent, until"] == day
        assert changed["Days to correct"] == correct
        assert changed["Days an unfinished form is kept"] == draft


def test_where_an_operator_opened_a_programme_the_terminal_opens_no_other(seratus: Run) -> None:
    opened(seratus)

    talked = seratus("chat", script="daftar\n1\nSungai Duri\n")

    assert "Di Desa Sungai Duri masih ada" in talked.stdout
    assert "61.04" not in seratus("programme", "show").stdout


def test_a_talk_in_an_empty_database_opens_nothing_and_says_how_to_begin(seratus: Run) -> None:
    talked = seratus("chat", script="daftar\n:as kades 61.07.01.2001\n")

    assert talked.returncode == 0, talked.stderr
    assert "No village is loaded here" in " ".join(talked.stderr.split())
    assert "No programme is open" in seratus("programme", "show").stdout
    opened(seratus)
    assert "APBD Bengkayang" in seratus("programme", "show").stdout


def test_only_in_the_demo_does_saying_so_make_a_head(seratus: Run) -> None:
    opened(seratus)
    become = ":as kades 61.07.01.2001\nantrean\n"

    in_earnest = seratus("chat", script=become)

    assert "ini bukan basis data demo" in in_earnest.stdout
    assert "undangan kepala desa" not in in_earnest.stdout
    assert "There is no head and no invitation" in seratus("heads", "list").stdout


def test_in_the_demos_database_a_talk_goes_on_as_its_heads(seratus: Run) -> None:
    assert seratus("demo", script="bantuan\n").returncode == 0

    talked = seratus("chat", script=":as kades 61.07.01.2001\n")

    assert "(undangan kepala desa 61.07.01.2001 dibuka)" in talked.stdout
    assert "active" in seratus("heads", "list").stdout


def test_the_demo_leaves_alone_what_somebody_has_begun_to_set_up(seratus: Run) -> None:
    seratus("villages", "load", "61.07")

    refused = seratus("demo", script="bantuan\n")

    assert refused.returncode == 2
    assert "this database is not the demo's" in refused.stderr
    assert "No programme is open" in seratus("programme", "show").stdout


def test_of_a_programme_that_the_demo_opened_the_way_to_an_empty_database_is_told(
    seratus: Run,
) -> None:
    assert seratus("demo", script="bantuan\n").returncode == 0

    again = seratus("programme", "open", "61.07", "--year", NEXT_YEAR, "--funder", "APBD")

    assert again.returncode == 2
    assert "funded by APBD Kabupaten Bengkayang. It is the demo's" in again.stderr
    assert "another SERATUS_HOME" in again.stderr


def test_a_programme_needs_villages_that_are_loaded(seratus: Run) -> None:
    seratus("villages", "load", "61.07")

    refused = seratus("programme", "open", "61.01", "--year", NEXT_YEAR, "--funder", "APBD")

    assert refused.returncode == 2
    assert "no villages of 61.01 are loaded: 'seratus villages load 61.01' first" in refused.stderr
    assert "61.01" not in seratus("programme", "show").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("--cover-from", "2999-06-01", "--cover-to", "2999-01-01"), "ends before"),
        pytest.param(
            ("--cover-from", "2020-01-01", "--cover-to", "2020-12-31"), "is over since 2020-12-31"
        ),
        pytest.param(("--year", "1999"), "1999 is over"),
        pytest.param(("--year", "20270"), "--year"),
        pytest.param(("--funder", " "), "somebody who pays"),
        pytest.param(("--places", "0"), "at least one place"),
        pytest.param(("--min-age", "65", "--below-age", "18"), "nobody is of that age"),
    ],
)
def test_a_programme_that_cannot_be_is_refused_with_what_to_write(
    seratus: Run, arguments: tuple[str, ...], said: str
) -> None:
    refused = seratus(
        "programme", "open", "61.07", "--year", NEXT_YEAR, "--funder", "APBD", *arguments
    )

    assert refused.returncode == 2
    assert said in refused.stderr


def test_one_place_is_one_place(seratus: Run) -> None:
    seratus("villages", "load", "61.07")
    told = ("--year", NEXT_YEAR, "--funder", "APBD", "--places", "1")

    assert "1 place a village." in seratus("programme", "open", "61.07", *told).stdout
    assert "1 January of --year" in seratus("programme", "open", "--help").stdout


def test_a_head_is_invited_listed_and_revoked(seratus: Run) -> None:
    opened(seratus)

    invited = seratus("heads", "invite", "61.07.01.2001", "--name", "Pak Yohanes").stdout
    listed = seratus("heads", "list").stdout
    revoked = seratus("heads", "revoke", "61.07.01.2001").stdout

    assert re.search(
        r"No channel is set up .*: to the bot the head writes KADES [\w-]{16}\n", invited
    )
    assert "t.me" not in invited
    assert "Pak Yohanes" in listed
    assert re.search(r"\d\d:\d\d WIB", listed)
    assert "Revoked for 61.07.01.2001: " in revoked
    assert "Pak Yohanes (invitation)" in revoked


def test_of_several_one_is_revoked_by_its_id_or_all_are(seratus: Run) -> None:
    opened(seratus)
    for name in ("Pak Yohanes", "Bu Maria", "Pak Ajum"):
        seratus("heads", "invite", "61.07.01.2001", "--name", name)
    lines = seratus("heads", "list").stdout.splitlines()
    [maria] = re.findall(r"\b[0-9a-f]{8}\b", next(line for line in lines if "Bu Maria" in line))

    unsaid = seratus("heads", "revoke", "61.07.01.2001")
    unknown = seratus("heads", "revoke", "61.07.01.2001", "0000beef")
    one = seratus("heads", "revoke", "61.07.01.2001", maria)
    every = seratus("heads", "revoke", "61.07.01.2001", "--all")
    none = seratus("heads", "revoke", "61.07.01.2001")

    assert (unsaid.returncode, unknown.returncode, none.returncode) == (2, 2, 2)
    assert f"{maria}" in unsaid.stderr
    assert "say --all" in unsaid.stderr
    assert "'seratus heads list' shows them" in unknown.stderr
    assert one.stdout == f"Revoked for 61.07.01.2001: {maria}, Bu Maria (invitation).\n"
    assert every.stdout.count("Revoked for") == 2
    assert "Bu Maria" not in every.stdout


def test_who_heads_a_village_already_is_told_to_who_invites_another(seratus: Run) -> None:
    seratus("demo", script=":as kades 61.07.01.2001\n")

    second = seratus("heads", "invite", "61.07.01.2001", "--name", "Bu Maria").stdout
    third = seratus("heads", "invite", "61.07.01.2001").stdout

    assert "Beside: Kepala Desa Sungai Duri heads it already" in second
    assert "Bu Maria" not in second.partition("Beside")[2]
    assert "Beside: Bu Maria has an open invitation already" in third


def test_before_the_only_head_is_revoked_it_is_asked(seratus: Run) -> None:
    seratus("demo", script=":as kades 61.07.01.2001\n")
    revoke = ("heads", "revoke", "61.07.01.2001")

    silent = seratus(*revoke)
    no = seratus(*revoke, script="n\n")
    stays = seratus("heads", "list").stdout
    yes = seratus(*revoke, script="y\n")

    assert (silent.returncode, no.returncode, yes.returncode) == (1, 1, 0)
    assert "No head of 61.07.01.2001 is left then (Kepala Desa Sungai Duri)" in no.stdout
    assert " active " in stays
    assert "Revoked for 61.07.01.2001" in yes.stdout


def test_a_script_revokes_the_only_head_without_being_asked(seratus: Run) -> None:
    seratus("demo", script=":as kades 61.07.01.2001\n")

    revoked = seratus("heads", "revoke", "61.07.01.2001", "--yes")

    assert revoked.returncode == 0, revoked.stderr
    assert "Revoked for 61.07.01.2001" in revoked.stdout


def test_in_a_narrow_window_the_code_of_a_village_stays_whole(seratus: Run) -> None:
    seratus("demo", script=":as kades 61.07.01.2001\n")
    seratus("heads", "invite", "61.07.01.2001", "--name", "Pak Yohanes Sumarno bin Abdullah")

    for command in ("heads list", "villages list 61.07"):
        listed = seratus(*command.split(), COLUMNS="80").stdout

        assert " 61.07.01.2001 " in listed
        assert max(map(len, listed.splitlines())) <= 80


def test_villages_where_something_waits_are_listed_alone_and_together(waiting: Run) -> None:
    every = waiting("villages", "list", "61.07").stdout
    some = waiting("villages", "list", "61.07", "--waiting").stdout
    decided = waiting("decide", NUMBER, "--confirm", "--yes")
    none = waiting("villages", "list", "--waiting").stdout

    assert re.search(r"122 villages .* 1/12200 +│ 1 ", every)
    assert re.search(r"1 village .* 1/100 +│ 1 ", some)
    assert some.count("61.07.") == 1
    assert decided.returncode == 0, decided.stderr
    assert "Nothing waits in any of these villages." in none


def test_a_reason_that_is_none_is_told_with_those_that_are(seratus: Run) -> None:
    refused = seratus("decide", "PR-6107-000001", "--reject", "foo")

    assert refused.returncode == 2
    assert "foo is no reason to reject; these are:" in refused.stderr
    assert "  data_wrong    Data is wrong\n" in refused.stderr


NUMBER = "PR-6107-000001"


@pytest.fixture
def waiting(seratus: Run) -> Run:
    """A registration waits in a village without a head."""
    opened(seratus)
    tour = (ROOT / "bot" / "terminal" / "tour.txt").read_text("utf-8").replace("SERI", "9001")
    assert NUMBER in seratus("chat", script=tour).stdout
    return seratus


def test_what_nobody_may_decide_is_listed_and_decided_after_asking_twice(waiting: Run) -> None:
    listed = waiting("heads", "list").stdout
    slip = waiting("decide", NUMBER, "--confirm", script="y\nPR-6107-000002\n")
    no = waiting("decide", NUMBER, "--confirm", script="n\n")
    silent = waiting("decide", NUMBER, "--confirm")
    done = waiting("decide", NUMBER, "--confirm", script=f"y\n{NUMBER}\n")
    again = waiting("decide", NUMBER, "--reject", "died", "--yes")

    assert "Nobody decides" in listed
    assert NUMBER in listed
    assert (slip.returncode, no.returncode, silent.returncode) == (2, 2, 1)
    assert f"it is {NUMBER}, not PR-6107-000002: nothing was done" in slip.stderr
    assert "the worker is told at once" in done.stdout
    assert f"{NUMBER} is confirmed." in done.stdout
    assert f"{NUMBER} is confirmed: there is nothing to decide" in again.stderr
    assert NUMBER not in waiting("heads", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("PR-6107-999999", "--confirm"), "no registration PR-6107-999999", id="none"),
        pytest.param((NUMBER,), "say --confirm, or --reject", id="neither"),
        pytest.param((NUMBER, "--confirm", "--reject", "died"), "say --confirm, or", id="both"),
        pytest.param((NUMBER, "--confirm", "--force", " "), "--force wants a reason", id="no why"),
    ],
)
def test_what_cannot_be_decided_is_told(
    waiting: Run, arguments: tuple[str, ...], said: str
) -> None:
    refused = waiting("decide", *arguments, "--yes")

    assert refused.returncode == 2
    assert said in refused.stderr


@pytest.mark.parametrize("name", ["[/]", "[red]Pak[/red]", ":boom: Pak", "a [link=x]b"])
def test_a_name_is_printed_as_it_was_written(seratus: Run, name: str) -> None:
    opened(seratus)

    invited = seratus("heads", "invite", "61.07.01.2001", "--name", name)
    listed = seratus("heads", "list")

    assert f"For: {name}, Sungai Duri" in invited.stdout
    assert name in listed.stdout


def test_words_of_others_command_no_terminal(seratus: Run) -> None:
    opened(seratus)
    name = "Pak\x1b]0;x\x07\x9b2J\u202eagaT\rPak"

    invited = seratus("heads", "invite", "61.07.01.2001", "--name", name)
    listed = seratus("heads", "list")
    talked = seratus("chat", "--as", "\x1b[2J", script="\x1b[2J\x9b2J\n")

    written = r"Pak\x1b]0;x\x07\x9b2J\u202eagaT\rPak"
    assert written in invited.stdout
    assert written in listed.stdout
    assert r"\x1b[2J> \x1b[2J\x9b2J" in talked.stdout
    for ended in (invited, listed, talked):
        assert not re.search("[\x1b\x9b\u202e\r]", ended.stdout + ended.stderr)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        pytest.param("heads list", "seratus heads invite 61.07.01.2001", id="heads"),
        pytest.param("villages list", "seratus villages load 61.07", id="villages"),
        pytest.param("programme show", "seratus programme open 61.07", id="programme"),
        pytest.param("parked list", "Nothing is parked.", id="parked"),
    ],
)
def test_where_there_is_nothing_it_is_said_and_what_to_do(
    seratus: Run, command: str, said: str
) -> None:
    shown = seratus(*command.split()).stdout

    assert said in shown
    assert "│" not in shown


def test_check_says_that_the_demos_database_is_not_for_the_bot_in_earnest() -> None:
    demos = demo_programme("61.07", date(2026, 12, 1))
    other = replace(demos, id=new_id())

    assert of_the_demo([demos])
    assert not of_the_demo([])
    assert not of_the_demo([demos, other])
    assert ["demo's database" in one for one in told_of_the_demo([demos])] == [True]
    assert list(told_of_the_demo([other])) == []


def test_check_warns_of_a_programme_whose_registrations_wait_for_nobody(seratus: Run) -> None:
    opened(seratus)

    checked = seratus("check").stdout

    assert "heads: 0" in checked
    assert checked.rstrip().endswith(
        "3. set SERATUS_TELEGRAM_TOKEN, from @BotFather, or the SERATUS_WHATSAPP_ settings "
        "(docs/whatsapp.md), then: seratus serve"
    )
    assert "To do:\n  1. seratus heads invite CODE" in checked


def test_a_link_for_which_the_platforms_could_not_be_asked_says_what_to_do(seratus: Run) -> None:
    opened(seratus)

    invited = seratus(
        *("heads", "invite", "61.07.01.2001"),
        SERATUS_TELEGRAM_TOKEN=TOKEN,
        SERATUS_TELEGRAM_API_BASE="http://127.0.0.1:1",
        SERATUS_WHATSAPP_TOKEN="t",
        SERATUS_WHATSAPP_PHONE_ID="1",
        SERATUS_WHATSAPP_API_BASE="http://127.0.0.1:1",
    )

    assert invited.returncode == 0, invited.stderr
    assert "Telegram does not tell the bot's name (NetworkError): put it for NAMA_BOT" in (
        invited.stdout
    )
    assert "WhatsApp does not tell the number" in invited.stdout
    assert "put it for NOMOR" in invited.stdout


@pytest.mark.parametrize("command", ["invite", "revoke"])
@pytest.mark.parametrize("village", ["61.07.99.2001", "[/]"])
def test_of_an_unknown_village_it_is_said_where_to_look(
    seratus: Run, command: str, village: str
) -> None:
    refused = seratus("heads", command, village)

    assert refused.returncode == 2
    assert f"there is no village {village}: 'seratus villages list" in refused.stderr


def test_check_names_every_setting_and_shows_no_secret(seratus: Run) -> None:
    checked = seratus("check", SERATUS_TELEGRAM_TOKEN="123456:planted")

    assert checked.returncode == 0, checked.stderr
    assert all(setting.name in checked.stdout for setting in SETTINGS)
    assert "planted" not in checked.stdout
    assert "seratus villages load" in checked.stdout


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://svc:hunter2@proxy.example/bot", "https://…@proxy.example/bot"),
        ("https://svc:hun@ter2@proxy.example", "https://…@proxy.example"),
        ("svc:hunter2@proxy.example", "…@proxy.example"),
        ("//hunter2@proxy.example", "//…@proxy.example"),
        ("https://proxy.example", "https://proxy.example"),
    ],
)
def test_of_an_address_the_place_is_shown_and_never_who_signs_in(
    seratus: Run, given: str, shown: str
) -> None:
    addresses = ("SERATUS_TELEGRAM_API_BASE", "SERATUS_WHATSAPP_API_BASE", "SERATUS_HOST")

    checked = seratus("check", **dict.fromkeys(addresses, given))
    refused = seratus("check", SERATUS_PUBLIC_URL=given.replace("https", "http"))

    assert checked.stdout.count(f" {shown} ") == len(addresses), checked.stdout
    assert refused.returncode == 2
    assert not re.search("svc|hun|ter2", checked.stdout + refused.stderr)


def test_check_tells_where_the_keys_are_and_refuses_those_that_others_may_read(
    seratus: Run, tmp_path: Path
) -> None:
    path = tmp_path / "keys"
    path.write_text(KEYS)
    path.chmod(0o644)

    refused = seratus("check", SERATUS_KEYS="")
    path.chmod(0o600)
    checked = seratus("check", SERATUS_KEYS="")
    given = seratus("check")

    assert refused.returncode == 2
    assert f"chmod 600 {path}" in " ".join(refused.stderr.split())
    assert f"keys: in {path} (ours alone), all different; seal1 seals" in checked.stdout
    assert "keys: in SERATUS_KEYS" in given.stdout


def test_a_folder_is_shown_whole(seratus: Run, tmp_path: Path) -> None:
    keys = str(tmp_path / "seratus@1")

    checked = seratus("check", SERATUS_KEYS_FILE=keys)

    assert keys in checked.stdout


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({"SERATUS_PORT": "eight"}, "SERATUS_PORT must be a whole number"),
        pytest.param(
            {"SERATUS_PORT": "99999"}, "SERATUS_PORT must be a whole number from 1 to 65535"
        ),
        pytest.param({"SERATUS_METRICS_PORT": "65536"}, "must be a whole number from 1 to 65535"),
        pytest.param({"SERATUS_PEOPLE_A_DAY": "0"}, "must be a whole number of 1 or more"),
        pytest.param({"SERATUS_WHATSAPP_RATES": "350"}, "such as 'service=0 template=350'"),
        pytest.param({"SERATUS_PUBLIC_URL": "http://example.org"}, "must begin with https://"),
        pytest.param({"SERATUS_PUBLIC_URL": "https://"}, "must begin with https://"),
        pytest.param({"SERATUS_PORRT": "1"}, "did you mean SERATUS_PORT?"),
        pytest.param({"SERATUS_TELEGRAM_TOKN": "x"}, "did you mean SERATUS_TELEGRAM_TOKEN?"),
        pytest.param({"SERATUS_QQ": "x"}, "unset it; 'seratus check' lists them all"),
        pytest.param({"SERATUS_KEYS": "seal1=short"}, "SERATUS_KEYS must read"),
        pytest.param({"SERATUS_KEYS": ""}, 'echo "$key=$(openssl rand -base64 32)"; done > keys)'),
        pytest.param(
            {"SERATUS_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
            "the database does not answer",
        ),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(
    seratus: Run, wrong: dict[str, str], said: str
) -> None:
    checked = seratus("check", **wrong)

    assert checked.returncode in {2, 3}
    assert said in checked.stderr
    assert "Traceback" not in checked.stderr


@pytest.mark.parametrize("home", ["/dev/null", "/dev/null/below", "/proc/nowhere"])
@pytest.mark.parametrize("command", ["migrate", "chat"])
def test_a_home_that_cannot_be_made_is_one_sentence(home: str, command: str) -> None:
    told = CliRunner().invoke(main, [command], env={"SERATUS_HOME": home}, input="")

    assert told.exit_code == 2
    assert home in told.stderr
    assert "Traceback" not in told.stderr
    assert not isinstance(told.exception, OSError)


def test_check_shows_where_the_database_is_and_no_password(
    seratus: Run, settings: dict[str, str]
) -> None:
    url = f"{settings['SERATUS_DATABASE_URL']}&password=rahasia"

    checked = seratus("check", SERATUS_DATABASE_URL=url)
    refused = seratus("check", SERATUS_DATABASE_URL="postgresql://a:raha@sia@127.0.0.1:1/d")

    assert checked.returncode == 0, checked.stderr
    assert "postgresql://seratus@/test_" in checked.stdout
    assert refused.returncode == 2
    assert "@ is written %40" in refused.stderr
    assert "rahasia" not in checked.stdout + checked.stderr
    assert not re.search("raha|sia@", refused.stdout + refused.stderr)


def test_other_keys_than_the_database_was_sealed_with_are_refused(seratus: Run) -> None:
    seratus("check")

    refused = seratus("check", SERATUS_KEYS=Keys.generate().dump())

    assert refused.returncode == 2
    assert "sealed with other keys" in refused.stderr


@pytest.mark.parametrize(
    "command", ["demo", "chat", "serve", "migrate", "check", "villages list", "parked list"]
)
def test_a_database_of_an_earlier_checkout_is_refused_with_what_to_do(
    seratus: Run, database_url: str, command: str
) -> None:
    age(database_url)

    refused = seratus(*command.split(), SERATUS_TELEGRAM_TOKEN=TOKEN)

    assert refused.returncode == 2
    assert "never released" in refused.stderr
    assert "it lacks key_check.hash" in refused.stderr
    unwrapped = " ".join(refused.stderr.split())
    assert "Nobody is registered in it: give SERATUS_DATABASE_URL an empty one" in unwrapped
    assert "Traceback" not in refused.stderr


async def test_of_an_embedded_database_the_folder_to_delete_is_named(
    database_url: str,
) -> None:
    await asyncio.to_thread(age, database_url)
    settings = Settings.read({"SERATUS_HOME": "/srv/seratus"})

    with pytest.raises(OldDatabase, match=r"delete the folder /srv/seratus/postgres"):
        await migrated(settings, Place(database_url, database_url))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("villages", "load", "abc"), "no regency", id="no code"),
        pytest.param(("villages", "load", "99.99"), "no villages in 99.99", id="unknown code"),
        pytest.param(
            ("programme", "open", "99.99", "--year", NEXT_YEAR, "--funder", "x"),
            "no villages in 99.99",
            id="programme for nowhere",
        ),
        pytest.param(("heads", "invite", "61.07.01.2001", "--days", "0"), "--days", id="no days"),
    ],
)
def test_a_slip_of_an_operator_is_refused_before_anything_is_done(
    seratus: Run, arguments: tuple[str, ...], said: str
) -> None:
    refused = seratus(*arguments)

    assert refused.returncode == 2
    assert said in refused.stderr


def test_serving_no_channel_is_refused_with_what_to_set(seratus: Run) -> None:
    refused = seratus("serve", SERATUS_WHATSAPP_PHONE_ID="1")

    assert refused.returncode == 2
    assert "nothing to serve: set SERATUS_TELEGRAM_TOKEN" in refused.stderr


URL = {"SERATUS_PUBLIC_URL": "https://example.org"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(
            {"SERATUS_WHATSAPP_TOKEN": "x"},
            "SERATUS_WHATSAPP_TOKEN is set but SERATUS_WHATSAPP_PHONE_ID is not",
            id="WhatsApp's token alone",
        ),
        pytest.param(
            {"SERATUS_TELEGRAM_TOKEN": TOKEN, **URL},
            "SERATUS_TELEGRAM_WEBHOOK_SECRET is not: without it anybody could post",
            id="no secret",
        ),
        pytest.param(
            {
                "SERATUS_TELEGRAM_TOKEN": TOKEN,
                "SERATUS_TELEGRAM_WEBHOOK_SECRET": "between us",
                **URL,
            },
            "SERATUS_TELEGRAM_WEBHOOK_SECRET is none that Telegram takes",
            id="no secret of Telegram's",
        ),
        pytest.param(
            {"SERATUS_TELEGRAM_TOKEN": "abc"}, "SERATUS_TELEGRAM_TOKEN is no token", id="no token"
        ),
        pytest.param(
            {"SERATUS_TELEGRAM_TOKEN": TOKEN, "SERATUS_HOST": "nowhere.invalid"},
            "SERATUS_HOST: nobody can listen on nowhere.invalid:8000",
            id="nowhere",
        ),
    ],
)
def test_what_serving_refuses_is_what_check_says_is_to_do(
    seratus: Run, given: dict[str, str], said: str
) -> None:
    given = {"SERATUS_TELEGRAM_API_BASE": "http://127.0.0.1:1", **given}

    refused = seratus("serve", **given)
    checked = seratus("check", **given)

    assert refused.returncode == 2
    assert said in " ".join(refused.stderr.split())
    _, _, todo = checked.stdout.partition("To do:")
    assert said in " ".join(todo.split())


def in_earnest(url: str) -> None:
    """Let a programme of the demo's be one that somebody opened."""

    async def opened_anew() -> None:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        await connection.execute("SET session_replication_role = replica")
        was = await connection.fetchval("SELECT id FROM programmes WHERE regency = '61.04'")
        now = new_id()
        moved = "UPDATE places SET programme_id = $1 WHERE programme_id = $2"
        await connection.execute(moved, now, was)
        await connection.execute("UPDATE programmes SET id = $1 WHERE id = $2", now, was)
        await connection.close()

    asyncio.run(opened_anew())


def test_that_nothing_is_to_do_is_said_only_if_that_is_known(
    seratus: Run, database_url: str
) -> None:
    seratus("demo", script=":as kades 61.07.01.2001\n")
    demos = seratus("check", SERATUS_TELEGRAM_TOKEN=TOKEN)
    in_earnest(database_url)

    named = ("--basis", "Perbup Nomor 9", "--complaints", "Dinas Satu")
    for regency in ("61.07", "61.04"):
        seratus("programme", "change", regency, *named)

    known = seratus("check", SERATUS_TELEGRAM_TOKEN=TOKEN)
    away = seratus(
        "check",
        SERATUS_TELEGRAM_TOKEN=TOKEN,
        SERATUS_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none",
    )

    assert "this is the demo's database" in " ".join(demos.stdout.split())
    assert "Nothing is to do." in known.stdout
    assert "To do" not in known.stdout
    assert away.returncode == 3
    assert "o do" not in away.stdout


def test_what_a_district_has_not_named_is_to_do_until_it_has(seratus: Run) -> None:
    opened(seratus)

    told = {}
    for option, words in (
        ("--complaints", ""),
        ("--basis", "Perbup Nomor 9"),
        ("--complaints", "Dinas"),
    ):
        seratus("programme", "change", "61.07", option, words)
        told[option, words] = " ".join(seratus("check").stdout.split())

    both, one, none = told.values()
    does_not = "the consent of 61.07 does not name"
    assert f"{does_not} the law behind it and whom to complain to about data:" in both
    assert "seratus programme change 61.07 --basis '…' --complaints '…'" in both
    assert f"{does_not} whom to complain to about data:" in one
    assert "does not name" not in none


def test_that_the_bot_is_running_is_nothing_to_do(seratus: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as running:
        checked = seratus("check", SERATUS_PORT=str(running.getsockname()[1]))

    assert "nobody can listen" not in checked.stdout


def test_every_group_of_commands_is_part_of_seratus() -> None:
    modules = [import_module(one.name) for one in iter_modules(commands.__path__, "bot.commands.")]
    groups = {
        f"{module.__name__}.{name}": one
        for module in modules
        for name, one in vars(module).items()
        if isinstance(one, typer.Typer)
    }

    def within(group: typer.Typer) -> list[typer.Typer]:
        inner = [one.typer_instance for one in group.registered_groups if one.typer_instance]
        return [group, *(deeper for one in inner for deeper in within(one))]

    assert [name for name, one in groups.items() if one not in within(main)] == []


def test_the_version_told_is_the_projects_whatever_is_set(seratus: Run) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    told = seratus("--version", SERATUS_PORT="eight")

    assert (told.returncode, told.stdout) == (0, f"seratus {project['version']}\n")


def test_help_teaches_every_command(seratus: Run) -> None:
    helped = seratus("--help").stdout

    for command in (
        "demo",
        "chat",
        "serve",
        "migrate",
        "villages",
        "programme",
        "heads",
        "check",
        "parked",
    ):
        assert command in helped
    assert helped.index(" demo ") < helped.index(" check ") < helped.index(" serve ")


@pytest.mark.parametrize("command", ["", "heads revoke", "whatsapp flow push"])
def test_help_asks_for_no_value_of_a_switch(seratus: Run, command: str) -> None:
    assert "<bool>" not in seratus(*command.split(), "--help").stdout


def test_check_tells_that_the_application_is_a_superuser_and_what_mends_it(
    seratus: Run, settings: dict[str, str]
) -> None:
    url = settings["SERATUS_DATABASE_URL"]

    amiss = seratus("check")
    well = seratus("check", SERATUS_DATABASE_URL=url.replace("//seratus@", "//seratus_app@"))

    assert "role: the application is a superuser (seratus)" in amiss.stdout
    assert "IN ROLE seratus_app;" in amiss.stdout
    assert "role: the application is seratus_app: no superuser, owns nothing" in well.stdout


def test_the_application_opens_programmes_though_it_may_make_no_objects(
    seratus: Run, settings: dict[str, str]
) -> None:
    url = settings["SERATUS_DATABASE_URL"].replace("//seratus@", "//seratus_app@")
    seratus("villages", "load", "61.07", SERATUS_DATABASE_URL=url)

    opened = seratus(
        *("programme", "open", "61.07", "--year", NEXT_YEAR, "--funder", "APBD"),
        SERATUS_DATABASE_URL=url,
    )
    talked = seratus("chat", script="daftar\n", SERATUS_DATABASE_URL=url)

    assert opened.returncode == talked.returncode == 0, opened.stderr + talked.stderr


def test_check_says_whose_the_embedded_server_is(tmp_path: Path) -> None:
    home = {"SERATUS_HOME": str(tmp_path / "home")}
    CliRunner().invoke(main, ["migrate"], env=home)

    checked = CliRunner().invoke(main, ["check"], env=home)

    assert checked.exit_code == 0, checked.stderr
    assert ("server: " in checked.stdout) == (os.geteuid() == 0)
    assert "role: the application is seratus_app: no superuser" in checked.stdout
    remove(tmp_path / "home")
