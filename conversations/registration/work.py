"""How the occupation and the income of the registration are read and shown."""

from conversations.answers.income import readings
from conversations.answers.income.monthly import BANDS
from conversations.answers.invalid import Invalid
from conversations.answers.language.patterns import compiled
from conversations.answers.occupation import occupation as occupations
from conversations.forms.question import Asking
from conversations.messages import Text, Value

_UNKNOWN = compiled(r"\b(?:TIDAK|kurang) ?TAHU\b|\bGATAU\b")


def income(text: str, _asking: Asking) -> str:
    """Take a monthly income; what had to be reckoned, or may mean several, is asked back."""
    found = readings.readings(text)
    if len(found) == 1 and found[0] in BANDS:
        return found[0]
    raise Invalid("clarify", found)


def income_label(value: str, _asking: Asking) -> Text:
    """Show a band, or a reading in the words it was said in."""
    if value in BANDS:
        return Text(f"income.{value}")
    said = readings.reading(value)
    return Text(f"amount.{said.period}", {"amount": _rupiah(said.low, said.high)})


def income_spelt(value: str, asking: Asking) -> Text:
    """Say as well what a reading comes to in a month."""
    label = income_label(value, asking)
    if value in BANDS or readings.reading(value).period == "month":
        return label
    monthly = readings.reading(value).monthly
    return Text("amount.monthly", {"said": label, "monthly": _rupiah(monthly.low, monthly.high)})


def _rupiah(low: int, high: int) -> Value:
    return low if low == high else Text("amount.range", {"low": low, "high": high})


def occupation(text: str, _asking: Asking) -> str:
    if _UNKNOWN.search(text.casefold()):  # "tidak tahu" makes no tofu
        raise Invalid("vague")
    code = occupations.occupation(text)
    if code == "not_working":
        raise Invalid("not_working")
    return code
