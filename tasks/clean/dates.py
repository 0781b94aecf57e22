"""Which of a page's dates is its publication, and by what evidence."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import islice
from typing import TypeAlias

from lxml import etree

from tasks.clean.calendars import SOLAR_YEARS, from_solar
from tasks.clean.jsonld import Node, string, types_of
from tasks.clean.page import Page, find, found, text_of
from tasks.clean.survey import Survey
from tasks.clean.when import When, parse_when

Claim: TypeAlias = tuple[str, When]  # evidence and date

_PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "og:pubdate",
    "article:published",
    "datepublished",
    "article.published",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "published_time",
    "published",
    "publication_date",
    "publicationdate",
    "date.published",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "dcterms.available",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "cxense-publishtime",
    "analyticsattributes.articledate",
    "article_date_original",
    "originalpublicationdate",
    "article:post_date",
    "datecreated",
    "bt:pubdate",
    "rnews:datepublished",
    "created",
    "citation_publication_date",
    "citation_date",
    "article:created_time",
    "displaydate",
    "eomportal-pubdate",
    "vr:published_time",
    "shareaholic:article_published_time",
    "pub_date",
    "cdate",
)
_MODIFIED_META = (
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "og:article:modified_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmodified",
    "updated_time",
    "article:updated_time",
    "revision_date",
)
_BARE_META = "date"  # on many sites the day of the visit, not of the article
_URL_DAY = re.compile(
    r"/(\d{4})[/-]?(\d{2}|(?<=/)\d)[/-]?(\d{2}|(?<=/)\d)(?=[/_.-]|$)|/(\d{4})([a-z]{3})/(\d{2})/"
)
_URL_SOLAR = re.compile(r"/(1[34]\d\d)/(\d{1,2})/(\d{1,2})(?=/|$)")
_OTHER_DATES = re.compile(
    r"expir|unpublish|valid|modif|updat|event|birth|copyright|comment|related|sidebar", re.IGNORECASE
)
_CALLED = etree.XPath("descendant::*[@class or @id]")
_DATED_TAGS = frozenset(
    ["span", "div", "p", "li", "small", "em", "i", "b", "td", "time", "font", "strong", "abbr"]
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True, slots=True)
class Dates:
    """What was found, None where nothing was."""

    published: When | None = None
    evidence: str | None = None
    modified: When | None = None


def read_dates(
    page: Page,
    seen: Survey,
    meta: dict[str, str],
    article: Node | None,
    nodes: list[Node],
    zone: tzinfo | None,
    latest: datetime,
    canonical: str | None = None,
) -> Dates:
    """Choose the publication date among the page's claims; none may lie after `latest`."""
    every = _claims(page, seen, meta, article, nodes, zone, latest, canonical)
    claim = _precise(c for c in every if _credible(c[1], latest))
    modified = _modified(meta, article, zone)
    if modified and not _credible(modified, latest):
        modified = None
    if claim is None:
        return Dates(modified=modified)
    evidence, published = claim
    if modified and modified.moment < published.moment - timedelta(days=1):
        modified = None
    return Dates(published, evidence, modified)


def from_url(url: str) -> When | None:
    """Read the day that an article's path names, Solar Hijri ones too."""
    path = url.split("?")[0]
    if match := _URL_SOLAR.search(path):
        day = (
            from_solar(int(match[1]), int(match[2]), int(match[3])) if int(match[1]) in SOLAR_YEARS else None
        )
        return When(day, None) if day else None
    match = _URL_DAY.search(path)
    if not match:
        return None
    if match[4]:
        month = _MONTHS.index(match[5]) + 1 if match[5] in _MONTHS else 0
        return _day(int(match[4]), month, int(match[6]))
    return _day(int(match[1]), int(match[2]), int(match[3]))


def last_resort(page: Page, latest: datetime) -> When | None:
    """Ask htmldate for the day that a page shows somewhere.

    It is given the visible part alone, without what is named for other dates: its own reading of meta
    tags takes fetch times and expiry dates for publication.
    """
    from htmldate import find_date

    body = deepcopy(next(iter(find(page.root, "//body")), page.root))
    for node in found(_CALLED, body):
        if _is_other(node.get("class") or "") or _is_other(node.get("id") or ""):
            node.tag = "dropped"
    # lxml moves the text behind them itself: it may refuse to be given characters that it has read.
    etree.strip_elements(body, "dropped", "style", "svg", with_tail=False)
    text = etree.tostring(body, encoding="unicode", method="html")
    try:
        day = find_date(
            f"<html>{text}</html>",
            original_date=True,
            extensive_search=False,
            max_date=latest.date().isoformat(),
        )
    except Exception:  # a helper that stumbles over a hostile page has found nothing
        return None
    return parse_when(day)


def _claims(
    page: Page,
    seen: Survey,
    meta: dict[str, str],
    article: Node | None,
    nodes: list[Node],
    zone: tzinfo | None,
    latest: datetime,
    canonical: str | None,
) -> Iterator[Claim]:
    texts: list[tuple[str, str | None]] = [("json_ld", string(article, "datePublished"))]
    texts += [
        ("json_ld", string(n, "datePublished"))
        for n in nodes
        if types_of(n) & {"webpage", "itempage", "videoobject"}
    ]
    texts += [("meta", meta.get(name)) for name in _PUBLISHED_META]
    texts += [("time", text) for text in _times(page, seen)]
    yield from _parsed(texts, zone)
    if day := from_url(page.url):
        yield "url", day
    if bare := parse_when(meta.get(_BARE_META), zone):
        fetched_now = bare.instant is not None and abs(bare.instant - latest) < timedelta(minutes=15)
        if not fetched_now:
            yield "meta", bare
    yield from _parsed([("json_ld", string(article, "dateCreated"))], zone)
    yield from _parsed([("text", text) for text in _shown(seen)], zone)
    if not page.url and (day := from_url(canonical or "")):
        yield "url", day


def _parsed(texts: list[tuple[str, str | None]], zone: tzinfo | None) -> Iterator[Claim]:
    for evidence, text in texts:
        if text and (when := parse_when(text, zone)):
            yield evidence, when


def _times(page: Page, seen: Survey) -> Iterator[str]:
    """Yield the time tags that speak of publication, then the one beside the headline."""
    every = page.named("time")
    marked = [node for node in seen.stated if node.get("itemprop") == "datePublished"]
    marked += [node for node in every if node.get("pubdate") is not None and node not in marked]
    for node in marked[:3]:
        yield node.get("datetime") or node.get("content") or text_of(node)
    times = [node for node in every if not _other(node)]
    for heading in page.named("h1")[:2]:
        for level, above in enumerate(heading.iterancestors()):
            near = [node for node in times if above in node.iterancestors()] if level < 4 else []
            if near:
                yield near[0].get("datetime") or text_of(near[0])
                break
    if len({node.get("datetime") or text_of(node) for node in times}) == 1:
        yield times[0].get("datetime") or text_of(times[0])


def _shown(seen: Survey) -> Iterator[str]:
    """Yield short texts that are styled as dates, in the order of the page."""
    dated = (node for node in seen.dated if node.tag in _DATED_TAGS)
    for node in islice(dated, 60):
        if len(node) < 12 and not _other(node) and (text := text_of(node)) and len(text) < 120:
            yield text


def _other(node: etree._Element) -> bool:
    own = [node.get(name) for name in ("class", "itemprop", "id")]
    above = node.getparent()
    outer = [] if above is None else [above.get("class"), above.get("id")]
    return any(name and _is_other(name) for name in (*own, *outer))


@lru_cache(maxsize=5_000)
def _is_other(name: str) -> bool:
    """Tell a class or id by which a page names its other dates."""
    return bool(_OTHER_DATES.search(name))


def _modified(meta: dict[str, str], article: Node | None, zone: tzinfo | None) -> When | None:
    texts = [string(article, "dateModified"), *(meta.get(name) for name in _MODIFIED_META)]
    return next((when for text in texts if text and (when := parse_when(text, zone))), None)


def _precise(claims: Iterator[Claim]) -> Claim | None:
    """Return the first claim, or one of the same day that knows its zone where the first does not.

    Of the others no more is read than that takes.
    """
    first = next(claims, None)
    if first is None or first[1].instant is not None:
        return first
    day = first[1].day
    return next((claim for claim in claims if claim[1].instant and claim[1].day == day), first)


def _credible(when: When, latest: datetime) -> bool:
    """Tell a date that does not lie after the fetch; a bare day may be that of a zone ahead of ours."""
    return when.moment <= latest.astimezone(UTC) + timedelta(hours=1 if when.instant else 14)


def _day(year: int, month: int, number: int) -> When | None:
    try:
        day = date(year, month, number)
    except ValueError:
        return None
    return When(day, None) if 1994 <= year <= 2100 else None
