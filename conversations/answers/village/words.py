"""The words of a place: short forms, numerals, and what divides desa, district and regency."""

import re
from collections.abc import Sequence
from functools import lru_cache

from conversations.answers.language.lexicon import word_set
from conversations.answers.language.text import LIMIT, clean, squeezed

_LONG = {
    "sungai": "sui sei s sungei sunge sungay sngai sungi si",
    "tanjung": "tj tg tjg tanjong tnjung tjung",
    "teluk": "tlk telok tl tlok",
    "nanga": "ng nangah nga",
    "bukit": "bkt bukid",
    "pulau": "p pl pulo plau",
    "simpang": "sp spg simp spang",
    "matan hilir utara": "mhu",
    "matan hilir selatan": "mhs",
    "1": "i satu kesatu pertama",
    "2": "ii dua due kedua",
    "3": "iii tiga tige ketiga",
    "4": "iv empat",
    "5": "v lima",
    "6": "vi enam",
    "7": "vii tujuh",
    "8": "viii delapan",
    "9": "ix sembilan",
    "10": "x sepuluh",
    "7 belas": "17 xvii",
}
_SHORT = {word: full for full, spellings in _LONG.items() for word in spellings.split()}
_AREA = re.compile(
    r"\b(?:kecamatan|kcamatan|kecmatan|kec|kecamatannya|kc|kabupaten|kab|kabupten|kb)\b[. :]*"
)
_AREA_ENDS = re.compile(r",|\b(?:desa|ds|dsa|dusun|dsn)\b")
_DESA = re.compile(r"\b(?:desa|ds|dsa|des|desanya|kampung|kampong|kmpung|kp|kpg|kmpg)\b[. :]*")
_HAMLET = re.compile(
    r"\b(?:dusun|dsn|dus|dusunnya|jalan|jln|jl|gang|gg)\b[. :]*[^,;\n/]*?(?=,|;|\n|/"
    r"|\b(?:desa|ds|dsa|kec\w*|kab\w*|rt|rw)\b|$)"
)
_BESIDE = re.compile(
    r"\b(?:dekat|dkt|belakang|blkg|depan|samping|sebelah|seberang|sebrang|pinggir|tepi) "
    r"(?:pasar|masjid|mesjid|gereja|sekolah|sd|smp|sma|kantor|jembatan|rumah|toko|warung|sungai|sui"
    r"|laut|pantai|hutan|kebun|jalan|lapangan|puskesmas|pelabuhan|terminal|simpang|pabrik|kuburan"
    r"|surau|kelenteng|spbu|pekong|balai)\b[^,;\n]*?(?=,|;|\n|\b(?:desa|ds|dsa|kec\w*|kab\w*)\b|$)"
)
_PROVINCE = re.compile(r"\b(?:prov\w*\W+)?(?:kalbar|kalimantan barat|indonesia)\b")
_BLOCK = re.compile(r"\b(?:rt|rw)\W{0,2}\d+(?: ?/ ?(?:rw)?\W{0,2}\d+)?")
_FILLER = word_set(
    """
    SAYA tinggal tinggalnya tinggl di dari asal asli orang warga domisili alamat alamatnya PAK ya
    yaa ye nya KAMI rumah ada NAMA adalah ITU ini SAJA lah YANG desa ds kampung provinsi prov
    kalbar kalimantan barat kelurahan kel sekarang dekat daerah
    """
)
# Words that many names have, and directions too: alone they are no name.
ANYWHERE = word_set("hulu hilir dalam tengah darat ujung kiri kanan besar kecil atas bawah")
# Ordinary words a slip away from a name: never a mistyped one.
ORDINARY = word_set(
    """
    angka balon bantal bantuan barang batang belacan bentar beranak bergantung berkas dingin dulang
    gabung galon ganti gudang haris kacang kadang kemari kenari kerjaan lambang lelang lemang
    magang malang manggo mango memang menjala nanggung nangkap nanti nelayan pelayan penebang
    penyadapan perangkat petang petani pulang sabar salon sarang selama separuh siapa simpan tahan
    tambang tebang tengkawang tergantung ternak timbang ulang waris jualan tukang sedang kurang
    orang gampang sayang utang hutang terbang lantang benang
    """
)
SHORT = 3  # letters of a word that is never respelled: "iii" is 3
_ROMAN = word_set("ii iii iv vi vii viii ix xi xii xvii")
_TOKEN = re.compile(r"[a-z]+|\d+")
_I_LIVE = re.compile(  # before "i" is the first of several
    r"^(?:i (?:live|come|am) (?:in|from)|i'?m from|my village is|from)\b(?: the village of)? ?"
)
_GLUED_NUMERAL = re.compile(r"(?<=[a-z])(I{1,3})\b")


def tokenized(text: str) -> list[str]:
    """Return the words of a place name with short forms written out and numerals as digits."""
    bare = text.lower().replace("'", "")
    return [part for word in _TOKEN.findall(bare) for part in _written_out(word).split()]


@lru_cache(4096)
def _written_out(word: str) -> str:
    sound = _letters(word)
    return _SHORT.get(word) or (_SHORT.get(sound, sound) if len(sound) > SHORT else sound)


def spelled(name: str) -> str:
    """Return the name written in one word, its numerals in words; "" if that says too little."""
    parts = _TOKEN.findall(name.lower().replace("'", ""))
    if any(len(part) == 1 or part in _ROMAN for part in parts):
        return ""
    return _letters("".join(parts))


def _letters(word: str) -> str:
    """Return the word as it sounds: Bhakti is Bakti, Saba'u is Sabau."""
    return word if word.isdigit() else squeezed(word.replace("bh", "b").replace("dh", "d"))


def key(name: str) -> str:
    """Return the name as one word, however it is spelled and spaced."""
    return "".join(tokenized(name))


FILLER = frozenset(map(_letters, _FILLER))


def numerals(tokens: Sequence[str]) -> str:
    return "".join(token for token in tokens if token.isdigit() or len(token) == 1)


def plain(text: str) -> str:
    """Return cleaned text in lower case, with the numeral of "SungkungII" apart."""
    return _I_LIVE.sub("", _GLUED_NUMERAL.sub(r" \1", clean(text)).lower())


def divided(said: str) -> tuple[list[str], list[str], list[list[str]], list[str]]:
    """Return the first words, those after "desa", the areas, and all that may name a village."""
    pieces = _AREA.split(_BLOCK.sub(" , ", _PROVINCE.sub(" ", _BESIDE.sub(" ", said))))
    place, areas = pieces[0], []
    first = tokenized(_AREA.split(said, maxsplit=1)[0].partition(",")[0])
    for piece in pieces[1:]:
        ends = _AREA_ENDS.search(piece)
        areas.append(tokenized(piece[: ends.start()] if ends else piece))
        place += " , " + (piece[ends.start() :] if ends else "")
    place = _HAMLET.sub(" ", place)
    _, *after = _DESA.split(place, maxsplit=1)
    named = re.split(r"[,;\n/(]", after[0], maxsplit=1)[0] if after else ""
    return first, tokenized(named), areas, tokenized(place[:LIMIT])
