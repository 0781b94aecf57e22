"""Connections that are judged when they are made: after DNS, for every hop."""

import asyncio
import os
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from functools import lru_cache
from typing import cast

import httpcore
import httpx

from tasks.errors import GuardError
from tasks.scrape.fetch.faults import dns_fault
from tasks.scrape.fetch.guard import refusal
from tasks.scrape.fetch.proxy import Proxy, proxy_for
from tasks.scrape.sources import SourceSpec

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""From host and port to addresses."""

CONNECT_S = 10.0
KEEPALIVE_S = 20.0
CONNECTIONS = 100
"""Open connections of one client; how many are used is for the pace to say."""


async def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, in the order in which the system prefers them."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as fault:
        raise dns_fault(fault, host) from fault
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to addresses that the guard lets pass, or where the source's `connect_to` points.

    `connect_to` and `allow_private` hold for the source's own hosts alone: a redirect elsewhere is
    judged like any other.
    """

    def __init__(self, source: SourceSpec, resolver: Resolve = resolve) -> None:
        self._own = {_ascii_host(host) for host in source.hosts}
        self._connect_to = source.connect_to
        self._allow_private = source.allow_private
        self._resolve = resolver
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, judge, and connect to the first address that takes the connection."""
        target, port = self._target(host, port)
        error: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError("no address")
        for address in await self.judged(host, target, port):
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as fault:
                error = fault
        raise error

    async def judged(self, host: str, target: str, port: int) -> list[str]:
        """Return the addresses at which a host may be asked; raise GuardError where there is none."""
        addresses = await self._resolve(target, port)
        if self._is_own(host) and self._allow_private:
            return addresses
        return self._public(host, addresses)

    def is_redirected(self, host: str) -> bool:
        """Tell whether the source's `connect_to` says where this host is found."""
        return self._connect_to is not None and self._is_own(host)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no URL leads to a socket file."""
        raise GuardError(f"{path} is a socket file.", "Give an address of the web.")

    async def sleep(self, seconds: float) -> None:
        """Wait, for httpcore's own retries."""
        await asyncio.sleep(seconds)

    def _is_own(self, host: str) -> bool:
        return host.lower() in self._own

    def _target(self, host: str, port: int) -> tuple[str, int]:
        if self._connect_to is None or not self._is_own(host):
            return host, port
        name, _, number = self._connect_to.rpartition(":")
        return name.strip("[]"), int(number)

    @staticmethod
    def _public(host: str, addresses: list[str]) -> list[str]:
        judged = {address: refusal(address) for address in addresses}
        public = [address for address, kind in judged.items() if kind is None]
        if not public and judged:
            address, kind = next(iter(judged.items()))
            raise GuardError(
                f"{host} lies at the {kind} address {address}, which is not asked.",
                "Only a source with allow_private = true reaches such hosts of its own.",
            )
        return public


class Transport(httpx.AsyncBaseTransport):
    """httpx over httpcore, HTTP/1.1, with our own network backend; headers stay as received.

    Where the environment sets a proxy, the proxy makes the connection, and we cannot see to which address:
    so the target's name is resolved and judged here first. The proxy's own address is not judged.
    """

    def __init__(self, source: SourceSpec, resolver: Resolve = resolve) -> None:
        self._backend = GuardedBackend(source, resolver)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=_ssl_context(),
            network_backend=self._backend,
            max_connections=CONNECTIONS,
            keepalive_expiry=KEEPALIVE_S,
        )
        self._proxied: dict[Proxy, httpcore.AsyncHTTPProxy] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the response is streamed and no redirect followed."""
        url = request.url
        pool, proxy = await self._way(url)
        answer = await pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        body = cast("AsyncIterator[bytes]", answer.stream)
        extensions = {**answer.extensions, "proxy": proxy.place if proxy else None}
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(body), extensions=extensions
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()
        for pool in self._proxied.values():
            await pool.aclose()

    async def _way(self, url: httpx.URL) -> tuple[httpcore.AsyncConnectionPool, Proxy | None]:
        host = url.raw_host.decode("ascii")
        if self._backend.is_redirected(host) or (proxy := proxy_for(url.scheme, host)) is None:
            return self._pool, None
        await self._backend.judged(host, host, url.port or (443 if url.scheme == "https" else 80))
        if proxy not in self._proxied:
            self._proxied[proxy] = httpcore.AsyncHTTPProxy(
                proxy.url,
                proxy_auth=proxy.auth,
                ssl_context=_ssl_context(),
                max_connections=CONNECTIONS,
                keepalive_expiry=KEEPALIVE_S,
            )
        return self._proxied[proxy], proxy


def _ssl_context() -> ssl.SSLContext:
    """Return what verifies certificates: the shipped authorities, or SSL_CERT_FILE and SSL_CERT_DIR."""
    return _verifying(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@lru_cache(maxsize=4)
def _verifying(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    return httpx.create_ssl_context()  # 15 ms and a megabyte, so that all sources share one


class _Body(httpx.AsyncByteStream):
    def __init__(self, inner: AsyncIterator[bytes]) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._inner:
            yield part

    async def aclose(self) -> None:
        if hasattr(self._inner, "aclose"):
            await self._inner.aclose()


def _ascii_host(host: str) -> str:
    """Return a host as it stands in a request: in lower case, punycode where it must be."""
    return httpx.URL(f"http://{host}/").raw_host.decode("ascii")
