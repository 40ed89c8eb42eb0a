"""The mobile number, as E.164."""

import re
from itertools import pairwise

from conversations.answers.invalid import Invalid
from conversations.answers.language import digits
from conversations.answers.language.digits import Number
from conversations.answers.language.patterns import compiled

SHORTEST, LONGEST = 10, 13  # digits of a mobile number with its leading 0
_MOBILE = re.compile(r"8[1-35-9]\d+")
_THIS = compiled(
    r"\b(?:n(?:o|omor|omer|mr|mer)|wa|whatsapp|hp|kontak|telegram|tele)\b.{0,20}\b(?:ini|in|sini"
    r"|tok|itok|sekarang)\b"
    r"|\b(?:pakai|pake|YANG|sama|pk) (?:YANG |buat |UNTUK )?(?:ini|sini)\b"
    r"|^ini (?:SAJA|lah|pak|bu)\b|^ini$|\b(?:this|same) (?:number|phone|one)\b"
    r"|\b(?:dipakai|dipake|chat|chatting|chattingan)\b.{0,12}\bini\b"
    r"|\b(?:ini|sama) SAJA\b|\bsama d[e]?ng?a?n? (?:wa|nomor|no)\b"
)
_NONE = compiled(
    r"\b(?:TIDAK|BELUM|daan)"
    r" (?:ADA|PUNYA|punyak|pya|py|memiliki|pakai|pake|megang|pegang)\b"
    r"|\b(?:ndakde|gada|takde|tade)\b"
    r"|\bhp (?:SAYA )?(?:hilang|rusak)\b|\btanpa (?:hp|nomor)\b|^(?:kosong|nihil)$"
)
_NOT_THIS = compiled(r"\b(?:BUKAN|JANGAN)\b.{0,12}\bini\b")


def phone(text: str, sender_phone: str | None) -> str:
    """Return the Indonesian mobile number as E.164 ("+628…").

    "nomor ini" means `sender_phone`, which is None on a channel without one. Raise Invalid with
    length, landline, foreign, two_candidates (candidates: E.164), no_phone or not_a_number.
    """
    seen = digits.readable(text)
    calm = digits.without_bystanders(seen)
    numbers = [piece for run in digits.runs(calm) for piece in _pieces(calm, run)]
    good = [(number, _mobile(number.digits)) for number in numbers]
    mobiles = [number for number, value in good if value]
    if mobiles:
        return _one(calm, mobiles)
    if _THIS.search(seen) and not _NOT_THIS.search(seen) and not any(map(_long, numbers)):
        if sender_phone is None:
            raise Invalid("not_a_number")
        return sender_phone
    raise Invalid(_reason(seen, numbers))


def _long(number: Number) -> bool:
    return len(number.digits) > 4  # noqa: PLR2004 - shorter is no try at a phone number


def _pieces(seen: str, run: Number) -> list[Number]:
    """Return the numbers a run of digits holds: the whole if it is one, else its parts."""
    if _mobile(run.digits) or _elsewhere(run.digits):
        return [run]
    for split in (digits.parts, digits.groups):
        pieces = split(seen, run)
        if any(_mobile(piece.digits) for piece in pieces):
            return pieces
    starts = [
        m.start() for m in re.finditer(r"(?<!\d)(?:\+?62[ -]?|0)8", seen[run.start : run.end])
    ]
    if len(starts) > 1 or (starts and starts[0]):
        cuts = [*(run.start + start for start in starts), run.end]
        spans = pairwise(cuts)
        return [Number(re.sub(r"\D", "", seen[a:b]), a, b) for a, b in spans]
    return [run]


def _national(number: str) -> str:
    """Return the digits after the country code or 0, of a number as typed."""
    bare = re.sub(r"^(?:\+|00)?62", "", number) if not number.startswith("0") else number
    return re.sub(r"^0062", "", bare).removeprefix("0")


def _mobile(number: str) -> str | None:
    """Return E.164 of an Indonesian mobile number, or None."""
    national = _national(number)
    if not SHORTEST <= len(national) + 1 <= LONGEST or not _MOBILE.fullmatch(national):
        return None
    return None if national.startswith("+") else f"+62{national}"


def _elsewhere(number: str) -> bool:
    """Return whether the number has another country's code."""
    if number.startswith(("+", "00")):
        return not number.removeprefix("00").removeprefix("+").startswith("62")
    return bool(re.fullmatch(r"601\d{8,9}|65[89]\d{7}|673\d{7}", number))


def _one(seen: str, mobiles: list[Number]) -> str:
    """Return the one number meant, or raise two_candidates."""
    for choice in (mobiles, digits.meant(seen, mobiles)):
        values = tuple(dict.fromkeys(filter(None, (_mobile(n.digits) for n in choice))))
        if len(values) == 1:
            return values[0]
    raise Invalid("two_candidates", values)


def _reason(seen: str, numbers: list[Number]) -> str:
    """Return why there is no mobile number in the text."""
    if any(_elsewhere(number.digits) for number in numbers):
        return "foreign"
    if any(_landline(number.digits) for number in numbers):
        return "landline"
    if any(map(_long, numbers)):
        return "length"
    if _NONE.search(seen):
        return "no_phone"
    return "length" if numbers else "not_a_number"


def _landline(number: str) -> bool:
    national = _national(number)
    return (
        number.startswith(("0", "+62", "62"))
        and national[:1] in tuple("2345679")
        and 8 <= len(national) <= 11  # noqa: PLR2004 - area code of 2 or 3, number of 6 to 8
    )
