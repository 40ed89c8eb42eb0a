"""The words of wishes to the bot: which of them are the same, and which say nothing."""

from conversations.answers.language.lexicon import Lexicon, word_set
from conversations.answers.language.spellings import spelled_out

_MEANINGS = {
    "tidak": "TIDAK g ogah emoh mboten daan inda kada tida tidk kgk ndag",
    "jangan": "JANGAN jan",
    "tidak jadi": "GAJADI nggakjadi gjd gajd gkjd takjadi",
    "tidak lanjut": "sudahan udahan sudahi menyudahi",
    "tidak usah": "GAUSAH nggausah",
    "tidak tahu": "GATAU gataw",
    "belum": "BELUM lum",
    "sudah": "SUDAH dah da",
    "daftar": """
        DAFTAR registrasi register DAFTARKAN registration kedaftar regis ngedaftar daftarku
        daftaran
    """,
    "ikut": "IKUT ikutlah",
    "terdaftar": "terdaftar terdaptar trdaftar",
    "gabung": "GABUNG",
    "tanya": "TANYA nanyak nanyain",
    "jelaskan": "JELASKAN jelasken",
    "buat": "buat bikin buatkan bikinkan",
    "bpjs": "BPJS",
    "batal": """
        BATAL dibatalkan pembatalan membatalkan cancel cencel kensel urungkan dibatalin batalkn
        batalken btal batl batel batall baatal urung urungin diurungkan
    """,
    "stop": """
        STOP setop brenti brhenti berenti unsubscribe hentikan stopkan diberhentikan stp brhnti
        unsub
    """,
    "keluar": "keluar keluarkan keluarin exit quit kluar logout",
    "kembali": "KEMBALI back kmbali previous blk kmbl",
    "mundur": "mundur mundurkan undur",
    "jadi": "jadi jd jdi",
    "dari": "DARI",
    "program": "PROGRAM prgram progrm",
    "minat": "minat tertarik berminat",
    "cek status": "cekstatus",
    "sebelumnya": "sebelumnya sebelum tadinya seblumnya sblmnya",
    "ubah": """
        UBAH gnti ralat koreksi edit betulkan benerin perbaikan mengubah mengganti change benarkan
        gantikan ubahkan memperbaiki betulin merubah mengedit ngubah ngganti nukar tukar dibetulkan
        nambahin tambahin menambahkan
    """,
    "salah": "SALAH",
    "salah ketik": "typo taypo",
    "salah pencet": "kepencet kepincit kpencet",
    "salah isi": "kebalik tertukar ketuker ketukar",
    "ulang": "ulang ulangi mengulang ulangin ulangkan diulang ngulang ulg",
    "mulai": "MULAI memulai",
    "awal": "awal semula pertama awalnya mula awl",
    "restart": "restart reset",
    "semua": "semua semuanya semue smua",
    "bantuan": "BANTUAN help panduan petunjuk info informasi tutorial faq",
    "tolong": """
        tolong tlg tlng tlong tolng dibantu bantu tulong mohon mhn bantulah bntu tolonk
    """,
    "bingung": "bingung bngung bingong binggung pusing puyeng",
    "mengerti": "MENGERTI faham pahaman ngarti ngerty pham phm ngrti memahami mudeng mudheng",
    "tahu": "TAHU tauk",
    "cara": "cara caranya cranya carenye care crnya caranye cr",
    "gimana": "GIMANA bagaimane macammana piye camane",
    "apa": "APA APAKAH apaa nape",
    "kenapa": "KENAPA",
    "dimana": "DIMANA",
    "mana": "MANA",
    "kemana": "KEMANA",
    "kapan": "KAPAN",
    "berapa": "BERAPA",
    "siapa": "SIAPA",
    "status": "status sttus statusnya setatus stats",
    "cek": "cek check ngecek dicek periksa mengecek lacak track tracking melacak",
    "kabar": "KABAR kbr info",
    "hasil": "HASIL",
    "kemarin": "kemarin kemaren kmrn kmren kemarennya semalam",
    "ada": "ADA adakah",
    "petugas": """
        petugas admin operator cs manusia petugasnya adminnya orangnya orangnye minnya customer
    """,
    "bicara": """
        bicara ngomong berbicara ngobrol bercakap HUBUNGI ditelpon telfon sambungkan bicare ketemu
        disambungkan ngomonglah nelpun tlp telp ditelepon hubungkan telponkan ngadu mengadu curhat
        komplain complain bekesah
    """,
    "orang": "ORANG",
    "nomor": "NOMOR nomornya",
    "halo": "HALO hello helo hay hei hey alo haloo hla oi woi hy woy horas",
    "assalamualaikum": """
        SALAM assalamualaikm ass aslm assalam asalamualaikum askum assalamu alaikum shalom syalom
        salom samlekum samlikum mikum salamualaikum sejahtera warahmatullahi wabarakatuh wr wb
        swastiastu om alaykum assalammualaikum assalamualaykum asalamu aslkm
    """,
    "pagi": "PAGI malem petang mlm pgi selamatpagi",
    "selamat": "selamat slmt slamat selmat met",
    "permisi": "permisi prmisi misi punten pemisi permissi amit numpang kulonuwun sampurasun",
    "menu": "menu menunya start",
    "p": "p ping pp tes test",
    "bahasa": "bahasa language lang bhs bahase",
    "antrean": "antrean antrian queue antri antre",
    "pesan": "pesan pesannya wa sms chat notifikasi pemberitahuan notif dichat psn spam",
    "kirim": """
        kirim dikirim kirimi dikirimi ngirim hubungi dihubungi ganggu diganggu mengirim krm
        kirimin dikirimin
    """,
    "hapus": "hapus hapuskan delete dihapus menghapus",
    "lanjut": "LANJUT dilanjutkan nerusin meneruskan diterusin diteruskan dilanjutin nerusken",
    "pertanyaan": "pertanyaan soal pertanyaannya jawaban jawabannya tahap langkah",
}
# The words that are known in spite of a slip of the finger; all others are too near to names.
_SLIPPABLE = word_set(
    """
    tidak jangan belum sudah daftar pendaftaran mendaftar didaftarkan daftarkan pendaftarannya
    registrasi register batalkan dibatalkan pembatalan membatalkan cancel berhenti hentikan
    unsubscribe kembali sebelumnya perbaiki betulkan diganti diubah mengganti mengubah
    ulangi mengulang restart semuanya bantuan bantuannya petunjuk informasi tutorial
    mengerti ngerti caranya gimana bagaimana bagaimane kenapa mengapa dimana berapa status
    statusnya periksa kabarnya kemarin kemaren petugas petugasnya operator ngomong hubungi
    menghubungi telepon sambungkan assalamualaikum permisi antrean pertanyaan pertanyaannya
    lanjutkan bergabung bpjs selamat program tertarik
    """
)
SAME = Lexicon(
    _MEANINGS,
    exact=" ".join(
        word
        for spellings in _MEANINGS.values()
        for word in spelled_out(spellings)
        if word not in _SLIPPABLE
    ),
    same_start=True,
)
# A slip away from a command, but something else.
NEVER = word_set(
    """
    btl selama tahun berada situs tindak susah kapal kawan kanan kapas katak kawat karena kelapa
    kayak
    kemari kalbar disana berupa betapa batas datar induk utara betul tahan jantan salam siaga siang
    batam batang natal bantal batak batan lembali bahari bahasan dasar pasar menur mentu ulan ulam
    mula malay mulia muali kabat bawal harus minta nanti haris panen banyak mendulang kelar
    """
)
# Words typed without vowels, and salutations by what is left of them without.
BONES = {
    "dftr": "daftar", "pndftrn": "daftar", "stts": "status", "sts": "status", "bntn": "bantuan",
    "kmbl": "kembali", "hlp": "bantuan",
    "brhnt": "stop", "brhnti": "stop", "ptgs": "petugas", "bngng": "bingung",
    "rstrt": "restart", "prms": "permisi", "mngrt": "mengerti", "ngrt": "mengerti",
}  # fmt: skip
SALUTED = dict.fromkeys(("slmlkm", "slmkm", "smlkm", "slmlkmw"), "assalamualaikum")
# Words so short are told from names only if two letters are swapped: "hlep" is help.
SWAPPED = {
    word[:at] + word[at + 1] + word[at] + word[at + 2 :]: SAME.exactly(word) or word
    for word in word_set("help stop menu back edit ubah halo info batal tolong gabung minat")
    for at in range(1, len(word) - 1)
}
FILLER = word_set(
    """
    PAK BUK ibu SAYA KAMI sayo gue ku YA DONG nih nah kok kah ye SAJA JUGA dulu dl LAGI MAU INGIN
    kepengen maunya BISA BOLEH kan EH MAAF please plis SEKARANG gan nya wkwk hehe sini gw maok mok
    males malas yuk yok ayo kuy deck tolonglah tuh ah wah kang cak KALAU lok agik lagik arep YANG
    UNTUK ITU tadi td the to i want my me dan
    """
)
# What we ask for, as somebody calls it who wants to correct it.
_FIELDS = """
    NAMA nik niknya ktp kk tanggal tgl tanggalnya lahir lahirnya alamat alamatnya desa desanya
    kampung hp wa nomor pekerjaan kerjaan pekerjaannya penghasilan gaji DATA ibu tempat kelamin
    angka huruf orang rt dusun
"""
# Words of patterns that never make a wish without another word.
IDLE = word_set(
    f"""
    {_FIELDS}
    w b d s SAYA KAMI ini ITU di ke dari YANG UNTUK JUGA ya kah nya dan DENGAN PAK SAJA deh SUAMI
    anak tetangga teman diri kerja pekerja rentan baru 100 seratus anggota agen kantor
    kepala perangkat kecamatan kawin menikah nikah lajang cerai janda duda bujang masuk selesai
    SAMPAI aktif tidak sudah ADA BISA BOLEH MAU INGIN LAGI kebersihan parkir keamanan sampah
    indonesia inggris melayu dayak indo jawa satu langkah lalu baru harga hadir belanja jumlah umur
    usia harus perlu dapat punya
    """
)
FIELD = "|".join(
    spelled_out(
        f"""
        {_FIELDS}
        pesan ketik ngetik tulis nulis isi ngisi jawab input pencet tekan pilih kirim masuk
        masukkan masukin pertanyaan jawaban sebut answer name number
        """
    )
).join(("(?:", ")"))
