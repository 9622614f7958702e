"""The optional check by clamd, the daemon of ClamAV, over its own protocol (INSTREAM)."""

from typing import BinaryIO
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SECONDS = 20  # to wait for clamd; ten megabytes take it about one
PORT = 3310


class Unavailable(Exception):
    """clamd gave no verdict; ``str(error)`` is for the log. The file waits."""


def is_switched_on() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def virus_in(file: BinaryIO) -> str:
    """The name of the virus that clamd finds, empty if none. Raises Unavailable if it gives no verdict."""
    try:
        status, detail = _clamd().instream(file)["stream"]
    except (ClamdError, OSError, KeyError) as error:
        raise Unavailable(f"clamd at {settings.CLAMD_ADDRESS}: {type(error).__name__}: {error}") from error
    if status == "FOUND":
        return detail or "unnamed"
    if status == "OK":
        return ""
    raise Unavailable(f"clamd at {settings.CLAMD_ADDRESS}: {status} {detail}")


def _clamd() -> ClamdNetworkSocket:
    address = urlsplit(settings.CLAMD_ADDRESS)
    if address.scheme == "unix" and address.path:
        return ClamdUnixSocket(path=address.path, timeout=SECONDS)
    if address.scheme == "tcp" and address.hostname:
        return ClamdNetworkSocket(host=address.hostname, port=address.port or PORT, timeout=SECONDS)
    raise ImproperlyConfigured("CLAMD_ADDRESS is neither tcp://host:port nor unix:///path/of/the/socket.")
