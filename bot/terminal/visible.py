"""What may be sent to a terminal: text, and nothing that commands it or turns its lines around.

What people write comes back on an operator's screen. An escape there moves the cursor, renames
the window or types; a bidirectional mark lets one line pass for another.
"""

import re

# Cc but for tab and newline, line and paragraph separators, and what changes direction (UAX #9).
_COMMANDS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def visible(text: str) -> str:
    r"""Write out what would command a terminal, as Python does: \x1b."""
    return _COMMANDS.sub(lambda found: ascii(found[0])[1:-1], text)
