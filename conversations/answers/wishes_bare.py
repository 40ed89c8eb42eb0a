"""Messages that are a wish and nothing else, in the words of `wishes`; the first that fits."""

from conversations.answers.patterns import alternatives
from conversations.answers.wishes import FIELD

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
        r"tidak usah(?: jadi)?(?: daftar)?",
        r"(?:tolong )?hapus (?:semua )?(?:data|daftar)(?: daftar)?(?: semua)?",
        r"(?:mengundurkan diri|tarik|cabut)(?: (?:dari )?(?:daftar|data))?",
        r"tidak lanjut",
        r"tidak (?:minat|tertarik|berminat|perlu)(?: (?:daftar|ikut|bpjs))*",
        r"ubah pikiran",
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
        r"keluar dari (?:grup|langganan|layanan|bot)",
    ),
    (
        "back",
        (
            r"(?:tolong )?kembali(?: (?:ke|pertanyaan|sebelumnya|menu sebelumnya|satu|1|langkah"
            r"|sblm|awalnya))*"
        ),
        r"(?:ke )?(?:pertanyaan )?sebelumnya",
        r"(?:ke )?pertanyaan (?:yang )?(?:tadi|sebelumnya|lalu)",
        r"ulang pertanyaan(?: sebelumnya| ini)?",
        r"undo",
    ),
    (
        "edit",
        r"(?:tolong )?(?:di )?ubah(?: (?:FIELD|sebelumnya|salah|nya|di|ke|pertanyaan|ini))*",
        r"(?:ada )?(?:FIELD )*salah FIELD(?: (?:FIELD|sebelumnya|nya|ubah))*",
        r"(?:FIELD )+(?:nya )?(?:salah|typo)(?: (?:ubah|FIELD))*",
    ),
    (
        "restart",
        (
            r"(?:tolong )?(?:(?:mulai|ulang|kembali|isi|daftar|baru|semua|restart|dari|ke|lg"
            r"|yang) )*(?:dari|ke) (?:awal|nol|0)(?: (?:semua|ulang|mulai))*"
        ),
        (
            r"(?:tolong )?(?:mulai|isi|daftar|semua)(?: semua)? "
            r"(?:ulang|baru)(?: semua)?(?: dari awal)?"
        ),
        r"ulang (?:semua|daftar|isi|dari awal|proses|baru)(?: daftar)?",
        r"restart(?: semua)?",
        r"menu (?:over|again)",
        r"mulai (?:lagi|again)",
        r"kembali mulai",
    ),
    (
        "help",
        r"(?:tolong )?bantuan(?: (?:tolong|daftar|bpjs|isi))*",
        r"tolong(?: tolong)*",
        r"butuh (?:bantuan|tolong)",
        r"minta (?:bantuan|tolong|petunjuk)",
        r"(?:bingung|tidak (?:mengerti|tahu cara|jelas|paham))(?: .{0,30})?",
        r"contoh(?:nya)?(?: gimana| mana| apa)?",
    ),
    (
        "status",
        (
            r"(?:tolong )?(?:cek |lihat |minta |tanya )?status(?: (?:daftar|bpjs|data|gimana|apa"
            r"|pr|cek))*"
        ),
        r"(?:tolong )?cek (?:daftar|hasil|data|nomor daftar|bpjs|kartu|proses)(?: .{0,24})?",
    ),
    (
        "register",
        (
            r"(?:tolong |halo )?(?:coba )?(?:mulai )?(?:di )?daftar(?: "
            r"(?:bpjs|ketenagakerjaan|program|kerja|baru|pekerja|rentan|jadi|peserta|disini|di"
            r"|sini|ke|anggota|ini|orang|suami|istri|bini|anak|tetangga|teman|diri|online|lewat"
            r"|pesan|here))*"
        ),
        (
            r"(?:ikut|buat)(?: (?:daftar|bpjs|ketenagakerjaan|program|ini|pekerja|rentan|jadi"
            r"|peserta|kartu|asuransi|jaminan|desa|100|seratus))+"
        ),
        r"mulai",
        r"jadi peserta(?: bpjs)?",
        r"sign up",
    ),
    (
        "human",
        (
            r"(?:tolong )?(?:(?:minta|ada|hubungi|panggil|panggilkan|cari|tanya|bicara|nomor|sama"
            r"|dengan|dgn|langsung|ke|sambungkan|mana|dg|kontak|butuh|perlu|pesan"
            r"|agen) )*(?:petugas|orang asli|agen|agent|human)(?: (?:desa|bpjs|nomor|kantor|mana"
            r"|ada|siapa|tidak|asli|langsung|apa|tolong|kecamatan|nya|service|dimana|hp|wa|pesan"
            r"|yang))*"
        ),
    ),
    (
        "greet",
        (
            r"(?:tolong )?(?:halo|assalamualaikum|selamat pagi|pagi|permisi|p|menu|mulai bot"
            r"|adil ka talino)(?: (?:selamat|halo|assalamualaikum|pagi|permisi|p|menu|semua|admin"
            r"|petugas|bot|orang|kembali|there|apa kabar|ada))*"
        ),
        r"apa kabar",
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
)
