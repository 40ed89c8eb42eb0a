"""Whatever is typed, a parser answers or refuses; what it accepts it would accept again."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import event, given, note, settings
from hypothesis import strategies as st

from conversations.answers import always, status
from conversations.answers.dates.birth_date import birth_date
from conversations.answers.income import monthly, readings
from conversations.answers.invalid import Invalid
from conversations.answers.names import name
from conversations.answers.nik import nik, nik_facts
from conversations.answers.occupation import occupation
from conversations.answers.phone import phone
from conversations.answers.questions.question import programme_question
from conversations.answers.wishes.wish import command
from conversations.answers.yes_no import yes_no
from conversations.forms import pasted
from conversations.registration.form import FORM
from tests.answers.adapter import villages
from tests.answers.outcome import outcome

TODAY = date(2026, 11, 21)
PARSERS: dict[str, Callable[[str], object]] = {
    "nik": nik,
    "birth_date": lambda text: birth_date(text, TODAY),
    "income": monthly.income,
    "income_band": monthly.income_band,
    "phone": lambda text: phone(text, None),
    "name": name.name,
    "place_name": name.place_name,
    "mother": name.mother,
    "address": name.address,
    "occupation": occupation.occupation,
    "village": villages().find,
    "yes_no": lambda text: yes_no.yes_no(text, "Jadi bukan PNS. Betul?", {"1": "Ya"}),
    "consents": yes_no.consents,
    "command": command,
    "status": status.registration_number,
    "readings": readings.readings,
    "question": programme_question,
    "wish": always.wish,
    "form": lambda text: pasted.fields(FORM, text),
}
thoroughly = settings(max_examples=200, deadline=None)  # machines are slow at times
PIECES = (
    "0 1 2 6107026503869007 0812 17 8 1990 agustus - / . , rb juta ½ setengah sepuluh ratus ya "
    "tidak salah bukan atau dan sekarang dulu eh desa kec sungai I II noreh jual nama saya pak "
    "PR-6107 +62 ktp kk 👍 \u200f * _ ( ) ' < [ se ribu panen hari per umur rt tadi ubah batal "
    "ulang ² ٣ Ⅻ ߀"
)
SOME_PIECES = st.lists(st.sampled_from(PIECES.split(" ")), max_size=12)
TEXTS = st.text(max_size=60) | SOME_PIECES.map(" ".join) | SOME_PIECES.map("".join)
HOSTILE = [
    "", " ", "\x00", "\u202e\u200f", "\ud800", "²", "Ⅻ-Ⅻ-Ⅻ", "1/0 juta",
    "'; DROP TABLE people; --", "1" * 10_000, "a" * 10_000, "a " * 5_000, "1 " * 5_000,
    "-" * 10_000, "👍" * 10_000, "١" * 400, "(" * 900, "1/" * 300, "9" * 15 + "juta" * 5,
    "0" * 300 + " rb", "se" * 400, "juta " * 2000, "satu " * 2000, "setengah " * 999,
    "eh salah " * 900, "kec " * 900, "a.n. " * 900, "pak " * 900, "desa " * 900,
]  # fmt: skip


@thoroughly
@given(text=TEXTS)
def test_nothing_but_invalid_is_raised(text: str) -> None:
    """No text of any alphabet breaks a parser."""
    for question, parse in PARSERS.items():
        note(question)
        outcome(parse, text)


@pytest.mark.parametrize("question", PARSERS)
def test_hostile_texts_are_taken_calmly(question: str) -> None:
    """Long, empty and strange texts are answered like any other."""
    for text in HOSTILE:
        outcome(PARSERS[question], text)


@thoroughly
@given(text=TEXTS)
def test_accepted_numbers_read_as_themselves(text: str) -> None:
    """What was stored once would be stored again, unchanged."""
    for question in ("nik", "phone", "status", "birth_date"):
        reads_as_itself(question, text)


def reads_as_itself(question: str, text: str) -> bool:
    """Return whether the text was accepted; what it was read as must read as itself."""
    try:
        value = PARSERS[question](text)
    except Invalid:
        return False
    assert PARSERS[question](str(value)) == value
    return True


NUMBERS = {
    "nik": st.builds(
        "6107{:02}{:02}{:02}{:02}{:04}".format,
        *(st.integers(low, high) for low, high in ((1, 17), (1, 71), (1, 12), (0, 99), (1, 9999))),
    ),
    "phone": st.builds(
        "{}8{}".format,
        st.sampled_from(("0", "+62", "62", "")),
        st.text("0123456789", min_size=8, max_size=12),
    ),
    "birth_date": st.dates(date(1920, 1, 1), date(2012, 1, 1)).map(lambda day: f"{day:%d-%m-%Y}"),
}
BEFORE = ("", "nik ", "hp saya ", "lahir ", "no: ", "salah, ", "pak ", "2 ")
BEHIND = ("", " pak", "!", " ya", " eh salah", " 👍", "\nterima kasih", " rt 2")


@thoroughly
@given(data=st.data(), before=st.sampled_from(BEFORE), behind=st.sampled_from(BEHIND))
def test_numbers_among_words_and_signs_read_as_themselves(
    data: st.DataObject, before: str, behind: str
) -> None:
    """However a number is cut up and wrapped, what is made of it stays what it is."""
    for question, numbers in NUMBERS.items():
        number = data.draw(numbers)
        cut = data.draw(st.integers(1, 6))
        between = data.draw(st.sampled_from(("", " ", "-", ".", "  ", "/", "\u200b")))

        wrapped = between.join(number[at : at + cut] for at in range(0, len(number), cut))

        event(f"{question}: {reads_as_itself(question, before + wrapped + behind)}")


@pytest.mark.parametrize("question", NUMBERS)
def test_every_kind_of_number_is_accepted_at_all(question: str) -> None:
    """The test above would say nothing of numbers that are always refused."""
    plain = {"nik": "6107026503869007", "phone": "081200003456", "birth_date": "17-08-1990"}

    assert reads_as_itself(question, plain[question])


@thoroughly
@given(birth=st.dates(date(1927, 1, 1), date(2011, 11, 20)))
def test_every_date_reads_as_itself(birth: date) -> None:
    """Every worker's birth date is read from its usual spellings."""
    for spelling in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d%m%Y", "%d.%m.%Y", "%d %m %Y"):
        assert birth_date(birth.strftime(spelling), TODAY) == birth


@thoroughly
@given(
    birth=st.dates(date(1927, 1, 1), date(2009, 11, 20)),
    woman=st.booleans(),
    serial=st.integers(1, 9998),
)
def test_a_nik_tells_its_birth_date(birth: date, woman: bool, serial: int) -> None:
    """The birth date of anyone from 17 to 115 comes back out of the NIK."""
    number = f"610702{birth.day + 40 * woman:02}{birth:%m%y}{serial:04}"

    facts = nik_facts(nik(number), TODAY)

    assert facts.birth_date == birth
    assert facts.sex == ("female" if woman else "male")
