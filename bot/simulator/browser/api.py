"""What a page asks of the phones, in JSON: docs/phones.md lists it all.

Everybody on this machine may ask, and nobody else: the server listens on loopback, the address in
the request must be loopback's (a name of somebody's may lead there), and what another site's page
posts is refused.
"""

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from urllib.parse import urlsplit

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.ports import DatabaseAway
from bot.serving.web import read_body
from bot.simulator.clock import STEPS
from bot.simulator.phone import Json, Phone, Platform
from bot.simulator.service import Simulator, Undone
from bot.simulator.show import Show
from storage.errors import StorageError

MOST_BYTES = 16 << 10  # of a body: a pasted form is far less
_HOSTS = ("127.0.0.1", "localhost", "::1")
_OURS = ("same-origin", "none")  # Sec-Fetch-Site
Act: TypeAlias = Callable[[Request, Json], Awaitable[Json]]


class _Wrong(Exception):  # noqa: N818 - what a page asked for that cannot be
    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status = status


def phones(simulator: Simulator, show: Show | None = None) -> list[Route]:
    """Return the routes of the phones."""
    return _Api(simulator, show or Show(simulator)).routes()


class _Api:
    def __init__(self, simulator: Simulator, show: Show) -> None:
        self._simulator = simulator
        self._show = show

    def routes(self) -> list[Route]:
        acts: dict[str, Act] = {
            "/phones": self._add,
            "/phones/clock": self._clock,
            "/phones/show": self._play,
            "/phones/{id}/say": self._say,
            "/phones/{id}/tap": self._tap,
            "/phones/{id}/open": self._open,
            "/phones/{id}/contact": self._contact,
            "/phones/{id}/photo": self._photo,
            "/phones/{id}/form": self._form,
            "/phones/{id}/repeat": self._repeat,
        }
        return [
            Route("/phones", self._state),
            Route("/phones/state", self._state),
            Route("/phones/events", self._events),
            Route("/phones/form", self._screens),
            *(Route(path, _posted(act), methods=["POST"]) for path, act in acts.items()),
        ]

    async def _state(self, request: Request) -> Response:
        if refused := _refused(request):
            return refused
        told = {**self._simulator.told(), "show": self._show.told()}
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    async def _screens(self, request: Request) -> Response:
        if refused := _refused(request):
            return refused
        return JSONResponse({"screens": self._simulator.form_screens()})

    async def _events(self, request: Request) -> Response:
        """Go on behind Last-Event-ID, which a browser sends when it opens a stream again."""
        if refused := _refused(request):
            return refused
        asked = request.query_params.get("after", "")
        after = request.headers.get("Last-Event-ID", asked)
        stream = self._simulator.events.stream(after)
        return StreamingResponse(
            stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _add(self, _: Request, given: Json) -> Json:
        try:
            platform = Platform(_word(given, "platform"))
        except ValueError:
            raise _Wrong(400, "platform: telegram or whatsapp") from None
        if given.get("unwritten"):
            return {"phone": (await self._simulator.unwritten(platform)).told()}
        phone = await self._simulator.add(
            platform,
            _word(given, "name", ""),
            _word(given, "head_of", ""),
            hidden=bool(given.get("hidden")),
        )
        return {"phone": phone.told()}

    async def _clock(self, _: Request, given: Json) -> Json:
        step = _word(given, "step")
        if step not in STEPS:
            raise _Wrong(400, f"step: one of {', '.join(STEPS)}")
        return await self._simulator.time.move(step)

    async def _play(self, _: Request, given: Json) -> Json:
        if given.get("stop"):
            self._show.stop()
            return {}
        return await self._show.begin()

    async def _say(self, request: Request, given: Json) -> Json:
        text = _word(given, "text")
        if not text.strip():
            raise _Wrong(400, "text: something")
        await self._simulator.say(self._phone(request), text)
        return {}

    async def _tap(self, request: Request, given: Json) -> Json:
        key = given.get("key")
        if type(key) is not int:  # True is one, too
            raise _Wrong(400, "key: a number, in reading order, the first is 0")
        await self._simulator.tap(self._phone(request), _word(given, "message"), key)
        return {}

    async def _open(self, request: Request, given: Json) -> Json:
        await self._simulator.open(self._phone(request), _word(given, "payload", ""))
        return {}

    async def _contact(self, request: Request, _: Json) -> Json:
        await self._simulator.contact(self._phone(request))
        return {}

    async def _photo(self, request: Request, _: Json) -> Json:
        await self._simulator.photo(self._phone(request))
        return {}

    async def _form(self, request: Request, given: Json) -> Json:
        answers = given.get("answers")
        if not isinstance(answers, dict) or not all(isinstance(a, str) for a in answers.values()):
            raise _Wrong(400, "answers: texts by name")
        await self._simulator.form(self._phone(request), _word(given, "message"), answers)
        return {}

    async def _repeat(self, request: Request, _: Json) -> Json:
        await self._simulator.repeat(self._phone(request))
        return {}

    def _phone(self, request: Request) -> Phone:
        """Return the phone on which something is to be done: somebody has taken over."""
        self._show.stop()
        return self._simulator.phones[request.path_params["id"]]


def _posted(act: Act) -> Callable[[Request], Awaitable[Response]]:
    """Answer 200 once it is taken, 404 for what is not there, 409 for what cannot be now."""

    async def answer(request: Request) -> Response:
        if refused := _refused(request):
            return refused
        try:
            return JSONResponse(await act(request, await _given(request)))
        except _Wrong as wrong:
            return _told(wrong.status, str(wrong))
        except Undone as undone:
            return _told(409, str(undone))
        except LookupError as missing:
            return _told(404, f"not there: {missing.args[0]}")
        except (DatabaseAway, StorageError):
            return _told(503, "the database is away: once more")

    return answer


def _told(status: int, problem: str) -> Response:
    return JSONResponse({"problem": problem}, status)


def _refused(request: Request) -> Response | None:
    """Refuse what did not come from a page of this address."""
    origin = request.headers.get("Origin")
    try:
        host = urlsplit(f"//{request.headers.get('Host', '')}")
        elsewhere = origin is not None and urlsplit(origin).netloc != host.netloc
    except ValueError:  # an address that is none
        return _told(403, "only from this machine")
    if host.hostname not in _HOSTS or request.headers.get("Sec-Fetch-Site", "none") not in _OURS:
        return _told(403, "only from this machine, and from its own page")
    return _told(403, "only from this page") if elsewhere else None


async def _given(request: Request) -> Json:
    """Read the body, a JSON object; a page of another site could post none without asking."""
    if request.headers.get("Content-Type", "").partition(";")[0] != "application/json":
        raise _Wrong(415, "Content-Type: application/json")
    try:
        body = await read_body(request, MOST_BYTES)
    except ClientDisconnect:
        raise _Wrong(400, "the body is not whole") from None
    if body is None:
        raise _Wrong(413, f"more than {MOST_BYTES} bytes")
    try:
        given = orjson.loads(body or b"{}")
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise _Wrong(400, "the body is no JSON object")
    return given


def _word(given: Json, name: str, without: str | None = None) -> str:
    word = given.get(name, without)
    if not isinstance(word, str):
        raise _Wrong(400, f"{name}: a text")
    return word
