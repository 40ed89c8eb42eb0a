"""The small words around a question about the programme: pairs, fillers, forms of address."""

from conversations.answers.language.lexicon import word_set

# Two words in a row that are one.
JOINED: dict[tuple[str, str], str] = {
    ("untuk", "apa"): "untukapa",
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
    pak bu bang bg mas mbak kak mimin om bos dek buk pa bapak saya sy sya saye aku kamek kite kita
    kami sayo gue ku ya y yaa yah dong donk deh lah sih kah ye bah jak aja saja aje jua juga jg
    dulu dl lagi lg mau mo mw nak hendak kan eh oh maaf maap skrg sekarang nya yang yg itu tu tuh
    tadi td the is are am my ke ka nanti di sebenarnya sbnrnya halo min jadi tk ketenagakerjaan
    dari dr pohon motor kebun laut sawah ladang sungai pas waktu saat assalamualaikum pagi dengan
    dgn dg segala of a do does i it sm
    """
)
ADDRESSED = word_set(
    """
    pak bu bang bg mas mbak kak min mimin om bos dek buk pa bapak ibu bpk nih ni sih nanti itu tu
    ini dong bah dulu saya sy kita kami
    """
)
YES = word_set("iya ya y iye iyo ok oke okeh siap setuju sip")
