"""What is asked outside a form is answered in words, on every channel."""

from tests.dialogue.drivers import House
from tests.dialogue.transcript import Offers, Open, play
from tests.dialogue.workers import register
from tests.model_worker import SUNGAI_DURI

INVITATION = Offers("invitation.yes", "invitation.no")


async def test_a_head_takes_an_invitation_with_a_word(house: House) -> None:
    head = house.person("head")

    await play(
        (head, Open(await house.invite(SUNGAI_DURI)), ("invitation.ask",), INVITATION),
        (head, "sebentar dulu ya hujan", ("invitation.ask",), INVITATION),
        (head, "iya saya", "head.welcome"),
    )

    assert await house.count("drafts") == 0


async def test_who_is_not_meant_refuses_it_with_a_word(house: House) -> None:
    yanti, link = house.person("yanti"), await house.invite(SUNGAI_DURI)

    await play(
        (yanti, Open(link), ("invitation.ask",)),
        (yanti, "bukan", ("standing.none",)),
        (yanti, "ya", "registration.for_whom.ask"),
        (yanti, Open(link), ("invitation.ask",)),
    )


async def test_a_registration_is_given_up_with_a_word_or_kept(house: House) -> None:
    yanti = house.person("yanti")
    await register(yanti)

    await play(
        (yanti, None, "receipt.place"),
        (yanti, "batal", "withdraw.ask"),
        (yanti, "tidak", "status.placed"),
        (yanti, "batal", "withdraw.ask"),
        (yanti, "gimana ya hujan", "withdraw.ask"),
        (yanti, "ya", ("withdraw.done",)),
    )

    assert await house.rows("SELECT status FROM registrations") == [("withdrawn",)]
