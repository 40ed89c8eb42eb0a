"""Phrases that are a wish wherever they stand, in the words of `wishes`; the first that fits."""

from conversations.answers.patterns import alternatives
from conversations.answers.wishes import FIELD

SOMEWHERE = alternatives(
    (
        "help",
        r"\bcara (?:\w+ ){0,3}(?:gimana|apa)\b",
        r"\b(?:gimana|apa) (?:\w+ ){0,2}cara\b",
    ),
    (
        "status",
        r"\bcek status\b",
        r"\bstatus (?:daftar|bpjs)\b",
        (
            r"\bdaftar (?:saya|sy|sya|saye|aku|kami|kemarin)\b(?:.*\b(?:kemarin|gimana|mana)\b"
            r"|$)(?<!daftar saya)"
        ),
        r"\bgimana (?:\w+ )?daftar (?:saya|sy|sya|saye|aku|kami|kemarin|bpjs)\b",
        (
            r"\bdaftar(?: \w+)? (?:sampai mana|sudah (?:masuk|jadi|diterima|sampai|diproses"
            r"|selesai|berhasil))\b"
        ),
        r"\b(?:tidak|belum) ada kabar\b",
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
            r"(?:jadi|keluar|aktif|selesai|ada|terima|dapat|diproses|datang|sampai)\b"
        ),
        (
            r"\bkapan (?:\w+ )?(?:kartu\w*|jadi|keluar|diproses|selesai|aktif|disetujui|diterima"
            r"|hasil|kabar)\b"
        ),
        r"\b(?:sampai|smp|sampe) (?:dimana|mana)\b",
        r"\bapa (?:sudah )?(?:terdaftar|diterima|disetujui)\b",
        r"\b(?:daftar|diterima|disetujui|terdaftar) (?:apa )?(?:belum|tidak)$",
    ),
    (
        "stop",
        r"\b(?:jangan|tidak usah|tidak) (?:\w+ )?(?:kirim|bicara) (?:\w+ )?(?:pesan|apa)\b",
        r"\b(?:jangan|tidak|tidak usah) (?:kirim|bicara)(?: \w+){0,2}$",
        r"\bstop (?:kirim|pesan)",
        r"\btidak (?:terima|dapat) pesan\b",
        r"\bjangan pesan\b",
    ),
    (
        "cancel",
        r"\btidak jadi (?:daftar|ikut)\b",
        r"\bbatal (?:daftar|saja|ikut)\b",
        r"\bdaftar (?:\w+ )?(?:di ?)?batal\b",
        r"\btidak (?:jadi )?(?:daftar|lanjut) (?:daftar|bpjs|lagi)\b",
    ),
    ("restart", r"\b(?:mulai|ulang|isi|daftar|restart)\b.*\bdari awal\b"),
    (
        "edit",
        r"\btadi (?:\w+ )?salah\b",
        r"\bsalah (?:\w+ )?tadi\b",
        r"\bsalah (?:ketik|tulis|isi|input|pencet|tekan|pilih|ngetik|nulis|jawab|ngisi)\b",
        r"\bFIELD (?:\w+ )?(?:di|perlu |minta )?ubah\b",
        r"\bubah FIELD\b",
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
            r"(?:petugas|kades|kepala desa|perangkat desa|orang (?:asli|desa|bpjs|langsung"
            r"|beneran|kantor))\b"
        ),
        r"\b(?:ada )?petugas (?:tidak|ada|mana|siapa)\b",
        r"\bbicara (?:sama|dengan|dgn|dg|langsung)(?: \w+)? orang\b",
        r"\bbukan (?:robot|bot|mesin)\b",
        r"\b(?:bicara|tolong bicara) langsung\b",
    ),
    (
        "help",
        r"\b(?:gimana|apa|tidak tahu|ajar\w*|tanya|kasih) (?:\w+ ){0,2}cara\b",
        r"\bcara (?:\w+ ){0,3}(?:gimana|apa)\b",
        r"^cara \w+",
        r"\btidak (?:terlalu |begitu |)mengerti\b",
        r"\bbingung\b",
        r"\bmaksud\w* (?:apa|gimana)\b",
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
        r"\buntuk apa\b",
        r"\bkenapa (?:harus|perlu|minta|tanya)\b",
        r"\b(?:isi|jawab|tulis|ketik|diisi|nulis|ngisi) (?:\w+ )?(?:apa|gimana|dimana)\b",
        (
            r"\b(?:apa|gimana) (?:\w+ )?(?:diisi|ditulis|dijawab|isinya|nulisnya|ngisinya|ngisi"
            r"|jawabnya|nulis)\b"
        ),
        r"\bformat\w* (?:apa|gimana)\b",
        r"\bcontoh\w* (?:apa|gimana|mana)\b",
    ),
    FIELD=FIELD,
)
