"""Templates: Meta would take them, they say the catalog's words, and replies find theirs."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from uuid import UUID

import pytest
from pywa.types.templates import BodyText

from bot.ports import Message
from bot.sending.as_template import notice
from bot.sending.rendering import render
from bot.whatsapp import template_rules
from conversations.buttons.tokens import MAX_BYTES
from conversations.effects import Amend, EndReason, Reason, Right
from conversations.languages import LANGUAGES
from conversations.life_cycle import Status
from conversations.machine import Due, DueKind, State
from conversations.messages import Choice, Reply, Text, together
from conversations.office import asking, claims, desk, for_owner, news
from conversations.outcomes.amending import Amended
from conversations.outcomes.asking import Lapsed, StillAsked
from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.claims import ClaimAgreed, ClaimGranted, ClaimUndone
from conversations.outcomes.desk import Ended, Undone
from conversations.outcomes.new_phones import MovedToPhone
from conversations.outcomes.registered import Promoted
from conversations.outcomes.registering import AlreadyRegistered, Submitted
from conversations.outcomes.rights import DoneForOwner
from conversations.outcomes.standing import Expired
from conversations.registration import at_office
from locales import templates
from locales.catalog import Catalog, Words
from locales.templates import NEWS, SAMPLES, TEMPLATES, Slot, Template
from tests.conversations import talk
from tests.conversations.talk import HEAD, VILLAGE, WORKER
from tests.model_worker import YOHANES

CATALOG = Catalog.load()
ANSWERS = {**YOHANES.kept(), "mother": "unknown"}
NUMBER = "PR-6107-000123"
NUMBERED = {"number": NUMBER}
CONTEXT = talk.context()

EVERY = [
    pytest.param(template, language, id=f"{template.name}-{language}")
    for template in TEMPLATES
    for language in LANGUAGES
]
in_every_language = pytest.mark.parametrize("language", LANGUAGES)
every_template = pytest.mark.parametrize(("template", "language"), EVERY)


def card(*, before: Reason | None = None, **changed: str) -> Card:
    answers = {**ANSWERS, **changed}
    return talk.card(
        number=NUMBER, place=37, answers=answers, rejected_before=before, undecided=1234
    )


def shown(one: Card) -> Reply:
    return news.show((one,), CONTEXT)[0]


def decided(reason: Reason | None = None) -> Reply:
    by = "Kepala Desa Sungai Duri"
    outcome = talk.decided(reason, number=NUMBER, place=37, by=by)
    return news.decided(outcome, CONTEXT)


def goes() -> Reply:
    """Return what somebody hears who does not come back to a draft."""
    left = talk.at("nik")
    due = Due(DueKind.WARN, talk.DRAFT, "1")
    return talk.BRAIN.advance(left.state, due, CONTEXT).replies[0]


def amended() -> Reply:
    """Return what a head is sent instead of an old card and the new, where none is rewritten."""
    over = news.show_closed((ClosedCard(talk.card().id, HEAD),), Text("card.amended", NUMBERED))
    return together((*over, shown(replace(card(), amended=("name",)))))[0]


def corrected() -> Iterator[tuple[str, Reply]]:
    """Yield what the district's correction tells the chat and the head."""
    wish = Amend(talk.REGISTRATION, 1, ("name", "address"), True, ANSWERS)
    placed = Amended(talk.registered(number=NUMBER), anew=True)
    cases = {
        "data_corrected": replace(placed, anew=False),
        "data_corrected_anew": placed,
        "data_corrected_no_head": replace(
            placed, registered=talk.registered(number=NUMBER, has_head=False)
        ),
    }
    for name, outcome in cases.items():
        yield name, at_office.told(outcome, wish, WORKER, CONTEXT)[0]
    shown = replace(card(), amended=("name",))
    closed = (ClosedCard(talk.card().id, HEAD),)
    both = at_office.told(replace(placed, closed=closed, cards=(shown,)), wish, WORKER, CONTEXT)
    yield "card_corrected", together(both[1:])[0]


def done(right: Right) -> Reply:
    """Return what a chat hears when the district had that done."""
    outcome = DoneForOwner("BKQMX-4827", right, NUMBER, WORKER)
    return for_owner.by_district(outcome, CONTEXT)[0]


def over() -> Reply:
    """Return what a worker hears when the programme ends."""
    ended = Expired(talk.registered(Status.OVER))
    return talk.BRAIN.advance(State(), ended, CONTEXT).replies[0]


def moved() -> Reply:
    """Return what an old phone hears when a registration went to a new one."""
    outcome = MovedToPhone(talk.registered(Status.PLACED), WORKER)
    return talk.BRAIN.advance(State(), outcome, CONTEXT).replies[1]


def promoted(*, has_head: bool) -> Reply:
    one = Promoted(WORKER, "PR-6107-000124", VILLAGE, 37, "YANTI", has_head=has_head)
    return news.promoted((one,), CONTEXT)[0]


def told(reply: Reply, language: str = "id") -> Message:
    return notice(CATALOG, language, reply.texts, reply.choices)


def template_of(message: Message) -> Template:
    assert message.notice is not None
    names = {templates.published(one, CATALOG): one for one in TEMPLATES}
    return names[message.notice.template]


def values(message: Message) -> dict[str, str]:
    assert message.notice is not None
    return dict(message.notice.values)


def read(message: Message) -> str:
    """Return what Meta makes of a notice, with pywa filling the placeholders in."""
    assert message.notice is not None
    language, given = message.notice.language, values(message)
    body = templates.body(template_of(message), CATALOG, language)
    return BodyText(body, **given).preview() if given else body


def words(text: str) -> list[str]:
    """Return the words alone: dots that part placeholders, blanks and lines do not matter."""
    return re.findall(r"[^\s·]+", text)


class Sampled:
    """A text of the catalog with the samples for its values."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.values = SAMPLES


def sampled(part: str | Slot) -> Words:
    sample = SAMPLES[part.name] if isinstance(part, Slot) else Sampled(part)
    assert not isinstance(sample, str | int | date)
    return sample


def undone() -> Reply:
    outcome = Undone(Status.CONFIRMED, WORKER, NUMBER, VILLAGE, 37, "YOHANES CONTOH")
    return desk.learned(State(), outcome, CONTEXT).replies[-1]


def corrections() -> Iterator[tuple[str, Reply]]:
    one = replace(talk.registered(Status.CORRECTING), asked=("name", "address"), until=talk.NOW)
    noted = replace(one, note="Alamatnya RT 03, bukan RT 02.")
    for name, asked in (("correction_asked", one), ("correction_asked_noted", noted)):
        yield name, asking.learned(State(), StillAsked(asked), CONTEXT).replies[0]
    yield "correction_lapsed", asking.learned(State(), Lapsed(one), CONTEXT).replies[0]
    back = Undone(Status.CORRECTING, WORKER, NUMBER, VILLAGE, 37, "YOHANES CONTOH")
    yield "correction_undone", desk.learned(State(), back, CONTEXT).replies[-1]


def ended(reason: EndReason, note: str = "") -> Reply:
    outcome = Ended(WORKER, NUMBER, VILLAGE, 37, "YOHANES CONTOH", reason, note, talk.NOW)
    return desk.learned(State(), outcome, CONTEXT).replies[0]


CLAIM = UUID(int=9)
ATTEMPT = AlreadyRegistered(None, NUMBER, (HEAD,), CLAIM, "4827")
GRANTED = ClaimGranted(CLAIM, CLAIM, NUMBER, WORKER, WORKER, talk.NOW)
CASES = [
    pytest.param(shown(card()), "card", id="card"),
    pytest.param(shown(card(for_whom="other")), "card_flagged", id="card with a flag"),
    pytest.param(
        shown(card(before=Reason.OTHER, for_whom="other", birth_date="1981-08-17")),
        "card_flagged",
        id="card with all flags",
    ),
    pytest.param(amended(), "card_amended", id="card after a correction"),
    pytest.param(shown(replace(card(), own_number=True)), "card_own", id="card with his number"),
    pytest.param(decided(), "decided_confirmed", id="confirmed"),
    *(pytest.param(decided(why), "decided_rejected", id=f"rejected: {why}") for why in Reason),
    pytest.param(undone(), "decision_undone", id="no longer confirmed"),
    *(pytest.param(reply, name, id=name) for name, reply in corrections()),
    *(pytest.param(ended(why), "place_ended", id=f"ended: {why}") for why in EndReason),
    pytest.param(ended(EndReason.OTHER, "Jauh"), "place_ended", id="ended, in words"),
    pytest.param(over(), "programme_over", id="a programme is over"),
    pytest.param(goes(), "draft_goes", id="a draft goes"),
    *(pytest.param(reply, name, id=name) for name, reply in corrected()),
    pytest.param(done(Right.ERASE), "data_erased", id="the district has it erased"),
    pytest.param(done(Right.CONSENT), "consent_taken_back", id="or takes a consent back"),
    pytest.param(moved(), "registration_moved", id="a registration went to another phone"),
    pytest.param(promoted(has_head=True), "promoted", id="promoted"),
    pytest.param(promoted(has_head=False), "promoted_no_head", id="promoted without a head"),
    pytest.param(
        Reply((Text("card.second_attempt", {"number": "PR-6107-000123"}),)),
        "second_attempt",
        id="second attempt",
    ),
    *(
        pytest.param(reply, name, id=name.replace("_", " "))
        for name, reply in zip(
            ("claim", "claim_granted", "claim_told", "claim_undone", "claim_stays", "claim_now"),
            (
                *claims.attempted(ATTEMPT),
                *claims.learned(State(), GRANTED, CONTEXT).replies[1:],
                *claims.learned(State(), ClaimUndone(CLAIM, NUMBER, HEAD, HEAD), CONTEXT).replies[
                    1:
                ],
                *claims.learned(State(), ClaimAgreed(CLAIM, NUMBER, HEAD), CONTEXT).replies[1:],
            ),
            strict=True,
        )
    ),
    pytest.param(*claims.taken_over(Submitted(talk.registered(), before=HEAD)), "claim_moved"),
    pytest.param(
        Reply((Text("head.revoked", {"village": "Sungai Duri"}),)), "head_revoked", id="revoked"
    ),
    pytest.param(Reply((Text("move.kept"),)), "chat_kept", id="others left the chat"),
    pytest.param(Reply((Text("move.left"),)), "chat_left", id="the chat left others"),
]
every_reply = pytest.mark.parametrize(("reply", "name"), CASES)


# What Meta approves and what is said out of the window must be one list, samples included.
def test_every_template_has_a_message_that_it_is_for_and_every_sample_a_placeholder() -> None:
    meant = {str(case.values[1]) for case in CASES}
    placed = {
        name
        for template, language in product(TEMPLATES, LANGUAGES)
        for name in templates.BRACED.findall(templates.body(template, CATALOG, language))
    }

    assert {one.name for one in TEMPLATES} - {NEWS.name} == meant
    assert sorted(SAMPLES.keys() - placed) == []


# ── the templates ───────────────────────────────────────────────────────────────────────────────


@every_template
def test_a_template_breaks_none_of_metas_rules(template: Template, language: str) -> None:
    assert template_rules.problems(template, CATALOG, language) == []


@every_template
def test_a_template_says_the_words_of_the_catalog(template: Template, language: str) -> None:
    body = templates.body(template, CATALOG, language)
    samples = templates.examples(template, CATALOG, language)

    filled = re.sub(r"\{\{(\w+)\}\}", lambda found: samples[found[1]], body)

    said = "\n\n".join(CATALOG.say(language, sampled(part)) for part in template.texts)
    assert words(filled) == words(said)


@every_template
def test_every_sample_is_on_one_line_and_none_could_be_a_nik(
    template: Template, language: str
) -> None:
    samples = templates.examples(template, CATALOG, language)

    assert [s for s in samples.values() if "\n" in s or re.search(r"\d{16}", s)] == []


def test_all_languages_of_a_template_have_the_same_placeholders() -> None:
    given = {
        one.name: {frozenset(templates.examples(one, CATALOG, code)) for code in LANGUAGES}
        for one in TEMPLATES
    }

    assert [name for name, found in given.items() if len(found) != 1] == []


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        pytest.param("x" * 1025, "more than 1024 characters"),
        pytest.param("{name}, halo", "begins with a placeholder"),
        pytest.param("✅ {name}, halo", "begins with a placeholder", id="after a sign"),
        pytest.param("Halo, {name}.", "ends with a placeholder"),
        pytest.param("Halo {name}{place} di sini", "two placeholders have no words between them"),
        pytest.param("Halo {Nama} di sini", "a bad placeholder: Nama"),
        pytest.param("Halo {unheard_of} di sini", "no sample for unheard_of"),
    ],
)
def test_what_meta_would_refuse_is_named(said: str, problem: str) -> None:
    catalog = Catalog({"id": {"one": said, "register": "Daftar"}})

    assert problem in template_rules.problems(Template("t", ("one",)), catalog, "id")


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        pytest.param(Template("t", ("one",), ("b",) * 11), "more than 10 buttons"),
        pytest.param(Template("t", ("one",), ("long",)), "a button with more than 25 characters"),
        pytest.param(Template("t", ("one",), ("open",)), "a button with a placeholder"),
        pytest.param(Template("T-1", ("one",)), "a bad name"),
    ],
)
def test_buttons_and_names_that_meta_would_refuse_are_named(
    template: Template, problem: str
) -> None:
    catalog = Catalog({"id": {"one": "Halo", "b": "Ya", "long": "x" * 26, "open": "Buka {name}"}})

    assert template_rules.problems(template, catalog, "id") == [problem]


def test_a_dot_parts_placeholders_that_only_blanks_would_part() -> None:
    catalog = Catalog({"id": {"one": "Desa {village}\n{name} di {place}", "two": "{taken} orang"}})

    body = templates.body(Template("t", ("one", "two")), catalog, "id")

    assert body == "Desa {{village}} ·\n{{name}} di {{place}} ·\n\n{{taken}} orang"


@in_every_language
def test_other_words_in_any_language_are_another_template(language: str) -> None:
    keys = {code: dict(CATALOG.keys(code)) for code in LANGUAGES}
    keys[language]["card.ok"] += "!"
    changed = Catalog(keys)

    renamed = [
        one.name
        for one in TEMPLATES
        if templates.published(one, CATALOG) != templates.published(one, changed)
    ]

    assert renamed == ["card", "card_flagged", "card_amended", "card_corrected"]


# ── which template ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        pytest.param(("card.head", "card.worker", "card.ask"), "card"),
        pytest.param(
            ("card.head", "card.worker", "card.flag.birth", "card.flag.again", "card.ask"),
            "card_flagged",
        ),
        pytest.param(("decided.rejected", "reason.died", "next.rejected"), "decided_rejected"),
        pytest.param(("decided.rejected", "next.rejected"), "news", id="no reason"),
        pytest.param(
            ("decided.rejected", "reason.died", "reason.other", "next.rejected"),
            "news",
            id="two reasons",
        ),
        pytest.param(("promoted", "next.placed", "unfinished"), "news", id="one more text"),
        pytest.param(("next.placed", "promoted"), "news", id="another order"),
        pytest.param((), "news", id="nothing"),
    ],
)
def test_the_template_of_a_message_has_its_texts_and_no_others(
    keys: tuple[str, ...], name: str
) -> None:
    assert templates.matching(keys).name == name


@in_every_language
@every_reply
def test_a_reply_to_somebody_who_did_not_just_write_leaves_as_its_template(
    language: str, reply: Reply, name: str
) -> None:
    message = told(reply, language)

    free = render(CATALOG, language, reply.texts, reply.choices)
    assert template_of(message).name == name
    assert message.text == free.text
    assert message.buttons == free.buttons
    assert message.notice is not None
    assert message.notice.language == language


@in_every_language
@every_reply
def test_a_notice_reads_as_the_message_it_stands_for(
    language: str, reply: Reply, name: str
) -> None:
    message = told(reply, language)

    left = [word for word in words(read(message)) if word != "-"]
    assert left == [word for word in words(message.text) if word != "-"]


@in_every_language
@every_reply
def test_a_notice_fills_every_placeholder_of_its_template_and_no_other(
    language: str, reply: Reply, name: str
) -> None:
    message = told(reply, language)

    assert (
        values(message).keys()
        == templates.examples(template_of(message), CATALOG, language).keys()
    )


# ── what stands in it ───────────────────────────────────────────────────────────────────────────


def test_values_are_said_in_the_readers_language() -> None:
    indonesian, english = (values(told(shown(card()), language)) for language in ("id", "en"))

    assert (indonesian["undecided"], english["undecided"]) == ("1.234", "1,234")
    assert (indonesian["sex"], english["sex"]) == ("laki-laki", "male")
    assert not {"nik", "birth_date"} & indonesian.keys()


def test_flags_stand_on_one_line_and_without_any_there_is_no_line() -> None:
    one = told(shown(card(before=Reason.OTHER, for_whom="other")))

    flags = values(one)["flags"]
    assert flags.startswith("Perhatikan: pernah ditolak, alasannya:")
    assert flags.endswith(" Perhatikan: didaftarkan oleh orang lain.")
    assert "flags" not in values(told(shown(card())))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("Dusun Melati\nRT 02\r\n\r\nRW 01", "Dusun Melati RT 02 RW 01", id="lines"),
        pytest.param("Jalan\tRaya     12 ", "Jalan Raya 12", id="blanks"),
        pytest.param("Jalan\u00a0\u2028Raya", "Jalan Raya", id="blanks of Unicode"),
        pytest.param("  \n", "-", id="nothing"),
    ],
)
def test_a_value_is_one_line_without_runs_of_blanks(written: str, said: str) -> None:
    message = told(shown(card(address=written)))

    assert values(message)["address"] == said


def test_buttons_come_in_the_templates_order_with_the_replys_tokens() -> None:
    reply = shown(card())

    message = told(replace(reply, choices=reply.choices[::-1]))

    assert message.buttons == render(CATALOG, "id", (), reply.choices).buttons
    assert all(0 < len(button.token) <= MAX_BYTES for button in message.buttons)


# ── everything else is news ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("village", "name"),
    [
        pytest.param("Sungai Duri", "promoted", id="the same"),
        pytest.param("Suka Maju", "news", id="another"),
    ],
)
def test_a_placeholder_of_two_texts_must_say_the_same_in_both(village: str, name: str) -> None:
    keys = {code: dict(CATALOG.keys(code)) for code in LANGUAGES}
    keys["id"]["next.placed"] = "Kepala Desa {village} memeriksa."
    catalog = Catalog(keys)
    first = promoted(has_head=True).texts[0]

    message = notice(catalog, "id", (first, Text("next.placed", {"village": village})), ())

    assert message.notice is not None
    assert message.notice.template.startswith(f"seratus_{name}_")


@in_every_language
@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(
            news.show_again(replace(card(), asks_reason=True), CONTEXT), id="another question"
        ),
        pytest.param(
            news.show_closed(
                (ClosedCard(UUID(int=5), HEAD),), Text("card.withdrawn", {"number": "PR"})
            )[0],
            id="a text without a template",
        ),
        pytest.param(replace(shown(card()), choices=()), id="buttons missing"),
        pytest.param(
            replace(promoted(has_head=True), choices=(Choice("g", Text("register")),)),
            id="a button too many",
        ),
        pytest.param(
            replace(decided(Reason.OTHER), choices=decided(Reason.OTHER).choices * 2),
            id="a button twice",
        ),
    ],
)
def test_what_fits_no_template_is_news_and_a_button_for_the_status(
    language: str, reply: Reply
) -> None:
    message = told(reply, language)

    assert template_of(message) is NEWS
    assert values(message) == {}
    assert [button.token for button in message.buttons] == ["s"]
    assert message.text == render(CATALOG, language, reply.texts, reply.choices).text
    assert read(message) == CATALOG.say(language, Text("template.news"))
