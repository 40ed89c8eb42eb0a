"""Words of the consent that changed since somebody agreed, on every channel."""

# ruff: noqa: E501 - a step of a transcript is one line

from conversations.registration.form import CONSENT_TEXT, CONSENT_VERSION
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House, Person, Wire
from tests.dialogue.transcript import Key, Offers, Tap, hear, play
from tests.dialogue.workers import talk_through

NUMBER = "PR-6107-000001"


async def agreed_to_others(house: House) -> Person:
    """Somebody registers, and the words change afterwards."""
    yanti = house.person("yanti")
    await talk_through(yanti)
    await hear(yanti, "receipt.place")
    await house.rows("UPDATE consents SET text_version = '2026-01-01'")
    return yanti


async def versions(house: House) -> list[tuple[str, str | None]]:
    return await house.rows("SELECT text_version, declined FROM consents ORDER BY given_at")


async def test_who_agrees_to_the_newer_words_is_not_asked_again(house: House) -> None:
    yanti = await agreed_to_others(house)

    await play(
        (yanti, "status", "status.placed", Key("terms.newer", number=NUMBER), Offers("terms.read", "terms.later")),
        (yanti, Tap("terms.later"), "terms.some_time"),
        (yanti, "status", "status.placed", "terms.newer"),
        (yanti, Tap("terms.read"), (CONSENT_TEXT, Key("terms.ask", number=NUMBER)), Offers("registration.consent.yes", "terms.keep")),
        (yanti, "setuju", Key("terms.agreed", number=NUMBER)),
        (yanti, "status", "status.placed"),
    )  # fmt: skip
    assert await versions(house) == [("2026-01-01", None), (CONSENT_VERSION, None)]
    hashes = await house.rows("SELECT DISTINCT text_hash, draft_id, person_id FROM consents")
    assert len(hashes) == 1  # what was shown is the same here, and so is whose it is


async def test_the_newer_words_are_proven_as_the_village_was_shown_them(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel, basis="Perbup Nomor 9")
    yanti = await agreed_to_others(house)

    await play(
        (yanti, "status", "status.placed", "terms.newer"),
        (yanti, Tap("terms.read"), (Key(CONSENT_TEXT, basis="Perbup Nomor 9, dan persetujuan ini"), "terms.ask")),
        (yanti, "setuju", "terms.agreed"),
    )  # fmt: skip

    assert len(await versions(house)) == 2
    hashes = await house.rows("SELECT DISTINCT text_hash FROM consents")
    assert len(hashes) == 1  # the first time it was hashed with the same values


async def test_who_keeps_the_old_consent_keeps_the_registration(house: House) -> None:
    yanti = await agreed_to_others(house)

    await play(
        (yanti, "status", "status.placed", "terms.newer"),
        (yanti, "baca", (CONSENT_TEXT, "terms.ask")),
        (yanti, Tap("terms.keep"), Key("terms.kept", number=NUMBER)),
        (yanti, "status", "status.placed"),
    )  # fmt: skip
    assert await versions(house) == [("2026-01-01", CONSENT_VERSION)]


async def test_who_gives_it_up_instead_is_asked_no_more(house: House) -> None:
    yanti = await agreed_to_others(house)

    await play(
        (yanti, "status", "status.placed", "terms.newer"),
        (yanti, Tap("terms.read"), (CONSENT_TEXT, "terms.ask")),
        (yanti, f"batal {NUMBER}", "withdraw.ask"),
        (yanti, "ya", "withdraw.done"),
        (yanti, "status", "status.withdrawn"),
    )  # fmt: skip
