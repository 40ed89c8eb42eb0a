"""The whole form as one native form, which Meta calls a Flow: static, no endpoint behind it.

It is made of the questions that conversations/forms/sheet.py says are asked on it, so that a
question added to the form is on it without a line here.

    BEGIN ─► a screen for every few questions, a long text on one of its own ─► REVIEW ─► answers

What may be left empty, because not everybody has an answer, is asked in the conversation. So is
what is chosen as sheet.OTHER. A list cannot be filled in beforehand: Meta wants one of its ids as
the value, and nobody may have said anything yet.
"""

import hashlib
from collections.abc import Iterator

from pywa.types.flows import (
    CompleteAction,
    Component,
    ComponentRef,
    FlowJSON,
    FlowStr,
    Footer,
    Layout,
    NavigateAction,
    Next,
    Screen,
    ScreenData,
    TextBody,
    TextHeading,
)

from bot.whatsapp.flow_questions import Writer
from bot.whatsapp.send import FIRST_SCREEN
from conversations.forms import sheet
from conversations.forms.form import Form
from conversations.forms.question import Entry, Question
from conversations.messages import Text
from conversations.record import record
from locales.catalog import Catalog

FLOW_JSON = "7.3"  # Meta's version; 6.0 and later can put a reference into a sentence
LONG = 300  # characters of a question that is read on a screen of its own: the consent
A_SCREEN = 4  # questions; more would be scrolled past on a small phone
_NAME_HASH = 6  # hex digits


def flow(form: Form, catalog: Catalog, language: str) -> FlowJSON:
    """Return the form in a language."""
    writer = Writer(form, catalog, language)
    pages = tuple(_pages(form, writer))
    following = (*(page.id for page in pages[1:]), _review(form))
    steps = zip(pages, following, strict=True)
    screens = [_page(writer, page, at, to) for at, (page, to) in enumerate(steps)]
    return FlowJSON(version=FLOW_JSON, screens=[*screens, _last(writer, pages)])


def written(form: Form, catalog: Catalog, language: str) -> str:
    """Return the form in a language as the JSON that Meta wants."""
    return str(flow(form, catalog, language).to_json())  # type: ignore[no-untyped-call] # pywa


def published(form: Form, json: str) -> str:
    """Return the name Meta knows it by: seratus_registration_1a2b3c, the hash of its JSON."""
    return f"seratus_{form.name}_{hashlib.sha256(json.encode()).hexdigest()[:_NAME_HASH]}"


@record
class _Page:
    id: str
    questions: tuple[tuple[Question, Entry], ...]


def _pages(form: Form, writer: Writer) -> Iterator[_Page]:
    """Divide the questions, in order; a screen is called by its first one."""
    pages: list[list[tuple[Question, Entry]]] = []
    alone = True
    for question, how in sheet.asked(form, writer.asking()):
        long = len(writer.ask(question)) > LONG
        if long or alone or len(pages[-1]) == A_SCREEN:
            pages.append([])
        pages[-1].append((question, how))
        alone = long
    for at, questions in enumerate(pages):
        yield _Page(_screen(questions[0][0]) if at else FIRST_SCREEN, tuple(questions))


def _screen(question: Question) -> str:
    """Name a screen: letters and underscores are all that Meta takes."""
    return "".join(one for one in question.name.upper() if one.isalpha() or one == "_")


def _review(form: Form) -> str:
    return _screen(form.review)


def _page(writer: Writer, page: _Page, at: int, following: str) -> Screen:
    parts = [part for asked in page.questions for part in writer.asked(*asked, at)]
    go_on = NavigateAction(next=Next(name=following))
    footer = Footer(label=writer.say(Text("sheet.next")), on_click_action=go_on)
    return Screen(
        id=page.id,
        title=writer.say(Text("sheet.page", {"n": at + 1})),
        data=[ScreenData(key=q.name, example=q.name) for q in writer.prefilled()]
        if at == 0
        else None,
        layout=Layout(children=[*parts, footer]),
        # Their answers are not shown in the chat, where the form's summary stays.
        sensitive=[q.name for q, how in page.questions if how is Entry.NUMBER] or None,
    )


def _last(writer: Writer, pages: tuple[_Page, ...]) -> Screen:
    """Show what was written, for a last look, and send everything.

    A list is left out, since a reference to it says its id; so is what may be empty.
    """
    form = writer.form
    asked = [(page.id, q, how) for page in pages for q, how in page.questions]
    told: list[Component] = [
        TextBody(text=FlowStr(f"{writer.title(q)}: {{value}}", value=_answer(q, at)))
        for at, q, how in asked
        if how is not Entry.CHOICE and writer.required(q, how)
    ]
    send, *_ = form.review.options(writer.asking())
    versions = {sheet.version_key(name): version for name, version in form.proven.items()}
    answers = CompleteAction(
        payload={**{q.name: _answer(q, at) for at, q, _ in asked}, **versions}
    )
    return Screen(
        id=_review(form),
        title=_of_review(writer, "title"),
        terminal=True,
        success=True,
        layout=Layout(
            children=[
                TextHeading(text=writer.say(Text("sheet.review"))),
                *told,
                Footer(label=_of_review(writer, send), on_click_action=answers),
            ]
        ),
    )


def _of_review(writer: Writer, part: str) -> str:
    """Say one of the review's short texts; its values are all answers, and there are none."""
    return writer.say(Text(f"{writer.form.name}.{writer.form.review.name}.{part}"))


def _answer(question: Question, screen: str) -> ComponentRef[str]:
    return ComponentRef(question.name, screen)
