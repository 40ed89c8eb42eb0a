"""Names of people and places, and addresses, as they go onto the list: in capitals."""

import re

from conversations.answers.command import command
from conversations.answers.text import clean, squeezed, word_set, words
from conversations.invalid import Invalid

LONGEST = 60  # characters of a name
_LEAD_IN = re.compile(
    r"^(?:(?:nama|name|nm|nma|namanya|panggil)\s*(?:lengkap|asli|lengkapnya)?(?:nya)?\s*(?:saya"
    r"|sy|sya|saye|aku|ku|kamek|gue)?"
    r"(?:\s*(?:adalah|ialah|di ktp|sesuai ktp|itu|yaitu))*|(?:saya|sy|sya|saye|aku"
    r"|kamek)(?:\s+(?:bernama|adalah))?"
    r"|a\s*[./]\s*n\.?|an\.|atas nama|sesuai ktp|(?:yang |yg )?di ktp|kenalkan|perkenalkan|ini"
    r"|namaku)\s*[:=,-]*\s+|^nama\s*[:=]\s*",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(
    r"^(?:pak|bu|bpk|bapak|ibu|sdr|sdri|saudara|saudari|tn|ny|nn|mas|mbak|bang|tuan|nyonya|h|hj"
    r"|haji|hajah|hajjah"
    r"|dr|drs|dra|ir|prof)(?:\.\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"[\s,]+(?:s\.?\s?(?:h|e|t|p|pd|sos|kom|ag|ip|ikom|hut|pi|si|kep|km|ked|psi|farm|tr|th"
    r"|pd\.?\s?i|pd\.?\s?k|pd\.?sd|st|hum|pt)"
    r"|m\.?\s?(?:h|m|t|pd|si|kom|ag|kes|sc|hum|ap)|a\.?\s?md(?:\.?\s?[a-z]{2,4})?|dr|ph\.?d"
    r"|b\.?a|sst|str\.?\s?[a-z]*)\.?$",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    (
        r"[\s,]+(?:pak|bu|bang|bg|ya|y|yaa|mas|mbak|kak|min|om|lah|bah|nama saya|namanya|ndan|dek"
        r"|pa|buk)[\s.,!?]*$"
    ),
    re.IGNORECASE,
)
_ON_CARD = re.compile(
    r".*\b(?:(?:(?:di|sesuai|dlm|dalam|menurut|pada|kalau di|klo di) )?(?:ktp|kartu "
    r"keluarga)(?:nya)?|nama lengkap(?:nya)?|lengkapnya"
    r"|nama asli(?:nya)?|aslinya)\b(?: (?:saya|sy|nya))?(?: (?:nama(?:nya)?|tertulis|adalah"
    r"|tulisannya|itu|ditulis))*\s*[:=]?\s+(?=\w)",
    re.IGNORECASE | re.DOTALL,
)
_NICKNAME = re.compile(
    (
        r"[,(;]?\s*\b(?:(?:biasa |biasanya |sering )?(?:di)?(?:panggil(?:an)?(?:nya)?|sapa)|alias"
        r"|akrab)\b.*$|\s*\([^)]*\)\s*$"
    ),
    re.IGNORECASE | re.DOTALL,
)
_CORRECTION = re.compile(
    r"^.*\b(?:eh+,?\s+salah|eh+|ralat|maksud\s?(?:nya|saya)|tapi|melainkan)\b[\s,:]*(?=\w)",
    re.IGNORECASE | re.DOTALL,
)
_URL = re.compile(r"https?:|www\.|\.(?:com|id|net|org|me|info)\b|\w@\w|t\.me/", re.IGNORECASE)
_NOT_NAMES = word_set("ya y iya iye iyo iyak yaa ok oke okeh sip siap betul benar bener setuju tidak tdk tak ndak "
    "nda dak nggak enggak gak ga gk g kagak"
    " belum blm bukan jangan sudah udah udh sdh tau tahu taw gatau gtw lupa entah rahasia ada "
    "ade tadi sama seperti kayak kyk biasa"
    " kenapa kok apa ape siapa bagaimana gimana gimane kapan dimana mana untuk buat wkwk wkwkwk "
    "haha hehe hihi hmm hm test tes coba asdf qwerty"
    " terima kasih makasih mksh tengkyu thanks halo hai hallo hi pagi siang sore malam "
    "assalamualaikum permisi"
    " nanti besok dulu sebentar tunggu bentar malas males mau ngapain perlu harus lihat liat "
    "ktp kk nik foto hp"
    " saya sy aku ini itu yang yg nama lengkap di ke dari pak bu bang lagi sedang nyari cari "
    "anda kamu lu gue admin bot"
    )  # fmt: skip
_LAUGHTER = re.compile(r"(?:wk)+w?k?|(?:[hx][aeio])+h?|(?:he)+|lo+l|x+d*|hm+|\W*")
_SURELY_NOT = re.compile(
    r"\b(?:(?:gak|ga|gk|ndak|nda|dak|tidak|tdk|nggak|enggak|ngga|belum|blm|tak|kagak|bukan) \w+"
    r"|lupa|kenapa|gimana|bagaimana|gatau|gtw|apa|siapa"
    r"|terima kasih|makasih|untuk|harus|kok|nanti|besok|bentar|sebentar|tunggu)\b"
)
_LETTERS = re.compile(r"[^\W\d_]")


def name(text: str) -> str:
    """Return the name in capitals, without lead-ins, forms of address and academic titles.

    Raise Invalid with has_digits, too_short (one letter), url, command or not_a_name.
    """
    raw = clean(text)
    if len(_LETTERS.findall(raw)) == 1 and not re.search(r"\d", raw):
        raise Invalid("too_short")
    _refuse(raw)
    bare = _bare(_without_signs(raw))
    if re.search(r"\d", re.sub(r"(?<=[A-Za-z])2(?!\w)", "", bare)):
        raise Invalid("has_digits")
    letters = _LETTERS.findall(bare)
    if len(letters) == 1:
        raise Invalid("too_short")
    if not letters or len(bare) > LONGEST or not _name_like(bare):
        raise Invalid("not_a_name")
    return bare.upper()


def _refuse(raw: str) -> None:
    """Raise Invalid for an address on the web and for a wish to the bot."""
    if _URL.search(raw):
        raise Invalid("url")
    try:
        wish = command(raw)
    except Invalid as two:
        raise Invalid("command") from two
    if wish == "greet" or (wish == "help" and len(words(raw)) > 2):  # noqa: PLR2004 - asks back
        raise Invalid("not_a_name")
    if wish is not None:
        raise Invalid("command")


def _without_signs(raw: str) -> str:
    """Return the text on one line with letters, digits and the signs that names have."""
    seen = "".join(c if c.isalnum() or c in " .,'-:()/=" else " " for c in raw.replace("\n", " "))
    return re.sub(r"\s+", " ", seen).strip()


def _bare(seen: str) -> str:
    """Return the name without what stands around it."""
    for pattern in (_CORRECTION, _ON_CARD, _NICKNAME):
        shorter = pattern.sub("", seen).strip(" .,:-")
        seen = shorter if _LETTERS.search(shorter) else seen
    before = ""
    while before != seen:
        before = seen
        for pattern in (_LEAD_IN, _HONORIFIC, _DEGREE, _TRAILING):
            shorter = pattern.sub("", seen.strip(" ,:-=/()"))
            seen = shorter if _LETTERS.search(shorter) else seen
    seen = re.sub(r"\s*,\s*", " ", seen)
    return re.sub(r"\s+", " ", re.sub(r"^[\s'.:,=/()-]+|[\s,:=/()-]+$", "", seen))


def _name_like(bare: str) -> bool:
    """Return whether the words can be a name: no answer, question or laughter."""
    said = words(bare)
    if re.search(r"[:()/=]", bare) or len(bare.split()) > 8:  # noqa: PLR2004
        return False
    if _SURELY_NOT.search(bare.lower()) or all(
        squeezed(w) in _NOT_NAMES or w in _NOT_NAMES for w in said
    ):
        return bool(bare.lower() == "ya'")
    return not all(_LAUGHTER.fullmatch(w) for w in said) and _vowel(bare)


def _vowel(bare: str) -> bool:
    """Return whether the letters can be spoken; other scripts are taken as they are."""
    return not bare.isascii() or bool(re.search(r"[aeiouy]", bare.lower())) or len(bare) <= 3  # noqa: PLR2004


_BIRTH_LEAD = re.compile(
    r"^(?:(?:saya|sy|aku)\s+)?(?:(?:ttl|tempat lahir(?:nya)?|kelahiran|lahir(?:nya)?|lhr|kota"
    r"|kab(?:upaten)?|asal)\b[.:]?\s*)*(?:(?:di|dr|dari|d)\s+)?"
    r"(?:(?:kota|kab(?:upaten)?)\b\.?\s*)?",
    re.IGNORECASE,
)


def place_name(text: str) -> str:
    """Return the place of birth in capitals, without "lahir di" and without the date.

    Raise Invalid as `name` does; not_a_name if no place is left.
    """
    raw = clean(text)
    _refuse(raw)
    seen = _BIRTH_LEAD.sub("", _without_signs(raw))
    seen = re.sub(r"[\s,]+(?:tgl|tanggal)?[\s,.]*\d.*$", "", seen)
    bare = _bare(seen)
    if re.search(r"\d", bare):
        raise Invalid("has_digits")
    if len(_LETTERS.findall(bare)) == 1:
        raise Invalid("too_short")
    if not _LETTERS.search(bare) or len(bare) > LONGEST or not _name_like(bare):
        raise Invalid("not_a_name")
    return bare.upper()


_UNKNOWN = re.compile(
    r"\b(?:lupa|gatau|gtw|gataw|entah|(?:tidak|tdk|tak|ndak|nda|dak|tadak|nggak|enggak|ngga|gak"
    r"|ga|gk|kagak|kurang|krg|belum|blm|mboten)"
    r" (?:tahu|tau|taw|ingat|inget|kenal|pernah tau|pernah tahu|hafal|hapal))\b"
)
UNKNOWN = "unknown"


def mother(text: str) -> str:
    """Return the mother's name in capitals, or "unknown" for "tidak tahu" and "lupa".

    Raise Invalid as `name` does.
    """
    if _UNKNOWN.search(clean(text).lower()):
        return UNKNOWN
    lead = (
        r"(?i)^(?:nama )?(?:ibu(?: kandung)?|mamak|mama|emak|mak|umak)(?: saya| sy)?(?: "
        r"(?:bernama|namanya|adalah))?\s*[:=]?\s+(?=\w)"
    )
    return name(re.sub(lead, "", clean(text)))


SHORTEST_ADDRESS, LONGEST_ADDRESS = 3, 200  # characters


def address(text: str) -> str:
    """Return the address on one line as typed: dusun, RT/RW, digits and all.

    Raise Invalid with too_short (also without a letter), too_long, url or command.
    """
    if len(text) > 4 * LONGEST_ADDRESS:
        raise Invalid("too_long")
    raw = clean(text)
    _refuse_address(raw)
    bare = re.sub(r"\s+", " ", raw).strip(" ,;")
    if len(bare) < SHORTEST_ADDRESS or not _LETTERS.search(bare):
        raise Invalid("too_short")
    if len(bare) > LONGEST_ADDRESS:
        raise Invalid("too_long")
    return bare


def _refuse_address(raw: str) -> None:
    try:
        _refuse(raw)
    except Invalid as no:
        raise Invalid("too_short" if no.reason == "not_a_name" else no.reason) from no
