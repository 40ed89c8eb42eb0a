"""Messages that are a wish and nothing else, in the words of `wishes`; the first that fits."""

from conversations.answers.language.patterns import alternatives
from conversations.answers.wishes.words import FIELD

WHOLE = alternatives(
    ("candidates:back:restart", r"ulang"),
    ("candidates:cancel:stop", r"keluar"),
    (
        "cancel",
        (
            r"(?:tolong )?(?:di )?batal(?: (?:daftar|semua|bpjs|proses|isi|pesan|data|formulir"
            r"|ikut))*(?: daftar)?"
        ),
        r"(?:(?:daftar|bpjs|proses|data) )+(?:di )?batal(?: semua)?",
        r"(?:daftar )?tidak jadi(?: (?:daftar|ikut|bpjs|isi|semua|lanjut))*",
        r"tidak (?:usah )?(?:jadi )?(?:daftar|ikut|lanjut)(?: (?:daftar|bpjs|program|proses))*",
        r"(?:sudah )?tidak usah(?: jadi)?(?: daftar)?",
        r"(?:tolong )?hapus (?:semua )?daftar(?: semua)?|(?:tolong )?hapus semua",
        r"(?:tolong )?stop (?:daftar|proses|isi)(?: (?:daftar|bpjs|data))*",
        r"keluar dari (?:daftar|program|bpjs|proses)(?: (?:daftar|bpjs|ini))*",
        r"jangan (?:di ?)?(?:daftar|lanjut)(?: (?:daftar|bpjs))*",
        r"(?:malas|males)(?: ah)? (?:lanjut|daftar|ikut|isi|ngisi)\w*(?: lagi)?",
        (
            r"(?:cukup )?SAMPAI (?:di ?)?sini(?: (?:SAJA|deh|pak|bu|bang"
            r"|dulu))*"
        ),
        r"(?:mengundurkan diri)(?: (?:dari )?daftar)?|(?:tarik|cabut) (?:daftar|data|berkas)",
        r"tidak lanjut",
        r"tidak (?:minat|tertarik|berminat|perlu)(?: (?:daftar|ikut|bpjs))*",
        r"(?:ubah|berubah) pikiran",
        r"SAYA (?:mau )?mundur(?: (?:SAJA|deh|pak|bu|bang))*",
        r"(?:sudah )?tidak usah (?:di)?lanjut",
    ),
    (
        "stop",
        (
            r"(?:tolong )?(?:di )?stop(?: (?:semua|kirim|pesan|langganan|berlangganan|bot|ini"
            r"|layanan|terima|dari|sms))*"
        ),
        (
            r"(?:tolong )?(?:(?:jangan|tidak usah) (?:pernah )?(?:kirim|pesan|terima)|tidak "
            r"(?:terima|kirim|dapat)) ?(?:(?:kirim|pesan|apa|ke|nomor|ini|semua|dari|bot|dapat"
            r"|terima))*(?: (?:pesan|ini|bot|dari|sini|kirim|apa|ke|nomor))*"
        ),
        r"(?:blokir|blok|block)(?: nomor)?(?: ini)?",
        r"cukup sudah",
        r"(?:tolong )?(?:hapus|keluar) nomor(?: (?:hp|pesan|ini|dari|sini|daftar|kontak|grup))*",
        r"(?:tolong )?(?:mati|matikan|matiin|nonaktifkan|off|offkan) (?:pesan|bot|langganan)",
        r"keluar dari (?:daftar )?(?:grup|langganan|layanan|bot|pesan)",
    ),
    (
        "back",
        (
            r"(?:tolong )?kembali(?: (?:ke|pertanyaan|sebelumnya|menu sebelumnya|satu|1|langkah"
            r"|sblm|awalnya|atas|nama|nik|tanggal|tgl|lahir|penghasilan|pekerjaan))*"
        ),
        r"(?:ke )?(?:pertanyaan )?sebelumnya",
        r"(?:ke )?pertanyaan (?:yang )?(?:tadi|sebelumnya|lalu)",
        r"ulang pertanyaan(?: sebelumnya| ini)?",
        r"undo",
        r"(?:pertanyaan )?tadi ulang",
        r"mundur(?: (?:satu|1|langkah|pertanyaan))*",
    ),
    (
        "edit",
        (
            r"(?:eh|MAAF|aduh|waduh) (?:eh |MAAF )?salah(?: (?:pak|bu"
            r"|bang|min))?"
        ),
        r"salah (?:ketik|pencet|isi)(?: salah)?",
        (
            r"(?!ubah hp$)(?:tolong )?(?:di )?ubah(?: (?:FIELD|sebelumnya|salah|nya|di|ke"
            r"|pertanyaan|ini))*"
        ),
        r"(?:ada )?(?:FIELD )*salah FIELD(?: (?:FIELD|sebelumnya|nya|ubah))*",
        r"(?:FIELD )+(?:nya )?(?:salah|typo)(?: (?:ubah|FIELD))*",
    ),
    (
        "restart",
        (
            r"(?:tolong )?(?:(?:mulai|ulang|kembali|isi|daftar|baru|semua|restart|dari|ke|lg"
            r"|yang) )*(?:dari|ke) (?:yang |paling )?(?:pertanyaan )?(?:awal|nol|0|depan)"
            r"(?: (?:semua|ulang|mulai|daftar|lagi))*"
        ),
        (
            r"(?:tolong )?(?:(?:mulai|isi|daftar|semua)(?: semua)? ulang|(?:mulai"
            r"|isi)(?: semua)? baru)"
            r"(?: (?:semua|data|nama|formulir|daftar))?(?: dari awal)?"
        ),
        r"ulang (?:semua|daftar|isi|dari awal|proses|baru)(?: daftar)?",
        r"restart(?: (?:semua|daftar|data|ulang|isi|lagi|pertanyaan))*",
        r"menu (?:over|again)",
        r"mulai (?:lagi|again|awal)|awal dari awal",
        r"kembali mulai",
        r"(?:menu|mulai) ulang",
        r"(?:hapus|ulang) semua mulai",
    ),
    (
        "help",
        r"(?:tolong )?bantuan(?: (?:tolong|daftar|bpjs|isi))*",
        r"tolong(?: tolong)*",
        r"butuh (?:bantuan|tolong)",
        r"minta (?:bantuan|tolong|petunjuk)",
        r"(?:bingung|tidak (?:mengerti|tahu cara|jelas|paham))(?: .{0,30})?",
        r"(?:kasih |minta |tolong |beri |berikan |ada )?contoh(?:nya)?(?: gimana| mana| apa)?",
        r"(?:per)?syarat\w*|manfaat\w*|iuran\w*|biaya\w*|keuntungan\w*|prosedur\w*|ketentuan\w*",
        r"(?:permisi )?tanya(?: (?:tanya|ini|itu|sesuatu|sebentar|bentar|sedikit|dikit|permisi))*",
        r"(?:tolong |bantuan )+(?:isi|ngisi|jawab|jelas)\w*(?: data)?",
        (
            r"(?:ini |itu |terus |trus |lanjut |lalu |jadi )*(?:gimana|ngapain)"
            r"(?: (?:ini|ni|itu|sih|isi|jawab))*"
        ),
        r"(?:harus |disuruh |perlu )+ngapain",
        r"kenapa(?: (?:data|nik|ini|itu|harus|perlu|SAYA|minta|diminta|tanya|ditanya|kah))*",
        r"(?:ini |ni |itu )?(?:apa|siapa)(?: (?:ini|ni|itu))*",
    ),
    (
        "status",
        (
            r"(?:tolong )?(?:cek |lihat |minta |tanya )?status(?: (?:daftar|bpjs|data|gimana|apa"
            r"|pr|cek))*"
        ),
        r"bantuan status(?: daftar)?",
        r"(?:tolong )?cek (?:daftar|hasil|data|nomor daftar|bpjs|kartu|proses)(?: .{0,24})?",
        (
            r"(?:masih|kenapa) lama(?: (?:sekali|ke|tidak|amat|betul|benar))*|hasil (?:gimana"
            r"|apa|mana)"
        ),
    ),
    (
        "register",
        (
            r"(?:tolong |halo |minta )?(?:coba )?(?:mulai )?(?:di )?daftar(?: "
            r"(?:bpjs|ketenagakerjaan|program|kerja|baru|pekerja|rentan|jadi|peserta|disini|di"
            r"|sini|ke|anggota|ini|orang|SUAMI|anak|tetangga|teman|diri|online|lewat"
            r"|pesan|here))*"
        ),
        r"(?:tolong )?(?:di )?daftar (?:KIN ?(?:ipar|kandung|SAYA|KAMI|ku)? ?)+",
        r"gabung",
        r"(?:tolong )?minta daftar",
        (
            r"(?:(?:SAYA|KAMI|JUGA) )*(?:MAU|INGIN) (?:JUGA )?"
            r"ikut(?: (?:JUGA|dong|ya|pak|bu|bang|kah))*"
        ),
        (
            r"(?:ikut|gabung|buat)(?: (?:daftar|bpjs|ketenagakerjaan|program|ini|pekerja|rentan"
            r"|jadi|peserta|kartu|asuransi|jaminan|desa|100|seratus))+"
        ),
        r"mulai",
        r"jadi peserta(?: bpjs)?",
        r"minat(?: (?:ikut|daftar|bpjs|program|sama|DENGAN|ini))*",
        r"(?:masukkan|masukin|catat|catatkan) (?:nama|data)(?: bpjs| daftar)?",
        r"sign up",
    ),
    (
        "human",
        (
            r"(?:tolong )?(?:(?:minta|ada|hubungi|panggil|panggilkan|cari|tanya|bicara|nomor|sama"
            r"|DENGAN|langsung|ke|sambungkan|mana|kontak|butuh|perlu|pesan"
            r"|agen) )*(?:petugas|orang asli|agen|agent|human)(?: (?:desa|bpjs|nomor|kantor|mana"
            r"|ada|siapa|tidak|asli|langsung|apa|tolong|kecamatan|nya|service|dimana|hp|wa|pesan"
            r"|yang))*"
        ),
        r"(?:tolong|minta) (?:di )?bicara(?: kembali)?",
        (
            r"orang (?:asli|beneran|sungguhan|langsung)|call ?cent(?:er|re)|live (?:chat|pesan)"
            r"|hotline"
        ),
        r"petugas service",
        r"bicara(?: langsung)?",
    ),
    (
        "greet",
        (
            r"(?:tolong )?(?:halo|assalamualaikum|selamat pagi|pagi|permisi|p|menu"
            r"|mulai bot|adil ka talino)(?: (?:selamat|utama|halo|assalamualaikum|pagi|permisi|p"
            r"|menu|semua|admin|petugas|bot|orang|kembali|there|kades|apa kabar|apa|kabar|123))*"
        ),
        r"apa kabar|good (?:morning|afternoon|evening)",
        r"(?:ke|kembali ke|kembali|lihat|tampilkan|buka) (?:ke )?menu",
    ),
    (
        "language",
        (
            r"(?:ubah |pilih |pakai )?bahasa(?: (?:indonesia|inggris|english|melayu|dayak|indo"
            r"|apa|ubah|jawa))*"
        ),
        r"english",
    ),
    (
        "queue",
        (
            r"(?:lihat |cek |buka )?(?:antrean|daftar tunggu)(?: (?:warga|desa|daftar|hari|ini"
            r"|saya))*"
        ),
        r"menunggu (?:persetujuan|keputusan)",
    ),
    FIELD=FIELD,
    KIN=(
        r"(?:SUAMI|anak|ibu|bapak|mamak|emak|ayah|abang|kakak|adik|adek|nenek|kakek|paman|bibi"
        r"|mertua|menantu|ipar|sepupu|ponakan|keponakan|cucu|tetangga|kawan|teman)"
    ),
)
