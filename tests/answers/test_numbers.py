"""NIK, birth date, phone and registration number are found among everything else."""

from datetime import date

import pytest

from conversations.answers.dates.birth_date import birth_date
from conversations.answers.invalid import Invalid
from conversations.answers.nik import NikFacts, nik, nik_facts
from conversations.answers.phone import phone
from conversations.answers.status import registration_number
from tests.answers.outcome import outcome

TODAY = date(2026, 11, 21)
ME = "+6281311110000"

NIKS = {
    "6107026503869007": "6107026503869007",
    "nik sy 6107 0265 0386 9007 ya bu": "6107026503869007",
    "6107.0265.0386.9007": "6107026503869007",
    "6107_0265_0386_9007": "6107026503869007",
    "*6107026503869007*": "6107026503869007",
    "６１０７０２６５０３８６９００７": "6107026503869007",
    "6️⃣1️⃣0️⃣7️⃣026503869007": "6107026503869007",
    "6107\u200b0265\u200b03869007": "6107026503869007",
    "6lO7O265O3869OO7": "6107026503869007",
    (
        "enam satu nol tujuh nol dua enam lima nol tiga lapan enam sembilan kosong kosong tujuh"
    ): "6107026503869007",
    "umur 40 tahun nik 6107026503869007": "6107026503869007",
    "6107026503869007 rt 02/03": "6107026503869007",
    "6107 0265 0386 9007 umur 40": "6107026503869007",
    "6107026503869007, 081200001111": "6107026503869007",
    "6107 0265 0386 9007, 0812 0000 1111": "6107026503869007",
    "1. 6107 0265 0386 9007": "6107026503869007",
    "6107026503869007 6107026503869007": "6107026503869007",
    "6107026503869008 eh salah 6107026503869007": "6107026503869007",
    "bukan 6107026503869008 tapi 6107026503869007": "6107026503869007",
    "6107026503869007 bukan 6107026503869008": "6107026503869007",
    "KK 6107010101109301 NIK 6107026503869007": "6107026503869007",
    "nik 6107026503869007\nkk 6107010101109301": "6107026503869007",
    "6107010101109301 (kk), 6107026503869007 (nik)": "6107026503869007",
    "nik sesuai kk 6107026503869007": "6107026503869007",
    "nik saya 6107026503869007, nik istri 6107044101889003": "6107026503869007",
    "ktp saya nomernya 6107026503869007 kode pos 79213": "6107026503869007",
    "6107044101889003 suami saya, saya 6107026503869007": "two_candidates",
    "suami saya 6107044101889003, saya 6107026503869007": "6107026503869007",
    "6107026503869008, bukan, 6107026503869007": "6107026503869007",
    "nik 6107026503869007 atau 6107044101889003": "two_candidates",
    "kartu\nkleuarga 6107010101109301": "kk_given",
    "nik: enam satu nol tujuh nol dua enam lima nol tiga lapan enam semblan nol nol tujuh": (
        "6107026503869007"
    ),
    "6107026503869007 dan 6107044101889003": "two_candidates",
    "6107026503869007\n6107044101889003": "two_candidates",
    "kartu keluarga 6107010101109301": "kk_given",
    "6107010101109301 itu nomor kk": "kk_given",
    "610702650386900": "length",
    "61070265038690071": "length",
    "081200001111": "length",
    "6107 0265 0386 900": "length",
    "lupa": "not_a_number",
    "": "not_a_number",
    "[Foto]": "not_a_number",
    "[Pesan suara 0:04]": "not_a_number",
    "<Media tidak disertakan>": "not_a_number",
    "umur saya 41 tahun": "not_a_number",
    "nanti ya kira2 jam berapa": "not_a_number",
    "0107026503869007": "region",
    "9907026503869007": "region",
    "6100026503869007": "region",
    "6107006503869007": "region",
    "6107023513869007": "date",
    "6107027203869007": "date",
    "6107020003869007": "date",
    "6107022902879007": "date",
    "6107026503860000": "serial",
    "1111111111111111": "serial",
}

DATES = {
    "5/3/1985": "1985-03-05",
    "05.03.1985": "1985-03-05",
    "5 3 1985": "1985-03-05",
    "5 maret 1985": "1985-03-05",
    "5 Mrt 85": "1985-03-05",
    "tgl 5 bln 3 th 85": "1985-03-05",
    "tanggal 5 bulan maret tahun 1985": "1985-03-05",
    "lahirnya tgl 5, bulan 3, tahun 1985": "1985-03-05",
    "05031985": "1985-03-05",
    "05 03 85": "1985-03-05",
    "1985-03-05": "1985-03-05",
    "19850305": "1985-03-05",
    "1985/3/5": "1985-03-05",
    "maret 5, 1985": "1985-03-05",
    "5 march 1985": "1985-03-05",
    "lima maret seribu sembilan ratus delapan puluh lima": "1985-03-05",
    "tujuh belas agustus sembilan belas sembilan puluh": "1990-08-17",
    "tujuhbelas agustus 1990": "1990-08-17",
    "dua puluh satu april tahun delapan lima": "1985-04-21",
    "17-VIII-1990": "1990-08-17",
    "2 II 1985": "1985-02-02",
    "1-I-1980": "1980-01-01",
    "١٧-٠٨-١٩٩٠": "1990-08-17",
    "l7-O8-199O": "1990-08-17",
    "17–08–1990": "1990-08-17",
    "17 / 08 / 1990": "1990-08-17",
    "17-08-\n1990": "1990-08-17",
    "jum'at kliwon 17 agustus 1990": "1990-08-17",
    "senin, 17-08-1990": "1990-08-17",
    "Bengkayang 17 Agustus 1990": "1990-08-17",
    "Ketapang,17-08-1990": "1990-08-17",
    "17 agustus 1990 (36 th)": "1990-08-17",
    "umur 36, 17-8-90": "1990-08-17",
    "17 Agustus 1990 pagi jam 5": "1990-08-17",
    "17 agsutus 1990": "1990-08-17",
    "17 agustusss 1990": "1990-08-17",
    "17 sepetember 1990": "1990-09-17",
    "17 desmber 1990": "1990-12-17",
    "17 febuari 1990": "1990-02-17",
    "5-3-85 eh salah 6-3-85": "1985-03-06",
    "bukan 5-3-85 tapi 6-3-85": "1985-03-06",
    "6-3-85 bukan 5-3-85": "1985-03-06",
    "5 maret 1985, 5-3-1985": "1985-03-05",
    "6 eh salah 5 maret 1985": "1985-03-05",
    "5 april eh maret 1985": "1985-03-05",
    "5 maret 1986 eh salah 1985 pak": "1985-03-05",
    "5 maret 1986 eh 86": "unreadable",
    "5 maret 1985 eh pak": "1985-03-05",
    "lahir eh tahun 1985": "unreadable",
    "1985 5 maret": "1985-03-05",
    "5|3|1985": "1985-03-05",
    "l Maret 1985": "1985-03-01",
    "5 mart 1985": "1985-03-05",
    "bulan 3 tanggal 5 tahun 1985": "1985-03-05",
    "dua lima sebelas delapan delapan!": "1988-11-25",
    "tujuh belas delapan empat lima": "1945-08-17",
    "satu satu tujuh puluh": "1970-01-01",
    "pukul 07.30, 5 maret 1985": "1985-03-05",
    "5 maret 1985 / 12 jumadil akhir 1405 H": "1985-03-05",
    "di ktp 5 maret 1985, yg benar 7 maret 1984": "1985-03-05",
    "5 maret 1985 (ktp), 7 maret 1984 (asli)": "1985-03-05",
    "aslinya 5 maret 1985 tapi di ktp 1 jxx 1970": "unreadable",
    "z5-03-1985": "unreadable",
    "5 maret 80an": "unreadable",
    "di ktp 1 juli 1970, aslinya 3 mei 1972": "1970-07-01",
    "sebenarnya 3-5-72, ktp 1-7-70": "1970-07-01",
    "1-1-11": "2011-01-01",
    "29-2-2000": "2000-02-29",
    "290204": "2004-02-29",
    "3121985": "1985-12-03",
    "17890": "1990-08-17",
    "12/13/1990": "impossible",
    "32-1-1990": "impossible",
    "0-1-1990": "impossible",
    "30 februari 1990": "impossible",
    "29-2-1990": "impossible",
    "17 agustus 1890": "impossible",
    "17-08-1925": "impossible",
    "32131990": "impossible",
    "20-11-2026": "underage",
    "22-11-2011": "underage",
    "1-1-20": "underage",
    "17-8-2027": "future",
    "1990": "unreadable",
    "agustus 1990": "unreadable",
    "17 agustus": "unreadable",
    "36 tahun": "unreadable",
    "12 rajab 1405": "unreadable",
    "12-7-1405 H": "unreadable",
    "17-7-1405 hijriah": "unreadable",
    "lupa tanggalnya": "unreadable",
    "rumah 12, 1990": "unreadable",
    "tidak tau, tahun 70an": "unreadable",
    "": "unreadable",
    "[Foto]": "unreadable",
    "1121990": "ambiguous",
    "5-3-85 atau 6-3-85": "ambiguous",
    "17 atau 18 agustus 1990": "ambiguous",
    "17 agustus 1990 atau 1991": "ambiguous",
    "1 juli 1970 / 3 mei 1972": "ambiguous",
}

PHONES = {
    "081200001111": "+6281200001111",
    "0812-0000-1111": "+6281200001111",
    "+62 812-0000-1111": "+6281200001111",
    "62812 0000 1111": "+6281200001111",
    "81200001111": "+6281200001111",
    "+62 0812 0000 1111": "+6281200001111",
    "+62081200001111": "+6281200001111",
    "0062 812 0000 1111": "+6281200001111",
    "(0812) 0000 1111": "+6281200001111",
    "hp: 0812 0000 1111 pak": "+6281200001111",
    "wa 0812_0000_1111": "+6281200001111",
    "O812OOOO1111": "+6281200001111",
    "０８１２００００１１１１": "+6281200001111",
    "nol lapan satu dua nol nol nol nol satu satu satu satu": "+6281200001111",
    "0812 0000 1111 / 0812 0000 1111": "+6281200001111",
    "0813 0000 1111 eh salah 0812 0000 1111": "+6281200001111",
    "bukan 081300001111 tapi 081200001111": "+6281200001111",
    "umur 40, 0812 0000 1111": "+6281200001111",
    "6107026503869007, 081200001111": "+6281200001111",
    "rt 1/2 081200001111": "+6281200001111",
    "40 0812 0000 1111": "+6281200001111",
    "yang lama 081300001111 hilang, sekarang 081200001111": "+6281200001111",
    "081200001111 baru, yang lama 081300001111": "+6281200001111",
    "0812 • 0000 • 1111": "+6281200001111",
    "hp nol lapan satu dua nol nol nol nol satu satu satu satu, rumah dua": "+6281200001111",
    "1. 081200001111\n2. 081300001111": "two_candidates",
    "0851 0000 111": "+628510000111",
    "nomor ini": ME,
    "no ini saja": ME,
    "yang ini aja bang": ME,
    "pakai nomor wa ini": ME,
    "pake yg ini": ME,
    "yg dipakai chat ini": ME,
    "nomor wa saya sekarang": ME,
    "sama dengan nomor ini": ME,
    "gak ada hp, pakai nomor ini saja": ME,
    "bukan nomor ini": "not_a_number",
    "0812000": "length",
    "08120000111122": "length",
    "6107026503869007": "length",
    "0562 331234": "landline",
    "0561-736123": "landline",
    "+62 561 736123": "landline",
    "+60 13-000 0111": "foreign",
    "+65 8123 4567": "foreign",
    "0060130000111": "foreign",
    "081200001111 atau 081300001111": "two_candidates",
    "081200001111, 081300001111": "two_candidates",
    "0812 0000 1111 0813 0000 1111": "two_candidates",
    "081200001111/081300001111": "two_candidates",
    "081200001111\n085300001111": "two_candidates",
    "tidak ada": "no_phone",
    "ndak punya hp": "no_phone",
    "blm punya nomor": "no_phone",
    "gak ade": "no_phone",
    "kosong": "no_phone",
    "tidak punya telepon pak": "no_phone",
    "gak hafal": "not_a_number",
    "nanti": "not_a_number",
    "": "not_a_number",
    "[Kontak dibagikan]": "not_a_number",
}

REGISTRATIONS = {
    "PR-6107-000123": "PR-6107-000123",
    "pr 6107 000123": "PR-6107-000123",
    "6107000123": "PR-6107-000123",
    "PR.6107.000123": "PR-6107-000123",
    "PR - 6107 - 000123": "PR-6107-000123",
    "PR–6107–OOO123": "PR-6107-000123",
    "ＰＲ－６１０７－０００１２３": "PR-6107-000123",
    "nomornya 6107-000123 pak": "PR-6107-000123",
    "PR-6107-000123 hp 081200001111": "PR-6107-000123",
    "PR-6107-000123 PR-6107-000123": "PR-6107-000123",
    "PR-6107-000124 eh salah PR-6107-000123": "PR-6107-000123",
    "PR-6107-000123 nik 6107026503869007": "PR-6107-000123",
    "6107026503869007": "nik_given",
    "nik saya 6107 0265 0386 9007": "nik_given",
    "PR-6107-0001234": "length",
    "PR-6107-123": "length",
    "081200001111": "length",
    "PR-6107-000123 dan PR-6107-000124": "two_candidates",
    "lupa nomornya": "missing",
    "6107000123, 6107026503869007": "PR-6107-000123",
    "": "missing",
    "PR-": "missing",
}


@pytest.mark.parametrize(("text", "expected"), NIKS.items())
def test_nik(text: str, expected: str) -> None:
    """A NIK is read whatever stands around it, or refused with the reason."""
    assert outcome(nik, text) == expected


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_birth_date(text: str, expected: str) -> None:
    """A birth date is read day first, or refused with the reason."""
    assert outcome(lambda said: birth_date(said, TODAY).isoformat(), text) == expected


@pytest.mark.parametrize(("text", "expected"), PHONES.items())
def test_phone(text: str, expected: str) -> None:
    """A mobile number becomes E.164, or is refused with the reason."""
    assert outcome(lambda said: phone(said, ME), text) == expected


@pytest.mark.parametrize(("text", "expected"), REGISTRATIONS.items())
def test_registration_number(text: str, expected: str) -> None:
    """A registration number is read with or without its prefix and signs."""
    assert outcome(registration_number, text) == expected


def test_this_number_is_unknown_on_a_channel_without_one() -> None:
    """On a channel that does not tell the sender's number, "nomor ini" says nothing."""
    assert outcome(lambda said: phone(said, None), "nomor ini") == "not_a_number"


def test_refusals_offer_what_was_found() -> None:
    """Two numbers or dates are offered for choice."""
    with pytest.raises(Invalid) as two:
        nik("6107026503869007 dan 6107044101889003")
    assert two.value.candidates == ("6107026503869007", "6107044101889003")

    with pytest.raises(Invalid) as dates:
        birth_date("1121990", TODAY)
    assert set(dates.value.candidates) == {"1990-12-01", "1990-02-11"}

    with pytest.raises(Invalid) as phones:
        phone("081200001111 atau 081300001111", None)
    assert phones.value.candidates == ("+6281200001111", "+6281300001111")


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        ("6107026503869007", NikFacts(date(1986, 3, 25), "female", "61.07")),
        ("6104010101099001", NikFacts(date(2009, 1, 1), "male", "61.04")),
        ("6104010101109001", NikFacts(date(2010, 1, 1), "male", "61.04")),
        ("6107015708120002", NikFacts(date(2012, 8, 17), "female", "61.07")),
        ("6104013112269001", NikFacts(date(1926, 12, 31), "male", "61.04")),
        ("6104012902009001", NikFacts(date(2000, 2, 29), "male", "61.04")),
    ],
)
def test_nik_facts(number: str, facts: NikFacts) -> None:
    """A NIK tells birth date, sex and regency; nobody under 17 has one."""
    assert nik_facts(number, TODAY) == facts


def test_nik_facts_of_an_impossible_date() -> None:
    """A NIK that was never accepted has no facts."""
    with pytest.raises(Invalid, match="date"):
        nik_facts("6104013002009001", TODAY)
