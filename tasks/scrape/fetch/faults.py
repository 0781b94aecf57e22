"""Why a URL gave nothing, by class, with a sentence for people, and how often each class is tried again."""

import os
import socket
import ssl
from collections.abc import Iterator

import h11
import httpcore
import httpx

from tasks.errors import FetchError

ATTEMPTS = {"dns": 3, "connect": 3, "tls": 2, "read": 3, "timeout": 2, "http": 3}
"""Requests for one URL, by what went wrong, where it may pass; any other fault ends it at once."""

FIRST_WAIT_S = {"dns": 2.0, "tls": 2.0}
"""Seconds before the second request, doubled for each later one and jittered; 1 for the other classes."""

NEXT_STEPS = {
    "dns": "Check the spelling of the address, and the network.",
    "connect": "Check the address and the network, or run again later.",
    "proxy": "Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY.",
    "timeout": "Run again later, or raise timeout_s or idle_s in dateline.toml.",
    "tls": "Nothing is fetched without a valid certificate; see whether the site has another address.",
    "too_large": "Raise max_body_bytes (or max_ratio, max_header_bytes) in dateline.toml if this is wanted.",
    "headers": "Raise max_header_bytes in dateline.toml if this is wanted.",
    "redirects": "Open the address in a browser and give the one where it ends.",
    "content_type": "Give the address of a page with text.",
    "rights": "Ask the publisher for permission, and state it in dateline.toml (tdm_basis).",
}


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
        return _tls_fault(tls, host)
    if isinstance(error, httpcore.ProxyError):
        return Fault("proxy", f"The proxy did not connect to {host}: {_words(error)}.")
    if isinstance(error, httpcore.TimeoutException):
        return Fault("timeout", f"{host} did not answer in time.", is_transient=True)
    if isinstance(error, httpcore.ConnectError):
        return Fault("connect", f"{host} took no connection: {_words(error)}.", is_transient=True)
    if _is_flood(error):
        return Fault("headers", f"{host} sent headers without end.")
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
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    httpx.InvalidURL,
    h11.ProtocolError,
    ssl.SSLError,
    OSError,
    UnicodeError,
    ValueError,  # what a library makes of bytes that nobody foresaw is about that answer alone
)
"""What the network stack may raise for one request."""


def _tls_fault(error: ssl.SSLError, host: str) -> Fault:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Fault("tls", f"{host} could not prove who it is: {error.verify_message or error}.")
    # A handshake that breaks off may be the network's fault; a certificate does not mend itself.
    return Fault("tls", f"{host} made no secure connection: {error.reason or error}.", is_transient=True)


def _is_flood(error: Exception) -> bool:
    return any(isinstance(c, h11.RemoteProtocolError) and c.error_status_hint == 431 for c in _causes(error))


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
