"""The small words of Indonesian as people spell them, each written once.

A word in capitals stands for all its spellings where words are listed (`word_set`, `Lexicon`) and
where they are looked for (`compiled`, `alternatives`): "BELUM" is "belum blm blum belom blom".
What is here means the same in every answer. A spelling that means something else in one place, or
is too near to a name there, is written where it holds, beside the capitals or in their stead.
"""

from collections.abc import Mapping

SPELLINGS: Mapping[str, str] = {
    # No and not. Without "g", too short to be looked for, and without "daan", which is a name.
    "TIDAK": """
        tidak tdk tdak tak ndak nda indak dak tadak nggak enggak ngga gak ga gk kagak ndk engga
        nggk
    """,
    "BUKAN": "bukan bkn",
    "BELUM": "belum blm blum belom blom",
    "JANGAN": "jangan jgn jngan",
    "GATAU": "gatau gtau gtw gaktau ndaktau",
    "GAUSAH": "gausah gakusah ndakusah gosah",
    "GAJADI": "gajadi gakjadi ndakjadi",
    # Who speaks, and to whom. BUK are kin as well; "ibu" may be the mother, and stands apart.
    "SAYA": "saya sy sya saye sye aku kamek",
    "KAMI": "kami kite",
    "PAK": "pak bu bang bg mas mbak kak min mimin om bos",
    "BUK": "buk pa bapak dek",
    # What only colours a sentence or holds it together.
    "SAJA": "saja aja jak",
    "DONG": "dong donk deh lah sih bah",
    "YANG": "yang yg",
    "ITU": "itu tu",
    "UNTUK": "untuk utk",
    "DENGAN": "dengan dgn dg",
    "DARI": "dari dr dri",
    "KALAU": "kalau kalo klo",
    "JUGA": "juga jua jg",
    "LAGI": "lagi lg",
    "MAAF": "maaf maap mf sori sorry",
    "EH": "eh oh",
    "TAPI": "tapi tp tetapi tpi",
    "CUMA": "cuma cuman hanya",
    "SEKARANG": "sekarang skrg skrang skarang skr kini",
    # What is asked.
    "APA": "apa ape",
    "APAKAH": "apakah apaan ap opo apekah",
    "KENAPA": "kenapa knp napa mengapa knapa ngape",
    "GIMANA": "gimana gmn gmna bagaimana gimane bgmn gimna gmana macamana cemane",
    "MANA": "mana mane",
    "DIMANA": "dimana dmn dmana dimane",
    "KEMANA": "kemana kmn kmana kemane",
    "KAPAN": "kapan kpn bile bila",
    "BERAPA": "berapa brp brapa berape",
    "SIAPA": "siapa siape sapa",
    # What somebody has, has done, knows, wants and may.
    "ADA": "ada ade",
    "PUNYA": "punya punye puny pny",
    "SUDAH": "sudah udah udh sdh sudh sdah udeh",
    "TAHU": "tahu tau taw",
    "MAU": "mau mo mw nak hendak",
    "INGIN": "ingin pengen pengin",
    "BISA": "bisa bise bs bsa",
    "BOLEH": "boleh bole blh",
    # Yes and no, right and wrong.
    "YA": "ya y yaa iya iye iyo",
    "OK": "ok oke okeh",
    "BETUL": "betul benar bener betol",
    "SALAH": "salah slh keliru kliru",
    "UBAH": "ubah diubah rubah dirubah ganti diganti perbaiki diperbaiki revisi",
    "BATAL": "batal batalkan batalin",
    "STOP": "stop berhenti",
    "LANJUT": "lanjut lanjutkan lanjutin lanjutken lnjut terus teruskan",
    "MENGERTI": "mengerti ngerti paham",
    # Greetings and thanks.
    "HALO": "halo hallo hai hi",
    "SALAM": "assalamualaikum asslm salam",
    "PAGI": "pagi siang sore malam",
    "MAKASIH": "makasih mksh makasi trims trimakasih terimakasih thanks tq terima kasih",
    # What a question and a wish have in common.
    "TANYA": "tanya nanya bertanya menanyakan tanyakan",
    "JELASKAN": "jelaskan jelasin terangkan dijelaskan penjelasan",
    "BPJS": "bpjs bpjstk jamsostek bpjsnya",
    "PROGRAM": "program programnya progam",
    "DAFTAR": "daftar mendaftar pendaftaran daptar dftar ndaftar pendaftarannya daftarnya",
    "DAFTARKAN": "daftarkan didaftarkan mendaftarkan daftarin",
    "GABUNG": "gabung bergabung join ikutan",
    "IKUT": "ikut ikot",
    "MULAI": "mulai mulay dimulai",
    "KEMBALI": "kembali balik kembalikan balek",
    "HUBUNGI": "hubungi menghubungi telpon telepon nelpon kontak",
    "BANTUAN": "bantuan bantuannya bantuin",
    "KABAR": "kabar kabarnya kabarnye",
    "HASIL": "hasil hasilnya",
    "NOMOR": "nomor no nomer nmr",
    "NAMA": "nama namanya",
    "DATA": "data datanya",
    "MAKSUD": "maksud maksudnya mksd mksud",
    "ORANG": "orang org urang",
    # Family, and work.
    "SUAMI": "suami istri isteri bini",
    "ADIK": "adik adek abang kakak saudara",
    "KERJA": "kerja kerje bekerja kerjaan",
    "NGANGGUR": "nganggur menganggur pengangguran",
    "PENSIUN": "pensiun pensiunan",
    "PNS": "pns asn tni polri",
    "POLISI": "pppk polisi tentara",
    # Numbers and time.
    "ANGKA": "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh",
    "SAMPAI": "sampai sampe sampek smp",
    "TAHUN": "tahun thn taun th",
}


def spelled_out(spaced: str) -> list[str]:
    """Return the words of a line, those in capitals in all their spellings."""
    words = (SPELLINGS[word] if word.isupper() else word for word in spaced.split())
    return " ".join(words).split()
