"""The registration with aiogram's finite state machine, its states kept in PostgreSQL.

As its documentation shows: states, a Router with one handler a state, an FSMContext; the
storage is a BaseStorage on an asyncpg pool, each call of it one statement that is durable when it
returns. Updates are handled as tasks, as `start_polling` does.
"""

import contextlib
import itertools
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import asyncpg
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.base import BaseSession
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.methods import SendMessage
from aiogram.methods.base import TelegramMethod
from aiogram.types import (
    CallbackQuery,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    Update,
)
from typing_extensions import override

from bench.comparison.peers import questions as asked
from bench.comparison.peers.aiogram_storage import TABLE, PostgresStorage
from bench.comparison.peers.questions import QUESTIONS, Question
from bench.comparison.systems import HALF_FINISHED, Database, System
from bench.machine import execute
from bench.platforms.crowd import Admit
from bench.platforms.wires import ACCOUNT, Heard, TelegramWire, Wire
from bot import ports

_FILL = """
    INSERT INTO fsm SELECT format('fsm:%1$s:%1$s', n), 'Form:{state}', '{data}'
      FROM generate_series({first}, {last}) AS n
"""


_STATES = {
    name: State(name, "Form")
    for name in ("welcome", *(question.name for question in QUESTIONS), "review", "registered")
}
Handler = Callable[..., Awaitable[None]]


def routed() -> Router:
    """Build the conversation: one handler a state."""
    router = Router()
    router.message.register(_start, CommandStart())
    router.callback_query.register(_begin, _STATES["welcome"], F.data == asked.REGISTER[1])
    for number, question in enumerate(QUESTIONS):
        state = _STATES[question.name]
        if question.choices:
            tapped = F.data.startswith(f"r:{question.name}:")
            router.callback_query.register(_tapped(number), state, tapped)
        else:
            router.message.register(_typed(number), state, F.text)
    router.callback_query.register(_send, _STATES["review"], F.data == asked.SEND[1])
    router.message.register(_status, _STATES["registered"], F.text == "status")
    return router


async def _start(message: Message, state: FSMContext) -> None:
    await state.set_state(_STATES["welcome"])
    await message.answer(asked.WELCOME, reply_markup=_keyboard([asked.REGISTER]))


async def _begin(query: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(_STATES[QUESTIONS[0].name])
    await _ask(query.message, QUESTIONS[0])


def _tapped(number: int) -> Handler:
    async def answered(query: CallbackQuery, state: FSMContext) -> None:
        value = (query.data or "").rpartition(":")[2]
        await _go_on(query.message, state, number, value)

    return answered


def _typed(number: int) -> Handler:
    question = QUESTIONS[number]

    async def answered(message: Message, state: FSMContext) -> None:
        text = message.text or ""
        if not question.valid(text):
            await message.answer(asked.AGAIN.format(words=question.words))
            return
        await _go_on(message, state, number, text)

    return answered


async def _go_on(message: Any, state: FSMContext, number: int, value: str) -> None:  # noqa: ANN401 - perhaps inaccessible
    """Keep an answer and ask the next question, or show all answers after the last."""
    answers = await state.update_data({QUESTIONS[number].name: value})
    if number + 1 < len(QUESTIONS):
        following = QUESTIONS[number + 1]
        await state.set_state(_STATES[following.name])
        await _ask(message, following)
        return
    await state.set_state(_STATES["review"])
    await message.answer(asked.review(answers), reply_markup=_keyboard([asked.SEND]))


async def _ask(message: Any, question: Question) -> None:  # noqa: ANN401 - perhaps inaccessible
    markup = _keyboard(question.buttons) if question.choices else None
    await message.answer(question.words, reply_markup=markup)


async def _send(query: CallbackQuery, state: FSMContext, pool: Any) -> None:  # noqa: ANN401 - asyncpg has no types
    answers = await state.get_data()
    number = await asked.register(pool, query.from_user.id, answers)
    await state.set_state(_STATES["registered"])
    if isinstance(query.message, Message):
        await query.message.answer(asked.DONE.format(name=answers["name"], number=number))


async def _status(message: Message, state: FSMContext) -> None:
    name = await state.get_value("name")
    await state.clear()
    await message.answer(asked.STATUS.format(name=name))


def _keyboard(buttons: Sequence[tuple[str, str]]) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=label, callback_data=data)] for label, data in buttons]
    return InlineKeyboardMarkup(inline_keyboard=rows)


class StubSession(BaseSession):
    """Telegram without a network: gives ids at once and tells who was sent what."""

    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self._heard = heard
        self._numbers = itertools.count(1)

    @override
    async def close(self) -> None:
        """There is nothing to close."""

    @override
    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        if not isinstance(method, SendMessage):
            return True
        number, chat_id = next(self._numbers), int(method.chat_id)
        self._heard(chat_id, str(number), _shown(method))
        chat = Chat(id=chat_id, type="private")
        now = datetime.now(UTC)
        return Message(message_id=number, date=now, chat=chat, text=method.text).as_(bot)

    @override
    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        yield b""


def _shown(method: SendMessage) -> ports.Message:
    markup = method.reply_markup
    rows = markup.inline_keyboard if isinstance(markup, InlineKeyboardMarkup) else []
    buttons = (ports.Button(key.text, key.callback_data or "") for row in rows for key in row)
    return ports.Message(method.text, tuple(buttons))


class Aiogram(System):
    @property
    @override
    def wire(self) -> Callable[[int], Wire]:
        return TelegramWire

    @override
    async def lay(self, database: Database) -> None:
        await execute(database.dsn, TABLE, asked.TABLE)

    @override
    @contextlib.asynccontextmanager
    async def opened(self, database: Database, heard: Heard) -> AsyncIterator[Admit]:
        connections = asked.CONNECTIONS
        pool = await asyncpg.create_pool(database.dsn, min_size=connections, max_size=connections)
        bot = Bot(f"{ACCOUNT}:TEST", session=StubSession(heard))
        dispatcher = Dispatcher(storage=PostgresStorage(pool), pool=pool)
        dispatcher.include_router(routed())

        async def admit(raw: bytes) -> None:
            update = Update.model_validate_json(raw, context={"bot": bot})
            await dispatcher.feed_update(bot, update)

        yield admit
        await dispatcher.storage.close()

    @override
    async def fill(self, database: Database, people: int) -> None:
        last, state = HALF_FINISHED + people - 1, QUESTIONS[asked.HALF].name
        data = json.dumps(asked.HALF_ANSWERS)
        filled = _FILL.format(state=state, data=data, first=HALF_FINISHED, last=last)
        await execute(database.dsn, filled, "VACUUM ANALYZE fsm")

    @override
    async def registered(self, database: Database) -> int:
        return await asked.registered(database.dsn)


AIOGRAM = Aiogram()
