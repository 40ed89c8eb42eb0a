"""How people ask about the programme, its rules and their data, as in `questions_asked`."""

OF_JOINING: dict[str, str] = {
    "why_nik": """
        nik kenapa|untukapa|ngapain|guna !salah !tolak !angka !lihat !bisa
        nik kenapa|untukapa|ngapain|guna minta|perlu|harus|pakai|tanya !salah !tolak !angka
        ? nik pakai_apa
        ? nik tanpa
        nik tidak_pakai|tidak_ada bisa|boleh
        nik harus|perlu !salah !angka !isi
        nik harus|perlu pakai|apa|kah !salah !angka !isi
    """,
    "why_mother": """
        nama_ibu hubungan|pengaruh|perlu
        nama_ibu kenapa|untukapa|ngapain|guna|tanya|minta|perlu|harus !salah
        nama_ibu kenapa|ngapain|untukapa tanya|minta|perlu|harus !salah
    """,
    "why_income": """
        penghasilan kenapa|untukapa|ngapain|guna|tanya|minta|hubungan|pengaruh !salah
        penghasilan apa hubungan|pengaruh|tanya
        penghasilan bayar tambah|besar|beda|naik|pengaruh|tinggi
    """,
    "who_sees": """
        data aman|sebar|jual|bocor|salahguna|kasih|simpan|lihat|rahasia|hapus
        data untukapa
        ? data kawan|orang|keluarga tahu|lihat
        ? pinjol !kerja
        pinjol tidak pakai
        data|nik orang lihat|tahu
        data|nik orang lihat bisa|boleh
        data|nik siapa lihat|pegang|tahu|kasih|simpan|pakai
        data kasih|simpan siapa|mana
        data|nik takut aman|sebar|jual|bocor|salahguna|pinjol
        nik aman|sebar|jual|bocor|salahguna|rahasia|pinjol
        nik pakai pinjol
        nik siapa|kades lihat
        takut data|nik !salah
    """,
    "pay_myself": """
        bayar sendiri
        bayar sendiri kalau|berapa|gimana|tempat|boleh|bisa
        bayar sendiri kalau tempat|penuh|ikut
        ikut|daftar sendiri bayar|berapa
        mandiri ikut|daftar|bayar|boleh|bisa
        mandiri ikut|daftar|bayar boleh|bisa|berapa
        pribadi bayar
        pribadi bayar kalau|bisa|boleh
    """,
    "quota": """
        ? kuota
        kebagian
        kuota ada|masih|habis|berapa|sisa|kosong|penuh
        kuota kalau habis|penuh
        kalau penuh
        kalau penuh tempat|sudah|gimana
        ? penuh desa|sudah|tempat
        sisa|masih|berapa tempat !lahir !kerja !tinggal
        sisa berapa tempat|orang
        seratus kenapa|cuma|batas|orang|habis
        seratus kenapa|cuma|batas orang
        kenapa batas
        desa berapa orang
        daftar_tunggu apa|gimana|lama|berapa
    """,
    "health": """
        beda kesehatan|bpjs
        beda kesehatan apa|gimana
        beda bpjs ini|apa
        beda bpjs ini apa
        rumahsakit untuk|ini|pakai bisa|boleh
        rumahsakit untuk|ini|pakai bisa|boleh kartu|ini
        ? kesehatan
        kesehatan ini|sama|boleh|bisa|masih
        kesehatan ini sama|bukan
        kesehatan sudah masih|boleh|bisa
        ? kalau sakit
        berobat bisa|pakai|boleh|tanggung
        sakit tanggung|pakai|bisa|biasa|dapat|kartu
        sakit tanggung|pakai|bisa biasa|kalau|kartu
        kalau sakit
        kalau sakit tanggung|pakai|bisa|gimana|dapat
    """,
    "for_another": """
        daftarkan keluarga|anak|orangtua|kawan|orang
        daftarkan keluarga|anak|orangtua|kawan bisa|boleh|gimana|cara
        daftar keluarga|orangtua|kawan bisa|boleh
        daftar untuk keluarga|orangtua|kawan bisa|boleh
        bantu keluarga|orangtua|kawan|anak daftar|bisa|boleh
        daftar dua orang|hp
        satu_hp dua|berapa
        satu hp berapa|dua orang
        daftarkan ibu bisa|boleh
        hp dua orang
        wakil bisa|boleh|keluarga|orangtua|kawan
        keluarga|orangtua|kawan bisa_ikut
        keluarga|orangtua|kawan boleh_ikut
    """,
    "who_may": """
        siapa boleh|bisa|dapat ikut|daftar|ini
        ? siapa_boleh
        syarat !klaim !isi
        syarat apa|ikut|daftar|gimana !klaim
        umur boleh|bisa|batas|paling
        umur berapa boleh|bisa|batas|paling
        umur masih|lewat boleh|bisa|ikut
        boleh_ikut|bisa_ikut|boleh_daftar|bisa_daftar
        kerja boleh_ikut|bisa_ikut|boleh_daftar|bisa_daftar
        honorer|pns|irt|perangkat boleh|bisa
        untuk_siapa program|ini
        umur gimana|bisa
        gimana tua bisa|boleh
        terlalu tua
        tahun masih bisa|boleh
        hak siapa|ikut|daftar
        luar desa boleh|bisa
        nik desa boleh|bisa ikut|daftar
    """,
    "head": """
        kades siapa !nik !data !lihat !pegang !putus !tentu
        kades siapa nama !nik !data
        ? kades mana|hubungi !kerja
        desa siapa kepala
        desa siapa head
    """,
    "after": """
        ? berapa lama !others !kerja !hari
        setelah|habis daftar|ini|kirim apa|ngapain|gimana|lanjut|mana|kapan
        setelah|habis daftar apa|gimana|ngapain lanjut
        habis_ini|setelah_ini
        selanjutnya
        kartu mana|kapan|gimana|dapat|berapa
        kartu mana|kapan dapat|ambil|keluar|kirim
        kabar lewat|lama|hari
        kabar lewat|berapa hari|apa
        ? kartu ada|kasih
        kasih|dapat kartu
        kasih|dapat kartu kapan|mana
        kapan kabar|hasil|umum|terima
        kapan tahu hasil|terima
        lama proses|tunggu
        berapa lama proses|tunggu|terima
        langsung terima
        siapa putus|tentu
        siapa putus|tentu terima
    """,
    "free": """
        gratis !kalau_gratis
        gratis ini|beneran|apa|bayar|kah !kalau_gratis
        bayar !utang !bayar_sendiri !ikhlas !seikhlas
        bayar berapa|siapa|apa|harus|ada|bulan
        bayar berapa bulan
        tagih|dipotong|setor !others
        setor tidak
        dipotong|tagih ada|berapa|penghasilan
        biaya
        biaya berapa|ada|apa|harus
        ? perlu|harus|keluar uang
        uang daftar
        uang mana|siapa !ambil !lapor
    """,
    "scam": """
        tipu
        tipu jangan|takut|ini|apa
        resmi tidak|apa|kah|ini|bukan|pemerintah|alone !others
        aman tidak|apa|kah|ini|bukan|alone !others !desa
        asli ini|apa|tidak|kah tipu|program|bukan
        beneran tidak|ini|kah|alone|bukan|pemerintah
        percaya bisa|gimana|kah|apa|boleh
        pemerintah ini|betul|program|kah !kerja !others
        ini betul desa|bpjs|pemerintah
        resmi|betul pemerintah
        bukti resmi|betul|asli|apa|mana
    """,
    "what": """
        ? program
        apa program
        ? apa ini untuk !others
        program apa ini|tentang
        bpjs_apa|apa_bpjs|bpjs_gimana
        bpjs apa arti|ini
        ini_apa|apa_ini alone
        ini daftar_apa
        bpjs apa mengerti
        ini_untukapa|untukapa_ini alone
        ? ini bpjs
        ini daftar bpjs
    """,
}
