"""What a worker's message does, as `score_acts.py` asks it: the stage, and what came of it.

The whole brain is asked, and what it wishes for is done as the database would do it, for one chat
that knows the registrations of the stage. What is told here happened, or was asked back.

Two states of the stage are none yet: who is covered stands here as confirmed; who is asked for a
correction is asked the same question that a correction of one's own begins with.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from conversations.effects import (
    PAGE,
    Amend,
    CountPlaces,
    Effect,
    FindAnswers,
    FindClaims,
    FindData,
    FindOwn,
    FindStanding,
    OpenTransfer,
    Reason,
    Separate,
    ShowQueue,
    Submit,
    Withdraw,
)
from conversations.life_cycle import MAY_BE_AMENDED, MAY_BE_GIVEN_UP, Status
from conversations.machine import Draft, State, Transition
from conversations.messages import Said, Text
from conversations.outcomes.amending import AnswersFound, NothingToAmend
from conversations.outcomes.claims import ClaimGone
from conversations.outcomes.desk import QueueShown
from conversations.outcomes.moving import Separated, TransferOpened
from conversations.outcomes.outcome import Outcome
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import NoneOwn, OwnFound, PlacesCounted
from conversations.outcomes.standing import Standing
from conversations.registration.amendment import NAME, amendment, differing
from conversations.registration.form import FORM
from tests.answers.stage import stage
from tests.conversations import talk
from tests.model_worker import Worker

Happened = list[str | None]
LEMBANG = "61.07.06.2001"
CORRECTING = amendment(FORM)
STEFANUS = Worker("Stefanus Anjau", woman=False, serial=9214, address="Dusun Segiring RT 1")
MARGARETA = Worker("Margareta Iten", serial=9218, address="Dusun Segiring RT 1")
OWN, WIFES = UUID(int=214), UUID(int=218)
ANSWERS: Mapping[UUID, Mapping[str, str]] = {
    OWN: replace(STEFANUS, village=LEMBANG).kept(),
    WIFES: {**replace(MARGARETA, village=LEMBANG).kept(), "for_whom": "other"},
}


def one(status: Status, **twists: object) -> Registered:
    plain = {"id": OWN, "number": "PR-6107-000214", "name": "STEFANUS ANJAU", "village": LEMBANG}
    return talk.registered(status, **{**plain, "place": 12, **twists})


WIFE = one(Status.CONFIRMED, id=WIFES, number="PR-6107-000218", name="MARGARETA ITEN", place=15)
STATES: Mapping[str, tuple[Registered, ...]] = {
    "placed": (one(Status.PLACED),),
    "waiting": (one(Status.WAITING, place=None, position=7),),
    "correcting": (one(Status.PLACED),),
    "confirmed": (one(Status.CONFIRMED),),
    "covered": (one(Status.CONFIRMED),),
    "rejected": (one(Status.REJECTED, place=None, reason=Reason.DATA_WRONG),),
    "none": (),
    "two_people": (one(Status.PLACED), WIFE),
}


def acts(state: str, text: str) -> list[Happened]:
    """Stand somebody in a state of the stage, say the text, and tell what happened."""
    brain, context = stage()
    mine = STATES[state]
    before = State()
    if state == "correcting":
        found = AnswersFound(mine[0], ANSWERS[OWN], "name")
        before = brain.advance(before, found, context).state
    done: list[Happened] = []
    after = brain.advance(before, Said(text), context)
    texts = [part for reply in after.replies for part in reply.texts]
    while (effect := after.effect) is not None:
        done += acted(effect, mine)
        outcome = came_of(effect, mine)
        if outcome is None:
            break
        after = brain.advance(after.state, outcome, context)
        texts += [part for reply in after.replies for part in reply.texts]
    return [*done, *asked(before, after, texts, mine)] or [["ask"]]


# ── what it wishes for, done ────────────────────────────────────────────────────────────────────


def came_of(effect: Effect, mine: tuple[Registered, ...]) -> Outcome | None:
    """Return what the database would answer; None to what ends the matter."""
    match effect:
        case FindStanding():
            return standing(effect, mine)
        case FindAnswers(registration, about, said):
            known = [each for each in mine if each.id == registration]
            lives = known and known[0].status in MAY_BE_AMENDED
            if not lives:
                return NothingToAmend()
            return AnswersFound(known[0], ANSWERS[registration], about, said)
        case FindOwn():
            return OwnFound(mine[0].number, mine[0].name) if mine else NoneOwn()
        case CountPlaces(village):
            return PlacesCounted(village, 100, 12, 0)
        case FindClaims():
            return ClaimGone()
        case ShowQueue():
            return QueueShown(())
        case OpenTransfer():
            return TransferOpened("BKQMX-4827", 30)
        case Separate():
            return Separated(0)
        case _:
            return None


def standing(wish: FindStanding, mine: tuple[Registered, ...]) -> Standing:
    those = [each for each in mine if wish.number in (None, each.number)]
    if wish.about == "withdraw" and wish.number is None:
        those = [each for each in those if each.status in MAY_BE_GIVEN_UP]
    if wish.about == "again":
        those = [each for each in those if str(each.id) == wish.said]
    page = tuple(those[:PAGE])
    return Standing(wish.about, page, (), wish.number, wish.said, total=len(those))


def acted(effect: Effect, mine: tuple[Registered, ...]) -> Iterator[Happened]:
    """Tell what is done at once: the second step of an act, or one that has no other."""
    match effect:
        case Withdraw(registration):
            yield ["done", "withdraw", number(registration, mine)]
        case Amend(registration):
            yield ["done", "amend", number(registration, mine)]
        case Submit():
            yield ["done", "register"]
        case OpenTransfer():
            yield ["new_phone"]
        case FindData(about):
            yield [{"show": "my_data", "erase": "delete_my_data"}.get(about, "withdraw_consent")]
        case _:
            return


def number(registration: UUID, mine: tuple[Registered, ...]) -> str:
    return next(each.number for each in mine if each.id == registration)


# ── what is asked, or said ──────────────────────────────────────────────────────────────────────

SAID: tuple[tuple[str, Callable[[str], Happened]], ...] = (
    ("about.", lambda key: ["topic", key.removeprefix("about.")]),
    ("rights.", lambda key: [key.removeprefix("rights.")]),
    ("bereaved.ask", lambda _: ["ask_back", "end"]),
    ("condolence", lambda _: ["claim_help"]),
    ("hurt", lambda _: ["claim_help"]),
    ("move.there", lambda _: ["new_phone"]),
    ("amend.outside", lambda _: ["moved_village"]),
    ("amend.whose", lambda _: ["ask_back", "amend"]),
    ("thanks", lambda _: ["thanks"]),
    ("help.", lambda _: ["help"]),
    ("status.", lambda _: ["status"]),
    ("listed.", lambda _: ["status"]),
    ("standing.n", lambda _: ["status"]),
    ("drafts.ask", lambda _: ["ask_back", "register"]),
)


def asked(
    before: State, after: Transition, texts: list[Text], mine: tuple[Registered, ...]
) -> Iterator[Happened]:
    keys = [text.key for text in texts]
    if "withdraw.ask" in keys:
        [*those] = [text.values["number"] for text in texts if text.key == "withdraw.which"]
        yield ["withdraw", None, str(those[0])] if len(those) == 1 else ["ask_back", "withdraw"]
    yield from begun(before, after.state)
    for start, said in SAID:
        if found := next((key for key in keys if key.startswith(start)), None):
            yield said(found)


def begun(before: State, after: State) -> Iterator[Happened]:
    """Tell of a correction or a registration that stands otherwise than before."""
    draft = after.draft
    if draft is None or draft == before.draft:
        return
    if draft.form == NAME:
        yield from corrected(before.draft, draft)
    elif draft.answers.get("for_whom") == "other":
        yield ["register_other"]
    else:
        yield ["register"]


def corrected(was: Draft | None, draft: Draft) -> Iterator[Happened]:
    about = draft.about
    assert about is not None
    if was is not None and was.answers == draft.answers:
        return  # only asked again
    missing = CORRECTING.current(draft.answers)
    changed = [each.name for each in differing(CORRECTING, draft)]
    field = "none"
    if missing is not CORRECTING.review:
        field = missing.name
    elif changed:
        field = changed[0]
    if "village" in {field, *changed}:
        yield ["moved_village"]
    else:
        yield ["amend", FIELDS.get(field, field), about.number]


FIELDS = {"birth": "birth_date", "phone_owner": "phone"}
