"""What Meta's error codes mean for a message: whether and when to try again, and whom to call.

Decided by code alone, as Meta asks: titles and details change, and may quote what was sent. Codes
come with an answer to a request (send.py) and later with a failed status (receive.py). Source:
Cloud API, "Error codes".
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from conversations.record import record

SOON = timedelta(0)  # a disturbance of Meta's or of the network: the outbox knows how soon
SECOND = timedelta(seconds=1)  # what is counted by the second
PAIR = timedelta(seconds=6)  # Cloud API: about one message in 6 seconds to the same person
MINUTE = timedelta(minutes=1)  # quotas that are counted by the hour: less often, not never
LONG = timedelta(hours=1)  # a number that people complained about: asking sooner makes it worse
SOMEBODY = timedelta(minutes=5)  # nothing will change until somebody comes


@record
class Refusal:
    """`retry_after` None: never again. `alarm`: the event to log as an error, with `hint`.

    `unreached`: nothing comes through from here, whatever the message. `refused`: it is about the
    message alone.
    """

    retry_after: timedelta | None
    alarm: str = ""
    hint: str = ""
    outside: bool = False
    unreached: bool = False
    refused: bool = False


def refusal(code: int) -> Refusal | None:
    """Return what this code of Meta's means; None if it is none that we know."""
    return _BY_CODE.get(code)


# What a form may be refused with although the message would do without it.
OF_A_FORM: Final = frozenset({100, 131008, 131009, 131026, 131051, 132068, 132069})
WRONG_NUMBER: Final = Refusal(
    SOON,
    "whatsapp_token_refused",
    "check SERATUS_WHATSAPP_PHONE_ID, and that the token may use it: Meta knows no such number",
    unreached=True,
)
UNKNOWN: Final = Refusal(
    SOMEBODY, "whatsapp_refused", "look the code up in Meta's list of Cloud API error codes"
)
DISTURBED: Final = Refusal(SOON)
NOT_META: Final = Refusal(SOON, unreached=True)  # who answered is something on the way there

_OUTSIDE = Refusal(timedelta(0), outside=True)
_NEVER = Refusal(None)
_BUG = Refusal(
    None,
    "whatsapp_message_malformed",
    "a bug of Seratus: report it with the code",
    refused=True,
)
_TOKEN = Refusal(
    SOON,
    "whatsapp_token_refused",
    "get a new token of the system user in Meta Business Suite, with whatsapp_business_messaging, "
    "and put it into SERATUS_WHATSAPP_TOKEN",
    unreached=True,
)
_BLOCKED = Refusal(
    SOMEBODY,
    "whatsapp_account_blocked",
    "see the account in WhatsApp Manager: Meta says there what it wants, and where to appeal",
)
_UNPAID = replace(_BLOCKED, hint="see the payment method in Meta's Billing Hub")
_UNREGISTERED = replace(_BLOCKED, hint="register the number again in WhatsApp Manager")
_UNPOPULAR = Refusal(
    LONG,
    "whatsapp_number_limited",
    "people blocked or reported the number: see its quality in WhatsApp Manager",
)
_TEMPLATE = Refusal(SOMEBODY, "whatsapp_template_refused", "seratus whatsapp templates status")
_FORM = Refusal(
    SOMEBODY, "whatsapp_form_refused", "see the form (Flow) in WhatsApp Manager: Meta stopped it"
)

_BY_CODE: Final[dict[int, Refusal]] = {
    # Later, and nothing is wrong with the message.
    1: DISTURBED,  # unknown, or a server of Meta's
    2: DISTURBED,  # down or overloaded
    131000: DISTURBED,  # unknown
    131016: DISTURBED,  # a service is away
    133004: DISTURBED,  # a server is away
    135000: DISTURBED,  # generic
    130429: Refusal(SECOND),  # throughput
    131056: Refusal(PAIR),
    4: Refusal(MINUTE),  # the app's calls, by the hour
    80007: Refusal(MINUTE),  # the account's calls, by the hour
    131057: Refusal(MINUTE),  # maintenance, of minutes
    133016: Refusal(MINUTE),  # too many registrations of the number
    131048: _UNPOPULAR,
    131064: replace(_UNPOPULAR, hint="see the account's templates: Meta says they are misused"),
    # The window of 24 hours is closed.
    131047: _OUTSIDE,
    # Never, and nobody can help: it is about this person.
    131021: _NEVER,  # our own number
    131026: _NEVER,  # not on WhatsApp, or too old a WhatsApp
    131030: _NEVER,  # a test number, and a person not on its list
    130472: _NEVER,  # in an experiment of Meta's, for as long as Meta likes
    130497: _NEVER,  # in a country where we may not write
    131049: _NEVER,  # Meta keeps it from them; asking again within a day is refused by rule
    131050: _NEVER,  # asked WhatsApp for no more of these
    131062: _NEVER,  # known by BSUID alone, and this kind needs the number
    # Never, and it is ours to mend.
    100: _BUG,  # a parameter that does not exist
    131008: _BUG,  # a parameter is missing
    131009: _BUG,  # a parameter's value
    131051: _BUG,  # a kind of message that does not exist
    # Nothing leaves until somebody comes.
    **dict.fromkeys((0, 3, 10, 102, 190, 131005, *range(200, 300)), _TOKEN),
    33: WRONG_NUMBER,  # deleted
    368: _BLOCKED,
    131031: _BLOCKED,
    131037: replace(_BLOCKED, hint="Meta has not approved the number's display name"),
    131042: _UNPAID,
    131045: _UNREGISTERED,
    133010: _UNREGISTERED,
    # 132000 to 132018: missing, not approved, paused, disabled, other parameters than it has.
    **dict.fromkeys(range(132000, 132068), _TEMPLATE),
    131063: _TEMPLATE,  # taken for marketing
    132068: _FORM,
    132069: replace(_FORM, retry_after=LONG),  # 10 in an hour
}
