"""The form that WhatsApp opens: all questions on it, within Meta's limits, and pushed to Meta."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeAlias

import pytest
from typer.testing import CliRunner

from bot.commands.main import main
from bot.whatsapp import flow
from bot.whatsapp.flow import LONG, published
from bot.whatsapp.send import FIRST_SCREEN
from conversations.forms import sheet
from conversations.forms.form import Form
from conversations.forms.question import Question
from conversations.languages import LANGUAGES
from conversations.registration.form import CONSENT_VERSION, FORM
from locales.catalog import Catalog
from tests.platforms.graph_server import ACCOUNT_ID, TOKEN, Flow, GraphServer

Json: TypeAlias = dict[str, Any]

CATALOG = Catalog.load()

# Flow JSON, "Components" and "Screens": what Meta refuses to publish.
MOST_COMPONENTS = 50
A_SCREEN = 4  # questions; this one is ours
MOST_RADIO_OPTIONS = 20
MOST_DROPDOWN_OPTIONS = 200
LONGEST = {  # characters, by component and property
    ("TextHeading", "text"): 80,
    ("TextBody", "text"): 4096,
    ("TextInput", "label"): 20,
    ("TextInput", "helper-text"): 80,
    ("DatePicker", "label"): 40,
    ("RadioButtonsGroup", "label"): 30,
    ("Dropdown", "label"): 20,
    ("Footer", "label"): 35,
}
LONGEST_TITLE = 30  # of a screen: more is cut off in the bar at its top
LONGEST_OPTION, LONGEST_DESCRIPTION = 30, 300
SCREEN_ID = re.compile(r"[A-Z_]+")
REFERENCE = re.compile(r"\$\{(?:screen\.(\w+)\.)?(form|data)\.(\w+)\}")
INPUTS = {"TextInput", "DatePicker", "RadioButtonsGroup", "Dropdown"}

TYPED = {"TextInput", "DatePicker"}
MAY_BE_UNKNOWN = {"mother", "phone"}  # left empty then, and nothing is shown in their place

# Not asked on it: the nickname and what the NIK says are for the conversation, the review is last.
LEFT_OUT = {"helped", "birth", "review"}


def written(form: Form = FORM, catalog: Catalog = CATALOG, language: str = "id") -> Json:
    parsed: Json = json.loads(flow.written(form, catalog, language))
    return parsed


def components(one: Json) -> Iterator[tuple[str, Json]]:
    """Yield every component with the id of its screen."""
    for screen in one["screens"]:
        for component in screen["layout"]["children"]:
            yield screen["id"], component


def inputs(one: Json) -> dict[str, Json]:
    return {part["name"]: part for _, part in components(one) if part["type"] in INPUTS}


def payload(one: Json) -> dict[str, str]:
    found: dict[str, str] = one["screens"][-1]["layout"]["children"][-1]["on-click-action"][
        "payload"
    ]
    return found


def options(part: Json) -> list[str]:
    return [option["id"] for option in part["data-source"]]


ALL = [pytest.param(written(language=language), id=language) for language in LANGUAGES]


# ── the questions ───────────────────────────────────────────────────────────────────────────────


def test_every_question_is_asked_once_and_its_answer_comes_back() -> None:
    one = written()

    named = [part["name"] for _, part in components(one) if part["type"] in INPUTS]
    expected = [question.name for question in FORM.questions if question.name not in LEFT_OUT]
    assert named == expected
    versions = {sheet.version_key(name) for name in FORM.proven}
    assert [name for name in payload(one) if name not in versions] == expected


def test_a_question_that_is_added_is_on_it_without_another_line() -> None:
    words = Question("boat", lambda text, _: text)
    choice = Question("crops", lambda text, _: text, options=lambda _: ("rice", "pepper"))
    form = replace(FORM, questions=(*FORM.questions[:-1], words, choice, FORM.review))
    more = {
        "registration.boat.title": "Panjang perahu dalam meter dan jenis mesinnya",
        "registration.boat.ask": "Berapa panjang perahu {whose}?",
        "registration.crops.title": "Tanaman",
        "registration.crops.ask": "Apa yang {who} tanam?",
        "registration.crops.rice": "Padi",
        "registration.crops.pepper": "Lada yang dipanen lebih dari sekali dalam setahun",
    }
    catalog = Catalog({"id": {**CATALOG.keys("id"), **more}})

    one = written(form, catalog)

    boat, crops = inputs(one)["boat"], inputs(one)["crops"]
    assert (boat["type"], boat["label"]) == ("TextInput", "Panjang perahu…")
    assert options(crops) == ["rice", "pepper"]
    assert crops["data-source"][1] == {
        "id": "pepper",
        "title": "Lada yang dipanen lebih dari…",
        "description": "Lada yang dipanen lebih dari sekali dalam setahun",
    }
    assert {"boat", "crops"} <= payload(one).keys()
    assert too_long(one) == []


def test_the_choices_are_the_options_that_the_sheet_reads() -> None:
    chosen = {
        name: options(part) for name, part in inputs(written()).items() if "data-source" in part
    }

    assert chosen["sex"] == ["male", "female"]
    assert chosen["consent"] == ["yes", "no"]
    assert set(chosen["phone_owner"]) == {"worker", "helper", "family"}
    assert chosen["occupation"][-1] == sheet.OTHER
    for name, ids in chosen.items():
        question = FORM.find(name)
        assert question is not None
        assert (sheet.OTHER in ids) is (question.open or name == "for_whom")


def test_what_not_everybody_can_answer_may_be_left_empty() -> None:
    optional = [name for name, part in inputs(written()).items() if not part["required"]]

    assert optional == ["mother", "phone", "phone_owner"]


def test_the_consent_stands_alone_and_in_the_words_that_are_recorded() -> None:
    one = written()

    screens = {
        screen["id"]: [part["type"] for part in screen["layout"]["children"]]
        for screen in one["screens"]
    }
    assert screens["CONSENT"] == ["TextBody", "RadioButtonsGroup", "Footer"]
    said = next(part["text"] for name, part in components(one) if name == "CONSENT")
    assert len(said) > LONG
    fixed = CATALOG.template("id", "registration.consent.ask").split("{")[0]
    assert said.startswith(fixed)


@pytest.mark.parametrize("one", ALL)
def test_the_version_of_the_consent_that_was_shown_comes_back(one: Json) -> None:
    assert payload(one)["consent_version"] == CONSENT_VERSION


def test_its_name_changes_with_the_version_of_the_consent() -> None:
    later = replace(FORM, proven={"consent": "2027-01-01"})

    names = {published(form, flow.written(form, CATALOG, "id")) for form in (FORM, later)}

    assert len(names) == 2


def test_a_screen_asks_no_more_than_a_small_phone_shows() -> None:
    screens = Counter(name for name, part in components(written()) if part["type"] in INPUTS)

    assert max(screens.values()) == A_SCREEN


@pytest.mark.parametrize("one", ALL)
def test_no_question_speaks_of_buttons_that_are_not_there(one: Json) -> None:
    questions = {
        after["name"]: before["text"]
        for (_, before), (_, after) in zip(
            list(components(one))[:-1], list(components(one))[1:], strict=True
        )
        if after["type"] in INPUTS
    }

    speaking = {
        name
        for name, text in questions.items()
        if re.search(r"\b(?:tekan|tap)\b", text, re.IGNORECASE)
    }
    assert speaking == {"consent", "eligibility"}  # where the options are what is meant


@pytest.mark.parametrize("one", ALL)
def test_nothing_is_left_to_be_filled_in(one: Json) -> None:
    assert [
        part for _, part in components(one) if "{who" in str(part) or "Text(" in str(part)
    ] == []


@pytest.mark.parametrize("one", ALL)
def test_every_option_is_in_words_and_no_sentence_lost_what_it_names(one: Json) -> None:
    options = [option for part in inputs(one).values() for option in part.get("data-source", ())]
    texts = [part["text"] for _, part in components(one) if isinstance(part.get("text"), str)]

    assert [option for option in options if option["id"] == option["title"]] == []
    assert [text for text in texts if re.search(r" [:,.?]|  ", text)] == []


def test_the_nik_has_sixteen_digits_and_is_not_shown_in_the_chat() -> None:
    one = written()

    nik = inputs(one)["nik"]

    assert (nik["input-type"], nik["min-chars"], nik["max-chars"]) == ("number", 16, 16)
    assert [screen["sensitive"] for screen in one["screens"] if "sensitive" in screen] == [["nik"]]


# ── Meta's rules ────────────────────────────────────────────────────────────────────────────────


def too_long(one: Json) -> list[str]:
    found = [
        f"{part['type']}.{key}: {part[key]}"
        for _, part in components(one)
        for (kind, key), limit in LONGEST.items()
        if part["type"] == kind and key in part and not 0 < len(part[key].strip()) <= limit
    ]
    for _, part in components(one):
        for option in part.get("data-source", ()):
            if not 0 < len(option["title"]) <= LONGEST_OPTION:
                found.append(option["title"])
            if not 0 < len(option.get("description", "-")) <= LONGEST_DESCRIPTION:
                found.append(option["description"])
    return found + [s["title"] for s in one["screens"] if len(s["title"]) > LONGEST_TITLE]


@pytest.mark.parametrize("one", ALL)
def test_every_text_is_as_short_as_meta_wants_it(one: Json) -> None:
    assert too_long(one) == []


@pytest.mark.parametrize("one", ALL)
def test_screens_and_lists_are_no_larger_than_meta_allows(one: Json) -> None:
    most = {"RadioButtonsGroup": MOST_RADIO_OPTIONS, "Dropdown": MOST_DROPDOWN_OPTIONS}

    for screen in one["screens"]:
        parts = screen["layout"]["children"]
        assert len(parts) <= MOST_COMPONENTS
        assert [part["type"] for part in parts].index("Footer") == len(parts) - 1
        for part in parts:
            if part["type"] in most:
                assert 1 <= len(options(part)) <= most[part["type"]]
                assert len(set(options(part))) == len(options(part))


def test_each_screen_leads_to_the_next_and_the_last_ends_it() -> None:
    screens = written()["screens"]

    ids = [screen["id"] for screen in screens]
    assert ids[0] == FIRST_SCREEN
    assert len(set(ids)) == len(ids)
    assert all(SCREEN_ID.fullmatch(one) and one != "SUCCESS" for one in ids)
    led = [screen["layout"]["children"][-1]["on-click-action"] for screen in screens]
    assert [action["next"]["name"] for action in led[:-1]] == ids[1:]
    assert led[-1]["name"] == "complete"
    assert [screen.get("terminal", False) for screen in screens] == [*[False] * len(led[1:]), True]


@pytest.mark.parametrize("one", ALL)
def test_every_reference_points_to_something_that_is_there(one: Json) -> None:
    there = {(name, "form", part["name"]) for name, part in components(one) if "name" in part}
    there |= {(s["id"], "data", key) for s in one["screens"] for key in s.get("data", {})}

    used = {
        (screen or name, kind, key)
        for name, part in components(one)
        for screen, kind, key in REFERENCE.findall(json.dumps(part))
    }

    assert json.dumps(one).count("${") == sum(
        len(REFERENCE.findall(json.dumps(part))) for _, part in components(one)
    )
    assert used - there == set()


def test_what_the_message_brings_is_declared_and_fills_in_the_village() -> None:
    one = written()

    declared = one["screens"][0]["data"]

    assert declared.keys() == {"village"}
    assert {data["type"] for data in declared.values()} == {"string"}
    assert inputs(one)["village"]["init-value"] == "${data.village}"
    assert "init-value" not in inputs(one)["for_whom"]  # "" is the id of no option


def test_the_last_look_shows_what_was_written_and_no_ids() -> None:
    one = written()

    shown = [
        key
        for _, _, key in REFERENCE.findall(
            json.dumps(one["screens"][-1]["layout"]["children"][:-1])
        )
    ]

    typed = [name for name, part in inputs(one).items() if part["type"] in TYPED]
    assert shown == [name for name in typed if name not in MAY_BE_UNKNOWN]


def test_its_name_changes_with_its_words() -> None:
    names = {published(FORM, flow.written(FORM, CATALOG, language)) for language in LANGUAGES}

    assert len(names) == 2
    assert all(re.fullmatch(r"seratus_registration_[0-9a-f]{6}", name) for name in names)
    assert published(FORM, flow.written(FORM, CATALOG, "id")) in names


# ── seratus whatsapp flow ───────────────────────────────────────────────────────────────────────


def seratus(meta: GraphServer | None, *arguments: str) -> tuple[int, str, str]:
    given = {"COLUMNS": "220"}
    if meta is not None:
        given |= {
            "SERATUS_WHATSAPP_TOKEN": TOKEN,
            "SERATUS_WHATSAPP_ACCOUNT_ID": ACCOUNT_ID,
            "SERATUS_WHATSAPP_API_BASE": meta.api_base,
        }
    ended = CliRunner().invoke(main, ["whatsapp", "flow", *arguments], env=given)
    if ended.exception and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    return ended.exit_code, ended.stdout, ended.stderr


async def pushed(meta: GraphServer, *options: str) -> tuple[int, str, str]:
    """Push in a thread: the command has a loop of its own."""
    return await asyncio.to_thread(seratus, meta, "push", *options)


NAME = published(FORM, flow.written(FORM, CATALOG, "id"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_show_prints_the_form_and_asks_meta_nothing(language: str) -> None:
    code, out, _ = seratus(None, "show", "--language", language)

    assert code == 0
    assert json.loads(out) == written(language=language)


def test_a_language_that_nobody_speaks_is_told() -> None:
    code, _, err = seratus(None, "show", "--language", "fr")

    assert code == 2
    assert "not fr" in err


async def test_pushing_creates_uploads_and_publishes_it_and_says_what_to_set() -> None:
    async with GraphServer() as meta:
        code, out, err = await pushed(meta)

    assert code == 0, err
    ((key, there),) = meta.flows.items()
    assert (there.name, there.status, there.categories) == (NAME, "PUBLISHED", ["SIGN_UP"])
    assert json.loads(there.assets) == written()
    assert f"SERATUS_WHATSAPP_FLOW_ID={key}" in out


async def test_what_meta_has_is_not_pushed_again() -> None:
    async with GraphServer() as meta:
        meta.flows["9"] = Flow("somebody else's", "PUBLISHED")
        meta.flows["7"] = Flow(NAME, "PUBLISHED")

        code, out, _ = await pushed(meta)

    assert code == 0
    assert "SERATUS_WHATSAPP_FLOW_ID=7" in out
    assert [one for one in meta.asked if one.startswith("POST")] == []


async def test_a_draft_is_left_to_be_looked_at_and_published_by_the_next_push() -> None:
    async with GraphServer() as meta:
        code, out, _ = await pushed(meta, "--draft")
        assert code == 0
        ((key, there),) = meta.flows.items()
        assert there.status == "DRAFT"
        assert f"{key} in WhatsApp Manager" in out

        _, out, _ = await pushed(meta)

    assert [one.status for one in meta.flows.values()] == ["PUBLISHED"]
    assert f"SERATUS_WHATSAPP_FLOW_ID={key}" in out


async def test_a_form_that_meta_blocked_is_told() -> None:
    async with GraphServer() as meta:
        meta.flows["7"] = Flow(NAME, "BLOCKED")

        code, out, _ = await pushed(meta)

    assert code == 2
    assert f"{NAME}: BLOCKED" in out
    assert "Meta will not open 7" in out


async def test_every_fault_that_meta_finds_is_a_line_and_nothing_is_published() -> None:
    faults = [
        {"message": 'The property "x" cannot be specified.', "line_start": 46},
        {"message": "Missing Footer."},
    ]
    async with GraphServer() as meta:
        meta.answer_next(200, {"success": True, "validation_errors": faults}, on="assets")

        code, _, err = await pushed(meta)

    assert code == 2
    assert err.splitlines() == [
        'line 46: The property "x" cannot be specified.',
        "line ?: Missing Footer.",
    ]
    assert [one.status for one in meta.flows.values()] == ["DRAFT"]


@pytest.mark.parametrize("edge", ["flows", "assets", "publish"])
async def test_what_meta_refuses_is_told_in_a_sentence(edge: str) -> None:
    async with GraphServer() as meta:
        meta.answer_next(400, 200, on=edge)

        code, _, err = await pushed(meta)

    assert code == 2
    assert "Business Settings" in err
    assert "Traceback" not in err
