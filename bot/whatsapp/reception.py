"""WhatsApp's reception: a whole payload is taken in before Meta hears that it was.

Meta posts several people's messages at once and repeats the payload until it hears 200. So all of
its messages are handed over together and all are waited for: one that fails costs the others
nothing, and what is repeated because of it is known by its message id.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.ports import Clock, DatabaseAway, Report, Take
from bot.whatsapp.receive import batch


class Reception:
    """Takes payloads in; `account` is our phone_number_id.

    `tell` is given what became of messages that we sent, after what people sent us.
    """

    def __init__(
        self,
        account: str,
        take: Take,
        tell: Callable[[Sequence[Report]], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._account = account
        self._take = take
        self._tell = tell
        self._clock = clock

    async def admit(self, raw: bytes) -> None:
        """Return once Meta may forget it. Raise NotAPayload or what `take` or `tell` raises."""
        read = batch(raw, self._account, self._clock.now())
        outcomes = await asyncio.gather(*map(self._take, read.messages), return_exceptions=True)
        faults = [outcome for outcome in outcomes if outcome is not None]
        # "Come again later" before "this is a bug": the first says more to whoever waits.
        faults.sort(key=lambda fault: not isinstance(fault, DatabaseAway))
        if faults:
            raise faults[0]
        if read.reports:
            await self._tell(read.reports)
