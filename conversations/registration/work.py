"""How the occupation and the income of the registration are read and shown."""

from conversations.answers.income import readings
from conversations.answers.income.monthly import BANDS
from conversations.answers.income.words import VOCABULARY_WORDS
from conversations.answers.invalid import Doubtful, Invalid
from conversations.answers.language.everyday import everyday
from conversations.answers.language.frame import beside
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import clean, words
from conversations.answers.occupation import occupation as occupations
from conversations.forms.question import Asking
from conversations.messages import Text, Value
from conversations.registration.numbers import is_date, is_number

_EARNING = word_set(
    """
    gaji upah gajinya dapat dapet hasil hasilnya penghasilan pendapatan kira sekitar kurang lebih
    bersih kotor per se tiap setiap sehari seminggu sebulan setahun KERJA noreh menoreh karet getah
    sawit kebun jualan dagang ikan melaut nelayan ojek panen bulan minggu hari tahun kalau KALAU
    bisa BISA ADA TIDAK BELUM pasti tentu tetap menentu musim ramai sepi naik turun paling rata
    kadang DARI di ke SAMPAI antara lah an jt rb juta ribu ratus rupiah rp untung laba omset SAJA
    hanya cuma saja segitu itu lumayan cukup banyak sedikit kecil orang mungkin nggak pokok
    SEKARANG setelah habis potong modal sama dan atau hujan kemarau harga banyaknya nya
    """
)
_NOT_NOW = compiled(r"\b(?:TIDAK|BUKAN|mantan|bekas|eks|calon)\b")
_NOW = compiled(r"\b(?:SEKARANG|TAPI)\b")  # "mantan karyawan, sekarang noreh"
_OTHERS = compiled(r"\b(?:BUKAN|SUAMI|bapak SAYA|kebun bapak|habis|kurang dikit)\b|kurang$")
_UNKNOWN = compiled(r"\b(?:TIDAK|kurang) ?TAHU\b|\bGATAU\b")


def income(text: str, asking: Asking) -> str:
    """Take a monthly income; what had to be reckoned, or may mean several, is asked back."""
    if readings.unread(text) or _a_date(text, asking):
        raise Invalid("clarify")
    found = readings.readings(text)
    doubtful = _amid_talk(text) or _OTHERS.search(text.casefold().strip())
    if len(found) == 1 and found[0] in BANDS and not doubtful:
        return found[0]
    raise Invalid("clarify", found)


def _a_date(text: str, asking: Asking) -> bool:
    said = words(clean(text))
    return all(word[0].isdigit() for word in said) and is_date(text, asking.context.today)


def _amid_talk(text: str) -> bool:
    return any(everyday(word) for word in beside(text, VOCABULARY_WORDS, _EARNING))


def income_label(value: str, _asking: Asking) -> Text:
    """Show a band, or a reading in the words it was said in."""
    if value in BANDS:
        return Text(f"income.{value}")
    said = readings.reading(value)
    return Text(f"amount.{said.period}", {"amount": _rupiah(said.low, said.high)})


def income_spelt(value: str, asking: Asking) -> Text:
    """Say as well what a reading comes to in a month."""
    label = income_label(value, asking)
    if value in BANDS or readings.reading(value).period == "month":
        return label
    monthly = readings.reading(value).monthly
    return Text("amount.monthly", {"said": label, "monthly": _rupiah(monthly.low, monthly.high)})


def _rupiah(low: int, high: int) -> Value:
    return low if low == high else Text("amount.range", {"low": low, "high": high})


def occupation(text: str, asking: Asking) -> str:
    if _UNKNOWN.search(text.casefold()):  # "tidak tahu" makes no tofu
        raise Invalid("vague")
    code = occupations.occupation(text)
    if is_number(text, asking.context.today) and code != "not_working":
        raise Doubtful(code)
    if code == "not_working":
        raise Invalid("not_working")
    said = text.casefold()
    denied = _NOT_NOW.search(said) and not _NOW.search(said)
    if denied or occupations.doubted(text, code):
        raise Doubtful(code)
    return code
