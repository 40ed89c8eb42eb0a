"""How the answers of the registration are read and shown; the questions are in form.py.

Most answers are read by a parser of conversations/answers/ as it is. Here is what takes more: an
answer that depends on an earlier one, that means several things at once, or whose refusal is ours.
The telephone is in phone.py, occupation and income in work.py.
"""

import re
from collections.abc import Mapping
from datetime import date
from string import capwords

from conversations.answers.dates.birth_date import birth_date
from conversations.answers.invalid import Invalid
from conversations.answers.language.choice import choose
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.spellings import spelled_out
from conversations.answers.names.name import name
from conversations.answers.nik import nik_facts
from conversations.answers.yes_no.yes_no import consents, yes_no
from conversations.forms.question import Asking
from conversations.machine import Answers
from conversations.messages import Text, Value
from conversations.programme import age

_BEGINNING = frozenset({"register", "another"})
# "Menganti" is a village, and a letter from "mengganti"; "Batal" is a village and "batal" a word.
_NO_WORDS = frozenset({"edit", "language", "register"})
_RELATIVE = compiled(  # "bapak" alone may be how somebody speaks to us
    r"\b(?:SUAMI|anak|mertua|tetangga|wife|husband|(?:ibu|bapak|adik|kakak|abang) SAYA)\b"
)
_NOT = compiled(r"\b(?:TIDAK|BUKAN|not)\b")
_MINE = tuple(spelled_out("SAYA sendiri diri self me myself"))
_CIVIL_SERVANT = tuple(spelled_out("PNS POLISI"))
_NO = tuple(spelled_out("TIDAK BUKAN none no"))
_PLAIN_NO = word_set(
    """
    TIDAK BUKAN BELUM no none of these satu pun satupun ada semua semuanya SAYA PAK YANG
    ITU sama sekali pernah kok
    """
)
# A refusal ends the registration, so it is not any spelling of no, but what is plainly one.
_REFUSES = re.compile("(?:tidak|ndak|gak) setuju|tidak|no|i do not agree")
_SMALL_TALK = re.compile(
    r"(?:terima ?kasih|makasih|sebentar|tunggu|nanti|besok|sabar|oke?|siap)(?: \w+){0,2}"
)
_NIK = re.compile(r"(?:\d[ .-]?){16}")
_TALE = re.compile(r"\b(?:meninggal|wafat|kerja)\b")  # "ibu sudah meninggal" is no yes
_HEALTH = re.compile(r"\b(?:kesehatan|kis|jkn)\b")  # BPJS Kesehatan covers no accident at work

# Words in the labels of forms that ask what we do not, or of somebody else.
NOT_ASKED = (
    *("umur", "usia", "agama", "jenis kelamin", "kewarganegaraan", "golongan darah"),
    *("kabupaten", "provinsi", "kepala", "ketua", "suami", "istri", "ayah", "bapak", "anak"),
    *("orang tua", "mertua", "usaha", "saksi", "darurat", "tempat kerja", "pekerjaan ibu"),
)
MOST_NEAREST = 5  # villages offered to somebody whose own was not found


# for whom


def for_whom(text: str, _asking: Asking) -> str:
    said = text.casefold()
    if _NOT.search(said):  # "bukan untuk saya" does not say for whom
        raise Invalid("pick")
    if _RELATIVE.search(said):  # "suami saya" is somebody else; "saya dan istri" are two
        if re.search(r"\bdan\b", said):
            raise Invalid("pick")
        return "other"
    return choose(text, self=_MINE, other=("lain", "bantu", "membantu", "orang", "other", "else"))


def begins(text: str, wish: str, asking: Asking) -> bool:
    """Whether "daftarkan istri", a wish to begin, says for whom at the same time."""
    if wish not in _BEGINNING:
        return False
    try:
        for_whom(text, asking)
    except Invalid:
        return False
    return True


def for_self(answers: Answers) -> bool:
    return answers.get("for_whom") == "self"


def for_other(answers: Answers) -> bool:
    return answers.get("for_whom") == "other"


def nickname(text: str, _asking: Asking) -> str:
    """Take a name; "membantu orang lain", the button of the question before, is none."""
    if "orang lain" in text.casefold():
        raise Invalid("command")
    return capwords(name(text))


def nameless(answers: Answers) -> bool:
    """Whether somebody is helped whose name is not known from a form that was pasted."""
    return for_other(answers) and ("helped" in answers or "name" not in answers)


def someone(asking: Asking) -> Mapping[str, Value]:
    """The placeholders {who} and {whose}: "Bapak/Ibu", or the name of the person being helped."""
    helped = asking.answers.get("helped") or capwords(asking.answers.get("name", ""))
    if not (for_other(asking.answers) and helped):
        return {"who": Text("who.self"), "whose": Text("whose.self")}
    return {"who": helped, "whose": Text("whose.other", {"name": helped})}


# village, consent, eligibility


def village(text: str, asking: Asking) -> str:
    code = asking.context.villages.find(text)
    if asking.context.programme(code) is None:
        raise Invalid("not_open")
    return code


def names_village(text: str, wish: str, asking: Asking) -> bool:
    """Whether what may be a wish names a village: some fifty are called so, or nearly."""
    return asking.context.villages.named(text, placed=wish not in _NO_WORDS)


def village_nearby(asking: Asking) -> tuple[str, ...]:
    """Offer the village of whom this phone has helped before."""
    near = asking.draft.notes.near
    return (near,) if asking.context.villages.get(near) and asking.context.programme(near) else ()


def villages_nearest(text: str, asking: Asking) -> tuple[str, ...]:
    near = asking.context.villages.nearest(text, 10 * MOST_NEAREST)
    return tuple(code for code in near if asking.context.programme(code))[:MOST_NEAREST]


def village_label(value: str, asking: Asking) -> Text:
    found = asking.context.villages[value]
    return Text("village.option", {"name": found.name, "district": found.district})


def village_values(asking: Asking) -> Mapping[str, Value]:
    code = asking.answers.get("village")
    return {"village": asking.context.villages[code].name} if code else {}


def consent(text: str, _asking: Asking) -> str:
    said = " ".join(re.findall(r"\w+", text.casefold()))
    if consents(text) or said in {"i agree", "agree"}:
        return "yes"
    if _REFUSES.fullmatch(said):
        return "no"
    raise Invalid("unclear")


def tie(text: str, _asking: Asking) -> str:
    """Take what ties a worker to another cover; in doubt by buttons, since a tie is the end."""
    if _HEALTH.search(text.casefold()):
        raise Invalid("pick")
    found = choose(
        text,
        civil_servant=_CIVIL_SERVANT,
        village_official=("perangkat", "kades", "sekdes", "kadus", "bpd", "kaur"),
        company=("karyawan", "perusahaan", "gaji", "pt", "company"),
        covered=("peserta", "bpjs"),
        none=_NO,
    )
    said = re.findall(r"\w+", text.casefold())
    if found == "none" and not _PLAIN_NO.issuperset(said):  # "tidak tahu", "tidak setuju"
        raise Invalid("pick")
    return found


# birth date and sex


def nik_values(asking: Asking) -> Mapping[str, Value]:
    """What the NIK says, to be confirmed."""
    digits = asking.answers.get("nik")
    if digits is None:
        return {}
    today = asking.context.today
    facts = nik_facts(digits, today)
    sex = Text(f"sex.{facts.sex}")
    return {"date": facts.birth_date, "sex": sex, "age": age(facts.birth_date, today)}


def birth(text: str, asking: Asking) -> Answers:
    """Take yes, no, or at once the date that is right: the NIK's own is a yes."""
    try:
        said = birth_date(text, asking.context.today).isoformat()
    except Invalid as missed:
        if missed.reason != "unreadable":
            raise Invalid(missed.reason) from None
        if _TALE.search(text.casefold()):
            raise Invalid("unclear") from None
        return birth_picked("yes" if yes_no(text) else "no", asking)
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


def date_label(value: str, _asking: Asking) -> Text:
    return Text("plain.date", {"date": date.fromisoformat(value)})


def date_spelt(value: str, asking: Asking) -> Text:
    born = date.fromisoformat(value)
    return Text("plain.born", {"date": born, "age": age(born, asking.context.today)})


def sex(text: str, _asking: Asking) -> str:
    return choose(
        text,
        male=("laki", "lelaki", "cowok", "cowo", "pria", "lk", "l", "male", "man"),
        female=("perempuan", "cewek", "cewe", "wanita", "pr", "p", "female", "woman"),
    )


# the rest


def plain_label(value: str, _asking: Asking) -> Text:
    return Text("plain.value", {"value": value})


def words_only(text: str) -> str:
    """Return the text unless it is a question or small talk, or has a NIK in it."""
    said = text.strip().casefold()
    if said.endswith("?") or _SMALL_TALK.fullmatch(said.strip(" .!")) or _NIK.search(said):
        raise Invalid("command")
    return text


def mother_label(value: str, asking: Asking) -> Text:
    unknown = value == "unknown"
    return Text("registration.mother.unknown") if unknown else plain_label(value, asking)


def review(text: str, _asking: Asking) -> str:
    """Take "kirim" and a plain yes; a no opens the list of what can be changed."""
    if text.strip().casefold() in {"kirim", "send"}:
        return "send"
    return "send" if yes_no(text) else "edit"
