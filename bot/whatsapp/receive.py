"""WhatsApp, the way in: one webhook payload becomes our messages, and reports on what we sent.

Pure: nothing is taken here and nobody is answered (reception.py does that). Meta puts several
entries, changes, messages and statuses into one payload: all are read, in order, and each alone,
so that an odd one costs none of the others. What a message says is read in content.py.

    entry[] ─► changes[] ("messages", ours) ─┬─► messages[] + contacts[] ─► Incoming
                                             └─► statuses[] ──────────────► Report
"""

from collections.abc import Iterator
from datetime import datetime

import structlog

from bot.ports import Report, Stage
from bot.whatsapp.content import content
from bot.whatsapp.refusals import refusal
from bot.whatsapp.wire import (
    Object,
    inside,
    listed,
    moment,
    number,
    objects,
    opaque,
    parsed,
    word,
    written_down,
)
from conversations.messages import Address, Channel, Incoming, Input, Moved
from conversations.record import record

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_STAGES = {"sent": Stage.SENT, "delivered": Stage.DELIVERED, "read": Stage.READ}
_TOLD = 4  # digits of another number's id: which it is, and nothing whatever stands there
_LONGEST_CODE = 9  # digits; Meta's have six, and int() refuses thousands

# The last is how older versions of the API write the first.
_MOVES = frozenset({"user_changed_number", "user_changed_user_id", "customer_changed_number"})


class NotAPayload(ValueError):  # noqa: N818 - it names the body, not a fault of the program
    """The body is no JSON object with a list `entry`: Meta did not write it."""


@record
class Batch:
    """What one payload brought, each in the order in which Meta wrote it."""

    messages: tuple[Incoming, ...]
    reports: tuple[Report, ...]


def batch(raw: bytes, account: str, now: datetime) -> Batch:
    """Read one payload. Raise NotAPayload and nothing else.

    `account` is our phone_number_id: what came for another number is left out. `now` is the time
    of whatever has none, or one that cannot be.
    """
    try:
        payload = parsed(raw)
    except ValueError:
        raise NotAPayload from None
    if not isinstance(payload, dict) or not isinstance(payload.get("entry"), list):
        raise NotAPayload
    values = list(_values(payload, account))
    messages = (one for value in values for one in _messages(value, account, now))
    reports = (one for value in values for one in _reports(value, now))
    return Batch(tuple(messages), tuple(reports))


def _values(payload: Object, account: str) -> Iterator[Object]:
    for entry in objects(listed(payload, "entry")):
        for change in objects(listed(entry, "changes")):
            if change.get("field") != "messages":
                continue
            value = inside(change, "value")
            ours = number(inside(value, "metadata").get("phone_number_id"))
            if ours == account:
                yield value
            else:  # or SERATUS_WHATSAPP_PHONE_ID is not what it should be
                log.info("whatsapp_for_another_number", ends_in=(ours or "")[-_TOLD:])


# ── messages ────────────────────────────────────────────────────────────────────────────────────


def _messages(value: Object, account: str, now: datetime) -> Iterator[Incoming]:
    for message in listed(value, "messages"):
        if not isinstance(message, dict):
            log.warning("whatsapp_message_unreadable", lacks="fields")
            continue
        if "group_id" in message:  # several people read there: nobody is answered
            continue
        system = message.get("type") == "system"
        contact = {} if system else _contact(value, message)
        incoming = _incoming(_Envelope(message, contact, account, now))
        if incoming is not None:
            yield incoming


def again(raw: bytes, account: str, at: datetime) -> Incoming | None:
    """Read a message that was kept as `raw`. Raise ValueError."""
    kept = parsed(raw)
    if not isinstance(kept, dict):
        return None
    return _incoming(_Envelope(inside(kept, "message"), inside(kept, "contact"), account, at))


def _contact(value: Object, message: Object) -> Object:
    """Return what the payload says about whoever wrote; {} if it is not plain who that is."""
    contacts = objects(listed(value, "contacts"))
    user_id, phone = word(message.get("from_user_id")), number(message.get("from"))
    for contact in contacts:
        if user_id and word(contact.get("user_id")) == user_id:
            return contact
        if phone and not user_id and number(contact.get("wa_id")) == phone:
            return contact
    # Meta: "a WhatsApp user's ID and phone number may not always match". Still, of several
    # messages each must name its own: two people's may never become one's.
    alone = len(contacts) == 1 and not (user_id and word(contacts[0].get("user_id")))
    plain = len(listed(value, "messages")) == 1 or not (user_id or phone)
    return contacts[0] if alone and plain else {}


@record
class _Envelope:
    """One message with the contact of whoever wrote it."""

    message: Object
    contact: Object
    account: str
    now: datetime

    @property
    def phone(self) -> str | None:
        return number(self.message.get("from")) or number(self.contact.get("wa_id"))

    @property
    def person(self) -> str | None:
        """Prefer the business-scoped id: who takes a username hides the number, and keeps it."""
        user_id = word(self.message.get("from_user_id")) or word(self.contact.get("user_id"))
        return user_id or self.phone or word(self.message.get("from"))

    def around(
        self, person: str | None, given: Input | Moved, phone: str | None
    ) -> Incoming | None:
        message_id = word(self.message.get("id"))
        if message_id is None or person is None:
            # Not even the id may be told: base64 of the sender's number is a part of it.
            lacks = "id" if message_id is None else "sender"
            log.warning("whatsapp_message_unreadable", lacks=lacks)
            return None
        return Incoming(
            sender=self.address(person),
            message_id=opaque(message_id),
            input=given,
            sent_at=moment(self.message.get("timestamp"), self.now),
            raw=written_down({"contact": self.contact, "message": self.message}),
            phone=phone,
        )

    def address(self, person: str) -> Address:
        return Address(Channel.WHATSAPP, self.account, person)


def _incoming(envelope: _Envelope) -> Incoming | None:
    return _moved(envelope) if envelope.message.get("type") == "system" else _written(envelope)


def _written(envelope: _Envelope) -> Incoming | None:
    given = content(envelope.message, envelope.phone)
    return None if given is None else envelope.around(envelope.person, given, envelope.phone)


def _moved(envelope: _Envelope) -> Incoming | None:
    """Read that somebody has another id from now on; any other notice of Meta's is silence."""
    message, system = envelope.message, inside(envelope.message, "system")
    if word(system.get("type")) not in _MOVES:  # a new security code, say: nothing changes here
        return None
    numbers = (number(system.get("wa_id")), number(system.get("new_wa_id")))
    new = next(filter(None, (word(system.get("user_id")), *numbers)), None)
    # A new number makes a new business-scoped id, so the old one is what most are known by.
    olds = system.get("previous_user_id"), message.get("from_user_id"), message.get("from")
    known = (number(one) or word(one) for one in (*olds, system.get("customer")))
    old = next((one for one in known if one and one != new), None)
    if new is None:
        log.warning("whatsapp_message_unreadable", lacks="new id")
        return None
    return envelope.around(old, Moved(to=envelope.address(new)), None)


# ── statuses ────────────────────────────────────────────────────────────────────────────────────


def _reports(value: Object, now: datetime) -> Iterator[Report]:
    for status in listed(value, "statuses"):
        fields = status if isinstance(status, dict) else {}
        remote_id, came = word(fields.get("id")), word(fields.get("status"))
        if remote_id is None or came is None:
            log.warning("whatsapp_status_unreadable")
        # Other words ("played", "deleted") say nothing about how far a message came.
        elif came == "failed" or came in _STAGES:
            yield _report(fields, remote_id, _STAGES.get(came), now)


def _report(status: Object, remote_id: str, stage: Stage | None, now: datetime) -> Report:
    errors = objects(listed(status, "errors"))
    code = number(errors[0].get("code")) if errors else None
    if code is not None and len(code) > _LONGEST_CODE:
        code = None
    meaning = None if stage or code is None else refusal(int(code))
    return Report(
        remote_id=opaque(remote_id),
        reference=word(status.get("biz_opaque_callback_data")) or "",
        at=moment(status.get("timestamp"), now),
        stage=stage,
        reason="" if stage else code or "failed",
        outside=meaning is not None and meaning.outside,
        retry_after=meaning.retry_after if meaning and not meaning.outside else None,
        refused=meaning is not None and meaning.refused,
    )
