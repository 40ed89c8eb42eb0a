"""What is said around an amount of income: periods, ceilings, expenses, then and now."""

import re

from conversations.answers.text import DIGIT_WORDS

NO = (
    "tidak|tdk|tdak|tak|ndak|nda|indak|dak|tadak|nggak|enggak|ngga|gak|ga|gk|kagak|belum|blm|daan"
    "|bukan"
)
UNITS = {
    "day": "hari|hr|har|ari",
    "week": "minggu|mgg|mggu|mingu|mg",
    "month": "bulan|bln|bulann|bolan|bualn|bulam",
    "year": "tahun|thn|taun|th|tahon",
}
PERIODS = {
    period: re.compile(
        rf"(?:\b(?:per|se|sa|tiap|setiap|satu|1|sekali|dalam|dlm|tip)[ -]?|/ ?|@ "
        rf"?)(?:{unit})(?:nya|an)?\b"
        rf"|\b(?:{unit})an\b"
        + (r"|\bper ?hari\b|\bhari[ -]hari\b|\bsari\b" if period == "day" else "")
    )
    for period, unit in UNITS.items()
}
EVERY = re.compile(
    r"(?:\bper |\btiap |\bsetiap |/ ?|\b)(2|3|4|5|6|dua|due|tiga|tige|empat|lima|enam) (hari"
    r"|minggu|bulan|bln|mggu|tahun|thn)"
    r"(?: sekali)?\b"
)
PIECEWORK = re.compile(
    r"\b(?:panen\w*|kilo\w*|kg|ton|trip|borong\w*|proyek|musim\w*|jam|karung|ikat|tandan|hektar"
    r"|ha|jalan|rit"
    r"|kubik|gram|pikul|kwintal|(?:se|per)?(?:kali|unit|ekor|liter))\b"
)
CEILING = re.compile(
    rf"\b(?:di ?bawah|dibwh|mak?simal|max|maks|paling (?:banyak|tinggi|besar|mentok|bnyk|gede)"
    rf"|mentok\w*"
    rf"|kurang (?:dari|dr)|(?:{NO}) (?:sampai|sampe|smpai|nyampe|nyampai|sampek|lebih|ada|cukup"
    rf"|genap|smp))\b|<"
)
NOT_INCOME = re.compile(
    r"\b(?:pengeluaran|keluar|bayar|hutang|utang|cicilan|belanja|modal|biaya|kebutuhan|kontrakan"
    r"|sewa"
    r"|makan|ongkos|setoran|potong\w*|angsuran|kredit)\b"
)
PAST = re.compile(r"\b(?:dulu\w*|dolok|dulok|dahulu|sebelumnya|kemarin|tahun lalu|waktu itu)\b")
NOW = re.compile(r"\b(?:sekarang|skrg|skrang|skarang|kini|sekarag|saat ini)\b")
CLAUSE = re.compile(
    r",(?!\d)|[;\n!?]|\.(?!\d)|\b(?=(?:tapi|tp|tetapi|skrg|sekarang|skarang|skrang|kini"
    r"|dulu\w*|pengeluaran)\b)"
)
OTHERS = re.compile(
    r"\b(?:suami|istri|isteri|bini|laki saya|anak saya|berdua|gabung\w*|bapaknya|mamaknya"
    r"|ortu|orang ?tua)\b"
)
NOT_MONEY = re.compile(
    r"\b(?:umur|usia|anak|anaknya|tanggungan|rt|rw|tanggal|tgl|jam)\W{0,2}(?:ada |ke "
    r"?-?)?\d+(?! ?(?:rb|jt|ribu|juta))"
    r"|\b(?:dari|sejak|tahun|thn|th|mulai) ?(?:tahun |thn |th )?(?:19|20)\d\d(?!\d)"
    r"|\b\d+(?:[.,]\d+)? ?(?:orang|org|anak|hektar|ha|kg|kilo|jam|kali|x|ekor|pohon|ton|lembar|%"
    r"|persen)\b"
    r"|\bkerja(?:nya)? (?:cuma |hanya |cm )?\d+ hari\b|\b\d+ hari kerja\b|\b\d\d?(?= hari "
    r"(?:kerja|sebulan|dalam))"
)
PLAINER = tuple(
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
COMMA = re.compile(rf"\b({'|'.join(DIGIT_WORDS)}) koma ({'|'.join(DIGIT_WORDS)})\b")
NONE = re.compile(
    rf"\b(?:{NO})\b(?: \w+)? ?(?:ada|ade|punya|berpenghasilan|kerja|bekerja|dapat|dpt|dapet)\b"
    r"|\b(?:nol|nihil|kosong|nganggur|menganggur|pengangguran|gada|takde|ndakde)\b"
)
UNSTEADY = re.compile(
    rf"\b(?:{NO})\b ?(?:\w+ ){{0,3}}(?:tentu|menentu|nentu|tetap|pasti|tantu|tntu)\b"
    rf"|\btergantung\b|\btgt\b"
)
AS_WELL = re.compile(
    r"\b(?:kadang\w*|kdg\w*|kadang-kadang|kalau|kalo|klo|naik|bisa|terendah|rendah|sedikit"
    r"|dikit|antara)\b"
)
CORRECTED = re.compile(
    r"\b(?:eh+|salah|ralat|maksud\w*|koreksi|bukan|bkn|seharusnya|harusnya|typo)\b"
)
FLOOR = re.compile(r"\b(?:kurang lebih|paling (?:sedikit|kecil|rendah|dikit)|minimal)\b")
TOGETHER = re.compile(r"\b(?:berdua|gabung\w*|sama|dan)\b")
KNOWS = re.compile(r"\btau|tahu\b")
