"""Workers who register: good defaults, and what each answers to each question."""

from dataclasses import dataclass, replace
from datetime import date

from tests.dialogue.drivers import Person
from tests.dialogue.transcript import Deed, Open, Tap, hear, perform

SUNGAI_DURI = "61.07.01.2001"
SUNGAI_JAGA_A = "61.07.01.2004"
LINK = "v_6107012001"
QUESTIONS = (
    "for_whom",
    "helped",
    "village",
    "consent",
    "eligibility",
    "nik",
    "birth",
    "birth_date",
    "sex",
    "name",
    "birth_place",
    "mother",
    "address",
    "phone",
    "phone_owner",
    "occupation",
    "income",
    "review",
)


@dataclass(frozen=True, slots=True)
class Worker:
    name: str = "Yanti Susanti"
    born: date = date(1985, 5, 15)
    woman: bool = True
    serial: int = 9001

    @property
    def nik(self) -> str:
        day = self.born.day + (40 if self.woman else 0)
        return f"610701{day:02}{self.born:%m%y}{self.serial:04}"

    def answers(self) -> dict[str, Deed]:
        """Answer everything for oneself; a question that is not here is not asked."""
        return {
            "for_whom": Tap("registration.for_whom.self"),
            "village": "Sungai Duri",
            "consent": "SETUJU",
            "eligibility": Tap("registration.eligibility.none"),
            "nik": self.nik,
            "birth": Tap("registration.birth.yes"),
            "name": self.name,
            "birth_place": "Bengkayang",
            "mother": "Maria",
            "address": "Dusun Sebalo RT 2 RW 1",
            "phone": "0812-0000-3456",
            "occupation": "noreh karet",
            "income": "500 ribu",
            "review": Tap("registration.review.send"),
        }

    def kept(self, village: str = SUNGAI_DURI) -> dict[str, str]:
        """Give the answers as a draft keeps them, all but the last."""
        return {
            "for_whom": "self",
            "village": village,
            "consent": "yes",
            "eligibility": "none",
            "nik": self.nik,
            "birth": "yes",
            "birth_date": self.born.isoformat(),
            "sex": "female" if self.woman else "male",
            "name": self.name.upper(),
            "birth_place": "BENGKAYANG",
            "mother": "MARIA",
            "address": "Dusun Sebalo RT 2 RW 1",
            "phone": "+6281200003456",
            "phone_owner": "worker",
            "occupation": "rubber",
            "income": "500k_1m",
        }

    def until(self, question: str) -> dict[str, str]:
        """Give the answers that a draft keeps before this question."""
        before = QUESTIONS[: QUESTIONS.index(question)]
        kept = {name: answer for name, answer in self.kept().items() if name in before}
        return {**kept, "for_whom": "other"} if question == "helped" else kept


YANTI = Worker()
BUDI = Worker("Budi Santoso", date(1979, 8, 17), woman=False, serial=1)
RINI = Worker("Rini Lestari", date(1990, 1, 2), serial=2)


async def reach(
    person: Person,
    question: str,
    worker: Worker = YANTI,
    beginning: Deed = "daftar",
    **twists: Deed,
) -> None:
    """Answer everything before this question; it has been heard then."""
    await perform(person, beginning)
    await on_to(person, question, worker, "for_whom", **twists)


async def begun(person: Person, question: str, worker: Worker = YANTI) -> None:
    """Have everything before this question answered, as if it had been said; it is asked."""
    await person.house.hand_in(person, worker.until(question))
    await person.says("halo")
    await hear(person, "welcome.back", f"registration.{question}.ask", step=f"asking {question}")


async def on_to(
    person: Person, question: str, worker: Worker, begun_at: str, **twists: Deed
) -> None:
    """Go on from the question that is being asked now."""
    answers = {**worker.answers(), **twists}
    asked = QUESTIONS[QUESTIONS.index(begun_at) : QUESTIONS.index(question)]
    for one in asked:
        if one in answers:
            await hear(person, f"registration.{one}.ask", step=f"asking {one}")
            await perform(person, answers[one])
    await hear(person, f"registration.{question}.ask", step=f"asking {question}")


async def talk_through(person: Person, worker: Worker = YANTI, **twists: Deed) -> None:
    """Register from the first question to the last; the receipt has not been looked at."""
    await reach(person, "review", worker, **twists)
    await perform(person, worker.answers()["review"])


async def register(person: Person, worker: Worker = YANTI, village: str = SUNGAI_DURI) -> None:
    """Register with all questions but the last answered before; the receipt waits to be heard."""
    await person.house.hand_in(person, worker.kept(village))
    await person.says("kirim" if person.language == "id" else "send")


async def head_of(person: Person, village: str = SUNGAI_DURI, name: str = "Pak Lurah") -> None:
    """Have this person invited and accept; what is said then has not been looked at."""
    await perform(person, Open(await person.house.invite(village, name)))


def namesake(worker: Worker, number: int) -> Worker:
    """Build somebody else who was born on the same day."""
    return replace(worker, serial=worker.serial + number)
