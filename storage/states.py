"""SQL about the state of a registration, written from the table of its life.

The table is conversations/life_cycle.py. Nothing here names a state: a new row there is in every
condition, index and statement that it concerns.
"""

from collections.abc import Collection

from conversations.life_cycle import LIFE, Act, Status, allowing


def is_in(states: Collection[Status], column: str = "status") -> str:
    """Return the condition that a state is one of these, in the order of the table."""
    named = [f"'{status}'" for status in Status if status in states]
    return f"{column} = {named[0]}" if len(named) == 1 else f"{column} IN ({', '.join(named)})"


def becomes(act: Act, column: str = "status") -> str:
    """Return the state an act leads to, as an expression over the one it is done in.

    Raise ValueError for an act that is allowed nowhere.
    """
    leads = {status: acts[act] for status, acts in LIFE.items() if act in acts}
    if not leads:
        raise ValueError(f"{act} is allowed in no state")
    if len(set(leads.values())) == 1:
        return f"'{next(iter(leads.values()))}'"
    cases = " ".join(f"WHEN '{before}' THEN '{after}'" for before, after in leads.items())
    return f"CASE {column} {cases} END"


def allows(act: Act, column: str = "status") -> str:
    """Return the condition that an act may be done."""
    return is_in(allowing(act), column)
