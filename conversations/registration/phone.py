"""How the telephone of the registration is read and shown, and whose it is."""

import re

from conversations.answers.invalid import Invalid
from conversations.answers.language.choice import choose
from conversations.answers.language.spellings import spelled_out
from conversations.answers.phone import phone
from conversations.forms.question import SHARE, Asking
from conversations.machine import Answers
from conversations.messages import SharedContact, Text
from conversations.registration.answers import for_other, plain_label

_MINE = tuple(spelled_out("SAYA me"))
THIS = "this"  # the option that takes the number the sender writes from


def phone_number(text: str, asking: Asking) -> Answers:
    """Take a typed number; only somebody registering themselves is taken to give their own."""
    try:
        number = phone(text, asking.context.sender_phone)
    except Invalid as missed:
        if missed.reason == "no_phone":
            return {"phone": "none"}
        raise
    return _numbered(number, own=asking.answers.get("for_whom") == "self")


def phone_shared(contact: SharedContact, asking: Asking) -> Answers:
    own = contact.own and asking.answers.get("for_whom") == "self"
    return _numbered(phone(contact.phone, None), own=own)


def phone_picked(value: str, asking: Asking) -> Answers:
    if value == THIS and asking.context.sender_phone is not None:
        return _numbered(asking.context.sender_phone, own=asking.answers.get("for_whom") == "self")
    if value == SHARE:
        raise Invalid("pick")  # its label was typed: only the button itself shares the number
    return {"phone": "none"} if value == "none" else phone_number(value, asking)


def _numbered(number: str, *, own: bool) -> Answers:
    return {"phone": number, "phone_owner": "worker"} if own else {"phone": number}


def phone_options(asking: Asking) -> tuple[str, ...]:
    if asking.context.sender_phone is not None:
        return (THIS, "none")
    return (SHARE, "none") if asking.context.asks_contact else ("none",)


def phone_label(value: str, asking: Asking) -> Text:
    """Show a number as people write it: 0812 3456 7890."""
    if value in {SHARE, THIS, "none"}:
        return Text(f"registration.phone.{value}")
    local = "0" + value.removeprefix("+62")
    return plain_label(" ".join(re.findall(r".{1,4}", local)), asking)


def has_phone(answers: Answers) -> bool:
    return answers.get("phone", "none") != "none"


def phone_owners(asking: Asking) -> tuple[str, ...]:
    """Whose number it may be; nobody helps who registers themselves."""
    helper = ("helper",) if for_other(asking.answers) else ()
    return ("worker", *helper, "family")


def phone_owner(text: str, asking: Asking) -> str:
    helped = for_other(asking.answers)
    return choose(
        text,
        worker=("dia", "beliau", "sendiri", *(() if helped else _MINE)),
        helper=_MINE if helped else (),
        family=("keluarga", "anak", "istri", "suami", "tetangga", "family"),
    )
