"""The terminal, the way out: a message is printed, its buttons numbered."""

import textwrap
from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

from typing_extensions import override

from bot.ports import Button, DeliveryError, Message, Sender
from conversations.messages import Address

_MARGIN = "  │ "
_NARROWEST = 20  # characters; a narrower screen breaks the lines itself

Write: TypeAlias = Callable[[str], None]


class TerminalSender(Sender):
    """Prints for several people at one keyboard, and knows which buttons each has before them."""

    def __init__(self, write: Write, width: int = 0) -> None:
        """`width`: of a screen, to break lines at words; 0 leaves them as they are."""
        self._write = write
        self._width = max(width - len(_MARGIN), _NARROWEST) if width else 0
        self._count = 0
        self._buttons: dict[str, tuple[str, tuple[Button, ...]]] = {}

    def take_buttons(self, person: str) -> tuple[str, tuple[Button, ...]]:
        """Return the id and the buttons of what a person was shown last, and forget them."""
        return self._buttons.pop(person, ("", ()))

    @override
    async def send(self, to: Address, message: Message) -> str:
        self._show(to, message)
        self._count += 1
        remote_id = str(self._count)
        if message.buttons:
            self._buttons[to.id] = (remote_id, message.buttons)
        return remote_id

    @override
    async def edit(self, to: Address, remote_id: str, message: Message) -> str:
        """Print it again: a terminal cannot change what was read."""
        self._show(to, message, " (pesan tadi berubah)")
        if message.buttons:
            self._buttons[to.id] = (remote_id, message.buttons)
        elif self._buttons.get(to.id, ("",))[0] == remote_id:
            del self._buttons[to.id]
        return remote_id

    def _show(self, to: Address, message: Message, note: str = "") -> None:
        try:
            self._write_all(to, message, note)
        except (OSError, UnicodeEncodeError) as error:
            raise DeliveryError(type(error).__name__, timedelta()) from error

    def _write_all(self, to: Address, message: Message, note: str) -> None:
        self._write(f"  Seratus → {to.id}{note}")
        buttons = (f"[{number}] {b.label}" for number, b in enumerate(message.buttons, 1))
        for line in (*message.text.split("\n"), *buttons):
            for part in self._broken(line):
                self._write(f"{_MARGIN}{part}".rstrip())
        self._write("")

    def _broken(self, line: str) -> list[str]:
        return (textwrap.wrap(line, self._width) if self._width else [line]) or [""]
