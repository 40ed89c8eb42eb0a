"""The registration number a person types to ask how it stands: PR-6107-000123."""

import re

from conversations.answers.invalid import Invalid
from conversations.answers.language import digits
from conversations.answers.language.digits import Number

LENGTH = 10  # digits: four of the regency, six in order
NIK_LENGTH = 16


def registration_number(text: str) -> str:
    """Return "PR-<4 digits regency>-<6 digits>"; prefix and separators may be missing.

    Raise Invalid with nik_given, length, two_candidates (candidates: the numbers) or missing.
    """
    seen = re.sub(r"\bpr(?=\d)", "pr ", digits.readable(text))
    calm = digits.without_bystanders(seen)
    numbers = [piece for run in digits.runs(calm) for piece in _pieces(calm, run)]
    right = [n for n in numbers if len(n.digits) == LENGTH and not n.digits.startswith("08")]
    if right:
        kept = right if len({n.digits for n in right}) == 1 else digits.meant(calm, right)
        values = tuple(dict.fromkeys(f"PR-{n.digits[:4]}-{n.digits[4:]}" for n in kept))
        if len(values) > 1:
            raise Invalid("two_candidates", values)
        return values[0]
    if any(len(n.digits) == NIK_LENGTH for n in numbers):
        raise Invalid("nik_given")
    raise Invalid("length" if numbers else "missing")


def _pieces(seen: str, run: Number) -> list[Number]:
    """Return the whole run if it has a length we know, else its parts."""
    if len(run.digits) in (LENGTH, NIK_LENGTH):
        return [run]
    for split in (digits.parts, digits.groups):
        pieces = split(seen, run)
        if any(len(piece.digits) in (LENGTH, NIK_LENGTH) for piece in pieces):
            return pieces
    return [run]
