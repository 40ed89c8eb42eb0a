"""Who may not take a place, and NIKs that are registered already."""

# ruff: noqa: E501 - a step of a transcript is one line

from datetime import date, timedelta

import pytest

from bot.commands import acting
from bot.turns.due import Jobs
from tests.dialogue.drivers import House, Person
from tests.dialogue.transcript import SILENCE, Deed, Key, Offers, Tap, hear, perform, play
from tests.dialogue.workers import BUDI, RINI, begun, head_of, namesake, on_to, register
from tests.model_worker import SUNGAI_DURI, YANTI, Worker

REFUSALS = [
    ("consent", Tap("registration.consent.no"), "no_consent"),
    ("eligibility", Tap("registration.eligibility.civil_servant"), "civil_servant"),
    ("eligibility", Tap("registration.eligibility.village_official"), "village_official"),
    ("eligibility", Tap("registration.eligibility.company"), "company"),
    ("eligibility", Tap("registration.eligibility.covered"), "covered"),
    ("occupation", "karyawan PT", "formal_employee"),
]


@pytest.mark.parametrize(("question", "deed", "rule"), REFUSALS, ids=[one[2] for one in REFUSALS])
async def test_who_may_not_take_a_place_is_asked_back_told_why_and_forgotten_a_day_later(
    house: House, question: str, deed: Deed, rule: str
) -> None:
    yanti = house.person("yanti")
    await begun(yanti, question)

    then = "eligibility.deleted" if rule == "no_consent" else "eligibility.kept"
    await play(
        (yanti, deed, (f"ending.{rule}",), Offers("ending.yes", "ending.no")),
        (yanti, Tap("ending.yes"), (f"eligibility.{rule}", then), Offers()),
    )

    assert await house.count("drafts") == (0 if rule == "no_consent" else 1)
    house.clock.step(days=1)
    await Jobs(house.app.storage, house.app.talks).round()
    assert await house.count("drafts") == 0
    assert await house.count("registrations") == 0
    assert await house.count("places WHERE registration_id IS NOT NULL") == 0
    await play((yanti, "status", ("standing.none",)))


AGES = [
    pytest.param(date(1962, 1, 1), "ending.too_old", id="65 on the first day"),
    pytest.param(date(1962, 1, 2), "registration.name.ask", id="65 a day later"),
    pytest.param(date(2009, 1, 1), "registration.name.ask", id="18 on the first day"),
    pytest.param(date(2009, 1, 2), "ending.too_young", id="18 a day later"),
]


@pytest.mark.parametrize(("born", "then"), AGES)
async def test_age_is_judged_on_the_first_day_of_the_cover(
    house: House, born: date, then: str
) -> None:
    worker = Worker(born=born)
    yanti = house.person("yanti")
    await begun(yanti, "birth", worker)

    await play((yanti, Tap("registration.birth.yes"), then))

    assert await house.count("drafts") == 1


async def test_age_is_judged_by_the_date_that_was_corrected(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "birth")

    await play(
        (yanti, Tap("registration.birth.no"), "registration.birth_date.ask"),
        (yanti, "1 Januari 1962", "check"),
        (yanti, Tap("check.yes"), Key("ending.too_old", below=65)),
        (yanti, Tap("ending.no"), "registration.birth.ask"),
    )


async def test_a_slip_that_would_have_ended_it_is_taken_back(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "eligibility")

    await play(
        (yanti, Tap("registration.eligibility.company"), "ending.company"),
        (yanti, Tap("ending.no"), "registration.eligibility.ask"),
        (yanti, "saya pns", "ending.civil_servant"),
        (yanti, "bukan pak salah", "registration.eligibility.ask"),
        (yanti, Tap("registration.eligibility.none"), "registration.nik.ask"),
    )


async def test_what_is_asked_in_between_ends_nothing(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "eligibility")

    await play(
        (yanti, "saya pns", "ending.civil_servant"),
        (yanti, "ini penipuan ya?", ("about.scam", "ending.civil_servant"), Offers("ending.yes", "ending.no")),
        (yanti, "status", ("standing.none_yet", "ending.civil_servant")),
        (yanti, "tidak satu pun", "registration.nik.ask"),
    )  # fmt: skip


async def test_what_ended_comes_back_with_lanjut_within_the_day(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "occupation")

    await play(
        (yanti, "karyawan PT", "ending.formal_employee"),
        (yanti, "ya", "eligibility.kept"),
        (yanti, "lanjut", ("restored", "progress", "registration.occupation.ask")),
        (yanti, "noreh", "registration.income.ask"),
    )
    house.clock.step(days=2)
    await Jobs(house.app.storage, house.app.talks).round()
    assert await house.count("drafts") == 1


async def test_a_corrected_birth_is_shown_to_the_head_and_is_no_refusal(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await begun(yanti, "birth")

    await play(
        (yanti, Tap("registration.birth.no"), "registration.birth_date.ask"),
        (yanti, "16-5-1986", Key("check", reading="16 Mei 1986, umur 40 tahun")),
        (yanti, "ya", "registration.sex.ask"),
        (yanti, Tap("registration.sex.female"), "registration.name.ask"),
    )
    await perform(yanti, YANTI.name)
    await on_to(yanti, "review", YANTI, "birth_place")
    await play(
        (yanti, "kirim", "receipt.place"),
        (head, None, Key("card.worker", birth_date=date(1986, 5, 16)),
         Key("card.flag.birth", date=date(1985, 5, 15)), "card.ask"),
    )  # fmt: skip


async def test_a_birth_that_agrees_with_the_nik_is_not_flagged(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await hear(head, "head.welcome")

    await register(yanti)

    await hear(head, ("card.head", "card.worker", "card.ask"))


# ── NIKs that are registered already ────────────────────────────────────────────────────────────


async def test_ones_own_nik_again_answers_with_its_status(house: House) -> None:
    yanti = house.person("yanti")
    await register(yanti)
    await hear(yanti, "receipt.place")

    await begun(yanti, "nik")
    await play(
        (yanti, YANTI.nik, ("already.mine", Key("status.placed", number="PR-6107-000001"), "next.no_head")),
    )  # fmt: skip

    assert await house.count("drafts") == 0


async def test_somebody_elses_nik_is_only_known_to_be_registered_and_its_head_hears_of_it_once(
    house: House,
) -> None:
    yanti, other, head = house.person("yanti"), house.person("other"), house.person("head")
    await head_of(head)
    await register(yanti)
    await hear(yanti, "receipt.place")
    await hear(head, "card.ask")

    await begun(other, "nik")
    await play(
        (other, YANTI.nik, ("registration.nik.claimed", "progress", "registration.nik.ask")),
        (head, None, (Key("card.second_attempt", number="PR-6107-000001"), "claim.if_there")),
        (other, YANTI.nik, ("registration.nik.claimed", "progress", "registration.nik.ask")),
        (head, None, SILENCE),
        (yanti, None, SILENCE),
        (other, BUDI.nik, "registration.birth.ask"),
    )


async def squatted(house: House) -> tuple[Person, Person, Person, str]:
    """Return squatter, owner, head, and the code that the owner was given."""
    squatter, owner, head = house.person("squatter"), house.person("owner"), house.person("head")
    await head_of(head)
    await register(squatter)
    await hear(squatter, "receipt.place")
    await hear(head, "card.ask")
    await begun(owner, "nik")
    await play((owner, YANTI.nik, "registration.nik.claimed"))
    [(code,)] = await house.rows("SELECT code FROM claims")
    return squatter, owner, head, code


async def test_the_owner_of_a_squatted_nik_gets_the_registration_a_day_after_the_head_says_so(
    house: House,
) -> None:
    squatter, owner, head, code = await squatted(house)

    await play(
        (head, None, ("card.second_attempt", "claim.if_there")),
        (head, Tap("claim.look"), Key("claim.ask", number="PR-6107-000001")),
        (head, Tap(code), Key("claim.granted", number="PR-6107-000001")),
        (owner, None, "claim.yours"),
        (squatter, None, Key("claim.told", number="PR-6107-000001")),
    )
    await perform(owner, YANTI.nik)
    await on_to(owner, "review", YANTI, "birth", mother="Maria Goreti")
    await play(
        (owner, Tap("registration.review.send"), ("claim.not_yet", "progress", "registration.review.ask")),
        (squatter, Tap("claim.agree"), Key("claim.agreed", number="PR-6107-000001")),
        (owner, None, Key("claim.now", number="PR-6107-000001")),
    )  # fmt: skip
    house.clock.passes(timedelta(minutes=1))  # else it were the second tap of one
    await play(
        (owner, "kirim", Key("receipt.place", number="PR-6107-000001")),
        (squatter, None, Key("claim.moved", number="PR-6107-000001")),
        (squatter, "status", "standing.none"),
        (head, None, Key("card.worker", mother="MARIA GORETI")),
    )  # fmt: skip
    assert await house.count("registrations") == 1
    acts = (
        "SELECT kind FROM audit a JOIN registrations r ON r.id = a.subject"
        " WHERE kind <> 'card_read' ORDER BY a.seq"
    )
    assert [kind for (kind,) in await house.rows(acts)] == [
        *("submitted", "claim_granted", "claim_agreed"),
        *("taken_over", "taken_over", "submitted"),
    ]


async def test_all_hear_that_a_revoked_heads_word_about_a_nik_is_taken_back(house: House) -> None:
    squatter, owner, head, code = await squatted(house)
    await play(
        (head, None, "claim.if_there"),
        (head, Tap("claim.look"), "claim.ask"),
        (head, Tap(code), "claim.granted"),
        (owner, None, "claim.yours"),
        (squatter, None, "claim.told"),
    )

    await acting.revoke(house.app, SUNGAI_DURI, None, every=False)
    await house.settle()

    await play(
        (owner, None, "claim.not_granted"),
        (squatter, None, "claim.stays"),
        (squatter, Tap("claim.agree"), "claim.gone"),
    )


async def test_the_head_undoes_what_he_said_of_a_nik(house: House) -> None:
    squatter, owner, head, code = await squatted(house)

    await play(
        (head, None, "claim.if_there"),
        (head, Tap("claim.look"), "claim.ask"),
        (head, Tap(code), "claim.granted"),
        (owner, None, "claim.yours"),
        (squatter, None, "claim.told"),
        (head, Tap("claim.undo"), "claim.undone"),
        (owner, None, "claim.not_granted"),
        (squatter, None, "claim.stays"),
        (squatter, Tap("claim.agree"), "claim.gone"),
        (owner, YANTI.nik, "registration.nik.claimed"),
    )


async def test_whoever_sends_a_nik_second_learns_at_the_end_that_it_is_registered(
    house: House,
) -> None:
    first, second = house.person("first"), house.person("second")
    await begun(first, "review")
    await begun(second, "review")

    await play(
        (first, Tap("registration.review.send"), "receipt.place"),
        (second, Tap("registration.review.send"), ("registration.nik.elsewhere", "progress", "registration.nik.ask")),
    )  # fmt: skip

    assert await house.count("registrations") == 1


async def test_a_phone_may_register_only_so_many_people_a_day(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "nik")
    again: Deed = "ubah nik"

    for number in range(3):
        await play(
            (yanti, namesake(BUDI, number).nik, "registration.birth.ask"),
            (yanti, again, "registration.nik.ask"),
        )
    await play(
        (yanti, RINI.nik, ("registration.nik.too_many", "progress", "registration.nik.ask")),
        (yanti, BUDI.nik, "registration.birth.ask"),
        (yanti, again, "registration.nik.ask"),
    )  # fmt: skip

    house.clock.step(days=1, seconds=1)
    await play((yanti, RINI.nik, "registration.birth.ask"))


async def test_a_nik_that_cannot_be_is_explained_and_asked_again(house: House) -> None:
    problems = {
        "610701550585900": "registration.nik.length",
        "9907015505859001": "registration.nik.region",
        "6107013013850001": "registration.nik.date",
        "tidak hafal": "registration.nik.not_a_number",
    }
    for number, (typed, problem) in enumerate(problems.items()):
        yanti = house.person(f"says-{number}")
        await begun(yanti, "nik")

        await play((yanti, typed, (problem, "progress", "registration.nik.ask")))


async def test_a_nik_is_free_again_after_its_registration_was_withdrawn(house: House) -> None:
    yanti, other = house.person("yanti"), house.person("other")
    await register(yanti)
    await play(
        (yanti, "batal", "withdraw.ask"),
        (yanti, Tap("withdraw.yes", (("number", "PR-6107-000001"),)), ("withdraw.done",)),
    )

    await register(other)

    await hear(other, Key("receipt.place", number="PR-6107-000002", place=1))
