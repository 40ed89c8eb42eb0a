"""What could not be taken: said again in another way each time, or read back for a yes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from conversations.forms.misses import LIST_AT
from conversations.messages import Edited, SentMedia, Text
from conversations.zones import WIB
from locales.catalog import Catalog
from tests.answers.adapter import villages as in_kalbar
from tests.conversations.talk import (
    CLOSED_VILLAGE,
    NIK,
    NOW,
    PROGRAMME,
    VILLAGE,
    Talk,
    at,
    context,
)
from tests.model_worker import QUESTIONS

# again and again

COMMON = ["rubber", "oil_palm", "farmer", "fisher", "motorcycle_transport", "trader"]


def missed(question: str, *said: str) -> Talk:
    talk = at(question)
    for each in said:
        talk.says(each)
    return talk


def before_the_question(talk: Talk) -> list[str]:
    return talk.keys[: talk.keys.index("progress")]


MORE_EACH_TIME = [
    (1, []),
    (2, ["way_out"]),
    (3, ["registration.nik.tune"]),
    (4, ["human"]),
    (5, ["human"]),
]


@pytest.mark.parametrize(("times", "more"), MORE_EACH_TIME)
def test_each_miss_of_a_question_is_met_in_another_way(times: int, more: list[str]) -> None:
    talk = missed("nik", *["123"] * times)

    assert before_the_question(talk) == ["registration.nik.length", *more]
    assert talk.asked == "nik"


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    ("given", "problem"), [(SentMedia("photo"), "media"), (Edited(), "edited")]
)
def test_what_is_no_text_is_met_alike(
    question: str, given: SentMedia | Edited, problem: str
) -> None:
    talk, told = at(question), []

    for _ in range(4):
        talk.sends(given)
        told.append(before_the_question(talk))

    reason = f"problem.{problem}"
    tune = f"registration.{question}.tune"
    assert told == [[reason], [reason, "way_out"], [reason, tune], [reason, "human"]]


def test_long_words_are_not_said_again_at_a_miss_but_for_whoever_asks() -> None:
    talk = missed("consent", "ya")

    assert talk.keys == [
        "registration.consent.unclear",
        "progress",
        "registration.consent.again",
    ]
    talk.says("bantuan")
    assert talk.keys[-1] == "registration.consent.ask"


def test_an_answer_ends_the_count() -> None:
    talk = missed("nik", "123", "123", "123", NIK)

    talk.says("hmm")

    assert before_the_question(talk) == ["registration.birth.unclear"]


def test_who_misses_the_village_four_times_is_offered_those_it_looks_like() -> None:
    talk = missed("village", *["sngi dri"] * 4)

    offered = talk.buttons
    talk.taps(VILLAGE)

    assert offered[0] == VILLAGE
    assert len(offered) > 1
    assert CLOSED_VILLAGE[:5] not in [code[:5] for code in offered]
    assert talk.answers["village"] == VILLAGE


def test_the_nearest_villages_are_told_to_be_the_nearest() -> None:
    talk = missed("village", *["sngi dri"] * 4)

    assert before_the_question(talk) == ["registration.village.none", "nearest"]


def test_who_names_what_no_village_is_like_is_shown_the_way_to_a_person() -> None:
    talk = missed("village", *["xyzzy"] * 4)

    assert before_the_question(talk) == ["registration.village.none", "human"]
    assert talk.buttons == []


def test_one_nearest_village_alone_is_asked_back() -> None:
    talk = missed("village", *["goa bomah rayah xx"] * 4)

    asked = talk.keys
    talk.says("ya")

    assert asked == ["registration.village.none", "progress", "check"]
    assert talk.answers["village"] == "61.07.08.2004"


def test_who_misses_the_occupation_four_times_may_choose_another() -> None:
    talk = missed("occupation", *["blablabla"] * 4)

    offered = talk.buttons
    talk.taps("other")

    assert offered[: len(COMMON)] == COMMON
    assert talk.answers["occupation"] == "other"


def test_a_picture_instead_of_a_village_offers_none() -> None:
    talk = at("village")

    for _ in range(4):
        talk.sends(SentMedia("photo"))

    assert before_the_question(talk) == ["problem.media", "human"]


def test_several_readings_at_the_fourth_miss_are_offered_as_the_nearest() -> None:
    talk = missed("occupation", *["blablabla"] * 3, "petani dan nelayan")

    assert before_the_question(talk) == ["registration.occupation.two_jobs", "nearest"]
    assert talk.buttons == ["farmer", "fisher"]


# the one reading

BACK = [
    ("birth", "18 agustus 1981", {"birth": "no", "birth_date": "1981-08-18"}),
    ("birth", "bukan, 18 agustus 1981", {"birth": "no", "birth_date": "1981-08-18"}),
    ("birth_date", "18-8-1981", {"birth_date": "1981-08-18"}),
    ("village", "sungai duri kec samalantan", {"village": VILLAGE}),
    ("income", "50rb sehari", {"income": "1m_1500k"}),
    ("income", "200rb seminggu", {"income": "500k_1m"}),
]
CASES = [pytest.param(*case, id=" ".join(case[:2])) for case in BACK]


@pytest.mark.parametrize(("question", "said", "kept"), CASES)
@pytest.mark.parametrize("yes", ["ya", "betul", "tap"])
def test_one_reading_is_asked_back_and_a_yes_takes_it(
    question: str, said: str, kept: dict[str, str], yes: str
) -> None:
    talk = at(question)
    before = talk.answers

    talk.says(said)
    asked, untouched = talk.keys, talk.answers
    labels = [choice.label.key for choice in talk.choices]
    if yes == "tap":
        talk.taps_old(talk.choices[0].token)
    else:
        talk.says(yes)

    assert asked == ["progress", "check"]
    assert labels == ["check.yes", "check.no"]
    assert untouched == before
    assert talk.answers == {**before, **kept}
    assert talk.reading is None


@pytest.mark.parametrize(("question", "said", "kept"), CASES)
@pytest.mark.parametrize("no", ["bukan", "tidak", "tap"])
def test_a_no_drops_the_reading_and_asks_again(
    question: str, said: str, kept: dict[str, str], no: str
) -> None:
    talk = at(question)
    before = talk.answers

    talk.says(said)
    if no == "tap":
        talk.taps("not")
    else:
        talk.says(no)

    assert talk.keys == ["progress", f"registration.{question}.ask"]
    assert talk.answers == before
    assert talk.brain.choices(talk.state, talk.context) == talk.choices


def test_while_a_reading_is_asked_back_its_buttons_stand_open() -> None:
    talk = at("income")

    talk.says("50rb sehari")

    assert talk.buttons == ["this", "not"]
    assert talk.brain.choices(talk.state, talk.context) == talk.choices


def test_a_reading_is_spelt_out() -> None:
    born, earned = at("birth_date"), at("income")

    born.says("6-3-1985")
    earned.says("50rb sehari")

    assert born.reading == Text("plain.born", {"date": date(1985, 3, 6), "age": 41})
    said = Text("amount.day", {"amount": 50_000})
    assert earned.reading == Text("amount.monthly", {"said": said, "monthly": 1_300_000})


@pytest.mark.parametrize("said", ["6 Maret 1985", "bukan, 6 Maret 1985", "bukan 6-3-1985"])
@pytest.mark.parametrize("question", ["birth", "birth_date"])
def test_another_date_is_read_instead(question: str, said: str) -> None:
    talk = at(question)
    talk.says("18 agustus 1981")

    talk.says(said)

    assert isinstance(talk.reading, Text)
    assert talk.reading.values["date"] == date(1985, 3, 6)


@pytest.mark.parametrize("said", ["50rb seminggu", "bukan, 50rb seminggu"])
def test_another_reading_is_asked_back_instead(said: str) -> None:
    talk = at("income")
    talk.says("50rb sehari")

    talk.says(said)

    assert talk.buttons == ["this", "not"]


@pytest.mark.parametrize("said", ["1,2 juta", "bukan, 1,2 juta"])
def test_a_plain_answer_instead_of_a_yes_is_taken(said: str) -> None:
    talk = at("income")
    talk.says("2rb sehari")

    talk.says(said)

    assert talk.answers["income"] == "1m_1500k"


def test_the_niks_own_date_typed_instead_of_a_yes_is_a_yes() -> None:
    talk = at("birth")
    talk.says("18 agustus 1980")

    talk.says("17 agustus 1980")

    assert talk.answers["birth"] == "yes"
    assert talk.answers["sex"] == "male"


def test_a_reading_asked_back_is_no_miss() -> None:
    talk = missed("income", "entah", "50rb sehari", "50rb seminggu")
    talk.taps("not")

    talk.says("entah")

    assert before_the_question(talk) == ["registration.income.unreadable"]


def test_what_cannot_be_read_leaves_the_reading_waiting() -> None:
    talk = missed("income", "50rb sehari")

    talk.says("entah")

    assert talk.keys == ["registration.income.unreadable", "progress", "check"]


def test_a_picture_leaves_the_reading_waiting() -> None:
    talk = missed("income", "50rb sehari")

    talk.sends(SentMedia("photo"))

    assert talk.keys == ["problem.media", "progress", "check"]


def test_help_while_a_reading_is_asked_back_asks_it_again() -> None:
    talk = missed("income", "50rb sehari")

    talk.says("bantuan")

    assert talk.keys == ["registration.income.help", "help.registering", "progress", "check"]


def test_an_old_no_to_a_reading_is_not_taken() -> None:
    talk = missed("income", "50rb sehari")
    old = talk.choices[1].token
    talk.taps("not")
    talk.context = context(now=NOW + timedelta(minutes=1))

    talk.taps_old(old)

    assert talk.keys[0] == "problem.unexpected"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Singkawang", "Singkawang"),
        ("saya dari singkawang pak", "Singkawang"),
        ("suka maju sambas", "Sambas"),  # three of ours are called so, and this is none of them
        ("Parit Baru", "Parit Baru"),  # "Baru" alone is one of ours
    ],
)
def test_a_place_outside_the_programme_is_named_and_never_taken_for_a_slip(
    text: str, place: str
) -> None:
    talk = at("village", context(villages=in_kalbar()))

    for _ in range(LIST_AT):
        talk.says(text)

        assert talk.keys[0] == "registration.village.elsewhere"
        assert talk.value("registration.village.elsewhere", "about") == place
        assert talk.value("registration.village.elsewhere", "open") == "Kabupaten Bengkayang"
        assert not talk.choices


def test_a_city_elsewhere_whose_name_is_a_part_of_one_of_ours_is_asked_back() -> None:
    talk = at("village", context(villages=in_kalbar()))

    talk.says("semarang")

    assert talk.keys[-1] == "check"
    talk.taps("this")
    assert talk.answers["village"] == "61.07.10.2007"  # Suti Semarang


@pytest.mark.parametrize(
    "said", ["Sungai Duri dekat singkawang", "saya di sungai duri, kerja di Singkawang"]
)
def test_who_lives_here_and_names_a_city_elsewhere_is_asked_back(said: str) -> None:
    talk = at("village", context(villages=in_kalbar()))

    talk.says(said)

    assert talk.keys[-1] == "check"
    talk.taps("this")
    assert talk.answers["village"] == VILLAGE


def test_where_no_programme_is_open_nobody_is_told_who_takes_part() -> None:
    talk = at("village", context(villages=in_kalbar(), programmes={}))

    talk.says("Singkawang")

    assert talk.keys[0] == "registration.village.not_open"


def test_a_village_whose_last_day_to_register_is_past_is_told_to_be_closed() -> None:
    day = NOW.astimezone(WIB).date()
    for last, keys in ((day, None), (day - timedelta(days=1), "registration.village.closed")):
        ended = replace(PROGRAMME, register_until=last)
        talk = at("village", context(programmes={"61.07": ended}))

        talk.says("Sungai Duri")

        assert keys is None or talk.keys[0] == keys
        assert ("village" in talk.answers) is (keys is None)


def test_a_registration_that_is_under_way_on_the_last_day_is_told_the_day_after() -> None:
    ended = replace(PROGRAMME, register_until=NOW.astimezone(WIB).date() - timedelta(days=1))
    talk = at("name", context(programmes={"61.07": ended}))

    talk.says("Yohanes Anton")

    assert talk.keys[:2] == ["noted", "registration.village.closed"]
    assert talk.value("registration.village.closed", "about") == "Sungai Duri"


def test_a_link_to_a_village_that_is_closed_says_so() -> None:
    ended = replace(PROGRAMME, register_until=NOW.astimezone(WIB).date() - timedelta(days=1))
    talk = Talk(context=context(programmes={"61.07": ended}))

    talk.opens("v_6107012001")

    assert talk.keys[0] == "registration.village.closed"


def test_a_village_of_another_district_that_is_not_open_is_not_taken() -> None:
    talk = at("village", context(programmes={}))
    talk.says("sungai duri kec samalantan")

    talk.says("ya")

    assert talk.keys[0] == "registration.village.not_open"
    assert "village" not in talk.answers


# incomes


def test_an_income_that_may_be_meant_in_several_ways_is_offered_in_words() -> None:
    talk = at("income")

    talk.says("100")
    offered = [choice.label for choice in talk.choices]
    talk.taps("100000-100000-week")

    assert offered[0] == Text("amount.day", {"amount": 100_000})
    assert talk.answers["income"] == "under_500k"


def test_a_range_is_asked_back_as_a_range() -> None:
    talk = at("income")

    talk.says("60-70rb sehari")

    assert isinstance(talk.reading, Text)
    ranges = Text("amount.range", {"low": 1_560_000, "high": 1_820_000})
    assert talk.reading.values["monthly"] == ranges


def test_a_reading_of_the_month_is_asked_back_as_it_is() -> None:
    talk = at("income")

    talk.says("500rb per 2 minggu")

    assert talk.reading == Text("amount.month", {"amount": 1_000_000})


# said back


@pytest.mark.parametrize(
    ("question", "said", "answer"),
    [
        ("phone", "0812 3456 7890", Text("plain.value", {"value": "0812 3456 7890"})),
        ("phone", "tidak punya hp", Text("registration.phone.none")),
        ("occupation", "noreh karet", Text("occupation.rubber")),
        ("income", "1,2 juta", Text("income.1m_1500k")),
    ],
)
def test_what_was_typed_is_said_back_with_the_next_question(
    question: str, said: str, answer: Text
) -> None:
    talk = at(question)

    talk.says(said)
    told = talk.keys
    noted = talk.value("noted", "answer")
    talk.says("bantuan")

    assert told[:2] == ["noted", "progress"]
    assert noted == answer
    assert "noted" not in talk.keys


def test_what_was_tapped_is_not_said_back() -> None:
    talk = at("occupation")
    talk.says("halo")

    talk.taps("rubber")

    assert talk.keys == ["progress", "registration.income.ask"]


def test_free_text_is_said_back_with_the_next_question() -> None:
    talk = at("name")

    talk.says("Siti Aminah")

    assert talk.keys == ["noted", "progress", "registration.birth_place.ask"]
    assert talk.value("noted", "answer") == Text("plain.value", {"value": "SITI AMINAH"})


def test_what_was_asked_back_goes_on_waiting_for_a_yes() -> None:
    talk = at("birth")
    talk.says("bukan, 17 mei 1985")

    talk.says("pokoknya laki")
    asked = talk.keys
    talk.says("ya")

    assert asked[-1] == "check"
    assert talk.answers["birth_date"] == "1985-05-17"


# what is asked back has words, at every question


@pytest.mark.parametrize("question", QUESTIONS[:-1])
def test_whatever_is_asked_back_can_be_said(question: str) -> None:
    catalog = Catalog.load()
    for said in ("bapak saya", "nenek", "tidak", "Noreh", "Samalantan", "nelayan?", "hujan pak"):
        talk = at(question)
        talk.says(said)
        for text in (*talk.texts, *(choice.label for choice in talk.choices)):
            assert catalog.say("id", text)


@pytest.mark.parametrize("question", ["mother", "address"])
def test_not_to_know_is_no_denial_of_what_was_guessed(question: str) -> None:
    talk = at(question)
    talk.says("nenek saya sakit")

    talk.says("tidak tahu")

    assert talk.answers.get(question) in {None, "unknown"}
    offered = talk.draft.notes.offered
    assert offered is None or offered.candidates == ("nenek saya sakit",)


def test_a_guess_that_is_written_once_more_is_right() -> None:
    talk = at("name")
    talk.says("Senin")
    assert talk.keys[-1] == "check"

    talk.says("Senin")

    assert talk.answers["name"] == "SENIN"


def test_another_guess_takes_the_place_of_the_first() -> None:
    talk = at("name")
    talk.says("Senin")

    talk.says("Selasa")

    assert "name" not in talk.answers
    talk.says("ya")
    assert talk.answers["name"] == "SELASA"


def test_who_has_bpjs_for_health_is_told_that_it_is_another() -> None:
    talk = at("eligibility")

    talk.says("saya punya BPJS kesehatan")

    assert talk.keys[0] == "registration.eligibility.health"


def test_somebodys_name_is_no_village_with_a_slip() -> None:
    talk = at(
        "village",
        context(villages=in_kalbar(), programmes={"61.04": PROGRAMME, "61.07": PROGRAMME}),
    )

    talk.says("Yanti")

    assert "village" not in talk.answers


@pytest.mark.parametrize("said", ["saya nelayan", "noreh"])
def test_what_somebody_lives_by_is_none_of_the_ties_once_they_say_so(said: str) -> None:
    talk = at("eligibility")

    talk.says(said)
    assert talk.keys[-1] == "check"
    talk.says("ya")

    assert talk.answers["eligibility"] == "none"


@pytest.mark.parametrize(
    ("said", "called"), [("bapak saya", "Bapak"), ("istri saya", "Istri"), ("nenek", "Nenek")]
)
def test_who_is_helped_may_be_called_as_the_helper_does(said: str, called: str) -> None:
    talk = at("helped")

    talk.says(said)
    assert talk.keys[-1] == "check"
    talk.says("ya")

    assert talk.answers["helped"] == called
