"""python-telegram-bot's persistence in PostgreSQL: what a bot's author writes for it.

One row a conversation and one a person, each written by one statement that is durable when it
returns.
"""

import json
from typing import Any, TypeAlias

from telegram.ext import BasePersistence, PersistenceInput
from typing_extensions import override

Key: TypeAlias = tuple[int | str, ...]

TABLES = (
    """CREATE TABLE conversations (
        name text, key jsonb, state integer NOT NULL, PRIMARY KEY (name, key))""",
    "CREATE TABLE user_data (user_id bigint PRIMARY KEY, data jsonb NOT NULL)",
)


class PostgresPersistence(BasePersistence[dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """Keeps conversations and what people said; PTB reads all of it when it starts."""

    def __init__(self, pool: Any) -> None:  # noqa: ANN401 - asyncpg has no types
        super().__init__(PersistenceInput(bot_data=False, chat_data=False, callback_data=False))
        self._pool = pool

    @override
    async def get_conversations(self, name: str) -> dict[Key, object]:
        rows = await self._pool.fetch("SELECT key, state FROM conversations WHERE name = $1", name)
        return {tuple(json.loads(row[0])): row[1] for row in rows}

    @override
    async def update_conversation(self, name: str, key: Key, new_state: object | None) -> None:
        if new_state is None:
            await self._pool.execute(
                "DELETE FROM conversations WHERE name = $1 AND key = $2::jsonb",
                name,
                json.dumps(key),
            )
            return
        await self._pool.execute(
            """INSERT INTO conversations (name, key, state) VALUES ($1, $2::jsonb, $3)
               ON CONFLICT (name, key) DO UPDATE SET state = excluded.state""",
            name,
            json.dumps(key),
            new_state,
        )

    @override
    async def get_user_data(self) -> dict[int, dict[Any, Any]]:
        rows = await self._pool.fetch("SELECT user_id, data FROM user_data")
        return {row[0]: json.loads(row[1]) for row in rows}

    @override
    async def update_user_data(self, user_id: int, data: dict[Any, Any]) -> None:
        await self._pool.execute(
            """INSERT INTO user_data (user_id, data) VALUES ($1, $2::jsonb)
               ON CONFLICT (user_id) DO UPDATE SET data = excluded.data""",
            user_id,
            json.dumps(data),
        )

    @override
    async def drop_user_data(self, user_id: int) -> None:
        await self._pool.execute("DELETE FROM user_data WHERE user_id = $1", user_id)

    @override
    async def refresh_user_data(self, user_id: int, user_data: dict[Any, Any]) -> None:
        """Nobody else changes them."""

    @override
    async def flush(self) -> None:
        """Nothing waits to be written."""

    # ── what is not stored ──

    @override
    async def get_chat_data(self) -> dict[int, dict[Any, Any]]:
        return {}

    @override
    async def get_bot_data(self) -> dict[Any, Any]:
        return {}

    @override
    async def get_callback_data(self) -> None:
        return None

    @override
    async def update_chat_data(self, chat_id: int, data: dict[Any, Any]) -> None: ...

    @override
    async def update_bot_data(self, data: dict[Any, Any]) -> None: ...

    @override
    async def update_callback_data(self, data: Any) -> None: ...

    @override
    async def drop_chat_data(self, chat_id: int) -> None: ...

    @override
    async def refresh_chat_data(self, chat_id: int, chat_data: dict[Any, Any]) -> None: ...

    @override
    async def refresh_bot_data(self, bot_data: dict[Any, Any]) -> None: ...
