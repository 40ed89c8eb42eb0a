"""What stands around a name, and what is typed in place of one."""

import re

from conversations.answers.language.lexicon import Lexicon, word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import squeezed


def squeezed_set(spaced: str) -> frozenset[str]:
    """Return the words of a line with every repeated letter once."""
    return frozenset(map(squeezed, word_set(spaced)))


# How a name is introduced; every word with repeated letters once, as it is looked up.
NAMED = squeezed_set(
    """
    NAMA namaku nma nm namo name kenalkan perkenalkan panggil dipanggil panggilan panggilannya
    call full is jenengku jeneng asma gaer
    tulis bilang sebut catat namasaya namasy namenye namanye namenya
    """
)
NEARLY_NAMED = squeezed_set("nam nma anma naa mama nana nams namq")
ME = squeezed_set("SAYA kame KAMI gue gw ku ini")
NEARLY_ME = ME | squeezed_set("say saia sayah sayo asya saay aya ku kulo kula ulun ak i am im my")
KENALKAN = Lexicon({"": "perkenalkan kenalkan"}, same_start=True)
AFTER_NAMED = Lexicon(
    {
        "": """
            adalah ialah yaitu ITU bernama lengkap lengkapnya asli aslinya panjang sesuai tertulis
            dengan SAJA ktp NAMA biasa beliau
        """
    },
    exact="dengan ITU asli aslinya panjang SAJA ktp dalam NAMA biasa beliau",
    same_start=True,
)
# Before a name. Not PAK: "Om" and "Min" are names.
ADDRESSED = squeezed_set(
    """
    pak bu bpk bapak ibu buk sdr sdri saudara saudari tn ny nn mas mbak bang tuan nyonya h hj haji
    hajah hajjah dr drs dra ir prof drg ust ustadz ustad
    """
)
HELLO = squeezed_set(
    "HALO SALAM ass permisi selamat met PAGI maaf ok oke ya iya EH admin PAK bapak ibu"
)
ON_BEHALF = compiled(
    r"^(?:(?i:SAYA|ini)\s+(?=(?i:a\.?n\.|atas)))?"
    r"(?:[aA][./][nN]\b\.?|[aA][nN][.:]|an(?= [A-Z])|(?i:atas ?nama))[\s:.]*(?=\w)"
    r"|^(?i:(?:my|her|his|their|the)\s+(?:mother|mom|wife|husband)?(?:'?s)?\s*(?:full )?)"
    r"(?i:name(?:'s| is))\s+"
)
GLUED = re.compile(
    r"^((?:pak|bu|bpk|bapak|ibu|sdri?|drs?|drg|dra|ir|prof|tn|ny)\.)(?=\w{2})|^(hj?\.)(?=\w)|\.{2,}",
    re.IGNORECASE,
)
LISTED = re.compile(r"^\d{1,2}[.)]\s*(?=[^\W\d_])")
DEGREE = re.compile(
    r"s(?:h|e|t|p|pd|sos|kom|ag|ip|ikom|hut|pi|si|kep|km|ked|psi|farm|tr[a-z]*|th|pdi|pdk|pdsd"
    r"|st|hum|pt|gz|sosi|hi|ei|thi|ak|ab|ud|fil)"
    r"|m(?:h|m|t|pd|pdi|si|kom|ag|kes|sc|hum|ap|kn|th|ba|psi)|amd[a-z]{0,4}|amk|phd|ba|ners|ns|apt"
    r"|dr"
)
DEGREE_PARTS = (1, 2, 3)  # "S.Pd.K", "S. Pd", "S. Pd. K"
# Behind a name. Not PAK: "Mimin" is one.
ASIDE = squeezed_set(
    """
    pak bu bang bg mas mbak kak min om bos buk pa dek ya y lah bah ndan SAJA nih sih dong gan TAPI
    cuma ye namenye namanye namanya namenya
    """
)
MAY_BE_A_NAME = word_set("min om bah pa lah bu mas ndan dek y ye")  # "Lim Min", if so written
# The signs are quick to look for; their patterns are not.
CARD_SIGNS = ("ktp", "kartu", "lengkap", "asli")
NICKNAME_SIGNS = ("panggil", "alias", "akrab", "sapa", "(")
SLIP_SIGNS = ("eh", "ralat", "maksud", "tapi", "melainkan")
ON_CARD = compiled(
    r".*\b(?:(?:(?:di|sesuai|dlm|dalam|menurut|pada|KALAU di) )?(?:ktp|kartu "
    r"keluarga)(?:nya)?|nama lengkap(?:nya)?|lengkapnya"
    r"|nama asli(?:nya)?|aslinya)\b(?: (?:SAYA|nya))?(?: (?:nama(?:nya)?|tertulis|adalah"
    r"|tulisannya|itu|ditulis))*\s*[:=]?\s+(?=\w)",
    re.IGNORECASE | re.DOTALL,
)
NICKNAME = re.compile(
    r"[,(;]?\s*\b(?:(?:tapi |tp |cuma )?(?:saya )?(?:biasa |biasanya |sering )?"
    r"(?:di)?(?:panggil(?:an)?(?:nya)?|sapa)|alias|akrab)\b.*$|\s*\([^)]*\)\s*$",
    re.IGNORECASE | re.DOTALL,
)
SLIP = re.compile(
    r"^.*\b(?:eh+(?:,?\s+(?:salah|maaf|maap|sorry))*|ralat|maksud\s?(?:nya|saya)|tapi|melainkan)\b[\s,:]*(?=\w)",
    re.IGNORECASE | re.DOTALL,
)
URL = re.compile(
    r"https?:|www\.|\.(?:com|id|net|org|me|info)\b|\w\.[a-z]{2}/\w|\w@\w|t\.me/", re.IGNORECASE
)
BIRTH_LEAD = compiled(
    r"^(?:(?:SAYA|i was|was|i am|im)\s+)?"
    r"(?:(?:born|ttl|tempat lahir(?:nya)?|kelahiran|lahir(?:nya)?|lhr|kota"
    r"|kab(?:upaten)?|asal|asli)\b(?:\s+SAYA\b)?[.:]?\s*)*(?:(?:di|dr|dari|d|kat|in|at)\s+)?"
    r"(?:(?:kota|kab(?:upaten)?)\b\.?\s*)?",
    re.IGNORECASE,
)
NOT_KNOWN = compiled(
    r"\b(?:lupa|GATAU|gataw|entah|(?:TIDAK|BELUM|kurang|krg|mboten)"
    r" (?:TAHU|ingat|inget|kenal|pernah TAHU|hafal|hapal))\b"
)
# Not ADA, SIAPA and KAPAN: "Ade", "Sapa" and "Bila" are names. Nor PAK: see ADDRESSED.
NOT_NAMES = word_set(
    """
    YA iyak OK sip siap BETUL setuju TIDAK g BELUM BUKAN jangan SUDAH TAHU GATAU lupa entah rahasia
    ada tadi sama seperti kayak kyk biasa KENAPA kok APA siapa GIMANA kapan DIMANA MANA UNTUK buat
    wkwk wkwkwk haha hehe hihi hmm hm test tes coba asdf qwerty MAKASIH tengkyu HALO PAGI
    assalamualaikum permisi nanti besok dulu sebentar tunggu bentar malas males mau ah deh dong sih
    nih ngapain perlu ntar entar baik salah anjir bodoh banjir SAJA laki perempuan pria wanita
    kawin warga kades orang silakan silahkan BISA BOLEH lanjut skip lewat lewati next pass kosong
    none null aok auk ogah semoga aamiin insyaallah alhamdulillah bismillah astaga waduh aduh
    yaelah yah duh wah mantap keren gas yaudah terserah bebas ayo yuk good yes no ANGKA puluh ratus
    ribu seribu hilang kurang bosan ngantuk kepala hari yoi nggih mboten iyalah baiklah mungkin
    tadi udahlah siapp okay ampun hadeh bangun harus lihat liat ktp kk nik foto hp SAYA ini itu
    YANG nama lengkap di ke dari pak bu bang LAGI sedang nyari cari anda kamu lu gue admin bot
    """
)
# No name has one of these, wherever it stands. Not DENGAN and DARI: "Dg." is a title of Makassar,
# "dr" a doctor; nor SUAMI: "bini" may be a mistyped "binti".
IN_NO_NAME = word_set(
    """
    di ke dari YANG UNTUK dengan dgn SUDAH KERJA pekerjaan punya karena krn atau juga KALAU seperti
    kayak kyk kemarin kemaren suami istri terus disini disana sini situ petani nelayan noreh
    penoreh penyadap buruh pedagang jualan dagang pns ktp nik SAYA nya hujan panas lapar capek
    capai sakit NAMA kirim dikirim dulu hilang nyetir lahir tinggal umur tahun nomor makan tidur
    pulang sekolah sibuk
    """
)
KIN = compiled(
    r"^(?:nama\w* )?(?:SUAMI|laki|anak|bapak|ibu|mamak|mama|emak|ayah|abah|adik"
    r"|kakak|abang|nenek|kakek|mertua|orang ?tua|paman|bibi)(?:ku|nya)?"
    r" (?:SAYA|ku|bernama|namanya)\b",
    re.IGNORECASE,
)
LAUGHTER = re.compile(r"(?:wk)+w?k?|(?:[hx][aeio])+h?|(?:he)+|lo+l|x+d*|hm+|\W*")
SURELY_NOT = compiled(
    r"\b(?:(?:TIDAK|BELUM|BUKAN) \w+"
    r"|kurang (?:TAHU|paham|ngerti|jelas)"
    r"|lupa|kenapa|gimana|bagaimana|GATAU|apa|siapa"
    r"|terima kasih|makasih|untuk|harus|kok|nanti|besok|bentar|sebentar|tunggu)\b"
)
MOTHER_LEAD = compiled(
    r"^(?:nama )?(?:ibu(?: kandung)?|mamak|mama|emak|mak|umak|umi|inok|indok|sinok|simbok|mbok"
    r"|biyung|nyak|arwah)(?: SAYA)?"
    r"(?: (?:bernama|namanya|namenye|namanye|adalah))*\s*[:=]?\s+(?=\w)",
    re.IGNORECASE,
)
