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


@pytest.mark.parametrize("rule", [rule for rule in LEADING if rule != "no_consent"])
def test_another_answer_after_an_aside_ends_nothing(rule: str) -> None:
    talk = pending(rule)
    talk.says("gratis kah?")

    talk.says(
        {
            "civil_servant": "tidak satu pun",
            "company": "tidak satu pun",
            "too_old": "tidak",
            "formal_employee": "noreh",
        }[rule]
    )

    assert talk.asked in {"eligibility", "nik", "birth", "income"}
    assert talk.draft.notes.ending == ""
    assert talk.state.ended == ()
