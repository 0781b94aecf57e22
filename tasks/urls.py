"""One form for each URL, and ids made of digests."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

# Query parameters that name a visit or a campaign, not a page. Ready-made lists take out `cid`, `uid`,
# `gallery` and more, by which some sites tell their articles apart; so this one is our own, and short.
_SESSION = re.compile(
    r"^(phpsessid|jsessionid|session_?id|aspsessionid\w*|cfid|cftoken|zenid|oscsid)$", re.IGNORECASE
)
_TRACKER = re.compile(
    # A feed that escapes twice leaves `amp;` before a name.
    r"^(amp;)*((utm|mtm|itm|oly|vero|hsa|ns|at)_\w*|pk_(campaign|kwd|source|medium|content)"
    r"|(fb|g|d|tw|y|ys|tt|msc|li_fat_)(clk?id|id)|_ga|_gl|_hsenc|_hsmi|gbraid|wbraid|igshid|mc_[ce]id|mkt_tok"
    r"|cmpid|ocid|smid|xtor|maca|wt\.mc_id|traffic_source|__twitter_impression"
    r"|ref|ref_?src|referr?er)$",
    re.IGNORECASE,
)
# Java and ASP.NET write the visit into the path: `/a;jsessionid=9F`, `/(S(lit3py55t21z5v55))/a`.
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#]*|/\([A-Z]\([^()/]+\)\)(?=/)", re.IGNORECASE)
_TOKEN = re.compile(r"[0-9a-f]{16,}", re.IGNORECASE)
# A path that has its one form already: nothing to quote, no empty step, none that begins with a dot.
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)+/?")


def digest(*parts: str) -> str:
    """Return the 128-bit id of some parts: the first 32 hex digits of their SHA-256."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def content_digest(data: bytes) -> str:
    """Return the full SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=65_536)
def _normalize(url: str) -> str:
    from url_normalize import url_normalize  # 40 ms to import, and `dateline --help` needs none of it

    return str(url_normalize(url))


def canonical_url(url: str, mirrors: Iterable[str] = (), *, is_secure: bool = False) -> str:
    """Return the one form of a URL: no fragment, tracker, session id or default port.

    `mirrors` are the hosts of the source, its own first; any of them is written as the first, and with
    https where the source `is_secure`. A `urn:` comes back as it is. Raises ValueError for an http
    address that is no URL.
    """
    if not url.strip().lower().startswith(("http://", "https://")):
        return url
    given = urlsplit(url.strip())
    if not given.hostname:
        raise ValueError(f"{url} has no host")
    path = _SESSION_IN_PATH.sub("", given.path)
    parts = _front(given.scheme, given.netloc)
    if not parts.hostname or not parts.hostname.strip(". ") or re.search(r"[\s%<>]", parts.hostname):
        raise ValueError(f"{url} has no host")
    if not _PLAIN_PATH.fullmatch(path):
        path = urlsplit(_normalize(urlunsplit((given.scheme, given.netloc, path, "", "")))).path
    hosts = [_normalize_host(host) for host in mirrors]
    scheme, host = parts.scheme, parts.netloc
    if host in hosts:
        host, scheme = hosts[0], "https" if is_secure else scheme
    pairs = parse_qsl(given.query, keep_blank_values=True) if given.query else []
    query = sorted((k, v) for k, v in pairs if not _visit(k, v))
    return urlunsplit((scheme, host, path or "/", urlencode(query), ""))


@lru_cache(maxsize=4096)
def _front(scheme: str, netloc: str) -> SplitResult:
    """Return the one form of a host's front page; there are far fewer hosts than pages."""
    return urlsplit(_normalize(f"{scheme}://{netloc}/"))


@lru_cache(maxsize=4096)
def _normalize_host(host: str) -> str:
    """Return a host as it stands in a canonical URL: in lower case, punycode where it must be."""
    return urlsplit(_normalize(f"http://{host}/")).netloc


def host_of(url: str) -> str:
    """Return the host of a URL in lower case, without port or user."""
    return (urlsplit(url).hostname or "").lower()


def _visit(name: str, value: str) -> bool:
    # A short `sid` is a story's number in old systems, a long one a session.
    if name.lower() == "sid" and _TOKEN.fullmatch(value):
        return True
    return bool(_SESSION.match(name) or _TRACKER.match(name))
