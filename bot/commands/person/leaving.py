"""`seratus person move-phone` and `erase`: a registration leaves its chat, or leaves for good."""

from bot.app import App
from bot.commands.person import doing
from bot.commands.person.asking import Number, Reason, looked_at, tell_whom, why_of
from bot.commands.running import ask_twice, out, refuse, run
from conversations.effects import Right
from conversations.life_cycle import MAY_BE_MOVED
from storage.office.registrations.new_phones import MINUTES
from storage.office.rights.looked_up import LookedUp


def move_phone(number: Number, *, reason: Reason = None) -> None:
    """Give a code by which a registration goes on at another phone, for whom came with the KTP.

    It is typed at the new phone, works once, for an hour, and ends a code that a head gave. No
    official of the village can use it. The old phone is told as it is used, and sees it no more;
    who may not decide on it may not after it, either.

    You see the name, and are asked twice. It is in the audit, with your reason.
    """
    why = why_of(reason)

    async def given(app: App) -> None:
        one = await looked_at(app, number, why)
        tell_whom(app, one)
        may = one.status in MAY_BE_MOVED
        refuse(None if may else f"{one.number} is {one.status}: there is nothing to go on with")
        ask_twice("Have they come with the original KTP?", "Write its number", one.number)
        code = await doing.give_code(app, one, why)
        refuse(None if code else doing.CHANGED.format(one.number))
        out.print(f"To be typed to the bot at the new phone, within {MINUTES} minutes:")
        out.print(f"  GANTI HP {code}")
        out.print("It works once: give it to that person alone. The old phone is told then.")

    run(given)


def erase(number: Number, *, reason: Reason = None) -> None:
    """Erase a registration for whom it is of, who asked the district for it.

    It is given up at once, the place goes to who waits, and 'seratus serve' erases it a minute
    later, with all that hangs on it. What else is of its chat stays. It cannot be undone.

    You see the name, are asked twice, and get a receipt, which its chat is told, too. It is in
    the audit; your reason there is erased with it.
    """
    why = why_of(reason)

    async def erased(app: App) -> None:
        one = await looked_at(app, number, why)
        tell_whom(app, one)
        asked = await doing.asked_already(app, one)
        refuse(f"that was asked for already: receipt {asked}" if asked else None)
        out.print("Erase: the place is given up at once, and it cannot be undone.")
        ask_twice("Do it?", "Write its number once more", one.number)
        receipt = await _done(app, one, Right.ERASE, why)
        out.print(f"{one.number} is given up, and erased in a minute. Receipt: {receipt}")

    run(erased)


def take_consent_back(number: Number, *, reason: Reason = None) -> None:
    """Take a consent back for whom a registration is of, who asked the district for it.

    It is given up at once and the place goes to who waits. What is held of it stays, and is worked
    with no more, until it is erased. It cannot be undone.

    You see the name, are asked twice, and get a receipt, which its chat is told, too. It is in
    the audit, with your reason.
    """
    why = why_of(reason)

    async def taken_back(app: App) -> None:
        one = await looked_at(app, number, why)
        tell_whom(app, one)
        out.print("Take the consent back: the place is given up at once; it cannot be undone.")
        ask_twice("Do it?", "Write its number once more", one.number)
        receipt = await _done(app, one, Right.CONSENT, why)
        out.print(f"{one.number} is given up, and its data are used no more. Receipt: {receipt}")

    run(taken_back)


async def _done(app: App, one: LookedUp, right: Right, why: str) -> str:
    """Have it done, and return the receipt; end with a sentence if it cannot be."""
    outcome = await doing.exercise(app, one, right, why)
    refuse(None if outcome else f"{doing.CHANGED.format(one.number)}; or {doing.CLAIMED}")
    return outcome.receipt if outcome else ""
