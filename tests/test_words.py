"""The words: complete in every language, none unused, short enough for a small screen.

The keys that the code can say are collected from the code itself. The form is asked all its
questions, with their buttons; why an answer can be refused is read from its parser and from all
that the parser calls; literal keys and the patterns of composed ones are read from the source; and
the brain is told every outcome there is.
"""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from string import Formatter
from types import CodeType, FunctionType
from typing import get_args
from uuid import UUID

import pytest
from jinja2 import Environment, nodes

from bot.pages.content import ASKED as ASKED_THERE
from bot.pages.places import Room
from bot.telegram.menu import MENU
from bot.traits import SERVED, door
from bot.turns.typed_labels import _bare
from conversations import answers
from conversations.answers.always import wish
from conversations.answers.income import monthly
from conversations.answers.invalid import Invalid
from conversations.answers.occupation import occupation
from conversations.answers.questions.question import TOPICS
from conversations.answers.village.village import Villages
from conversations.answers.yes_no.yes_no import consents
from conversations.brain import Brain
from conversations.effects import EndReason, Reason, Right
from conversations.forms.form import Form
from conversations.forms.misses import COMMON_PROBLEMS
from conversations.forms.question import Asking, Entry, Question
from conversations.forms.rules import Rule
from conversations.languages import FIRST, LANGUAGES
from conversations.life_cycle import MAY_BE_AMENDED, Act, Status, allowing
from conversations.machine import About, Draft, State, Transition
from conversations.messages import Channel, Choice, Reply, Said, Text
from conversations.office import looking
from conversations.outcomes.amending import (
    Amended,
    AnswersFound,
    HeldByClaim,
    NoPlaceThere,
    NothingToAmend,
    Overtaken,
)
from conversations.outcomes.asking import Asked, Lapsed, StillAsked
from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.claims import (
    ClaimAgreed,
    ClaimGone,
    ClaimGranted,
    ClaimShown,
    ClaimStands,
    ClaimUndone,
)
from conversations.outcomes.desk import (
    AlreadyDecided,
    BecameHead,
    CardShown,
    Decided,
    Ended,
    Ending,
    InvitationRefused,
    Invited,
    NoEffect,
    NothingToUndo,
    NotYourVillage,
    OwnRegistration,
    PassedOver,
    Postponed,
    QueueShown,
    Rejecting,
    UndoAsked,
    Undone,
)
from conversations.outcomes.looking import (
    NoHead,
    Reported,
    VillageReport,
    WorkersFound,
    WorkersListed,
)
from conversations.outcomes.moving import Joined, NotJoined, Separated, TransferOpened
from conversations.outcomes.new_phones import (
    ForPhone,
    FoundForPhone,
    MovedToPhone,
    NotMoved,
    PhoneCodeGiven,
    PhoneRefused,
)
from conversations.outcomes.outcome import Outcome
from conversations.outcomes.registered import Agreed, Promoted, Registered
from conversations.outcomes.registering import (
    AlreadyRegistered,
    ConsentRecorded,
    NikFree,
    NoneOwn,
    NotOpen,
    NotYet,
    OwnFound,
    PlacesCounted,
    Submitted,
    TooManyNiks,
)
from conversations.outcomes.rights import (
    ConsentTaken,
    DataFound,
    DataOf,
    DoneForOwner,
    Erased,
    ErasedNow,
    FoundForOwner,
    NotForOwner,
    Seen,
)
from conversations.outcomes.standing import (
    Expired,
    NotExpired,
    NothingToWithdraw,
    Standing,
    Withdrawn,
)
from conversations.outcomes.terms import TermsAgreed, TermsGone, TermsKept
from conversations.registration.amendment import amendment
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from conversations.registration.form import TIES as OFFERED
from locales.catalog import FIRST_LANGUAGE, Catalog
from tests.conversations import talk
from tests.conversations.talk import DRAFT, HEAD, NOW, VILLAGE, context
from tests.model_worker import YOHANES

ROOT = Path(__file__).parents[1]
CATALOG = Catalog.load()
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_{}]+)+|\{\}(\.[a-z_{}]+)+")

LONGEST_LABEL = 24  # Cloud API, title of a list's row; reply buttons are cut at 20
LONGEST_OPENER = 20  # Cloud API, the button of a list or a Flow
LONGEST_ASK = 200  # characters besides the example: five lines of a small screen
MOST_SENTENCES = 2
LONG = ("registration.consent.ask", "registration.review.ask")  # one screen, read once
LONGEST_SCREEN = 1024  # Cloud API, body of an interactive message
LONGEST_COMMAND = 100
EXAMPLE = re.compile(r"^(?:Contoh|Example): (.+)$", re.MULTILINE)
NOBODYS_NIK = "serial"  # the NIK of the examples ends in 0000, so that it can never be anybody's

ANSWERS = {**YOHANES.kept(), "mother": "unknown", "income": "uncertain"}
HELPED = {**ANSWERS, "for_whom": "other", "helped": "Yanti"}


CORRECTING = amendment(FORM)
ASKED = (*FORM.questions, *filter(None, map(CORRECTING.find, ("village", "amended"))))


def draft(given: dict[str, str]) -> Draft:
    return Draft(DRAFT, FORM.name, FORM.version, given)


def askings() -> list[Asking]:
    """Somebody registering themselves and somebody helping, on each kind of channel.

    Their number is unknown, can be asked for with a button, or is known.
    """
    channels = (context(), context(asks_contact=True), context(sender_phone="+6281234567890"))
    return [
        Asking(draft(given), channel) for given, channel in product((ANSWERS, HELPED), channels)
    ]


ABOUT = {"about": "Singkawang"}  # what a refused answer was read as


# ── what the form says ──────────────────────────────────────────────────────────────────────────


def texts_of(question: Question, asking: Asking) -> Iterator[Text]:
    titled = question.entry is not Entry.ASK or not question.follows  # else nothing names it
    more = (*(("title",) if titled else ()), *(("again",) if question.long else ()))
    parts = ["ask", "help", "tune", *more, *reasons(question)]
    yield from (FORM.text(question, part, asking, ABOUT) for part in parts)
    yield from labels_of(question, asking)


def labels_of(question: Question, asking: Asking) -> list[Text]:
    """The question's own buttons, and those offered when an answer can be read in two ways."""
    readings = occupation.CODES if question.name == "occupation" else ()
    given = (
        [asking.answers[question.name]]
        if question.label and question.name in asking.answers
        else []
    )
    values = (*question.options(asking), *given, *readings)
    label = question.label or (lambda value, at: FORM.text(question, value, at))
    return [label(value, asking) for value in dict.fromkeys(values)]


@cache
def reasons(question: Question) -> set[str]:
    """Why an answer to the question can be refused, besides what is common to all questions."""
    takers: tuple[Callable[..., object] | None, ...] = (
        question.parse,
        question.pick,
        question.contact,
    )
    roots = [taker for taker in takers if taker is not None]
    if question.name == "village":  # reached through the context, which has no source of its own
        roots.append(Villages.find)
    called = closure(roots)
    found = {reason for function in called for reason in raised_by(function)}
    caught = {reason for function in called for reason in CAUGHT.get(function.__qualname__, ())}
    return found - COMMON_PROBLEMS - caught - ASKED_BACK


ASKED_BACK = {"check"}  # the one reading found: it is asked back in words and refused by none

# By the function that catches them: refusals of a callee that it turns into something else, or
# rules out beforehand.
CAUGHT = {
    "_refuse": {"candidates"},  # of `command`: becomes "command", in all names
    "address": {"not_a_name"},
    "birth": {"unreadable", "date"},  # read as yes or no; the NIK was taken, so it has a date
    "phone_number": {"no_phone"},  # is the answer "none"
}


ONLY_LOOK = {
    "is_number",
    "is_date",
    "_works",
}  # whether an answer could be another's: they refuse nothing


def closure(roots: list[Callable[..., object]]) -> set[FunctionType]:
    """Return the functions of the brain that the roots can call, themselves included."""
    seen: set[FunctionType] = set()
    waiting = [root for root in roots if isinstance(root, FunctionType)]
    while waiting:
        function = waiting.pop()
        if function in seen or not function.__module__.startswith("conversations."):
            continue
        if function.__qualname__ in ONLY_LOOK:
            continue
        seen.add(function)
        owner = function.__globals__.get(function.__qualname__.rpartition(".")[0])
        for name in names_in(function.__code__):
            callee = function.__globals__.get(name) or getattr(owner, name, None)
            if isinstance(callee, FunctionType):
                waiting.append(callee)
            elif inspect.ismodule(callee):
                members = (getattr(callee, n, None) for n in names_in(function.__code__))
                waiting += [member for member in members if isinstance(member, FunctionType)]
    return seen


def names_in(code: CodeType) -> set[str]:
    inner = (const for const in code.co_consts if isinstance(const, CodeType))
    return set(code.co_names).union(*map(names_in, inner))


@cache
def raised_by(function: FunctionType) -> set[str]:
    """Return the reasons written in a function's own `Invalid(...)`."""
    if function.__name__ == "<lambda>":
        return set()
    tree = definition(function)
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and name_of(n) == "Invalid"]
    return {reason for call in calls for reason in strings(call.args[0], function)}


def strings(node: ast.expr, function: FunctionType | None = None) -> set[str]:
    """Return the strings an expression can be: a literal, one of two, what a call returns."""
    match node:
        case ast.Constant(str(value)):
            return {value}
        case ast.IfExp(body=body, orelse=other):
            return strings(body, function) | strings(other, function)
        case ast.Call(func=ast.Name(id=name)) if function is not None:
            callee = function.__globals__[name]
            returns = [n for n in ast.walk(definition(callee)) if isinstance(n, ast.Return)]
            return {found for n in returns if n.value for found in strings(n.value, callee)}
        case _:
            return set()


@cache
def definition(function: FunctionType) -> ast.AST:
    tree = parsed(Path(inspect.getsourcefile(function) or ""))
    return next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__
    )


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


# ── what the source says ────────────────────────────────────────────────────────────────────────

# Questions that speak of buttons, which a sheet has not.
OWN_WORDS = ("birth_date", "mother", "phone", "occupation", "income")

DOORS = {str(channel): door(channel, "seratus") for channel in SERVED}

TIES = (*OFFERED, "company_daily")

# What a composed key can be.
COMPOSED: dict[str, set[str]] = {
    "{}.{}.{}": set(),  # the form's, asked above
    "{}.{}.sheet": {f"registration.{name}.sheet" for name in OWN_WORDS},
    "{}.{}": {"receipt.place", "receipt.position"},
    "amount.{}": {f"amount.{period}" for period in ("day", "week", "month", "year")},
    "registration.birth.{}": {"registration.birth.yes", "registration.birth.no"},
    "problem.{}": {f"problem.{reason}" for reason in COMMON_PROBLEMS},
    "registration.eligibility.{}": {f"registration.eligibility.{tie}" for tie in TIES},
    "doubt.{}": {"doubt.place"},
    "ending.{}": {f"ending.{rule.name}" for rule in RULES},
    "eligibility.{}": {f"eligibility.{rule.name}" for rule in RULES},
    "occupation.{}": {f"occupation.{code}" for code in occupation.CODES},
    "income.{}": {f"income.{band}" for band in monthly.BANDS},
    "sex.{}": {"sex.male", "sex.female"},
    "registration.phone.{}": {
        f"registration.phone.{option}" for option in ("share", "this", "none")
    },
    "status.{}": {f"status.{status}" for status in Status},
    "listed.{}": {f"listed.{status}" for status in Status},
    "next.{}": {"next.no_head", *(f"next.{status}" for status in Status)},
    "reason.{}": {f"reason.{reason}" for reason in Reason},
    "reason.{}.button": {f"reason.{reason}.button" for reason in Reason},
    "ended.why.{}": {f"ended.why.{reason}" for reason in EndReason},
    "end.{}.button": {f"end.{reason}.button" for reason in EndReason},
    "card.{}": {f"card.{word}" for word in ("ok", "no", "later", "confirmed", "rejected")},
    "card.undone.{}": {f"card.undone.{status}" for status in allowing(Act.UNDO)},
    "undo.ask.{}": {f"undo.ask.{status}" for status in allowing(Act.UNDO)},
    "undone.{}": {f"undone.{status}" for status in allowing(Act.UNDO) - allowing(Act.TAKE_EFFECT)},
    "card.already.{}": {f"card.already.{status}" for status in Status},
    "invitation.{}": {f"invitation.{why}" for why in ("unknown", "used", "expired", "revoked")},
    "language.{}": {f"language.{code}" for code in LANGUAGES},
    "command.{}": {f"command.{name}" for name in MENU},
    "move.{}": {"move.refused", "move.own", "move.office"},
    "phone.{}": {f"phone.{why}" for why in NotMoved},
    "channel.{}": {f"channel.{channel}" for channel in Channel},
    "move.door.{}": {f"move.door.{channel}" for channel in DOORS},
    "about.{}": {f"about.{topic}" for topic in TOPICS},
    "page.ask.{}": {f"page.ask.{topic}" for topic in ASKED_THERE},
    "page.honest.{}": {f"page.honest.{channel}" for channel in DOORS},
    "page.open.{}": {f"page.open.{channel}" for channel in DOORS},
    "page.open.how.{}": {f"page.open.how.{channel}" for channel in DOORS},
    "page.left.{}": {f"page.left.{room}" for room in Room},
    "page.places.{}": {f"page.places.{room}" for room in Room},
    "registration.{}.title": set(),  # the form's, asked above
    **{
        f"rights.{{}}.{part}": {f"rights.{right}.{part}" for right in Right}
        for part in ("ask", "yes", "done", "rest")
    },
    **{
        f"owner.{{}}.{part}": {f"owner.{right}.{part}" for right in Right}
        for part in ("ask", "yes", "done")
    },
    "rights.{}.{}": {f"rights.{one}.by_{who}" for one in Right for who in ("head", "district")},
}


def sources() -> list[Path]:
    """The modules that say something; parsers raise reasons and say nothing."""
    parsers = Path(answers.__path__[0])
    found = [*ROOT.glob("conversations/**/*.py"), *ROOT.glob("bot/**/*.py")]
    return [file for file in found if parsers not in file.parents]


@cache
def written() -> tuple[set[str], set[str]]:
    """Return the literal keys of the source and the patterns of its composed ones."""
    literal: set[str] = set()
    composed: set[str] = set()
    for file in sources():
        brain = "conversations" in file.parts
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.Call) and name_of(node) == "Text" and node.args:
                literal |= strings(node.args[0])
                composed |= {p for p in [pattern(node.args[0])] if p}
            elif isinstance(node, ast.Call) and said_by_a_channel(node):
                literal |= strings(node.args[-1])
            elif brain and isinstance(node, ast.Constant) and KEY.fullmatch(str(node.value)):
                literal.add(str(node.value))
            elif brain and (shape := pattern(node)) and KEY.fullmatch(shape):
                composed.add(shape)
    return literal, composed


@cache
def of_templates() -> set[str]:
    """Return the keys that the templates of pages say; they compose none."""
    found: set[str] = set()
    for file in ROOT.glob("bot/pages/templates/*.html"):
        for call in Environment().parse(file.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "say":
                key = call.args[0]
                found |= {str(key.value)} if isinstance(key, nodes.Const) else set()
    return found


def said_by_a_channel(call: ast.Call) -> bool:
    """Whether words are fetched with their placeholders: `catalog.template(language, key)`."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == "template"


def pattern(node: ast.AST) -> str:
    """Return an f-string with its blanks empty: "eligibility.{}"."""
    if not isinstance(node, ast.JoinedStr):
        return ""
    return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)


def sayable() -> set[str]:
    literal, _ = written()
    asked = {
        text.key
        for asking in askings()
        for question in ASKED
        for text in texts_of(question, asking)
    }
    return asked | literal | of_templates() | {key for keys in COMPOSED.values() for key in keys}


def labels() -> set[str]:
    """Return the keys that stand on buttons."""
    asked = {
        label.key
        for asking in askings()
        for question in ASKED
        for label in (*labels_of(question, asking), *titles(asking))
    }
    reasons_of_heads = {"reason.back", *COMPOSED["reason.{}.button"]}
    found = asked | reasons_of_heads
    for file in sources():
        for node in ast.walk(parsed(file)):
            match node:
                case ast.Call(func=ast.Name(id="Choice"), args=[_, ast.Call(args=[key, *_]), *_]):
                    found |= strings(key)
                    shape = pattern(key)
                    found |= {"card.ok", "card.no", "card.later"} if shape == "card.{}" else set()
                    found |= COMPOSED[shape] if shape not in ("", "card.{}") else set()
    return found


def titles(asking: Asking) -> list[Text]:
    return [
        FORM.text(question, "title", asking) for question in FORM.questions if not question.follows
    ]


# ── what the brain says of every outcome ────────────────────────────────────────────────────────

NUMBER = "PR-6107-000001"


def registered(status: Status, **twists: object) -> Registered:
    place = 37 if status in {Status.PLACED, Status.CONFIRMED} else None
    position = 5 if status is Status.WAITING else None
    return talk.registered(status, **{"place": place, "position": position, **twists})


def card(rejected_before: Reason | None = None, *, asks_reason: bool = False) -> Card:
    flagged = {**HELPED, "birth_date": "1981-08-17"}
    return talk.card(
        answers=flagged,
        rejected_before=rejected_before,
        asks_reason=asks_reason,
        amended=("name", "address"),
    )


def decided(reason: Reason | None) -> Decided:
    cards = (card(reason),) if reason else ()
    return talk.decided(reason, promoted=(PROMOTED,), closed=(CLOSED,), cards=cards)


CLOSED = ClosedCard(UUID(int=5), HEAD)
DATA_OF = DataOf(
    registered(Status.PLACED),
    ANSWERS,
    own=True,
    submitted_at=talk.NOW,
    consented_at=talk.NOW,
    seen=(Seen(VILLAGE, 3, talk.NOW), Seen("", 1, talk.NOW)),
)
RIGHTS: tuple[Outcome, ...] = (
    DataFound("show"),
    DataFound("show", 1, 2, DATA_OF, (registered(Status.PLACED),)),
    DataFound("show", 2, 2, replace(DATA_OF, seen=()), (registered(Status.PLACED),)),
    *(
        DataFound(about, own=own, others=others)
        for about in ("erase", "consent")
        for own in ((), (registered(Status.PLACED),))
        for others in ((), (registered(Status.CONFIRMED),))
    ),
    Erased("BKQMX-4827", (NUMBER,), (CLOSED,), (), (card(),)),
    Erased("BKQMX-4827", ()),
    ErasedNow(1),
    *(DoneForOwner("BKQMX-4827", right, NUMBER, HEAD, (CLOSED,)) for right in Right),
    *(FoundForOwner(right, UUID(int=9), NUMBER, "YANTI") for right in Right),
    NotForOwner(NUMBER),
    ConsentTaken("BKQMX-4827", (NUMBER,), (CLOSED,)),
    ConsentTaken("BKQMX-4827", ()),
    TermsAgreed(NUMBER),
    WorkersListed((registered(Status.PLACED),), 1, 2, 1, 12),
    WorkersListed((), 1, 1, 1, 0),
    WorkersFound("Yanti", (), 0),
    WorkersFound("Yanti", (registered(Status.CONFIRMED),), 1),
    WorkersFound("Yanti", (registered(Status.PLACED), registered(Status.CONFIRMED)), 2),
    Reported((VillageReport(VILLAGE, 100, 40, 2, 3, 1, talk.NOW),)),
    Reported(()),
    NoHead(),
    TermsKept(NUMBER),
    TermsGone(),
    Standing("terms", (registered(Status.PLACED, agreed=Agreed("2026-01-01", "self")),), ()),
    Standing("terms", (registered(Status.PLACED, agreed=Agreed("2026-01-01", "other")),), ()),
    Standing("status", (registered(Status.PLACED, agreed=Agreed("2026-01-01", "self")),), ()),
)
PROMOTED = Promoted(UUID(int=7), "PR-6107-000124", VILLAGE, 37, "YANTI", has_head=True)
TO_CORRECT = replace(registered(Status.CORRECTING), asked=("name", "address"), until=talk.NOW)
OUTCOMES: list[Outcome] = [
    OwnFound("PR-6107-000009", "SUTARDI"),
    NoneOwn(),
    PlacesCounted(VILLAGE, 100, 41, 0),
    PlacesCounted(VILLAGE, 100, 100, 7),
    PlacesCounted(VILLAGE, 0, 0, 0),
    ConsentRecorded(),
    NikFree(),
    TooManyNiks(),
    AlreadyRegistered(registered(Status.PLACED), NUMBER),
    AlreadyRegistered(None, NUMBER, (HEAD,)),
    *(Standing("status", (registered(status),), ()) for status in Status),
    *(Standing("withdraw", (registered(status),), ()) for status in Status),
    *(Standing("status", (registered(Status.REJECTED, reason=reason),), ()) for reason in Reason),
    *(Standing("status", (registered(Status.ENDED, reason=why),), ()) for why in EndReason),
    Standing("status", (registered(Status.PLACED, has_head=False),), ()),
    Standing("status", (), (VILLAGE,)),
    Standing("status", (), ()),
    Submitted(registered(Status.PLACED), (card(),)),
    Submitted(registered(Status.PLACED, has_head=False)),
    Submitted(registered(Status.WAITING)),
    Submitted(registered(Status.WAITING, has_head=False)),
    NotOpen(VILLAGE),
    NotYet(NUMBER, talk.NOW),
    TooManyNiks(of_this=True),
    AlreadyRegistered(None, NUMBER, (HEAD,), UUID(int=9), "4827"),
    Submitted(registered(Status.PLACED), (card(),), HEAD, (CLOSED,)),
    ClaimShown(NUMBER, ((UUID(int=9), "4827"),)),
    ClaimStands(UUID(int=9), NUMBER, talk.NOW),
    ClaimGranted(UUID(int=9), UUID(int=8), NUMBER, HEAD, HEAD, talk.NOW, (CLOSED,), (card(),)),
    ClaimUndone(UUID(int=8), NUMBER, HEAD, HEAD),
    ClaimAgreed(UUID(int=8), NUMBER, HEAD),
    ClaimAgreed(UUID(int=8), NUMBER, None),
    ClaimGone(),
    AnswersFound(registered(Status.PLACED), ANSWERS),
    AnswersFound(registered(Status.PLACED), ANSWERS, "name", "Yohanes Antonius"),
    *(Amended(registered(status), anew=True) for status in MAY_BE_AMENDED),
    Amended(registered(Status.PLACED, has_head=False), anew=True, closed=(CLOSED,)),
    Amended(registered(Status.PLACED), anew=False, cards=(card(),)),
    Overtaken(registered(Status.CONFIRMED), ANSWERS),
    NothingToAmend(),
    Amended(registered(Status.PLACED), anew=True, closed=(CLOSED,), left=VILLAGE),
    NoPlaceThere(NUMBER, VILLAGE),
    HeldByClaim(NUMBER),
    *RIGHTS,
    Withdrawn(NUMBER, (PROMOTED,), (CLOSED,), (card(),)),
    NothingToWithdraw(),
    Expired(registered(Status.OVER), (CLOSED,)),
    NotExpired(),
    BecameHead(VILLAGE),
    BecameHead(VILLAGE, (card(),)),
    *(InvitationRefused(why) for why in ("unknown", "used", "expired", "revoked")),
    *(decided(reason) for reason in (None, *Reason)),
    Rejecting(
        UUID(int=3),
        2,
        HEAD,
        NUMBER,
        VILLAGE,
        "YANTI",
        Reason.DIED,
        "",
        "Pak Kades",
        talk.NOW,
        (CLOSED,),
        (card(),),
    ),
    Rejecting(
        UUID(int=3),
        2,
        HEAD,
        NUMBER,
        VILLAGE,
        "YANTI",
        Reason.OTHER,
        "Jauh",
        "Pak Kades",
        talk.NOW,
        (CLOSED,),
        idle=True,
    ),
    *(
        Undone(status, HEAD, NUMBER, VILLAGE, 41, "YANTI", (CLOSED,), (card(),))
        for status in allowing(Act.UNDO)
    ),
    *(UndoAsked(UUID(int=3), 2, NUMBER, "YANTI", status) for status in allowing(Act.UNDO)),
    *(
        Asked(one, HEAD, "Pak Kades", (CLOSED,), (card(),), idle=idle)
        for one in (TO_CORRECT, replace(TO_CORRECT, note="RT-nya tiga"))
        for idle in (False, True)
    ),
    StillAsked(TO_CORRECT),
    Lapsed(registered(Status.PLACED), (CLOSED,), (card(),)),
    *(
        Ending(UUID(int=3), 2, NUMBER, VILLAGE, 41, "YANTI", why, note, NOW, closed=(CLOSED,))
        for why in EndReason
        for note in ("", "Jauh")
    ),
    *(
        Ended(HEAD, NUMBER, VILLAGE, 41, "YANTI", why, note, NOW, (PROMOTED,), (CLOSED,))
        for why in EndReason
        for note in ("", "Jauh")
    ),
    AlreadyDecided(NUMBER, Status.ENDING, "Pak Kades", NOW),
    AlreadyDecided(NUMBER, Status.ENDED, None, NOW),
    NothingToUndo(),
    NothingToUndo(NUMBER),
    NoEffect(),
    talk.decided(Reason.OTHER, note="Sudah lama bekerja di Malaysia"),
    AlreadyDecided(NUMBER, Status.REJECTING, "Pak Kades", NOW),
    AlreadyDecided(NUMBER, Status.CONFIRMED, "Kepala Desa Sungai Duri", NOW),
    AlreadyDecided(NUMBER, Status.REJECTED, "Kepala Desa Sungai Duri", NOW),
    AlreadyDecided(NUMBER, Status.WITHDRAWN, None, NOW),
    AlreadyDecided(NUMBER, Status.REJECTED, None, NOW),
    AlreadyDecided(NUMBER, Status.PLACED, None, None),
    AlreadyDecided(NUMBER, Status.WAITING, None, None),
    NotYourVillage(),
    OwnRegistration("PR-6107-000001"),
    Postponed("PR-6107-000041", "YANTI", CLOSED),
    Postponed("PR-6107-000041", "YANTI", CLOSED, (card(),)),
    PassedOver(None),
    PassedOver(NUMBER, (card(),)),
    QueueShown((VILLAGE,), (card(),)),
    QueueShown((VILLAGE,)),
    QueueShown(()),
    *(CardShown(card(reason, asks_reason=False)) for reason in (None, *Reason)),
    CardShown(card(asks_reason=True)),
    TransferOpened("BKQMX-4827", 30),
    FoundForPhone(),
    FoundForPhone((ForPhone(UUID(int=3), NUMBER, "YANTI"),)),
    FoundForPhone(tuple(ForPhone(UUID(int=n), f"{NUMBER[:-1]}{n}", "YANTI") for n in (1, 2))),
    PhoneCodeGiven(NUMBER, "YANTI", "BKQMX-4827", 60),
    MovedToPhone(registered(Status.PLACED), HEAD, (CLOSED,), (card(),)),
    *(PhoneRefused(why) for why in NotMoved),
    Joined(),
    NotJoined("refused"),
    NotJoined("own"),
    NotJoined("office"),
    Invited("k", VILLAGE, "Pak Kades"),
    Separated(0),
    Separated(1),
]


def told(outcome: Outcome) -> Transition:
    """Tell the brain an outcome, with a registration under way, or the correction of one."""
    about = About(UUID(int=3), 1, NUMBER, ANSWERS)
    correcting = Draft(DRAFT, CORRECTING.name, 1, {**ANSWERS, "name": "YANTI"}, about=about)
    at_hand = correcting if isinstance(outcome, Overtaken) else draft(ANSWERS)
    return Brain.registering(FORM, RULES).advance(
        State().holding(at_hand), outcome, context(doors=DOORS)
    )


def said(language: str, reply: Reply) -> list[str]:
    words = [CATALOG.say(language, text) for text in reply.texts]
    return words + [CATALOG.say(language, choice.label) for choice in reply.choices]


# ── the tests ───────────────────────────────────────────────────────────────────────────────────


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def samples(label: str) -> str:
    """Return a label as it is shown, with the registration number that may stand in it."""
    return label.replace("{number}", NUMBER).replace("{date}", "17 September 1980")


def prose(words: str) -> str:
    return EXAMPLE.sub("", words).strip()


def test_every_language_has_the_same_keys_and_the_same_placeholders() -> None:
    first = {key: placeholders(words) for key, words in CATALOG.keys("id").items()}

    others = {
        language: {key: placeholders(words) for key, words in CATALOG.keys(language).items()}
        for language in CATALOG.languages
    }

    assert set(others) == set(LANGUAGES)
    differing = [
        f"{language}: {key}"
        for language, words in others.items()
        for key in sorted({*words, *first})
        if words.get(key) != first.get(key)
    ]
    assert differing == []


def test_the_first_language_is_the_one_in_which_people_are_met() -> None:
    assert FIRST_LANGUAGE == FIRST == next(iter(LANGUAGES))


def test_everything_the_code_can_say_has_words_and_no_words_are_unused() -> None:
    can_be_said = sayable()

    known = set(CATALOG.keys("id"))

    assert sorted(can_be_said - known) == []
    assert sorted(known - can_be_said) == []


def test_every_composed_key_of_the_source_is_one_this_file_knows() -> None:
    _, composed = written()

    assert sorted(composed) == sorted(COMPOSED)


def test_what_every_question_refuses_alike_is_said_in_the_same_words() -> None:
    answering = closure([Form.answer])

    raised = {reason for function in answering for reason in raised_by(function)}

    assert "media" in raised
    assert raised <= COMMON_PROBLEMS


@pytest.mark.parametrize("question", FORM.questions, ids=lambda q: q.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_gives_every_text_of_a_question_what_its_placeholders_want(
    language: str, question: Question
) -> None:
    words = [
        CATALOG.say(language, text) for asking in askings() for text in texts_of(question, asking)
    ]

    assert all(words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("given", [ANSWERS, HELPED], ids=["oneself", "helping"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_refusal_can_be_said_to_whoever_is_refused(
    language: str, given: dict[str, str], rule: Rule
) -> None:
    always = Rule(rule.name, lambda _answers, _programme: True, "income", forgets=rule.forgets)
    unanswered = {name: answer for name, answer in given.items() if name != "income"}
    brain = Brain.registering(FORM, (always,))

    state = State().holding(draft(unanswered))
    asked = brain.advance(state, Said("1,5 juta"), context())
    refused = brain.advance(asked.state, Said("ya"), context())

    assert asked.replies[0].texts[0].key == f"ending.{rule.name}"
    assert refused.replies[0].texts[0].key == f"eligibility.{rule.name}"
    assert all(said(language, asked.replies[0]) + said(language, refused.replies[0]))


def test_the_outcomes_told_below_are_all_there_are() -> None:
    kinds = {type(outcome) for outcome in OUTCOMES}

    assert kinds == set(get_args(Outcome))


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: type(outcome).__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_came_of_an_effect_can_be_said_in_every_language(
    language: str, outcome: Outcome
) -> None:
    replies = told(outcome).replies

    assert all(words for reply in replies for words in said(language, reply))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_fits_a_small_screen_except_the_names_of_villages(language: str) -> None:
    words = CATALOG.keys(language)

    shown = {key: samples(words[key]) for key in labels() - {"village.option", "plain.value"}}

    assert {key: label for key, label in shown.items() if len(label) > LONGEST_LABEL} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_buttons_that_open_a_list_or_the_form_are_not_cut(language: str) -> None:
    words = CATALOG.keys(language)

    opening = [words[key] for key in ("choices.opener", "sheet.open")]

    assert [label for label in opening if len(label) > LONGEST_OPENER] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_buttons_of_one_message_read_alike(language: str) -> None:
    rows = [
        labels_of(question, asking)
        for asking in askings()
        for question in FORM.questions
        if not question.label
    ]
    rows += [labels_of(PHONE, asking) for asking in unanswered(askings())]
    rows += [[Text(f"occupation.{code}") for code in occupation.CODES], *map(titles, askings())]
    rows += [[choice.label for choice in choices] for choices in offered_by_outcomes()]

    bare = [[_bare(CATALOG.say(language, label)) for label in row] for row in rows]

    assert [row for row in bare if len(set(row)) != len(row)] == []


PHONE = next(question for question in FORM.questions if question.name == "phone")


def unanswered(askings: list[Asking]) -> list[Asking]:
    return [replace(one, draft=FORM.without(one.draft, PHONE.name)) for one in askings]


def offered_by_outcomes() -> list[tuple[Choice, ...]]:
    return [reply.choices for outcome in OUTCOMES for reply in told(outcome).replies]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_short_and_so_is_what_was_wrong_with_its_answer(language: str) -> None:
    asked = {
        text.key
        for question in FORM.questions
        for text in (
            FORM.text(question, part, askings()[0], ABOUT) for part in ("ask", *reasons(question))
        )
    }

    long = [
        key
        for key in asked - set(LONG)
        if len(prose(CATALOG.keys(language)[key])) > LONGEST_ASK
        or len(re.findall(r"[.?!](?:\s|$)", prose(CATALOG.keys(language)[key]))) > MOST_SENTENCES
    ]

    assert sorted(long) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_must_be_long_still_fits_one_message(language: str) -> None:
    words = CATALOG.keys(language)

    assert [key for key, one in words.items() if len(one) > LONGEST_SCREEN] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_of_commands_is_short(language: str) -> None:
    words = CATALOG.keys(language)

    told_in_menu = {name: words[f"command.{name}"] for name in MENU}

    assert all(0 < len(one) <= LONGEST_COMMAND for one in told_in_menu.values())
    assert all("\n" not in one for one in told_in_menu.values())


def test_indonesian_avoids_the_words_of_offices_and_programmers() -> None:
    forbidden = re.compile(
        r"\b(?:invalid|input|submit|verifikasi\w*|user|kamu|anda|formulir)\b", re.IGNORECASE
    )

    found = [key for key, words in CATALOG.keys("id").items() if forbidden.search(words)]

    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_carry_markup_or_stray_spaces(language: str) -> None:
    marked = re.compile(r"[*_`~<>\[\]#\\]|&\w+;|  | \n|\n\n\n|^\s|\s$")

    found = [
        key
        for key, words in CATALOG.keys(language).items()
        if marked.search(re.sub(r"\{\w+\}", "x", words))
    ]

    assert found == []


NAMES = ("name", "mother", "address")
# Names of villages; the operator's word for a head; a button; and what is asked about somebody is
# read by nobody but who said what they are called.
NO_LINE = ("village.option", "invitation.ask", "draft.again", "whose.other")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_call_themselves_has_a_line_with_a_label(language: str) -> None:
    """Else "BUDI DIBENARKAN CAMAT" reads as a decision, and "> BUDI" as a quotation."""
    labelled = re.compile(rf"[^\n{{}}]+: \{{(?:{'|'.join(NAMES)})\}}")

    loose = {
        key: line
        for key, words in CATALOG.keys(language).items()
        for line in words.split("\n")
        if key not in NO_LINE
        and any(f"{{{name}}}" in line for name in NAMES)
        and not labelled.fullmatch(line)
    }

    assert loose == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", FORM.questions, ids=lambda q: q.name)
def test_every_example_is_an_answer_the_question_takes(language: str, question: Question) -> None:
    keys = CATALOG.keys(language)
    prefix = f"{FORM.name}.{question.name}."
    examples = [
        found[1] for key in keys if key.startswith(prefix) for found in EXAMPLE.finditer(keys[key])
    ]

    for example in examples:
        refused = refusal(question, example)

        expected = {"nik": NOBODYS_NIK, "birth_date": "check"}
        assert refused == expected.get(question.name), example


def refusal(question: Question, text: str) -> str | None:
    try:
        FORM.answer(question, Said(text), askings()[0])
    except Invalid as missed:
        return missed.reason
    return None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_people_are_told_to_type_is_understood(language: str) -> None:
    not_to_type = {"BPJS", "NIK", "KTP", "NIKS", "OTP", "PIN", "TNI", "PNS"}
    words = " ".join(CATALOG.keys(language).values())
    phrases = set(re.findall(r"\b[A-Z]{3,}(?: [A-Z]{3,})+\b", words)) - not_to_type
    assert {phrase for phrase in phrases if not (wish(phrase) or looking.typed(phrase))} == set()
    for phrase in sorted(phrases, key=len, reverse=True):
        words = words.replace(phrase, "")
    capitals = set(re.findall(r"\b[A-Z]{3,}\b", words)) - not_to_type

    unknown = {
        word for word in capitals if not (consents(word) or wish(word) or looking.typed(word))
    }

    assert {"SETUJU", "STATUS"} <= capitals
    assert unknown == set()


@pytest.mark.parametrize("language", CATALOG.languages)
def test_what_is_said_before_a_question_repeats_no_example_of_it(language: str) -> None:
    example = {"id": "Contoh:", "en": "Example:"}[language]
    words = CATALOG.keys(language)

    asked = {
        key.removesuffix("ask") for key in words if key.endswith(".ask") and example in words[key]
    }
    twice = [
        key
        for key in words
        if key.rpartition(".")[0] + "." in asked
        and not key.endswith((".ask", ".sheet"))
        and example in words[key]
    ]

    assert asked
    assert twice == []


ABOUT_BATAL = (
    "registration.consent.ask",
    "cancel.ask",
    "cancel.ask.named",
    "cancel.done",
)


@pytest.mark.parametrize("key", ABOUT_BATAL)
@pytest.mark.parametrize(
    ("language", "a_day"), [("id", "satu hari"), ("en", "(?:one|a) (?:more )?day")]
)
def test_whatever_tells_of_cancelling_says_that_it_is_kept_a_day(
    key: str, language: str, a_day: str
) -> None:
    assert re.search(a_day, CATALOG.keys(language)[key])
