"""`seratus whatsapp`: what must be published at Meta before WhatsApp can be used."""

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

import typer
import uvloop
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from bot.logs import configure
from bot.settings import Settings, SettingsError
from locales.catalog import Catalog
from locales.templates import TEMPLATES, Template, body, examples, labels, published
from storage.sealing import KeysError

if TYPE_CHECKING:
    from bot.whatsapp.graph import Graph, Known

T = TypeVar("T")

whatsapp_app = typer.Typer(
    help="WhatsApp: what Meta must have before it can be used.", no_args_is_help=True
)
templates_app = typer.Typer(
    help="What may be said to people who have not written for 24 hours.", no_args_is_help=True
)
whatsapp_app.add_typer(templates_app, name="templates")

out = Console()
err = Console(stderr=True)


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
        err.print(f"seratus: {error.args[0]}", style="red", highlight=False, markup=False)
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
        out.print(f"{name} {language}: {told}", soft_wrap=True, highlight=False, markup=False)
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
        table.add_row(name, language, category, status, escape(_warning(one)))
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
