"""Templates (Jinja2) that say words of the catalogue: they hold none of their own."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from conversations.languages import LANGUAGES
from conversations.messages import Text, Value
from locales.catalog import FIRST_LANGUAGE, Catalog

_FOLDER = Path(__file__).parent / "templates"


class Templates:
    def __init__(self, catalog: Catalog, **shared: object) -> None:
        """`shared`: what every template may use besides what `rendered` gives it."""
        self._catalog = catalog
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(shared)

    def rendered(self, name: str, language: str, address: str, **values: object) -> bytes:
        """Return a page in a language; `address`: where it is, without the language.

        In the template `say("key", name=value)` says words, `to("/path")` leads to another page
        in the same language, and `elsewhere` has this one in the others.
        """

        def say(words: str | Text, **said: Value) -> str:
            text = Text(words, said) if isinstance(words, str) else words
            return self._catalog.say(language, text)

        return (
            self._environment.get_template(name)
            .render(
                values,
                say=say,
                to=lambda path: in_language(path, language),
                language=language,
                address=in_language(address, language),
                elsewhere={
                    one: (
                        in_language(address, one),
                        self._catalog.template(one, f"language.{one}"),
                    )
                    for one in LANGUAGES
                    if one != language
                },
            )
            .encode()
        )


def in_language(address: str, language: str) -> str:
    """Return an address in a language: the first is what is there by itself."""
    if language == FIRST_LANGUAGE:
        return address
    return f"{address}{'&' if '?' in address else '?'}lang={language}"
