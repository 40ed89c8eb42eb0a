"""What the district does for whom comes there: its chat hears it, and the head sees the card."""

# ruff: noqa: E501 - a step of a transcript is one line

from bot.commands import acting
from bot.commands.person import doing
from conversations.effects import Right
from conversations.machine import About
from conversations.outcomes.amending import Amended, NothingToAmend
from conversations.registration.amendment import amendment
from conversations.registration.at_office import Correction, corrected
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from storage.office.registrations.amendments import Amendment
from storage.office.rights.looked_up import LookedUp
from tests.dialogue.drivers import House, Person
from tests.dialogue.transcript import SILENCE, Key, Offers, Tap, hear, perform, play
from tests.dialogue.workers import head_of, register

NUMBER = "PR-6107-000001"
WHY = "came with the KTP"
CARD = ("card.ok", "card.no", "card.later")


async def confirmed(house: House) -> tuple[Person, Person]:
    """Have Yanti registered and confirmed; return her, and the head."""
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await register(yanti)
    await play((yanti, None, "receipt.place"), (head, None, "card.ask"))
    await perform(head, Tap("card.ok"))
    await play((head, None, "card.confirmed"), (yanti, None, "decided.confirmed"))
    return yanti, head


async def looked_at(house: House) -> LookedUp:
    one = await doing.look(house.app, NUMBER, WHY)
    assert one is not None
    return one


async def correct(house: House, one: LookedUp, **given: str) -> Amendment:
    """Correct as 'seratus person correct' does."""
    about = About(one.id, one.version, one.number, one.answers)
    context = acting.context(house.app, one.village)
    read = corrected(amendment(FORM), RULES, about, given, context)
    assert isinstance(read, Correction), read
    outcome = await doing.correct(house.app, one, read.wish, WHY)
    await house.settle()
    return outcome


async def test_what_the_district_corrects_is_told_and_confirmed_anew(house: House) -> None:
    yanti, head = await confirmed(house)

    outcome = await correct(house, await looked_at(house), name="Yanti Susanti Putri")

    assert isinstance(outcome, Amended)
    await play(
        (yanti, None, (Key("corrected", number=NUMBER), "amend.again")),
        (head, None, ("card.head", Key("card.worker", name="YANTI SUSANTI PUTRI"), "card.flag.amended", "card.ask"), Offers(*CARD)),
        (head, Tap("card.ok"), Key("card.confirmed", name="YANTI SUSANTI PUTRI")),
        (yanti, None, Key("decided.confirmed", name="YANTI SUSANTI PUTRI")),
    )  # fmt: skip


async def test_what_changed_since_the_operator_looked_stays_as_it_is(house: House) -> None:
    yanti, _ = await confirmed(house)
    before = await looked_at(house)
    await correct(house, before, income="2 juta")
    await hear(yanti, "corrected")

    again = await correct(house, before, name="Siti Aminah")

    assert isinstance(again, NothingToAmend)
    assert await doing.give_code(house.app, before, WHY) is None
    assert await doing.exercise(house.app, before, Right.ERASE, WHY) is None
    assert (await looked_at(house)).answers["name"] == "YANTI SUSANTI"
    await play((yanti, None, SILENCE))


async def test_a_code_of_the_district_is_typed_at_the_new_phone(house: House) -> None:
    old, head = await confirmed(house)
    new = house.person("new")

    code = await doing.give_code(house.app, await looked_at(house), WHY)

    await play(
        (head, f"GANTI HP {code}", "phone.official"),
        (new, f"GANTI HP {code}", ("phone.moved", "status.confirmed", "next.confirmed", "phone.number")),
        (old, None, (Key("phone.gone", number=NUMBER),)),
        (old, "status", ("standing.none",)),
    )  # fmt: skip


async def test_who_asks_the_district_to_erase_it_loses_the_place_at_once(house: House) -> None:
    yanti, _ = await confirmed(house)

    outcome = await doing.exercise(house.app, await looked_at(house), Right.ERASE, WHY)
    await house.settle()

    assert outcome is not None
    await play(
        (yanti, None, (Key("rights.erase.by_district", number=NUMBER, receipt=outcome.receipt),)),
        (yanti, "status", "status.withdrawn"),
    )
