"""Yes and no, to the question that was put."""

import pytest

from conversations.answers.yes_no.yes_no import consents, yes_no
from tests.answers.outcome import outcome

AGREE = "Apakah Bapak/Ibu setuju data ini dipakai untuk pendaftaran?"
RIGHT = "Apakah data di atas sudah benar?"
SERVANT = "Apakah Bapak/Ibu PNS, TNI, atau Polri?"
NOT_SERVANT = "Jadi Bapak/Ibu bukan PNS, TNI, atau Polri. Betul?"
BEFORE = "Apakah Bapak/Ibu sudah pernah terdaftar di BPJS Ketenagakerjaan?"
NOT_BEFORE = "Jadi Bapak/Ibu belum pernah terdaftar di BPJS Ketenagakerjaan. Betul?"
WORKS = "Apakah Bapak/Ibu saat ini bekerja?"
OWN = "Apakah nomor HP ini milik Bapak/Ibu sendiri?"
GO = "Lanjutkan pendaftaran?"
CARD = "Apakah Bapak/Ibu sudah punya KTP elektronik?"

YES = {
    AGREE: (
        "tidak, maksud saya iya|iya terima kasih|okelah kalau begitu|setuju 100%|👍 pak|"
        "ndak mau eh mau|ya|iya|y|iyaaa|iyaa pak|ok|oke|okeeh|sip|setuju|stuju|saya setuju|boleh|"
        "mau|siap|aok|nggih|yup|iye|iyo|tidak keberatan|ndak masalah|gpp|ndak apa-apa|gak papa|👍|"
        "👌|✅ ya|yes|ok bang|baik|baik pak|iya setuju|setuju bang lanjut|yaa|ye|y.|ya ya|"
        "boleh pak|iya boleh|bersedia|silakan"
    ),
    RIGHT: (
        "gak ada yang perlu diubah|tidak ada salahnya|b-e-t-u-l pak|benar|betul|bener|btl|sudah|"
        "sudah benar|udah betul pak|iya benar|sdh bnr|tidak ada yang salah|ndak salah|"
        "gak ada yg salah|betol|cocok|pas|sudah sesuai|iya sudah|dah|tidak ada salah|heeh|he eh|"
        "B E N A R|sudah benar semua pak|bnar"
    ),
    SERVANT: "iya|saya PNS|iya saya PNS|benar",
    NOT_SERVANT: (
        "tidak mungkin saya PNS|iya|betul|bukan PNS|bukan PNS pak|iya bukan|betul bukan|ya betul|"
        "benar pak|saya bukan PNS"
    ),
    BEFORE: "sudah|pernah|sudah pernah|iya pernah|udh|iya",
    NOT_BEFORE: "iya|betul|belum pernah|belum pernah pak|iya belum",
    WORKS: "kerje lah|iya|kerja|masih|masih kerja|saya bekerja|dulu tidak, sekarang iya|ya kerja",
    OWN: "iya|milik saya|punya saya|nomor saya sendiri|ya punya sendiri",
    GO: "lanjut|gas|ayo|mau|iya lanjut|yuk|lanjutkan|terus|siap lanjut",
    CARD: (
        "dulu belum, sekarang sudah|sudah dari dulu punya|ada|punya|sudah|udah punya|ada pak|"
        "sudah ada"
    ),
}
NO = {
    AGREE: (
        "iya eh salah, tidak|ndakmau|tidak, terima kasih|tidak|tdk|ndak|ndak mau|gak setuju|"
        "tidak setuju|kurang setuju|enggak|ga|g|ngga ah|keberatan|jangan|❌|👎|no|tidak pak|"
        "mboten|nda|tdk setuju|tidak usah|tidak ya|saya tidak setuju|indak"
    ),
    RIGHT: (
        "salah|belum|tidak benar|ndak betul|ada yang salah|masih salah|belum benar|slh|"
        "namanya salah|tidak|kurang tepat|bukan|keliru|salah pak|kurang benar"
    ),
    SERVANT: (
        "bukan, cuma petani|ndak mungkin saya PNS|bukan|tidak|bukan PNS|ndak|bukan bang, petani|"
        "tidak pak|saya bukan PNS"
    ),
    NOT_SERVANT: (
        "saya polisi|tidak betul|salah|saya PNS|bukan, saya PNS|tidak benar|tidak, saya PNS"
    ),
    BEFORE: "masih belum|belum|blm|belum pernah|tidak pernah|ndak pernah|gak|belom pak|blm prnh",
    NOT_BEFORE: "sudah|sudah pernah|pernah|salah",
    WORKS: (
        "sekarang tidak|udah ndak kerja|udah lama pensiun|tidak|nganggur|sudah tidak|"
        "gak kerja pak|dulu kerja sekarang tidak|sudah berhenti|tidak kerja|"
        "dulu iya sekarang tidak"
    ),
    OWN: (
        "abang saya punya|bukan|bukan, punya istri|punya anak saya|bukan pak|tidak, nomor suami|"
        "nomor tetangga"
    ),
    GO: "tidak|batal|stop|ndak jadi|tidak mau|cukup|gak usah|jangan|nggak jadi|berhenti",
    CARD: "belum|tidak punya|ndak ada|belum punya|gak ada|belum ada pak|tidak ada|ndak punya",
}
UNCLEAR = {
    AGREE: (
        "hujan di sini ya|tidak iya|bukan tidak setuju|tidak ada|bisa jadi iya|ya 🤔|"
        "iya kakak saya|setuju, tapi maksudnya apa|iya, maksudnya nanti|mungkin|kayaknya iya|"
        "insyaallah|nanti dulu|besok saja|kalau gratis mau|tanya suami dulu|untuk apa?|kenapa|"
        "ya?|tidak tau|🙏|terserah|1|2|iya tidak|ya tapi nanti|maksudnya|bayar berapa|ragu|[Foto]|"
        "|hmm|Budi|6107026503869007|pikir-pikir dulu|ya Allah|👍👎|asal gratis|terima kasih|"
        "setuju?|nggak dulu ya|ya kah|iya kali|tidak pernah tidak setuju"
    ),
    RIGHT: (
        "ya tapi namanya salah|iya cuma alamatnya salah|sepertinya benar|benar, kecuali nama|"
        "belum tau|kurang tau|iya salah|belum dicek|betul tapi tanggal lahir salah|bisa jadi"
    ),
    SERVANT: (
        "mantan TNI|calon PNS|bapak saya PNS|mau jadi PNS|dulu PNS|iya bukan|istri saya PNS|"
        "suami yang polisi|dulu|tidak tau|ya bukan PNS|pernah"
    ),
    NOT_SERVANT: "bukan|tidak|ndak|bukan pak|mungkin|iya saya PNS|anak saya PNS",
    BEFORE: (
        "BPJS kesehatan sudah|baru kali ini daftar|lupa|gatau|kayaknya pernah|istri saya sudah|"
        "mungkin sudah|entahlah|gak ingat|seingat saya belum"
    ),
    NOT_BEFORE: "tidak|lupa",
    WORKS: "kadang-kadang|suami saya kerja|tergantung|tidak tentu",
    OWN: "lupa|maksudnya apa",
    GO: "nanti|besok|sebentar|tunggu|bentar ya",
}
NUMBERED = {"1": "Ya", "2": "Tidak"}
TURNED = {"1": "Tidak", "2": "Ya"}
LETTERS = {"A": "Setuju", "B": "Tidak setuju"}


@pytest.mark.parametrize(
    ("prompt", "text"), [(p, t) for p, ts in YES.items() for t in ts.split("|")]
)
def test_yes(prompt: str, text: str) -> None:
    """A yes is a yes to the prompt as phrased."""
    assert outcome(lambda said: yes_no(said, prompt), text) is True


@pytest.mark.parametrize(
    ("prompt", "text"), [(p, t) for p, ts in NO.items() for t in ts.split("|")]
)
def test_no(prompt: str, text: str) -> None:
    """A no is a no to the prompt as phrased."""
    assert outcome(lambda said: yes_no(said, prompt), text) is False


@pytest.mark.parametrize(
    ("prompt", "text"), [(p, t) for p, ts in UNCLEAR.items() for t in ts.split("|")]
)
def test_unclear(prompt: str, text: str) -> None:
    """Whatever is not surely yes or no is asked again."""
    assert outcome(lambda said: yes_no(said, prompt), text) == "unclear"


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        (NUMBERED, "1", True), (NUMBERED, "2", False), (NUMBERED, "no 1", True),
        (NUMBERED, "nomor 2", False), (NUMBERED, "pilih 1 pak", True), (NUMBERED, "1️⃣", True),
        (NUMBERED, "satu", True), (NUMBERED, "yang kedua", False), (NUMBERED, "1)", True),
        (NUMBERED, "3", "unclear"), (NUMBERED, "1 2", "unclear"), (NUMBERED, "ya", True),
        (NUMBERED, "tidak", False), (NUMBERED, "２", False), (NUMBERED, "no", False),
        (NUMBERED, "no 3", "unclear"), (NUMBERED, "1. Ya", True), (NUMBERED, "1 tidak", "unclear"),
        (TURNED, "1", False), (TURNED, "no 2", True), (TURNED, "ya", True),
        (LETTERS, "a", True), (LETTERS, "B", False), (LETTERS, "c", "unclear"),
        (LETTERS, "pilih b", False),
        ({"Y": "Ya", "T": "Tidak"}, "y", True), ({"Y": "Ya", "T": "Tidak"}, "T.", False),
    ],
)  # fmt: skip
def test_options(options: dict[str, str], text: str, expected: object) -> None:
    """What stands beside an option may be typed; "no 1" is number 1."""
    assert (
        outcome(lambda said: yes_no(said, AGREE, options), text) is expected
        or expected == "unclear"
    )
    if expected == "unclear":
        assert outcome(lambda said: yes_no(said, AGREE, options), text) == "unclear"


@pytest.mark.parametrize(
    "text",
    [
        "setuju",
        "SETUJU",
        "saya setuju",
        "SETUJU pak",
        "stuju",
        "setujuu",
        "ya setuju",
        "ok saya setuju",
        "*setuju*",
        "setuju 👍",
        "sy stuju bang",
    ],
)
def test_consents(text: str) -> None:
    """Consent needs the word itself."""
    assert consents(text)


@pytest.mark.parametrize(
    "text",
    [
        "y",
        "ya",
        "ok",
        "iya pak",
        "👍",
        "boleh",
        "tidak setuju",
        "kurang setuju",
        "setuju?",
        "setuju kalau gratis",
        "belum setuju",
        "",
        "mau",
        "sepakat",
        "setuju tapi nanti",
        "mungkin setuju",
        "siapa yang setuju",
        "👎 setuju",
    ],
)
def test_does_not_consent(text: str) -> None:
    """Anything less than the word, or with a condition, is no consent."""
    assert not consents(text)
