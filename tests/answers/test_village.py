"""Villages as people write them."""

import pytest
from lokal import wilayah

from conversations.answers.invalid import Invalid
from conversations.answers.village.village import Villages, around, let_go, load
from conversations.villages import Village
from tests.answers.adapter import villages
from tests.answers.outcome import outcome

BENGKAYANG, KETAPANG = ("61.07",), ("61.04",)
BOTH = BENGKAYANG + KETAPANG

FOUND = {
    (BENGKAYANG, "61.07.15.2002"): (
        "Sungai Keran|sui keran|Sei Keran|s. keran|sungaikeran|desa sungai keran|sungay keran|"
        "SUI KERAN|sungai kran|desa sui keran kec sungai raya kepulauan"
    ),
    (BENGKAYANG, "61.07.02.2002"): "Saba'u|sabau|Saba’u|desa saba u|sabau samalantan",
    (BENGKAYANG, "61.07.12.2002"): (
        "Sungkung I|sungkung 1|Sungkung satu|sungkungI|desa sungkung 1 kec siding|sungkun 1"
    ),
    (BENGKAYANG, "61.07.12.2007"): (
        "Sungkung II|sungkung 2|sungkung dua|sungkung kedua|sunkung 2"
    ),
    (BENGKAYANG, "61.07.12.2008"): "Sungkung III|sungkung 3|sungkung tiga",
    (BENGKAYANG, "61.07.14.2003"): (
        "Karya Bhakti|karya bakti|karyabakti|desa karya bakti sungai betung"
    ),
    (BENGKAYANG, "61.07.01.2004"): "Sungai Jaga A|sui jaga a|sungai jaga A kec sungai raya",
    (BENGKAYANG, "61.07.15.2003"): "Sungai Raya",
    (BENGKAYANG, "61.07.15.2005"): "lemukutan|lmukutan|P. Lemukutan|pulo lemukuten",
    (BENGKAYANG, "61.07.07.2008"): "semunyin|semunyin jaya jagoi babang",
    (BENGKAYANG, "61.07.07.2006"): "tempat sekida jagoi babang|Sekida, Jagoi Babang",
    (BENGKAYANG, "61.07.17.2004"): "desa pisak kec 17|pisak tujuh belas",
    (BENGKAYANG, "61.07.14.2004"): "desa suka maju, sungai betung",
    (KETAPANG, "61.04.13.2020"): "belabantujuh|belaban tujh|belaban tuujuh",
    (KETAPANG, "61.04.11.2005"): "batu mas pak|desa batu mas",
    (KETAPANG, "61.04.14.2016"): "airdua|air dua",
    (BENGKAYANG, "61.07.12.2004"): "siding kec siding kab bengkayang kalbar",
    (KETAPANG, "61.04.17.2007"): "tanjng pasar|tanjung pasa",
    (KETAPANG, "61.04.05.2011"): "sandai kri|sandai kiri kec sanday",
    (KETAPANG, "61.04.08.2015"): "balai pinang hlu",
    (KETAPANG, "61.04.11.2004"): "Betenung, Nanga Tayap, Ketapang",
    (KETAPANG, "61.04.02.2024"): "kec marau desa rangkung",
    (KETAPANG, "61.04.05.2001"): "desa sandai dekat pasar",
    (BENGKAYANG, "61.07.09.2008"): "Tanjung|tj|desa tanjung kec teriak",
    (BENGKAYANG, "61.07.08.2003"): (
        "Monterado|montrado|Monteradoo|desa monterado kec. monterado|saya dari monterado bang"
    ),
    (BENGKAYANG, "61.07.07.2001"): "Jagoi|jagoi kec jagoi babang",
    (BENGKAYANG, "61.07.13.2001"): "magmagan|Magmagan Karya|mag magan karya",
    (BENGKAYANG, "61.07.16.2002"): "lembah bawang|desa lembah bawang",
    (BENGKAYANG, "61.07.05.2006"): (
        "6107052006|61.07.05.2006|sentangau|sentangau jaya|sentanggau jaya"
    ),
    (KETAPANG, "61.04.12.2008"): (
        "Sungai Pelang|sui pelang|sei pelang MHS|Sungai Pelang kec Matan Hilir Selatan|"
        "desa sungai pelang kec mhs kab ketapang|dusun 1 desa sungai pelang"
    ),
    (KETAPANG, "61.04.01.2015"): (
        "laman satong|Laman Satong MHU|laman satong kecamatan matan hilir utara|lamansatong"
    ),
    (KETAPANG, "61.04.07.2010"): "Teluk Bayur|tlk bayur|telok bayur",
    (KETAPANG, "61.04.13.2005"): "Nanga Kelampai|ng kelampai|ng. kelampai",
    (KETAPANG, "61.04.03.2009"): "Bukit Gajah|bkt gajah",
    (KETAPANG, "61.04.11.2011"): (
        "Simpang Tiga Sembelangaan|simpang 3 sembelangaan|sp tiga sembelangaan|simpang tiga"
    ),
    (KETAPANG, "61.04.11.2007"): "Lembah Hijau Satu|lembah hijau 1|lembah hijau I",
    (KETAPANG, "61.04.16.2006"): "Suka Bangun|sukabangun|suka bangun delta pawan",
    (KETAPANG, "61.04.18.2003"): "Padang|desa padang",
    (KETAPANG, "61.04.22.2006"): "Sukaharja|suka harja",
    (KETAPANG, "61.04.17.2006"): "mayak|Mayak muara pawan",
    (KETAPANG, "61.04.03.2007"): "kemuning|kemuning manis mata",
    (KETAPANG, "61.04.04.2001"): "kendawangan kiri|kndawangan kiri|kendawangan kiri, kendawangan",
    (BOTH, "61.07.05.2004"): (
        "mayak bengkayang|mayak kec selua|mayak kab bengkayag|mayak seluas|mayak kec seluas"
    ),
    (BOTH, "61.07.15.2004"): "karimunting|karimunting ujung|karimuntng|karimunting kab bengkayang",
    (BOTH, "61.04.22.2002"): "Sukaraja",
}  # fmt: skip
SEVERAL = {
    (BENGKAYANG, "sungkung"): {"61.07.12.2002", "61.07.12.2007", "61.07.12.2008"},
    (BENGKAYANG, "sungai jaga"): {"61.07.01.2004", "61.07.01.2005"},
    (BENGKAYANG, "desa suka maju, tanjung"): {"61.07.10.2003", "61.07.14.2004"},
    (BOTH, "mayak"): {"61.07.05.2004", "61.04.17.2006"},
    (KETAPANG, "mekar jaya"): {"61.04.03.2021", "61.04.21.2009", "61.04.25.2010"},
    (BENGKAYANG, "karimunting kec sambas"): {"61.07.15.2004"},
    (BENGKAYANG, "Karimunting kec Ledo"): {"61.07.15.2004"},
    (KETAPANG, "lembah hijau"): {"61.04.11.2007", "61.04.11.2008"},
    (KETAPANG, "Kendawangan"): {"61.04.04.2001", "61.04.04.2003"},
    (BENGKAYANG, "Serindu samalantan"): {"61.07.08.2012"},
    (KETAPANG, "pesaguan"): {"61.04.12.2007", "61.04.12.2014"},
    (KETAPANG, "suka damai"): {"61.04.04.2008", "61.04.13.2035"},
    (KETAPANG, "suka damai kec sandai"): {"61.04.04.2008", "61.04.13.2035"},
}
NOWHERE = {
    BENGKAYANG: (
        "Sebalo|Bumi Emas|dusun sejati|Pontianak|Sukaraja|kec Ledo|kecamatan sungai betung|"
        "bengkayang|kab bengkayang||tidak tau|rt 2 rw 3|[Foto]|dekat gereja|61.04.12.2008|"
        "6199999999|desa|kampung saya|disini|Singkawang|jl raya|Pemangkat|iya|xyzxyz|di pasar|"
        "Sungai Raya Kepulauan|pmangkat sana|nanti|siapa|sungaijaga qaa|sungaijagaa"
    ),
    KETAPANG: (
        "Sampit|Mulia Baru|Kauman|delta pawan|Pelang Jaya Makmur Sentosa|Sukadana|"
        "Kec. Sandai Kab. Ketapang|Karimunting|kel. Banjar|dekat pasar|di hulu|"
        "Kayongg Utaraaa Baru|karimuntng|singkup qwerty|petani|nelayan|nangkap"
    ),
}


@pytest.mark.parametrize(
    ("scope", "code", "text"),
    [(scope, code, text) for (scope, code), texts in FOUND.items() for text in texts.split("|")],
)
def test_found(scope: tuple[str, ...], code: str, text: str) -> None:
    """A village is found however it is spelled."""
    assert outcome(lambda said: villages().find(said, scope), text) == code


@pytest.mark.parametrize(("asked", "codes"), SEVERAL.items())
def test_several(asked: tuple[tuple[str, ...], str], codes: set[str]) -> None:
    """Homonyms, near twins and a district that does not fit are offered for choice."""
    scope, text = asked
    with pytest.raises(Invalid, match="candidates") as several:
        villages().find(text, scope)
    assert set(several.value.candidates) == codes


@pytest.mark.parametrize(
    ("scope", "text"),
    [(scope, text) for scope, texts in NOWHERE.items() for text in texts.split("|")],
)
def test_nowhere(scope: tuple[str, ...], text: str) -> None:
    """Kelurahan, hamlets, districts and the neighbours' villages are none of ours."""
    assert outcome(lambda said: villages().find(said, scope), text) == "none"


@pytest.mark.parametrize("text", ["singkawang", "desa Singkawang", "kota singkawang"])
def test_a_town_elsewhere_is_no_mistyped_village(text: str) -> None:
    """Singkawang is a town of its own, and two letters from Sengawang in Sambas."""
    ours = {"61.01", "61.07"}
    found = Villages(load(sorted(ours)), around(ours))

    assert outcome(found.find, text) == "none"
    assert found.find("sengwang") == "61.01.02.2009"


def test_every_name_finds_its_village() -> None:
    """A full name with its district is always enough."""
    every = load(BOTH)

    missed = [v for v in every if outcome(villages().find, f"{v.name} kec {v.district}") != v.code]

    assert missed == []
    assert len(every) == len(villages())


def test_villages_are_known_by_code() -> None:
    """The index gives back the village."""
    ledo = Village("61.07.03.2001", "Lesabela", "Ledo", "Kabupaten Bengkayang")
    few = Villages([ledo])

    assert few["61.07.03.2001"] is ledo
    assert few.get("61.07.03.2001") is ledo
    assert few.get("61.07.03.2002") is None
    assert few.find("lesabela") == ledo.code


def test_what_lokal_read_is_let_go_and_read_again_when_it_is_needed() -> None:
    before = around({"61.07"})
    let_go()
    assert not wilayah._cache
    assert around({"61.07"}) == before
    assert wilayah._cache


@pytest.mark.parametrize(
    ("text", "wholly"),
    [
        ("sungai duri", True),
        ("sui duri", True),
        ("Sungaiduri", True),
        ("desa sungai duri kec sungai raya pak", True),
        ("sungai dury", True),
        ("6107012001", True),
        ("sungai duri hujan terus", False),
        ("duri di kaki", False),
        ("jalan ke sungai duri rusak", False),
    ],
)
def test_other_words_beside_a_village_make_it_a_guess(text: str, *, wholly: bool) -> None:
    assert villages().wholly(text, "61.07.01.2001") is wholly


ELSEWHERE = {
    "Singkawang": "Singkawang|saya dari singkawang pak|kota singkawang|SINGKAWANG",
    "Parit Baru": "Parit Baru|desa parit baru",
    "Kubu Raya": "sungai raya kubu raya|Suka Maju, Kubu Raya",
    "Bumi Emas": "Bumi Emas|kelurahan bumi emas",
}
NOT_ELSEWHERE = (
    "Sungai Raya|Nangka, Suti Semarang|Suti Semarang|Karya Bhakti|suka maju|entah|nelayan di laut"
)


@pytest.mark.parametrize(
    ("text", "place"),
    [(text, place) for place, texts in ELSEWHERE.items() for text in texts.split("|")],
)
def test_a_place_that_is_none_of_ours_is_known_by_its_name(text: str, place: str) -> None:
    assert villages().elsewhere(text) == place


@pytest.mark.parametrize("text", NOT_ELSEWHERE.split("|"))
def test_what_is_ours_or_no_place_is_nowhere_else(text: str) -> None:
    assert villages().elsewhere(text) is None


def test_no_village_of_ours_with_its_district_lies_elsewhere() -> None:
    known = [villages()[one.code] for one in load(("61.04", "61.07"))]

    taken = [
        f"{v.name}, {v.district}" for v in known if villages().elsewhere(f"{v.name}, {v.district}")
    ]
    named = [v.name for v in known if villages().elsewhere(v.name)]

    assert (taken, named) == ([], [])
