"""What the peers ask: the same questions, in the same order, with the same buttons.

They look at answers as the examples in the libraries' documentation do: a pattern, no more. What
they are told is kept as it was said, in one row of the table `registrations`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg

from bench.comparison.systems import STOPPED_AT
from tests.model_worker import YOHANES, Answer

CONNECTIONS = 16  # as many as pgbench has for the floor

WELCOME = (
    "Selamat datang, Bapak/Ibu. Di sini warga desa yang bekerja sendiri bisa mendaftar jaminan "
    "kecelakaan kerja dan jaminan kematian, gratis.\n\nTekan Daftar untuk mulai."
)
REGISTER = ("Daftar", "g:register")
SEND = ("Kirim", "r:review:send")
DONE = "✅ Pendaftaran {name} sudah masuk.\n\nNomor pendaftaran: {number}"
STATUS = "Pendaftaran {name}: menunggu kepala desa."
AGAIN = "Maaf, jawabannya belum bisa dibaca. {words}"

TABLE = """
    CREATE TABLE registrations (
        id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        chat_id bigint NOT NULL,
        answers jsonb NOT NULL,
        registered_at timestamptz NOT NULL DEFAULT now()
    )
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with buttons, (label, value) each, or else with a pattern for what is typed."""

    name: str
    words: str
    choices: tuple[tuple[str, str], ...] = ()
    pattern: str = r".+"

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """The labels and what their taps carry."""
        return [(label, f"r:{self.name}:{value}") for label, value in self.choices]

    def valid(self, text: str) -> bool:
        return re.fullmatch(self.pattern, text) is not None


_YES_NO = (("Ya", "yes"), ("Bukan", "no"))
_WORDED = (
    Question(
        "for_whom",
        "Pendaftaran ini untuk siapa?",
        (("Untuk saya sendiri", "self"), ("Membantu orang lain", "other")),
    ),
    Question("village", "Bapak/Ibu warga desa mana? Tulis nama desanya.\nContoh: Sungai Duri"),
    Question(
        "consent",
        "Mohon dibaca dulu.\n\nUntuk apa: supaya Bapak/Ibu ikut jaminan kecelakaan kerja dan "
        "jaminan kematian, gratis.\nData apa: NIK, nama, alamat, nomor HP dan pekerjaan.\n"
        "Siapa yang melihat: kepala desa, dinas, dan BPJS Ketenagakerjaan.\n\nSetuju?",
        (("SETUJU", "yes"), ("Tidak setuju", "no")),
    ),
    Question(
        "eligibility",
        "Apakah Bapak/Ibu PNS/TNI/Polri, perangkat desa, digaji perusahaan, atau sudah ikut BPJS "
        "Ketenagakerjaan? Kalau bukan semuanya, tekan Tidak satu pun.",
        (
            ("PNS, TNI, atau Polri", "civil_servant"),
            ("Perangkat desa", "village_official"),
            ("Digaji perusahaan", "employee"),
            ("BPJS Ketenagakerjaan", "insured"),
            ("Tidak satu pun", "none"),
        ),
    ),
    Question(
        "nik",
        "Berapa NIK Bapak/Ibu? NIK ada di KTP, 16 angka.\nContoh: 6107011708800000",
        pattern=r"\d{16}",
    ),
    Question("birth", "Menurut NIK, Bapak/Ibu laki-laki. Apakah betul?", _YES_NO),
    Question(
        "name",
        "Siapa nama lengkap Bapak/Ibu, persis seperti di KTP?\nContoh: Yohanes Anton",
        pattern=r"[A-Za-z .']{3,}",
    ),
    Question("birth_place", "Di mana Bapak/Ibu lahir, menurut KTP?\nContoh: Bengkayang"),
    Question(
        "mother", "Siapa nama ibu kandung Bapak/Ibu?\nContoh: Maria Suryani", pattern=r".{3,}"
    ),
    Question(
        "address",
        "Di mana Bapak/Ibu tinggal? Tulis dusun dan RT/RW.\nContoh: Dusun Melati RT 02 RW 01",
    ),
    Question(
        "phone", "Berapa nomor HP Bapak/Ibu?\nContoh: 0812 3456 7890", pattern=r"\+?[\d ]{9,15}"
    ),
    Question(
        "occupation",
        "Apa pekerjaan Bapak/Ibu sehari-hari? Tekan salah satu.",
        (
            ("Petani", "farmer"),
            ("Penoreh karet", "rubber"),
            ("Pekerja sawit", "palm"),
            ("Nelayan", "fisher"),
            ("Pedagang", "trader"),
            ("Tukang", "builder"),
            ("Lain-lain", "other"),
        ),
    ),
    Question(
        "income",
        "Kira-kira berapa penghasilan Bapak/Ibu sebulan? Tekan yang paling dekat.",
        (
            ("Di bawah 500 ribu", "below_500k"),
            ("500 ribu - 1 juta", "500k_1m"),
            ("1 - 2 juta", "1m_2m"),
            ("Di atas 2 juta", "above_2m"),
        ),
    ),
)


def _question(name: str, answer: Answer) -> Question:
    """Return a question as it is worded here; one that was added to the form is asked plainly."""
    worded = {question.name: question for question in _WORDED}
    choices = ((answer.typed, answer.button),) if answer.button else ()
    return worded.get(name) or Question(name, f"{name}?", choices)


_ANSWERS = {name: answer for name, answer in YOHANES.asked() if answer.kept}
QUESTIONS = tuple(_question(name, answer) for name, answer in _ANSWERS.items())
HALF = list(_ANSWERS).index(STOPPED_AT)  # answered by those who stopped in the middle
HALF_ANSWERS = {name: one.button or one.typed for name, one in list(_ANSWERS.items())[:HALF]}


def review(answers: Mapping[str, str]) -> str:
    """Show all answers before they are sent."""
    told = "\n".join(f"{question.name}: {answers[question.name]}" for question in QUESTIONS)
    return f"Mohon diperiksa dulu:\n\n{told}\n\nKalau sudah betul, tekan Kirim."


async def register(pool: Any, chat_id: int, answers: Mapping[str, str]) -> int:  # noqa: ANN401 - asyncpg has no types
    """Keep a registration; return its number."""
    number: int = await pool.fetchval(
        "INSERT INTO registrations (chat_id, answers) VALUES ($1, $2::jsonb) RETURNING id",
        chat_id,
        json.dumps(answers),
    )
    return number


async def registered(dsn: str) -> int:
    """Count the registrations; every answer must be there."""
    connection = await asyncpg.connect(dsn)
    names = [question.name for question in QUESTIONS]
    found, whole = await connection.fetchrow(
        "SELECT count(*), count(*) FILTER (WHERE answers ?& $1::text[]) FROM registrations", names
    )
    await connection.close()
    if found != whole:
        raise RuntimeError(f"{found - whole} of {found} registrations lack answers")
    return int(found)
