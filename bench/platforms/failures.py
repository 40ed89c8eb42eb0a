"""The ways in which Telegram and Meta fail, each by name.

What fails here was not done: the message was not shown to anybody. (What was done and then not
answered is a message sent twice, with every platform that has no key for sending once.)
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Scope

from tests.platforms import graph_server, telegram_server
from tests.platforms.graph_server import GraphServer
from tests.platforms.telegram_server import TelegramServer

MetaFailure = Callable[[GraphServer], graph_server.Failure]

_PAGE = "<html>502 Bad Gateway"


async def _page(_server: TelegramServer, _scope: Scope) -> Response:
    return Response(_PAGE, 502, media_type="text/html")


@dataclass(frozen=True, slots=True)
class Failures:
    """Each call meets one of these ways, or none if there are none; `slow`: seconds, up to."""

    telegram: tuple[telegram_server.Failure, ...] = ()
    meta: tuple[MetaFailure, ...] = ()
    slow: float = 0

    def of_telegram(self, dice: random.Random) -> telegram_server.Failure | None:
        return dice.choice(self.telegram) if self.telegram else None

    def of_meta(self, server: GraphServer, dice: random.Random) -> graph_server.Failure | None:
        return dice.choice(self.meta)(server) if self.meta else None

    def pause(self, dice: random.Random) -> float:
        return dice.uniform(0, self.slow) if self.slow else 0


def _graph(status: int, what: int | str, headers: dict[str, str] | None = None) -> MetaFailure:
    return lambda _server: graph_server.answering(status, what, headers)


NONE = Failures()
_BY_NAME = {
    "busy": Failures(
        (telegram_server.too_many_requests(1), telegram_server.too_many_requests(3)),
        (_graph(429, 130429, {"Retry-After": "2"}), _graph(400, 131056)),
    ),
    "broken": Failures(
        (telegram_server.answering(500, "Internal Server Error"), _page, telegram_server.garbage),
        (_graph(500, 131000), _graph(503, _PAGE), _graph(200, "garbage")),
    ),
    "silent": Failures(
        (telegram_server.hang, telegram_server.reset),
        (lambda server: server.hang, lambda server: server.reset),
    ),
    "slow": Failures(slow=3),
}
BY_NAME = {
    "none": NONE,
    **_BY_NAME,
    "every": Failures(
        tuple(way for one in ("busy", "broken") for way in _BY_NAME[one].telegram),
        tuple(way for one in ("busy", "broken") for way in _BY_NAME[one].meta),
    ),
}
