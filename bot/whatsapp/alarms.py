"""What Meta refuses until somebody comes: told while it lasts, and when it is over."""

import logging

import structlog

from bot.trouble import Trouble
from bot.whatsapp.refusals import Refusal

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Alarms:
    """`what` is the template or kind of message that was refused; "": any.

    That one kind is taken says nothing of another, except that we are let in.
    """

    def __init__(self) -> None:
        self._troubles: dict[tuple[str, str, int], Trouble] = {}

    def refused(self, meaning: Refusal, code: int, what: str) -> None:
        """Call the operator, if it takes one."""
        if not meaning.alarm:
            return
        about = what or None
        if meaning.retry_after is None:  # nothing that lasts: this message is lost
            log.error(meaning.alarm, code=code, hint=meaning.hint, what=about)
            return
        key = ("" if meaning.unreached else what, meaning.alarm, code)
        if key not in self._troubles:
            over = f"{meaning.alarm}_over"
            self._troubles[key] = Trouble(log, meaning.alarm, over, level=logging.ERROR)
        self._troubles[key].lasts(code=code, hint=meaning.hint, what=about)

    def taken(self, what: str) -> None:
        """Hear that Meta took this."""
        for (refused, *_), trouble in self._troubles.items():
            if refused in {"", what}:
                trouble.over()
