"""Whether somebody says that what they had sent is wrong, or is different now, and which answer.

Nothing is changed by it: the answer is asked, or read back beside the old one. So the words need
only to speak of a correction; what asks about one, or speaks of it in passing, is none.
"""

import re
from dataclasses import field

from conversations.answers.invalid import Invalid
from conversations.answers.language.patterns import alternatives, compiled
from conversations.answers.language.text import clean
from conversations.answers.status import registration_number
from conversations.record import record

LONGEST = 40  # words; who writes more tells a story

_MOTHER = r"(?:ibu|mamak|emak|mak|umak|mama|mother)"
_LAHIR = r"(?:lahir|lhr|laher)(?:nya|nye|ku)?"
_JOB = r"(?:petani|nelayan|penoreh|tukang|buruh|kuli|sopir|ojek|pedagang|penjual|karyawan|honorer)"
_CARD = r"(?:di|menurut|sesuai|dalam) (?:ktp|kk|akta|akte|ijazah)"
# The first that is named decides: "nama ibu" is no "nama", "nomor KTP" no telephone.
_FIELDS = alternatives(
    ("mother", r"\b(?:NAMA|name) MOTHER|\bMOTHER(?:nya|ku)? kandung|\bmother"),
    ("mother", r"\bMOTHER (?:SAYA|KAMI|ku) NAMA\b"),
    (
        "birth_place",
        r"\b(?:tempat|tmpt|kota|daerah) (?:ke)?LAHIR|\btempat kelahiran|\bplace of birth",
        r"\b(?:LAHIR|kelahiran|born)(?: \w+)? (?:di|in) (?!ktp|kk|akte|akta|ijazah|sini|situ)",
    ),
    (
        "sex",
        r"\bkelamin|\bSAYA (?:ini )?(?:laki|lelaki|perempuan|cowok|cewek|pria|wanita)",
        r"\b(?:laki|lelaki)\b.*\bperempuan|\bperempuan\b.*\b(?:laki|lelaki|laki2)\b",
    ),
    ("birth_date", r"\b(?:tanggal|tgl|tangal|bulan|bln|hari|TAHUN) (?:ke)?LAHIR|\bLAHIR\b"),
    ("birth_date", r"\b(?:umur|usia|ttl|kelahiran|birth|tanggal|tgl)(?:nya|nye|ku)?\b"),
    (
        "nik",
        r"\bnik(?:nya|nye|ku)?\b|\b(?:NOMOR|angka|digit) (?:ktp|induk)",
        r"\bktp\b(?: \w+){0,4} (?:angka|digit)\b",
    ),
    ("phone", r"\b(?:phone|handphone|hape|hp|wa|whatsapp|telepon|telpon|telp|tlp)(?:nya|ku)?\b"),
    ("income", r"\b(?:penghasilan|pendapatan|gaji|upah|income)(?:nya|nye|ku)?\b"),
    ("occupation", r"\b(?:pekerjaan|KERJA|profesi|job)(?:nya|nye|ku)?\b|\bSAYA BUKAN JOB\b"),
    ("occupation", r"\bSAYA JOB\b.*\b(?:tulis|ketik|isi|jawab)\b"),
    ("address", r"\b(?:alamat|address|dusun|rt|rw)(?:nya|nye|ku)?\b"),
    ("village", r"\bdesa(?:nya|nye|ku)?\b"),
    ("name", r"\b(?:NAMA|name|namenye|namanye|namaku|nameku)\b"),
    ("phone", r"\b(?:NOMOR|nomornya|nomornye)\b"),
    MOTHER=_MOTHER,
    LAHIR=_LAHIR,
    JOB=_JOB,
)
_WRONG = compiled(
    r"\b(?:SALAH|salahnye|kesalahan|kelire|klire|ralat|koreksi|typo|taypo|tertukar|ketuker|ketukar"
    r"|kebalik|terbalik|tebalik|(?:se)?harusny[ae]|(?:se)?mestiny[ae]|sebenarny[ae]|sebetulny[ae]"
    r"|padahal|kekurangan|kelebihan|kurang|kebanyakan|ketinggalan|kelewat\w*|terlewat|kelupaan"
    r"|hangus|TIDAK aktif|YANG BETUL|wrong|incorrect|beda|berbeda"
    r"|(?:TIDAK|BELUM) (?:sesuai|cocok|BETUL|sama|tepat|pas))\b"
)
_CHANGE = compiled(
    r"\b(?:UBAH|gnti|gantikan|gantiin|mengganti|mengubah|ngubah|betulkan|betolkan|dibetulkan"
    r"|dibetolkan|betulin|betolin|benarkan|dibenarkan|benerin|membetulkan|pembetulan|perbaikan"
    r"|memperbaiki|edit|diedit|update|diupdate|perbarui|diperbarui|tukar|change|correct|fix)\b"
)
_NOT_THAT = compiled(
    r"\bBUKAN\b(?!$)"
    r"|\b(?:KENAPA|kok)\b.*\b(?:jadi|tertulis|ditulis|tercatat|dicatat|muncul|keluarnya)\b"
    rf"|\bNAMA\b.*\b{_CARD}\b"
    r"|\b(?:kemarin|kmrn|kemaren|tadi)\b.*\b(?:tulis|ketik|isi|jawab|kirim)\b.*\w+"
    rf"|\b{_CARD}\b.*\b(?:kirim|tulis|ketik|isi|MAAF)\b"
    rf"|\b(?:kirim|tulis|ketik|isi)\b.*\b{_CARD}\b"
)
_NOW = compiled(r"\b(?:SEKARANG|baru|pakai|pake|pindah|berubah|naik|turun|new|now)\b")
_SENT = compiled(
    r"\b(?:DATA|jawaban|jawab|menjawab|isian|formulir|kekirim|terkirim|dikirim|kirim|tulis|ketik"
    r"|isi|ngisi|mengisi|tertulis|DAFTAR)\b"
)
_MY_SLIP = compiled(r"\bSAYA\b.*\b(?:kemarin|kmrn|kemaren|tadi)\b")
_WISHES = compiled(r"\b(?:MAU|INGIN|BISA|BOLEH|tolong|tlg|mohon|minta|ADA)\b")
_NUMBER_SAID = compiled(r"\b(?:NOMOR|nomornya|nomornye|number)\b")
# What only asks what would follow, is settled, or is about something else.
_IN_PASSING = compiled(
    r"\b(?:KALAU|misal\w*|seandainya|jika|apa ?bila)\b.*\b(?:ditolak|gagal|hangus|kah|gimana"
    r"|bagaimana|APA|masalah|harus|lapor)\b"
    r"|\b(?:JANGAN|TIDAK (?:usah|perlu|ADA)|GAUSAH)(?: \w+)? (?:SALAH|UBAH)\b"
    r"|\bSUDAH (?:SAYA )?(?:di)?(?:betulkan|perbaiki|ganti|ubah)\b.*\b(?:capil|dukcapil)\b"
    r"|\bnamanya juga\b|\bNOMOR (?:antri|antre|urut)\w*"
    r"|\bSALAH (?:satu(?! angka| huruf)|paham|tidak|APA|SIAPA|orang|sambung)\b"
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

    `value`: what may be the new answer; `number` and `words`: of which registration. `sure`: it
    says so; else an answer that was right may merely be another now.
    """

    about: str = ""
    value: str = field(default="", repr=False)
    number: str | None = None
    words: frozenset[str] = field(default=frozenset(), repr=False)
    sure: bool = True


def correction(text: str, *, edits: bool = False) -> Correction | None:
    """Return what somebody wants to correct; `edits`: that they do is known. None: nothing."""
    plain = clean(text)
    said = re.findall(r"\w+", plain.casefold())
    whole = " ".join(said)
    if len(said) > LONGEST or _IN_PASSING.search(whole):
        return None
    about = next((name for name, pattern in _FIELDS if pattern.search(whole)), "")
    number = _registration(text)
    sure = edits or _corrects(whole, about, number)
    if not sure and not _is_now(whole, about, plain):
        return None
    return Correction(about, _value(about, plain), number, frozenset(said), sure)


def fields_in(text: str) -> tuple[str, ...]:
    """Return all answers that words name, in the order in which they are looked for."""
    whole = " ".join(re.findall(r"\w+", clean(text).casefold()))
    found: dict[str, None] = {}
    for name, pattern in _FIELDS:
        whole, times = pattern.subn(" ", whole)  # "nama ibu" is no "nama"
        if times:
            found[name] = None
    return tuple(found)


def _corrects(whole: str, about: str, number: str | None) -> bool:
    changes = _WRONG.search(whole) or _CHANGE.search(whole)
    if about == "phone" and not _NUMBER_SAID.search(whole):
        return False  # "ganti HP" is another telephone, not its number
    if about:
        return bool(changes or _NOT_THAT.search(whole))
    mine = _SENT.search(whole) or _WISHES.search(whole) or _MY_SLIP.search(whole)
    return bool(changes and (number or mine))


def _is_now(whole: str, about: str, plain: str) -> bool:
    """Whether an answer that was right is told to be another now."""
    if about == "phone":
        return bool(_NUMBER.search(plain)) and not _REGISTERS.search(whole)
    told = about in {"address", "occupation", "income"} and _NOW.search(whole)
    return bool(told) and not _OTHERS.search(whole)


_REGISTERS = compiled(r"\bDAFTARKAN\b|\b(?:MAU|INGIN|minta|tolong)\b.*\bDAFTAR\b")
_OTHERS = compiled(r"\b(?:SUAMI|anak|menantu|mertua|ipar|ADIK|tetangga|kawan|teman|ORANG|SIAPA)\b")


def _value(about: str, plain: str) -> str:
    """Return what may be the new answer; the question's own rules read it."""
    numbers = _NUMBER.findall(plain)
    if about == "phone":
        return numbers[0] if len(numbers) == 1 else ""
    found = _VALUE.search(plain)
    return found[1].strip(" .!,") if found and about else ""


def _registration(text: str) -> str | None:
    try:
        return registration_number(text)
    except Invalid:
        return None
