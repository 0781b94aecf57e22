"""Which article a fetched page is, and whose."""

import re
from collections.abc import Mapping

from tasks.records import Cleaning, Fetch, Link
from tasks.scrape import FILES, SourceSpec, source_for_host
from tasks.settings import Home
from tasks.urls import canonical_url, digest, host_of


def source_of(cleaning: Cleaning, link: Link, specs: Mapping[str, SourceSpec], home: Home) -> SourceSpec:
    """Return an article's source: the link's; of a given file the one whose host it names, else `files`."""
    if link.source_id != FILES.source_id:
        return specs.get(link.source_id) or SourceSpec(
            link.source_id, link.source_id, hosts=_own_host(link.url)
        )
    stated = host_of(link.url) if link.url.startswith("http") else None
    for host in filter(None, (stated, *cleaning.named_hosts)):
        if found := source_for_host(host, home):
            return found
    return FILES


def canonical_of(cleaning: Cleaning, link: Link, fetch: Fetch, spec: SourceSpec) -> str:
    """Return the one URL of an article, the same over mirrors, trackers and fragments.

    A URL that a person states for a file wins; then what the page calls canonical, if that is on a host of
    its source (anybody may name another's); then where the page was found.
    """
    claimed = cleaning.canonical_url
    if is_stated(link):
        chosen = link.url
    elif claimed and host_of(claimed) in spec.hosts and not _is_front(claimed):
        chosen = claimed
    else:
        chosen = fetch.final_url or fetch.url
    return _as_home(canonical_url(chosen, spec.hosts), spec)


def _as_home(url: str, spec: SourceSpec) -> str:
    """Write http as https where the source's homepage has it: one page, not two."""
    is_secure = (spec.homepage or "").startswith("https://") and host_of(url) in spec.hosts
    return "https://" + url.removeprefix("http://") if is_secure and url.startswith("http://") else url


def article_id(canonical: str) -> str:
    """Return the id of the article at a canonical URL."""
    return digest(canonical)


def is_stated(link: Link) -> bool:
    """Tell a file whose URL a person has stated."""
    return link.found_kind == "input" and link.url.startswith("http") and link.found_in != link.url


def is_own_host(fetch: Fetch, spec: SourceSpec) -> bool:
    """Tell whether a page came from the source's own host and not from a mirror."""
    return bool(spec.hosts) and host_of(fetch.final_url or fetch.url) == spec.hosts[0]


def _is_front(url: str) -> bool:
    """Tell a canonical link to the front page, as careless templates write it."""
    return re.fullmatch(r"https?://[^/]+/?(?:index\.\w+)?", url) is not None


def _own_host(url: str) -> tuple[str, ...]:
    host = host_of(url)
    return (host,) if host else ()
