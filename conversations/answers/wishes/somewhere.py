"""Phrases that are a wish wherever they stand, in the words of `wishes`; the first that fits."""

from conversations.answers.language.patterns import alternatives
from conversations.answers.wishes.words import FIELD

SOMEWHERE = alternatives(
    (
        "delete_my_data",
        r"\bhapus (?:\w+ ){0,2}(?:data(?:nya)?|nik|ktp|identitas|informasi)\b",
        r"\bdata (?:\w+ ){0,3}hapus\b",
    ),
    (
        "queue",
        r"\bsiapa (?:\w+ ){0,2}(?:tunggu|nunggu|menunggu|antre|antri)\b",
        r"\bmasih (?:\w+ )?(?:ada )?(?:yang )?(?:menunggu|antre) (?:\w+ )?(?:siapa|berapa)\b",
    ),
    (
        "withdraw_consent",
        r"\b(?:tarik|cabut|batal|withdraw|revoke) (?:\w+ ){0,2}CONSENT\b",
        r"\bCONSENT (?:\w+ ){0,3}(?:tarik|cabut|batal)\b",
        r"\btidak setuju lagi\b",
    ),
    (
        "my_data",
        r"^(?:tolong )?data (?:SAYA|KAMI)(?: (?:apa|mana|yang).*)?$",
        (
            r"(?<!yang )(?<!siapa )\b(?:lihat|minta|tunjukkan|tampilkan|show|see) (?:\w+ ){0,2}"
            r"data (?:SAYA|KAMI|diri|ITU)\b"
        ),
        r"\bdata (?:\w+ )?(?:SAYA|KAMI) (?:\w+ ){0,2}(?:simpan|tersimpan|disimpan)\b",
        r"^(?:show |see |give )?(?:me )?my data\b",
    ),
    (
        "help",
        r"\bcara (?:\w+ ){0,3}(?:gimana|apa)\b",
        r"\b(?:gimana|apa) (?:\w+ ){0,2}cara\b",
    ),
    (
        "status",
        r"\bcek status\b",
        r"\b(?:cek|lihat|liat) (?:\w+ ){0,2}(?:status|kartu\w*|punya\w*|berkas|pr|SUBJECT)\b",
        (
            r"\b(?:tahu|tanya) (?:\w+ ){0,2}"
            r"(?:status|hasil|perkembangan|kelanjutan|nasib)\b"
        ),
        r"\bstatus (?:SAYA|KAMI)\b(?! (?:\w+ )?MARRIED)",
        r"^(?:mana|dimana) (?:\w+ )?(?:kartu|hasil)\w*",
        r"\bprogres\w*\b|\bperkembangan daftar\b",
        r"\blama (?:\w+ ){0,2}(?:tunggu|nunggu|menunggu|proses|diproses|kabar)\w*",
        r"\b(?:nunggu|menunggu|tunggu)\w* (?:\w+ ){0,2}(?:lama|kabar)\b",
        r"\bsudah daftar\b.*\b(?:belum|kapan|gimana|kabar|lama|tidak)\b",
        r"\bapa (?:\w+ ){0,3}sudah (?:\w+ )?DONE\b",
        r"\bSUBJECT (?:\w+ ){0,2}sudah (?:\w+ )?DONE\b",
        r"\bSUBJECT\b.*\bsudah\b.*\bbelum$",
        r"\bSUBJECT (?:\w+ ){0,2}(?:diterima|disetujui|ditolak|lolos|gagal|diproses|diacc)\b",
        r"\b(?:bpjs|kartu\w*) (?:SAYA|KAMI)\b.*\b(?:aktif|jadi|keluar|terbit)\b",
        (
            r"\bsudah (?:\w+ ){0,3}daftar\b.*\b(?:diam|diem|lama)\b|^kok (?:\w+ ){0,4}(?:belum"
            r"|lama)\b"
        ),
        r"\bsejauh mana\b",
        r"\bsudah (?:\w+ )?DONE (?:\w+ ){0,3}(?:ke|kah|tidak|apa|belum)\b",
        r"\bhasil (?:\w+ )?daftar\b",
        r"\bkartu\w* (?:\w+ )?mana\b",
        r"\bbantuan daftar (?:SAYA|KAMI)\b",
        r"\b(?:lolos|diterima|disetujui|terdaftar|acc) (?:\w+ )?(?:tidak|belum|kah)\b",
        r"\bstatus (?:daftar|bpjs)\b",
        (
            r"\bdaftar (?:SAYA|KAMI|kemarin)\b(?:.*\b(?:kemarin|gimana|mana)\b"
            r"|$)(?<!daftar saya)"
        ),
        r"\bgimana (?:\w+ )?daftar (?:SAYA|KAMI|kemarin|bpjs)\b",
        (
            r"\bdaftar(?: \w+)? (?:sampai mana|sudah (?:masuk|jadi|diterima|sampai|diproses"
            r"|selesai|berhasil))\b"
        ),
        r"\b(?:tidak|belum) ada (?:kabar|bantuan)$|\bbelum ada kabar\b|\btidak ada kabar\b",
        (
            r"\b(?:gimana|apa) (?:\w+ )?(?:kabar|hasil|daftar kemarin|kelanjutan\w*|nasib"
            r"|perkembangan\w*|proses\w*)(?: \w+)* ?(?:daftar|kemarin|bpjs)?$"
        ),
        (
            r"\b(?:sudah|apa) (?:\w+ )?(?:terdaftar|diterima|disetujui|diproses|aktif|jadi|acc"
            r"|masuk|keluar|selesai|daftar) (?:\w+ )?(?:belum|apa belum|atau belum)\b"
        ),
        (
            r"\b(?:kartu\w*|bpjs|daftar) (?:\w+ )?(?:sudah|kapan|belum) "
            r"(?:jadi|keluar|aktif|selesai|ada|terima|dapat|diproses|datang|sampai|kirim"
            r"|dibagi\w*)\b"
        ),
        (
            r"\bkapan (?:\w+ )?(?:kartu\w*|jadi|keluar|diproses\w*|selesai\w*|aktif\w*"
            r"|disetujui|diterima"
            r"|hasil|kabar|kelar)\b"
        ),
        r"\bSAMPAI (?:dimana|mana)\b",
        r"\bapa (?:sudah )?(?:terdaftar|diterima|disetujui)\b",
        r"\b(?:daftar|diterima|disetujui|terdaftar) (?:apa )?(?:belum|tidak)$",
    ),
    (
        "stop",
        r"\b(?:jangan|tidak usah|tidak) (?:\w+ )?(?:kirim|bicara) (?:\w+ )?(?:pesan|apa)\b",
        r"\b(?:jangan|tidak|tidak usah) (?:kirim|bicara)(?: \w+){0,2}$",
        r"\bstop (?:kirim|pesan)",
        r"\b(?:jangan|tidak usah) (?:di)?(?:hubungi|ganggu|chat|sms|bicara)(?: SAYA)?(?: lagi)?$",
        r"\btidak (?:terima|dapat) pesan\b",
        r"\bjangan pesan\b",
    ),
    (
        "cancel",
        r"\btidak jadi (?:daftar|ikut)\b",
        r"^batal (?:dulu|dolok|lok)\b",
        r"^(?:SAYA )?tidak (?:setuju|bersedia|sedia)(?: (?:SAYA|SAJA|pak|bu|bang))*$",
        r"\btidak (?:setuju|bersedia|sedia) (?:di ?|untuk )?daftar\b",
        r"\bbatal (?:daftar|SAJA|deh|ikut)\b|\bSAYA tidak jadi$",
        r"\bdaftar (?:\w+ )?(?:di ?)?batal\b",
        r"\btidak (?:jadi )?(?:daftar|lanjut) (?:daftar|bpjs|lagi)\b",
        r"\bbatal niat\b",
        r"\bdaftar (?:\w+ ){0,3}hapus\b",
        (
            r"\btidak (?:usah|jadi|mau|ingin)(?: (?:usah|jadi|mau|lagi|aja|saja|deh|di))* "
            r"(?:daftar|lanjut)\b"
        ),
        (
            r"\btidak (?:usah|jadi|mau|ingin)(?: (?:jadi|mau|lagi))* "
            r"ikut(?: (?:bpjs|program|ini|lagi|deh))*$"
        ),
    ),
    ("restart", r"\b(?:mulai|ulang|isi|daftar|restart)\b.*\bdari awal\b"),
    (
        "edit",
        r"\btadi (?:\w+ )?salah\b",
        r"\bsalah (?:\w+ )?tadi\b",
        r"\btadi (?:\w+ ){0,2}(?:kurang|belum|tidak) (?:lengkap|benar|tepat|pas|betul)\b",
        r"\bFIELD (?:\w+ ){0,2}(?:kurang|kelebihan|lebih) (?:\w+ )?(?:huruf|angka)\w*\b",
        r"\bFIELD (?:\w+ )?bukan (?:yang )?(?:itu|segitu|begitu)\b",
        r"\bsalah (?:ketik|tulis|isi|input|pencet|tekan|pilih|ngetik|nulis|jawab|ngisi)\b",
        r"\bFIELD (?:\w+ )?(?:di|perlu |minta )?ubah\b",
        r"\bubah (?!hp\b)FIELD\b",
        r"\b(?:sebelumnya|barusan) (?:\w+ )?salah\b",
        r"\bubah (?:\w+ ){0,2}(?:tadi|sebelumnya)\b",
        r"\bFIELD (?:\w+ ){0,3}(?:kurang|belum|tidak) (?:lengkap|benar|tepat|pas|betul)\b",
    ),
    (
        "back",
        r"\bkembali ke (?:pertanyaan|sebelumnya)\b",
        r"\bpertanyaan sebelumnya\b",
    ),
    (
        "human",
        (
            r"\b(?:bicara|tanya|hubungi|sambungkan|nomor|panggil|minta)(?: \w+){0,3} "
            r"(?:petugas|pegawai|staf|kades|kepala desa|perangkat desa|orang (?:asli|desa"
            r"|bpjs|langsung"
            r"|beneran|kantor))\b"
        ),
        r"\b(?:ada )?petugas (?:tidak|ada|mana|siapa)\b",
        r"\bbicara (?:ke|sama|DENGAN|langsung)(?: \w+)? orang\b",
        r"\bbukan (?:robot|bot|mesin)\b",
        r"\b(?:bicara|tolong bicara|tanya) langsung\b",
        r"\bnomor (?:\w+ ){0,2}bisa (?:di ?)?(?:bicara|kirim)\b",
        r"\bnomor (?:\w+ ){0,2}(?:kades|kepala desa|kantor (?:desa|camat))\b",
        r"\b(?:MAU|INGIN|BISA) (?:datang |pergi )(?:langsung )?ke kantor\b",
        r"(?<!memiliki )(?<!punya )(?<!ada )\bnomor (?:\w+ ){0,3}bicara\b",
        r"\b(?:ada|siapa) (?:yang )?(?:bisa |boleh )?(?:kirim|bicara)\b",
        r"\b(?:MAU|INGIN|BISA|minta) (?:sama|DENGAN) (?:orang|petugas)\b",
        r"\b(?:ke|DENGAN|sama) petugas\b(?! (?:kebersihan|parkir|keamanan|sampah))",
    ),
    (
        "help",
        r"\b(?:gimana|apa|tidak tahu|ajar\w*|tanya|kasih) (?:\w+ ){0,2}cara\b",
        r"\bcara (?:\w+ ){0,3}(?:gimana|apa)\b",
        r"^(?:cara|syarat\w*|manfaat\w*|iuran\w*|biaya\w*|keuntungan\w*|prosedur\w*) \w+",
        r"\b(?:tidak|kurang|belum|gagal|susah) (?:terlalu |begitu |)mengerti\b",
        r"\b(?:butuh|perlu|bawa|siapkan|siapin|lampirkan) (?:\w+ )?apa\b",
        r"\bapa (?:\w+ ){0,2}(?:perlu|dibutuhkan|dibawa|diperlukan|dilampirkan)\b",
        r"^(?:ini |data |apa )?(?:aman|resmi|gratis|bayar|wajib)\w* (?:tidak|kah|bukan)\b",
        r"\b(?:ini|data\w*) (?:\w+ )?(?:beneran|asli|serius|bohong\w*|palsu|modus|aman)\b",
        r"\b(?:ditulis|nulis\w*|diisi|ngisi\w*|ketik|diketik)\b.*\b(?:tidak|kah|ya)$",
        r"\b(?:tidak bisa|susah) (?:\w+ )?(?:isi|ngisi\w*|baca\w*|nulis\w*|ketik|jawab\w*)\b",
        r"\bFIELD (?:\w+ ){0,2}(?:ITU|YANG)(?: \w+)? (?:apa|mana|gimana)\b",
        r"\bapa (?:\w+ )?pilihan\w*|\bpilihan\w* (?:\w+ )?apa\b|\bktp atau\b|\bkotor atau\b",
        r"\bdari ?mana\b.*\bnomor\b|\bnomor\b.*\bdari ?mana\b|\bkantor\w* (?:\w+ ){0,2}dimana\b",
        r"\bbingung\b",
        r"\bmaksud\w* (?:apa|gimana)\b|^maksud\w*(?: (?:ini|itu|apa|pak|bu|bang|kah))+$",
        r"\bapa maksud\w*\b",
        r"\b(?:ini|bpjs|jkk|jkm|nik|kk|program) (?:\w+ )?apa(?: ini)?$",
        r"^apa (?:ini|sih|bpjs|jkk|jkm|nik|kk)\b",
        r"^ini (?:apa|program apa|bot apa|siapa|untuk apa)\b",
        r"\b(?:lihat\w*|liat\w*|dapat\w*|nemu\w*|cari\w*|tengok\w*) (?:\w+ )?dimana\b",
        r"\bdimana (?:\w+ )?(?:lihat|liat|nik|kk|ktp|dapat|cari|nyari|tengok)\w*",
        (
            r"\b(?:berapa|apa) (?:\w+ )?(?:bayar\w*|iuran\w*|biaya\w*|premi\w*|syarat\w*"
            r"|manfaat\w*|untung\w*|guna\w*|gratis|wajib|aman|harus|kegunaan\w*)\b"
        ),
        (
            r"\b(?:bayar\w*|iuran\w*|biaya\w*|premi\w*|syarat\w*|manfaat\w*|untung\w*|guna\w*"
            r"|kegunaan\w*) (?:\w+ )?(?:apa|berapa)\b"
        ),
        (
            r"\b(?:bayar|gratis|wajib|aman|penipuan|resmi|harus bayar)(?: \w+)? "
            r"(?:tidak|ya|kah|bukan)$"
        ),
        r"\b(?:siapa yang|siapa) bayar\b",
        r"\bdapat apa\b",
        r"\b(?:UNTUK|buat) apa\b",
        r"\bkenapa (?:harus|perlu|minta|tanya)\b",
        r"\b(?:isi|jawab|tulis|ketik|diisi|nulis|ngisi) (?:\w+ )?(?:apa|gimana|dimana)\b",
        (
            r"\b(?:apa|gimana) (?:\w+ )?(?:diisi|ditulis|dijawab|isinya|nulisnya|ngisinya|ngisi"
            r"|jawabnya|nulis)\b"
        ),
        r"\bformat\w* (?:apa|gimana)\b",
        r"\bcontoh\w* (?:apa|gimana|mana)\b",
        r"\b(?:QUESTION)\b.*\b(?:TOPIC|daftar)\b|\b(?:TOPIC|daftar)\b.*\b(?:QUESTION)\b",
        r"\bTOPIC\b.*\b(?:boleh|bisa|kah)(?: daftar| ikut| tidak| kah)*$",
        r"\bMODAL\b.*\bkah$",
        r"\bTOPIC (?:yang )?mana\b|\bsiapa (?:yang )?(?:boleh|bisa|ikut)\b",
        r"\b(?:bayar|gratis|wajib|aman|resmi)\w* atau\b",
        r"\bjelaskan\b",
        r"\b(?:tidak|belum) (?:ada|punya|tahu|ingat|hafal) .*\b(?:gimana|boleh|bisa)\b",
        r"\b(?:boleh|bisa|harus|wajib|perlu|dapat)\b.*\bTOPIC\b.*\b(?:tidak|kah)$",
        r"\b(?:TOPIC|robot|bot) kah\b",
        r"^kalau\b.*\b(?:QUESTION|boleh|bisa)\b",
        r"\bini (?:\w+ )?(?:dari mana|dari siapa|siapa|robot|bot)\b",
        r"\bdesa (?:\w+ )?(?:ikut|masuk|ada|dapat) (?:program|bpjs)\b.*\b(?:tidak|kah)$",
        r"\b(?:penipuan|tipu|tipuan|nipu|ditipu|hoax|hoaks|scam)\b",
    ),
    (
        "register",
        (
            r"(?<!tidak )(?<!belum )\b(?:MAU|INGIN|tolong) (?:\w+ )?"
            r"(?:daftar|(?:ikut|masuk|punya|urus|ngurus) (?:bpjs|program))\b(?! (?:harga"
            r"|nama|hadir|isi|belanja))"
        ),
    ),
    CONSENT=r"(?:persetujuan|izin|ijin|consent)",
    FIELD=FIELD,
    SUBJECT=r"(?:daftar|data|hasil|permohonan|pengajuan|nama)",
    DONE=(
        r"(?:masuk|jadi|diterima|disetujui|diacc|diproses|selesai|aktif|acc|lolos|terdaftar"
        r"|sampai|keluar"
        r"|dicek|diverifikasi|terima|kelar|beres)"
    ),
    MARRIED=r"(?:kawin|menikah|nikah|lajang|cerai|janda|duda|bujang)",
    MODAL=r"(?:boleh|bisa|harus|wajib|perlu|pakai|masih)",
    QUESTION=r"gimana|kenapa|berapa|dimana|siapa|kapan|apa",
    TOPIC=(
        r"(?:bpjs|jkk|jkm|nik|kk|ktp|kartu\w*|peserta|program|bayar\w*|dibayar|iuran\w*|biaya\w*"
        r"|premi|keuntungan\w*|risiko|resiko|gratis\w*|manfaat\w*|untung\w*|kegunaan\w*"
        r"|guna\w*|syarat\w*|santunan\w*"
        r"|klaim\w*|kecelakaan|meninggal|jaminan\w*|asuransi|umur|usia|penghasilan|isi|isinya"
        r"|diisi|ngisi\w*|nulis\w*|tulis\w*|ditulis|jawab\w*|dijawab|maksud\w*|contoh\w*"
        r"|format\w*|aman|resmi|wajib|beda\w*|disiapkan|disiapin|dibutuhkan|diwakilkan|cair\w*)"
    ),
)
