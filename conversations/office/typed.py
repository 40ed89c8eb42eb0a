"""What a village head types instead of tapping: about the card that is open.

Plain words do what the button does. What may mean something else, or somebody else, is asked back
with the name; so is every reason to reject.
"""

from conversations.answers import always
from conversations.answers.correction import correction, fields_in
from conversations.answers.language.frame import beside
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import Patterns, alternatives, compiled
from conversations.answers.language.text import spoken, words
from conversations.answers.note import note
from conversations.buttons.button import Button, read
from conversations.buttons.desk import ASKED_FOR, AskFor, OnCard, Reject, Wish
from conversations.effects import Reason
from conversations.office import news
from conversations.outcomes.cards import Card
from conversations.record import record

_CONFIRMS = word_set("YA BETUL OK setuju acc terima konfirmasi confirm sah sahkan cocok yes")
_OF_CONFIRMING = _CONFIRMS | word_set(
    """
    warga warganya desa kampung sini KAMI SAYA kenal orangnya ORANG dia ini ITU memang asli sudah
    tinggal di penduduk datanya data sesuai the is right confirm correct
    """
)
_AGAINST = compiled(r"\b(?:TIDAK|BUKAN|BELUM|SALAH|TAPI|kecuali|ragu|kurang|tolak|JANGAN)\b")
_REJECTS = compiled(r"\b(?:tolak|tolk|ditolak|nolak|menolak|reject|TIDAK (?:setuju|diterima))\b")
_NOT_REJECTING = compiled(  # "jangan ditolak", "yang kemarin sudah saya tolak"
    r"\b(?:JANGAN|TIDAK|BUKAN|BELUM|KENAPA|KALAU|APAKAH|kemarin|bala|SUDAH (?:SAYA|di)?) ?"
    r"(?:\w+ )?(?:tolak|ditolak|menolak|nolak)\b"
)
# Beside a reason they turn it round: "bukan PNS", "dulu PNS", "orang lain yang meninggal".
TURNS = word_set("TIDAK BUKAN BELUM JANGAN dulu mantan bekas calon lain KALAU APA APAKAH KENAPA")
_OF_HIMSELF = word_set("SAYA KAMI")
_OF_THEM = word_set("warga warganya kenal setuju konfirmasi terima acc sahkan orangnya penduduk")
_REASONS: Patterns = alternatives(
    (Reason.DIED, r"\b(?:meninggal|wafat|almarhum|almarhumah|mati|died)\b"),
    (
        Reason.NOT_RESIDENT,
        r"\bTIDAK (?:\w+ )?(?:di sini|disini|di desa|di kampung)(?: ini)?(?: lagi)?(?: pindah)?\b",
        r"\b(?:pindah|merantau)(?: ke (?:desa|kampung|kota|tempat|kecamatan|kabupaten) lain)?\b",
        r"\b(?:BUKAN|bukn|TIDAK) (?:\w+ )?(?:warga|orang|penduduk|tinggal|kenal|berdomisili)\b",
        r"\bdesa lain\b|\bnot (?:a )?resident\b",
    ),
    (Reason.CIVIL_SERVANT, r"\b(?:PNS|POLISI|p3k|asn|perangkat)\b"),
    (Reason.COMPANY, r"\b(?:karyawan|perusahaan|pt|company|pabrik)\b"),
    (Reason.COVERED, r"\b(?:SUDAH (?:\w+ )?(?:ikut|punya|terdaftar|BPJS)|peserta|dobel|ganda)\b"),
    (
        Reason.DATA_WRONG,
        r"\b(?:data|nik|NAMA|umur|alamat|lahir)\w* (?:\w+ )?SALAH\b|\bSALAH (?:data|nik|NAMA)",
    ),
)
_FIXES = compiled(
    r"\b(?:perbaikan|perbaiki|diperbaiki|memperbaiki|betulkan|dibetulkan|membetulkan|betolkan"
    r"|dibetolkan|betulin|koreksi|ralat|ubah|diubah)\b"
)
_NOT_FIXING = compiled(
    r"\b(?:TIDAK|JANGAN|BELUM) (?:\w+ )?(?:SALAH|keliru|ADA yang SALAH)\b|\bSUDAH (?:\w+ )?(?:di)?"
    r"(?:perbaiki|betulkan|ubah)\b|\bSALAH (?:tekan|pencet|klik|tolak|pilih|sentuh)\b"
)
_LATER = compiled(
    r"\b(?:nanti|ntar|besok|tunda|lewati|skip|later|sebentar|tunggu|BELUM TAHU|pikir|cek dulu)\b"
)


_NEW_ONES = compiled(
    r"\b(?:ADA|mana|lihat|SIAPA)(?: \w+){0,2} (?:baru|menunggu|nunggu|mengantri|antri|antre)\b"
    r"(?!.* (?:hp|nik|ktp)\b)"
)


def asks_for_the_queue(text: str) -> bool:
    """Whether a head asks who has registered lately, and waits for a decision."""
    return _NEW_ONES.search(spoken(text)) is not None


@record
class Meant:
    """What words mean for a card; `sure`: they say just that, else it is asked back."""

    button: Button
    sure: bool


def meant(text: str, card: Card) -> Meant | None:
    """Return what a head wants with a card; None if the words say nothing of it."""
    said = spoken(text)
    about = frozenset(words(card.answers["name"].lower()))
    each = said.split()
    if said.isdecimal():
        return _counted(card, int(said))
    if text.rstrip().endswith("?"):
        return None
    reason, turned = reason_named(said)
    if fix := _correcting(card, text, said):
        return fix
    if _REJECTS.search(said) and not _NOT_REJECTING.search(said):
        return _rejecting(card, None if turned else reason)
    if _LATER.search(said):
        return Meant(OnCard(card.registration, card.version, Wish.POSTPONE), sure=True)
    if reason is not None and turned:
        return None
    if reason is not None:
        return _rejecting(card, reason)
    if _CONFIRMS.isdisjoint(each) or _AGAINST.search(said):
        return None
    himself = not _OF_HIMSELF.isdisjoint(each) and _OF_THEM.isdisjoint(each)
    doubtful = himself or card.asks_reason or beside(said, _OF_CONFIRMING, about)
    return Meant(_confirming(card), sure=not doubtful)


def reason_named(said: str) -> tuple[Reason | None, bool]:
    """Return the reason that is named, and whether a word beside it turns it round."""
    for reason, pattern in _REASONS:
        if found := pattern.search(said):
            beside = f"{said[: found.start()]} {said[found.end() :]}".split()
            return Reason(reason), not TURNS.isdisjoint(beside)
    return None, False


def _correcting(card: Card, text: str, said: str) -> Meant | None:
    """Return what of a card the words call wrong: that is asked for, and is no rejection."""
    if _REJECTS.search(said) or _NOT_FIXING.search(said):
        return None
    wrong = correction(text, edits=_FIXES.search(said) is not None)
    if wrong is None or not wrong.sure:
        return None
    about = tuple(name for name in fields_in(text) if name in ASKED_FOR)
    if about:
        wanted = AskFor(card.registration, card.version, about, note(text))
        return Meant(wanted, sure=False)
    return Meant(OnCard(card.registration, card.version, Wish.FIX), sure=True)


def _counted(card: Card, number: int) -> Meant | None:
    """Return the button of that number; what decides is asked back, as no number was shown."""
    shown = news.choices(card)
    if not 1 <= number <= len(shown):
        return None
    button = read(shown[number - 1].token)
    decides = isinstance(button, Reject) or button == _confirming(card)
    return Meant(button, sure=not decides) if button else None


def _confirming(card: Card) -> OnCard:
    return OnCard(card.registration, card.version, Wish.CONFIRM)


def _rejecting(card: Card, reason: Reason | None) -> Meant:
    if reason is None:
        return Meant(OnCard(card.registration, card.version, Wish.REJECT), sure=True)
    return Meant(Reject(card.registration, card.version, reason), sure=False)


def names(text: str, card: Card) -> bool:
    """Whether a word of the text is of the name on a card."""
    return not set(words(text.lower())).isdisjoint(words(card.answers["name"].lower()))


def names_another(text: str, card: Card) -> bool:
    """Whether a number is named that is not the card's."""
    number = always.number(text)
    return number is not None and number != card.number
