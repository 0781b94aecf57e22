"""Why a URL gave nothing, by class, with a sentence for people."""

import os
import socket
import ssl
from collections.abc import Iterator

import h11
import httpcore
import httpx

from tasks.errors import FetchError


class Fault(FetchError):
    """A request that came to nothing; `reason` is its class, and a transient one may be tried again."""

    def __init__(self, reason: str, message: str, *, is_transient: bool = False) -> None:
        super().__init__(message)
        self.reason = reason
        self.is_transient = is_transient


def fault_of(error: Exception, host: str) -> Fault:
    """Name what the network stack raised."""
    if isinstance(error, Fault):
        return error
    if (tls := next((c for c in _causes(error) if isinstance(c, ssl.SSLError)), None)) is not None:
        words = getattr(tls, "verify_message", "") or str(tls)
        return Fault("tls", f"{host} could not prove who it is: {words}.")
    if isinstance(error, httpcore.TimeoutException):
        return Fault("timeout", f"{host} did not answer in time.", is_transient=True)
    if isinstance(error, httpcore.ConnectError):
        return Fault("connect", f"{host} took no connection: {_words(error)}.", is_transient=True)
    if isinstance(error, httpcore.NetworkError | httpcore.RemoteProtocolError):
        return Fault("read", f"{host} broke off: {_words(error)}.", is_transient=True)
    return Fault("protocol", f"{host} could not be spoken with: {_words(error)}.")


def dns_fault(error: OSError, host: str) -> Fault:
    """Name why a host name has no address."""
    is_passing = error.errno == socket.EAI_AGAIN
    why = "the name service did not answer" if is_passing else "no such name is known"
    return Fault("dns", f"{host} has no address: {why}.", is_transient=is_passing)


CAUGHT = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpx.InvalidURL,
    h11.ProtocolError,
    ssl.SSLError,
    OSError,
    UnicodeError,
)
"""What the network stack may raise for one request."""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _words(error: BaseException) -> str:
    """Return the innermost telling message, such as 'connection refused'."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno is not None and cause.errno > 0:
            return os.strerror(cause.errno).lower()
    return str(error).rstrip(".") or type(error).__name__
