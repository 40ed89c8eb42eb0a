"""Whether somebody says that what they had sent is wrong, or is different now, and which answer.

Nothing is changed by it: the answer is asked, or read back beside the old one. So the words need
only to speak of a correction; what asks about one, or speaks of it in passing, is none.
"""

import re
from dataclasses import field

from conversations.answers.invalid import Invalid
from conversations.answers.language.patterns import alternatives, compiled
from conversations.answers.language.text import clean
from conversations.answers.phone import phone
from conversations.answers.status import registration_number
from conversations.record import record

LONGEST = 40  # words; who writes more tells a story

_MOTHER = r"(?:ibu|mamak|emak|mak|umak|mama|mother)"
_LAHIR = r"(?:lahir|lhr|laher)(?:nya|nye|ku)?"
# The first that is named decides: "nama ibu" is no "nama", "nomor KTP" no telephone.
_FIELDS = alternatives(
    ("mother", rf"\b(?:NAMA|name) {_MOTHER}|\b{_MOTHER}(?:nya|ku)? kandung|\bmother"),
    (
        "birth_place",
        rf"\b(?:tempat|tmpt|kota|daerah) (?:ke)?{_LAHIR}|\b{_LAHIR}(?: \w+)? di [a-z]",
        r"\b(?:kelahiran|born) (?:di|in) [a-z]|\btempat kelahiran|\bplace of birth",
    ),
    ("birth", rf"\b(?:tanggal|tgl|tangal|bulan|bln|hari|TAHUN) (?:ke)?{_LAHIR}|\b{_LAHIR}\b"),
    ("birth", r"\b(?:umur|usia|ttl|kelamin|kelahiran|birth|tanggal|tgl)(?:nya|nye|ku)?\b"),
    ("birth", r"\bSAYA (?:ini )?(?:laki|lelaki|perempuan|cowok|cewek|pria|wanita)"),
    ("nik", r"\bnik(?:nya|nye|ku)?\b|\b(?:NOMOR|angka) (?:ktp|induk)"),
    (
        "phone",
        r"\b(?:phone|handphone|hape|hp|wa|whatsapp|telepon|telpon|telp|tlp)(?:nya|nye|ku)?\b",
    ),
    ("income", r"\b(?:penghasilan|pendapatan|gaji|upah|income)(?:nya|nye|ku)?\b"),
    ("occupation", r"\b(?:pekerjaan|kerjaan|KERJA|profesi|job)(?:nya|nye|ku)?\b"),
    ("address", r"\b(?:alamat|address|dusun|rt|rw)(?:nya|nye|ku)?\b"),
    ("village", r"\bdesa(?:nya|nye|ku)?\b"),
    ("name", r"\b(?:NAMA|name|nama|namenye|namanye|namaku|nameku)\b"),
    ("phone", r"\b(?:NOMOR|nomornya|nomornye)\b"),
)
_WRONG = compiled(
    r"\b(?:SALAH|salahnye|kelire|klire|ralat|koreksi|typo|taypo|tertukar|ketuker|ketukar|kebalik"
    r"|terbalik|tebalik|harusnya|harusnye|seharusnya|seharusnye|semestinya|mestinya|sebenarnya"
    r"|sebetulnya|padahal|kekurangan|kelebihan|kurang|kebanyakan|kesalahan|wrong|incorrect"
    r"|(?:TIDAK|BELUM) (?:sesuai|cocok|BETUL|sama|tepat|pas)|beda)\b"
)
_CHANGE = compiled(
    r"\b(?:UBAH|gnti|gantikan|gantiin|mengganti|mengubah|ngubah|betulkan|betolkan|dibetulkan"
    r"|dibetolkan|betulin|betolin|benarkan|benerin|membetulkan|pembetulan|perbaikan|memperbaiki"
    r"|edit|update|tukar|change|correct|fix)\b"
)
_NOT_THAT = compiled(r"\bBUKAN\b.+|\w+.* BUKAN \w+")
_NOW = compiled(r"\b(?:SEKARANG|baru|pakai|pake|pindah|berubah|new|now)\b")
_SENT = compiled(
    r"\b(?:DATA|jawaban|isian|formulir|kekirim|terkirim|dikirim|kirim|tulis|ketik|isi|ngisi"
    r"|tertulis|daftarnya|PENDAFTARAN|pendaftaran)\w*\b"
)
_MINE_TO_CHANGE = compiled(r"\b(?:MAU|INGIN|BISA|BOLEH|tolong|tlg|mohon|minta|ADA)\b")
# What only asks what would follow, is settled, or is about something else.
_IN_PASSING = compiled(
    r"^(?:KALAU|misal\w*|seandainya|jika|apa ?bila)\b.*\b(?:ditolak|gagal|hangus|kah|gimana"
    r"|bagaimana|APA|masalah)\b"
    r"|\b(?:JANGAN|TIDAK (?:usah|perlu|ADA)|GAUSAH)(?: \w+)? (?:SALAH|UBAH)\b"
    r"|\b(?:SUDAH|sudah SAYA) (?:di)?(?:betulkan|perbaiki|ganti|ubah)\b.*\b(?:capil|dukcapil)\b"
    r"|\bnamanya juga\b|\bSALAH (?:satu(?! angka| huruf)|paham|tidak|APA|SIAPA|orang|sambung)\b"
    r"|\b(?:nomor|NOMOR) (?:antri|antre|urut)\w*"
)
_VALUE = re.compile(
    r"\b(?:menjadi|jadi|jd|jdi|(?:se)?harusny[ae]|yang (?:benar|betul)(?:nya)?|sebenarny[ae]"
    r"|sebetulny[ae]|maksudny[ae])\b[\s:=]*(\S.*)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<!\d)(?:\+?62|0)[\s.-]?8(?:[\s.-]?\d){8,11}(?!\d)")


@record
class Correction:
    """What is to be corrected. `about`: the answer, "" if it is not said which.

    `value`: what may be the new answer; `number` and `words`: of which registration.
    """

    about: str = ""
    value: str = field(default="", repr=False)
    number: str | None = None
    words: frozenset[str] = field(default=frozenset(), repr=False)


def correction(text: str, *, edits: bool = False) -> Correction | None:
    """Return what somebody wants to correct; `edits`: that they do is known. None: nothing."""
    plain = clean(text)
    said = re.findall(r"\w+", plain.casefold())
    whole = " ".join(said)
    if len(said) > LONGEST or _IN_PASSING.search(whole):
        return None
    about = next((name for name, pattern in _FIELDS if pattern.search(whole)), "")
    number = _registration(text)
    if not (edits or _corrects(whole, about, plain, number)):
        return None
    return Correction(about, _value(about, plain), number, frozenset(said))


def _corrects(whole: str, about: str, plain: str, number: str | None) -> bool:
    if about == "phone" and not _says_number(whole):
        return bool(_NUMBER.search(plain))  # "ganti HP" is another telephone, not its number
    changes = _WRONG.search(whole) or _CHANGE.search(whole)
    if about:
        moved = _NOW.search(whole) and (about != "phone" or _NUMBER.search(plain))
        return bool(changes or _NOT_THAT.search(whole) or (moved and _changes_by_itself(about)))
    return bool(changes and (number or _SENT.search(whole) or _MINE_TO_CHANGE.search(whole)))


def _says_number(whole: str) -> bool:
    return bool(_NUMBER_SAID.search(whole))


_NUMBER_SAID = compiled(r"\b(?:NOMOR|nomornya|nomornye|number)\b")


def _changes_by_itself(about: str) -> bool:
    """Whether an answer that was right may be another now."""
    return about in {"phone", "address", "occupation", "income"}


def _value(about: str, plain: str) -> str:
    """Return what may be the new answer; the question's own rules read it."""
    numbers = _NUMBER.findall(plain)
    if about == "phone":
        return numbers[0] if len(numbers) == 1 and _is_phone(numbers[0]) else ""
    found = _VALUE.search(plain)
    return found[1].strip(" .!,") if found and about else ""


def _is_phone(digits: str) -> bool:
    try:
        phone(digits, None)
    except Invalid:
        return False
    return True


def _registration(text: str) -> str | None:
    try:
        return registration_number(text)
    except Invalid:
        return None
