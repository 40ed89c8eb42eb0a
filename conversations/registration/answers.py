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
from conversations.answers.invalid import Doubtful, Invalid
from conversations.answers.language.choice import choose
from conversations.answers.language.frame import beside
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.spellings import spelled_out
from conversations.answers.language.text import clean, words
from conversations.answers.nik import nik_facts
from conversations.answers.yes_no.yes_no import consents, plainly, yes_no
from conversations.forms.question import Asking
from conversations.machine import Answers
from conversations.messages import Text, Value
from conversations.programme import age
from conversations.registration import free_text

_BEGINNING = frozenset({"register", "another"})
# "Menganti" is a village, and a letter from "mengganti"; "Batal" is a village and "batal" a word.
_NO_WORDS = frozenset({"edit", "language", "register"})
KIN = """
    SUAMI anak cucu mamak emak ayah nenek kakek paman bibi mertua menantu ipar ponakan keponakan
    sepupu ortu tetangga kawan teman wife husband
"""  # and those one knows, wherever they are named
THEM = "|".join((*KIN.split(), "orang ?tua"))
# "bapak" alone may be how somebody speaks to us
_THEM = (
    rf"(?:{THEM}|keluarga|warga|orang lain|mother|father|brother|sister|neighbour"
    r"|(?:ibu|bapak|adik|adek|kakak|abang) SAYA)"
)
_RELATIVE = compiled(rf"\b{_THEM}\b")
_FOR_THEM = compiled(
    rf"\b(?:UNTUK|buat|DAFTARKAN|daftar|daftarin|bantu\w*|membantu|tolong|for)"
    rf"(?: (?:UNTUK|buat|my))? {_THEM}\b"
)
_SEVERAL = compiled(r"\b(?:dan|berdua|bertiga|sekeluarga|semua|dua orang|SAYA (?:sama|DENGAN))\b")
_KIN = word_set(KIN) | word_set(
    """
    orangtua orang tua keluarga warga lain ADIK adek kakak abang mother father brother sister
    neighbour my
    """
)
_FOR = word_set("UNTUK buat DAFTAR DAFTARKAN MAU INGIN bantu membantu diri for i to the want")
_NOT = compiled(r"\b(?:TIDAK|BUKAN|not)\b")
_MINE = tuple(spelled_out("SAYA sendiri sorang diri self me myself"))
_TIES = {
    "civil_servant": compiled(r"\b(?:PNS|POLISI|p3k|civil servant|soldier|police)\b"),
    "village_official": compiled(
        r"\b(?:perangkat|kades|sekdes|kadus|bpd|kaur|village official)\b"
    ),
    "company": compiled(
        r"\b(?:karyawan\w*|perusahaan|pt|company|gaji (?:tetap|bulanan)|digaji)\b"
    ),
    "covered": compiled(r"\b(?:peserta|BPJS)\b"),
}
_BY_THE_DAY = compiled(
    r"^(?:SAYA |CUMA |hanya )*buruh harian(?: lepas)?(?: tanpa kontrak)?$"
    r"|\b(?:harian|borongan|lepas|bhl|phl|tanpa kontrak)\b.*\b(?:perusahaan|pt|sawit|kebun)\b"
    r"|\b(?:perusahaan|pt)\b.*\b(?:harian|borongan|lepas|bhl|phl|tanpa kontrak)\b"
)
_NOT_NOW = compiled(
    r"\b(?:TIDAK|BUKAN|BELUM|mantan|bekas|eks|dulu\w*|dolok|dahulu|PENSIUN|calon|pernah|berhenti"
    r"|APA|APAKAH|KENAPA|GIMANA)\b"
)
_NO_WORDS_SAID = word_set("TIDAK BUKAN BELUM none no tadak gada takde ndakde")
_PLAIN_NO = word_set(
    """
    TIDAK BUKAN BELUM no none of these satu pun satupun ADA semua semuanya SAYA PAK YANG
    sama sekali pernah kok tadak gada takde ndakde MAAF
    """
)
_REFUSES = compiled(
    r"i do not agree|no|TIDAK(?: PAK)?"
    r"|(?:SAYA )?(?:TIDAK|BELUM|kurang|g) ?(?:MAU|setuju|bersedia|sedia|ikut|jadi|minat)"
    r"(?: (?:PAK|SAJA|DONG|saya|lagi))*"
)
_NOT_WRONG = compiled(r"TIDAK (?:ADA )?(?:YANG )?SALAH(?: (?:PAK|DONG|kok))*")  # "tidak, salah" is
_OF_BIRTH = word_set(
    "tanggal tgl bulan bulannya bulannye TAHUN tahunnya lahir lahirnya nik sex date it is that the"
    " s thats all birth wrong"
)
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
    said = " ".join(words(clean(text)))
    if _NOT.search(said) or _SEVERAL.search(said):  # "bukan untuk saya" does not say for whom
        raise Invalid("pick")
    if _FOR_THEM.search(said):
        return "other"
    if _RELATIVE.search(said):  # "suami saya" is somebody else; "anak saya sakit" says nothing
        if beside(text, _FOR, _KIN):
            raise Doubtful("other")
        return "other"
    others = ("lain", "bantu", "membantu", "orang", "other", "else")
    return choose(text, _FOR, self=_MINE, other=others)


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


def nickname(text: str, asking: Asking) -> str:
    """Take a name; "membantu orang lain", the button of the question before, is none."""
    if "orang lain" in text.casefold():
        raise Invalid("command")
    try:
        return capwords(free_text.full_name(text, asking))
    except Doubtful as doubt:
        raise Doubtful(capwords(doubt.candidates[0])) from None


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
    villages = asking.context.villages
    outside = villages.elsewhere(text)
    try:
        code = villages.find(text)
    except Invalid:
        if outside is None:
            raise
        raise _outside(outside, asking) from None
    wholly = villages.wholly(text, code)
    if outside is not None and not wholly:
        raise _outside(outside, asking)
    if asking.context.programme(code) is None:
        raise _outside(villages.called(code), asking)
    if outside is not None or not wholly:
        raise Doubtful(code)
    return code


def _outside(place: str, asking: Asking) -> Invalid:
    """A place that is known, and where nobody can register."""
    return Invalid("elsewhere" if asking.context.programmes else "not_open", about=place)


def names_village(text: str, wish: str, asking: Asking) -> bool:
    """Whether what may be a wish names a village: some fifty are called so, or nearly."""
    return asking.context.villages.named(text, placed=wish not in _NO_WORDS)


def village_nearby(asking: Asking) -> tuple[str, ...]:
    """Offer the village of whom this phone has helped before."""
    near = asking.draft.notes.near
    return (near,) if asking.context.villages.get(near) and asking.context.programme(near) else ()


def villages_nearest(text: str, asking: Asking) -> tuple[str, ...]:
    if asking.context.villages.elsewhere(text):  # no misspelling of any of ours
        return ()
    near = asking.context.villages.nearest(text, 10 * MOST_NEAREST)
    return tuple(code for code in near if asking.context.programme(code))[:MOST_NEAREST]


def village_label(value: str, asking: Asking) -> Text:
    found = asking.context.villages[value]
    return Text("village.option", {"name": found.name, "district": found.district})


def village_values(asking: Asking) -> Mapping[str, Value]:
    code = asking.answers.get("village")
    if not code:
        return {}
    villages = asking.context.villages
    return {"village": villages.called(code), "regency": villages[code].regency}


def village_asked(asking: Asking) -> Mapping[str, Value]:
    """The placeholder {open}: the regencies where people may register."""
    names = map(asking.context.villages.regency, asking.context.programmes)
    return {**village_values(asking), "open": ", ".join(sorted(filter(None, names)))}


def consent(text: str, _asking: Asking) -> str:
    said = " ".join(re.findall(r"\w+", text.casefold()))
    if consents(text) or said in {"i agree", "agree"}:
        return "yes"
    if _REFUSES.fullmatch(said):
        return "no"
    raise Invalid("unclear")


def tie(text: str, _asking: Asking) -> str:
    """Take what ties a worker to another cover, as written and about the worker now.

    A tie is asked back in words before it ends anything, so other words may stand beside it.
    """
    said = " ".join(words(clean(text)))
    if _HEALTH.search(said):
        raise Invalid("pick")
    if _BY_THE_DAY.search(said):
        raise Doubtful("company_daily")
    if _PLAIN_NO.issuperset(said.split()) and not _NO_WORDS_SAID.isdisjoint(said.split()):
        return "none"  # "tidak tahu" and "tidak setuju" have other words
    found = [tie for tie, known in _TIES.items() if known.search(said)]
    if len(found) != 1 or _NOT_NOW.search(said) or _RELATIVE.search(said):
        raise Invalid("pick")
    return found[0]


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


def nik_written(asking: Asking) -> Mapping[str, Value]:
    """The NIK as it was written, four digits at a time: it may be the slip."""
    digits = asking.answers.get("nik", "")
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


def date_label(value: str, _asking: Asking) -> Text:
    return Text("plain.date", {"date": date.fromisoformat(value)})


def date_spelt(value: str, asking: Asking) -> Text:
    born = date.fromisoformat(value)
    return Text("plain.born", {"date": born, "age": age(born, asking.context.today)})


def sex(text: str, _asking: Asking) -> str:
    return choose(
        text,
        _OF_SEX,
        male=("laki", "lelaki", "cowok", "cowo", "pria", "lk", "l", "male", "man"),
        female=("perempuan", "cewek", "cewe", "wanita", "pr", "p", "female", "woman"),
    )


def claims_sex(text: str, _wish: str, _asking: Asking) -> bool:
    """Whether a letter is an answer: "P", perempuan, greets elsewhere."""
    return text.strip().casefold() in {"p", "l"}


_OF_SEX = word_set("jenis kelamin sex im orang seorang SAYA")
_SENDS = word_set("kirim kirimkan kirimlah send dikirim")
_SURE = word_set("YA BETUL SUDAH yes right correct sesuai lengkap")
_SENDING = _SENDS | word_set(
    """
    YA OK sip siap BETUL SUDAH semua semuanya pas sesuai cocok lengkap tepat yakin setuju PAK BUK
    ibu DONG SAJA ini ITU MAKASIH yes right correct all please mohon data datanya datenye
    """
)
_AGAINST = word_set(
    """
    TIDAK BUKAN BELUM JANGAN TAPI kecuali masih SALAH kurang UBAH ADA YANG no not wrong change
    something is cuma
    """
)
_OF_FORM = word_set(
    """
    NAMA nik tanggal lahir tempat ibu kandung alamat NOMOR hp pekerjaan penghasilan desa umur
    hpnya alamatnya namanya tanggalnya niknya sesuai pas
    """
)


# the rest


def plain_label(value: str, _asking: Asking) -> Text:
    return Text("plain.value", {"value": value})


def mother_label(value: str, asking: Asking) -> Text:
    unknown = value == "unknown"
    return Text("registration.mother.unknown") if unknown else plain_label(value, asking)


def review(text: str, _asking: Asking) -> str:
    """Take "kirim" and a plain yes with nothing against them; a plain no asks what to change."""
    said = words(clean(text))
    if _SENDING.issuperset(said) and not _SENDS.isdisjoint(said):
        return "send"
    if _SENDING.issuperset(said) and not _SURE.isdisjoint(said) and yes_no(text):
        return "send"
    if not _AGAINST.isdisjoint(said) and not beside(text, _AGAINST, _SENDING, _OF_FORM):
        return "edit"
    raise Invalid("unclear")
