"""A client for servers of this machine."""

from typing import Any

import httpx


def local_client(**settings: Any) -> httpx.AsyncClient:  # noqa: ANN401 - httpx's own
    """Make a client without certificates: any other first reads the whole world's, for 30 ms."""
    return httpx.AsyncClient(trust_env=False, verify=False, **settings)
