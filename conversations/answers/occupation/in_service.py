"""Phrases that are a job, or none: at home, in a house of prayer, an office, a shop, on guard."""

from conversations.answers.language.patterns import alternatives

WITHOUT_TRADE = alternatives(
    (
        "not_working",
        r"\b(?:ibu|bu|urus|ngurus|mengurus|ngurusi) (?:rumah ?tangga|rumah|anak)\b",
        r"\b(?:bapak|bpk|pak|mama|mamak|emak|mak|umak|umi) rumah ?tangga\b",
        r"\bikut suami\b",
        r"\b(?:di )?rumah SAJA\b",
        r"\bjaga rumah\b",
        (
            r"\b(?:TIDAK|BELUM) "
            r"(?:ADA |PUNYA )?(?:be)?(?:kerja|kerje|kerjaan|pekerjaan)\b(?! tetap)"
        ),
        r"\b(?:lagi|masih|sedang) (?:cari|nyari|mencari) (?:kerja|kerjaan|pekerjaan)\b",
        r"\bmasih sekolah\b|^(?:saya )?anak sekolah$",
        r"^sekolah$",
    ),
    (
        "odd_jobs",
        r"\bkerja(?:an)? APA (?:SAJA|pun)\b",
        r"\bapa SAJA YANG?(?: ?ada)?\b",
        r"\bTIDAK (?:tetap|tentu|nentu|menentu)\b",
        r"\bAPA ?(?:ADA |YANG ada )?SAJA\b",
        r"\bmacam[ -]macam\b|\bkerj\w+ macam\b",
        (
            r"\b(?:buruh|kerja|kuli|pekerja) harian\b(?! (?:di|sawit|tani|kebun|lepas "
            r"(?:sawit|kebun|di)))"
        ),
        r"\bharian lepas\b|\bkerja ini itu\b",
        r"\bKALAU ada YANG (?:nyuruh|manggil|panggil|ngajak)\b",
        r"\bpanggilan\b",
        r"\bsuruhan\b",
    ),
)

IN_SERVICE = alternatives(
    (
        "cleaning_security",
        r"\b(?:satpam|security|sekuriti|scurity|hansip|linmas)\b",
    ),
    (
        "domestic",
        r"\b(?:asisten|pembantu|pekerja) rumah ?tangga\b",
        r"\bbaby ?sitter\b",
        r"\b(?:pembantu|asisten) rumah\b(?! (?:sakit|makan|bangunan))",
        r"\bjaga (?:anak|bayi|orang ?tua|lansia|orang sakit)(?: orang)?\b",
        r"\bpengasuh\b|\brumah tangga orang\b",
        r"\b(?:kerja|bersih bersih|beres beres|masak) (?:di )?rumah orang\b",
        r"\b(?:bantu|ikut) (?:di )?rumah orang\b",
    ),
    (
        "religious",
        r"\b(?:guru|ngajar|mengajar) (?:ngaji|mengaji|sekolah minggu|tpa|tpq)\b",
        (
            r"\b(?:jaga|penjaga|pengurus|bersih\w*|tukang sapu) (?:masjid|mesjid|gereja|surau"
            r"|vihara|kelenteng|klenteng|mushola|musholla|rumah ibadah|langgar)\b"
        ),
        r"\bpemimpin (?:umat|ibadah)\b",
        r"\bguru agama\b",
        r"\b(?:juru kunci|penjaga) (?:kelenteng|pekong)\b",
    ),
    (
        "health_helper",
        r"\b(?:dukun|bidan) (?:kampung|beranak|bayi|bersalin|desa)\b",
        r"\bkader (?:posyandu|kesehatan|desa|pkk|gizi|kb)\b",
    ),
    (
        "formal_employee",
        r"\bguru (?:pns|asn|pppk|p3k|negeri)\b",
        r"\b(?:perangkat|kepala|pegawai|staf|aparat|sekretaris|kaur|kasi) desa\b",
        r"\bkepala (?:dusun|sekolah)\b",
        r"\bpegawai negeri\b",
        r"\bkaryawan (?!toko|warung|kios|bengkel|cuci|laundry|salon)\w+",
        r"\bkantor desa\b",
        r"\banggota (?:dewan|dprd?|polri|tni)\b",
    ),
    (
        "trader",
        (
            r"\b(?:jaga|penjaga|karyawan|pelayan|kerja|kasir|bantu\w*|ikut|nunggu) "
            r"(?:di )?(?:toko|warung|kios|konter|counter|kantin|warkop|rumah makan|kedai|cafe"
            r"|kafe|minimarket|pasar)\b"
        ),
        (
            r"\b(?:buka|punya|usaha|tukang) (?:di )?(?:warung|toko|kios|kantin|warkop|konter"
            r"|sayur|bakso|gorengan|pentol|cilok|es|sate|bensin|jamu|galon|gas|roti|pulsa)\b"
        ),
        r"\bpemilik (?:warung|toko|kios)\b",
        r"\bpelayan\b",
        r"\bkasir\b|\b(?:beli|pembeli) (?:karet|getah|sawit|ikan|hasil)\b",
        r"\bspg\b",
        r"\bsales\b",
        r"\b(?:toko|warung|agen) \w+\b",
    ),
    (
        "cleaning_security",
        (
            r"\b(?:jaga|penjaga|nunggu) (?:malam|malem|sekolah|gudang|kantor|kebun|keamanan"
            r"|komplek|kompleks|portal|proyek|tambang|rumah kosong)\b"
        ),
        r"\btukang (?:sapu|sampah|bersih\w*|rongsok\w*)\b",
        r"\bcleaning service\b",
        r"\boffice boy\b",
        r"^ob$",
        (
            r"\b(?:pungut|mungut|kumpul\w*|ngumpul\w*|pengumpul|cari|nyari) "
            r"(?:sampah|botol\w*|kardus|kaleng|plastik|barang (?:bekas|rongsok\w*))\b"
        ),
        r"\bcari (?:rongsok\w*|besi tua)\b",
        r"\b(?:angkut|ngangkut|pengangkut|petugas) (?:sampah|kebersihan)\b",
        r"\bbersih\w*(?: bersih\w*)? (?:kantor|sekolah|jalan|taman|pasar|kuburan|makam)\b",
        r"\bpulung\b",
        r"\bbarang bekas\b",
        r"\bbesi tua\b",
    ),
)
