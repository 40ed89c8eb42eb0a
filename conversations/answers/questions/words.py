"""The words of questions about the programme: which mean the same."""

from conversations.answers.language.lexicon import Lexicon, word_set
from conversations.answers.language.spellings import spelled_out

_SPELLINGS = {
    "kenapa": "KENAPA kenape kok ko why knpa",
    "gimana": "GIMANA how bgaimana",
    "apa": "APA APAKAH what apkah apasih",
    "mana": "MANA DIMANA KEMANA darimana where",
    "kapan": "KAPAN when kpan",
    "siapa": "SIAPA spa siapakah who siapasih",
    "berapa": "BERAPA brpa much many",
    "ngapain": "ngapain ngapa",
    "untukapa": "diapakan dikemanakan diapain dikemanain",
    "arti": "arti artinya MAKSUD mksdnya singkatan kepanjangan",
    "mengerti": "MENGERTI faham pahaman bingung ngarti",
    "jelas": "JELASKAN",
    "tanya": "TANYA ditanya tnya ditanyakan tanye ditanyain asked",
    "kalau": "KALAU kl klu kalu misal misalnya misalkan seandainya andai if",
    "ini": "ini ni nih this",
    "kah": "kah",
    "bukan": "BUKAN",
    "bisa": "BISA dapatkah can",
    "boleh": "BOLEH bolehkah may allowed",
    "ada": "ADA adakah",
    "tanpa": "tanpa tnp",
    "harus": "harus hrs hrus mesti wajib kewajiban",
    "perlu": "perlu butuh perlukah prlu need perlunya keperluan diperlukan",
    "minta": "minta mintak diminta meminta mnta ask asks",
    "pakai": "pakai pake pke pakek dipakai dipake memakai pki gunakan digunakan menggunakan",
    "untuk": "UNTUK buat tuk bt for",
    "dapat": "dapat dpt dapet dape mendapat mendapatkan menerima dapatkan dapatnya get",
    "terima": "diterima terima ketrima keterima lolos lulus",
    "cuma": "CUMA hny",
    "sendiri": "sendiri sndiri dewek",
    "satu": "satu 1",
    "dua": "dua 2 due",
    "seratus": "seratus 100",
    "orang": "ORANG",
    "uang": "uang duit uangnya duitnya uangnye duet money",
    "bayar": """
        paid pays
        bayar bayarnya byr membayar berbayar iuran iur premi bayarkan iurannya mbayar bayare
        dibayarin pay preminya bayaran
    """,
    "gratis": "gratis grtis gratisan free geratis",
    "biaya": "biaya biayanya tarif ongkos cost dibiayai byaya biaye",
    "dipotong": "dipotong potongan potongannya motongan",
    "tagih": "ditagih tagihan nagih tagihannya dipungut pungutan pungli",
    "setor": "setor nyetor setoran transfer ditransfer",
    "tipu": """
        tipu penipuan nipu ketipu tertipu ditipu penipu menipu hoax hoaks hoak palsu bohong
        dibohongi modus abal scam tipuan pnipuan penipu nipunya akal
    """,
    "resmi": "resmi rsmi official",
    "aman": "aman amankah safe terjamin",
    "bukti": "bukti buktinya",
    "asli": "asli",
    "beneran": "beneran bneran serius sungguhan bnran",
    "betul": "BETUL",
    "percaya": "dipercaya percaya trusted",
    "takut": "takut khawatir kuatir ragu waswas curiga was",
    "pemerintah": "pemerintah pemda kabupaten bupati pmerintah dinas",
    "manfaat": """
        manfaat faedah benefit keuntungan manfaatnya keuntungannya fasilitas fasilitasnya faedahnya
        manpaat manfaatnye benefits kegunaan kegunaannya kelebihan
    """,
    "untung": "untung untungnya untungnye untunge",
    "guna": "guna gunanya gunanye berguna",
    "enak": "enak enaknya enaknye hebatnya bagusnya",
    "jkk": "jkk",
    "jkm": "jkm",
    "jaminan": "jaminan jamianan asuransi jminan",
    "meninggal": """
        die died
        meninggal mati wafat kematian meninggalnya mninggal mninggl mnggal matinya meningal
        meninggl tewas berpulang death dies
    """,
    "santunan": "santunan santunannya compensation",
    "duka": "duka dukacita pemakaman dikubur penguburan",
    "warisan": "waris pewaris",
    "beasiswa": "beasiswa beasiswe siswa beasiswanya biasiswa scholarship beasiswanye",
    "sekolah": """
        sekolah kuliah skolah sekolahnya kuliahnya sekolahin disekolahkan bersekolah sekolahkan
        pendidikan
    """,
    "anak": "anak anaknya anak2",
    "celaka": """
        injured hurt
        kecelakaan celaka laka kcelakaan kecelakan tabrakan ketabrak ditabrak nabrak jatuh terjatuh
        kejatuhan tertimpa ketimpa luka terluka kepotong terpotong patah digigit dipatok kesetrum
        tersengat tenggelam parang keparang cedera cidera cacat kecelakaannya accident tabrak
        terjepit kejepit tersambar terkena jato musibah lumpuh buntung gigit keracunan terbakar
        kebakaran tersiram terpeleset kepeleset nyemplung tergelincir kecemplung insiden kebacok
        terluke
    """,
    "tanggung": """
        ditanggung nanggung tanggung menanggung ditangung ditanggungkah covered dicover cover
    """,
    "rumahsakit": "rs rsud puskesmas rumkit klinik dokter",
    "obat": "obat pengobatan",
    "jalan": "jalan perjalanan pulang",
    "kerja": "KERJA pekerjaan pekerja",
    "berlaku": "berlaku berlakunya berlakunye aktif aktifnya masa brlaku keaktifan berlangsung",
    "lindung": "perlindungan dilindungi terlindungi perlindungannya melindungi",
    "sampai": "SAMPAI smpe hingga ampe sampay until",
    "habis": "habis abis hbs berakhir selesai habisnya abisnya kelar berhentinya",
    "lama": "lama lame lamanya long",
    "tahun": "TAHUN setahun",
    "bulan": "bulan bln sebulan perbulan",
    "masih": "masih msh msih",
    "panjang": "diperpanjang perpanjang memperpanjang perpanjangan",
    "klaim": "klaim klem claim ngeklaim mengklaim diklaim klaimnya nglaim klaem pengklaiman",
    "urus": "ngurus urus mengurus ngurusnya urusnya diurus pengurusan mengurusnya",
    "hari": "hari",
    "lapor": "lapor melapor melaporkan laporkan laporan dilaporkan ngelapor laporin laporannya",
    "hubungi": "HUBUNGI",
    "cair": "cair cairkan dicairkan pencairan mencairkan cairnya cairin nyairkan",
    "ambil": "ambil diambil mengambil ngambil ambilnya",
    "kembali": "KEMBALI dikembalikan back",
    "hangus": "hangus",
    "surat": "surat surat2 berkas",
    "dokumen": "dokumen dokumennya",
    "nik": "nik ktp niknya ktpnya ktpe",
    "ibu": "ibu mamak emak mak umak ibunda mama mother",
    "nama": "NAMA nme nm name names",
    "penghasilan": "penghasilan gaji pendapatan upah gajih gajinya penghasilannya salary income",
    "nama_ibu": "mothers",
    "hubungan": "hubungan hubungannya kaitannya kaitan urusannya",
    "pengaruh": "pengaruh berpengaruh mempengaruhi ngaruh",
    "tambah": "tambah nambah bertambah",
    "besar": "besar banyak gede",
    "data": "DATA identitas dataku datanye information",
    "sebar": "disebar tersebar sebarkan disebarkan nyebar sebar disebarluaskan menyebar",
    "jual": "dijual jual diperjualbelikan",
    "bocor": "bocor bocorkan dibocorkan kebocoran dicuri",
    "tolak": "tolak ditolak gagal",
    "salahguna": "disalahgunakan salahgunakan penyalahgunaan disalah",
    "kasih": "dikasih kasih diberikan dibagikan dibagi diserahkan",
    "simpan": "disimpan simpan nyimpan menyimpan tersimpan",
    "lihat": "lihat liat melihat ngeliat dilihat diliat baca tengok see sees",
    "rahasia": "rahasia dirahasiakan rahasianya privasi",
    "pinjol": "pinjol pinjaman",
    "kades": "kades lurah chief",
    "beda": "beda bedanya perbedaan berbeda bda perbedaannya bedanye",
    "sama": "sama sm kayak seperti",
    "kesehatan": "kesehatan kis jkn kes kesehatannya kesehatn askes",
    "berobat": "berobat brobat",
    "sakit": """
        sick ill
        sakit demam malaria opname melahirkan lahiran batuk flu penyakit sakitnya bersalin operasi
        dbd meriang pusing
    """,
    "kartu": "kartu kartunya kartunye krtu card",
    "syarat": "syarat persyaratan syaratnya sarat kriteria kriterianya ketentuan ktentuan",
    "umur": "umur usia umurnya usianya umr age ages",
    "terlalu": "terlalu too",
    "batas": "batas dibatasi batasan batasnya membatasi limit limits",
    "hitung": "dihitung dianggap termasuk",
    "hak": "berhak hak",
    "paling": "paling maksimal maks minimal max min maximal maksimum minimum",
    "honorer": "honorer pensiunan pelajar mahasiswa lansia karyawan",
    "pns": "PNS",
    "perangkat": "perangkat",
    "ikut": "IKUT GABUNG ikutnya masuk",
    "daftarkan": "DAFTARKAN ndaftarkan ngedaftarkan didaftarin daptarkan ngedaftarin",
    "bantu": "bantu BANTUAN dibantu membantu bantukan",
    "luar": "luar",
    "keluarga": """
        family
        husband wife brother sister
        SUAMI laki ADIK keluarga suamiku istriku mertua paman bibi menantu sepupu nenek kakek
    """,
    "kawan": "tetangga kawan teman tetanggaku kwn neighbour neighbor friend",
    "wakil": "mewakili wakili diwakilkan diwakili wakilkan",
    "hp": "hp wa henpon telegram",
    "kebagian": "kebagian",
    "kuota": "kuota kuotanya jatah jatahnya slot slotnya kursi quota kuote",
    "penuh": "penuh full penoh",
    "kosong": "kosong empty",
    "sisa": "sisa sisanya tersisa left",
    "tempat": "tempat tmpt tempatnya place places",
    "desa": "desa dusun kampung kec kecamatan gang jl rt rw village",
    "mulai": "MULAI mulainya mule mulainye start starts",
    "setelah": "setelah sesudah selepas stlh stelah after",
    "selanjutnya": "selanjutnya kelanjutannya berikutnya",
    "lanjut": "lanjut terus trus trs",
    "kabar": "KABAR dikabari dikabarin diberitahu dihubungi dikabarkan ngabarin news",
    "hasil": "HASIL keputusan keputusannya hasilnye result",
    "umum": "pengumuman diumumkan pengumumannya",
    "proses": "proses prosesnya diproses prosesnye take takes process",
    "tunggu": "tunggu nunggu menunggu ditunggu",
    "langsung": "langsung lgsg lsg otomatis",
    "putus": """
        memutuskan mutuskan putuskan menentukan nentukan menyetujui menyeleksi nentuin milih
    """,
    "tahu": "TAHU know",
    "mandiri": "mandiri",
    "pribadi": "pribadi",
    "pensiun": "pensiun pensiunnya",
    "jht": "jht jaminanharitua",
    "saldo": "saldo saldonya",
    "tabungan": "tabungan tabungannya nabung tabung simpanan simpanannya",
    "tua": "tua tue tuanya old",
    "program": "PROGRAM programnye kegiatan program2 programme",
    "lewat": "lewat liwat via",
    "tentang": "tentang soal mengenai",
    "bpjs": "BPJS",
    "daftar": "DAFTAR register sign",
}
SHORT = 6  # letters; of a shorter word a slip is too often another word
MEANING = Lexicon(
    _SPELLINGS,
    exact=" ".join(w for line in _SPELLINGS.values() for w in spelled_out(line) if len(w) < SHORT),
    same_start=True,
)
# One slip from a word above, but something else.
NEVER = word_set(
    """
    kelapa gratia bersama bahasan bentar berada berkat berupa biasanya borong disana gadung halnya
    inside kalbar kontrak masalah menanti menentu minyak ngarit padang pahing pasang pemangkat
    pengasuh sampah simpang nambal tambak tambal jualan borongan
    """
)
