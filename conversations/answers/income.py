"""Income in rupiah per month, from what people say: "70rb/hari", "sejuta dua ratus", "1-2 juta"."""

import re
from dataclasses import dataclass

from conversations.answers.numerals import unglued
from conversations.answers.text import DIGIT_WORDS, clean, digits_repaired, squeezed
from conversations.invalid import Invalid

WORKDAYS, WEEKS, MONTHS = 26, 4, 12  # of work in a month, in a month, in a year
THOUSAND, MILLION = 1_000, 1_000_000
CLEAR = 200_000  # rupiah; less, without a period, is asked about
BARE = 10_000  # a number without a unit below this may mean anything

_NO = (
    "tidak|tdk|tdak|tak|ndak|nda|indak|dak|tadak|nggak|enggak|ngga|gak|ga|gk|kagak|belum|blm|daan"
    "|bukan"
)
_SCALE = {
    "ribu": THOUSAND, "ribuan": THOUSAND, "rb": THOUSAND, "rbu": THOUSAND, "rebu": THOUSAND,
    "ribu-an": THOUSAND, "rban": THOUSAND, "rb-an": THOUSAND, "k": THOUSAND, "rbuan": THOUSAND,
    "rib": THOUSAND, "rebuan": THOUSAND, "ribi": THOUSAND, "rinu": THOUSAND, "riby": THOUSAND,
    "juta": MILLION, "jutaan": MILLION, "jt": MILLION, "jtan": MILLION, "jta": MILLION,
    "jutaa": MILLION, "jtua": MILLION, "jutan": MILLION, "jute": MILLION, "jeti": MILLION,
    "jut": MILLION, "jutta": MILLION, "juat": MILLION, "jyta": MILLION, "yuta": MILLION,
    "jt-an": MILLION, "juta-an": MILLION, "juts": MILLION, "uta": MILLION, "jita": MILLION,
}  # fmt: skip
_SLANG = {
    "goceng": 5_000, "ceban": 10_000, "noban": 20_000, "goban": 50_000, "gocap": 50_000,
    "cepek": 100_000, "nopek": 200_000, "gopek": 500_000,
}  # fmt: skip
_SPAN = re.compile(r"(?:-|~|s/?d|sampai|sampe|sampek|smp|smpai|hingga|ke|dan|atau|ato|nyampe)")
_TOKEN = re.compile(
    r"\d{1,3}(?:[.,]\d{3})+(?:[.,]00)?(?!\d)|\d{1,3}(?: \d{3})+(?![\d.,])|\d+[.,]\d{3}(?!\d)"
    r"|\d+[.,]\d{1,2}(?!\d)"
    r"|\d+/\d+(?!\d)|\d+|s/d|[a-z']+(?:-an)?|[-~<>/]"
)
_UNITS = {
    "day": "hari|hr|har|ari", "week": "minggu|mgg|mggu|mingu|mg", "month": "bulan|bln|bulann|bolan|bualn|bulam",
    "year": "tahun|thn|taun|th|tahon",
}  # fmt: skip
_FACTOR = {"day": WORKDAYS, "week": WEEKS, "month": 1, "year": 1 / MONTHS}
_PERIODS = {
    period: re.compile(
        rf"(?:\b(?:per|se|sa|tiap|setiap|satu|1|sekali|dalam|dlm|tip)[ -]?|/ ?|@ "
        rf"?)(?:{unit})(?:nya|an)?\b"
        rf"|\b(?:{unit})an\b"
        + (r"|\bper ?hari\b|\bhari[ -]hari\b|\bsari\b" if period == "day" else "")
    )
    for period, unit in _UNITS.items()
}
_EVERY = re.compile(
    r"(?:\bper |\btiap |\bsetiap |/ ?|\b)(2|3|4|5|6|dua|due|tiga|tige|empat|lima|enam) (hari"
    r"|minggu|bulan|bln|mggu|tahun|thn)"
    r"(?: sekali)?\b"
)
_PIECEWORK = re.compile(
    r"\b(?:panen\w*|kilo\w*|kg|ton|trip|borong\w*|proyek|musim\w*|jam|karung|ikat|tandan|hektar"
    r"|ha|jalan|rit"
    r"|kubik|gram|pikul|kwintal|(?:se|per)?(?:kali|unit|ekor|liter))\b"
)
_CEILING = re.compile(
    rf"\b(?:di ?bawah|dibwh|mak?simal|max|maks|paling (?:banyak|tinggi|besar|mentok|bnyk|gede)"
    rf"|mentok\w*"
    rf"|kurang (?:dari|dr)|(?:{_NO}) (?:sampai|sampe|smpai|nyampe|nyampai|sampek|lebih|ada|cukup"
    rf"|genap|smp))\b|<"
)
_NOT_INCOME = re.compile(
    r"\b(?:pengeluaran|keluar|bayar|hutang|utang|cicilan|belanja|modal|biaya|kebutuhan|kontrakan"
    r"|sewa"
    r"|makan|ongkos|setoran|potong\w*|angsuran|kredit)\b"
)
_PAST = re.compile(r"\b(?:dulu\w*|dolok|dulok|dahulu|sebelumnya|kemarin|tahun lalu|waktu itu)\b")
_NOW = re.compile(r"\b(?:sekarang|skrg|skrang|skarang|kini|sekarag|saat ini)\b")
_CLAUSE = re.compile(
    r",(?!\d)|[;\n!?]|\.(?!\d)|\b(?=(?:tapi|tp|tetapi|skrg|sekarang|skarang|skrang|kini"
    r"|dulu\w*|pengeluaran)\b)"
)
_OTHERS = re.compile(
    r"\b(?:suami|istri|isteri|bini|laki saya|anak saya|berdua|gabung\w*|bapaknya|mamaknya"
    r"|ortu|orang ?tua)\b"
)
_NOT_MONEY = re.compile(
    r"\b(?:umur|usia|anak|anaknya|tanggungan|rt|rw|tanggal|tgl|jam)\W{0,2}(?:ada |ke "
    r"?-?)?\d+(?! ?(?:rb|jt|ribu|juta))"
    r"|\b(?:dari|sejak|tahun|thn|th|mulai) ?(?:tahun |thn |th )?(?:19|20)\d\d(?!\d)"
    r"|\b\d+(?:[.,]\d+)? ?(?:orang|org|anak|hektar|ha|kg|kilo|jam|kali|x|ekor|pohon|ton|lembar|%"
    r"|persen)\b"
    r"|\bkerja(?:nya)? (?:cuma |hanya |cm )?\d+ hari\b|\b\d+ hari kerja\b|\b\d\d?(?= hari "
    r"(?:kerja|sebulan|dalam))"
)
_PLAINER = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"(?<=[a-z])2(?![0-9a-z])", ""),
        (r"(?<=\d)-?an\b", " "),
        (r"\b(?:sejute|sejta|sjuta|sejt|sejutan|sejuta)(?:an)?\b", "satu juta"),
        (r"\bs\.d\b\.?", "s/d"),
        (r"(?<![a-z0-9])[li](?= ?(?:juta|jt)\b)", "1"),
        (r"\b(?:1|satu) (?=(?:hari|minggu|bulan|bln|tahun|thn)\b)", "se"),
    )
)
_COMMA = re.compile(rf"\b({'|'.join(DIGIT_WORDS)}) koma ({'|'.join(DIGIT_WORDS)})\b")
_NONE = re.compile(
    rf"\b(?:{_NO})\b(?: \w+)? ?(?:ada|ade|punya|berpenghasilan|kerja|bekerja|dapat|dpt|dapet)\b"
    r"|\b(?:nol|nihil|kosong|nganggur|menganggur|pengangguran|gada|takde|ndakde)\b"
)
_UNSTEADY = re.compile(
    rf"\b(?:{_NO})\b ?(?:\w+ ){{0,3}}(?:tentu|menentu|nentu|tetap|pasti|tantu|tntu)\b"
    rf"|\btergantung\b|\btgt\b"
)
_AS_WELL = re.compile(
    r"\b(?:kadang\w*|kdg\w*|kadang-kadang|kalau|kalo|klo|naik|bisa|terendah|rendah|sedikit"
    r"|dikit|antara)\b"
)
_CORRECTED = re.compile(
    r"\b(?:eh+|salah|ralat|maksud\w*|koreksi|bukan|bkn|seharusnya|harusnya|typo)\b"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """Rupiah per month, `low` == `high` unless a range was said; `period` as said or None.

    `period` is day, week, month, year, or "other" for "every two weeks" and the like.
    """

    low: int
    high: int
    period: str | None


@dataclass(frozen=True, slots=True)
class _Money:
    """An amount as said: rupiah, whether it had no unit, and where it stands."""

    low: float
    high: float
    bare: bool
    start: int
    end: int


def income(text: str) -> Amount:
    """Return the income per month: day x 26, week x 4, year / 12, ranges too.

    Raise Invalid with clarify (no unit, no period, per harvest, only an upper bound, two
    incomes), unreadable (no amount) or no_income (none, or zero).
    """
    seen = _prepared(text)
    if _CEILING.search(seen) and _moneys(seen) and not _floor(seen):
        raise Invalid("clarify")
    return _amount(seen)


def _prepared(text: str) -> str:
    seen = digits_repaired(clean(text)).lower()
    for pattern, plain in _PLAINER:
        seen = pattern.sub(plain, seen)
    if " koma " in seen:
        seen = _COMMA.sub(lambda m: f"{DIGIT_WORDS[m[1]]},{DIGIT_WORDS[m[2]]}", seen)
    return re.sub(r"\brp\b\.?|\brupiah\b|\bidr\b|\brp\.?(?=\d)|,-|\.-", " ", unglued(seen))


def _floor(seen: str) -> bool:
    return bool(
        re.search(r"\b(?:kurang lebih|paling (?:sedikit|kecil|rendah|dikit)|minimal)\b", seen)
    )


def _amount(seen: str) -> Amount:
    kept = _income_only(seen)
    every = _EVERY.search(kept)
    kept = _EVERY.sub(" ", kept)
    moneys = _moneys(kept)
    if not moneys:
        raise Invalid("no_income" if _says_none(seen) else "unreadable")
    if (
        _PIECEWORK.search(kept)
        and not every
        and not any(p.search(kept) for p in _PERIODS.values())
    ):
        raise Invalid("clarify")
    if _OTHERS.search(kept) and (
        len(moneys) > 1 or re.search(r"\b(?:berdua|gabung\w*|sama|dan)\b", kept)
    ):
        raise Invalid("clarify")
    money = _one(kept, moneys)
    period, factor = _interval(every) if every else _period(kept, money)
    low, high = (_rupiah(value, money.bare, period) for value in (money.low, money.high))
    if high == 0:
        raise Invalid("no_income")
    if period is None and low < CLEAR:
        raise Invalid("clarify")
    return Amount(round(low * factor), round(high * factor), period)


def _says_none(seen: str) -> bool:
    return (
        bool(_NONE.search(seen))
        and not _UNSTEADY.search(seen)
        and not re.search(r"\btau|tahu\b", seen)
    )


def _rupiah(value: float, bare: bool, period: str | None) -> float:  # noqa: FBT001
    """Return rupiah; a bare 50 a day is 50 thousand."""
    if bare and period in ("day", "week") and 10 <= value <= 999:  # noqa: PLR2004
        return value * THOUSAND
    if bare and 0 < value < BARE:
        raise Invalid("clarify")
    return value


def _income_only(seen: str) -> str:
    """Return the clauses that speak of the income now."""
    calm = _NOT_MONEY.sub(" ", seen)
    clauses = [c for c in _CLAUSE.split(calm) if c.strip()]
    paid = [c for c in clauses if not _NOT_INCOME.search(c)] or clauses
    now = [c for c in paid if not _PAST.search(c) or _NOW.search(c)]
    return " , ".join(now if any(map(_moneys, now)) else paid)


def _one(seen: str, moneys: list[_Money]) -> _Money:
    """Return the one amount meant, or a range if several belong together."""
    if len(moneys) == 1:
        return moneys[0]
    first, last = moneys[0], moneys[-1]
    if (first.low, first.high) == (last.low, last.high):
        return first
    between = seen[first.end : last.start]
    if _CORRECTED.search(between) or re.search(r"\b(?:bukan|bkn)\b", seen[: first.start]):
        return last
    monthly = [m for m in moneys if _near(seen, m) == "month"]
    if len(monthly) == 1 and all(_near(seen, m) for m in moneys):
        return monthly[0]
    if len(moneys) > 2 or not _AS_WELL.search(seen):  # noqa: PLR2004
        raise Invalid("clarify")
    return _range(first, last)


def _near(seen: str, money: _Money) -> str | None:
    """Return the period said in the words around one amount."""
    around = seen[max(0, money.start - 16) : money.end + 16]
    return next((p for p, pattern in _PERIODS.items() if pattern.search(around)), None)


def _period(seen: str, money: _Money) -> tuple[str | None, float]:
    """Return the period said and the factor that makes a month of it."""
    said = _near(seen, money)
    if said is None:
        said = next((p for p, pattern in _PERIODS.items() if pattern.search(seen)), None)
    return said, _FACTOR[said or "month"]


def _interval(every: re.Match[str]) -> tuple[str, float]:
    """Return "other" and the factor of "every two weeks"."""
    count = int(DIGIT_WORDS.get(every[1], every[1]))
    unit = next(p for p, pattern in _UNITS.items() if re.fullmatch(pattern, every[2]))
    return "other", _FACTOR[unit] / count


def _moneys(seen: str) -> list[_Money]:
    """Return the amounts and ranges of amounts in the text, in order."""
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(seen)]
    found: list[_Money] = []
    at = 0
    while at < len(tokens):
        size, value, bare = _value([t for t, _, _ in tokens[at : at + 16]])
        if not size:
            at += 1
            continue
        end = at + size
        money = _Money(value, value, bare, tokens[at][1], tokens[end - 1][2])
        if end < len(tokens) and _SPAN.fullmatch(tokens[end][0]):
            more, upper, upper_bare = _value([t for t, _, _ in tokens[end + 1 : end + 17]])
            if more:
                end += 1 + more
                money = _range(
                    money, _Money(upper, upper, upper_bare, money.start, tokens[end - 1][2])
                )
        found.append(money)
        at = end
    return found


def _range(low: _Money, high: _Money) -> _Money:
    """Return the range; the unit of one end holds for the other, if the ends stay in order."""
    first, last = low.low, high.high
    if low.bare and not high.bare and first < THOUSAND:
        unit = MILLION if high.high >= MILLION and first * MILLION <= high.high else THOUSAND
        first *= unit
    elif high.bare and not low.bare and last < THOUSAND:
        last *= MILLION if first >= MILLION and last < 100 else THOUSAND  # noqa: PLR2004
    first, last = min(first, last), max(first, last)
    return _Money(first, last, low.bare and high.bare, low.start, high.end)


def _value(tokens: list[str]) -> tuple[int, float, bool]:
    """Return how many tokens an amount takes, the amount, and whether it has no unit.

    The amount is a sum of parts, each a number and its scale: "1 juta 200", "dua ratus ribu".
    """
    total, at, scale, bare = 0.0, 0, 0, True
    while at < len(tokens):
        size, number, unit = _part(tokens[at:], scale)
        if not size or (scale and not unit and scale == THOUSAND and number != scale / 2):
            break
        if scale and unit >= scale:
            break
        if scale == MILLION and not unit and number < THOUSAND:
            number, unit = number * THOUSAND, THOUSAND
        total += number
        at += size
        bare = bare and not unit
        if not unit:
            break
        scale = unit
    return at, total, bare


def _part(tokens: list[str], scale: int) -> tuple[int, float, int]:
    """Return the tokens taken, rupiah and scale of one number with its unit."""
    if tokens[0] in _SLANG:
        return 1, _SLANG[tokens[0]], THOUSAND
    if scale and tokens[0] in ("setengah", "stengah", "stgh", "setgh"):
        return 1, scale / 2, THOUSAND
    size, number = _number(tokens)
    if not size:
        return 0, 0, 0
    unit = (
        _SCALE.get(tokens[size], _SCALE.get(squeezed(tokens[size]), 0))
        if size < len(tokens)
        else 0
    )
    return size + bool(unit), number * (unit or 1), unit


def _number(tokens: list[str]) -> tuple[int, float]:
    """Return the tokens taken and the value of a number without its unit."""
    total, last, at = 0.0, 0.0, 0
    while at < len(tokens):
        word = tokens[at]
        if word[0].isdigit():
            if at and word != "1/2":
                break
            last += _figure(word)
        elif word in ("setengah", "stengah", "stgh") and _followed(tokens[at + 1 :]):
            last += 0.5
        elif squeezed(word) in DIGIT_WORDS:
            total, last = total + last, float(DIGIT_WORDS[squeezed(word)])
        elif word in ("belas", "blas") and at:
            last += 10
        elif word in ("puluh", "puluhan", "puloh", "ratus", "ratusan", "rts") and at:
            last *= 10 if word.startswith("pul") else 100
        else:
            break
        at += 1
    return at, total + last


def _followed(tokens: list[str]) -> bool:
    return bool(tokens) and tokens[0] in _SCALE


def _figure(said: str) -> float:
    """Return 1500000 for 1.500.000, 1.5 for 1,5 and 0.5 for 1/2."""
    if "/" in said:
        above, below = said.split("/")
        return int(above) / int(below) if int(below) else 0.0
    if re.fullmatch(r"\d+[.,]\d{1,2}", said):
        return float(said.replace(",", "."))
    return float(re.sub(r"[., ]", "", re.sub(r"(?<=\d{3})[.,]00$", "", said))[:15])


BANDS = ("under_500k", "500k_1m", "1m_1500k", "1500k_2m", "over_2m", "uncertain")
_EDGES = (500_000, 1_000_000, 1_500_000, 2_000_000)


def band(amount: Amount) -> str | None:
    """Return the band of the amount; None if a range spans several. A lower edge belongs to it."""
    at = sum(amount.low >= edge for edge in _EDGES)
    if amount.high > amount.low and at < len(_EDGES) and amount.high > _EDGES[at]:
        return None
    return BANDS[at]


def income_band(text: str) -> str:
    """Return the band; "tidak tentu" without an amount is "uncertain".

    Raise Invalid as `income` does; clarify has the bands of a range as candidates.
    """
    seen = _prepared(text)
    moneys = _moneys(seen)
    if not moneys and _UNSTEADY.search(seen):
        return "uncertain"
    if _CEILING.search(seen) and not _floor(seen) and len(moneys) == 1 and not moneys[0].bare:
        if moneys[0].high <= _EDGES[0]:
            return BANDS[0]
        raise Invalid("clarify", BANDS[: 1 + sum(moneys[0].high > edge for edge in _EDGES)])
    amount = income(text)
    found = band(amount)
    if found is None:
        first = sum(amount.low >= edge for edge in _EDGES)
        last = sum(amount.high > edge for edge in _EDGES)
        raise Invalid("clarify", BANDS[first : last + 1])
    return found
