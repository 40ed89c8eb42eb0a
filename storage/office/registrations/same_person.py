"""The same name, birth year and mother: perhaps the same person, under another NIK.

A warning to the head, and never a refusal: in a village two may well be called the same.
"""

from collections.abc import Mapping

from storage.work import Work


def same_hash(work: Work, answers: Mapping[str, str]) -> bytes | None:
    """Return the keyed hash of the three; None where the mother is not known."""
    told = same_person(answers)
    return work.sealer.hash(*told) if told else None


def same_person(answers: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return what is hashed: its kind, and the three, spelt alike."""
    mother = _letters(answers.get("mother", ""))
    if not mother or answers["mother"] == "unknown":
        return None
    born = answers["birth_date"][:4]
    return "same person", _letters(answers["name"]), born, mother


def _letters(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalpha())
