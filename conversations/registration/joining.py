"""Whether somebody wants to join, and may: the consent, and what ties to another cover."""

import re
from collections.abc import Mapping

from conversations.answers.invalid import Doubtful, Invalid
from conversations.answers.language.frame import unframed
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import spoken
from conversations.answers.occupation import occupation as occupations
from conversations.answers.yes_no.yes_no import consents
from conversations.consent import of_district
from conversations.forms.question import Asking
from conversations.messages import Value
from conversations.registration.village import village_values
from conversations.registration.whom import RELATIVE

_TIES = {
    "civil_servant": compiled(r"\b(?:PNS|POLISI|p3k|civil servant|soldier|police)\b"),
    "village_official": compiled(
        r"\b(?:perangkat|kades|sekdes|kadus|bpd|kaur|village official)\b"
    ),
    "company": compiled(
        r"\b(?:karyawan\w*|perusahaan|pt|company|gaji (?:tetap|bulanan)|digaji)\b"
    ),
    "covered": compiled(r"\b(?:peserta|BPJS)\b"),
}
_BY_THE_DAY = compiled(
    r"^(?:SAYA |CUMA |hanya )*buruh harian(?: lepas)?(?: tanpa kontrak)?$"
    r"|\b(?:harian|borongan|lepas|bhl|phl|tanpa kontrak)\b.*\b(?:perusahaan|pt|sawit|kebun)\b"
    r"|\b(?:perusahaan|pt|sawit|kebun)\b.*\b(?:harian|borongan|lepas|bhl|phl|tanpa kontrak)\b"
)
_NOT_NOW = compiled(
    r"\b(?:TIDAK|BUKAN|BELUM|mantan|bekas|eks|dulu\w*|dolok|dahulu|PENSIUN|calon|pernah|berhenti"
    r"|APA|APAKAH|KENAPA|GIMANA|kantor|dekat|sebelah|pos|asrama)\b"
)
_ASKS = compiled(r"\b(?:kah|ke|APAKAH|termasuk|itu apa)$|\bkah\b")
_NONE_OF = compiled(r"none of (?:those|these|them|the above)")
_SALARIED = frozenset({"formal_employee", "not_working", "teacher", "other"})
_NO_WORDS_SAID = word_set("TIDAK BUKAN BELUM none no tadak gada takde ndakde")
_PLAIN_NO = word_set(
    """
    TIDAK BUKAN BELUM no none of these satu pun satupun ADA semua semuanya SAYA PAK YANG
    sama sekali pernah kok tadak gada takde ndakde MAAF
    """
)
_REFUSES = compiled(
    r"i do not agree|no|TIDAK(?: PAK)?"
    r"|(?:(?:YA|MAAF|SAYA) )*(?:TIDAK|BELUM|kurang|g) ?"
    r"(?:MAU|setuju|bersedia|sedia|ikut|jadi|minat)(?: (?:PAK|SAJA|DONG|saya|lagi))*"
)
# BPJS Kesehatan covers no accident at work.
_HEALTH = re.compile(r"\b(?:kesehatan|kis|jkn|health)\b")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def consent(text: str, _asking: Asking) -> str:
    said = _plain(text)
    if "?" in text:
        raise Invalid("unclear")
    if consents(unframed(text)) or said in {"i agree", "agree"}:
        return "yes"
    if _REFUSES.fullmatch(said):
        return "no"
    raise Invalid("unclear")


def consent_values(asking: Asking) -> Mapping[str, Value]:
    """Where the consent is asked, and what the district there says in it."""
    own = of_district(asking.context, asking.answers.get("village", ""))
    return {**village_values(asking), **own}


def claims_no(text: str, wish: str, _asking: Asking) -> bool:
    """Whether what would end it elsewhere is the answer here: "tidak setuju"."""
    said = _plain(text)
    return wish == "cancel" and _REFUSES.fullmatch(said) is not None


def tie(text: str, _asking: Asking) -> str:
    """Take what ties a worker to another cover, as written and about the worker now.

    A tie is asked back in words before it ends anything, so other words may stand beside it.
    """
    said = spoken(text)
    if _HEALTH.search(said):
        raise Invalid("health")
    if _BY_THE_DAY.search(said):
        raise Doubtful("company_daily")
    if _PLAIN_NO.issuperset(said.split()) and not _NO_WORDS_SAID.isdisjoint(said.split()):
        return "none"  # "tidak tahu" and "tidak setuju" have other words
    if _ASKS.search(said) or "?" in text:
        raise Invalid("pick")
    if _NONE_OF.search(said):
        return "none"
    found = [tie for tie, known in _TIES.items() if known.search(said)]
    if not found and _works(text):  # "saya nelayan" is none of those, most likely
        raise Doubtful("none")
    if len(found) != 1 or _NOT_NOW.search(said) or RELATIVE.search(said):
        raise Invalid("pick")
    return found[0]


def _works(text: str) -> bool:
    """Whether somebody tells what they live by, and nothing besides."""
    try:
        code = occupations.occupation(text)
    except Invalid:
        return False
    return code not in _SALARIED and not occupations.doubted(text, code)
