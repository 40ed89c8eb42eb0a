"""What is meant whatever is being asked: a wish, a question about the programme, a number."""

import re
from functools import lru_cache

from conversations.answers.correction import correction
from conversations.answers.invalid import Invalid
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import alternatives, compiled
from conversations.answers.questions.question import programme_question
from conversations.answers.status import registration_number
from conversations.answers.wishes.outside import outside
from conversations.answers.wishes.wish import command
from conversations.answers.yes_no.yes_no import plainly

_SAME_WISH = {"stop": "cancel", "human": "help"}
# "status PR-6107-000123", or the number alone: no question of ours has such an answer
_NUMBERED = re.compile(r"\b(?:pr|status)\b\W*(?:pr\W*)?\d{4}\W?\d{6}\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_PAGE = re.compile(r"(?:lihat |see )?status (\d{1,3})")
_GIVES_UP = re.compile(
    r"(?:(?:ya|yes|tolong|mohon|minta|mau|saya|ingin|please) )*(?:batal|batalkan|cancel)"
    r"(?: (?:pendaftaran|nomor|no))* pr ?\d{4} ?\d{6}(?: (?:pak|bu|ya|dong|saja))*"
)
_SURE = re.compile(r"(?:ya batalkan|yes cancel) pr ?\d{4} ?\d{6}")  # as we tell people to type it
_PLAIN = {
    "status": re.compile(
        r"cek|(?:\w+ ){0,2}(?:kok|kenapa|mengapa|knp|napa|ngapa|alasan\w*|sebab\w*)(?: \w+){0,3}"
        r" (?:ditolak|tertolak|(?:tidak|gak|nggak|ga|ndak|tak|tdk) (?:\w+ )?(?:diterima|lolos))"
        r"(?: \w+){0,2}|why (?:was|am) i (?:rejected|refused)"
        r"|kartu (?:saya|peserta|bpjs)(?: (?:mana|pak|bu))*"
        r"|(?:(?:what is|whats|check|see|show) )?(?:my |the )?(?:registration )?status"
    ),
    "back": re.compile(r"(?:please )?(?:go back|back|previous(?: question)?)"),
    "restart": re.compile(r"(?:please )?(?:start over|start again|begin again)"),
    "edit": re.compile(r"(?:i want to )?(?:change|correct)(?: (?:an|my|the) answers?)?"),
    "another": re.compile(
        r"(?:(?:mau|tolong|bisa) )?(?:"
        r"daftar\w* (?:(?:satu|1|orang|yang) ?)*(?:lain|baru|orang)"
        r"|daftar\w* (?:(?:satu|1|orang|yang) ?)+lagi"
        r"|tambah\w* (?:(?:satu|1|orang|yang) ?)*(?:lain|lagi|baru|orang))(?: (?:pak|bu|ya|dong))*"
    ),
    "register": re.compile(  # whose, is asked: after a rejection it is mostly one's own
        r"(?:(?:saya|mau|bisa|boleh|ingin|tolong) )*daftar\w* lagi(?: (?:pak|bu|ya|dong))*"
    ),
    "thanks": compiled(
        r"(?:(?:OK|sip|baik|YA|MAAF|alhamdulillah|puji tuhan|amin) )*"
        r"(?:terima ?kasih\w*|makasih\w*|mksh|makasi|trims|trimakasih|thank(?:s| you)|thx|tq)"
        r"(?: (?:PAK|BUK|ibu|banyak|YA|DONG|atas|UNTUK|info\w*|bantuannya|semua|kembali|sudah"
        r"|membantu|tuhan|allah|yang|memberkati|berkati|semoga|sehat|selalu|kasih))*"
    ),
    "later": compiled(
        r"(?:(?:OK|YA|MAAF|BELUM sempat|sibuk|lanjut\w*|SAYA|i will|i ll|do it|maybe) )*"
        r"(?:besok|nanti|ntar|entar|lain kali|kapan kapan|lusa|BELUM sempat|tomorrow|later)"
        r"(?: (?:lagi|SAJA|dulu|lanjut\w*|dilanjut\w*|PAK|BUK|YA|DONG|pagi|siang|sore|malam"
        r"|kalau sempat|again))*"
        r"|(?:\w+ ){0,5}(?:nanti|besok|ntar|bentar lagi) (?:SAYA |baru |di)?(?:sambung|lanjut)\w*"
        r"(?: (?:lagi|SAJA|PAK|BUK|YA|DONG))*"
    ),
    "move": re.compile(
        r"(?:mau |minta )?pindah(?: (?:ke )?(?:hp|wa|whatsapp|telegram|tele|nomor|aplikasi)"
        r"(?: (?:lain|baru|saya))?)?"
    ),
    "separate": re.compile(
        r"(?:(?:tolong|mau|minta|saya) )*putuskan"
        r"(?: (?:sambungan(?:nya)?|obrolan|hp|itu|saja|pak|bu))*|disconnect"
    ),
    "resume": compiled(
        r"(?:(?:terus|YA|OK|ayo|MAU) )*(?:lanjut|teruskan|continue|go on)\w*"
        r"(?: (?:pak|bu|bang|SAJA|dulu|yang|tadi|pendaftaran|daftar))*"
    ),
}


_BEREAVED = compiled(
    r"\b(?:SUAMI|anak|bapak|ibu|mamak|emak|ayah|abang|kakak|adik|nenek|kakek|mertua|paman"
    r"|almarhum|almarhumah|husband|wife|father|mother)\b(?: \w+){0,4} "
    r"\b(?:meninggal|wafat|tiada|died|dead|passed away)\b"
    r"|\b(?:meninggal|wafat)(?: dunia)? (?:SUAMI|anak|bapak|ibu|mamak|ayah)\b"
)
_PLAINLY = frozenset(
    {
        *("register", "another", "thanks", "move", "separate", "language", "queue"),
        *("my_data", "delete_my_data", "withdraw_consent"),
    }
)
_WILLING = word_set("MAU INGIN IKUT DAFTAR YA OK BOLEH setuju ayo yuk siap sip gas minat yes want")
_INVITED = _WILLING | word_set(
    """
    SAYA KAMI PAK BUK DONG SAJA JUGA ITU ini sih kak kakak i to please sekarang lah kan ibu
    """
)
_PLAIN_TOPICS = alternatives(
    (
        "scam",
        (
            r"\b(?:minta|mintak|mintai|dimintai|diminta|pungut|dipungut|suruh bayar)\b"
            r"(?: \w+){0,3} (?:uang|duit|\d+ ?(?:ribu|rb|juta|jt)|bayaran|pelicin|rokok)\b"
        ),
        r"\b(?:scam|fraud|is (?:this|it) (?:real|fake|genuine|official))\b",
    ),
    (
        "free",
        r"\b(?:ditagih|menagih|nagih|tagihan|dipotong|potongan)\b.*\b(?:bulan|TIDAK|kah|gaji)\b",
        r"\b(?:tiap|setiap|per) ?bulan\b.*\bbayar\b.*\b(?:berapa|TIDAK|kah)\b",
    ),
    (
        "accident",
        (
            r"\b(?:putus|patah|buntung|cacat|lumpuh|buta|amputasi)\b.*"
            r"\b(?:dapat|dapet|berapa|santunan|ganti|diganti|ditanggung)\b"
        ),
    ),
)


@lru_cache(1)  # asked of the same words again where they led nowhere
def wish(text: str) -> str | None:
    """Return what is wanted whatever is being asked, or None; if it may be two things, help."""
    said = _words(text)
    for plain, pattern in _PLAIN.items():
        if pattern.fullmatch(said):
            return plain
    try:
        wanted = command(text)
    except Invalid as unclear:
        wishes = {_SAME_WISH.get(each, each) for each in unclear.candidates}
        return wishes.pop() if len(wishes) == 1 else "help"
    if wanted is None:
        return "status" if _NUMBERED.search(text) else None
    return _SAME_WISH.get(wanted, wanted)


def outside_of(text: str) -> str | None:
    """Return what is wished for by who is asked nothing, if it is not said as plainly as ever."""
    wanted = wish(text)
    if number(text) or wanted in _PLAINLY or (bereaved(text) and not topic(text, wanted)):
        return None
    return outside(text)


def corrects(text: str) -> bool:
    """Whether somebody says that an answer of theirs is wrong."""
    meant = correction(text)
    return meant is not None and meant.sure


def for_another(text: str) -> bool:
    """Whether somebody else is to be registered, in a sentence about them."""
    return outside(text) == "another"


def new_phone(text: str) -> bool:
    """Whether somebody has another phone, or none any more."""
    return outside(text) == "move"


def says_yes(text: str) -> bool:
    """Whether a text is plainly a yes."""
    try:
        return plainly(text)
    except Invalid:
        return False


def bereaved(text: str) -> bool:
    """Whether somebody writes that one of theirs has died: no time to be invited."""
    return bool(_BEREAVED.search(_words(text)))


def begins(text: str) -> bool:
    """Whether somebody who was invited to register says yes to it, however they put it."""
    said = set(_WORD.findall(text.casefold()))
    return said <= _INVITED and not _WILLING.isdisjoint(said)


def says_another(text: str) -> bool:
    """Whether somebody else is meant: "bantu orang lain", "yang baru"."""
    return bool(re.search(r"\b(?:orang|lain|baru|tambah|bantu)\b", text.casefold()))


def topic(text: str, wanted: str | None) -> str | None:
    """Return what is asked about the programme; "no news yet?" is a wish for the status."""
    if wanted not in {None, "help", "status"}:
        return None
    said = _words(text)
    plainly = next((topic for topic, pattern in _PLAIN_TOPICS if pattern.search(said)), None)
    asked = plainly or programme_question(text)
    return None if wanted == "status" and asked == "after" else asked


def gives_up(text: str) -> str | None:
    """Return the number of the registration that somebody wants to give up."""
    return number(text) if _GIVES_UP.fullmatch(_words(text)) else None


def surely(text: str) -> bool:
    """Whether somebody who gives a registration up was told what that means."""
    return bool(_SURE.fullmatch(_words(text)))


def number(text: str) -> str | None:
    """Return the registration number in a text, if there is one."""
    try:
        return registration_number(text)
    except Invalid:
        return None


def page(text: str) -> int | None:
    """Return which ten of many registrations are asked for, as we tell people: STATUS 2."""
    found = _PAGE.fullmatch(_words(text))
    return int(found[1]) if found else None


@lru_cache(1)
def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
