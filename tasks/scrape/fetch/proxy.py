"""The proxies that a person has set in the environment (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY)."""

import urllib.request
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from tasks.errors import UsageError


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy as it may be spoken of; what proves who asks is left out when it is shown."""

    url: str  # without user name and password
    auth: tuple[str, str] | None = field(default=None, repr=False)

    @property
    def place(self) -> str:
        """Host and port."""
        return urlsplit(self.url).netloc


def proxy_for(scheme: str, host: str) -> Proxy | None:
    """Return the proxy through which a host is asked, None for a direct connection.

    Raises UsageError for a proxy that is no http or https one; its message holds no password.
    """
    proxies = urllib.request.getproxies_environment()
    given = proxies.get(scheme) or proxies.get("all")
    bypass = urllib.request.proxy_bypass_environment  # type: ignore[attr-defined]  # not in typeshed
    if not given or bypass(host, proxies):
        return None
    return _parsed(given, scheme)


def environment_proxies() -> list[str]:
    """Return the proxies of the environment as host:port, each once, for the log."""
    found = [proxy_for(scheme, "proxied.invalid") for scheme in ("http", "https")]
    return list(dict.fromkeys(proxy.place for proxy in found if proxy is not None))


def _parsed(given: str, scheme: str) -> Proxy:
    name = f"{scheme.upper()}_PROXY"
    parts = urlsplit(given if "://" in given else f"http://{given}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError as fault:
        raise UsageError(f"{name} names no proxy: {fault}.", "Write it as http://host:port.") from fault
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(f"{name} is no http or https proxy.", "Write it as http://host:port.")
    place = f"[{host}]" if ":" in host else host
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return Proxy(f"{parts.scheme}://{place}:{port or (443 if parts.scheme == 'https' else 80)}", auth)
