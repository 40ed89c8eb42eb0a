"""One-time codes that people read out: BKQMX-4827.

Letters and digits are apart and no two look alike; 21^5 * 10^4 codes, each good for an hour at
most, cannot be tried out. Whoever keeps one keeps its keyed hash alone.
"""

import secrets

_LETTERS = "BCDFGHJKLMNPQRSTVWXYZ"  # no vowels: no code is a word


def one_time() -> str:
    """Return a new code, as it is written."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(5))
    return f"{letters}-{secrets.randbelow(10_000):04}"


def bare(code: str) -> str:
    """Return a code as it is hashed, however it was typed."""
    return code.replace("-", "").upper()
