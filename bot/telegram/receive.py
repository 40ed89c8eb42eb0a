"""Telegram, the way in: one raw update becomes one of our messages, a group to leave, or nothing.

Pure: nothing is taken here and nobody is answered (reception.py does that). Every update is read
alone. The two that come all day, typed words and a tap, are picked out of the JSON at once; the
others by aiogram's models, which take fifteen times as long and know every kind there is; and what
those refuse, because Telegram is newer than they are, by hand.
"""

import re
from datetime import UTC, datetime
from typing import Any

import orjson
from pydantic import ValidationError

from bot.telegram.library import (
    CallbackQuery,
    ChatMemberStatus,
    ChatMemberUpdated,
    ChatType,
    ContentType,
    Message,
    Update,
)
from conversations.messages import (
    Address,
    Channel,
    Edited,
    Incoming,
    Input,
    Opened,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
)
from conversations.record import record

_EARLIEST = datetime(2015, 6, 24, tzinfo=UTC)  # of the Bot API; ages are reckoned from the date
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)

# What a person can send that carries no answer. Everything else that is not text (a pinned
# message, a changed timer, a new topic) is Telegram's own notice and is met with silence.
_MEDIA = frozenset(
    {
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.CHECKLIST,
        ContentType.DICE,
        ContentType.DOCUMENT,
        ContentType.GAME,
        ContentType.GIFT,
        ContentType.GIVEAWAY,
        ContentType.INVOICE,
        ContentType.LIVE_PHOTO,
        ContentType.LOCATION,
        ContentType.PAID_MEDIA,
        ContentType.PHOTO,
        ContentType.POLL,
        ContentType.RICH_MESSAGE,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.UNKNOWN,
        ContentType.VENUE,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
    },
)


class NotAnUpdate(ValueError):  # noqa: N818 - it names the body, not a fault of the program
    """The body is no JSON object with an `update_id`: Telegram did not write it."""


@record
class Received:
    """A message for the turn. `callback_id`: the button spins until it is answered."""

    incoming: Incoming
    callback_id: str | None = None


@record
class GroupChat:
    """Somebody put the bot where several people read: say so, and leave."""

    chat_id: int


def incoming(raw: bytes, account: str, now: datetime) -> Received | GroupChat | None:
    """Read one update; None if nobody waits for an answer. Raise NotAnUpdate and nothing else.

    `account` is the bot's id. `now` is the time of a tap, which Telegram does not tell.
    """
    try:
        plain = orjson.loads(raw)
    except ValueError as error:
        raise NotAnUpdate from error
    match plain:
        case {"update_id": int(update_id)}:
            envelope = _Envelope(account, update_id, raw, now)
        case _:
            raise NotAnUpdate
    if received := _everyday(plain, envelope):
        return received
    try:
        update = Update.model_validate_json(raw)
    except ValidationError:
        return _by_hand(plain, envelope)
    return _modelled(update, envelope)


def _everyday(update: dict[str, Any], envelope: "_Envelope") -> Received | None:
    """Read typed words or a tap in a private chat; None if it is anything else."""
    match update:
        case {
            "message": {
                "chat": {"type": "private", "id": int(sender)},
                "from": {"is_bot": False},
                "date": int(date),
                "text": str(text),
            }
        } if text and (sent_at := _moment(date)):
            return Received(envelope.around(sender, _words(text), sent_at))
        case {
            "callback_query": {
                "id": str(callback_id),
                "data": str(data),
                "message": {"message_id": int(on), "chat": {"type": "private", "id": int(sender)}},
            },
        }:
            return Received(envelope.around(sender, Tapped(data, on=str(on))), callback_id)
        case _:
            return None


def _modelled(update: Update, envelope: "_Envelope") -> Received | GroupChat | None:
    if update.message is not None:
        return _message(update.message, envelope)
    if update.callback_query is not None:
        return _tap(update.callback_query, envelope)
    if update.edited_message is not None:
        return _edit(update.edited_message, envelope)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    return None


def again(raw: bytes, account: str, at: datetime) -> Incoming | None:
    """Read an update that was kept; None if it is no message. Raise NotAnUpdate."""
    received = incoming(raw, account, at)
    return received.incoming if isinstance(received, Received) else None


@record
class _Envelope:
    """What every message of one update has in common."""

    account: str
    update_id: int
    raw: bytes
    now: datetime

    def around(self, sender: int, content: Input, sent_at: datetime | None = None) -> Incoming:
        """`sender` is a private chat's id, which is its person's id; no `sent_at` means now."""
        return Incoming(
            sender=Address(Channel.TELEGRAM, self.account, str(sender)),
            message_id=str(self.update_id),
            input=content,
            sent_at=sent_at if sent_at and sent_at >= _EARLIEST else self.now,
            raw=self.raw,
        )


def _message(message: Message, envelope: _Envelope) -> Received | GroupChat | None:
    if message.chat.type != ChatType.PRIVATE:
        return GroupChat(message.chat.id)
    if message.from_user is not None and message.from_user.is_bot:
        return None
    content: Input
    if message.text:
        content = _words(message.text)
    elif message.contact is not None:
        own = message.contact.user_id is not None and message.contact.user_id == message.chat.id
        content = SharedContact(message.contact.phone_number, own=own)
    elif (kind := message.content_type) in _MEDIA:
        content = SentMedia(ContentType(kind).value)
    else:
        return None
    return Received(envelope.around(message.chat.id, content, message.date))


def _words(text: str) -> Said | Opened:
    command = _COMMAND.fullmatch(text)
    if command is None:
        return Said(text)
    name, rest = command[1], (command[2] or "").strip()
    if name.lower() == "start":
        return Opened(rest)
    return Said(f"{name} {rest}".rstrip())


def _tap(tap: CallbackQuery, envelope: _Envelope) -> Received | GroupChat | None:
    # Without a message it comes from inline mode, without data from a game: this bot has neither.
    if tap.message is None or tap.data is None:
        return None
    if tap.message.chat.type != ChatType.PRIVATE:
        return GroupChat(tap.message.chat.id)
    tapped = Tapped(tap.data, on=str(tap.message.message_id))
    return Received(envelope.around(tap.message.chat.id, tapped), tap.id)


def _edit(message: Message, envelope: _Envelope) -> Received | GroupChat | None:
    if message.chat.type != ChatType.PRIVATE:
        return GroupChat(message.chat.id)
    if message.text is None:  # a live location moves every few seconds, and nobody typed it
        return None
    return Received(envelope.around(message.chat.id, Edited(), _moment(message.edit_date)))


def _membership(change: ChatMemberUpdated) -> GroupChat | None:
    # Leaving tells us that we left, which must not make us leave again.
    gone = change.new_chat_member.status in {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}
    return None if gone or change.chat.type == ChatType.PRIVATE else GroupChat(change.chat.id)


def _moment(seconds: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
    except (OverflowError, ValueError, OSError):
        return None


def _by_hand(update: dict[str, Any], envelope: _Envelope) -> Received | GroupChat | None:
    """Find who sent it and, where it is plain, what; all else is SentMedia("unknown")."""
    match update:
        case {"message": {"from": {"is_bot": True}, "chat": {"type": "private"}}}:
            return None
        case {"message": {"chat": {"type": "private", "id": int(sender)}} as message}:
            text = message.get("text")
            content = _words(text) if isinstance(text, str) and text else SentMedia("unknown")
            return Received(envelope.around(sender, content, _moment(message.get("date"))))
        case {"edited_message": {"chat": {"type": "private", "id": int(sender)}}}:
            return Received(envelope.around(sender, Edited()))
        case {"message": {"chat": {"type": "group" | "supergroup" | "channel", "id": int(chat)}}}:
            return GroupChat(chat)
        case _:
            return None
