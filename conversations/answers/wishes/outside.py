"""What is wished for while nothing is being asked, as people tell it who are registered.

Where a question is open such sentences may be its answer; here they are none. Nothing is done by
them at once: to give up is asked back, and somebody else is registered by what they answer.
"""

import re

from conversations.answers.correction import correction
from conversations.answers.language.patterns import alternatives, compiled
from conversations.answers.language.text import clean

LONGEST = 40  # words; who writes more tells a story

_KIN = (
    r"(?:SUAMI|anak|menantu|mertua|ipar|ADIK|tetangga|kawan|teman|ponakan|keponakan|sepupu"
    r"|paman|bibi|cucu|mamak|emak|umak|ayah|nenek|kakek|ortu|orang ?tua"
    r"|(?:ibu|bapak|bapa) (?:SAYA|KAMI|ku)"
    r"|husband|wife|neighbou?r|friend|brother|sister|mother|father)"
)
_DIED = (
    r"(?:meninggal|meninggalkan|mninggal|wafat|tiada|tiade|tiadak|berpulang|mangkat|tutup usia"
    r"|almarhum|almarhumah|dipanggil (?:\w+ )?(?:tuhan|allah|kuasa|maha)|died|passed away)"
)
_HURT = (
    r"(?:kecelakaan|kecelakan|laka|jatuh|jatoh|terjatuh|tejatoh|tertimpa|ketimpa|tetimpa"
    r"|tertabrak|ketabrak|ditabrak|tabrakan|terpeleset|kepeleset|terbacok|kebacok|terpotong"
    r"|kepotong|tersayat|terjepit|kejepit|tersengat|kesetrum|tenggelam|patah|putus|luka|terluka"
    r"|(?:kena|kenak|keno) (?:parang|gergaji|chainsaw|mesin|pisau|arit|pahat|strum|listrik|kayu"
    r"|batu|pohon)|(?:digigit|dipatok|dipatuk) (?:\w+ )?(?:ular|buaya|anjing))"
)
_HURT_SO = (
    r"(?:kaki|tangan|jari|kepala|tulang|mata|pinggang|bahu|punggung|rumah ?sakit|rs|rsud|puskesmas"
    r"|igd|dirawat|dijahit|operasi|opname|darah|parah)"
)
_AT_WORK = r"(?:KERJA|noreh|nebas|kebun|ladang|sawah|laut|panen|sawit|proyek|tambang|motor|pohon)"
_GIVES_UP = (
    r"(?:(?<!sudah )(?<!udah )(?<!dah )(?<!belum )(?<!kapan )keluar|mundur|mengundurkan diri"
    r"|undur diri|BATAL|dibatalkan|dibatalin|berenti|STOP|cabut|dicabut|hapus|dihapus|lepas"
    r"|lepaskan|dilepas|tarik|ditarik|coret|dicoret)"
)
_DECIDED = (
    r"(?:diperiksa|dicek|diputuskan|putus|disetujui|diterima|dibenarkan|dikonfirmasi|disahkan"
    r"|lolos|lulus|diproses|jadi|acc|diacc|ditandatangani|terdaftar|terdata|kedata|aktif)"
)
_OURS = r"(?:SAYA|KAMI|ku|kulo|ambo|awak|ulun|kitak)"
_OUR_MATTER = r"(?:urusan|pendaftaran|daftaran|berkas)(?:nya|ku)?"
_TURN = r"(?:giliran|antrian|antrean|urutan|daftar tunggu|NOMOR (?:antri|antre|urut)\w*)"
_CARD = r"\bkartu(?:nya|ku)?\b"
_PHONE = r"(?:hp|hape|handphone|telepon|wa|whatsapp)(?:nya|ku)?"
_PLACE = r"(?:tempat|jatah|kuota|bagian)(?:nya|nye|ku)?"
_GIVE = r"(?:kasi|kasih|beri|berikan|kasikan|biar)"

_OUTSIDE = alternatives(
    (
        "bereaved",
        r"\b(?:KIN|bapak|ibu|almarhum|almarhumah|PAK|nama)\b(?: \w+){0,5} DIED\b",
        r"\bDIED\b(?: \w+){0,2} (?:KIN|bapak|ibu)\b|^\w+(?: \w+)? DIED\b",
    ),
    (
        "hurt",
        r"\bHURT\b(?: \w+){0,8} SO_HURT\b|\bSO_HURT\b(?: \w+){0,6} HURT\b",
        r"\b(?:SAYA|KAMI|KIN|bapak|ibu)\b(?: \w+){0,3} HURT(?: \w+){0,5} AT_WORK\b",
        r"\b(?:digigit|dipatok|dipatuk|diserang|disengat) (?:\w+ )?(?:ular|buaya|anjing|tawon)\b",
        r"\b(?:SAYA|KAMI|KIN)\b(?: \w+){0,3} (?:kecelakaan|kecelakan|laka|celaka)\b",
    ),
    (
        "withdraw_consent",
        r"\b(?:tarik|cabut|BATAL|menarik|mencabut)\b(?: \w+){0,2} (?:persetujuan|izin|ijin)",
    ),
    (
        "delete_my_data",
        r"\b(?:hapus|dihapus|buang|musnahkan|delete)\b(?: \w+){0,3} (?:DATA|ktp|nik|informasi)\b",
        r"\b(?:DATA|identitas|informasi)\b(?: \w+){0,5} (?:hapus|dihapus|dibuang|dimusnahkan)\b",
    ),
    (
        "withdraw",
        r"\bGIVES_UP\b(?: \w+){0,4} (?:SAYA|KAMI|ku|DAFTAR|daftaran\w*|NAMA|SAJA|jak|bah)\b",
        r"\bGIVES_UP\b(?: \w+){0,4} (?:program|bpjs|peserta|kepesertaan)\b",
        r"\b(?:SAYA|KAMI|pendaftaran\w*|daftaran\w*)\b(?: \w+){0,3} GIVES_UP\b",
        (
            r"\b(?:TIDAK|GAJADI|dah dak|daan|mboten)(?: \w+)? (?:jadi|MAU|IKUT|lanjut)"
            r" (?:IKUT|DAFTAR|LAGI|lanjut|agik|program|bpjs)\b"
        ),
        r"\b(?:dah|SUDAH) (?:TIDAK|dak) (?:IKUT|MAU)\b",
        r"\bGIVE (?:\w+ )?(?:UNTUK |ke |kepada )?ORANG lain\b(?: \w+){0,3} PLACE\b",
        r"\bPLACE\b(?: \w+){0,3} (?:GIVE|UNTUK|ke)(?: \w+){0,2} (?:lain|tetangga)\b",
    ),
    (
        "covered",
        (
            r"\bSAYA\b(?: \w+){0,2} (?:SUDAH|dah|sekarang|skrg)(?: \w+){0,2} "
            r"(?:KERJA|bekerja|diterima|keterima|karyawan|pegawai)(?: \w+){0,3} COMPANY\b"
        ),
        (
            r"\b(?:SUDAH|dah|PUNYA|sekarang|skrg)(?: \w+){0,3} (?:bpjs|jamsostek)(?: \w+){0,3} "
            r"(?:dari|di|oleh|lewat|kantor)(?: \w+)? (?:COMPANY|kerja|tempat)\b"
        ),
        r"\b(?:SUDAH|dah|PUNYA|dapat)(?: \w+){0,2} (?:bpjs|jamsostek) COMPANY\b",
    ),
    (
        "my_data",
        (
            r"\b(?:DATA|info|informasi|keterangan|catatan)\w*\b(?: \w+){0,5} "
            r"(?:disimpan|tersimpan|simpan|dicatat|tercatat|terekam|dipegang)\b"
        ),
        r"\b(?:APA|mana)\b(?: \w+){0,5} (?:simpan|disimpan|tersimpan|catat|dicatat)\b",
        (
            r"\b(?:lihat|liat|tengok|minta|kirim\w*|cek|tampilkan|tunjukkan|perlihatkan)\b"
            r"(?: \w+){0,3} (?:DATA|isian|jawaban)(?: \w+){0,2} (?:SAYA|KAMI|ku|diri)\b"
        ),
    ),
    (
        "card",
        (
            r"CARD(?: \w+){0,6} (?:hilang|ilang|kehapus|terhapus|hapus|rusak|kirim\w*|krim|LAGI"
            r"|agik|foto|difoto|pdf|cetak|print|minta|BELUM|lihat|tunjuk\w*)\b"
        ),
        r"\b(?:kirim\w*|krim|minta|lihat|liat|cetak|hilang|ilang)\b(?: \w+){0,4} CARD",
    ),
    (
        "village",
        (
            r"\b(?:pindah|pindahan)\b(?! KERJA| ke (?:telegram|PHONE|aplikasi|dusun|rt|rw))"
            r"(?: \w+){0,3} (?:ke|di|desa|kampung|kecamatan|kabupaten|domisili|alamat ktp)\b"
        ),
        r"\bSAYA (?:\w+ ){0,4}IKUT (?:\w+ ){0,2}(?:di|ke) (?:desa|kampung)\b",
        r"\b(?:BUKAN|TIDAK) (?:LAGI )?(?:warga|penduduk) (?:desa|sini|situ|\w+ (?:LAGI|agik))\b",
        r"\b(?:tinggal|menetap|domisili|ktp|kk)\b(?: \w+){0,3} desa (?:lain|baru|sebelah)",
    ),
    (
        "move",
        (
            r"\bPHONE\b(?: \w+){0,3} (?:baru(?! selesai| saja)|ganti|diganti|hilang|ilang|rusak"
            r"|rosak|mati|dijual|dicuri|kecurian)\b"
        ),
        r"\b(?:UBAH|beli|PUNYA)\b(?: \w+){0,2} (?:hp|hape|handphone)\b",
        r"\b(?:pakai|pake|pinjam)\b(?: \w+){0,2} (?:hp|hape|handphone|wa) (?:baru|lain|KIN)\b",
        r"\b(?:DARI|pakai|pake|lewat) (?:hp|wa|NOMOR) (?:lain|baru|SAYA|sendiri|anak)\b",
    ),
    (
        "another",
        r"\bKIN\b(?: \w+){0,5} (?:DAFTAR|DAFTARKAN|didaftar\w*|daftar\w*)\b",
        r"\bKIN\b(?: \w+){0,3} (?:(?:MAU|INGIN|JUGA) (?:JUGA )?IKUT|IKUT (?:JUGA|gak))\b",
        r"\b(?:daftarkan|daftarin|mendaftarkan|ikutkan|masukkan|masukin)\b(?: \w+){0,3} KIN\b",
        r"\b(?:register|sign up|enrol\w*)\b(?: \w+){0,2} KIN\b",
    ),
    (
        "status",
        r"\b(?:SAMPAI|nyampai|nyampe|sampek) (?:MANA|DIMANA|di mana)\b",
        r"\bTURN\b(?: \w+){0,4} OURS\b|\bOURS\b(?: \w+){0,4} TURN\b",
        r"\bNOMOR BERAPA OURS\b|\bOURS (?:di )?(?:NOMOR|urutan) BERAPA\b",
        r"\bNOMOR (?:DAFTAR|registrasi|pr)\w*\b(?: \w+){0,3} (?:BERAPA|lupa|hilang|APA)\b",
        (
            r"\b(?:BELUM|SUDAH|dah|APAKAH|KAPAN)\b(?: \w+){0,5} DECIDED\b"
            r"(?: \w+){0,4} (?:BELUM|ke|kah|TIDAK|kades|kepala desa|pak|SAYA)\b"
        ),
        r"\b(?:SAYA|DAFTAR)\b(?: \w+){0,3} DECIDED(?: \w+)? (?:BELUM|ke|kah|TIDAK|APA)\b",
        (
            r"\b(?:KABAR|perkembangan|nasib|kelanjutan|lanjutan|progres\w*|HASIL)\b(?: \w+){0,3} "
            r"(?:OURS|MATTER)\b"
        ),
        r"\bMATTER\b(?: \w+){0,2} (?:GIMANA|cemane|camane|piye|kayak APA)\b(?! cara)",
        r"\b(?:GIMANA|cemane|camane|piye|macam mane?)\b(?: (?!cara)\w+){0,2} (?:MATTER|nasib)\b",
        r"\b(?:lama|lamak)\b(?: \w+){0,3} (?:giliran|nunggu|tunggu|diproses)",
    ),
    (
        "thanks",
        (
            r"^(?:\w+ ){0,5}(?:makaseh|mokasih|tarimakasih|trima kasih|terima kaseh|terimakaseh"
            r"|matur nuwun|suwun|trimakaseh|mkasih|makacih|tengkyu|thank you|MAKASIH|syukur)"
            r"(?: \w+){0,6}$"
        ),
        r"\b(?:tuhan|allah|gusti)(?: \w+){0,2} (?:memberkati|berkati|membalas|balas)\b",
    ),
    ("register", r"\bhow (?:to|do i|can i) (?:\w+ )?(?:join|register|apply|enrol\w*|sign up)\b"),
    KIN=_KIN,
    SO_HURT=_HURT_SO,
    AT_WORK=_AT_WORK,
    HURT=_HURT,
    DIED=_DIED,
    GIVES_UP=_GIVES_UP,
    GIVE=_GIVE,
    COMPANY=r"(?:pt|cv|perusahaan|pabrik|kantor)",
    PLACE=_PLACE,
    CARD=_CARD,
    PHONE=_PHONE,
    TURN=_TURN,
    MATTER=_OUR_MATTER,
    OURS=_OURS,
    DECIDED=_DECIDED,
)
_SPOKEN_OF = compiled(  # or by somebody else: "ada yang mundur"
    r"\b(?:JANGAN|KALAU|misal\w*|seandainya|jika|apa ?bila|boleh ?kah|apa ?kah"
    r"|TIDAK (?:MAU|INGIN|akan|pernah|jadi) (?:keluar|mundur|BATAL|berhenti)"
    r"|SAYA tetap|(?:ADA|banyak|SIAPA|ORANG) (?:lain )?YANG)\b"
)
_OF_MONEY = compiled(r"\b(?:dapat|dapet|BERAPA|santunan|klaim|ditanggung|diganti)\b")  # a topic
_DONE = compiled(r"\b(?:SUDAH|BELUM|dah|kemarin|kmrn|dulu|SAYA didaftar\w*)\b")
_MAY_BE_SPOKEN_OF = frozenset(
    {"withdraw", "covered", "village", "another", "move", "delete_my_data", "bereaved", "hurt"}
)


_MOVED_TO = re.compile(r"\b(?:ke|di)\s+([^.,;!?]+?)(?=$|[.,;!?]|\s+ikut\b)", re.IGNORECASE)


def where_to(text: str) -> str:
    """Return the place that somebody says to have moved to; "" if none is named."""
    found = _MOVED_TO.findall(clean(text))
    return found[-1].strip() if found else ""


def outside(text: str) -> str | None:
    """Return what is wished for, None if nothing is that is known here."""
    said = " ".join(re.findall(r"\w+", clean(text).casefold()))
    corrects = correction(text)
    if said.count(" ") >= LONGEST or (corrects and corrects.sure):
        return None
    wish = next((wish for wish, pattern in _OUTSIDE if pattern.search(said)), None)
    if wish in _MAY_BE_SPOKEN_OF and _SPOKEN_OF.search(said):
        return None
    if wish == "hurt" and _OF_MONEY.search(said):
        return None
    return None if wish == "another" and _DONE.search(said) else wish
