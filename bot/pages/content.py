"""What stands on the public page: the programme's facts as the bot tells them, villages, links."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import groupby

import phonenumbers
import segno

from bot.pages.places import CLOSED, SHUT, Left, Told
from bot.traits import SERVED, link
from bot.turns.directory import Directory
from conversations import links
from conversations.about import about, facts, listed_names
from conversations.answers.invalid import Invalid
from conversations.machine import Context
from conversations.messages import Channel, Text, Value
from conversations.record import record
from conversations.villages import Village, regency_of
from conversations.zones import zone_of

# What people ask most, in the order in which they would; the bot answers each in the same words.
ASKED = (
    "what", "free", "who_may", "benefit", "accident", "quota", "for_another", "why_nik",
    "who_sees", "after", "until_when", "claim", "pay_myself", "health",
)  # fmt: skip
_NEAR = 8  # villages that are offered when a name fits none
_QUIET_ZONE = 2  # modules: the page around it is white as well
_BY_USE = (Channel.WHATSAPP, Channel.TELEGRAM)  # programme.md 7.1: most people have WhatsApp


@record
class Door:
    """A way into the chat. `url` opens it for a village, and so does the SVG `qr`."""

    channel: Channel
    name: str
    url: str = ""
    qr: str = ""

    @property
    def named(self) -> Text:
        return Text(f"channel.{self.channel}")

    @property
    def is_called(self) -> Text:
        return Text(f"page.honest.{self.channel}")

    @property
    def opens(self) -> Text:
        return Text(f"page.open.{self.channel}")

    @property
    def how(self) -> Text:
        return Text(f"page.open.how.{self.channel}")


@record
class Asked:
    """A question of many, and the bot's answer."""

    question: Text
    answer: Text


class Content:
    """Reads the directory only: what it tells costs no query."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def programme(self, now: datetime) -> Mapping[str, Value]:
        """Return what the words tell of the programme: {paid}, {ages}, {regencies}, {fee}."""
        return facts(self._context(now))

    def questions(self, now: datetime) -> list[Asked]:
        context = self._context(now)
        return [Asked(Text(f"page.ask.{topic}"), about(topic, context)) for topic in ASKED]

    def regencies(self) -> list[tuple[str, str]]:
        """Return those where a programme is open, by name: code and name."""
        known = self._directory.villages
        named = [(code, known.regency(code)) for code in self._directory.programmes]
        return sorted(((code, name) for code, name in named if name), key=lambda one: one[1])

    def regencies_named(self) -> Value:
        """Return their names in a sentence; "" if there is none."""
        return listed_names(name for _, name in self.regencies())

    def regency(self, code: str) -> str | None:
        return self._directory.villages.regency(code)

    def village(self, code: str) -> Village | None:
        return self._directory.villages.get(code)

    def codes(self, regency: str) -> list[str]:
        """Return the villages of a regency."""
        return [village.code for village in self._directory.by_regency.get(regency, ())]

    def districts(self, regency: str) -> list[tuple[str, list[Village]]]:
        """Return the villages of a regency by sub-district, both in the order of their codes."""
        those = self._directory.by_regency.get(regency, ())
        by_district = groupby(those, key=lambda village: village.district)
        return [(name, list(those)) for name, those in by_district]

    def found(self, said: str) -> Sequence[Village]:
        """Return the villages that may be meant, best first."""
        known = self._directory.villages
        try:
            codes: Sequence[str] = (known.find(said),)
        except Invalid as problem:
            codes = problem.candidates or known.nearest(said, _NEAR)
        return [known[code] for code in codes]

    def left(self, village: Village, told: Told, now: datetime) -> Left | None:
        """Return what is left there; None: that is not known."""
        known = self._directory.programmes.get(regency_of(village.code))
        if known is None:
            return SHUT
        if now.astimezone(zone_of(village.code)).date() > known.last_day:
            return CLOSED
        return told.left.get(village.code)

    def doors(self, village: str = "") -> list[Door]:
        """Return the ways into the chat, for a village or (without links) to be told apart."""
        carried = f"{links.VILLAGE}{village.replace('.', '')}"
        found = []
        for channel in (one for one in _BY_USE if one in SERVED):
            if name := self._directory.names.get(channel):
                url = link(channel, name, carried) if village else ""
                found.append(Door(channel, _shown(channel, name), url, _qr(url) if url else ""))
        return found

    def _context(self, now: datetime) -> Context:
        return Context(*self._directory.facts(now, ""))


def counted_at(told: Told, village: str) -> datetime | None:
    """Return when that was, by the clock of the village or the regency with this code."""
    return told.at and told.at.astimezone(zone_of(village))


def _shown(channel: Channel, name: str) -> str:
    """Return a name as people know it: @bot, or +62 812-3456-7890."""
    if channel is not Channel.WHATSAPP:
        return f"@{name}"
    try:
        number = phonenumbers.parse(f"+{name}")
    except phonenumbers.NumberParseException:  # one of Meta's for trying, of a kind of its own
        return f"+{name}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@lru_cache(1024)  # to make one takes ten times as long as the rest of the page
def _qr(url: str) -> str:
    return str(segno.make_qr(url, error="m").svg_inline(border=_QUIET_ZONE, omitsize=True))
