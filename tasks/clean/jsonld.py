"""JSON-LD as pages really write it: graphs, lists, references, and JSON that is none."""

import html
import json
import re
from collections.abc import Iterator
from typing import TypeAlias

from tasks.clean.page import Page

Node: TypeAlias = dict[str, object]

_ARTICLE_TYPES = frozenset(
    [
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "advertisercontentarticle",
        "blogposting",
        "liveblogposting",
        "socialmediaposting",
        "report",
        "scholarlyarticle",
        "techarticle",
        "satiricalarticle",
        "medicalscholarlyarticle",
        "newsarticle/reportage",
    ]
)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->|<!\[CDATA\[|\]\]>|//\s*(?:<!\[CDATA\[|\]\]>)", re.DOTALL)
_TRAILING = re.compile(r",\s*([}\]])")
_SALVAGE = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated|description|articleSection|inLanguage)"\s*:\s*"((?:[^"\\]|\\.){1,2000})"'
)
MAX_CHARS = 2_000_000
MAX_NODES = 5_000


def read_nodes(page: Page) -> list[Node]:
    """Return every typed object of the page's JSON-LD, with references between them filled in."""
    nodes: list[Node] = []
    for script in page.named("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for value in loads(script.text or ""):
            nodes.extend(_typed(value))
    return _joined(nodes[:MAX_NODES])


def loads(text: str) -> list[object]:
    """Parse JSON with line breaks in strings, comments, trailing commas, several values in a row.

    Of what stays unreadable the well-known fields are salvaged, as one object.
    """
    if len(text) > MAX_CHARS or not text.strip():
        return []
    for attempt in (str, _mended, lambda t: _mended(html.unescape(t))):
        try:
            return _values(attempt(text))
        except (ValueError, RecursionError):
            continue
    fields = {match[1]: _unescaped(match[2]) for match in reversed(list(_SALVAGE.finditer(text)))}
    return [{"@type": "Article", **fields}] if fields else []


def article_node(nodes: list[Node], url: str) -> Node | None:
    """Return the article that the page is, not one it links to: the richest, of equals the first."""
    articles = [node for node in nodes if types_of(node) & _ARTICLE_TYPES]
    if not articles:
        return None
    return max(articles, key=lambda node: (_speaks_of(node, url), _richness(node)))


def types_of(node: Node) -> frozenset[str]:
    """Return an object's types in lower case, without their namespace."""
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for kind in listed if kind)


def strings(value: object) -> Iterator[str]:
    """Yield the texts of a value: itself, its members, or the name of an object."""
    if isinstance(value, str):
        if value.strip():
            yield html.unescape(value).strip()
    elif isinstance(value, list):
        for item in value[:200]:
            yield from strings(item)
    elif isinstance(value, dict):
        yield from strings(value.get("name") or value.get("@value"))


def string(node: Node | None, name: str) -> str | None:
    """Return the first text of a field."""
    return next(strings(node.get(name)), None) if node else None


def _values(text: str) -> list[object]:
    decoder = json.JSONDecoder(strict=False)
    values: list[object] = []
    at, end = 0, len(text)
    while at < end:
        while at < end and text[at] in " \t\r\n;,\ufeff\xa0":
            at += 1
        if at < end:
            value, at = decoder.raw_decode(text, at)
            values.append(value)
    return values


def _mended(text: str) -> str:
    return _TRAILING.sub(r"\1", _COMMENT.sub("", text)).strip()


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text


def _typed(value: object, depth: int = 0) -> Iterator[Node]:
    if depth > 12:
        return
    if isinstance(value, list):
        for item in value[:500]:
            yield from _typed(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        kinds = types_of(value)
        for name, inner in value.items():
            # Lists of links hold other pages' articles.
            if isinstance(inner, list | dict) and name not in (
                "itemListElement",
                "relatedLink",
                "hasPart",
                "citation",
            ):
                if not (kinds & _ARTICLE_TYPES and name == "isPartOf"):
                    yield from _typed(inner, depth + 1)
            elif name == "itemListElement" and "breadcrumblist" in kinds:
                yield from _typed(inner, depth + 1)


def _joined(nodes: list[Node]) -> list[Node]:
    by_id: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(by_id.get(name, {})):
            by_id[name] = node
    return [{key: _resolved(value, by_id) for key, value in node.items()} for node in nodes]


def _resolved(value: object, by_id: dict[str, Node]) -> object:
    if isinstance(value, list):
        return [_resolved(item, by_id) for item in value]
    if (
        isinstance(value, dict)
        and len(value) <= 2
        and isinstance(value.get("@id"), str)
        and "name" not in value
    ):
        return by_id.get(str(value["@id"]), value)
    return value


def _speaks_of(node: Node, url: str) -> bool:
    page = node.get("mainEntityOfPage")
    named = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    path = url.split("://")[-1].split("?")[0].split("#")[0].rstrip("/")
    return any(
        isinstance(name, str)
        and path
        and name.split("://")[-1].split("?")[0].split("#")[0].rstrip("/") == path
        for name in named
    )


def _richness(node: Node) -> int:
    wanted = ("headline", "datePublished", "author", "articleBody", "description", "image")
    return sum(bool(node.get(name)) for name in wanted)
