"""What a page claims of itself: JSON-LD, then OpenGraph and meta tags, then its visible elements."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache

from lxml import etree

from tasks.clean import authors, jsonld
from tasks.clean.dates import Dates, read_dates
from tasks.clean.headline import choose_headline
from tasks.clean.language import primary
from tasks.clean.page import Page, find, found, text_of
from tasks.clean.words import fold, same_text
from tasks.urls import host_of

_CRUMBS = re.compile(r"breadcrumb|(?:^|[\s_-])crumbs?(?:$|[\s_-])", re.IGNORECASE)
_CRUMBS_STATED = etree.XPath("//*[contains(@itemtype,'BreadcrumbList') or contains(@aria-label,'readcrumb')]")
_BYLINE = re.compile(r"(?:^|[\s_-])(?:by-?line|authors?|writers?|by)(?=$|[\s_-])|Author|Byline")
_AUTHOR_STATED = etree.XPath("//a[@rel='author'] | //*[@itemprop='author']")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_SECTION = frozenset(
    [
        "home",
        "news",
        "more",
        "main",
        "article",
        "articles",
        "front",
        "all",
        "homepage",
        "latest",
        "start",
        "index",
    ]
)
_AUTHOR_META = (
    "author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "cxenseparse:author",
    "article.author",
    "authors",
    "dc.creator.personalname",
    "rnews:author",
    "citation_author",
    "twitter:data1",
    "article:author",
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The claims, chosen and folded."""

    headline: str | None
    alternative_headline: str | None
    description: str | None
    section: str | None
    publisher: str | None
    author: tuple[str, ...]
    dates: Dates
    canonical_url: str | None
    language: str | None
    keywords: tuple[str, ...]
    image: str | None
    free: bool | None
    kinds: frozenset[str]  # JSON-LD types and og:type, lower case
    is_article: bool  # the page says that it is an article
    named_hosts: tuple[str, ...]


def read_metadata(page: Page, zone: tzinfo | None, latest: datetime, publisher: str | None) -> Metadata:
    """Read everything that is claimed; the tree stays as it is. `publisher` is the source's own name."""
    meta = _meta(page.root)
    nodes = jsonld.read_nodes(page.root)
    article = jsonld.article_node(nodes, page.url)
    site = (
        jsonld.string(article, "publisher")
        or meta.get("og:site_name")
        or meta.get("application-name")
        or publisher
    )
    headline, other = _headlines(page.root, meta, article, publisher or site)
    canonical = _canonical(page, meta)
    kinds = frozenset(kind for node in nodes for kind in jsonld.types_of(node)) | {
        meta.get("og:type", "").lower()
    }
    return Metadata(
        headline=headline,
        alternative_headline=other,
        description=_description(meta, article),
        section=_section(page, meta, article, nodes, headline),
        publisher=fold(site) if site and not site.startswith("http") else None,
        author=_authors(page, meta, article, site),
        dates=read_dates(page, meta, article, nodes, zone, latest),
        canonical_url=canonical,
        language=primary(jsonld.string(article, "inLanguage")) or _language(page.root, meta),
        keywords=_keywords(meta, article),
        image=page.absolute(_image(meta, article)),
        free=_free(article, nodes),
        kinds=kinds,
        is_article=article is not None or meta.get("og:type", "").lower() == "article",
        named_hosts=_hosts(canonical, page.absolute(meta.get("og:url"))),
    )


def _meta(root: etree._Element) -> dict[str, str]:
    """Return the meta tags by lower-case name, property or itemprop; of several the first."""
    tags: dict[str, str] = {}
    for node in root.iter("meta"):
        content = node.get("content")
        if not content or not content.strip():
            continue
        for attribute in ("property", "name", "itemprop"):
            name = (node.get(attribute) or "").strip().lower()
            if name:
                tags.setdefault(name, html.unescape(content).strip()[:5_000])
    return tags


def _headlines(
    root: etree._Element, meta: dict[str, str], article: jsonld.Node | None, site: str | None
) -> tuple[str | None, str | None]:
    claimed = [
        jsonld.string(article, "headline"),
        meta.get("og:title"),
        meta.get("twitter:title"),
        meta.get("dc.title") or meta.get("title"),
        text_of(next(iter(find(root, "//head/title | //title")), None)),
    ]
    headline = choose_headline(root, claimed, site)
    other = jsonld.string(article, "alternativeHeadline")
    for claim in (other, claimed[0], claimed[1]):
        if (
            claim
            and headline
            and not same_text(fold(claim), headline)
            and headline.casefold() not in fold(claim).casefold()
        ):
            return _short(headline), _short(claim)
    return _short(headline), None


def _description(meta: dict[str, str], article: jsonld.Node | None) -> str | None:
    texts = (
        jsonld.string(article, "description"),
        meta.get("og:description"),
        meta.get("description"),
        meta.get("twitter:description"),
    )
    return _short(next((text for text in texts if text), None), 2_000)


def _section(
    page: Page,
    meta: dict[str, str],
    article: jsonld.Node | None,
    nodes: list[jsonld.Node],
    headline: str | None,
) -> str | None:
    claims = [
        jsonld.string(article, "articleSection"),
        meta.get("article:section"),
        meta.get("og:article:section"),
        meta.get("section"),
    ]
    crumbs = [*_listed_crumbs(nodes), *_shown_crumbs(page)]
    for text in (*claims, *reversed(crumbs)):
        section = fold(html.unescape(text or ""))
        if (
            1 < len(section) < 60
            and section.casefold() not in _NO_SECTION
            and not (headline and _same_start(section, headline))
        ):
            return section
    return None


def _listed_crumbs(nodes: list[jsonld.Node]) -> Iterator[str]:
    for node in nodes:
        if "breadcrumblist" in jsonld.types_of(node):
            items = node.get("itemListElement")
            for item in items if isinstance(items, list) else []:
                if isinstance(item, dict):
                    yield from jsonld.strings(item.get("name") or item.get("item"))
            return


def _shown_crumbs(page: Page) -> list[str]:
    named = [node for node, name in page.named if _is_crumb(name)]
    for node in [*found(_CRUMBS_STATED, page.root), *named]:
        links = [text_of(link) for link in find(node, ".//a")]
        if links:
            return links
    return []


def _authors(
    page: Page, meta: dict[str, str], article: jsonld.Node | None, site: str | None
) -> tuple[str, ...]:
    named = authors.people(authors.from_json_ld(article), site)
    for name in _AUTHOR_META:
        named = named or authors.people([meta.get(name, "")], site)
    return named or _bylines(page, site)


def _bylines(page: Page, site: str | None) -> tuple[str, ...]:
    """Read visible bylines, at most those of the first place that names someone."""
    for node in [*found(_AUTHOR_STATED, page.root), *(node for node, name in page.named if _is_byline(name))][
        :25
    ]:
        text = text_of(node)
        if 3 < len(text) < 160 and (named := authors.people([text], site)):
            return named
    return ()


@lru_cache(maxsize=20_000)
def _is_crumb(name: str) -> bool:
    return bool(_CRUMBS.search(name))


@lru_cache(maxsize=20_000)
def _is_byline(name: str) -> bool:
    return bool(_BYLINE.search(name))


def _canonical(page: Page, meta: dict[str, str]) -> str | None:
    for node in page.root.iter("link"):
        if "canonical" in (node.get("rel") or "").lower().split() and (
            link := page.absolute(node.get("href"))
        ):
            return link
    return page.absolute(meta.get("og:url"))


def _language(root: etree._Element, meta: dict[str, str]) -> str | None:
    html_tag = next(iter(find(root, "/html")), root)
    stated = ("og:locale", "content-language", "language", "dc.language")
    tags = (html_tag.get("lang"), html_tag.get(_XML_LANG), *map(meta.get, stated))
    return next((code for tag in tags if (code := primary(tag))), None)


def _keywords(meta: dict[str, str], article: jsonld.Node | None) -> tuple[str, ...]:
    listed = list(jsonld.strings((article or {}).get("keywords")))
    if not listed:
        listed = [meta.get("news_keywords") or meta.get("keywords") or ""]
    words = [fold(word) for text in listed for word in re.split(r"[,;،؛|]", text)]
    return tuple(dict.fromkeys(word for word in words if 1 < len(word) < 80))[:40]


def _image(meta: dict[str, str], article: jsonld.Node | None) -> str | None:
    image = (article or {}).get("image")
    first = image[0] if isinstance(image, list) and image else image
    if isinstance(first, dict):
        first = first.get("url") or first.get("contentUrl")
    if isinstance(first, list):
        first = first[0] if first else None
    return first if isinstance(first, str) else meta.get("og:image") or meta.get("twitter:image")


def _free(article: jsonld.Node | None, nodes: list[jsonld.Node]) -> bool | None:
    for node in ([article] if article else []) + nodes:
        value = node.get("isAccessibleForFree")
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().lower() in (
            "true",
            "false",
            "https://schema.org/true",
            "https://schema.org/false",
        ):
            return value.strip().lower().endswith("true")
    return None


def _hosts(*urls: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(host for url in urls if url and (host := host_of(url))))


def _same_start(section: str, headline: str) -> bool:
    return headline.casefold().startswith(section.casefold()) and len(section) > 20


def _short(text: str | None, most: int = 500) -> str | None:
    folded = fold(html.unescape(text or ""))
    return folded[:most] or None
