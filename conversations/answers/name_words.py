"""What stands around a name, and what is typed in place of one."""

import re

from conversations.answers.lexicon import word_set

LEAD_IN = re.compile(
    r"^(?:(?:nama|name|nm|nma|namanya|panggil)\s*(?:lengkap|asli|lengkapnya)?(?:nya)?\s*(?:saya"
    r"|sy|sya|saye|aku|ku|kamek|gue)?"
    r"(?:\s*(?:adalah|ialah|di ktp|sesuai ktp|itu|yaitu))*|(?:saya|sy|sya|saye|aku"
    r"|kamek)(?:\s+(?:bernama|adalah))?"
    r"|a\s*[./]\s*n\.?|an\.|atas nama|sesuai ktp|(?:yang |yg )?di ktp|kenalkan|perkenalkan|ini"
    r"|namaku)\s*[:=,-]*\s+|^nama\s*[:=]\s*",
    re.IGNORECASE,
)
HONORIFIC = re.compile(
    r"^(?:pak|bu|bpk|bapak|ibu|sdr|sdri|saudara|saudari|tn|ny|nn|mas|mbak|bang|tuan|nyonya|h|hj"
    r"|haji|hajah|hajjah"
    r"|dr|drs|dra|ir|prof)(?:\.\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
DEGREE = re.compile(
    r"[\s,]+(?:s\.?\s?(?:h|e|t|p|pd|sos|kom|ag|ip|ikom|hut|pi|si|kep|km|ked|psi|farm|tr|th"
    r"|pd\.?\s?i|pd\.?\s?k|pd\.?sd|st|hum|pt)"
    r"|m\.?\s?(?:h|m|t|pd|si|kom|ag|kes|sc|hum|ap)|a\.?\s?md(?:\.?\s?[a-z]{2,4})?|dr|ph\.?d"
    r"|b\.?a|sst|str\.?\s?[a-z]*)\.?$",
    re.IGNORECASE,
)
TRAILING = re.compile(
    (
        r"[\s,]+(?:pak|bu|bang|bg|ya|y|yaa|mas|mbak|kak|min|om|lah|bah|nama saya|namanya|ndan|dek"
        r"|pa|buk)[\s.,!?]*$"
    ),
    re.IGNORECASE,
)
ON_CARD = re.compile(
    r".*\b(?:(?:(?:di|sesuai|dlm|dalam|menurut|pada|kalau di|klo di) )?(?:ktp|kartu "
    r"keluarga)(?:nya)?|nama lengkap(?:nya)?|lengkapnya"
    r"|nama asli(?:nya)?|aslinya)\b(?: (?:saya|sy|nya))?(?: (?:nama(?:nya)?|tertulis|adalah"
    r"|tulisannya|itu|ditulis))*\s*[:=]?\s+(?=\w)",
    re.IGNORECASE | re.DOTALL,
)
NICKNAME = re.compile(
    (
        r"[,(;]?\s*\b(?:(?:biasa |biasanya |sering )?(?:di)?(?:panggil(?:an)?(?:nya)?|sapa)|alias"
        r"|akrab)\b.*$|\s*\([^)]*\)\s*$"
    ),
    re.IGNORECASE | re.DOTALL,
)
CORRECTION = re.compile(
    r"^.*\b(?:eh+,?\s+salah|eh+|ralat|maksud\s?(?:nya|saya)|tapi|melainkan)\b[\s,:]*(?=\w)",
    re.IGNORECASE | re.DOTALL,
)
URL = re.compile(r"https?:|www\.|\.(?:com|id|net|org|me|info)\b|\w@\w|t\.me/", re.IGNORECASE)
BIRTH_LEAD = re.compile(
    r"^(?:(?:saya|sy|aku)\s+)?(?:(?:ttl|tempat lahir(?:nya)?|kelahiran|lahir(?:nya)?|lhr|kota"
    r"|kab(?:upaten)?|asal)\b[.:]?\s*)*(?:(?:di|dr|dari|d)\s+)?"
    r"(?:(?:kota|kab(?:upaten)?)\b\.?\s*)?",
    re.IGNORECASE,
)
NOT_KNOWN = re.compile(
    r"\b(?:lupa|gatau|gtw|gataw|entah|(?:tidak|tdk|tak|ndak|nda|dak|tadak|nggak|enggak|ngga|gak"
    r"|ga|gk|kagak|kurang|krg|belum|blm|mboten)"
    r" (?:tahu|tau|taw|ingat|inget|kenal|pernah tau|pernah tahu|hafal|hapal))\b"
)
NOT_NAMES = word_set(
    """
    ya y iya iye iyo iyak yaa ok oke okeh sip siap betul benar bener setuju tidak tdk tak ndak nda
    dak nggak enggak gak ga gk g kagak belum blm bukan jangan sudah udah udh sdh tau tahu taw gatau
    gtw lupa entah rahasia ada ade tadi sama seperti kayak kyk biasa kenapa kok apa ape siapa
    bagaimana gimana gimane kapan dimana mana untuk buat wkwk wkwkwk haha hehe hihi hmm hm test tes
    coba asdf qwerty terima kasih makasih mksh tengkyu thanks halo hai hallo hi pagi siang sore
    malam assalamualaikum permisi nanti besok dulu sebentar tunggu bentar malas males mau ngapain
    perlu harus lihat liat ktp kk nik foto hp saya sy aku ini itu yang yg nama lengkap di ke dari
    pak bu bang lagi sedang nyari cari anda kamu lu gue admin bot
    """
)
LAUGHTER = re.compile(r"(?:wk)+w?k?|(?:[hx][aeio])+h?|(?:he)+|lo+l|x+d*|hm+|\W*")
SURELY_NOT = re.compile(
    r"\b(?:(?:gak|ga|gk|ndak|nda|dak|tidak|tdk|nggak|enggak|ngga|belum|blm|tak|kagak|bukan) \w+"
    r"|lupa|kenapa|gimana|bagaimana|gatau|gtw|apa|siapa"
    r"|terima kasih|makasih|untuk|harus|kok|nanti|besok|bentar|sebentar|tunggu)\b"
)
MOTHER_LEAD = re.compile(
    r"^(?:nama )?(?:ibu(?: kandung)?|mamak|mama|emak|mak|umak)(?: saya| sy)?"
    r"(?: (?:bernama|namanya|adalah))?\s*[:=]?\s+(?=\w)",
    re.IGNORECASE,
)
