"""All the phones, in the order in which they came, and what their pages are told of."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeAlias

from bot.simulator.phone import Json, Phone, Platform, Shown
from conversations.messages import Address

MOST_PHONES = 30
Tell: TypeAlias = Callable[[str, Json], None]
MEN = ("Budi", "Rudi", "Anton", "Yusuf", "Hendra")
_WOMEN = ("Yanti", "Siti", "Maria", "Rina", "Lina")
_NAMES = tuple(name for both in zip(_WOMEN, MEN, strict=True) for name in both)
_TELEGRAM_USERS = 710_000_000  # what the first of them follows; made up, and so are the numbers
_WHATSAPP_USERS = 13_491_208_655_302_741_000
_WHATSAPP_NUMBERS = 6_281_200_000_000


class Phones:
    """All of them, in the order in which they came. `tell`: the pages."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._phones: dict[str, Phone] = {}
        self._skipped: Counter[Platform] = Counter()
        self.sent: Counter[str] = Counter()  # by phone: what the bot sent there

    def __iter__(self) -> Iterator[Phone]:
        return iter(self._phones.values())

    def __len__(self) -> int:
        return len(self._phones)

    def __getitem__(self, phone: str) -> Phone:
        return self._phones[phone]

    def add(
        self, platform: Platform, name: str = "", head_of: str = "", *, hidden: bool = False
    ) -> Phone:
        """Take a new phone: always the same people, in the same order, on each platform."""
        phone = self.next(platform, name, head_of, hidden=hidden)
        self._phones[phone.id] = phone
        self._tell("phone", phone.told())
        return phone

    def next(
        self, platform: Platform, name: str = "", head_of: str = "", *, hidden: bool = False
    ) -> Phone:
        """Return the phone that would be added."""
        n = 1 + sum(one.platform is platform for one in self) + self._skipped[platform]
        number = f"{_WHATSAPP_NUMBERS + 2 * n + (platform is Platform.TELEGRAM)}"
        on_whatsapp = platform is Platform.WHATSAPP
        user = f"ID.{_WHATSAPP_USERS + 2 * n}" if on_whatsapp else str(_TELEGRAM_USERS + n)
        called = self._free(name or _NAMES[len(self) % len(_NAMES)])
        return Phone(f"{platform}-{n}", platform, called, user, number, head_of, hidden)

    def skip(self, platform: Platform) -> None:
        """Pass over whoever would be next."""
        self._skipped[platform] += 1

    def _free(self, name: str) -> str:
        """Return a name that nobody else has."""
        taken = {one.name for one in self}
        numbered = (f"{name} {n}" for n in itertools.count(2))
        return next(one for one in itertools.chain([name], numbered) if one not in taken)

    def of(self, platform: Platform, user: str) -> Phone | None:
        """Return whose id or number this is there; None if no phone has it."""
        mine = (one for one in self if one.platform is platform)
        return next((one for one in mine if user in {one.user, one.number}), None)

    def at(self, address: Address) -> str:
        """Return the id of the phone at an address; "" if none is there."""
        return next((one.id for one in self if one.address == address), "")

    def called(self, phone: str) -> str:
        """Return the name of a phone's holder; "" if there is no such phone."""
        return self._phones[phone].name if phone in self._phones else ""

    def show(self, phone: Phone, shown: Shown) -> None:
        """Put a message into a chat; what asks for a number on its keyboard stays below it."""
        phone.messages.append(shown)
        self.sent[phone.id] += shown.by == "bot"
        if shown.billed:
            kind = "template" if shown.template else "service"
            phone.billed[kind] = phone.billed.get(kind, 0) + 1
        self.changed(phone, shown)

    def changed(self, phone: Phone, shown: Shown) -> None:
        self._tell("message", {"phone": phone.id, "message": shown.told()})
        self._tell("phone", phone.told())
