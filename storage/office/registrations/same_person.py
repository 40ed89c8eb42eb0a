"""The same name, birth year and mother: perhaps the same person, under another NIK.

A warning to the head, and never a refusal: in a village two may well be called the same.
"""

from collections.abc import Mapping

from storage.work import Work


def same_hash(work: Work, answers: Mapping[str, str]) -> bytes | None:
    """Return the keyed hash of the three, spelt alike; None where the mother is not known."""
    mother = _letters(answers.get("mother", ""))
    if not mother or answers["mother"] == "unknown":
        return None
    born = answers["birth_date"][:4]
    return work.sealer.hash("same person", _letters(answers["name"]), born, mother)


def _letters(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalpha())
