"""One form for each URL, and ids made of digests."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Query parameters that name a visit or a campaign, not a page. courlan's own list takes out `cid`, `uid`,
# `gallery` and more, by which some sites tell their articles apart; so the query is not left to it.
_SESSION = re.compile(r"^(phpsessid|jsessionid|session_?id|aspsessionid\w*)$", re.IGNORECASE)
_TRACKER = re.compile(
    r"^((utm|mtm|itm|oly|vero|hsa)_\w*|pk_(campaign|kwd|source|medium|content)|(fb|g|d|tw|y|ys|tt)clid|_ga|_gl"
    r"|gbraid|wbraid|msclkid|igshid|mc_[ce]id|mkt_tok|cmpid|ocid|smid|xtor|ref|ref_?src|referr?er)$",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[0-9a-f]{16,}", re.IGNORECASE)


def digest(*parts: str) -> str:
    """Return the 128-bit id of some parts: the first 32 hex digits of their SHA-256."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def content_digest(data: bytes) -> str:
    """Return the full SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=65_536)
def _normalize(url: str) -> str:
    from courlan import normalize_url  # 0.1 s to import, and `dateline --help` needs none of it

    return str(normalize_url(url, strict=False, trailing_slash=True))


def canonical_url(url: str, mirrors: Iterable[str] = ()) -> str:
    """Return the one form of a URL: no fragment, tracker, session id or default port.

    `mirrors` are the hosts of the source, its own first; any of them is written as the first.
    A `urn:` comes back as it is. Raises ValueError for an http address that is no URL.
    """
    if not url.strip().lower().startswith(("http://", "https://")):
        return url
    given = urlsplit(url.strip())
    path = re.sub(r";jsessionid=[^/?#]*", "", given.path, flags=re.IGNORECASE)
    parts = urlsplit(_normalize(urlunsplit((given.scheme, given.netloc, path, "", ""))))
    hosts = [host.lower() for host in mirrors]
    host = parts.netloc.lower()
    if host in hosts:
        host = hosts[0]
    query = sorted((k, v) for k, v in parse_qsl(given.query, keep_blank_values=True) if not _visit(k, v))
    return urlunsplit((parts.scheme, host, parts.path or "/", urlencode(query), ""))


def host_of(url: str) -> str:
    """Return the host of a URL in lower case, without port or user."""
    return (urlsplit(url).hostname or "").lower()


def _visit(name: str, value: str) -> bool:
    # A short `sid` is a story's number in old systems, a long one a session.
    if name.lower() == "sid" and _TOKEN.fullmatch(value):
        return True
    return bool(_SESSION.match(name) or _TRACKER.match(name))
