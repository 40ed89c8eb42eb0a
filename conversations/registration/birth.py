"""The birth and the sex: as the NIK says them, or as they are by its holder's word."""

import re
from collections.abc import Mapping
from datetime import date

from conversations.answers.dates.birth_date import birth_date
from conversations.answers.invalid import Invalid
from conversations.answers.language.choice import choose
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import spoken
from conversations.answers.nik import nik_facts
from conversations.answers.yes_no.yes_no import plainly
from conversations.forms.question import Asking
from conversations.machine import Answers
from conversations.messages import Text, Value
from conversations.programme import age
from conversations.registration.numbers import is_date
from conversations.registration.whom import RELATIVE, for_other

_NOT_WRONG = compiled(r"TIDAK (?:ADA )?(?:YANG )?SALAH(?: (?:PAK|DONG|kok))*")  # "tidak, salah" is
_OF_BIRTH = word_set(
    "tanggal tgl bulan bulannya bulannye TAHUN tahunnya lahir lahirnya nik sex date it is that the"
    " s thats all birth wrong"
)
_DENIED = compiled(r"\b(?:BUKAN|TIDAK|not)\b")
FEWEST_DIGITS = 5  # of a date
_OF_SEX = word_set("jenis kelamin sex im i m a orang seorang SAYA")


def nik_values(asking: Asking) -> Mapping[str, Value]:
    """What the NIK says, to be confirmed."""
    digits = asking.answers.get("nik")
    if digits is None:
        return {}
    today = asking.context.today
    facts = nik_facts(digits, today)
    sex = Text(f"sex.{facts.sex}")
    return {"date": facts.birth_date, "sex": sex, "age": age(facts.birth_date, today)}


def nik_written(asking: Asking) -> Mapping[str, Value]:
    """The NIK as it was written, four digits at a time: it may be the slip.

    Of one that was sent before nothing is shown, for somebody else may hold the phone by now.
    """
    digits = "" if asking.draft.about else asking.answers.get("nik", "")
    return {"nik": " ".join(re.findall(r".{1,4}", digits))}


def birth(text: str, asking: Asking) -> Answers:
    """Take yes, no, or at once the date that is right: the NIK's own is a yes."""
    try:
        said = birth_date(text, asking.context.today).isoformat()
    except Invalid as missed:
        if missed.reason != "unreadable":
            raise Invalid(missed.reason) from None
        right = _NOT_WRONG.fullmatch(text.casefold().strip()) or plainly(text, _OF_BIRTH)
        return birth_picked("yes" if right else "no", asking)
    agreed = birth_picked("yes", asking)
    if agreed["birth_date"] == said:
        return agreed
    raise Invalid("check", (said,))


def birth_picked(value: str, asking: Asking) -> Answers:
    """Take a button: yes, no, or the date that was asked back."""
    if value == "no":
        return {"birth": "no"}
    if value != "yes":
        return {"birth": "no", "birth_date": value}
    facts = nik_facts(asking.answers["nik"], asking.context.today)
    return {"birth": "yes", "birth_date": facts.birth_date.isoformat(), "sex": facts.sex}


def birth_inferred(asking: Asking) -> str | None:
    """Return "yes" if date and sex of a sheet are those of the NIK; else it is asked."""
    given = asking.answers
    if not {"nik", "birth_date", "sex"} <= given.keys():
        return None
    facts = nik_facts(given["nik"], asking.context.today)
    same = (facts.birth_date.isoformat(), facts.sex) == (given["birth_date"], given["sex"])
    return "yes" if same else None


def birth_label(value: str, asking: Asking) -> Text:
    known = value in {"yes", "no"}
    return Text(f"registration.birth.{value}") if known else date_label(value, asking)


def birth_day(text: str, asking: Asking) -> Answers:
    """Read a date, to be asked back in words before it is believed."""
    raise Invalid("check", (birth_date(text, asking.context.today).isoformat(),))


def claims_date(text: str, wish: str, asking: Asking) -> bool:
    """Whether a date stands beside what may be a wish to correct: "15-8-79 salah ketik tadi"."""
    digits = sum(map(str.isdigit, text))
    return wish == "edit" and digits >= FEWEST_DIGITS and is_date(text, asking.context.today)


def date_label(value: str, _asking: Asking) -> Text:
    return Text("plain.date", {"date": date.fromisoformat(value)})


def date_spelt(value: str, asking: Asking) -> Text:
    born = date.fromisoformat(value)
    return Text("plain.born", {"date": born, "age": age(born, asking.context.today)})


def sex(text: str, asking: Asking) -> str:
    said = spoken(text)
    if _DENIED.search(said) or (RELATIVE.search(said) and not for_other(asking.answers)):
        raise Invalid("pick")  # "bukan laki-laki", "anak perempuan saya yang ngetik"
    return choose(
        text,
        _OF_SEX,
        male=("laki", "lelaki", "cowok", "cowo", "pria", "lk", "l", "male", "man"),
        female=("perempuan", "cewek", "cewe", "wanita", "pr", "p", "female", "woman"),
    )


def claims_sex(text: str, _wish: str, _asking: Asking) -> bool:
    """Whether a letter is an answer: "P", perempuan, greets elsewhere."""
    return text.strip().casefold() in {"p", "l"}
