"""`seratus whatsapp`: what must be published at Meta before WhatsApp can be used."""

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
import uvloop
from rich.table import Column, Table

from bot.commands.running import err, out
from bot.serving.logs import configure
from bot.settings import Settings, SettingsError
from conversations.registration.form import FORM
from locales.catalog import FIRST_LANGUAGE, Catalog
from locales.templates import TEMPLATES, Template, body, examples, labels, published
from storage.sealing import KeysError

if TYPE_CHECKING:
    from bot.whatsapp.graph import Graph, Known

T = TypeVar("T")

_DRAFT, _PUBLISHED = "DRAFT", "PUBLISHED"  # Meta's: a form that can still be changed, or not

whatsapp_app = typer.Typer(
    help="Give Meta what it must have before WhatsApp can be used.", no_args_is_help=True
)
templates_app = typer.Typer(
    help="What may be said to people who have not written for 24 hours.", no_args_is_help=True
)
flow_app = typer.Typer(
    help="The form that opens on the phone, which Meta calls a Flow.", no_args_is_help=True
)
whatsapp_app.add_typer(templates_app, name="templates")
whatsapp_app.add_typer(flow_app, name="flow")

Language = Annotated[str, typer.Option(help="The language of its words: id or en.")]


def asked(work: Callable[["Graph"], Awaitable[T]]) -> T:
    """Open the Graph API and do the work; what an operator can mend is told in a sentence."""
    # Importing pywa takes 0.6 seconds, which only who asks Meta should wait for.
    from bot.whatsapp.graph import GraphError, graph  # noqa: PLC0415

    async def opened(settings: Settings) -> T:
        async with graph(settings) as api:
            return await work(api)

    try:
        settings = Settings.read()
        configure("warning")
        return uvloop.run(opened(settings))
    except (SettingsError, KeysError, GraphError) as error:
        err.print(f"seratus: {error.args[0]}", style="red")
        raise typer.Exit(2) from None


@templates_app.command("push")
def templates_push() -> None:
    """Submit every template, in every language, that Meta does not have yet. Safe to repeat."""
    if asked(_pushed):
        raise typer.Exit(2)


async def _pushed(api: "Graph") -> int:
    """Tell what became of each template; return how many were refused."""
    from bot.whatsapp.graph import Refused  # noqa: PLC0415 - slow to import

    catalog = Catalog.load()
    known = await _known(api)
    refused = 0
    for template, name, language in _all(catalog):
        there = known.get((name, language))
        try:
            told = (
                f"already there: {there.status}"
                if there
                else f"submitted: {await _submitted(api, catalog, template, language)}"
            )
        except Refused as error:
            told = f"refused. {error.args[0]}"
            refused += 1
        out.print(f"{name} {language}: {told}", soft_wrap=True)
    return refused


async def _submitted(api: "Graph", catalog: Catalog, template: Template, language: str) -> str:
    return await api.submit(
        published(template, catalog),
        language,
        body(template, catalog, language),
        examples(template, catalog, language),
        labels(template, catalog, language),
    )


@templates_app.command("status")
def templates_status() -> None:
    """Show what Meta thinks of every template. Only approved ones can be sent."""
    known = asked(_known)
    table = Table(Column("Template", no_wrap=True), "Language", "Category", "Status", "Warning")
    for _, name, language in _all(Catalog.load()):
        one = known.get((name, language))
        category, status = (one.category, one.status) if one else ("", "")
        table.add_row(name, language, category, status, _warning(one))
    out.print(table)


async def _known(api: "Graph") -> dict[tuple[str, str], "Known"]:
    return {(one.name, one.language): one for one in await api.templates()}


def _all(catalog: Catalog) -> Iterator[tuple[Template, str, str]]:
    """Yield every template, by its published name, in every language."""
    for template in TEMPLATES:
        for language in catalog.languages:
            yield template, published(template, catalog), language


def _warning(one: "Known | None") -> str:
    """Say what an operator should do about a template, "" if nothing."""
    from bot.whatsapp.graph import UTILITY  # noqa: PLC0415 - slow to import

    if one is None:
        return "Meta does not have it: seratus whatsapp templates push"
    if one.status == "REJECTED":
        why = one.reason or "no reason given"
        return f"Meta rejected it ({why}): appeal in WhatsApp Manager, or change its words"
    if one.category != UTILITY:
        return f"Meta made it {one.category}, which costs more: change its words, or appeal"
    if one.becomes not in {"", UTILITY}:
        return (
            f"Meta will soon make it {one.becomes}, which costs more: appeal in WhatsApp Manager"
        )
    return ""


@flow_app.command("show")
def flow_show(language: Language = FIRST_LANGUAGE) -> None:
    """Print the form as JSON, to try in the Flow Builder of WhatsApp Manager."""
    typer.echo(_written(language)[1])


@flow_app.command("push")
def flow_push(
    *,
    publish: Annotated[
        bool, typer.Option("--publish/--draft", help="A published form never changes.")
    ] = True,
    language: Language = FIRST_LANGUAGE,
) -> None:
    """Upload the form, unless Meta has it as it is now, and publish it. Safe to repeat."""
    name, written = _written(language)
    if not asked(lambda api: _pushed_form(api, name, written, publish=publish)):
        raise typer.Exit(2)


def _written(language: str) -> tuple[str, str]:
    """Return the form's name at Meta and its JSON."""
    from bot.whatsapp import flow  # noqa: PLC0415 - slow to import

    catalog = Catalog.load()
    if language not in catalog.languages:
        raise typer.BadParameter(f"one of {', '.join(catalog.languages)}, not {language}")
    written = flow.written(FORM, catalog, language)
    return flow.published(FORM, written), written


async def _pushed_form(api: "Graph", name: str, written: str, *, publish: bool) -> bool:
    """Tell what became of the form; False if Meta finds fault with it, or will not open it."""
    known = {one.name: (one.id, one.status) for one in await api.forms()}
    form, status = known.get(name) or (await api.create_form(name), _DRAFT)
    if status == _DRAFT:
        faults = await api.upload_form(form, written)
        for fault in faults:
            err.print(fault, style="red", soft_wrap=True)
        if faults:
            return False
        if publish:
            await api.publish_form(form)
            status = _PUBLISHED
    out.print(f"{name}: {status}", soft_wrap=True)
    out.print(_use(form, status), soft_wrap=True)
    return status in {_DRAFT, _PUBLISHED}


def _use(form: str, status: str) -> str:
    """Say what to do with a form in this state."""
    match status:
        case "PUBLISHED":
            return f"Set SERATUS_WHATSAPP_FLOW_ID={form} and start the bot again."
        case "DRAFT":
            return f"Look at {form} in WhatsApp Manager, then: seratus whatsapp flow push"
        case _:
            return f"Meta will not open {form}: see why in WhatsApp Manager, under Flows"
