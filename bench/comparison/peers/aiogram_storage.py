"""aiogram's storage in PostgreSQL: what a bot's author writes for it.

A conversation is one row; each call is one statement that is durable when it returns.
"""

import json
from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from typing_extensions import override

TABLE = "CREATE TABLE fsm (key text PRIMARY KEY, state text, data jsonb NOT NULL DEFAULT '{}')"


class PostgresStorage(BaseStorage):
    """Keeps a conversation in one row."""

    def __init__(self, pool: Any) -> None:  # noqa: ANN401 - asyncpg has no types
        self._pool = pool
        self._keys = DefaultKeyBuilder()

    @override
    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        value = state.state if isinstance(state, State) else state
        await self._pool.execute(
            """INSERT INTO fsm (key, state) VALUES ($1, $2)
               ON CONFLICT (key) DO UPDATE SET state = excluded.state""",
            self._keys.build(key),
            value,
        )

    @override
    async def get_state(self, key: StorageKey) -> str | None:
        found: str | None = await self._pool.fetchval(
            "SELECT state FROM fsm WHERE key = $1", self._keys.build(key)
        )
        return found

    @override
    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        await self._pool.execute(
            """INSERT INTO fsm (key, data) VALUES ($1, $2::jsonb)
               ON CONFLICT (key) DO UPDATE SET data = excluded.data""",
            self._keys.build(key),
            json.dumps(data),
        )

    @override
    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        found = await self._pool.fetchval(
            "SELECT data FROM fsm WHERE key = $1", self._keys.build(key)
        )
        data: dict[str, Any] = json.loads(found) if found else {}
        return data

    @override
    async def close(self) -> None:
        await self._pool.close()
