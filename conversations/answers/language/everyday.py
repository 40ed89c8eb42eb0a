"""Words of everyday talk: what people speak of, and are not called.

A name, a place and an address are free text, and at each of them something else may be said: the
rain, the price of rubber, that the phone is dying. One such word makes an answer doubtful, so it
is asked back before it is believed. Words that are names as well (Hari, Untung, Sabar) are asked
back once, too, which is better than a list with GETAH TURUN HARGA on it.
"""

from functools import lru_cache

from conversations.answers.language.lexicon import word_set
from conversations.answers.language.text import squeezed

_SMALL = """
    TIDAK BUKAN BELUM JANGAN GATAU GAUSAH GAJADI SAYA KAMI SAJA DONG YANG ITU UNTUK KALAU JUGA
    LAGI MAAF EH TAPI CUMA SEKARANG APA APAKAH KENAPA GIMANA DIMANA KEMANA KAPAN BERAPA PUNYA
    SUDAH TAHU MAU INGIN BISA BOLEH BETUL SALAH BATAL STOP LANJUT MENGERTI MAKASIH TANYA JELASKAN
    DAFTAR IKUT KEMBALI BANTUAN KABAR HASIL NOMOR MAKSUD ORANG KERJA NGANGGUR PNS POLISI SAMPAI
    TAHUN SUAMI gitu begitu begini gini kaya kayak seperti macam macamana karena karna soalnya
    sebab supaya biar agar bahwa kalian mereka dia beliau kita kitak kau kamu anda situ sini sana
    sinun disitu disini disana kesini kesana dari pada dalam luar atas bawah depan belakang
    samping sebelah seberang antara tentang sama serta atau maupun sedangkan ketika waktu saat
    sambil sebelum sesudah setelah sejak semenjak selama sering kadang kadangkala jarang selalu
    pernah masih baru tadi barusan kemarin kemaren besok lusa nanti ntar sebentar bentar dulu
    dulunya terus lalu kemudian akhirnya pun kok sih kan lho loh nah dah deh nih tuh yuk ayo mari
    silakan tolong coba harap mohon semua semuanya setiap tiap beberapa banyak sedikit kurang
    lebih paling sangat sekali betulbetul amat terlalu cukup hampir sekitar kirakira mungkin pasti
    tentu rasanya katanya kata ternyata sepertinya kayaknya memang emang ya iya oh wah waduh aduh
    astaga ampun amin semoga mudahmudahan dapat jadi akan sedang bukannya lain lainnya sendiri
    masingmasing bersama berdua bertiga ramai hal cara begitulah jika bila walau meski meskipun
    padahal apalagi malah justru hanya cuman sampe gak gk tak ape ade nak tok bah jak lok dolok
    aok mun wes sek dilut isik kalak ujan labat nyan paloi sorang sak ati nye kat
"""
_TIME = """
    pagi siang malam petang subuh magrib dini jam menit detik minggu pekan bulan musim kemarau
    semalam tanggal senin selasa rabu hari harian mingguan bulanan tahunan setahun sebulan
    seminggu sehari lama sebentaran cepat lambat telat terlambat mulai selesai usai akhir awal
    lalu depan januari februari maret april juni juli agustus september oktober november desember
"""
_NUMBERS = """
    satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus ribu
    juta seratus seribu sejuta setengah separuh kilo gram ton liter meter hektar ekor buah batang
    lembar biji ikat karung bungkus rupiah persen angka kali
"""
_WEATHER_LAND = """
    hujan gerimis deras lebat panas terik dingin angin kencang ribut badai petir guntur kilat
    banjir kabut asap cuaca cerah mendung langit matahari bulan bintang embun lumpur licin becek
    kering basah air sungai laut pantai muara hulu hilir gunung bukit hutan rimba ladang kebun
    sawah tanah batu pasir jalan lorong gang jembatan titi parit danau rawa gambut lahan pohon
    pokok daun akar ranting rumput semak bunga buah bibit tanam tumbang ombak gelombang pasang
    surut teduh kampung desa dusun kota pasar toko warung kios kantor sekolah masjid surau gereja
    kapel pura vihara puskesmas rumah dapur kamar pintu jendela atap dinding lantai halaman
    kandang gudang pondok gubuk tenda dermaga pelabuhan terminal bandara simpang persimpangan
    tanjakan turunan
"""
_WORK = """
    getah karet sawit lada sahang padi jagung ubi singkong sayur durian langsat rambutan kelapa
    kopi coklat pinang madu rotan kayu belian panen menoreh noreh nyadap motong sadap deres dodos
    brondol pupuk racun semprot cangkul parang pisau sabit kapak gergaji chainsaw sinso mesin
    domfeng dompeng emas tambang razia pukat jala jaring pancing mancing mincing perahu sampan
    kapal speedboat motor mobil truk bus ojek sepeda ban busi oli bensin solar minyak gas bengkel
    servis rusak mogok bocor macet rem gaji upah borongan lembur bos toke tauke juragan pengepul
    timbang harga murah mahal naik turun laku jual beli belanja dagang jualan untung rugi modal
    hutang utang bayar cicil cicilan kredit pinjam pinjaman tabung transfer rekening uang duit
    tunai arisan nelayan petani buruh kuli tukang sopir supir guru dokter bidan perawat tentara
    polisi karyawan pegawai pensiun kades kadus camat lurah petugas pabrik perusahaan proyek
    bangunan semen pasangan pete pkh blt bansos bantuan raskin kartu surat berkas sertifikat
    tanahnya pajak listrik pln
"""
_HOME = """
    makan minum masak nasi lauk ikan ayam telur daging sapi babi kambing bebek itik udang kepiting
    garam gula teh susu roti kue goreng rebus pedas pahit manis asin enak lezat lapar haus kenyang
    mandi cuci jemur setrika sapu tidur bangun duduk berdiri jalanjalan lari pulang pergi datang
    berangkat singgah mampir sampai tinggal pindah ikut bawa ambil taruh simpan cari dapat hilang
    ketinggalan lupa ingat lihat nampak dengar cakap bicara ngomong bilang cerita panggil kirim
    terima balas jawab telpon telepon nelpon sms chat video foto gambar suara rekam pulsa kuota
    sinyal jaringan internet wifi hp handphone hape lowbat baterai batre cas charger layar
    aplikasi baju celana sepatu sandal kain kasur bantal lemari meja kursi piring sendok gelas
    panci kompor lampu senter kipas tv televisi radio kacamata dompet kunci tas kantong buku pena
    kertas anak bayi cucu nenek kakek bapak ayah mamak mama emak ibu abang kakak adik paman bibi
    ipar menantu mertua sepupu keponakan kembar bungsu sulung tetangga kawan teman tamu keluarga
    saudara laki perempuan lelaki wanita pria janda duda bujangan gadis lahir lahiran hamil nikah
    kawin cerai meninggal wafat mati mayat kubur makam sakit sehat sembuh demam batuk pilek pusing
    luka bengkak patah kecelakaan celaka jatuh tabrak obat jamu suntik vaksin rawat periksa darah
    kaki tangan kepala mata gigi perut pinggang badan kulit capek capai penat lelah ngantuk sibuk
    santai libur istirahat senang sedih marah takut malu bingung pusing lucu bagus jelek cantik
    ganteng besar kecil panjang pendek tinggi rendah berat ringan tua muda baru lama bersih kotor
    penuh kosong rapi hitam putih merah biru hijau kuning
"""
_TALK = """
    halo assalamualaikum permisi selamat salam sejahtera met kabar undangan rapat acara pesta
    gawai lebaran puasa natal imlek misa pengajian ibadah doa sembahyang sholat koor latihan lomba
    bola menang kalah main nonton lagu joget video lucu grup bagikan sebarkan promo info loker
    dijual diskon gratis hadiah undian nomor link klik hub hubungi nego stok pesan paket ongkir
    cod cair resmi palsu tipu penipuan hoaks awas bahaya penting darurat berita kabarnya isu gosip
    ktp kk nik akta foto kopi fotokopi dokumen syarat formulir isi tulis ketik baca data status
    cek ulang hapus ubah ganti tambah kurang sesuai tertera tertulis tercantum sda idem test tes
    cek sound hmm woi wkwk haha hehe hihi lol anu apalah entah terserah bebas bujur nggih inggih
    enggih njih auk ndak sik tok wis sampun mboten sorry thanks thank you please hello the is it
    no yes not what why how where when who i my me am are do does did can will would rain today
    tomorrow money phone busy sick home work bapaknya ibunya anaknya namanya nya saye awak aku gue
    lu elo kamek kamik urang uwan sedang telah bakal hendak mesti harus wajib perlu usah sebaiknya
    lebihlah tetap susah gampang sulit mudah menentu masuk keluar kena robek ngopi ini itu wa telp
    whatsapp cocok laku paling lain pasti jalur dagangan tebal tipis ribut gotong royong bakti
    kerjabakti antri antrian libur cuti habis sisa putus nyala padam mati hidup jalan rame sepi
    aman hatihati tenang tanpa spasi koma titik huruf kapital
"""
EVERYDAY = frozenset().union(
    *map(word_set, (_SMALL, _TIME, _NUMBERS, _WEATHER_LAND, _WORK, _HOME, _TALK))
)

# Words of talk that people are called, too, or that stand in places: no sign of talk alone.
_CALLED = word_set(
    """
    ade adek adik abang bang bulan bintang bunga mutiara intan permata putri putra dewi ratu
    cahaya surya mega embun pak bu mas mbak bapak ibu min mimin om bos dek pa bah nak h hj no na
    sa i su maria may mei juni juli agus maret april januar lia rita mira wan uray gusti utin
    encek cek tua muda makmur mulia jaya lestari sejahtera ban mat mate dara sari mari ria man pon
    tok rasa ape ati hati siti is it an lo ani ana lena yu am do can will me are hijau putih hitam
    merah kuning biru mas emas daun
    """
)
_PREFIXES = ("memper", "meng", "meny", "mem", "men", "me", "nge", "ny", "ng", "ber", "be", "di",
             "ter", "te", "per", "pe", "se", "ke")  # fmt: skip
_SUFFIXES = ("kannya", "nya", "nye", "lah", "kah", "kan", "an", "i", "ku", "mu", "in")
_ROOT = 4  # letters


@lru_cache(4096)
def everyday(word: str) -> bool:
    """Return whether a lower-case word is one of everyday talk, and no name."""
    if word in _CALLED:
        return False
    plain = squeezed(word) if len(word) > _ROOT else word
    return any(root in EVERYDAY for root in (word, plain)) or any(
        root in EVERYDAY and root not in _CALLED for root in (*_roots(word), *_roots(plain))
    )


def _roots(word: str) -> list[str]:
    """Return what is left of a word without what grammar puts before and behind it."""
    begun = [word, *(word.removeprefix(p) for p in _PREFIXES if word.startswith(p))]
    ended = [one.removesuffix(s) for one in begun for s in _SUFFIXES if one.endswith(s)]
    return [root for root in (*begun[1:], *ended) if len(root) >= _ROOT]
