"""The small words around a question about the programme: pairs, fillers, forms of address."""

from conversations.answers.language.lexicon import word_set

# Two words in a row that are one.
JOINED: dict[tuple[str, str], str] = {
    ("untuk", "apa"): "untukapa",
    ("kepala", "desa"): "kades",
    ("kepala", "kampung"): "kades",
    ("desa", "head"): "kades",
    ("pak", "kades"): "kades",
    ("nama", "ibu"): "nama_ibu",
    ("ikut", "angin"): "sakit",  # "masuk angin", a cold
    ("ibu", "kandung"): "nama_ibu",
    ("tidak", "tahu"): "tidaktahu",
    ("tempat", "tinggal"): "alamat",
    ("cuma", "cuma"): "gratis",
    ("jaminan", "celaka"): "jkk",
    ("jaminan", "meninggal"): "jkm",
    ("bpjs", "kesehatan"): "kesehatan",
    ("rumah", "sakit"): "rumahsakit",
    ("ahli", "warisan"): "warisan",
    ("bea", "beasiswa"): "beasiswa",
    ("orang", "tua"): "orangtua",
    ("bapak", "saya"): "orangtua",
    ("bapak", "sy"): "orangtua",
    ("ayah", "saya"): "orangtua",
    ("ibu", "saya"): "orangtua",
    ("ibu", "sy"): "orangtua",
    ("hari", "tua"): "jht",
    ("jaminan", "jht"): "jht",
    ("jaminan", "pensiun"): "jht",
    ("ibu", "rumah"): "irt",
    ("nomor", "nik"): "nik",
    ("kartu", "keluarga"): "kk",
    ("rawat", "inap"): "sakit",
}
FILLER = word_set(
    """
    PAK BUK SAYA kita KAMI sayo gue ku ya y yaa yah DONG kah ye SAJA aje JUGA dulu dl LAGI MAU kan
    EH MAAF SEKARANG nya YANG ITU tuh tadi td the is are am my ke ka nanti di sebenarnya sbnrnya
    halo jadi tk ketenagakerjaan DARI pohon motor kebun laut sawah ladang sungai pas waktu saat
    assalamualaikum pagi DENGAN segala of a do does i it sm
    """
)
ADDRESSED = word_set("PAK BUK ibu bpk nih ni nanti ITU ini DONG dulu SAYA kita KAMI")
YES = word_set("YA OK siap setuju sip")
