"""The review: what sends, and what asks for a change."""

from conversations.answers.invalid import Invalid
from conversations.answers.language.frame import beside
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.text import clean, words
from conversations.answers.yes_no.yes_no import yes_no
from conversations.forms.question import Asking

_SENDS = word_set("kirim kirimkan kirimlah send krm krim")
_SENT = _SENDS | {"dikirim"}
_ALREADY, _NOT_YET = word_set("SUDAH dah"), word_set("BELUM")
_SURE = word_set("YA BETUL SUDAH yes right correct sesuai lengkap")
_SENDING = _SENDS | word_set(
    """
    YA OK sip siap BETUL SUDAH dah semua semue semuanya semuenye pas sesuai cocok lengkap tepat
    yakin setuju PAK BUK ibu DONG SAJA ini ITU MAKASIH yes right correct all please mohon data
    datanya datenye SEKARANG it now tolong semuanye
    """
)
_AGAINST = word_set(
    """
    TIDAK BUKAN BELUM JANGAN TAPI kecuali masih SALAH kurang UBAH ADA YANG no not wrong change
    something is cuma
    """
)
_OF_FORM = word_set(
    """
    NAMA nik tanggal lahir tempat ibu kandung alamat NOMOR hp pekerjaan penghasilan desa umur
    hpnya alamatnya namanya tanggalnya niknya sesuai pas
    """
)


def claims(text: str, wish: str, _asking: Asking) -> bool:
    """Whether "jangan kirim dulu" is meant, and not the end of it all."""
    return wish == "cancel" and not _SENT.isdisjoint(words(clean(text)))


def review(text: str, _asking: Asking) -> str:
    """Take "kirim" and a plain yes with nothing against them; a plain no asks what to change."""
    said = words(clean(text))
    if "?" in text or (_ALREADY.intersection(said) and _NOT_YET.intersection(said)):
        raise Invalid("unclear")  # "sudah kirim?", "sudah kirim belum ya" ask
    if _SENDING.issuperset(said) and not _SENDS.isdisjoint(said):
        return "send"
    if _SENDING.issuperset(said) and not _SURE.isdisjoint(said) and yes_no(text):
        return "send"
    if not _AGAINST.isdisjoint(said) and not beside(text, _AGAINST, _SENDING, _OF_FORM):
        return "edit"
    raise Invalid("unclear")
