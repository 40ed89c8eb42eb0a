"""What Telegram took counts as sent, however odd what it says of it.

The library reads a whole message from the answer to a sending, and fails where it cannot; then
what has arrived would be sent again. Nothing of it is wanted but the id.
"""

import json
from typing import Any

from telegram.request import BaseRequest, HTTPXRequest, RequestData
from typing_extensions import override

_SENDINGS = ("/sendMessage", "/editMessageText")
UNKNOWN_ID = 0  # Telegram's own begin at 1


class Request(HTTPXRequest):
    """Asks as the library does, and reads of a message that was taken its id alone."""

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        timeouts = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        status, body = await super().do_request(url, method, request_data, *timeouts)
        return status, _plain(body) if url.endswith(_SENDINGS) else body


def _plain(body: bytes) -> bytes:
    """Return the answer with the plainest message that has this id; a refusal as it is."""
    try:
        answer = json.loads(body.decode(errors="replace"))
    except ValueError:
        return body
    match answer:
        case {"ok": True, "result": {"message_id": int(known)}}:
            return _message(known)
        case {"ok": True}:
            return _message(UNKNOWN_ID)
        case _:
            return body


def _message(message_id: int) -> bytes:
    chat = {"id": 1, "type": "private"}
    message = {"message_id": message_id, "date": 0, "chat": chat}
    return json.dumps({"ok": True, "result": message}).encode()
