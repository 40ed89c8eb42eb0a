"""Income is read as rupiah a month, or asked about."""

import pytest

from conversations.answers.income import BANDS, Amount, band, income, income_band
from tests.answers.outcome import outcome

INCOMES: dict[str, int | tuple[int, int] | str] = {
    "1.250.000": 1_250_000,
    "Rp 1.250.000,-": 1_250_000,
    "Rp1.250.000,00": 1_250_000,
    "1,250,000": 1_250_000,
    "1 250 000": 1_250_000,
    "1250000": 1_250_000,
    "1.25 jt": 1_250_000,
    "1,25juta": 1_250_000,
    "850rb": 850_000,
    "850 ribu rupiah": 850_000,
    "850k": 850_000,
    "850.000/bln": 850_000,
    "850rb per bulan": 850_000,
    "satu juta": 1_000_000,
    "sejuta": 1_000_000,
    "satu juta dua ratus lima puluh ribu": 1_250_000,
    "delapan ratus ribu": 800_000,
    "lapan ratus ribu": 800_000,
    "lime ratus rebu": 500_000,
    "sejuta dua ratus": 1_200_000,
    "sejuta setengah": 1_500_000,
    "satu setengah juta": 1_500_000,
    "1 setengah juta": 1_500_000,
    "setengah juta": 500_000,
    "1 1/2 juta": 1_500_000,
    "1/2 juta": 500_000,
    "1juta 200ribu": 1_200_000,
    "1jt 200rb": 1_200_000,
    "1 juta 200": 1_200_000,
    "1jt2ratus": 1_200_000,
    "satu koma lima juta": 1_500_000,
    "1 jt 2 rts": 1_200_000,
    "gocap sehari": 1_300_000,
    "sejutaan lah": 1_000_000,
    "2jt sebulan kadang 1,5": (1_500_000, 2_000_000),
    "seratus ribuan sehari": 2_600_000,
    "dua belas juta setahun": 1_000_000,
    "tiga puluh juta per tahun": 2_500_000,
    "2 jutaan": 2_000_000,
    "1 juta sampai sekarang": 1_000_000,
    "sejutaan": 1_000_000,
    "500an ribu": 500_000,
    "500 ribuan": 500_000,
    "lebih 1 juta": 1_000_000,
    "1 juta lebih": 1_000_000,
    "lebih dari 1 juta": 1_000_000,
    "paling 800rb": 800_000,
    "kira kira 900rb sebulan": 900_000,
    "60rb sehari": 1_560_000,
    "60.000 per hari": 1_560_000,
    "60/hari": 1_560_000,
    "60 sehari": 1_560_000,
    "seratus ribu sehari": 2_600_000,
    "enam puluh ribu per hari": 1_560_000,
    "harian 60rb": 1_560_000,
    "300rb/minggu": 1_200_000,
    "400 seminggu": 1_600_000,
    "seminggu dapat 250rb": 1_000_000,
    "mingguan 250rb": 1_000_000,
    "500rb per 2 minggu": 1_000_000,
    "700 ribu dua minggu sekali": 1_400_000,
    "150rb sebulan": 150_000,
    "anak 2, umur 40, penghasilan 1jt": 1_000_000,
    "kerja 20 hari, dapat 1jt": 1_000_000,
    "noreh sejak 2010 dapat 900rb sebulan": 900_000,
    "900rb, kebutuhan 1 juta": 900_000,
    "dulu 2jt sekarang 1jt": 1_000_000,
    "sekarang 1jt, dulu 2jt": 1_000_000,
    "dulu 2jt tapi skrg cuma 1jt": 1_000_000,
    "1jt eh salah 2jt": 2_000_000,
    "bukan 1jt tapi 2jt": 2_000_000,
    "1jt 1jt": 1_000_000,
    "１．５００．０００": 1_500_000,
    "*1,5 juta*": 1_500_000,
    "💰 800rb 🙏": 800_000,
    "8OOrb": 800_000,
    "l juta": 1_000_000,
    "50rb sehari, sebulan 1,3 juta": 1_300_000,
    "kurang lebih 1,2jt": 1_200_000,
    "500-700rb": (500_000, 700_000),
    "500rb-1jt": (500_000, 1_000_000),
    "800-1jt": (800_000, 1_000_000),
    "1-2 juta": (1_000_000, 2_000_000),
    "1jt sampe 1,5": (1_000_000, 1_500_000),
    "1 s/d 2 juta": (1_000_000, 2_000_000),
    "1jt s.d 2jt": (1_000_000, 2_000_000),
    "antara 1 dan 2 juta": (1_000_000, 2_000_000),
    "50-70rb per hari": (1_300_000, 1_820_000),
    "50-70/hari": (1_300_000, 1_820_000),
    "50 sampai 70 ribu sehari": (1_300_000, 1_820_000),
    "kadang 1jt kadang 2jt": (1_000_000, 2_000_000),
    "tidak menentu, 500 sampai 800 ribu": (500_000, 800_000),
    "satu sampai dua juta": (1_000_000, 2_000_000),
    "500": "clarify",
    "1500": "clarify",
    "1.500": "clarify",
    "50rb": "clarify",
    "100.000": "clarify",
    "50 ribu": "clarify",
    "panen 2 juta": "clarify",
    "sekali panen 5jt": "clarify",
    "8000 per kilo": "clarify",
    "10rb/kg": "clarify",
    "di bawah 1 juta": "clarify",
    "kurang dari 500rb": "clarify",
    "maksimal 2 juta": "clarify",
    "paling banyak 1jt": "clarify",
    "ndak sampai sejuta": "clarify",
    "gak nyampe 500rb": "clarify",
    "suami 1jt, saya 500rb": "clarify",
    "berdua 2 juta": "clarify",
    "saya 1jt istri 500rb": "clarify",
    "jual getah 500rb, ojek 300rb, kue 200rb": "clarify",
    "tidak tentu": "unreadable",
    "ndak menentu bang": "unreadable",
    "tergantung cuaca": "unreadable",
    "gak tau": "unreadable",
    "cukup buat makan": "unreadable",
    "": "unreadable",
    "[Pesan suara 0:04]": "unreadable",
    "tidak ada penghasilan tetap": "unreadable",
    "tidak ada": "no_income",
    "belum ada penghasilan": "no_income",
    "ga punya penghasilan": "no_income",
    "nol": "no_income",
    "Rp 0": "no_income",
    "0 rupiah": "no_income",
    "nganggur": "no_income",
    "belum kerja": "no_income",
}


@pytest.mark.parametrize(("text", "expected"), INCOMES.items())
def test_income(text: str, expected: int | tuple[int, int] | str) -> None:
    """An amount, or the reason why it has to be asked again."""
    got = outcome(income, text)
    if isinstance(got, Amount):
        got_or_pair = got.low if got.low == got.high else (got.low, got.high)
        assert got_or_pair == expected
    else:
        assert got == expected


@pytest.mark.parametrize(
    ("text", "period"),
    [("70rb/hari", "day"), ("300rb seminggu", "week"), ("1jt perbulan", "month"),
     ("12jt/thn", "year"), ("700rb dua minggu sekali", "other"), ("1jt", None)],
)  # fmt: skip
def test_period(text: str, period: str | None) -> None:
    """The period is kept as it was said."""
    assert income(text).period == period


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("400rb", "under_500k"), ("500rb", "500k_1m"), ("500 ribu - 1 juta", "500k_1m"),
        ("1 juta", "1m_1500k"), ("1,7jt", "1500k_2m"), ("2jt", "over_2m"), ("5 juta", "over_2m"),
        ("lebih dari 2 juta", "over_2m"), ("di bawah 500rb", "under_500k"),
        ("< 500 ribu", "under_500k"), ("tidak tentu", "uncertain"), ("ndak menentu", "uncertain"),
        ("400-800rb", "clarify"), ("di bawah 1 juta", "clarify"), ("entah", "unreadable"),
    ],
)  # fmt: skip
def test_income_band(text: str, expected: str) -> None:
    """A band holds its lower edge; a range across bands is asked about."""
    assert outcome(income_band, text) == expected


def test_a_range_across_bands_has_none() -> None:
    """The person chooses when a range is wider than a band."""
    assert band(Amount(400_000, 800_000, None)) is None
    assert band(Amount(2_000_000, 9_000_000, None)) == BANDS[4]
