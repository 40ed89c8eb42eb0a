"""Questions about the programme, and the plain answers that must never be taken for one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answers.questions.question import TOPICS, programme_question
from conversations.answers.questions.small_words import FILLER
from conversations.answers.questions.ways import VOCABULARY
from conversations.answers.questions.words import MEANING
from conversations.answers.village.village import load

QUESTIONS = {
    "what": (
        "ini program apa ya|ini apa sih pak|bpjs itu apa|BPJS ketenagakerjaan apa?|"
        "program apa nih bang|apa itu bpjs tk|maksudnya program ini apa|ini buat apa sih|"
        "ape ni pak, bpjs ke?|jelaskan dulu programnya"
    ),
    "scam": (
        "ini penipuan ya?|beneran ndak nih|resmi gak ini|jgn2 nipu|aman kah ini pak|"
        "ini betul dari pemerintah?|hoax bukan|kok saya takut ketipu ya|ini asli apa tipu2"
    ),
    "free": (
        "gratis kah pak|bayar ndak|apakah ini berbayar?|berapa iurannya|brp bayarnya perbulan|"
        "ada potongan ndak nanti|siapa yg bayar iurannya|gratis ya|harus bayar gak bang|"
        "beneran gratis?|ade biaya ke pak|biayanya berapa"
    ),
    "benefit": (
        "apa untungnya|manfaatnya apa|dapat apa kita|gunanya ape|untungnye ape bang ikut ni|"
        "ada gunanya ndak ikut ini|"
        "kalo ikut saya dapet apa|apa faedahnya buat saya|fasilitasnya apa aja|dpt apa aja sy?"
    ),
    "jkk": (
        "jkk itu apa sih|apa itu jkk|jaminan kecelakaan kerja itu apa|jkk tu ape|"
        "maksud jkk apa pak|arti jaminan kecelakaan kerja gimana|jkk artinya?|gak ngerti jkk"
    ),
    "jkm": (
        "jkm itu apa|apa itu jkm pak|jaminan kematian maksudnya apa|jkm tu ape bang|"
        "kalau jkm artinya apa|jaminan kematian tu gimana|jkm?"
    ),
    "amount_death": (
        "kalo sy meninggal gmn|kalau meninggal dapat berapa|klo mati dpt brp|"
        "ahli waris dapat berapa|santunan kematian berapa pak|kalau saya mati keluarga dapat apa|"
        "misal suami saya meninggal, istri dapat uang ndak?|kalau meninggal sakit biasa dapat kah|"
        "betul dapat 42 juta kalau meninggal?|kalo mninggal gimane pak"
    ),
    "scholarship": (
        "ada beasiswa anak ndak|beasiswanya gimana|anak saya dapat beasiswa?|"
        "katanya ada bea siswa buat anak sekolah ya|apakah anak dapat biaya sekolah|"
        "beasiswa anak brp|anak sy kuliah dibantu gak kalo sy meninggal"
    ),
    "accident": (
        "kalau kecelakaan gimana|kalau jatuh dari pohon|kalo jatuh dari pohon ditanggung ndak|"
        "rumah sakit ditanggung kah|klo kena parang waktu noreh gmn|"
        "kecelakaan di jalan pulang kerja ditanggung?|kalau sy jatuh dari motor siapa yg bayar|"
        "kalau luka di kebun bagaimana pak|digigit ular ditanggung gak|biaya rs ditanggung berapa"
    ),
    "until_when": (
        "sampe kapan berlakunya|mulai kapan berlaku|berlaku sampai kapan pak|"
        "perlindungannya berapa lama|berapa tahun berlakunya|kapan habis masa berlakunya|"
        "kapan mulai dilindungi|tahun depan masih berlaku kah|sampai bile bah berlaku"
    ),
    "claim": (
        "cara klaimnya|gimana cara klaim|syarat klaim apa aja|klaim kemana|"
        "kalau kecelakaan lapor ke mana|cara cairkan uangnya gimana|gmn ngurus klaim nya|"
        "kapan uangnya keluar|kapan cair|kapan duitnya cair|kapan santunan keluar|"
        "kalau meninggal ngurusnya gimana|cara ambil santunannya|surat apa yg perlu utk klem"
    ),
    "why_nik": (
        "knp hrs pake nik|kenapa minta ktp|untuk apa nik saya|buat apa nik|nik nya buat apa ya|"
        "kok minta nik segala sih|kenape nak pakai ktp|harus kah nik"
    ),
    "why_mother": (
        "kenapa tanya nama ibu kandung|nama ibu buat apa|kok nanya nama emak saya|"
        "untuk apa nama ibu kandung pak|knp hrs nama ibu|apa perlunya nama ibu"
    ),
    "why_income": (
        "kenapa tanya gaji|untuk apa penghasilan ditanya|kok nanya penghasilan segala|"
        "knp hrs tau penghasilan sy|buat apa nanya pendapatan|kalau penghasilan besar bayarnya "
        "nambah ndak"
    ),
    "who_sees": (
        "siapa yg liat data sy|data saya aman kah|datanya disebar ndak|"
        "apa data saya tidak disalahgunakan|siapa saja yang bisa lihat nik saya|"
        "nik saya aman gak|data sy dikasih ke siapa|takut data bocor, gimana pak|"
        "data kami disimpan dimana"
    ),
    "health": (
        "bedanya sama bpjs kesehatan apa|ini bpjs kesehatan ya|bisa buat berobat sakit biasa?|"
        "sy udh punya bpjs kesehatan apa masih boleh|kalau demam bisa pake kartu ini ndak|"
        "apa sama dengan kis|ini sama kayak bpjs kesehatan bukan|kalau melahirkan ditanggung?"
    ),
    "who_may": (
        "siapa yg boleh ikut|syaratnya apa|umur berapa boleh ikut|umur 60 masih boleh ndak|"
        "apa syarat daftar|saya honorer boleh ikut gak|siapa saja yang bisa daftar|"
        "ibu rumah tangga boleh kah|pns bisa ikut?|batas umurnya brp"
    ),
    "for_another": (
        "bisa daftarkan suami saya ndak|boleh daftarin orang tua?|"
        "apa boleh satu hp untuk dua orang|bini saya bisa didaftarkan lewat sini?|"
        "tetangga ndak punya hp, bisa saya daftarkan kah|bisa mewakili bapak saya ndak|"
        "boleh ndak daftar 2 orang di hp ini"
    ),
    "quota": (
        "kenapa cuma 100|kalau penuh gimana|kuotanya masih ada ndak|sisa berapa tempat|"
        "knp dibatasi seratus orang|kalo sdh penuh gmn pak|masih ada tempat?|"
        "kok hanya seratus orang"
    ),
    "head": (
        "siapa kepala desa saya|kepala desanya siapa ya|kades kami siapa pak|"
        "siapa nama kepala desanya|hubungi kades dimana|who is my village head?|"
        "siapa kepala kampung kami"
    ),
    "after": (
        "how long does it take?|berapa lama ya?|setelah daftar apa lagi|habis ini ngapain|"
        "kartunya mana|kapan dikabari|"
        "berapa lama prosesnya|abis daftar trus gmn|kartunye kapan dapat|"
        "langsung diterima kah|siapa yang mutuskan diterima|kapan tau hasilnya"
    ),
    "pay_myself": (
        "kalau ndak dapat tempat bisa bayar sendiri?|bisa bayar sendiri gak|"
        "kalo mau bayar sendiri berapa|boleh ikut mandiri ndak pak|daftar mandiri berapa sebulan|"
        "gimana kalau sy mau bayar sendiri"
    ),
    "old_age": (
        "dapat pensiun ndak|uangnya bisa balik kah|jht ada ndak|ada jaminan hari tua?|"
        "apa ada tabungannya|bisa diambil uangnya nanti ndak|ada uang pensiun kah pak|"
        "kalau tua dapat uang ndak|saldonya bisa dicairkan?"
    ),
}
PLAIN = (
    "iya|ya|tidak|iya gratis ya|iya pak|tidak tahu|ndak tau pak|tidak tahu, sudah meninggal|"
    "betul ya|setuju|ok pak|lupa|lanjut|batal|kembali|ubah nama|daftar|mau daftar|status|petugas|"
    "bantuan|sudah meninggal|ibu saya sudah meninggal|Yohanes Anton|Siti Aman|Maria Untung|"
    "Kapan Santoso|Budi Untung|Gratia|Siapa|Bayar Suhendra|Resmi|Resmiati|Aman Sentosa?|"
    "guru ngaji|jaga kebun|penjaga rumah sakit|tukang urut, bayar seikhlasnya|kerja apa saja|"
    "petani ya|ojek ya pak|noreh kalau tidak hujan|sopir ambulans|jualan asuransi|"
    "kerja di kebun?|apa saja yang penting halal|ikut orang|agen bpjs|"
    "petugas kebersihan rumah sakit|kuli, kalau ada borongan|Sungai Duri|Desa Aman|Suka Damai?|"
    "Sungai Betung ya|Tumbang Titi|Suka Maju, bengkayang|dusun Melati RT 02 RW 01|Gang Aman no 5|"
    "jl rumah sakit no 100|depan kantor bpjs|belakang sekolah|6107011708800001|081200001111|"
    "17 agustus 1990|17-8-1990|lahir tahun 1980|umur 45 tahun|1,5 juta|500rb sebulan|tidak tentu|"
    "50 ribu sehari|dibayar harian 80rb|dapat 2 juta kalau panen|dibayar tidak tentu|"
    "tidak digaji|belum ikut bpjs|sudah punya bpjs kesehatan|"
    "bpjs kesehatan ada, ketenagakerjaan tidak|tidak satu pun|bukan pns|nama saya Budi|"
    "ini nomor anak saya|punya suami saya|terima kasih|makasih infonya pak|apa kabar|siapa ini|"
    "kapan|berapa|apa|kenapa|gimana|nanti dulu|hujan terus di sini|gak punya hp|[Foto]|👍||"
    "kalau gratis mau|kalau aman saya ikut|petani sawit ya|buruh harian, borongan ya|"
    "noreh kalau tidak sakit|noreh, kalau jatuh harga jadi kuli|Teluk Bayur ya|jual bayam ya|"
    "Ahmad Resmi kah|Budi Santunan?|Desa Untung Suropati kah|belakang kantor pemda kah|"
    "sopir, setoran tiap hari ya|kalau sakit tidak kerja|hp suami boleh ndak|"
    "nik saya ada di kk kah|datanya sudah betul?|500 atau 600 ribu|penjual kelapa kan|"
    "kenapa nik saya ditolak|kalau ktp mati gimana|hp saya ada dua, yang mana?|ini betul kah|"
    "data yang mana?|lahirnya tahun berapa ini ya|kerja dapat apa aja dikerjakan|"
    "utang saya dihitung?|banyak tanggungan ya|"
    "nik itu liatnya dimana?|kalau ibu saya sudah meninggal gimana|umur berapa ya, lupa"
)


@pytest.mark.parametrize(
    ("text", "topic"), [(t, topic) for topic, ways in QUESTIONS.items() for t in ways.split("|")]
)
def test_a_question_is_known_by_its_topic(text: str, topic: str) -> None:
    assert programme_question(text) == topic


@pytest.mark.parametrize("text", PLAIN.split("|"))
def test_an_answer_is_no_question(text: str) -> None:
    assert programme_question(text) is None


def test_every_topic_is_asked_in_six_ways_at_least() -> None:
    ways = {topic: len(QUESTIONS[topic].split("|")) for topic in TOPICS}

    assert set(QUESTIONS) == set(TOPICS)
    assert min(ways.values()) >= 6


def test_no_village_is_a_question_even_if_asked() -> None:
    places = load(["61.04", "61.07"])

    taken = [p.name for p in places if programme_question(f"{p.name}, {p.district} kah?")]

    assert taken == []


def test_every_word_of_the_ways_of_asking_can_be_said() -> None:
    words = {word for phrase in VOCABULARY for word in phrase.split("_")} - {"kah"}

    lost = {word for word in words if word in FILLER or MEANING.exactly(word) not in {None, word}}

    assert lost == set()


def test_a_story_is_no_question() -> None:
    assert programme_question("apa untungnya " * 40) is None


WORDS = " ".join((*QUESTIONS.values(), PLAIN)).replace("|", " ").split()


@settings(max_examples=200, deadline=None)  # machines are slow at times
@given(text=st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_whatever_is_written_is_a_topic_or_none(text: str) -> None:
    assert programme_question(text) in {*TOPICS, None}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("who pays?", "free"),
        ("do I have to pay every month?", "free"),
        ("who can see my data?", "who_sees"),
        ("why do you need my mother's name?", "why_mother"),
        ("why do you ask my income?", "why_income"),
        ("how much does my family get if I die?", "amount_death"),
        ("what if I get hurt at work?", "accident"),
        ("how old can I be?", "who_may"),
        ("is there an age limit?", "who_may"),
        ("can my neighbour register too?", "for_another"),
        ("until when am I covered?", "until_when"),
        ("what is this for?", "what"),
        ("do I get the money back when I am old?", "old_age"),
    ],
)
def test_questions_are_understood_in_english(text: str, topic: str) -> None:
    assert programme_question(text) == topic
