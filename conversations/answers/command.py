"""What a person wants of the bot, whatever is being asked: cancel, stop, back, help and so on.

It runs before every answer, so it is careful: outside a few unmistakable phrases a message is a
command only if *all* its words belong to the command. Names, villages and jobs are None.
"""

import re

from conversations.answers.text import Lexicon, clean, word_set, words
from conversations.invalid import Invalid

INTENTS = (
    "cancel", "stop", "back", "restart", "help", "greet", "status", "register", "edit", "language",
    "queue", "human",
)  # fmt: skip
LONGEST = 30  # words; what is longer is a story

_SAME = Lexicon(
    {
        "tidak":
        "tidak tdk tdak tak ndak nda indak dak tadak nggak enggak ngga gak ga gk g kagak ndk "
        "engga nggk"
        " ogah emoh mboten daan inda kada tida tidk",
        "jangan": "jangan jgn jngan jan",
        "tidak jadi": "gajadi gakjadi ndakjadi nggakjadi gjd gajd",
        "tidak usah": "gausah gakusah ndakusah gosah nggausah",
        "tidak tahu": "gatau gtau gtw gataw gaktau ndaktau",
        "belum": "belum blm blum belom blom lum",
        "sudah": "sudah udah udh sdh dah sudh sdah",
        "daftar":
        "daftar pendaftaran mendaftar daptar dftar ndaftar didaftarkan registrasi register "
        "daftarkan"
        " mendaftarkan daftarin daftarnya pendaftarannya registration kedaftar ngedaftar daftarku",
        "ikut": "ikut ikutan gabung bergabung join",
        "buat": "buat bikin buatkan bikinkan",
        "bpjs": "bpjs bpjstk jamsostek bpjsnya",
        "batal":
        "batal batalkan batalin dibatalkan pembatalan membatalkan cancel cencel kensel urungkan "
        "dibatalin"
        " batalkn batalken btl btal batl batel",
        "stop": (
            "stop setop berhenti brenti brhenti berenti unsubscribe hentikan stopkan "
            "diberhentikan stp brhnti"
        ),
        "keluar": "keluar exit quit kluar logout",
        "kembali": "kembali balik back mundur kmbali kembalikan previous mundurkan blk",
        "sebelumnya": "sebelumnya sebelum tadinya seblumnya sblmnya",
        "ubah":
        "ubah ganti gnti rubah ralat koreksi perbaiki edit betulkan benerin perbaikan mengubah "
        "mengganti"
        " diganti diubah change benarkan revisi gantikan ubahkan memperbaiki betulin dirubah "
        "merubah mengedit"
        " ngubah ngganti nukar tukar dibetulkan diperbaiki",
        "salah": "salah slh keliru kliru",
        "ulang": "ulang ulangi mengulang ulangin ulangkan diulang ngulang ulg",
        "mulai": "mulai mulay memulai dimulai",
        "awal": "awal semula pertama awalnya mula",
        "restart": "restart reset",
        "semua": "semua semuanya semue smua",
        "bantuan": "bantuan help panduan petunjuk info informasi bantuannya tutorial faq bantuin",
        "tolong": "tolong tlg tlng bantu tulong mohon mhn bantulah",
        "bingung": "bingung bngung bingong binggung",
        "mengerti": "mengerti ngerti paham faham pahaman ngarti ngerty pham phm ngrti memahami",
        "tahu": "tahu tau taw tauk",
        "cara": "cara caranya cranya carenye care crnya caranye gimanacaranya",
        "gimana": (
            "gimana gmn gmna bagaimana gimane bgmn gimna bagaimane gmana macamana macammana piye "
            "cemane"
        ),
        "apa": "apa ape apaan opo apakah ap apaa nape apekah",
        "kenapa": "kenapa knp napa mengapa knapa ngape",
        "dimana": "dimana dmn dmana dimane",
        "kapan": "kapan kpn bile bila",
        "berapa": "berapa brp brapa berape",
        "siapa": "siapa siape sapa",
        "status": "status sttus statusnya setatus stats",
        "cek": "cek check ngecek dicek periksa mengecek",
        "kabar": "kabar kabarnya kbr kabarnye info",
        "hasil": "hasil hasilnya",
        "kemarin": "kemarin kemaren kmrn kmren kemarennya semalam",
        "petugas": (
            "petugas admin operator cs manusia petugasnya adminnya orangnya minnya customer "
            "pegawai staf staff"
        ),
        "bicara":
        "bicara ngomong berbicara ngobrol bercakap hubungi menghubungi telpon telepon nelpon "
        "ditelpon telfon"
        " sambungkan bicare ketemu disambungkan ngomonglah nelpun tlp telp ditelepon kontak",
        "orang": "orang org urang",
        "nomor": "nomor no nomer nmr nomornya",
        "halo": "halo hallo hai hi hello helo hay hei hey alo haloo hla oi woi",
        "assalamualaikum":
        "assalamualaikum asslm assalamualaikm ass aslm assalam salam asalamualaikum askum "
        "assalamu"
        " alaikum shalom syalom salom samlekum samlikum mikum salamualaikum warahmatullahi "
        "wabarakatuh wr wb swastiastu om"
        " alaykum assalammualaikum assalamualaykum asalamu",
        "pagi": "pagi siang sore malam malem petang mlm selamatpagi",
        "selamat": "selamat slmt slamat selmat met",
        "permisi": "permisi prmisi misi punten pemisi permissi amit numpang",
        "menu": "menu menunya utama start",
        "p": "p ping pp tes test",
        "bahasa": "bahasa language lang bhs bahase",
        "antrean": "antrean antrian queue antri antre",
        "pesan": "pesan pesannya wa sms chat notifikasi pemberitahuan notif dichat psn",
        "kirim": (
            "kirim dikirim kirimi dikirimi ngirim hubungi dihubungi ganggu diganggu mengirim krm "
            "kirimin dikirimin"
        ),
        "hapus": "hapus hapuskan delete dihapus menghapus",
        "lanjut": "lanjut lanjutkan dilanjutkan terus lanjutin teruskan nerusin meneruskan lnjut",
        "pertanyaan": "pertanyaan soal pertanyaannya jawaban jawabannya tahap langkah",
    },
    exact=(
        "ganti gnti edit ubah rubah tak dak nda ga gak gk ndk kada jan lum dah buat ikut ikutan "
        "join urung btl stp blk pertama mula mulay info"
        " tau taw care ape opo ap nape bile bila sapa siape kbr cs orang org urang no nmr hai "
        "hi hay hei hey hla oi woi alo helo"
        " ass aslm salam askum om wr wb met misi amit pp tes test lang wa sms chat psn soal "
        "mundur tukar nukar terus"
        " orangnya minnya ogah emoh tida inda daan semalam pagi siang sore malam malem petang "
        "hasil kirim krm salah halo balik"
        " keliru kliru piye knp cek bantu mohon tulong gabung nomor nomer pesan semua semue awal",
    ),
    same_start=True,
)  # fmt: skip
_NEVER = word_set(
    "batam batang natal bantal batak batan lembali bahari bahasan dasar pasar menur mentu "
    "ulan ulam mula malay mulia muali kabat bawal harus minta nanti haris panen banyak"
)  # words a slip away from a command that mean something else
_FILLER = word_set("pak bu bang bg mas mbak kak min mimin om bos dek buk pa bapak ibu saya sy sya saye aku "
    "kamek kite kami sayo gue ku"
    " ya y yaa iya dong donk deh lah sih nih nah kok kah ye bah jak aja saja jua juga dulu dl "
    "lagi lg mau mo mw pengen pengin ingin"
    " nak hendak kepengen maunya bisa bise boleh bs kan eh oh maaf maap mf sori sorry please "
    "plis skrg sekarang gan nya deh wkwk hehe sini"
    " kalau kalo klo yang yg untuk utk itu tu tadi td the to i want my me dan"
    )  # fmt: skip
_FIELD = (
    r"(?:nama|namanya|nik|niknya|ktp|kk|tanggal|tgl|tanggalnya|lahir|lahirnya|alamat|alamatnya"
    r"|desa|desanya|kampung|hp|wa|pesan|nomor"
    r"|pekerjaan|kerjaan|pekerjaannya|penghasilan|gaji|ketik|ngetik|tulis|nulis|isi|ngisi|jawab"
    r"|input|pencet|tekan|pilih|kirim|masuk|masukkan"
    r"|masukin|data|datanya|pertanyaan|ibu|tempat|kelamin|jawaban|angka|huruf|sebut|orang|rt"
    r"|dusun|answer|name|number)"
)
_WHOLE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (intent, re.compile(pattern))
    for intent, pattern in (
        ("candidates:back:restart", r"ulang"),
        ("candidates:cancel:stop", r"keluar"),
        ("cancel", (
            r"(?:tolong )?(?:di )?batal(?: (?:daftar|semua|bpjs|proses|isi|pesan|data|formulir"
            r"|ikut))*(?: daftar)?"
        )),
        ("cancel", (
            r"(?:(?:daftar|bpjs|proses|data) )+(?:di )?batal(?: semua)?|(?:daftar )?tidak "
            r"jadi(?: (?:daftar|ikut|bpjs|isi|semua|lanjut))*"
        )),
        ("cancel", (
            r"tidak (?:usah )?(?:jadi )?(?:daftar|ikut|lanjut)(?: (?:daftar|bpjs|program"
            r"|proses))*|tidak usah(?: jadi)?(?: daftar)?"
        )),
        ("cancel", (
            r"(?:tolong )?hapus (?:semua )?(?:data|daftar)(?: daftar)?(?: semua)?"
            r"|(?:mengundurkan diri|tarik|cabut)(?: (?:dari )?(?:daftar|data))?"
        )),
        ("cancel", (
            r"tidak lanjut|tidak (?:minat|tertarik|berminat|perlu)(?: (?:daftar|ikut|bpjs))*"
            r"|ubah pikiran"
        )),
        ("stop", (
            r"(?:tolong )?(?:di )?stop(?: (?:semua|kirim|pesan|langganan|berlangganan|bot|ini"
            r"|layanan|terima|dari|sms))*"
        )),
        ("stop", (
            r"(?:tolong )?(?:(?:jangan|tidak usah) (?:pernah )?(?:kirim|pesan|terima)|tidak "
            r"(?:terima|kirim|dapat)) ?(?:(?:kirim|pesan|apa|ke|nomor|ini|semua|dari|bot|dapat"
            r"|terima))*(?: (?:pesan|ini|bot|dari|sini|kirim|apa|ke|nomor))*"
        )),
        ("stop", (
            r"(?:blokir|blok|block)(?: nomor)?(?: ini)?|cukup sudah|keluar dari (?:grup|langganan"
            r"|layanan|bot)"
        )),
        ("back", (
            r"(?:tolong )?kembali(?: (?:ke|pertanyaan|sebelumnya|menu sebelumnya|satu|1|langkah"
            r"|sblm|awalnya))*"
        )),
        ("back", (
            r"(?:ke )?(?:pertanyaan )?sebelumnya|(?:ke )?pertanyaan (?:yang )?(?:tadi|sebelumnya"
            r"|lalu)|ulang pertanyaan(?: sebelumnya| ini)?|undo"
        )),
        ("edit", (
            rf"(?:tolong )?(?:di )?ubah(?: (?:{_FIELD}|sebelumnya|salah|nya|di|ke|pertanyaan"
            rf"|ini))*"
        )),
        ("edit", (
            rf"(?:ada )?(?:{_FIELD} )*salah (?:{_FIELD})(?: (?:{_FIELD}|sebelumnya|nya|ubah))*"
            rf"|(?:{_FIELD} )+(?:nya )?(?:salah|typo)(?: (?:ubah|{_FIELD}))*"
        )),
        ("restart", (
            r"(?:tolong )?(?:(?:mulai|ulang|kembali|isi|daftar|baru|semua|restart|dari|ke|lg"
            r"|yang) )*(?:dari|ke) (?:awal|nol|0)(?: (?:semua|ulang|mulai))*"
        )),
        ("restart", (
            r"(?:tolong )?(?:mulai|isi|daftar|semua)(?: semua)? (?:ulang|baru)(?: semua)?(?: "
            r"dari awal)?|ulang (?:semua|daftar|isi|dari awal|proses|baru)(?: daftar)?"
            r"|restart(?: semua)?|menu (?:over|again)|mulai (?:lagi|again)|kembali mulai"
        )),
        ("help", (
            r"(?:tolong )?bantuan(?: (?:tolong|daftar|bpjs|isi))*|tolong(?: tolong)*|butuh "
            r"(?:bantuan|tolong)|minta (?:bantuan|tolong|petunjuk)"
        )),
        ("help", (
            r"(?:bingung|tidak (?:mengerti|tahu cara|jelas|paham))(?: .{0,30})?"
            r"|contoh(?:nya)?(?: gimana| mana| apa)?"
        )),
        ("status", (
            r"(?:tolong )?(?:cek |lihat |minta |tanya )?status(?: (?:daftar|bpjs|data|gimana|apa"
            r"|pr|cek))*|(?:tolong )?cek (?:daftar|hasil|data|nomor daftar|bpjs|kartu|proses)(?: "
            r".{0,24})?"
        )),
        ("register", (
            r"(?:tolong |halo )?(?:coba )?(?:mulai )?(?:di )?daftar(?: (?:bpjs|ketenagakerjaan"
            r"|program|kerja|baru|pekerja|rentan|jadi|peserta|disini|di|sini|ke|anggota|ini|orang"
            r"|suami|istri|bini|anak|tetangga|teman|diri|online|lewat|pesan|here))*"
        )),
        ("register", (
            r"(?:ikut|buat)(?: (?:daftar|bpjs|ketenagakerjaan|program|ini|pekerja|rentan|jadi"
            r"|peserta|kartu|asuransi|jaminan|desa|100|seratus))+|mulai|jadi peserta(?: bpjs)?"
            r"|sign up"
        )),
        ("human", (
            r"(?:tolong )?(?:(?:minta|ada|hubungi|panggil|panggilkan|cari|tanya|bicara|nomor|sama"
            r"|dengan|dgn|langsung|ke|sambungkan|mana|dg|kontak|butuh|perlu|pesan|agen) "
            r")*(?:petugas|orang asli|agen|agent|human)(?: (?:desa|bpjs|nomor|kantor|mana|ada"
            r"|siapa|tidak|asli|langsung|apa|tolong|kecamatan|nya|service|dimana|hp|wa|pesan"
            r"|yang))*"
        )),
        ("greet", (
            r"(?:tolong )?(?:halo|assalamualaikum|selamat pagi|pagi|permisi|p|menu|mulai bot"
            r"|adil ka talino)(?: (?:selamat|halo|assalamualaikum|pagi|permisi|p|menu|semua|admin"
            r"|petugas|bot|orang|kembali|there|apa kabar|ada))*|apa kabar|(?:ke|kembali ke"
            r"|kembali|lihat|tampilkan|buka) (?:ke )?menu"
        )),
        ("language", (
            r"(?:ubah |pilih |pakai )?bahasa(?: (?:indonesia|inggris|english|melayu|dayak|indo"
            r"|apa|ubah|jawa))*|english"
        )),
        ("queue", (
            r"(?:lihat |cek |buka )?(?:antrean|daftar tunggu)(?: (?:warga|desa|daftar|hari|ini"
            r"|saya))*|menunggu (?:persetujuan|keputusan)"
        )),
    )
)  # fmt: skip
_SOMEWHERE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (intent, re.compile(pattern))
    for intent, pattern in (
        ("help", r"\bcara (?:\w+ ){0,3}(?:gimana|apa)\b|\b(?:gimana|apa) (?:\w+ ){0,2}cara\b"),
        ("status",
        r"\bcek status\b|\bstatus (?:daftar|bpjs)\b|\bdaftar (?:saya|sy|sya|saye|aku|kami"
        r"|kemarin)\b(?:.*\b(?:kemarin|gimana|mana)\b|$)(?<!daftar saya)"
         r"|\bgimana (?:\w+ )?daftar (?:saya|sy|sya|saye|aku|kami|kemarin|bpjs)\b|\bdaftar(?: "
         r"\w+)? (?:sampai mana|sudah (?:masuk|jadi|diterima|sampai|diproses|selesai"
         r"|berhasil))\b"),
        ("status", (
            r"\b(?:tidak|belum) ada kabar\b|\b(?:gimana|apa) (?:\w+ )?(?:kabar|hasil|daftar "
            r"kemarin|kelanjutan\w*|nasib|perkembangan\w*|proses\w*)(?: \w+)* ?(?:daftar|kemarin"
            r"|bpjs)?$"
        )),
        ("status", (
            r"\b(?:sudah|apa) (?:\w+ )?(?:terdaftar|diterima|disetujui|diproses|aktif|jadi|acc"
            r"|masuk|keluar|selesai|daftar) (?:\w+ )?(?:belum|apa belum|atau belum)\b"
            r"|\b(?:kartu\w*|bpjs|daftar) (?:\w+ )?(?:sudah|kapan|belum) (?:jadi|keluar|aktif"
            r"|selesai|ada|terima|dapat|diproses|datang|sampai)\b"
        )),
        ("status", (
            r"\bkapan (?:\w+ )?(?:kartu\w*|jadi|keluar|diproses|selesai|aktif|disetujui|diterima"
            r"|hasil|kabar)\b|\b(?:sampai|smp|sampe) (?:dimana|mana)\b|\bapa (?:sudah "
            r")?(?:terdaftar|diterima|disetujui)\b|\b(?:daftar|diterima|disetujui|terdaftar) "
            r"(?:apa )?(?:belum|tidak)$"
        )),
        ("stop", (
            r"\b(?:jangan|tidak usah|tidak) (?:\w+ )?(?:kirim|bicara) (?:\w+ )?(?:pesan|apa)\b"
            r"|\b(?:jangan|tidak|tidak usah) (?:kirim|bicara)(?: \w+){0,2}$|\bstop (?:kirim"
            r"|pesan)|\btidak (?:terima|dapat) pesan\b|\bjangan pesan\b"
        )),
        ("cancel", (
            r"\btidak jadi (?:daftar|ikut)\b|\bbatal (?:daftar|saja|ikut)\b|\bdaftar (?:\w+ "
            r")?(?:di ?)?batal\b|\btidak (?:jadi )?(?:daftar|lanjut) (?:daftar|bpjs|lagi)\b"
        )),
        ("restart", r"\b(?:mulai|ulang|isi|daftar|restart)\b.*\bdari awal\b"),
        ("edit", (
            rf"\btadi (?:\w+ )?salah\b|\bsalah (?:\w+ )?tadi\b|\bsalah (?:ketik|tulis|isi|input"
            rf"|pencet|tekan|pilih|ngetik|nulis|jawab|ngisi)\b|\b(?:{_FIELD}) (?:\w+ )?(?:di"
            rf"|perlu |minta )?ubah\b|\bubah (?:{_FIELD})\b"
        )),
        ("back", r"\bkembali ke (?:pertanyaan|sebelumnya)\b|\bpertanyaan sebelumnya\b"),
        ("human", (
            r"\b(?:bicara|tanya|hubungi|sambungkan|nomor|panggil|minta)(?: \w+){0,3} (?:petugas"
            r"|kades|kepala desa|perangkat desa|orang (?:asli|desa|bpjs|langsung|beneran"
            r"|kantor))\b|\b(?:ada )?petugas (?:tidak|ada|mana|siapa)\b|\bbicara (?:sama|dengan"
            r"|dgn|dg|langsung)(?: \w+)? orang\b|\bbukan (?:robot|bot|mesin)\b|\b(?:bicara"
            r"|tolong bicara) langsung\b"
        )),
        ("help", (
            r"\b(?:gimana|apa|tidak tahu|ajar\w*|tanya|kasih) (?:\w+ ){0,2}cara\b|\bcara (?:\w+ "
            r"){0,3}(?:gimana|apa)\b|^cara \w+|\btidak (?:terlalu |begitu |)mengerti\b"
            r"|\bbingung\b|\bmaksud\w* (?:apa|gimana)\b|\bapa maksud\w*\b|\b(?:ini|bpjs|jkk|jkm"
            r"|nik|kk|program) (?:\w+ )?apa(?: ini)?$|^apa (?:ini|sih|bpjs|jkk|jkm|nik|kk)\b"
            r"|^ini (?:apa|program apa|bot apa|siapa|untuk apa)\b"
        )),
        ("help", (
            r"\b(?:lihat\w*|liat\w*|dapat\w*|nemu\w*|cari\w*|tengok\w*) (?:\w+ )?dimana\b"
            r"|\bdimana (?:\w+ )?(?:lihat|liat|nik|kk|ktp|dapat|cari|nyari|tengok)\w*|\b(?:berapa"
            r"|apa) (?:\w+ )?(?:bayar\w*|iuran\w*|biaya\w*|premi\w*|syarat\w*|manfaat\w*"
            r"|untung\w*|guna\w*|gratis|wajib|aman|harus|kegunaan\w*)\b|\b(?:bayar\w*|iuran\w*"
            r"|biaya\w*|premi\w*|syarat\w*|manfaat\w*|untung\w*|guna\w*|kegunaan\w*) (?:\w+ "
            r")?(?:apa|berapa)\b"
        )),
        ("help", (
            r"\b(?:bayar|gratis|wajib|aman|penipuan|resmi|harus bayar)(?: \w+)? (?:tidak|ya|kah"
            r"|bukan)$|\b(?:siapa yang|siapa) bayar\b|\bdapat apa\b|\buntuk apa\b|\bkenapa "
            r"(?:harus|perlu|minta|tanya)\b|\b(?:isi|jawab|tulis|ketik|diisi|nulis|ngisi) (?:\w+ "
            r")?(?:apa|gimana|dimana)\b|\b(?:apa|gimana) (?:\w+ )?(?:diisi|ditulis|dijawab|isinya"
            r"|nulisnya|ngisinya|ngisi|jawabnya|nulis)\b|\bformat\w* (?:apa|gimana)\b"
            r"|\bcontoh\w* (?:apa|gimana|mana)\b"
        )),
    )
)  # fmt: skip
_NEGATED = re.compile(
    r"\b(?:jangan|tidak|bukan|belum) (?:\w+ )?(?:di )?(?:batal|stop|kembali|ulang|keluar|ubah"
    r"|restart|hapus)\b"
)
_JOINTS = re.compile(
    r"\b(?:dan|atau|ato|atw|terus|trus|abis itu|lalu|sama)\b|[,;.!?\n/&+]+(?=\s|$)"
)


def command(text: str) -> str | None:
    """Return the wish (one of INTENTS) or None if the text is none.

    "edit" is the wish to correct an earlier answer, "back" the question before, "human" to speak
    with somebody. Raise Invalid("candidates", intents) if the text can mean two wishes.
    """
    plain = clean(text).lower().lstrip("/ ")
    if plain.count(" ") > LONGEST:
        return None
    found: list[str] = []
    parts = _JOINTS.split(plain)
    if len(parts) > 1 and not _NEGATED.search(_plain(plain)):
        found = [wish for part in parts for wish in _wishes(part)]
    wishes = list(dict.fromkeys(found or _wishes(plain)))
    for weak in ("greet", "help"):
        if len(wishes) > 1 and weak in wishes:
            wishes.remove(weak)
    if len(wishes) > 1:
        raise Invalid("candidates", tuple(wishes))
    return wishes[0] if wishes else None


def _wishes(part: str) -> list[str]:
    """Return the wishes of one clause: none, one, or several if it is ambiguous."""
    every = _plain(part)
    said = every.split()
    if not said or _NEGATED.search(every):
        return []
    bare = " ".join(word for word in said if word not in _FILLER) or every
    for intent, pattern in _WHOLE:
        if pattern.fullmatch(bare) or pattern.fullmatch(every):
            return intent.removeprefix("candidates:").split(":")
    for intent, pattern in _SOMEWHERE:
        if pattern.search(bare) or pattern.search(every):
            return [intent]
    return []


def _plain(part: str) -> str:
    return " ".join(_SAME.exactly(word) or _forgiven(word) for word in words(part))


def _forgiven(word: str) -> str:
    if len(word) < 5 or word in _NEVER:  # noqa: PLR2004 - too short to tell a slip from a name
        return word
    return _SAME.get(word) or word
