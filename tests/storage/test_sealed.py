"""Sealed from the first day: what people told us stands nowhere in clear.

The real turn is driven through the terminal's messages, with a recognisable value in every field.
Then a dump of the database and everything that was logged are searched for each value.
"""

import base64
import contextlib
import io
import logging
import subprocess
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from uuid import UUID

import pytest
import structlog
from typing_extensions import override

from bot.app import App, opened
from bot.commands import setup
from bot.ports import Message, Sender
from bot.postgres import Server
from bot.serving.logs import configure
from bot.settings import Settings
from bot.terminal.receive import address
from conversations.brain import Brain
from conversations.machine import Context, Event, State, Transition
from conversations.messages import Address, Channel, Incoming, Input, Opened, Said, Tapped
from conversations.villages import Village
from storage.ids import new_id
from storage.sealing import Keys, KeysError, Sealer
from tests.clock import SteppedClock
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import ACCOUNT, START, Town, programme

NIK = "6107015505859371"
FAULTY_NIK = "6107015505859372"
UNREADABLE = "kalimat yang tidak dijawab bernama Zulmiatun"
FAULT = "meledak"
PLANTED = {
    "NIK": NIK,
    "name": "Wahyuningrum",
    "helped": "Paskalina",
    "birth place": "Sambaliung",
    "mother": "Fransiska",
    "address": "Sebadasewu",
    "phone": "081299887766",
    "phone, international": "81299887766",
    "chat": "chat-9081726354",
    "head's chat": "chat-5544332211",
    "typed text": "Zulmiatun",
    "head's name": "Hermanegildus",
    "parked NIK": FAULTY_NIK,
    "parked text": FAULT,
}
ANSWERS = (
    "orang lain",
    "Paskalina Ajum",
    "Sungai Duri",
    "SETUJU",
    "Tidak satu pun",
    NIK,
    "ya",
    "Wahyuningrum Ajum",
    "Sambaliung",
    "Fransiska",
    "Dusun Sebadasewu RT 2 RW 1",
    "0812-9988-7766",
    "nomor dia",
    "noreh karet",
    "500 ribu",
)


class Faulty(Brain):
    """Breaks over one word, and says in its fault what it read."""

    @override
    def advance(self, state: State, event: Event, context: Context) -> Transition:
        if isinstance(event, Said) and FAULT in event.text:
            message = f"cannot read {event.text!r}"
            raise ZeroDivisionError(message)
        return super().advance(state, event, context)


class Nowhere(Sender):
    """Sends nothing; keeps what people would read, so that the test knows that it was said."""

    def __init__(self) -> None:
        self.read: list[str] = []

    @override
    async def send(self, to: Address, message: Message) -> str:
        self.read.append(message.text)
        return str(len(self.read))

    @override
    async def edit(self, to: Address, remote_id: str, message: Message) -> str:
        return await self.send(to, message)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Log everything there is, each statement with its parameters and rows; put it back later."""
    root, sql = logging.getLogger(), logging.getLogger("sqlalchemy")
    handlers, levels = root.handlers[:], (root.level, sql.level)
    with contextlib.redirect_stderr(io.StringIO()) as written:
        configure("debug")
        sql.setLevel(logging.DEBUG)
        yield written
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    sql.setLevel(levels[1])
    structlog.reset_defaults()


class Day:
    """A day's work: somebody registers a neighbour, a head decides, somebody breaks the bot."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.sender = Nowhere()
        self.delivery = app.delivery(self.sender, Channel.TERMINAL, ACCOUNT)
        self.turns = app.turns(self.delivery)
        self._count = 0

    async def says(self, chat: str, given: Input) -> None:
        self._count += 1
        raw = repr(given).encode() + getattr(given, "text", "").encode()
        one = Incoming(address(chat), str(self._count), given, self.app.clock.now(), raw)
        await self.turns.take(one)

    async def begins(self) -> str:
        """Go as far as the review; return the code of an invitation that nobody used yet."""
        await self.says(PLANTED["chat"], Said("daftar"))
        for answer in (*ANSWERS[:2], UNREADABLE, *ANSWERS[2:]):
            await self.says(PLANTED["chat"], Said(answer))
        await self.says(PLANTED["chat"], Said(f"{FAULT} {FAULTY_NIK}"))
        invited = await setup.invite(
            self.app.storage, SUNGAI_DURI, PLANTED["head's name"], setup.INVITATION_LASTS
        )
        return invited.code

    async def ends(self, code: str) -> None:
        """Send the registration; the head accepts the invitation and gets the card."""
        await self.says(PLANTED["chat"], Said("kirim"))
        await self.says(PLANTED["head's chat"], Opened(f"h_{code}"))
        await self.says(PLANTED["head's chat"], Tapped(f"i:{code}"))
        await self.says(PLANTED["chat"], Said("status"))


@contextlib.asynccontextmanager
async def day(url: str, keys: Keys, tmp_path: Path) -> AsyncIterator[Day]:
    async with Town.founded(url, places=0, keys=keys) as town, town.storage.begin() as work:
        await work.programmes.load([Village(SUNGAI_DURI, "Sungai Duri", "Sungai Raya", "Bk")])
        await work.programmes.open(programme())
    settings = Settings.read(
        {"SERATUS_DATABASE_URL": url, "SERATUS_KEYS": keys.dump(), "SERATUS_HOME": str(tmp_path)}
    )
    async with opened(settings, url, SteppedClock(START), Faulty.registering()) as app:
        yield Day(app)


def dump(postgres: Server, url: str) -> str:
    """Return everything the database holds, as pg_dump writes it."""
    dsn = url.replace("+asyncpg", "")
    command = [str(postgres.programs / "pg_dump"), "--inserts", dsn]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def found(haystack: str, planted: dict[str, str]) -> list[str]:
    """Return which values stand there: as they are, in hexadecimal, or in base64 at any offset."""
    haystack, where = haystack.casefold(), haystack
    return [
        name
        for name, value in planted.items()
        if value.casefold() in haystack
        or value.encode().hex() in haystack
        or any(part in where for part in _base64(value))
    ]


def _base64(value: str) -> Iterator[str]:
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + value.encode()).decode()
        yield whole[4 if before else 0 : -4]


async def test_nothing_that_people_told_us_stands_in_the_database_or_in_the_logs(
    database_url: str,
    postgres: Server,
    tmp_path: Path,
    logged: io.StringIO,
) -> None:
    async with day(database_url, Keys.generate(), tmp_path) as told:
        code = await told.begins()
        half_way = dump(postgres, database_url)
        await told.ends(code)
        unsent = dump(postgres, database_url)
        await told.delivery.drain()
        sent = dump(postgres, database_url)

    planted = {**PLANTED, "invitation": code}
    logs = logged.getvalue()
    told.sender.read.sort(key=len)
    read = "\n".join(told.sender.read)
    assert "message_parked" in logs
    assert {"name", "mother", "address"} <= set(found(read, planted)), "the card was not shown"
    assert all(f"INSERT INTO public.{table} " in unsent for table in SEALED), "tables are empty"
    assert [found(text, planted) for text in (half_way, unsent, sent, logs)] == [[], [], [], []]


SEALED = (
    "addresses",
    "audit",
    "cards",
    "consents",
    "inbox",
    "invitations",
    "officials",
    "outbox",
    "parked",
    "registrations",
)


async def test_the_same_search_finds_what_is_written_in_clear(
    town: Town, postgres: Server, database_url: str, logged: io.StringIO
) -> None:
    await town.rows("INSERT INTO villages VALUES ('1', 'Wahyuningrum Ajum', '', '')")
    body = base64.b64encode(b'{"mother": "Fransiska"}').decode()
    await town.rows("INSERT INTO villages VALUES ('2', :body, '', '')", body=body)
    await town.rows(
        "INSERT INTO parked VALUES (:id, '', '', '', '', :blob, '2001-01-01')",
        id=new_id(),
        blob=f"x{NIK}".encode(),
    )
    structlog.get_logger().info("slip", helped="Paskalina")

    in_database = found(dump(postgres, database_url), PLANTED)

    assert in_database == ["NIK", "name", "mother"]
    assert "helped" in found(logged.getvalue(), PLANTED)


async def test_a_blob_opens_in_its_own_row_and_table_only(town: Town) -> None:
    row, other = new_id(), new_id()
    blob = town.sealer.seal("drafts", row, {"name": "Yanti"})

    assert town.sealer.unseal("drafts", row, blob) == {"name": "Yanti"}
    for table, id_ in (("drafts", other), ("registrations", row)):
        with pytest.raises(KeysError):
            town.sealer.unseal(table, id_, blob)


async def test_a_blob_that_was_copied_to_another_row_of_the_database_does_not_open(
    town: Town,
) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    first, second = await town.registered(yanti), await town.registered(maria)
    await town.rows(
        "UPDATE registrations SET sealed = (SELECT sealed FROM registrations WHERE id = :from_)"
        " WHERE id = :to",
        from_=first.id,
        to=second.id,
    )

    with pytest.raises(KeysError):
        await town.standing(second.id)


def _sealed_elsewhere(version: int) -> bytes:
    keys = Keys({version: b"k" * 32}, {1: b"h" * 32})
    return Sealer(keys).seal("people", UUID(int=1), "Yanti")


@pytest.mark.parametrize("version", [1, 2], ids=["another key", "an unknown version"])
def test_with_the_wrong_key_the_error_says_what_to_do(version: int) -> None:
    sealer = Sealer(Keys.generate())

    with pytest.raises(KeysError, match=r"Put the key.*back into SERATUS_KEYS"):
        sealer.unseal("people", UUID(int=1), _sealed_elsewhere(version))


def test_what_an_older_key_sealed_opens_while_the_key_is_kept() -> None:
    old = Keys.generate()
    new = Keys({**old.sealing, 2: b"n" * 32}, old.hashing)

    blob = Sealer(old).seal("people", UUID(int=1), "Yanti")

    assert Sealer(new).unseal("people", UUID(int=1), blob) == "Yanti"
    assert Sealer(new).seal("people", UUID(int=1), "Yanti")[0] == 2


@pytest.mark.parametrize(
    "text",
    ["", "seal1=", "hash=QUJD", "seal1=QUJD hash=QUJD", "seal=QUJD", "seal1=!!! hash=!!!"],
)
def test_keys_that_cannot_be_used_say_how_to_make_some(text: str) -> None:
    with pytest.raises(KeysError, match="openssl rand"):
        Keys.parse(text)


def test_a_version_that_does_not_fit_in_seven_bits_is_no_key() -> None:
    text = Keys.generate().dump().replace("seal1", "seal128")

    with pytest.raises(KeysError, match="must read"):
        Keys.parse(text)


@pytest.mark.parametrize(
    "weak",
    [bytes(32), b"k" * 32, b"kunci" * 6 + b"ku", bytes(range(16)) * 2],
    ids=["zero", "one byte", "a few", "twice the same"],
)
def test_a_key_that_can_be_guessed_is_refused(weak: bytes) -> None:
    good, guessed = Keys.generate(), base64.b64encode(weak).decode()
    hash_ = base64.b64encode(good.hashing[1]).decode()

    with pytest.raises(KeysError, match=r"^seal1 is not random"):
        Keys.parse(f"seal1={guessed} hash={hash_}")
    with pytest.raises(KeysError, match=r"^hash is not random"):
        Keys.parse(f"seal1={hash_} hash={guessed}")


def test_a_key_that_serves_twice_is_refused() -> None:
    key, other = (base64.b64encode(Keys.generate().hashing[1]).decode() for _ in range(2))

    with pytest.raises(KeysError, match="Two keys are the same"):
        Keys.parse(f"seal1={key} hash={key}")
    with pytest.raises(KeysError, match="Two keys are the same"):
        Keys.parse(f"seal1={key} seal2={key} hash={other}")


def test_keys_are_read_as_they_were_written() -> None:
    keys = Keys.generate()

    assert Keys.parse(keys.dump()) == keys
    assert "b'" not in repr(keys)


def test_hashes_of_different_things_differ(town_sealers: Sequence[Sealer]) -> None:
    one, other = town_sealers

    assert one.hash("nik", NIK) == one.hash("nik", NIK)
    assert len({one.hash("nik", NIK), one.hash("address", NIK), other.hash("nik", NIK)}) == 3


@pytest.fixture
def town_sealers() -> Sequence[Sealer]:
    return Sealer(Keys.generate()), Sealer(Keys.generate())
