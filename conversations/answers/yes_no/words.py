"""The words of a yes and a no, and of all that makes them unclear."""

import re

from conversations.answers.language.lexicon import Lexicon, word_set
from conversations.answers.language.patterns import compiled

SAME = Lexicon(
    {
        # Not YA: with "yaa" to slip to, "yxa" would be a yes.
        "ya": """
            ya y ye iya iy iyaa iyah iyak iyap yah yak yap yep yup yo yoi iye iyo yes yess yeah yea
            aok auk aoklah ao aoq nggih njih inggih enggih enggeh engghi iyalah yalah iyes yoa yoo
            iyadong heeh hooh heem hoh yaiya iyaiya yaya yoyoi ho heh yaudah yasudah iyelah he
            yelah yg-iya ea eya au yups yaps yoha iyha muhun sumuhun ys yq haah ehem injih iyups
            iay yia iyh
        """,
        "ok": """
            OK okee okey okay oce okelah sip siip sipp siap siyap sippp siplah mantap gas gaskan
            gaskeun baik baiklah bolehlah ayo ayok yuk kuy hayu hayuk deal oks okk oki okok okeoke
            okdeh oek woke wokeh asiap ashiap gaspol gaskn cus cuss monggo manggo mangga
        """,
        "betul": """
            BETUL btl btul btol bner bnr benr betulkan tepat cocok pas sesuai valid correct true
            bena benare bujur beneran leres aman beres lengkap right
        """,
        "setuju": """
            setuju stuju setujuu sepakat sepakt stju stj acc agree setujui menyetujui bersedia
            sedia rela ikhlas
        """,
        "mau": """
            MAU silakan silahkan BOLEH INGIN bersedia LANJUT ikut daftar lanjt lanjutt minat
            berminat trus sila BISA purun
        """,
        "sudah": "SUDAH udahh pernah pernh prnh sudahlah dah sampun",
        "ada": "ADA PUNYA memiliki masih msh masi",
        "tidak": """
            TIDAK g inda tida tidk mboten daan kada ogah emoh nope no not nay tidaklah enda nadai
            enten nana ndaklah gaklah tdklah nggaklah ora mboteun nehi endak gag gaa ngak nggaa
            ndaak gka tiada henteu moh
        """,
        "bukan": "BUKAN bkan buken bukn bukanlah bukannya",
        "belum": "BELUM lum lom belumlah durung dereng",
        "jangan": "JANGAN ojo",
        "tidak_ada": "gada gaada tidakada ndakada ndakde takde gakada nggakada",
        "tidak_usah": "GAUSAH",
        "gpp": "gpp gapapa gakpapa ndakpapa nggakpapa gppa ndakapa gapape ndakpape",
        "batal": "BATAL STOP cancel cukup GAJADI menolak tolak nolak",
        "salah": "SALAH salh salahnya kesalahan kekeliruan",
        "change": "UBAH dikoreksi perubahan komplain kendala tambahan",
        "buruk": "keberatan kebratan masalah mslh berat problem masalahnya",
        "apa": "APA mengapa",
        "anything": "apaapa papa pape",
        "kurang": "kurang krg krang",
        "maybe": "mungkin mgkn mungkn mgkin",
        "hedge": """
            buka kayaknya kyknya keknya kayanya kayaknye sepertinya spertinya insyaallah insyallah
            inshaallah insya insha rasanya barangkali entah moga semoga GATAU lupa ragu2 bimbang
            TAHU yakin kira bingung MENGERTI agak lumayan hampir kayak seperti terserah trserah
            maybe sekitar ngerasa sebagian ragu kadang kdg kadangkala jarang setengah separuh ingat
            inget seingat seingatku
        """,
        "if": """
            KALAU jika asal asalkan bila tergantung seandainya andai jk selama syarat syaratnya kl
        """,
        "later": """
            nanti ntar besok tunggu sebentar bentar sbntar tar nunggu pikir mikir pikirkan lusa
            nantik kelak tanya tanyakan rundingan diskusi baca cek lihat liat nt sabar
            dicek dilihat dibaca periksa diperiksa istirahat
            pulang menunggu
        """,
        "but": "TAPI kecuali namun padahal walaupun meski",
        "only": "CUMA cm cmn cume",
        "other": """
            SUAMI anak bapaknya mamak ortu orang tetangga paman ponakan menantu mertua laki ayah
            teman sodara keluarga
        """,
        "kin": "ADIK",
        "question": "kenapa knp GIMANA BERAPA siapa kapan dimana apakah apanya emangnya",
        "meant": "MAKSUD maksudku",
        "eh": "eh ralat typo koreksi",
        "slip": "ketik pencet tulis tekan",
        "now": "SEKARANG saat",
        "past": "dulu dlu dul duu dulunya dolok dulok dahulu sebelumnya kemarin",
        "me": "SAYA KAMI",
        "idle": "NGANGGUR PENSIUN",
        "jadi": "jadi jd jdi",
        "odd": "allah ampun robbi rabb tuhan",
    },
    exact="""
        lom buka daan kada mksih tolak baik yah yak yap yep yup yoi iye iyo yea aok auk aoq yoa yoo
        iyh iay yia sip ayo yok yuk oce oek oks okk oki mmm nope none yeah true gag gaa saya sya
        saye aku KAMI y ye iy yo ao he ho heh hoh ea eya au acc pas gas kuy dah g ga gak tak dak
        nda no not nay kada ora lum ojo ADA pny mo mw nak blh boleh jadi terus rela berat if tar nt
        kl jk bila kira tau taw orang anak laki teman adik kakak buat cek baca lihat saat ini ikut
        cocok sedia bujur pulang sabar punya daftar selama APA jdi jd cus moh sila leres aman beres
        lengkap nana tulis ragu maksud ketik tekan meant kadang jarang moga syarat asal mangga
        manggo dereng sampun siap
    """,
    real="""
        tahun akan buku ikan bin pada gara dada take atau agar katanya yakni tamu layak makin saham
        rupa ajak acak mentah oleh naik bank mantan tiap balik kayu real rokok sial batik pokok
        ideal telah hak daya raya lelah tes jaya maya belah tengah besar tempat cepat beda kena
        truk botol telat benua pena kau bola minta dingin angin lanjutan nama mana tiga tiba indah
        sana enak dana daun olah naga anna indo induk tindak enggan nina tag tenda tanpa kelas
        tanda luas anti ganti antar liar niat tuanya tetap tadi mesti sapi tali halnya tepi tari
        rapi topi ciuman masa mati mari misi nasi basi berada kapal adanya kawan kanan berupa
        disana kelapa bro elang siaga mudah susah usah ubah tangan pangan jantan awal jiwa pasal
        halo asam walau akal kala pandai bergantung amal asap kacau andi arah taman ayat ayam zaman
        mama cabang jaman biji masak payah menanti bom blok biru bakal batas bantal bata stok toko
        tahan tuan rabu kiri king sarang tersedia salam sarah sawah kang kakek pake page cape tani
        alamat laut hutan muka suka duka sisa turun arus gurun bulu hulu rumah dirumah buah alat
        rapat malah salam biasa bias besar basa bisu malas gaji kaji raja hati jual beli bulan
        beras bekas
    """,
)
FILLER = word_set(
    """
    PAK BUK ibu DONG nih kok kan SAJA JUGA ITU ini nya semua semuanya semue sangat sekali kali
    banget sgt DENGAN DATA alhamdulillah hamdalah syukur wkwk hehe haha oh ah loh oi YANG LAGI dan
    atas di ke UNTUK buat bot to gan memang emang mmg pribadi wa MAKASIH SALAM assalamu alaikum
    permisi selamat PAGI HALO
    """
)
EVER = word_set("pernah pernh prnh")  # says of the past only
# Around the number or letter of an option.
CHOICE = word_set(
    """
    pilih pilihan plh YANG NOMOR opsi jawab jawaban jawabannya ke angka SAYA PAK huruf poin option
    SAJA ya deh dong mau ITU ambil ketik
    """
)
# Around the one word that is consent.
CONSENTING = word_set(
    """
    dipakai digunakan pendaftaran bpjs ketenagakerjaan menyatakan disimpan dg sama
    """
)
# Near what a prompt asks, but not it: "calon" of "calon PNS".
PARTLY = {
    "pns": word_set("mantan calon PENSIUN bekas eks honor honorer kontrak dulunya"),
    "gaji": word_set("harian borongan mingguan upah upahan"),
    "bpjs": word_set("kesehatan kis askes jkn"),
    "pernah": word_set("baru"),
    "ktp": word_set("resi suket proses rekam urus diurus dibuat cetak hilang rusak kk"),
    "bekerja": word_set("cari mencari nyari melamar lowongan libur"),
    "milik": word_set("bersama pinjam pinjaman numpang berdua"),
}
# Other names of what a prompt asks.
ALSO = {"pns": word_set("asn POLISI p3k brimob")}
# Words of prompts that ask for a fact, to which "mau" is no answer, and for a wish or approval.
FACTS = word_set("pns gaji bekerja pernah milik punya")
WISHES = word_set("setuju lanjut lanjutkan bersedia mau boleh ikut benar betul sesuai")
# What sounds like a condition or a person but is none, and the other way round.
PLAINER = (
    (re.compile(r"\bkal(?:au|o|w) (?:be)?gitu\b"), ""),
    (
        compiled(r"\b(?:bapak|ibu|kakak|abang|adik|adek) (?=(?:SAYA|ku)\b)"),
        "suami ",
    ),
    (compiled(r"\bMANA (?:ADA|mungkin|pernah)\b"), "tidak"),
    (re.compile(r"\bt(?:er)?i?ma kasih?\b"), ""),
    (re.compile(r"\bb[a-z]{0,2}s+[ae] ja*di\b"), "mungkin"),
    (re.compile(r"\bdari (?:dulu|dolok)\b"), ""),
    (re.compile(r"\bkah\b"), "apakah"),
    (re.compile(r"^(?:iya|ya|iye|yo) kali\b"), "mungkin"),
    (compiled(r"\bTIDAK (?:tentu|pasti)\b"), "kayaknya"),
    (compiled(r"\bAPA(?:2|[ -]APA)\b"), "apaapa"),
    (re.compile(r"\b1000? ?(?:%|persen\b)"), ""),
)
# A no written together with what it denies.
GLUED_NO = compiled(
    r"(TIDAK|BELUM|BUKAN)"
    r"(mau|setuju|pernah|ada|punya|benar|betul|salah|kerja|bisa|usah|pns|tau|yakin)"
)

_NEG = r"(?:tidak|bukan|belum|jangan|tidak_ada)"
_ANSWERS = r"(?:ya|ok|betul|setuju|mau|sudah|ada|tidak|belum|bukan|gpp)"


def _rules(*rules: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), plain) for pattern, plain in rules)


SHARED = _rules(
    (rf"^((?:{_ANSWERS} )+)kin$", r"\1"),
    (r"\bkin\b", "other"),
    (rf"\b{_NEG} maybe\b(?: me\b)?", "tidak"),
    (r"\bmaybe\b", "hedge"),
    (rf"\b(?:{_NEG}|kurang) (?:{_NEG} )?hedge\b", "hedge"),
    (rf"\b(?:{_NEG}|kurang) (?:apa|anything)\b|\bgpp\b", "yes"),
    (r"\banything\b ?", ""),
    (rf"\b{_NEG} (?:ada )?(?:\w+ ){{0,2}}?(?:salah|buruk|batal)\b", "yes"),
    (r"\bapa\b", "question"),
)
TO_POSITIVE = _rules(
    (rf"\b{_NEG} ever {_NEG}\b", "hedge"),
    (r"\b(?:bukan|tidak) (?:sudah )?tidak (?:setuju|mau|ok)\b|\bjangan tidak\b", "hedge"),
    (r"\bsudah (?:word )?(?:tidak|bukan|batal|jangan)(?: (?:predicate|ada|mau|setuju))*\b", "no"),
    (
        rf"\b(?:{_NEG}|kurang) (?:word )?(?:(?:ok|betul|setuju|mau|sudah|ada|predicate)\b ?)+",
        "no ",
    ),
    (r"\bada belum\b", "no"),
    (r"\b(?:tidak_usah|tidak (?:word|jadi)|batal|ada salah|salah|buruk)\b", "no"),
    (rf"\b{_NEG}\b", "no"),
    (r"\bkurang\b", "hedge"),
    (r"\b(?:ya|ok|betul|setuju|mau|sudah|ada)\b", "yes"),
)
TO_NEGATIVE = _rules(
    (rf"\b{_NEG} (?:(?:mau|sudah|ada|predicate)\b ?)+", "yes "),
    (rf"\b(?:{_NEG}|kurang) (?:(?:ya|ok|betul|setuju)\b ?)+", "no "),
    (r"\b(?:tidak_usah|batal|salah|buruk)\b", "no"),
    (r"\b(?:predicate|sudah|ada)\b", "no"),
    (rf"\b{_NEG}\b", "bare"),
    (r"\b(?:ya|ok|betul|setuju|mau)\b", "yes"),
)
# "ya eh salah, tidak": what comes last is meant.
CORRECTED = re.compile(r".+ (eh|salah slip|meant)(?: meant)?(?: me)? (?:salah (?:slip )?)?(\S.*)")
