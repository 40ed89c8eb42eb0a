"""Names, places and addresses: free text, in which nearly anything can be said.

What is plainly such an answer is taken and said back; what may as well be talk, or the answer to
another question, is asked back once and then taken, so nobody's name is refused for ever.
"""

import re
import unicodedata

from conversations.answers.invalid import Doubtful, Invalid
from conversations.answers.language.everyday import everyday
from conversations.answers.language.frame import unframed
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import clean, words
from conversations.answers.names import name as names
from conversations.answers.names.bare import bare, without_signs
from conversations.answers.names.words import BIRTH_LEAD, LAUGHTER, MOTHER_LEAD
from conversations.forms.question import Asking
from conversations.messages import Text
from conversations.registration.numbers import is_number

LONGEST_NAME = 5  # words; what is longer is asked back
BELIEVED_AFTER = 2  # misses: a word that mostly answers something else is asked back then
SHORT = 3  # letters of a name that may be one letter again and again
_ASKS_OR_TALKS = compiled(
    r"(?:terima ?kasih|makasih|trims|sebentar|tunggu|nanti|besok)(?: \w+){0,2}|oke?|OK|siap|sip"
)
_LATE = r"\(?\b(?:almarhumah|almarhum|almh|alm)\b\.?\)?"
_BEFORE_LATE, _BEHIND_LATE = (
    re.compile(pattern, re.IGNORECASE) for pattern in (rf"^{_LATE}\s*", rf"\s*{_LATE}$")
)
_AS_ELSEWHERE = compiled(
    r"(?:sda|s d a|idem|sama|alamat ktp|lupa|GATAU|tetap(?: yang)?(?: lama)?)(?: .*)?"
    r"|(?:SAYA )?(?:(?:seperti|sesuai|DENGAN|ikut|lihat|ADA|menurut) )*(?:di |dalam |dgn |pada )*"
    r"(?:ktp|kk|atas|tadi)\b.*"
    r"|(?:di )?(?:rumah|kampung|desa|tempat|sini|sana|situ|dukun|bidan)"
    r"(?: (?:SAYA|KAMI|sendiri|orang|tua|sini|bidan|sakit|dukun|beranak|mamak|nenek))*"
    r"|(?:i )?(?:dont|don t|do not) (?:know|remember)(?: .*)?|same(?: as)? .*"
    r"|.*\b(?:TIDAK|BELUM|kurang) (?:TAHU|ingat|inget|hafal|hapal|ADA|PUNYA)\b.*"
)
_WRITTEN = re.compile(
    r"(?:gang|gg|jalan|jln|jl|dusun|dsn|lorong|komplek)\b.*\b(?:no|rt|rw) ?\d+\w?$"
)
_CORRECTS = compiled(r"\b(?:BUKAN|SALAH|EH|ralat|TAPI|maksud\w*)\b")
_HOUSE = re.compile(r"\b(?:rt|rw)\b\W*\d", re.IGNORECASE)
_ON_CARD = compiled(
    r"^(?:di|menurut|sesuai|dalam) ktp(?:nya)?,?"
    r" (?:tulis\w*|tertulis|ditulis|tertera|adalah)\b[ :]*",
    re.IGNORECASE,
)
_ADDRESS_LEAD = compiled(
    r"^alamat(?:nya|nye)?(?: (?:SAYA|KAMI|rumah|lengkap|tinggal|ktp))*(?:\s*[:=]\s*|\s+)",
    re.IGNORECASE,
)
_ADDRESS_TAIL = compiled(r"(?:[\s,]+(?:ye|ya|yak|lah|pak|bu|bang|kak|min))+[.!]*$", re.IGNORECASE)
_UNKNOWN = compiled(
    r"(?:MAAF |PAK |SAYA |sudah |YA )*(?:lup[ae]|GATAU|entah(?:lah)?|unknown"
    r"|(?:TIDAK|BELUM|kurang|mboten) ?(?:TAHU|ingat|inget|kenal|pernah TAHU|hafal|hapal)"
    r"|(?:i )?(?:dont|do not|don t) know)"
    r"(?: (?:PAK|BUK|SAYA|NAMA|namanya|namenye|name|ibu|mamak|mak|saye|lagi|DONG|SAJA|itu|her))*"
)
_ON_BEHALF = re.compile(r"^a\.?n\.? (?=[a-z])")  # "an siti hawa"; An Nisa writes herself so
_NEITHER = word_set(
    """
    PAK BUK bapak ibu DONG SAJA ITU ini nih sih kok YA BETUL OK TIDAK BUKAN BELUM SUDAH SALAH MAU
    nggih yes no baik iyalah mboh ndaan awau siap sip lanjut benar tepat
    """
)
_HOURS = word_set("PAGI")
_KIN_ALONE = compiled(r"(?:NAMA )?(?:ibu|mamak|mama|emak|mak|umak)(?: (?:SAYA|KAMI|kandung|ITU))*")
_NOT_BORN_OF = re.compile(r"(?:tiri|angkat|asuh|mertua) ")
_LEFT = compiled(r".*\b(?:meninggal|wafat|tiada|mati|dikubur|pergi)\b.*")
_PLACES = word_set(
    """
    sungai sei sui tanjung tg tj bukit pulau kampung kp desa dusun dsn kota tanah batu air muara
    hulu hilir pasir pantai gunung laut jawa besar baru tua raya tengah barat timur utara selatan
    simpang pasar teluk danau parit kuala nanga ng riam lembah padang kecamatan kec kabupaten
    kab lahir negeri darat bandar rantau tumbang ulu satu dua tiga mekar maju suka jaya makmur
    harapan bakti karya bunga trans blok
    """
)
_NUMBERED = re.compile(
    r"(?:sp|simpang|km|kilometer|blok|trans|pal|afdeling|afd|parit|unit|upt) ?\d+\w?",
    re.IGNORECASE,
)
_ADDRESSED = compiled(
    r"\b(?:dusun|dsn|dus|rt|rw|jalan|jln|jl|gang|gg|lorong|desa|ds|kampung|kp|kpg|blok|simpang|sp"
    r"|km|sungai|sei|sui|parit|tanjung|komplek|perum\w*|dekat|belakang|depan|samping|ujung"
    r"|kecamatan|kec|trans|unit|mess|pal|afdeling|rantau|riam|bukit|pulau|teluk|nanga)\b"
)
_ALONG = word_set(
    """
    di ke DARI dekat depan belakang samping sebelah seberang antara rumah jalan no nomor sini situ
    pinggir tepi ujung dalam luar atas bawah simpang sekolah pasar masjid gereja kantor kebun laut
    warung toko jembatan lapangan balai kuburan puskesmas SAYA KAMI tinggal alamat alamatnya YANG
    bengkel kios surau kapel vihara posyandu pos pabrik dermaga pelabuhan tugu gapura tower gudang
    lama baru besar kecil kiri kanan
    """
)


def full_name(text: str, asking: Asking) -> str:
    said = _ON_BEHALF.sub("", unframed(_answering(text)))
    _no_number(said, asking)
    return _believed(_named(said, asking), "name", asking)


def claims_name(text: str, wish: str, _asking: Asking) -> bool:
    """Whether a greeting is a name all the same: Siang is one."""
    return wish == "greet" and _spoken(text) in _HOURS


def mother(text: str, asking: Asking) -> str:
    said = unframed(_answering(text))
    if _UNKNOWN.fullmatch(_spoken(said)):
        return names.UNKNOWN
    alive = _BEHIND_LATE.sub("", _BEFORE_LATE.sub("", unframed(MOTHER_LEAD.sub("", said))))
    spoken = _spoken(alive)
    _no_number(alive, asking)
    if _NOT_BORN_OF.match(spoken):
        raise Doubtful(alive.upper())
    if _LEFT.fullmatch(spoken):
        raise Invalid("died")
    if not spoken or _KIN_ALONE.fullmatch(spoken):
        raise Invalid("not_a_name")
    return _believed(_named(alive, asking), "mother", asking)


def birth_place(text: str, asking: Asking) -> str:
    said = _ON_CARD.sub("", unframed(_answering(text)))
    numbered = BIRTH_LEAD.sub("", said).strip(" .,")
    if _NUMBERED.fullmatch(numbered):
        return " ".join(numbered.upper().split())
    if _AS_ELSEWHERE.fullmatch(_spoken(said)):
        raise Invalid("not_a_name")
    if _HOUSE.search(said):  # an address, most likely; the number must not get lost
        raise Doubtful(numbered.upper())
    try:
        found = names.place_name(said)
    except Invalid as no:
        found = _nearly(said, no, asking)
    if is_number(said, asking.context.today):
        raise Doubtful(found) if asking.context.villages.place(found) else Invalid("not_a_name")
    if asking.context.villages.place(found):
        return found
    if _doubtful(found, "birth_place", asking, apart=_PLACES):
        raise Doubtful(found)
    return found


def address(text: str, asking: Asking) -> str:
    plain = _answering(text, mixed="too_short")
    said = _ADDRESS_TAIL.sub("", _ON_CARD.sub("", unframed(plain)))
    said = _ADDRESS_LEAD.sub("", said)
    spoken = _spoken(said)
    if _AS_ELSEWHERE.fullmatch(spoken):
        raise Invalid("too_short")
    _no_number(said, asking, reason="command")
    found = names.address(said)
    if _NEITHER.issuperset(words(said)) and asking.draft.notes.missed < BELIEVED_AFTER:
        raise Invalid("command")
    placed = _ADDRESSED.search(spoken) or asking.context.villages.place(found)
    unknown = [word for word in words(found) if not word[0].isdigit() and word not in _PLACES]
    numbered = any(character.isdigit() for character in found)
    hamlet = len(unknown) <= 1 and not numbered and not any(map(everyday, unknown))
    talks = any(everyday(word) for word in unknown if word not in _ALONG)
    # "gang bersama no 14 rt 9" is none of talk
    written = _WRITTEN.match(spoken) is not None and not _CORRECTS.search(spoken)
    if ((placed and (written or not talks)) or hamlet) and not _given_already(
        found, "address", asking
    ):
        return found
    raise Doubtful(found)


def _answering(text: str, mixed: str = "not_a_name") -> str:
    """Return the text in plain characters unless it is a question or small talk."""
    said = clean(text)
    if said.endswith("?") or _ASKS_OR_TALKS.fullmatch(_spoken(said)):
        raise Invalid("command")
    if _mixed(said):
        raise Invalid(mixed)
    return said


def _no_number(said: str, asking: Asking, reason: str = "has_digits") -> None:
    if is_number(said, asking.context.today):
        raise Invalid(reason)


def _spoken(text: str) -> str:
    return " ".join(words(text))


def _mixed(text: str) -> bool:
    """Return whether letters of two alphabets stand in it."""
    if text.isascii():
        return False
    letters = (unicodedata.name(one, "?") for one in text if one.isalpha())
    return len({name.split()[0] for name in letters}) > 1


def _named(said: str, asking: Asking) -> str:
    """Return the name; what only looks like talk is asked back instead of refused."""
    try:
        return names.name(said)
    except Invalid as no:
        return _nearly(said, no, asking)


def _nearly(said: str, no: Invalid, asking: Asking) -> str:
    """Raise Doubtful with the words as a name, if they can be one, else what refused them."""
    found = bare(without_signs(said)).upper() or without_signs(said).upper()
    letters = [one for one in found if one.isalpha()]
    if _NEITHER.issuperset(words(said)) and asking.draft.notes.missed < BELIEVED_AFTER:
        raise no  # "ya": the name that was said back is right
    laughs = len(letters) > SHORT and (len(set(letters)) == 1 or LAUGHTER.fullmatch(found.lower()))
    refused = no.reason in {"has_digits", "url", "too_long"}
    if refused or not letters or len(found) > names.LONGEST or laughs:
        raise no
    raise Doubtful(found) from no


def _believed(found: str, own: str, asking: Asking) -> str:
    if asking.context.villages.place(found):
        raise Doubtful(found, "place")
    if _doubtful(found, own, asking):
        raise Doubtful(found)
    return found


def _doubtful(found: str, own: str, asking: Asking, apart: frozenset[str] = frozenset()) -> bool:
    """Return whether the words may be talk, or what was answered before."""
    told = [word for word in words(found.replace("YA'", "")) if word not in apart]
    return (
        any(map(everyday, told)) or len(told) > LONGEST_NAME or _given_already(found, own, asking)
    )


def _given_already(found: str, own: str, asking: Asking) -> bool:
    """Return whether it was the answer to another question: messages come late, or twice."""
    return any(
        found.casefold() == told.casefold()
        for name, told in asking.answers.items()
        if name in {"name", "birth_place", "mother", "address"} - {own}
    )


def plain_label(value: str, _asking: Asking) -> Text:
    return Text("plain.value", {"value": value})


def mother_label(value: str, asking: Asking) -> Text:
    unknown = value == "unknown"
    return Text("registration.mother.unknown") if unknown else plain_label(value, asking)
