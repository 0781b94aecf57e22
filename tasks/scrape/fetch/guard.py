"""Which URLs and addresses are asked at all."""

import ipaddress
from urllib.parse import urlsplit

from tasks.errors import GuardError
from tasks.scrape.sources import SourceSpec

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Clouds answer with a machine's secrets here; the others of their kind are link-local or private.
_METADATA = frozenset({"168.63.129.16", "192.0.0.192"})
_CARRIER_NAT = ipaddress.ip_network("100.64.0.0/10")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_V4_COMPATIBLE = ipaddress.ip_network("::/96")


USUAL_PORTS = frozenset({80, 443})


def check_url(url: str) -> None:
    """Raise GuardError for a URL that is not http or https, has no host or carries credentials.

    The message does not repeat credentials.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # the port is parsed only when it is looked at
    except ValueError as fault:
        raise GuardError(f"This is no URL: {fault}.", "Check the address.") from fault
    if parts.username is not None or parts.password is not None:
        raise GuardError(
            f"The URL at {host} carries a user name or password.", "Give it without them; none is ever sent."
        )
    if parts.scheme.lower() not in ("http", "https"):
        raise GuardError(f"{url[:200]} is neither http nor https.", "Give an address of the web.")
    if not host:
        raise GuardError(f"{url[:200]} names no host.", "Check the address.")


def check_port(url: str, source: SourceSpec) -> None:
    """Raise GuardError for a port that is neither usual nor named in the source's file for its hosts."""
    parts = urlsplit(url)
    port, host = parts.port, parts.hostname or ""
    if port is None or port in USUAL_PORTS or (host in source.hosts and port in source.all_ports):
        return
    raise GuardError(
        f"{host} is not asked on port {port}.", f"Add ports = [{port}] to the file of a source that needs it."
    )


def refusal(address: str) -> str | None:
    """Return what kind of address that must not be asked this is; None for a public one.

    IPv4 addresses inside IPv6 ones (mapped, compatible, 6to4, Teredo, NAT64) are judged as themselves.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unreadable"
    inner = _embedded(ip)
    return next((kind for one in (ip, *inner) if (kind := _kind(one, bool(inner)))), None)


def _embedded(ip: IPAddress) -> tuple[ipaddress.IPv4Address, ...]:
    if isinstance(ip, ipaddress.IPv4Address):
        return ()
    if ip.ipv4_mapped:
        return (ip.ipv4_mapped,)
    if ip.sixtofour:
        return (ip.sixtofour,)
    if ip.teredo:
        return ip.teredo
    if ip in _NAT64 or (ip in _V4_COMPATIBLE and int(ip) > 1):
        return (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF),)
    return ()


def _kind(ip: IPAddress, is_shell: bool) -> str | None:
    kinds = {
        "unspecified": ip.is_unspecified,
        "loopback": ip.is_loopback,
        "link-local": ip.is_link_local,
        "multicast": ip.is_multicast,
        "carrier": ip.version == 4 and ip in _CARRIER_NAT,
        "metadata": str(ip) in _METADATA,
    }
    for kind, is_it in kinds.items():
        if is_it:
            return kind
    if is_shell and ip.version == 6:
        return None  # only what is inside counts
    if ip.is_private:
        return "private"
    return "reserved" if ip.is_reserved or not ip.is_global else None
