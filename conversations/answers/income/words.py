"""What is said around an amount of income: periods, ceilings, expenses, then and now."""

import re

from conversations.answers.language.lexicon import Lexicon, word_set
from conversations.answers.language.numerals import NO_NUMERALS
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import DIGIT_WORDS

VOCABULARY_WORDS = word_set(
    """
    ANGKA sebelas puluh belas ratus ribu seratus sejuta setengah seperempat sehari seminggu sebulan
    setahun hari minggu bulan tahun perhari perminggu perbulan pertahun harian mingguan bulanan
    setiap sampai kurang dari bawah maksimal paling banyak tinggi lebih bukan tidak sekarang dulu
    suami istri berdua panen kilo penghasilan pengeluaran kadang atau antara sekali nganggur tentu
    menentu tetap cicilan utang belanja pemasukan koma juta jutaan ribuan belum tiap
    """
)
# Slips in these change the amount.
VOCABULARY = Lexicon(
    {word: word for word in VOCABULARY_WORDS}
    | {
        "sehari": "sehari shari",
        "seminggu": "seminggu sminggu",
        "sebulan": "sebulan sbulan sebln",
        "setahun": "setahun setaun sthun",
        "mingguan": "mingguan minggunya",
        "harian": "harian harinya",
    },
    exact="dua kilo koma",
    real=f"""
        {NO_NUMERALS}
        sekitar dapat gaji upah saja kerja noreh karet sawit saya kira siap atas atap diri duri
        dara tahu tahan tetapi hati haji uang ulang hutang udang buka saling bawa basah sawah
        sampah sampan antar bulu hulu padang kacang kandang ladang berdoa berduka setia bertahun
        sebutan tarian bulat tindak lebah
    """,
)
NO = "TIDAK|BELUM|BUKAN|daan"
UNITS = {
    "day": "hari|hr|har|ari|hri|hai|hary",
    "week": "minggu|mgg|mggu|mingu|mg|mnggu|mngg|minggi|minngu|mimggu",
    "month": "bulan|bln|bulann|bolan|bualn|bulam|blan|buln|bl|bulab|vulan|bulsn",
    "year": "tahun|thn|taun|th|tahon|tahn|tahum|tahu|thun|tahin",
}
UNIT = {word: period for period, unit in UNITS.items() for word in unit.split("|")}
_ANY_UNIT = "|".join(UNIT)
PERIOD = re.compile(
    rf"(?:\b(?:per|pr|se|sa|tiap|setiap|saban|satu|1|sekali|dalam|dlm|tip)[ -]?|/ ?|@ ?)"
    rf"({_ANY_UNIT})(?:nya|an)?\b|\b({_ANY_UNIT})(?:an|nya)\b|\b(hari)[ -]hari\b|\bsari\b"
)
# A unit of time without a period: "hari ini", "20 hari"; and a scale whose number is lost.
LOOSE_UNIT = re.compile(r"\b(?:hari|minggu|tahun|thn|mgg|hr)\b")
LOOSE_SCALE = re.compile(r"\b(?:belas|puluh|ratus|ribu|juta)\b")
# Without any of these there is no period.
TIMED = re.compile(r"h[ra]|ari|m(?:g|ng|in|im|n)|b(?:l|ul|ol|ua)|vul|ta[hu]|th")
PERIODS = ("day", "week", "month", "year")  # of several said the shortest counts
EVERY = re.compile(
    r"(?:\bper |\btiap |\bsetiap |/ ?|\b)(2|3|4|5|6|dua|due|tiga|tige|empat|lima|enam) (hari"
    r"|minggu|bulan|bln|mggu|tahun|thn)"
    r"(?: sekali)?\b"
)
_PIECE = (
    r"(?:panen\w*|kilo\w*|kg|ton|trip|borong\w*|proyek|musim\w*|jam|karung|ikat|tandan|hektar"
    r"|ha|jalan|rit|kubik|gram|pikul|kwintal|nyadap|noreh|turun|melaut|angkut|order|pesanan"
    r"|potong|keping|liter|ekor|unit|lembar|biji|buah|bungkus)"
)
PIECEWORK = re.compile(rf"\b(?:(?:se|per)?{_PIECE}|(?:se|per)?kali)\b")
# Right before or after an amount that is paid by the piece, not by the month.
BY_PIECE_BEFORE = re.compile(
    rf"\b(?:sekali|per|tiap|setiap|se) ?(?:kali )?{_PIECE}(?: \w+)? ?$|(?<!minggu )(?<!bulan )"
    r"(?<!hari )(?<!bln )\bsekali $"
)
BY_PIECE_AFTER = re.compile(rf"^ ?(?:/|per|se|sekali|tiap|setiap|@|satu|1) ?(?:kali )?{_PIECE}\b")
CEILING = compiled(
    rf"\b(?:di ?bawah|dibwh|(?:ke )?bawah|kebawah|mak?simal|max|maks|maximal|mentok\w*"
    rf"|paling (?:banyak|tinggi|besar|mentok|bnyk|gede|banter|pol|mahal)"
    rf"|kurang (?:dari|d\w{{1,2}})|(?:{NO}) (?:pernah )?(?:SAMPAI|smpai|nyampe|nyampai"
    rf"|lebih"
    rf"|cukup|genap|sampi|mencapai|lewat|(?:ada )(?=\d|satu|se)))\b|[<≤]"
)
_SPENT = (
    r"pengeluaran|keluar|bayar|hutang|utang|cicilan|belanja|modal|biaya|kebutuhan|kontrakan|sewa"
    r"|makan|ongkos|setoran|(?:di|ke)?potong\w*|angsuran|kredit|habis|jajan|bensin|pupuk|pinjaman"
)
NOT_INCOME = re.compile(rf"\b(?:{_SPENT})\b")
EARNED = re.compile(
    r"\b(?:dapat|dpt|dapet|gaji\w*|upah\w*|penghasilan\w*|hasil\w*|pendapatan\w*|bersih|masuk"
    r"|pemasukan|terima|omset|untung|laba)\b"
)
PAST = re.compile(
    r"\b(?:dulu\w*|dolok|dulok|dahulu|sebelum\w*|kemarin|kmrn|kmaren|kemaren|tadinya|awalnya"
    r"|tahun lalu|waktu|wkt|pas (?:masih|covid|corona)|masih muda)\b"
)
NOW = compiled(r"\b(?:SEKARANG|sekarag|saat ini|skg)\b")
CLAUSE = compiled(
    r",(?!\d)|[;\n!?]|\.(?!\d)|\b(?=(?:TAPI|SEKARANG"
    r"|dulu\w*|pengeluaran|keluar|belanja|habis)\b)"
)
_OTHERS = (
    r"SUAMI|laki saya|anak saya|berdua|gabung\w*|bapaknya|mamaknya"
    r"|ortu|orang ?tua"
)
OTHERS = compiled(rf"\b(?:{_OTHERS})\b")
NOT_MONEY = compiled(
    r"\b(?:umur|usia|anak|anaknya|istri|tanggungan|rt|rw|tanggal|tgl|jam)\W{0,2}(?:ada |ke "
    r"?-?)?\d+(?![\d.,]*\d)(?! ?(?:rb|jt|ribu|juta))(?: ?(?:tahun|thn|th)\b)?"
    r"|\b(?:dari|sejak|tahun|thn|th|mulai|lahir|kelahiran) ?(?:tahun |thn |th )?"
    r"(?:19|20)\d\d(?!\d)"
    r"|\b(?!1 ?(?:kg|kilo|ton|karung)\b)\d+(?:[.,]\d+)? ?(?:orang|org|anak|hektar|ha|kg|kilo"
    r"|jam|kali|x|ekor|pohon|ton|lembar|%"
    r"|persen|batang|karung)\b"
    r"|\b\d\d? ?TAHUN\b"
    r"|\bkerja(?:nya)? (?:CUMA |cm )?\d+ hari\b|\b\d+ hari kerja\b|\b\d\d?(?= hari "
    r"(?:kerja|sebulan|dalam|seminggu))"
)
# What PLAINER may change is known by a piece of text that must be there.
PLAINER = tuple(
    (piece, re.compile(pattern), plain)
    for piece, pattern, plain in (
        ("illion", r"\bmillions?\b", "juta"),
        ("thousand", r"\bthousands?\b", "ribu"),
        ("month", r"\b(?:a|per|each|every|in a) month\b|\bmonthly\b", "per bulan"),
        ("week", r"\b(?:a|per|each|every|in a) week\b|\bweekly\b", "per minggu"),
        ("day", r"\b(?:a|per|each|every|in a) day\b|\bdaily\b", "per hari"),
        ("and ", r"\bbetween ([\w., ]{1,20}?) and\b", r"\1 sampai"),
        ("less", r"\bless than\b", "kurang dari"),
        ("more", r"\bmore than\b", "lebih dari"),
        ("lah", r"(?<=juta|ribu)lah\b", ""),
        ("jt", r"(?<=\d)(jt|juta)([1-9])(?![\d.,]|[a-z])", r"\1 \g<2>00"),
        ("2", r"(?<=[a-z])(?<!\brp)2(?![0-9a-z]|[.,]\d)", ""),
        ("an", r"(?<=\d)-?an\b", " "),
        ("'", r"(?<=\d)'(?=\d{3}(?!\d))", "."),
        ("s", r"\b(?:sejute|sejta|sjuta|sejt|sejutan|sejuta)(?:an)?\b", "satu juta"),
        ("s.d", r"\bs\.d\b\.?", "s/d"),
        ("j", r"(?<![a-z0-9])[li](?= ?(?:juta|jt)\b)", "1"),
        ("1 ", r"\b1 (?=(?:hari|minggu|bulan|bln|tahun|thn)\b)", "se"),
        ("satu ", r"\bsatu (?=(?:hari|minggu|bulan|bln|tahun|thn)\b)", "se"),
        ("koma", rf"\b({'|'.join(DIGIT_WORDS)}) koma ({'|'.join(DIGIT_WORDS)})\b", "COMMA"),
        ("r", r"\b(?:rp\b\.?|rupiah\b|idr\b|rp\.?(?=\d))", " "),
        ("-", r"[.,]-", " "),
    )
)
NONE = compiled(
    rf"\b(?:{NO})\b(?: \w+)? ?(?:ADA|PUNYA|berpenghasilan|kerja|bekerja|dapat|dpt|dapet"
    r"|menghasilkan|penghasilan)\b"
    r"|\b(?:nol|nihil|kosong|NGANGGUR|gada|takde|ndakde|gaada|zonk)\b"
)
UNSTEADY = compiled(
    rf"\b(?:{NO})\b ?(?:\w+ ){{0,3}}(?:tentu|menentu|nentu|tetap|pasti|tantu|tntu|patokan"
    rf"|kepastian|hitungan|rutin|tetep)\b"
    rf"|\btergantung\b|\btgt\b"
)
AS_WELL = compiled(
    r"\b(?:kadang\w*|kdg\w*|kadang-kadang|KALAU|naik|bisa|terendah|rendah|sedikit"
    r"|dikit|antara|SAMPAI|hingga|s/d)\b"
)
CORRECTED = compiled(
    r"\b(?:eh+|salah|ralat|maksud\w*|koreksi|BUKAN|seharusnya|harusnya|typo"
    r"|(?:naik|turun) jadi)\b"
)
FLOOR = re.compile(r"\b(?:kurang lebih|paling (?:sedikit|kecil|rendah|dikit)|minimal)\b")
THEIRS = compiled(
    rf"\b(?:gaji|penghasilan|pendapatan|upah|hasil|uang|dari)(?:nya)? (?:{_OTHERS})\b"
)
# Right before an amount that somebody else earns.
OF_THEM = compiled(
    rf"\b(?:{_OTHERS}|anak)(?: (?:SAYA|ku))?"
    r"(?: (?:dapat|dpt|kerja|kasih|sekitar|sebulan))* ?$"
)
TOGETHER = re.compile(r"\b(?:berdua|gabung\w*|sama|dan)\b")
KNOWS = re.compile(r"\btau|tahu\b")
# A text of these and figures is amounts and a period, and needs no sifting.
PLAIN = word_set(
    """
    juta jt jtan rb ribu rebu rp ratus puluh belas setengah PAK DONG sekitar kira antara SAMPAI s d
    an per sebulan sehari seminggu setahun lebih cuma SAJA penghasilan perbulan perhari bulan hari
    minggu bln gaji dapat upah dapet tiap
    """
) | frozenset(DIGIT_WORDS)
