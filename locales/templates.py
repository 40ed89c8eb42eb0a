"""Templates: what WhatsApp lets us say to people who have not written for 24 hours.

After that only a template which Meta has approved may be sent. A template is nothing but keys of
the catalog in the order a message has them, so there are no second words: {x} becomes {{x}}, and a
place where different texts may stand (a slot) becomes a placeholder of its own.

Meta approves words, so the published name ends in a hash of them: who changes the words makes
another template, which must be pushed and approved ('seratus whatsapp templates push'). Where only
blanks part two placeholders, a dot is put between them, or Meta would refuse the template.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter
from types import MappingProxyType
from zoneinfo import ZoneInfo

from locales.catalog import Catalog, Value

NOTHING = "-"  # stands for a value without a letter: Meta refuses an empty one
_HASH = 6  # hexadecimal digits
_ONLY_BLANKS = re.compile(r"(?<=\}\})(?=\s+\{\{)")
BRACED = re.compile(r"\{\{(.*?)\}\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one text whose key begins with `prefix`; with `many`, for one or more."""

    name: str
    prefix: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """Texts and slots in order, and the keys of the buttons' labels."""

    name: str
    texts: tuple[str | Slot, ...]
    buttons: tuple[str, ...] = ()

    def spread(self, keys: Sequence[str]) -> tuple[tuple[int, ...], ...] | None:
        """Return which of the keys each text or slot takes; None if they do not fit exactly."""
        taken = []
        at = 0
        for part in self.texts:
            end = at
            while end < len(keys) and _takes(part, keys[end]) and (end == at or _many(part)):
                end += 1
            if end == at:
                return None
            taken.append(tuple(range(at, end)))
            at = end
        return tuple(taken) if at == len(keys) else None


def _takes(part: str | Slot, key: str) -> bool:
    return key.startswith(part.prefix) if isinstance(part, Slot) else key == part


def _many(part: str | Slot) -> bool:
    return isinstance(part, Slot) and part.many


NEWS = Template("news", ("template.news",), ("template.open",))
TEMPLATES = (
    Template(
        "card",
        ("card.head", "card.worker", "card.ask"),
        ("card.ok", "card.no", "card.later"),
    ),
    Template(
        "card_flagged",
        ("card.head", "card.worker", Slot("flags", "card.flag.", many=True), "card.ask"),
        ("card.ok", "card.no", "card.later"),
    ),
    Template(
        "card_amended",
        (
            *("card.amended", "card.head", "card.worker"),
            Slot("flags", "card.flag.", many=True),
            "card.ask",
        ),
        ("card.ok", "card.no", "card.later"),
    ),
    Template(
        "card_corrected",
        (
            *("card.corrected", "card.head", "card.worker"),
            Slot("flags", "card.flag.", many=True),
            "card.ask",
        ),
        ("card.ok", "card.no", "card.later"),
    ),
    Template(
        "card_own",
        ("card.head", "card.worker", Slot("flags", "card.flag.", many=True), "card.ask_own"),
        ("card.no", "card.later"),
    ),
    Template("decided_confirmed", ("decided.confirmed", "next.confirmed")),
    Template(
        "decided_rejected",
        ("decided.rejected", Slot("reason", "reason."), "next.rejected"),
        ("register",),
    ),
    Template("decision_undone", ("undone.confirmed",)),
    Template("correction_asked", ("asked", "asked.how"), ("amend.start",)),
    Template("correction_asked_noted", ("asked.noted", "asked.how"), ("amend.start",)),
    Template("correction_undone", ("undone.correcting",)),
    Template("correction_lapsed", ("lapsed",)),
    Template(
        "draft_goes", ("reminder.hello", "standing.unfinished", "reminder.last"), ("resume",)
    ),
    Template("place_ended", ("ended.place", Slot("why", "ended.why."), "next.ended")),
    Template("programme_over", ("status.over", "next.over")),
    Template("promoted", ("promoted", "next.placed")),
    Template("promoted_no_head", ("promoted", "next.no_head")),
    Template("head_revoked", ("head.revoked",)),
    Template("chat_kept", ("move.kept",)),
    Template("chat_left", ("move.left",)),
    Template("second_attempt", ("card.second_attempt",)),
    Template("claim", ("card.second_attempt", "claim.if_there"), ("claim.look",)),
    Template("claim_granted", ("claim.yours",)),
    Template("claim_told", ("claim.told",), ("claim.agree",)),
    Template("claim_undone", ("claim.not_granted",)),
    Template("claim_stays", ("claim.stays",)),
    Template("claim_now", ("claim.now",)),
    Template("claim_moved", ("claim.moved",)),
    Template("registration_moved", ("phone.gone",)),
    Template("data_corrected", ("corrected",)),
    Template("data_corrected_anew", ("corrected", "amend.again")),
    Template("data_corrected_no_head", ("corrected", "next.no_head")),
    Template("data_erased", ("rights.erase.by_district",)),
    Template("consent_taken_back", ("rights.consent.by_district",)),
    NEWS,
)


@dataclass(frozen=True, slots=True)
class _Sample:
    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


SAMPLES: Mapping[str, Value] = MappingProxyType(
    {
        "at": datetime(2026, 12, 1, 9, 30, tzinfo=ZoneInfo("Asia/Pontianak")),
        "address": "Dusun Melati RT 02 RW 01",
        "age": 46,
        "by": _Sample("decider.head", {"village": "Sungai Duri"}),
        "flags": _Sample("card.flag.helped"),
        "cover": _Sample("cover.dates", {"from": date(2027, 1, 1), "to": date(2027, 12, 31)}),
        "mother": "Maria Contoh",
        "name": "YOHANES CONTOH",
        "n": 7,
        "on": date(2027, 1, 5),
        "total": 14,
        "number": "PR-6107-000123",
        "occupation": _Sample("occupation.rubber"),
        "place": 37,
        "places": 100,
        "to": date(2027, 12, 31),
        "receipt": "BKQMX-4827",
        "reason": _Sample(
            "reason.data_wrong", {"by": _Sample("decider.head", {"village": "Sungai Duri"})}
        ),
        "sex": _Sample("sex.male"),
        "taken": 41,
        "titles": "nama, alamat",
        "note": "Alamatnya RT 03, bukan RT 02.",
        "until": date(2026, 12, 15),
        "undecided": 3,
        "village": "Sungai Duri",
        "why": _Sample("ended.why.moved"),
    }
)
"""What Meta's reviewers are shown in each placeholder. Made up."""


def matching(keys: Sequence[str]) -> Template:
    """Return the template that is made of these texts exactly, else the general one."""
    return next((one for one in TEMPLATES if one.spread(keys) is not None), NEWS)


def body(template: Template, catalog: Catalog, language: str) -> str:
    """Return the words with Meta's {{placeholders}}, a blank line between the texts."""
    written = (
        f"{{{{{part.name}}}}}"
        if isinstance(part, Slot)
        else _metas(catalog.template(language, part))
        for part in template.texts
    )
    return _ONLY_BLANKS.sub(" ·", "\n\n".join(written))


def labels(template: Template, catalog: Catalog, language: str) -> tuple[str, ...]:
    return tuple(catalog.template(language, key) for key in template.buttons)


def placeholders(words: str) -> tuple[str, ...]:
    """Return the names in a catalog's words, in order: "Desa {village}" has village."""
    return tuple(name for _, name, _, _ in Formatter().parse(words) if name is not None)


def published(template: Template, catalog: Catalog) -> str:
    """Return the name Meta knows it by: seratus_card_1a2b3c, the hash of all languages' words."""
    words = [
        (language, body(template, catalog, language), labels(template, catalog, language))
        for language in sorted(catalog.languages)
    ]
    digest = hashlib.sha256(json.dumps(words).encode()).hexdigest()
    return f"seratus_{template.name}_{digest[:_HASH]}"


def examples(template: Template, catalog: Catalog, language: str) -> dict[str, str]:
    """Return a sample for every placeholder; raise KeyError for one that has none."""
    names = dict.fromkeys(BRACED.findall(body(template, catalog, language)))
    return {name: catalog.value(language, SAMPLES[name]) for name in names}


def _metas(words: str) -> str:
    parsed = Formatter().parse(words)
    return "".join(
        text + (f"{{{{{name}}}}}" if name is not None else "") for text, name, _, _ in parsed
    )
