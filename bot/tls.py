"""TLS: whom we trust, loaded once for every session that talks to a platform.

Reading the authorities' certificates takes tens of milliseconds and some megabytes each time.
"""

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """Return what httpx would make for each session by itself."""
    return httpx.create_ssl_context()
