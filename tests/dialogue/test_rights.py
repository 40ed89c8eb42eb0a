"""Rights over one's own data, on every channel: seen, stopped, erased."""

# ruff: noqa: E501 - a step of a transcript is one line

from datetime import timedelta

from tests.dialogue.drivers import House, Person
from tests.dialogue.transcript import SILENCE, Key, Offers, Tap, hear, play
from tests.dialogue.workers import BUDI, due, head_of, register, talk_through

NUMBER = "PR-6107-000001"


async def placed(house: House) -> tuple[Person, Person]:
    """Somebody is registered, and the head has the card before him."""
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await hear(head, "head.welcome")
    await talk_through(yanti)
    await hear(yanti, "receipt.place")
    await hear(head, "card.worker", "card.ask")
    return yanti, head


async def test_who_asks_sees_what_is_held_and_who_opened_it(house: House) -> None:
    yanti, _ = await placed(house)

    await play(
        (yanti, "DATA SAYA", Key("data.of", number=NUMBER), "data.answers", Key("data.seen.head", village="Sungai Duri", times=1), "data.rights"),
    )  # fmt: skip
    await yanti.says("lihat data saya")
    heard = "\n".join(await hear(yanti, "data.of"))
    assert "6107" not in heard.replace(NUMBER, "")  # no digit of the NIK but the last


async def test_who_has_it_erased_has_a_receipt_and_the_place_goes_on(one_place: House) -> None:
    house = one_place
    yanti, head = await placed(house)
    budi = house.person("budi")
    await register(budi, BUDI)
    await hear(budi, "receipt.position")
    closed = () if head.together else (("card.withdrawn",),)

    await play(
        (yanti, "HAPUS DATA SAYA", (Key("withdraw.which", number=NUMBER, name="YANTI SUSANTI"), "rights.erase.ask"), Offers("rights.erase.yes", "rights.no")),
        (yanti, Tap("rights.erase.yes"), "rights.erase.done"),
        (budi, None, (Key("promoted", place=1), "next.placed")),
        (head, None, *closed, Key("card.worker", number="PR-6107-000002")),
    )  # fmt: skip
    house.clock.passes(timedelta(minutes=2))
    await due(house)

    assert await house.count("registrations") == 1
    house.clock.passes(timedelta(days=2))
    await due(house)
    assert await house.rows("SELECT kind, person_id, done_at IS NOT NULL FROM requests") == [
        ("erase", None, True)
    ]
    await play((yanti, "status", "standing.none"), (yanti, "DATA SAYA", "data.none"))


async def test_who_takes_the_consent_back_is_given_up_and_can_still_have_it_erased(
    house: House,
) -> None:
    yanti, head = await placed(house)

    await play(
        (yanti, "TARIK PERSETUJUAN", ("withdraw.which", "rights.consent.ask"), Offers("rights.consent.yes", "rights.no")),
        (yanti, "tidak jadi", "status.placed"),
        (yanti, "TARIK PERSETUJUAN", ("withdraw.which", "rights.consent.ask")),
        (yanti, "ya, tarik", "rights.consent.done"),
        (yanti, "status", "status.withdrawn"),
        (head, None, "card.withdrawn") if not head.together else (head, None, SILENCE),
        (yanti, "HAPUS DATA SAYA", ("withdraw.which", "rights.erase.ask")),
        (yanti, "ya", "rights.erase.done"),
    )  # fmt: skip
    house.clock.passes(timedelta(minutes=2))
    await due(house)
    assert await house.count("registrations") == 0
    assert await house.count("consents") == 0


async def test_whom_somebody_else_registered_comes_to_the_head(house: House) -> None:
    helper, head = house.person("helper"), house.person("head")
    await head_of(head)
    await hear(head, "head.welcome")
    await register(helper)
    await hear(helper, "receipt.place")
    await hear(head, "card.worker")

    await play(
        (helper, "hapus data saya", ("rights.of_others", Key("withdraw.which", number=NUMBER))),
        (head, f"HAPUS DATA {NUMBER}", (Key("owner.erase.ask", number=NUMBER, name="YANTI SUSANTI"),), Offers("owner.erase.yes", "owner.no")),
        (head, Tap("owner.erase.yes"), Key("owner.erase.done", number=NUMBER)),
        (helper, None, Key("rights.erase.by_head", number=NUMBER)),
    )  # fmt: skip
    house.clock.passes(timedelta(minutes=2))
    await due(house)
    assert await house.count("registrations") == 0
    assert await house.count("people") > 1  # the helper's own chat stays


async def test_a_consent_is_taken_back_at_the_office_for_who_comes_with_the_ktp(
    house: House,
) -> None:
    yanti, head = await placed(house)

    await play(
        (head, f"TARIK PERSETUJUAN {NUMBER}", (Key("owner.consent.ask", number=NUMBER, name="YANTI SUSANTI"),), Offers("owner.consent.yes", "owner.no")),
        (head, Tap("owner.consent.yes"), Key("owner.consent.done", number=NUMBER)),
        (yanti, None, Key("rights.consent.by_head", number=NUMBER)),
        (yanti, "status", "status.withdrawn"),
    )  # fmt: skip
    assert await house.rows("SELECT kind, done_at IS NOT NULL FROM requests") == [
        ("consent", True)
    ]
    assert await house.rows("SELECT withdrawn_at IS NOT NULL FROM consents") == [(True,)]
    kinds = [kind for (kind,) in await house.rows("SELECT kind FROM audit")]
    assert {"consent_taken_back", "consent_taken_back_at_office"} <= set(kinds)
    async with house.app.storage.begin() as work:
        acts = [(one.done.act, one.by) for one in await work.history.told(NUMBER)]
    assert acts[-1] == ("withdraw", "Pak Lurah")
