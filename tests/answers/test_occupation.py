"""Jobs as people call them."""

import pytest

from conversations.answers.invalid import Invalid
from conversations.answers.occupation.occupation import CODES, occupation
from tests.answers.outcome import outcome

JOBS = {
    "rubber": (
        "noreh|noreh getah|nyadap karet|petani karet|buruh sadap karet|motong karet|kerja karet|"
        "penyadap|tukang noreh|noreh karet punya orang|nores karet|ngaret|"
        "kerja noreh di kebun orang|toreh getah|menoreh|buruh karet|kebun karet|noreeh"
    ),
    "oil_palm": (
        "petani sawit|buruh sawit|panen sawit|kerja sawit|pemanen sawit|langsir sawit|"
        "buruh kebun sawit|mupuk sawit|ngutip brondolan|dodos sawit|kerja di kebun sawit|"
        "petani plasma sawit|pendodos|muat sawit|tukang panen sawit|rawat sawit|sawit|"
        "buruh harian sawit|kuli sawit|egrek|kerja di sawit|kebun sawit sendiri"
    ),
    "farmer": (
        "petani|bertani|petani padi|tani padi|berladang|ladang|petani sayur|nanam sayur|"
        "petani sahang|kebun lada|petani jagung|kebun jeruk|berkebun|pekebun|petani kopi|bahuma|"
        "nanam jagung|bercocok tanam|ptani|petanii|kebun sahang sendiri|ke ladang|kebun sayur|"
        "peladang"
    ),
    "farm_labour": (
        "buruh tani|kuli tani|upahan di sawah orang|buruh tanam padi|upahan di ladang orang|"
        "buruh sawah|ngambil upah nanam padi|kerja di sawah orang|buruh tani harian|buruh ladang|"
        "upah nebas ladang"
    ),
    "livestock": (
        "peternak|peternak ayam|ternak babi|piara babi|gembala kambing|ternak sapi|pelihara ayam|"
        "peternak bebek|beternak|ngangon sapi"
    ),
    "fisher": (
        "nelayan|melaut|cari ikan|nangkap ikan|cari kepiting|nyari udang|mancing ikan|"
        "pencari ikan di sungai|penjala ikan|ngejala|nelayn|pukat|cari ikan di sungai"
    ),
    "fish_farmer": (
        "keramba|petambak|tambak bandeng|budidaya lele|kolam ikan|ternak ikan|pelihara ikan nila|"
        "petambak udang|budidaya ikan"
    ),
    "miner": (
        "penambang emas|dompeng|kerja dompeng|nambang emas|dulang|pecah batu|gali pasir|"
        "kerja emas|ikut dompeng|cari emas|penambang pasir|kerja tambang|peti|sedot pasir|"
        "tambang emas"
    ),
    "forest": (
        "tebang kayu|nebang pohon|cari rotan|cari gaharu|cari madu|tukang sinso|operator chainsaw|"
        "kerja kayu|kerja di sawmill|cari kayu di hutan|potong kayu|belah kayu|cari kayu"
    ),
    "construction": (
        "tukang bangunan|kuli bangunan|buruh bangunan|tukang batu|tukang cat|pasang keramik|"
        "kenek tukang|pembantu tukang|kernet bangunan|nukang|kerja bangunan|tukang plafon|"
        "laden tukang|tkg bangunan"
    ),
    "workshop": (
        "bengkel|kerja di bengkel|bengkel motor|tambal ban|tukang las|las listrik|tukang mebel|"
        "servis elektronik|mekanik|service hp|buka bengkel|servis tv|tukang servis ac"
    ),
    "motorcycle_transport": (
        "ojek|ngojek|ojek online|driver ojol|kurir|kurir paket|grab|tukang ojeg|ojek pangkalan|"
        "tukang ojekk|narik ojek|kurir jnt"
    ),
    "driver": (
        "sopir|supir truk|sopir angkot|kernet truk|kenek|sopir travel|bawa truk|driver|nyupir|"
        "sopir bus|supir pickup|supir truk sawit"
    ),
    "boat_operator": (
        "sopir speedboat|motoris|bawa sampan|sampan tambang|penambang sampan|motor air|juru mudi|"
        "bawa speed|narik sampan|supir spit|kapal klotok"
    ),
    "porter": (
        "buruh angkut|kuli angkut|kuli panggul|bongkar muat|buruh bongkar muat pelabuhan|"
        "angkut barang|manggul|tukang angkut barang|kuli pasar"
    ),
    "trader": (
        "pedagang|jualan|dagang|jualan sayur|jual ikan|jualan kue|buka warung|warung kopi|"
        "jaga toko|jaga warung|penjaga toko|PKL|pedagang kaki lima|jualan online|dagang di pasar|"
        "tukang bakso|jual gorengan|jualn|pedagang sayur keliling|punya kios|warung sembako|"
        "jual getah|penjual es|karyawan toko|tukang sayur|berjualan"
    ),
    "food_maker": (
        "bikin kue|pembuat tempe|buat kerupuk|bikin tahu|pembuat gula merah|katering|"
        "terima pesanan kue|buat kue pesanan|bikin keripik"
    ),
    "domestic": (
        "ART|pembantu|pembantu rumah tangga|asisten rumah tangga|buruh cuci|tukang cuci|"
        "cuci setrika|pengasuh anak|jaga anak orang|baby sitter|nyuci di rumah orang|"
        "buruh setrika|kerja di rumah orang"
    ),
    "crafts": (
        "penjahit|tukang jahit|menjahit|penenun|nenun|tenun kain|anyam tikar|pengrajin rotan|"
        "nganyam|pengrajin|bikin anyaman|penganyam bakul|pandai besi"
    ),
    "personal_care": (
        "tukang cukur|pangkas rambut|salon|tukang pijat|tukang urut|rias pengantin|potong rambut|"
        "perias|buka salon|pijit"
    ),
    "religious": (
        "guru ngaji|marbot|marbot masjid|imam masjid|koster|koster gereja|katekis|pendeta|"
        "pengurus gereja|ngajar ngaji|penjaga masjid|ustadz"
    ),
    "health_helper": "dukun beranak|bidan kampung|kader posyandu|dukun bayi|kader|bidan",
    "teacher": (
        "guru honorer|guru paud|guru les|guru|ngajar paud|guru tk|guru honor|guru sd honorer"
    ),
    "cleaning_security": (
        "pemulung|penjaga malam|satpam|security|hansip|tukang sapu|petugas kebersihan|"
        "penjaga sekolah|cleaning service|cari barang bekas|tukang sampah|jaga malam|"
        "petugas kebersihan pasar"
    ),
    "odd_jobs": (
        "serabutan|kerja serabutan|buruh harian lepas|harian lepas|kerja apa saja|"
        "apa aja dikerjain|buruh serabutan|mocok mocok|buruh lepas|kerja tidak tetap|"
        "serabutan bang, apa jak yang ada"
    ),
    "not_working": (
        "tidak bekerja|nganggur|belum kerja|ibu rumah tangga|IRT|pelajar|mahasiswa|pensiunan|"
        "ndak kerja|urus rumah tangga|masih sekolah|di rumah aja|pengangguran|tidak ada kerjaan|"
        "pensiunan PNS"
    ),
    "formal_employee": (
        "PNS|ASN|TNI|karyawan swasta|karyawan perusahaan|pegawai negeri|PPPK|karyawan PT|guru PNS|"
        "polri|tentara|karyawan perusahaan sawit|pegawai bank|perangkat desa"
    ),
    "other": (
        "tukang parkir|fotografer|tukang foto|sol sepatu|penyanyi|dalang|tukang kunci|cuci motor|"
        "penari|operator alat berat|tukang sumur"
    ),
}
VAGUE = (
    "buruh|kuli|wiraswasta|swasta|usaha|kerja|kerja di kebun|ikut orang|kerja ikut orang|"
    "wirausaha|kebun|tukang|buruh kebun|usaha sendiri|pekerja||iya|[Foto]|gak tau|"
    "suami saya noreh|🙏|kerja sama orang"
)
TWO = {
    "petani sama nelayan": {"farmer", "fisher"},
    "noreh dan jualan": {"rubber", "trader"},
    "pagi noreh, malam ojek": {"rubber", "motorcycle_transport"},
    "nelayan/petani": {"fisher", "farmer"},
    "noreh + ternak babi": {"rubber", "livestock"},
    "tukang bangunan kadang ojek": {"construction", "motorcycle_transport"},
    "petani sawit dan karet": {"oil_palm", "rubber"},
    "sopir merangkap jualan": {"driver", "trader"},
}
NOW = {
    "tadinya sopir, sekarang petani": "farmer",
    "pensiunan PNS sekarang tani": "farmer",
    "suami noreh saya ibu rumah tangga": "not_working",
    "suami sopir, saya jualan kue": "trader",
    "noreh eh maksudnya nyawit": "oil_palm",
    "siang jualan malam ojol": "two_jobs",
    "kadang kerja kadang tidak": "odd_jobs",
    "penoreh keret": "rubber",
    "muat buah sawit ke truk": "oil_palm",
    "ngurus sapi orang": "livestock",
    "ABK kapal ikan": "fisher",
    "petani ikan": "fish_farmer",
    "ngerawai": "fisher",
    "pembrondol": "oil_palm",
    "nyelam emas": "miner",
    "bongkar semen": "porter",
    "kuli beras": "porter",
    "beli karet": "trader",
    "bengkel perahu": "workshop",
    "kerja macam2": "odd_jobs",
    "lagi cari kerja": "not_working",
    "kerja rumah tangga orang": "domestic",
    "kerja berat": "vague",
    "driver grab car": "driver",
    "bawa motor air": "boat_operator",
    "satpam bank": "cleaning_security",
    "pungut botol bekas": "cleaning_security",
    "P3K": "formal_employee",
    "belakang rumah": "vague",
    "kerja di rumah": "vague",
    "buruh petani": "farm_labour",
    "dulu noreh sekarang ojek": "motorcycle_transport",
    "sekarang jualan, dulu noreh": "trader",
    "bukan petani, nelayan": "fisher",
    "mantan sopir, sekarang tani": "farmer",
    "saya noreh, suami nelayan": "rubber",
    "petani padi dan jagung": "farmer",
    "buruh harian lepas sawit": "oil_palm",
    "ikan, sayur": "two_jobs",
    "usaha gula merah": "food_maker",
    "dukun": "other",
    "jaga kantor malam": "cleaning_security",
    "jaga di gudang": "cleaning_security",
    "pungut brondol sawit upahan": "oil_palm",
    "jualan ikan sama sayur": "trader",
    "nelayan, cari kepiting": "fisher",
    "kerja saya noreh pak": "rubber",
    "pekerjaan: nelayan": "fisher",
    "*NELAYAN* 🎣": "fisher",
    "n o r e h": "vague",
}


@pytest.mark.parametrize(
    ("text", "code"), [(text, code) for code, texts in JOBS.items() for text in texts.split("|")]
)
def test_job(text: str, code: str) -> None:
    """Every way to say a job has its one code."""
    assert outcome(occupation, text) == code


@pytest.mark.parametrize("text", VAGUE.split("|"))
def test_vague(text: str) -> None:
    """A word for any work, or no work at all, is asked about."""
    assert outcome(occupation, text) == "vague"


@pytest.mark.parametrize(("text", "codes"), TWO.items())
def test_two_jobs(text: str, codes: set[str]) -> None:
    """Two jobs are offered for choice."""
    with pytest.raises(Invalid, match="two_jobs") as two:
        occupation(text)
    assert set(two.value.candidates) == codes


@pytest.mark.parametrize(("text", "expected"), NOW.items())
def test_what_counts(text: str, expected: str) -> None:
    """Now counts, one's own job counts, and goods are no second job."""
    assert outcome(occupation, text) == expected


def test_a_vague_word_offers_what_it_may_be() -> None:
    """Only known codes are offered."""
    for text in ("buruh", "kebun", "usaha", "kerja"):
        with pytest.raises(Invalid) as vague:
            occupation(text)
        assert set(vague.value.candidates) <= set(CODES)
