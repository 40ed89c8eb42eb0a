"""The model worker: what somebody answers to each question of the form, and what is kept of it.

A question that is added to the form is answered in one row of `Worker.answers`, at its place in
the form: tests and measurements read all else from there. (The tour of 'seratus demo' is shipped
without the tests; tests/test_model_worker.py says which line it lacks.)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

SUNGAI_DURI = "61.07.01.2001"
ON_NO_SHEET = ("helped", "birth", "review")  # the form on the phone asks, or concludes, otherwise


@dataclass(frozen=True, slots=True)
class Answer:
    """What is `typed`, the value of the `button` that says the same, and what is `kept` of both.

    `after`: the question whose number this one shares; who registers themselves, and is who their
    NIK says they are, is not asked it.
    """

    typed: str
    kept: str
    button: str = ""
    after: str = ""


def _chosen(typed: str, value: str) -> Answer:
    return Answer(typed, value, value)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who registers themselves. `income`: what is typed and the band it falls into."""

    name: str = "Yanti Susanti"
    born: date = date(1985, 5, 15)
    woman: bool = True
    serial: int = 9001
    village: str = SUNGAI_DURI
    village_typed: str = "Sungai Duri"
    mother: str = "Maria"
    address: str = "Dusun Sebalo RT 2 RW 1"
    phone: str = "0812-0000-3456"
    income: tuple[str, str] = ("500 ribu", "500k_1m")

    @property
    def nik(self) -> str:
        district = self.village.replace(".", "")[:6]
        day = self.born.day + (40 if self.woman else 0)
        return f"{district}{day:02}{self.born:%m%y}{self.serial:04}"

    def answers(self) -> Mapping[str, Answer]:
        """Answer every question, in the order of the form."""
        number = self.phone.replace("-", "").replace(" ", "").removeprefix("0")
        sex = ("perempuan", "female") if self.woman else ("laki-laki", "male")
        return {
            "for_whom": _chosen("saya sendiri", "self"),
            "helped": Answer("Yanti", "Yanti", after="for_whom"),
            "village": Answer(self.village_typed, self.village),
            "consent": _chosen("SETUJU", "yes"),
            "eligibility": _chosen("tidak satu pun", "none"),
            "nik": Answer(self.nik, self.nik),
            "birth": _chosen("ya", "yes"),
            "birth_date": Answer(f"{self.born:%d-%m-%Y}", f"{self.born}", after="birth"),
            "sex": Answer(*sex, after="birth"),
            "name": Answer(self.name, self.name.upper()),
            "birth_place": Answer("Bengkayang", "BENGKAYANG"),
            "mother": Answer(self.mother, self.mother.upper()),
            "address": Answer(self.address, self.address),
            "phone": Answer(self.phone, f"+62{number}"),
            "phone_owner": Answer("beliau sendiri", "worker", after="phone"),
            "occupation": _chosen("noreh karet", "rubber"),
            "income": Answer(*self.income, button=self.income[1]),
            "review": Answer("kirim", "", "send"),
        }

    def asked(self) -> Iterator[tuple[str, Answer]]:
        """Give the questions that a worker is asked, each with the answer."""
        return (pair for pair in self.answers().items() if not pair[1].after)

    def kept(self) -> dict[str, str]:
        """Return the answers as a draft keeps them, all but the last."""
        answers = self.answers().items()
        return {name: one.kept for name, one in answers if one.kept and name != "helped"}

    def until(self, question: str) -> dict[str, str]:
        """Return the answers that a draft keeps before this question."""
        before = QUESTIONS[: QUESTIONS.index(question)]
        kept = {name: answer for name, answer in self.kept().items() if name in before}
        return {**kept, "for_whom": "other"} if question == "helped" else kept

    def entered(self) -> dict[str, str]:
        """Return the answers as the form on the phone sends them: typed, or the option's value."""
        return {
            name: answer.kept if answer.button or answer.after else answer.typed
            for name, answer in self.answers().items()
            if name not in ON_NO_SHEET
        }


YANTI = Worker()
YOHANES = Worker(
    name="Yohanes Anton",
    born=date(1980, 8, 17),
    woman=False,
    serial=1,
    mother="Maria Suryani",
    address="Dusun Melati RT 02 RW 01",
    phone="0812 3456 7890",
    income=("1,2 juta", "1m_1500k"),
)
QUESTIONS = tuple(YANTI.answers())
TOTAL = len(list(YANTI.asked()))  # of "Pertanyaan 3 dari 14"
