"""Workers who register: good defaults, and what each answers to each question."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.commands import acting
from bot.turns.due import Jobs
from conversations.life_cycle import UNDOABLE
from tests.dialogue.drivers import House, Person
from tests.dialogue.transcript import Deed, Key, Open, Tap, hear, perform, play
from tests.model_worker import QUESTIONS, SUNGAI_DURI, TOTAL, YANTI, Worker

SUNGAI_JAGA_A = "61.07.01.2004"
LINK = "v_6107012001"
BUDI = Worker("Budi Santoso", date(1979, 8, 17), woman=False, serial=1)
RINI = Worker("Rini Lestari", date(1990, 1, 2), serial=2)
TAPPED = ("for_whom", "eligibility", "birth", "review")  # the others are answered by typing


def deeds(worker: Worker) -> dict[str, Deed]:
    """Answer everything for oneself; a question that is not here is not asked."""
    return {
        name: Tap(f"registration.{name}.{answer.button}") if name in TAPPED else answer.typed
        for name, answer in worker.asked()
    }


def to_review(
    person: Person, income: Deed, review: str | Key, noted: Key | None = None, total: int = TOTAL
) -> list[tuple[Any, ...]]:
    """Answer the income, and all that is asked after it, up to the review: steps of a transcript.

    `noted`: what is said back of the income; then whole messages are expected.
    """
    more = QUESTIONS[QUESTIONS.index("income") + 1 : -1]
    asked = [*(f"registration.{question}.ask" for question in more), review]
    said = [income, *(deeds(YANTI)[question] for question in more)]
    steps: list[tuple[Any, ...]] = []
    for number, (deed, ask) in enumerate(zip(said, asked, strict=True), TOTAL - len(more)):
        before = () if steps or noted is None else (noted,)
        whole = (*before, Key("progress", n=number, total=total), ask)
        steps.append((person, deed, whole if noted else ask))
    return steps


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
    answers = {**deeds(worker), **twists}
    asked = QUESTIONS[QUESTIONS.index(begun_at) : QUESTIONS.index(question)]
    for one in asked:
        if one in answers:
            await hear(person, f"registration.{one}.ask", step=f"asking {one}")
            await perform(person, answers[one])
    await hear(person, f"registration.{question}.ask", step=f"asking {question}")


async def talk_through(person: Person, worker: Worker = YANTI, **twists: Deed) -> None:
    """Register from the first question to the last; the receipt has not been looked at."""
    await reach(person, "review", worker, **twists)
    await perform(person, deeds(worker)["review"])


async def register(person: Person, worker: Worker = YANTI, village: str = SUNGAI_DURI) -> None:
    """Register with all questions but the last answered before; the receipt waits to be heard."""
    await person.house.hand_in(person, replace(worker, village=village).kept())
    await person.says("kirim" if person.language == "id" else "send")


async def due(house: House) -> None:
    """Do all that is due, until nothing is."""
    jobs = Jobs(house.app.storage, house.app.talks)
    while await jobs.round():
        await house.settle()


async def passes(house: House, **ahead: float) -> None:
    """Let time go by, ten minutes if nothing else is said: what can be undone takes effect."""
    house.clock.passes(timedelta(**ahead) if ahead else UNDOABLE)
    await due(house)


async def head_of(person: Person, village: str = SUNGAI_DURI, name: str = "Pak Lurah") -> None:
    """Have this person invited and accept; what is said then has not been looked at."""
    await play((person, Open(await person.house.invite(village, name)), ("invitation.ask",)))
    await perform(person, Tap("invitation.yes"))


def namesake(worker: Worker, number: int) -> Worker:
    """Build somebody else who was born on the same day."""
    return replace(worker, serial=worker.serial + number)


async def revoke(house: House, name: str | None = None) -> None:
    """Revoke the head of that name, or the only one."""
    async with house.app.storage.begin() as work:
        ids = [str(one.id) for one in await work.officials.list(SUNGAI_DURI) if one.name == name]
    await acting.revoke(house.app, SUNGAI_DURI, ids[0] if ids else None, every=False)
    await house.settle()
