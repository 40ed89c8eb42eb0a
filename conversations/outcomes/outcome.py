"""What came of an effect: plain facts, which the brain turns into words.

Each kind stands in the module of whoever does that: the interview, corrections, the desk of the
village head, one's own standing, going on elsewhere.
"""

from typing import TypeAlias

from conversations.outcomes.amending import AboutAmending
from conversations.outcomes.asking import AboutAsking
from conversations.outcomes.claims import AboutClaim
from conversations.outcomes.desk import AboutDesk
from conversations.outcomes.looking import AboutVillage
from conversations.outcomes.moving import AboutMoving
from conversations.outcomes.new_phones import AboutPhone
from conversations.outcomes.registering import AboutDraft
from conversations.outcomes.rights import AboutRights
from conversations.outcomes.standing import AboutStanding
from conversations.outcomes.terms import AboutTerms

Outcome: TypeAlias = (
    AboutDraft
    | AboutAsking
    | AboutAmending
    | AboutDesk
    | AboutClaim
    | AboutStanding
    | AboutMoving
    | AboutPhone
    | AboutRights
    | AboutTerms
    | AboutVillage
)
