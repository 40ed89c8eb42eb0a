"""What a head's message does, as `score_acts.py` asks it: the stage, and what came of it.

The whole brain is asked, and what it wishes for is done as the database would do it. What the
village office has not yet (posters, deputies) is not heard here either.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from conversations.effects import (
    Ask,
    Decide,
    Effect,
    End,
    FindClaims,
    FindStanding,
    FindWorkers,
    ListWorkers,
    OpenTransfer,
    Postpone,
    ShowCard,
    ShowQueue,
    ShowReport,
    Undo,
    UndoLast,
)
from conversations.life_cycle import Status
from conversations.machine import State
from conversations.messages import Said, Text
from conversations.outcomes.cards import Card
from conversations.outcomes.claims import ClaimGone
from conversations.outcomes.desk import CardShown, QueueShown, UndoAsked
from conversations.outcomes.looking import (
    Reported,
    VillageReport,
    WorkersFound,
    WorkersListed,
)
from conversations.outcomes.moving import TransferOpened
from conversations.outcomes.outcome import Outcome
from conversations.outcomes.registered import Registered
from conversations.outcomes.standing import Held, Standing
from tests.answers.stage import stage
from tests.conversations import talk

Happened = list[str | None]
LEMBANG = "61.07.06.2001"


def card(last: int, name: str, **twists: object) -> Card:
    number = f"PR-6107-000{last}"
    answers = {**talk.card().answers, "name": name}
    plain = {"registration": UUID(int=last), "number": number, "village": LEMBANG, "place": 12}
    return talk.card(**{**plain, "person": None, "answers": answers, **twists})


STEFANUS = card(214, "STEFANUS ANJAU")
SITI = card(215, "SITI AISYAH")
PETRUS = card(217, "PETRUS LIHIN")
HELD = tuple(
    Held(UUID(int=last), 2, f"PR-6107-000{last}", name)
    for last, name in (
        (198, "YULITA NONI"),
        (150, "KARSO WIYONO"),
        (301, "AGUSTINUS LIBERTUS"),
        (302, "LUSIA NANI"),
    )
)
OPEN: Mapping[str, tuple[Card, ...]] = {
    "card_open": (STEFANUS,),
    "card_open_flagged": (PETRUS,),
    "no_card": (),
    "reason_asked": (replace(STEFANUS, asks_reason=True),),
    "just_rejected": (SITI,),
    "list_shown": (),
}
LISTED = tuple(
    talk.registered(status, id=UUID(int=last), number=f"PR-6107-000{last}", name=name)
    for last, name, status in (
        (301, "AGUSTINUS LIBERTUS", Status.CONFIRMED),
        (303, "DARMINI", Status.PLACED),
        (216, "HERONIMUS ANJAU", Status.PLACED),
        (150, "KARSO WIYONO", Status.CONFIRMED),
        (302, "LUSIA NANI", Status.CONFIRMED),
        (205, "MUHTAR", Status.REJECTED),
        (217, "PETRUS LIHIN", Status.PLACED),
        (215, "SITI AISYAH", Status.PLACED),
        (214, "STEFANUS ANJAU", Status.PLACED),
        (198, "YULITA NONI", Status.CONFIRMED),
    )
)
NUMBERS = {UUID(int=last): f"PR-6107-000{last}" for last in (198, 150, 214, 215, 217, 301, 302)}


def acts(state: str, text: str) -> list[Happened]:
    """Stand a head in a state of the stage, say the text, and tell what happened."""
    brain, context = stage()
    done: list[Happened] = []
    begun = State()
    if state == "list_shown":
        shown = WorkersListed(LISTED, 1, 4, 1, 40)
        begun = brain.advance(begun, shown, context).state
    after = brain.advance(begun, Said(text), context)
    texts = [part for reply in after.replies for part in reply.texts]
    while (effect := after.effect) is not None:
        done += acted(effect, state)
        outcome = came_of(effect, state)
        if outcome is None:
            break
        after = brain.advance(after.state, outcome, context)
        texts += [part for reply in after.replies for part in reply.texts]
    return [*done, *said(texts)] or [["ask"]]


def came_of(effect: Effect, state: str) -> Outcome | None:
    """Return what the database would answer; None to what ends the matter."""
    if looked := _looked(effect):
        return looked
    match effect:
        case FindStanding(number=number, said=words):
            about = effect.about
            return Standing(about, (), (LEMBANG,), number, words, OPEN[state], held=HELD)
        case UndoLast(number, plain) if not plain or (number or "") in _CONFIRMED:
            last = number or _LAST.get(state)
            if last is None:
                return None
            status = Status.CONFIRMED if last in _CONFIRMED else Status.REJECTING
            return UndoAsked(UUID(int=int(last[-3:])), 2, last, "", status)
        case ShowCard(asks_reason=asks):
            shown = OPEN[state] or (STEFANUS,)
            return CardShown(replace(shown[0], asks_reason=asks))
        case ShowQueue():
            return QueueShown((LEMBANG,), OPEN[state] or (STEFANUS,))
        case FindClaims():
            return ClaimGone()
        case OpenTransfer():
            return TransferOpened("BKQMX-4827", 30)
        case _:
            return None


def _looked(effect: Effect) -> Outcome | None:
    match effect:
        case ListWorkers(page):
            return WorkersListed(LISTED, page, 4, 1, 40)
        case FindWorkers():
            found = tuple(found_by(effect))
            return WorkersFound(effect.said, found, len(found))
        case ShowReport():
            return Reported((VillageReport(LEMBANG, 100, 40, 2, 3, 1, talk.NOW),))
        case _:
            return None


def found_by(wish: FindWorkers) -> Iterator[Registered]:
    said = set(wish.said.upper().split())
    for one in LISTED:
        if (
            one.id == wish.registration
            or one.number == wish.number
            or (said and not said.isdisjoint(one.name.split()))
        ):
            yield one


_CONFIRMED = {"PR-6107-000198", "PR-6107-000301", "PR-6107-000302"}
_LAST: Mapping[str, str] = {"just_rejected": "PR-6107-000214"}


def acted(effect: Effect, state: str) -> Iterator[Happened]:
    """Tell what is done at once."""
    match effect:
        case Decide(registration=one, reason=None):
            yield ["confirm", None, NUMBERS[one]]
        case Decide(registration=one, reason=reason):
            yield ["reject", reason, NUMBERS[one]]
        case Ask(registration=one, fields=fields):
            for name in fields:
                yield ["ask_correction", name, NUMBERS[one]]
        case End(registration=one):
            yield ["done", "end", NUMBERS[one]]
        case Undo() | UndoLast():
            yield from undone(effect, state)
        case _:
            yield from shown(effect, state)


def undone(effect: Undo | UndoLast, state: str) -> Iterator[Happened]:
    if isinstance(effect, Undo):
        yield ["undo", None, NUMBERS[effect.registration]]
        return
    last = effect.number or _LAST.get(state)
    if effect.plain and last is not None and last not in _CONFIRMED:
        yield ["undo", None, last]


def shown(effect: Effect, state: str) -> Iterator[Happened]:
    """Tell what only shows a card, or puts it off."""
    match effect:
        case ListWorkers():
            yield ["list"]
        case ShowReport():
            yield ["report"]
        case FindWorkers():
            for one in found_by(effect):
                yield ["find", one.name]
        case ShowCard(asks_reason=True):
            yield ["reject", "none"]
        case ShowCard() if state == "reason_asked":
            yield ["undo"]
        case Postpone():
            yield ["later"]
        case ShowQueue():
            yield ["queue"]
        case _:
            return


def _reason(text: Text) -> str | None:
    reason = text.values["reason"]
    return reason.key.split(".")[1] if isinstance(reason, Text) else None


SAID: tuple[tuple[str, Callable[[Text], Happened]], ...] = (
    ("card.sure.confirm", lambda _: ["ask_back", "confirm"]),
    ("card.sure.reject", lambda _: ["ask_back", "reject"]),
    ("card.sure.ask", lambda _: ["ask_back", "ask_correction"]),
    ("ask.which", lambda _: ["ask_correction", "none"]),
    ("reason.other.ask", lambda _: ["reject", "none"]),
    ("undo.ask", lambda _: ["ask_back", "undo"]),
    ("end.why", lambda _: ["end", "none"]),
    ("end.ask", lambda text: ["end", _reason(text), str(text.values["number"])]),
    ("end.how", lambda _: ["ask_back", "end"]),
    ("about.", lambda text: ["topic", text.key.removeprefix("about.")]),
    ("help.", lambda _: ["help"]),
    ("thanks", lambda _: ["thanks"]),
    ("standing.", lambda _: ["status"]),
)


def said(texts: list[Text]) -> Iterator[Happened]:
    for start, told in SAID:
        if found := next((text for text in texts if text.key.startswith(start)), None):
            yield told(found)
