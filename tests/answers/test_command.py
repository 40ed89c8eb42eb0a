"""Wishes to the bot, and all that only looks like one."""

import pytest

from conversations.answers.invalid import Invalid
from conversations.answers.village.village import load
from conversations.answers.wishes.wish import INTENTS, command
from tests.answers.outcome import outcome

WISHES = {
    "my_data": "lihat data saya|data saya|mau lihat data saya pak|show my data",
    "delete_my_data": "hapus data saya|hapus saja datanya|tolong hapus data saya|delete my data",
    "withdraw_consent": "tarik persetujuan saya|cabut izin saya|saya tidak setuju lagi",
    "cancel": (
        "batal|BATAL|batalkan|/batal|cancel|batalkan pendaftaran saya|saya mau batal|"
        "batal aja pak|gak jadi|ndak jadi|tidak jadi daftar|ga jadi bang|mau dibatalkan|gajadi|"
        "tolong batalkan pendaftaran|saya tidak mau daftar|ndak mau lanjut|btal|"
        "nggak jadi ikut|B A T A L|gk jd|dak jadilah|btaal|males ah ga usah daftar|"
        "pendaftaran saya tolong dihapus|saya mundur aja|"
        "jangan daftarkan saya|stop pendaftaran|keluar dari pendaftaran|saya berubah pikiran|"
        "males lanjut|sampai sini aja|udahan aja|urung|batal aja saya ndak jadi|"
        "saya tidak setuju didaftarkan|tdk jadi pak maaf|batal daftar|"
        "batalin aja|pendaftarannya dibatalkan saja"
    ),
    "stop": (
        "stop|berhenti|STOP|jangan kirim pesan lagi|jangan wa saya lagi|berhenti kirim pesan|"
        "stop kirim sms|unsubscribe|jangan hubungi saya lagi|brenti|gak usah kirim pesan lagi|"
        "hapus nomor saya dari daftar pesan|matikan notifikasi|jangan spam|"
        "saya tidak mau terima pesan lagi|stop pak|jangan chat lagi"
    ),
    "back": (
        "kembali|back|balik|sebelumnya|kembali ke pertanyaan sebelumnya|mundur|balik lagi|"
        "/kembali|pertanyaan sebelumnya|kembali satu langkah|kembli|mau kembali|"
        "bisa balik gak|boleh mundur ke|kembali ke nama|pertanyaan tadi ulang|mundur|balek|"
        "bisa kembali ke yang tadi|balik ke sebelumnya"
    ),
    "edit": (
        "ubah|ubah nama|ganti nama|salah ketik|tadi salah|yang tadi salah|nama saya salah|"
        "mau ganti tanggal lahir|edit|nik nya salah|salah tulis nama|ralat|koreksi data|"
        "saya salah isi tadi|mau ubah jawaban|perbaiki nik|change|ganti nomor hp|salah pencet|"
        "nama sy tadi kurang lengkap|yg barusan salah|bisa diubah ga yg tadi|typo tadi nama saya|"
        "eh salah|kepencet|typo|nama saya kurang satu huruf|tadi kurang lengkap namanya|"
        "tgl lahir saya bukan itu|mau nambahin nama tadi|tgl lahir saya tadi salah|"
        "jawaban tadi salah"
    ),
    "restart": (
        "mulai dari awal|ulang dari awal|mulai ulang|restart|reset|dari awal|mau ulang dari awal|"
        "isi ulang|daftar ulang|ulangi dari awal pak|/restart|mulai lagi|ulang semuanya|"
        "kembali ke pertanyaan pertama|ulang dari depan|reset jawaban|isi ulang data|"
        "ulang dr awal|hapus semua mulai lagi|start over|ulangi semua dari awal"
    ),
    "help": (
        "bantuan|help|/help|tolong|bantu saya|bingung|saya bingung|tidak mengerti|gak ngerti|"
        "gak paham|ini apa|apa ini|gimana caranya|cara daftar gimana|cara daftar|syaratnya apa|"
        "bayar berapa|iurannya berapa|ini gratis gak|bpjs itu apa|apa manfaatnya|untuk apa ini|"
        "nik itu apa|lihat nik dimana|kk itu apa|maksudnya apa|contohnya gimana|ndak paham pak|"
        "apa syaratnya|bntuan|siapa yang bayar|ini penipuan bukan|dapat apa|tolong bantu|"
        "???|ini gimana|macam mana caranya|saya harus ngapain|mau tanya|ngisinye macam mane|"
        "kasih contoh|perlu bawa apa|aman gak data saya|susah ngisinya|apa saja pilihannya|"
        "pekerjaan utama itu apa|gagal paham|kok minta ktp|berapa lama berlaku|pusing saya|"
        "siapa ni|dari mana dapat nomor saya|hlep|bantua|ini bayar atau gratis|"
        "ini resmi dari pemerintah?|"
        "bisa diwakilkan ndak|kalau kecelakaan dapat berapa|"
        "apa bedanya sama bpjs kesehatan|umur 60 masih bisa?|nomor ktp yang mana ya|kurang paham|"
        "tolong jelaskan|data saya buat apa|syarat jadi peserta|penghasilan tu yang kayak gimana|"
        "gimana cara isinya|kenapa harus minta nik|ini bayar gak|mohon bantuan|apa untungnya|info"
    ),
    "greet": (
        "halo|hai|hi|p|P|menu|/start|assalamualaikum|ass|selamat pagi|pagi|siang pak|malam|"
        "permisi|hallo|halo min|selamat siang bu|assalamualaikum wr wb|hello|tes|met sore|shalom|"
        "bang|good morning|assalamualaikum pak kades|samlekom|salam sejahtera|"
        "\N{WAVING HAND SIGN}|pagi pak, apa kabar|"
        "/menu|pagi bang|halooo|assalamu'alaikum"
    ),
    "status": (
        "status|cek status|status pendaftaran|/status|cek pendaftaran saya|"
        "gimana pendaftaran saya|pendaftaran saya sudah sampai mana|sudah diterima belum|"
        "kapan kartunya jadi|kartu saya sudah jadi belum|apakah saya sudah terdaftar|"
        "stts|statusku|tolong cekkan pendaftaran saya|progres pendaftaran|mana kartunya|"
        "apa sudah masuk data saya|lolos ndak saya kemarin|udah diproses ke?|lama betul nunggunya|"
        "info status|hasilnya gimana|tracking pendaftaran|udh kelar blm|sdh terdaftarkah saya|"
        "pendaftaran saya ditolak ya|sejauh mana prosesnya|masih lama ke|bpjs saya aktif kah|"
        "minggu lalu saya daftar, hasilnya gimana|kartu kapan dikirim|blm ada kabar|"
        "daftar saya kemarin gimana|status saya|mau cek status|sttus|"
        "cek status pendaftaran saya dong|udah jadi blm|kapan jadi kartunya|gmn kelanjutannya"
    ),
    "register": (
        "daftar|mau daftar|/daftar|saya mau daftar|register|mau daftar bpjs|"
        "daftar bpjs ketenagakerjaan|ingin mendaftar|mau ikut bpjs|daptar|mau ikut program ini|"
        "gabung|dftr|mau ikutan|saya minat|pengen ikut programnya|"
        "daftarkan saya|mau daftar dong pak|ikut program|saya mau mendaftar|pengen ikut bpjs|"
        "nak ikot|mau masuk bpjs|daftar baru|buat bpjs|mau daftarkan suami saya|"
        "mau daftar jadi peserta|dftar"
    ),
    "human": (
        "telpon saya dong|tolong hubungkan ke orang|ada yang bisa dihubungi?|mau ngadu ke petugas|"
        "ini robot kah? mau sama orang|halo kak ada petugas?|"
        "admin|petugas|bicara dengan petugas|mau ngomong sama orang|hubungi petugas|"
        "minta nomor admin|ada petugasnya gak|cs|mau bicara dengan admin|sambungkan ke petugas|"
        "nomor pak kades|call center|mau orang beneran|mau komplain|bisa telepon gak|"
        "ade petugas ke|ada nomor yang bisa dihubungi|mau datang ke kantor|operator|"
        "telepon petugas|mau tanya ke petugas|bisa bicara sama orang langsung|ada admin"
    ),
    "language": "bahasa|ganti bahasa|/language|language|bahasa melayu",
    "queue": "antrean|antrian|/antrean|daftar tunggu|lihat antrian",
}
NONE = (
    "iya|ya|tidak|bukan|setuju|benar|salah|Budi|Maria Goreti|Selamat Riyadi|Mulia Sari|Bintang|"
    "noreh|petani sawit|nelayan|tukang ojek|sopir travel|kerja bantu orang|bantu bantu di warung|"
    "jaga kantor|guru bantu|ikut orang|jualan pulsa|081200001111|6107026503869007|"
    "6107026503869008 eh salah 6107026503869007|17 agustus 1990|17-8-1990 eh salah 18-8-1990|"
    "1,5 juta|500rb/hari|tidak tentu|terima kasih|makasih pak|ok|👍|hujan terus di sini|"
    "jangan batalkan|saya tidak mau batal|bukan batal|jangan dihapus|ibu rumah tangga|"
    "pulang balik pontianak|berhenti kerja jadi petani|sudah berhenti kerja|"
    "mulai kerja tahun 2010|desa mulia|dusun awal|kampung baru|orang tua saya petani|"
    "status saya kawin|menikah|kawin|wkwk|[Foto]||nama saya Bahari|buruh harian|tidak ada hp|"
    "gak tau|lupa|Dusun Melati RT 02|di belakang pasar|suami saya yang kerja|"
    "tidak punya penghasilan|saya kerja ganti oli|tukang ubah motor|kembali ke laut cari ikan|"
    "nomor saya 081200001111|sambil nunggu panen|jadi kuli|eh salah Budiman|Tono Kembar|Restu|"
    "Andri|Diana|Slamet|Batalia|Haloho|P. Lemukutan|pagi, noreh pak|halo, saya Budi|"
    "jangan dihapus data saya|mendulang|benerin hp|pegawai|staf desa|Cek Nah|eh salah Budi|"
    "tidak punya nomor telepon|tidak, maksud saya iya|Resti|Batam|natal|Ulan|Hani|Awal"
)
TWO = {
    "ulangi": {"back", "restart"},
    "keluar": {"cancel", "stop"},
    "batal atau ulang dari awal": {"cancel", "restart"},
    "cek status, mau batal": {"status", "cancel"},
    "stop dan batalkan": {"stop", "cancel"},
    "mau daftar sama cek status": {"register", "status"},
}
STRONGER = {
    "halo, mau daftar": "register",
    "assalamualaikum pak, saya mau daftar": "register",
    "pagi min cek status dong": "status",
    "halo pak saya bingung": "help",
    "bingung, mau bicara dengan petugas": "human",
    "permisi pak, mau batal": "cancel",
    "assalamualaikum pak mau nanya status saya": "status",
    "p mau daftar": "register",
    "batal, eh ulang dari awal aja": "restart",
}


@pytest.mark.parametrize(
    ("text", "wish"), [(t, wish) for wish, texts in WISHES.items() for t in texts.split("|")]
)
def test_wish(text: str, wish: str) -> None:
    """Every way to say a wish."""
    assert outcome(command, text) == wish
    assert wish in INTENTS


@pytest.mark.parametrize("text", NONE.split("|"))
def test_answers_are_no_commands(text: str) -> None:
    """Names, villages, jobs, answers, thanks and negated commands are no wish."""
    assert outcome(command, text) is None


@pytest.mark.parametrize(("text", "wishes"), TWO.items())
def test_two_wishes(text: str, wishes: set[str]) -> None:
    """Two wishes are offered for choice."""
    with pytest.raises(Invalid, match="candidates") as two:
        command(text)
    assert set(two.value.candidates) == wishes


@pytest.mark.parametrize(("text", "wish"), STRONGER.items())
def test_the_wish_wins_over_the_greeting(text: str, wish: str) -> None:
    """A greeting or a sigh beside a wish is not a second wish."""
    assert outcome(command, text) == wish


def test_no_village_is_a_command() -> None:
    """No name of a village or district of the two regencies is taken for a wish."""
    places = load(["61.04", "61.07"])

    taken = [p.name for p in places if outcome(command, p.name) or outcome(command, p.district)]

    assert taken == []


def test_a_story_is_no_command() -> None:
    """Long texts are answers or chat."""
    assert command("mau daftar " * 40) is None
