"""What a page claims of itself: JSON-LD, then OpenGraph and meta tags, then its visible elements."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from lxml import etree

from tasks.clean import authors, jsonld
from tasks.clean.dates import Dates, read_dates
from tasks.clean.headline import choose_headline
from tasks.clean.language import primary
from tasks.clean.page import Page, find, text_of
from tasks.clean.survey import Survey
from tasks.clean.words import fold, same_text
from tasks.urls import host_of

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
    agencies: tuple[str, ...]
    breadcrumb: tuple[str, ...]
    dates: Dates
    canonical_url: str | None
    language: str | None
    keywords: tuple[str, ...]
    image: str | None
    free: bool | None
    kinds: frozenset[str]  # JSON-LD types and og:type, lower case
    is_article: bool  # the page says that it is an article
    named_hosts: tuple[str, ...]
    article: jsonld.Node | None = None

    def body(self) -> list[str]:
        """Return the paragraphs of the JSON-LD's own articleBody; right on few pages, so asked for last."""
        text = jsonld.string(self.article, "articleBody") or ""
        if "</" in text:
            text = re.sub(r"<[^>]{1,300}>", "\n", text)
        return [line for raw in text.splitlines() if (line := fold(raw))]


def read_metadata(
    page: Page, seen: Survey, zone: tzinfo | None, latest: datetime, publisher: str | None
) -> Metadata:
    """Read everything that is claimed; the tree stays as it is. `publisher` is the source's own name."""
    meta = _meta(page)
    nodes = jsonld.read_nodes(page)
    article = jsonld.article_node(nodes, page.url)
    site = (
        jsonld.string(article, "publisher")
        or meta.get("og:site_name")
        or meta.get("application-name")
        or publisher
    )
    headline, other = _headlines(page, meta, article, publisher or site)
    canonical = _canonical(page, meta)
    kinds = frozenset(kind for node in nodes for kind in jsonld.types_of(node)) | {
        meta.get("og:type", "").lower()
    }
    return Metadata(
        headline=headline,
        alternative_headline=other,
        description=_description(meta, article),
        section=_section(seen, meta, article, nodes, headline),
        publisher=fold(site) if site and not site.startswith("http") else None,
        author=_authors(seen, meta, article, site),
        agencies=_agencies(meta, article, site),
        breadcrumb=_breadcrumb(nodes, seen, headline),
        dates=read_dates(page, seen, meta, article, nodes, zone, latest, canonical),
        canonical_url=canonical,
        language=primary(jsonld.string(article, "inLanguage")) or _language(page.root, meta),
        keywords=_keywords(meta, article),
        image=page.absolute(_image(meta, article)),
        free=_free(article, nodes),
        kinds=kinds,
        is_article=article is not None or meta.get("og:type", "").lower() == "article",
        named_hosts=_hosts(canonical, page.absolute(meta.get("og:url"))),
        article=article,
    )


def _meta(page: Page) -> dict[str, str]:
    """Return the meta tags by lower-case name, property or itemprop; of several the first."""
    tags: dict[str, str] = {}
    for node in page.named("meta"):
        content = node.get("content")
        if not content or not content.strip():
            continue
        for attribute in ("property", "name", "itemprop"):
            name = (node.get(attribute) or "").strip().lower()
            if name:
                tags.setdefault(name, html.unescape(content).strip()[:5_000])
    return tags


def _headlines(
    page: Page, meta: dict[str, str], article: jsonld.Node | None, site: str | None
) -> tuple[str | None, str | None]:
    claimed = [
        jsonld.string(article, "headline"),
        meta.get("og:title"),
        meta.get("twitter:title"),
        meta.get("dc.title") or meta.get("title"),
        text_of(next(iter(page.named("title")), None)),
    ]
    headline = choose_headline(page, claimed, site)
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
    seen: Survey,
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
    crumbs = [*_listed_crumbs(nodes), *_shown_crumbs(seen)]
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


def _shown_crumbs(seen: Survey) -> list[str]:
    stated = [node for node in seen.stated if "BreadcrumbList" in (node.get("itemtype") or "")]
    for node in [*stated, *seen.crumbs]:
        links = [text_of(link) for link in find(node, ".//a")]
        if links:
            return links
    return []


def _authors(
    seen: Survey, meta: dict[str, str], article: jsonld.Node | None, site: str | None
) -> tuple[str, ...]:
    named = authors.people(authors.from_json_ld(article), site)
    for name in _AUTHOR_META:
        named = named or authors.people([meta.get(name, "")], site)
    return named or _bylines(seen, site)


def _agencies(meta: dict[str, str], article: jsonld.Node | None, site: str | None) -> tuple[str, ...]:
    stated = [*jsonld.strings((article or {}).get("author")), *(meta.get(name, "") for name in _AUTHOR_META)]
    return authors.agencies((text for text in stated if not text.startswith("http")), site)


def _breadcrumb(nodes: list[jsonld.Node], seen: Survey, headline: str | None) -> tuple[str, ...]:
    crumbs = [fold(html.unescape(text)) for text in list(_listed_crumbs(nodes)) or _shown_crumbs(seen)]
    kept = [text for text in crumbs if 1 < len(text) < 60 and not (headline and same_text(text, headline))]
    return tuple(dict.fromkeys(kept))[:8]


def _bylines(seen: Survey, site: str | None) -> tuple[str, ...]:
    """Read visible bylines, at most those of the first place that names someone."""
    stated = [n for n in seen.stated if n.get("itemprop") == "author" or (n.get("rel") and n.tag == "a")]
    for node in [*stated, *seen.bylines][:25]:
        text = text_of(node)
        if 3 < len(text) < 160 and (named := authors.people([text], site)):
            return named
    return ()


def _canonical(page: Page, meta: dict[str, str]) -> str | None:
    for node in page.named("link"):
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
