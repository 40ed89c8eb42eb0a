"""The way to Meta's Graph API: pywa's calls, over a session of ours, to a server of our choice."""

import httpx
from pywa_async.api import GraphAPIAsync
from pywa_async.client import WhatsApp

PUBLIC_API = "https://graph.facebook.com"
API_VERSION = "26.0"  # the Graph API that pywa 4.5 was written for
NO_SUCH_OBJECT = 33  # Graph API, subcode of 100: the address itself names nothing


def calls(session: httpx.AsyncClient, token: str, api_base: str | None) -> GraphAPIAsync:
    """Return the calls with this token; `api_base` None means Meta's own server."""
    api = WhatsApp(token=token, session=session, api_version=API_VERSION).api
    base = (api_base or PUBLIC_API).rstrip("/")
    session.base_url = httpx.URL(f"{base}/v{API_VERSION}")  # pywa has put Meta's there
    return api
