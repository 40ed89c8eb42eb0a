"""What Meta wants of a template before it may be sent; locales/templates.py has the templates."""

import re

from locales.catalog import Catalog
from locales.templates import BRACED, SAMPLES, Template, body, labels, published

# Graph API, "message_templates"; pywa.types.templates (Template, QuickReplyButton)
MAX_BODY = 1024  # characters
MAX_BUTTONS = 10  # quick replies
MAX_LABEL = 25  # characters of a button
NAME = re.compile(r"[a-z0-9_]{1,512}")
PARAMETER = re.compile(r"[a-z_][a-z0-9_]*")

_FIRST = re.compile(r"\W*\{\{")  # punctuation around a parameter does not count as text
_LAST = re.compile(r"\}\}\W*\Z")
_TOGETHER = re.compile(r"\}\}\s*\{\{")


def problems(template: Template, catalog: Catalog, language: str) -> list[str]:
    """Say which of Meta's rules the template breaks in a language; nothing if it keeps them."""
    words = body(template, catalog, language)
    shown = labels(template, catalog, language)
    names = BRACED.findall(words)
    broken = {
        f"more than {MAX_BODY} characters": len(words) > MAX_BODY,
        "begins with a placeholder": _FIRST.match(words) is not None,
        "ends with a placeholder": _LAST.search(words) is not None,
        "two placeholders have no words between them": _TOGETHER.search(words) is not None,
        f"more than {MAX_BUTTONS} buttons": len(shown) > MAX_BUTTONS,
        f"a button with more than {MAX_LABEL} characters": any(len(s) > MAX_LABEL for s in shown),
        "a button with a placeholder": any("{" in label for label in shown),
        "a bad name": NAME.fullmatch(published(template, catalog)) is None,
    }
    said = [problem for problem, found in broken.items() if found]
    said += [f"a bad placeholder: {name}" for name in names if not PARAMETER.fullmatch(name)]
    return said + [f"no sample for {name}" for name in names if name not in SAMPLES]
