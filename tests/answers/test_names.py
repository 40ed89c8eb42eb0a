"""Names, places and addresses as they go onto the list."""

import pytest

from conversations.answers.name import address, mother, name, place_name
from tests.answers.outcome import outcome

NAMES = {
    "Sabinus": "SABINUS",
    "nama saya Maria Goreti": "MARIA GORETI",
    "nama sy maria goreti pak": "MARIA GORETI",
    "Nama: Maria Goreti": "MARIA GORETI",
    "Nama lengkap saya Maria Goreti": "MARIA GORETI",
    "saya Maria Goreti": "MARIA GORETI",
    "perkenalkan nama saya Maria Goreti": "MARIA GORETI",
    "an. Maria Goreti": "MARIA GORETI",
    "a.n Maria Goreti": "MARIA GORETI",
    "a/n Maria Goreti": "MARIA GORETI",
    "atas nama Maria Goreti": "MARIA GORETI",
    "di ktp Maria Goreti": "MARIA GORETI",
    "sesuai ktp: Maria Goreti": "MARIA GORETI",
    "Bu Maria Goreti": "MARIA GORETI",
    "Ibu Maria Goreti": "MARIA GORETI",
    "Bapak Yohanes": "YOHANES",
    "pak Yohanes": "YOHANES",
    "Yohanes pak": "YOHANES",
    "Yohanes, bang": "YOHANES",
    "Yohanes ya": "YOHANES",
    "H. Sulaiman": "SULAIMAN",
    "Hj Aminah": "AMINAH",
    "Haji Sulaiman": "SULAIMAN",
    "Sulaiman, S.Pd": "SULAIMAN",
    "Sulaiman S.Pd.": "SULAIMAN",
    "Drs. Sulaiman, M.Si": "SULAIMAN",
    "Sulaiman, A.Md": "SULAIMAN",
    "Gusti Abdul Hamid": "GUSTI ABDUL HAMID",
    "Utin Rohani": "UTIN ROHANI",
    "Raden Mas Joko": "RADEN MAS JOKO",
    "Syarifah Fatimah": "SYARIFAH FATIMAH",
    "Cek Mat": "CEK MAT",
    "Ahmad bin Sulaiman": "AHMAD BIN SULAIMAN",
    "Siti binti Usman": "SITI BINTI USMAN",
    "M. Yusuf": "M. YUSUF",
    "Moh. Saleh": "MOH. SALEH",
    "Ya’ Muhammad": "YA' MUHAMMAD",
    "Ma`ruf": "MA'RUF",
    "Nur-Aini": "NUR-AINI",
    "😊 Sabinus 🙏": "SABINUS",
    '"Sabinus"': "SABINUS",
    "*Maria Goreti*": "MARIA GORETI",
    "ＭＡＲＩＡ": "MARIA",
    "Ma\u200bria": "MARIA",
    "Maria\nGoreti": "MARIA GORETI",
    "Panggil saja Aleng, nama lengkap Lim Aleng": "LIM ALENG",
    "Aleng, nama di KTP Lim Aleng": "LIM ALENG",
    "Lim Aleng, biasa dipanggil Aleng": "LIM ALENG",
    "Lim Aleng (Aleng)": "LIM ALENG",
    "Lim Aleng alias Acong": "LIM ALENG",
    "bukan Budi tapi Budiman": "BUDIMAN",
    "Budi eh salah Budiman": "BUDIMAN",
    "Oki Setiawan": "OKI SETIAWAN",
    "nama di KTP Suharti, tapi dipanggil Titi": "SUHARTI",
    "orang panggil saya Apin, nama ktp Lim Apin": "LIM APIN",
    "Yanti, eh maaf Yanto": "YANTO",
    "Rusdi nama saya": "RUSDI",
    "halo pak nama saya Suriani": "SURIANI",
    "selamat siang, nama saya Yulita": "YULITA",
    "nam saya Kornelius": "KORNELIUS",
    "nama saya adlah Jumadi": "JUMADI",
    "perkenalkn nama saya Joni": "JONI",
    "namo kamek Jamilah": "JAMILAH",
    "tulis aja Sarinah": "SARINAH",
    "ini Paulus bang": "PAULUS",
    "an Petrus Jampi": "PETRUS JAMPI",
    "atasnama Sutini": "SUTINI",
    "H.M. Yusuf": "M. YUSUF",
    "Lidia Natalia, S.Kep., Ners": "LIDIA NATALIA",
    "Yopi Hendrawan ST": "YOPI HENDRAWAN",
    "Lim St": "LIM ST",
    "Lim Min": "LIM MIN",
    "lim min": "LIM",
    "budi -": "BUDI",
    "1. Wahyudi": "WAHYUDI",
    "'Aisyah'": "AISYAH",
    "nama...Sulastri": "SULASTRI",
    "Ade": "ADE",
    "Batalia": "BATALIA",
    "Diana": "DIANA",
    "Andri": "ANDRI",
    "Salim": "SALIM",
    "Ya'": "YA'",
    "nama suami saya Budi": "not_a_name",
    "Ibu saya bernama Rukiah": "not_a_name",
    "Aminah istri pak Budi": "not_a_name",
    "saya petani karet": "not_a_name",
    "lagi di kebun": "not_a_name",
    "pak bu": "not_a_name",
    "nama saya " + "Budi " * 60: "not_a_name",
    "bit.ly/daftar": "url",
    "Sip": "not_a_name",
    "Tino": "TINO",
    "Betti": "BETTI",
    "Slamet": "SLAMET",
    "Selamat": "SELAMAT",
    "Mulia": "MULIA",
    "Batam": "BATAM",
    "Ibu Ani": "ANI",
    "Ng": "NG",
    "Budi 2": "has_digits",
    "6107026503869007": "has_digits",
    "Budi 081200001111": "has_digits",
    "B": "too_short",
    "p": "too_short",
    "b.": "too_short",
    "pak B": "too_short",
    "Thomas, S. Pd. K": "THOMAS",
    "https://contoh.id/x": "url",
    "www.judi.com": "url",
    "budi@contoh.com": "url",
    "kembali": "command",
    "/batal": "command",
    "menu": "command",
    "halo": "not_a_name",
    "ulang": "command",
    "saya mau batal": "command",
    "ya": "not_a_name",
    "iya pak": "not_a_name",
    "tidak": "not_a_name",
    "tidak tau": "not_a_name",
    "lupa": "not_a_name",
    "hahaha": "not_a_name",
    "kenapa harus nama lengkap": "not_a_name",
    "sama kayak tadi": "not_a_name",
    "nanti saja": "not_a_name",
    "": "not_a_name",
    "...": "not_a_name",
    "👍": "not_a_name",
    "[Foto]": "not_a_name",
    "zxcvbn": "not_a_name",
    "Budi / Tono": "not_a_name",
    "A" * 90: "not_a_name",
    "'; DROP TABLE people; --": "DROP TABLE PEOPLE",
}

PLACES = {
    "Bengkayang": "BENGKAYANG",
    "lahir di Bengkayang": "BENGKAYANG",
    "saya lahir di Ketapang pak": "KETAPANG",
    "di sanggau ledo": "SANGGAU LEDO",
    "tempat lahir: Ledo": "LEDO",
    "Ledo, 15-11-1986": "LEDO",
    "Ledo 15 november 1986": "LEDO",
    "kab. sambas": "SAMBAS",
    "Batam": "BATAM",
    "tidak tau": "not_a_name",
    "": "not_a_name",
    "x": "too_short",
    "batal": "command",
    "www.a.com": "url",
    "2kota": "has_digits",
    "kota2": "has_digits",
}

MOTHERS = {
    "Maria": "MARIA",
    "nama ibu saya Maria": "MARIA",
    "ibu kandung Maria": "MARIA",
    "mamak saya namanya Maria": "MARIA",
    "tidak tahu": "unknown",
    "lupa bang": "unknown",
    "gatau": "unknown",
    "ndak tau": "unknown",
    "gak ingat": "unknown",
    "M4ria": "has_digits",
    "batal": "command",
}

ADDRESSES = {
    "Dusun Melati RT 02/RW 01": "Dusun Melati RT 02/RW 01",
    "  dsn  sejati\nrt 3 ": "dsn sejati rt 3",
    "Jl. Raya No. 5": "Jl. Raya No. 5",
    "a": "too_short",
    "123": "too_short",
    "": "too_short",
    "halo": "too_short",
    "dusun " + "x" * 300: "too_long",
    "x" * 1000: "too_long",
    "https://x.com": "url",
    "batal": "command",
}


@pytest.mark.parametrize(("text", "expected"), NAMES.items())
def test_name(text: str, expected: str) -> None:
    """A name keeps what is on the card and loses what is said around it."""
    assert outcome(name, text) == expected


@pytest.mark.parametrize(("text", "expected"), PLACES.items())
def test_place_name(text: str, expected: str) -> None:
    """A place of birth is a name without "lahir di" and without the date."""
    assert outcome(place_name, text) == expected


@pytest.mark.parametrize(("text", "expected"), MOTHERS.items())
def test_mother(text: str, expected: str) -> None:
    """A mother's name may be unknown."""
    assert outcome(mother, text) == expected


@pytest.mark.parametrize(("text", "expected"), ADDRESSES.items())
def test_address(text: str, expected: str) -> None:
    """An address keeps its digits and has words."""
    assert outcome(address, text) == expected
