"""What somebody said lately that led nowhere, so that it is not answered for ever.

An auto-responder says the same again and again and is answered as often; a person who is not
understood must hear something else the third time. Kept between messages, as digests and numbers.
"""

import hashlib
from datetime import datetime
from typing import NamedTuple

MOST_SAME = 5  # times in a row that the same words are answered
SOON = 600  # seconds after which the same words are said anew
LONG = 86_400  # seconds after which nobody counts what was not understood


class Lately(NamedTuple):
    """`said` is a digest, `times` how often that came in a row, `missed` how much was unknown.

    `at`: when, in seconds since 1970.
    """

    at: int = 0
    said: str = ""
    times: int = 0
    missed: int = 0

    def hearing(self, text: str, now: datetime) -> "Lately":
        """Count words that led nowhere."""
        at, said = int(now.timestamp()), _digest(text)
        again = said == self.said and at - self.at < SOON
        missed = self.missed if at - self.at < LONG else 0
        return Lately(at, said, self.times + 1 if again else 1, missed)

    def missing(self) -> "Lately":
        """Count what was not understood."""
        return self._replace(missed=self.missed + 1)

    @property
    def enough(self) -> bool:
        """Whether the same was answered often enough."""
        return self.times > MOST_SAME

    def written(self) -> str | None:
        return (
            None if self == NOTHING_SAID else f"{self.at} {self.times} {self.missed} {self.said}"
        )

    @classmethod
    def read(cls, written: str | None) -> "Lately":
        if not written:
            return NOTHING_SAID
        at, times, missed, said = written.split(" ")
        return cls(int(at), said, int(times), int(missed))


def _digest(text: str) -> str:
    return hashlib.blake2s(" ".join(text.casefold().split()).encode(), digest_size=8).hexdigest()


NOTHING_SAID = Lately()
