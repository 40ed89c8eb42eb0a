"""aiogram, as we import it: its models are made when they are first used.

aiogram makes all 444 at its import, each with everything in it. That takes seconds and 100 MB, and
nearly all of it is for updates that never come. Pydantic can make a model later by itself, but
not one that names others before they are known: so the names that aiogram gives at the import are
kept, and given then. Whoever imported aiogram before us has them all made.

And whom it trusts is read once, with the others: it would read all certificates for each session.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from pydantic import BaseModel

from bot.tls import trusted

_REBUILD = BaseModel.model_rebuild.__func__  # type: ignore[attr-defined]
_names: dict[str, Any] = {}


def _later(_: type[BaseModel], *, _types_namespace: Mapping[str, Any]) -> None:
    _names.update(_types_namespace)


def _by_name(
    model: type[BaseModel],
    *,
    force: bool = False,
    raise_errors: bool = True,
    _parent_namespace_depth: int = 0,
    _types_namespace: Mapping[str, Any] = _names,
) -> bool | None:
    made: bool | None = _REBUILD(
        model, force=force, raise_errors=raise_errors, _types_namespace=_types_namespace
    )
    return made


@contextmanager
def _made_later() -> Iterator[None]:
    BaseModel.model_rebuild = classmethod(_later)  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        BaseModel.model_rebuild = classmethod(_REBUILD)  # type: ignore[assignment, method-assign]


with _made_later():
    from aiogram import Bot, methods
    from aiogram.client.session import aiohttp as _session
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
    from aiogram.enums import ChatMemberStatus, ChatType, ContentType
    from aiogram.exceptions import (
        AiogramError,
        ClientDecodeError,
        TelegramConflictError,
        TelegramNetworkError,
        TelegramNotFound,
        TelegramRetryAfter,
        TelegramServerError,
        TelegramUnauthorizedError,
    )
    from aiogram.methods.base import Response, TelegramMethod
    from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update
    from aiogram.types.base import TelegramObject
    from aiogram.utils.token import TokenValidationError

for _base in (TelegramObject, TelegramMethod, Response):
    _base.model_rebuild = classmethod(_by_name)  # type: ignore[assignment, method-assign]
vars(_session)["ssl"] = SimpleNamespace(create_default_context=lambda **_: trusted())
Update.model_rebuild()  # the first that comes shall not wait

__all__ = [
    "PRODUCTION",
    "AiogramError",
    "AiohttpSession",
    "Bot",
    "CallbackQuery",
    "ChatMemberStatus",
    "ChatMemberUpdated",
    "ChatType",
    "ClientDecodeError",
    "ContentType",
    "Message",
    "TelegramAPIServer",
    "TelegramConflictError",
    "TelegramMethod",
    "TelegramNetworkError",
    "TelegramNotFound",
    "TelegramRetryAfter",
    "TelegramServerError",
    "TelegramUnauthorizedError",
    "TokenValidationError",
    "Update",
    "methods",
]
