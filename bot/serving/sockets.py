"""Where a web server listens, or why nobody can there."""

import errno
import socket

from bot.settings import SettingsError, without_userinfo

# All else that listening is refused with is about the host: no such name, none of our addresses.
_OF_THE_PORT = (errno.EACCES, errno.EADDRINUSE)


class InUse(SettingsError):  # noqa: N818 - the world's state
    """Somebody listens there already."""


def listen(host: str, port: int, prefix: str) -> socket.socket:
    """Listen there. Raise SettingsError; `prefix`: see `listening`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        setting = f"{prefix}{'PORT' if error.errno in _OF_THE_PORT else 'HOST'}"
        where = f"{without_userinfo(host)}:{port}"
        why = (error.strerror or "").partition(" (while")[0]  # what follows repeats the host
        message = f"{setting}: nobody can listen on {where} ({why})"
        raise (InUse if error.errno == errno.EADDRINUSE else SettingsError)(message) from None
