"""What somebody pays who joins work accident and death cover by themselves (not the programme).

PP 50/2025 halves it until a day that depends on the work; contributions paid by a budget are not
halved. Source: programme.md 1.2 (cnbcindonesia.com 4 Feb 2026).
"""

from datetime import date

from conversations.messages import Text

HALVED_UNTIL = date(2026, 12, 31)
HALVED_UNTIL_FOR_TRANSPORT = date(2027, 3, 31)


def own_fee(today: date) -> Text:
    """Return what it costs a month by now, and from when on something else."""
    if today <= HALVED_UNTIL:
        return Text("fee.halved")
    return Text("fee.halved.transport" if today <= HALVED_UNTIL_FOR_TRANSPORT else "fee.full")
