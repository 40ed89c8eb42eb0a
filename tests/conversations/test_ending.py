"""An answer that ends it all is asked back, and stays what is asked until it is answered."""

import pytest

from conversations.notes import Menu
from tests.conversations.talk import Talk, at

# What leads to each ending: the question that is at hand, and the answer to it.
LEADING = {
    "no_consent": ("consent", "tidak setuju"),
    "civil_servant": ("eligibility", "saya pns"),
    "company": ("eligibility", "karyawan pt"),
    "too_old": ("birth_date", "1 januari 1950"),
    "formal_employee": ("occupation", "karyawan pt"),
}


def pending(rule: str) -> Talk:
    """Return a talk in which that ending is asked back."""
    question, answer = LEADING[rule]
    talk = at(question)
    talk.says(answer)
    if question == "birth_date":
        talk.says("ya")
    assert talk.keys == [f"ending.{rule}"]
    return talk


@pytest.mark.parametrize("rule", LEADING)
@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("ini penipuan ya?", "about.scam"),
        ("gratis kah?", "about.free"),
        ("halo", "welcome.back"),
        ("lanjut", None),
        ("bahasa indonesia", "language.done"),
        ("makasih", "thanks"),
    ],
)
def test_what_is_said_aside_leaves_the_ending_asked(
    rule: str, said: str, first: str | None
) -> None:
    talk = pending(rule)

    talk.says(said)

    assert talk.keys == [*([first] if first else []), f"ending.{rule}"]
    assert talk.buttons == ["end", "mistaken"]
    assert talk.draft.notes.menu is Menu.END


@pytest.mark.parametrize("menu", ["batal", "ulang dari awal", "bahasa", "daftar"])
def test_behind_a_menu_the_ending_is_still_asked(menu: str) -> None:
    talk = pending("company")
    talk.says(menu)
    assert talk.draft.notes.menu is not Menu.END

    talk.says("lanjut")

    assert talk.keys[-1] == "ending.company"


def test_the_end_that_is_asked_behind_a_menu_can_be_tapped() -> None:
    talk = pending("company")
    end = talk.choices[0].token
    talk.says("bahasa")

    talk.taps_old(end)

    assert talk.keys[0] == "eligibility.company"


@pytest.mark.parametrize("rule", LEADING)
def test_another_answer_after_an_aside_ends_nothing(rule: str) -> None:
    talk = pending(rule)
    talk.says("gratis kah?")

    talk.says(
        {
            "no_consent": "setuju",
            "civil_servant": "tidak satu pun",
            "company": "tidak satu pun",
            "too_old": "tidak",
            "formal_employee": "noreh",
        }[rule]
    )

    assert talk.asked in {"eligibility", "nik", "birth", "income"}
    assert talk.draft.notes.ending == ""
    assert talk.state.ended == ()


@pytest.mark.parametrize(
    "said", ["setuju", "saya setuju", "ya setuju", "SETUJU pak", "bukan, setuju"]
)
def test_who_agrees_after_all_is_never_taken_to_refuse(said: str) -> None:
    talk = pending("no_consent")

    talk.says(said)

    assert talk.state.drafts
    assert talk.answers.get("consent") != "no"
    assert talk.asked in {"eligibility", "consent"}


@pytest.mark.parametrize(
    "said", ["ayo", "siap", "boleh", "mau", "ya mau", "gas", "lanjutkan ya", "sedia"]
)
def test_a_word_that_is_willing_confirms_no_refusal(said: str) -> None:
    talk = pending("no_consent")

    talk.says(said)

    assert talk.state.drafts
    assert talk.asked == "consent" or talk.keys[-1] == "ending.no_consent"


AGREES = [
    *(
        ("no_consent", said)
        for said in ("ya", "betul", "iya pak", "tidak setuju", "ya, tidak setuju")
    ),
    *(("no_consent", said) for said in ("gak mau", "oke")),
    *(("civil_servant", said) for said in ("ya pns", "saya pns", "benar")),
    *(("company", said) for said in ("ya, digaji perusahaan", "betul sekali")),
    *(("too_old", said) for said in ("sudah benar", "1 januari 1950")),
    *(("formal_employee", said) for said in ("ya karyawan", "karyawan pt")),
]


@pytest.mark.parametrize(("rule", "said"), AGREES)
def test_a_yes_or_the_same_once_more_ends_it(rule: str, said: str) -> None:
    talk = pending(rule)

    talk.says(said)
    if talk.keys[-1].startswith("check"):  # a date is always asked back
        talk.says("ya")

    assert f"eligibility.{rule}" in talk.keys or talk.keys == [f"ending.{rule}"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("civil_servant", "bukan pns"),
        ("civil_servant", "tidak, saya petani"),
        ("company", "bukan digaji perusahaan"),
        ("formal_employee", "bukan karyawan lagi"),
        ("company", "setuju"),
        ("too_old", "salah tahunnya"),
    ],
)
def test_a_no_in_the_words_of_the_question_ends_nothing(rule: str, said: str) -> None:
    talk = pending(rule)

    talk.says(said)

    assert talk.state.drafts
    assert not talk.draft.notes.ending


@pytest.mark.parametrize(("nik", "age"), [("6107011708100002", 16), ("6107011708110002", 15)])
def test_nobody_is_told_to_be_more_than_a_hundred(nik: str, age: int) -> None:
    talk = at("nik")

    talk.says(nik)
    assert talk.value("registration.birth.ask", "age") == age
    talk.says("ya")

    assert talk.keys == ["ending.too_young"]
