"""How people ask what the cover gives, as in `questions_asked`."""

OF_COVER: dict[str, str] = {
    "claim": """
        klaim
        kalau klaim celaka|meninggal
        celaka|meninggal lapor|urus mana|gimana|siapa|cara|kalau|apa|berapa
        celaka hubungi siapa|mana|kalau
        lapor mana|siapa|gimana|berapa|kapan|lama !data
        lapor celaka kapan|lama|hari|paling
        surat|dokumen klaim
        cara cair|ambil|urus
        cara cair|ambil|urus uang|santunan
        surat|dokumen apa perlu|klaim|urus|cair
        cair|ambil santunan
        kapan cair !jht !saldo !tabungan
        kapan uang|santunan cair|keluar !jht !saldo !tabungan
        kapan dapat uang
    """,
    "scholarship": """
        beasiswa
        beasiswa anak|dapat|berapa|gimana|syarat
        anak sekolah bantu|tanggung|biaya|dapat
        anak sekolah kalau meninggal
        anak sekolah bantu|tanggung|biaya|dapat kalau meninggal
        bantu sekolah ada|dapat
        biaya sekolah dapat|ada|tanggung
    """,
    "amount_death": """
        kalau meninggal !sudah !nik
        kalau meninggal gimana|apa|siapa !sudah !nik
        kalau meninggal dapat|berapa|uang|keluarga
        kalau meninggal dapat uang|berapa|apa|sakit|kah|keluarga
        meninggal dapat|berapa|uang|santunan|duka
        meninggal dapat uang|berapa|santunan|keluarga|warisan
        jkm_uang|uang_meninggal berapa|dapat
        duka berapa|dapat|uang
        santunan !others
        santunan meninggal|berapa|siapa|jkm
        warisan dapat terima|betul|kah
        warisan dapat|siapa|berapa|terima|uang
        warisan dapat siapa|berapa|apa|uang
    """,
    "accident": """
        kalau celaka
        kalau kena
        kalau kena gimana|tanggung|dapat|obat
        celaka dapat apa|uang
        celaka dapat_apa
        celaka hitung
        kena dibayar|bayar|tanggung tidak
        kalau celaka gimana|tanggung|bayar|biaya|siapa|kerja|dapat|jalan
        kalau celaka siapa bayar|tanggung|biaya
        celaka tanggung|bayar|dapat|gimana|biaya|obat
        celaka tanggung jalan|kerja|siapa|gimana|kah
        rumahsakit tanggung|biaya|bayar
        rumahsakit tanggung|biaya|bayar siapa|berapa|kah|gimana
        rumahsakit mana|pakai boleh|bisa|tanggung
    """,
    "jkk": """
        jkk
        jkk apa|gimana|arti|mengerti|jelas|kalau
        jkk apa arti|jelas
        jkk beda jkm
    """,
    "jkm": """
        jkm
        jkm apa|gimana|arti|mengerti|jelas|kalau
        jkm apa arti|jelas
        jkm uang meninggal
    """,
    "old_age": """
        jht|saldo
        jht|saldo ada|dapat|cair|ambil
        pensiun|tua dapat|ada|uang|jaminan
        pensiun|tua dapat|ada uang|jaminan
        tabungan ada|dapat|bisa|kembali|cair|ambil
        uang kembali|ambil|cair|hangus
        uang kembali dapat tua
        uang kembali|ambil|cair bisa|dapat|bayar
        bayar kembali bisa|uang|hangus
        bayar cair|ambil
        bayar cair|ambil tua|bisa|kalau
    """,
    "until_when": """
        berlaku kapan|lama|berapa|sampai|tahun|bulan|masih|mulai !nik
        berlaku kapan|berapa sampai|mulai|habis|tahun|lama !nik
        ? berlaku !nik
        ? langsung berlaku
        sampai_kapan !lahir !buka
        kapan mulai|habis !kerja !lahir
        mulai|habis bulan|tahun apa|berapa|lindung !kerja !lahir
        kapan mulai|habis lindung|program|bpjs
        ini untuk berapa tahun|bulan|lama
        tahun|bulan berapa lindung|untuk
        tahun depan|lanjut masih|gimana
        habis berlaku gimana|apa !nik
        satu tahun kah|cuma
        habis tahun gimana|apa|lanjut
        lindung kapan|lama|berapa|sampai|mulai|habis
        lindung kapan|berapa mulai|sampai|lama|habis
        habis kapan|bulan|tahun
        panjang bisa|kapan|gimana !nama
    """,
    "benefit": """
        manfaat
        manfaat apa|dapat
        untung apa|gimana|berapa !others
        untung apa|ada ikut|ini|kalau|daftar|program
        dapat_apa !hp !others
        guna|enak ikut|daftar
        hasil ikut
        hasil ikut apa|kalau
        guna ada|ini
        guna|enak ikut|daftar apa|kalau|ada|ini
        enak_apa|apa_enak
        dapat_apa ikut|kalau|daftar
        apa tanggung|lindung
        guna apa !nama_ibu !nik !data
    """,
}
