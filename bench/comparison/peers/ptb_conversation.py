"""The registration with python-telegram-bot's ConversationHandler, kept in PostgreSQL.

As its documentation shows: a persistent ConversationHandler with a name, answers in `user_data`,
a BasePersistence of one's own. Updates are processed one after the other: the documentation
forbids concurrent ones with conversations. The persistence is updated after each, so that no
answer counts as taken before it is durable (by default that is done once a minute).
"""

import asyncio
import contextlib
import itertools
import json
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

import asyncpg
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBUserWarning
from typing_extensions import override

from bench.comparison.peers import questions as asked
from bench.comparison.peers.ptb_persistence import TABLES, PostgresPersistence
from bench.comparison.peers.questions import QUESTIONS, Question
from bench.comparison.systems import HALF_FINISHED, Database, System
from bench.machine import execute
from bench.platforms.crowd import Admit
from bench.platforms.wires import ACCOUNT, Heard, TelegramWire, Wire
from bot.ports import Button, Message

Context: TypeAlias = ContextTypes.DEFAULT_TYPE
Handler: TypeAlias = Callable[[Update, Context], Coroutine[Any, Any, int]]

NAME = "registration"
WELCOME, REVIEW, REGISTERED = range(100, 103)  # the other states are the questions' numbers

_FILL = (
    """INSERT INTO conversations
       SELECT '{name}', jsonb_build_array(n, n), {state}
         FROM generate_series({first}, {last}) AS n""",
    "INSERT INTO user_data SELECT n, '{data}' FROM generate_series({first}, {last}) AS n",
    "VACUUM ANALYZE conversations, user_data",
)


def conversation(pool: Any) -> ConversationHandler[Context]:  # noqa: ANN401 - asyncpg has no types
    """Build the conversation: one handler a state."""
    # As PTB's own examples do: with per_message=False a tap need not be on the last message.
    warnings.filterwarnings("ignore", r".*CallbackQueryHandler", PTBUserWarning)
    states: dict[object, list[BaseHandler[Update, Context, Any]]] = {
        number: [_answered(number, question)] for number, question in enumerate(QUESTIONS)
    }
    states[WELCOME] = [CallbackQueryHandler(_begin, f"^{asked.REGISTER[1]}$")]
    states[REVIEW] = [CallbackQueryHandler(_sends(pool), f"^{asked.SEND[1]}$")]
    states[REGISTERED] = [MessageHandler(filters.Regex("^status$"), _status)]
    start: BaseHandler[Update, Context, object] = CommandHandler("start", _start)
    return ConversationHandler([start], states, [start], name=NAME, persistent=True)


def _answered(number: int, question: Question) -> BaseHandler[Update, Context, Any]:
    if question.choices:
        return CallbackQueryHandler(_tapped(number), f"^r:{question.name}:")
    return MessageHandler(filters.TEXT & ~filters.COMMAND, _typed(number))


async def _start(update: Update, _: Context) -> int:
    await _say(update, asked.WELCOME, [asked.REGISTER])
    return WELCOME


async def _begin(update: Update, _: Context) -> int:
    await _say(update, QUESTIONS[0].words, QUESTIONS[0].buttons)
    return 0


def _tapped(number: int) -> Handler:
    async def answered(update: Update, context: Context) -> int:
        assert update.callback_query is not None
        value = (update.callback_query.data or "").rpartition(":")[2]
        return await _go_on(update, context, number, value)

    return answered


def _typed(number: int) -> Handler:
    question = QUESTIONS[number]

    async def answered(update: Update, context: Context) -> int:
        assert update.message is not None
        text = update.message.text or ""
        if not question.valid(text):
            await _say(update, asked.AGAIN.format(words=question.words))
            return number
        return await _go_on(update, context, number, text)

    return answered


async def _go_on(update: Update, context: Context, number: int, value: str) -> int:
    """Keep an answer and ask the next question, or show all answers after the last."""
    answers = _answers(context)
    answers[QUESTIONS[number].name] = value
    if number + 1 < len(QUESTIONS):
        following = QUESTIONS[number + 1]
        await _say(update, following.words, following.buttons)
        return number + 1
    await _say(update, asked.review(answers), [asked.SEND])
    return REVIEW


def _sends(pool: Any) -> Handler:  # noqa: ANN401 - asyncpg has no types
    async def send(update: Update, context: Context) -> int:
        assert update.effective_user is not None
        answers = _answers(context)
        number = await asked.register(pool, update.effective_user.id, answers)
        await _say(update, asked.DONE.format(name=answers["name"], number=number))
        return REGISTERED

    return send


async def _status(update: Update, context: Context) -> int:
    answers = _answers(context)
    await _say(update, asked.STATUS.format(name=answers["name"]))
    answers.clear()
    return ConversationHandler.END


def _answers(context: Context) -> dict[Any, Any]:
    assert context.user_data is not None
    return context.user_data


async def _say(update: Update, words: str, buttons: Sequence[tuple[str, str]] = ()) -> None:
    rows = [[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons]
    assert update.effective_chat is not None
    markup = InlineKeyboardMarkup(rows) if rows else None
    await update.effective_chat.send_message(words, reply_markup=markup)


class StubRequest(BaseRequest):
    """Telegram without a network: gives ids at once and tells who was sent what."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._numbers = itertools.count(1)

    @property
    @override
    def read_timeout(self) -> float | None:
        return None

    @override
    async def initialize(self) -> None:
        """There is nothing to open."""

    @override
    async def shutdown(self) -> None:
        """There is nothing to close."""

    @override
    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        result: Any = {"id": int(ACCOUNT), "is_bot": True, "first_name": "S", "username": "s_bot"}
        if url.endswith("/sendMessage") and request_data is not None:
            result = self._sent(request_data.parameters)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _sent(self, call: dict[str, Any]) -> dict[str, Any]:
        number, chat_id = next(self._numbers), int(call["chat_id"])
        rows = call.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = tuple(Button(key["text"], key["callback_data"]) for row in rows for key in row)
        self._heard(chat_id, str(number), Message(call["text"], buttons))
        now = int(datetime.now(UTC).timestamp())
        chat = {"id": chat_id, "type": "private"}
        return {"message_id": number, "date": now, "chat": chat, "text": call["text"]}


class Ptb(System):
    @property
    @override
    def wire(self) -> Callable[[int], Wire]:
        return TelegramWire

    @override
    async def lay(self, database: Database) -> None:
        await execute(database.dsn, *TABLES, asked.TABLE)

    @override
    @contextlib.asynccontextmanager
    async def opened(self, database: Database, heard: Heard) -> AsyncIterator[Admit]:
        connections = asked.CONNECTIONS
        pool = await asyncpg.create_pool(database.dsn, min_size=connections, max_size=connections)
        application = _application(pool, heard)
        faults: list[Exception] = []

        async def keep(_update: object, context: Context) -> None:
            faults.append(context.error or RuntimeError("unknown"))

        application.add_error_handler(keep)
        alone = asyncio.Lock()

        async def admit(raw: bytes) -> None:
            async with alone:
                update = Update.de_json(json.loads(raw), application.bot)
                await application.process_update(update)
                await application.update_persistence()
                if faults:
                    raise faults[0]

        async with application:
            yield admit
        await pool.close()

    @override
    async def fill(self, database: Database, people: int) -> None:
        values = {
            "name": NAME,
            "state": asked.HALF,
            "data": json.dumps(asked.HALF_ANSWERS),
            "first": HALF_FINISHED,
            "last": HALF_FINISHED + people - 1,
        }
        await execute(database.dsn, *(one.format(**values) for one in _FILL))

    @override
    async def registered(self, database: Database) -> int:
        return await asked.registered(database.dsn)


def _application(pool: Any, heard: Heard) -> Application[Any, Context, Any, Any, Any, Any]:  # noqa: ANN401 - asyncpg has no types
    request = StubRequest(heard)
    builder = ApplicationBuilder().token(f"{ACCOUNT}:TEST").updater(None).job_queue(None)
    builder = builder.request(request).persistence(PostgresPersistence(pool))
    application = builder.build()
    application.add_handler(conversation(pool))
    return application


PTB = Ptb()
