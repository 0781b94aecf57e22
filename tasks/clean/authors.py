"""The people who wrote an article, out of what pages put where authors stand."""

import html
import re
from collections.abc import Iterable, Iterator

from tasks.clean.jsonld import Node, types_of
from tasks.clean.words import fold

_BY = re.compile(
    r"^(?:(?:written|reported|posted|story|article|text|words|published|analysis|opinion|commentary|edited|report)\s+)?"
    r"(?:by|von|par|por|door|автор|yazan|müəllif)\b[:\s]+|^(?:authors?|reporter|writer)\s*[:\-]\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:;|\||/|·|•|\n|\s+and\s+|\s+&\s+|\s+und\s+|\s+et\s+|\s+with\s+|\s+и\s+|\s+ve\s+|\s+və\s+|\s+و\s+)\s*",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s+(?!Jr\b|Sr\b|III?\b|M\.?D\b|Ph\.?D\b)")
_TRAIL = re.compile(
    r"\s*(?:[|–—]|\s-\s|,?\s+(?:(?:for|in|at|of|special\s+to|contributing|is\s+an?)\b|\(@?\w)).*$|\s*\(.*$|\s+@\w+.*$|\s*[,.]?\s+(?:published|updated|posted)\b.*$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:staff|team|desk|editors?|editorial|newsroom|admin(?:istrator)?|webmaster|redaktion|redaction|correspondents?|reporters?|agency"
    r"|agencies|agence|press|news|newspaper|media|magazine|times|post|tribune|herald|journal|gazette|daily|bureau|network|company|inc|ltd|llc"
    r"|corp|radio|tv|television|channel|online|website|service|wires?|reuters|afp|ap|upi|tass|irna|trend|apa|xinhua|bloomberg|bbc|cnn|guest|user"
    r"|anonymous|unknown|contributors?|writers?|board|ministry|university|institute|group|association|foundation|photographer|null|undefined|none"
    r"|share|follow|privacy|policy|terms|commentary|redazione|redacción|redação|rédaction|comments?|subscribe|read|min|minutes|am|pm|views?|posts)\b|https?:|www\.|@|\d",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"\b(?:reuters|afp|ap|upi|tass|irna|isna|tasnim|apa|anadolu|xinhua|bloomberg|dpa|efe|ansa|pti|ani|ians|kyodo|yonhap"
    r"|associated\s+press|agence|agency|agencies|newsroom|staff|desk|editorial|wires?|news\s+service|correspondents?"
    r"|redaktion|press\s+(?:office|service))\b",
    re.IGNORECASE,
)
_NO_AGENCY = re.compile(
    r"https?:|www\.|@|\d|\b(?:share|follow|comments?|subscribe|read|posts?)\b", re.IGNORECASE
)
_TITLE_WORD = re.compile(r"^(?:[^\W\d_]|['’.\-])+$")
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "del",
        "della",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "y",
        "e",
        "zu",
        "dos",
        "das",
        "du",
        "bint",
        "abu",
        "abd",
        "af",
        "av",
    ]
)


def people(texts: Iterable[str], but: str | None = None) -> tuple[str, ...]:
    """Return the names among some author texts, each once, without 'By' and without the publisher."""
    found: dict[str, str] = {}
    for text in texts:
        for name in _names(text):
            key = name.casefold()
            if key not in found and (but is None or key != but.casefold()):
                found[key] = name
    return tuple(found.values())[:20]


def agencies(texts: Iterable[str], but: str | None = None) -> tuple[str, ...]:
    """Return what stands among author texts and is no person: agencies and desks, without the publisher."""
    found: dict[str, str] = {}
    for text in texts:
        for part in _parts(fold(html.unescape(text))):
            name = _BY.sub("", part.strip(" ,.:-–—"))
            own = but is not None and name.casefold() == but.casefold()
            if 1 < len(name) <= 60 and _AGENCY.search(name) and not own and not _NO_AGENCY.search(name):
                found.setdefault(name.casefold(), name)
    return tuple(found.values())[:5]


def from_json_ld(article: Node | None) -> Iterator[str]:
    """Yield the names of an article's authors that are not said to be organisations."""
    value = (article or {}).get("author") or (article or {}).get("creator")
    for author in value if isinstance(value, list) else [value]:
        if isinstance(author, str):
            yield author
        elif isinstance(author, dict) and not types_of(author) & {
            "organization",
            "newsmediaorganization",
            "corporation",
        }:
            name = author.get("name")
            names = name if isinstance(name, list) else [name]
            yield from (item for item in names if isinstance(item, str))


def looks_like_name(text: str) -> bool:
    """Tell two to five words that all begin as names do; of scripts without capitals any words."""
    words = text.split()
    if not 1 <= len(words) <= 6 or len(text) > 60 or _NOBODY.search(text):
        return False
    if not all(_TITLE_WORD.match(word) for word in words):
        return False
    cased = [word for word in words if word.lower() != word.upper()]
    if not cased:
        return len(text) > 1
    return (
        len(words) > 1
        and all(word[0].isupper() or word.lower() in _PARTICLES for word in cased)
        and cased[0][0].isupper() | (cased[0].lower() in _PARTICLES)
    )


def _names(text: str) -> Iterator[str]:
    text = fold(html.unescape(text))
    if not text or len(text) > 400:
        return
    for part in _parts(text):
        name = _TRAIL.sub("", _BY.sub("", part.strip(" ,.:-–—"))).strip(" ,:-–—")
        if looks_like_name(name):
            yield name.title() if name.isupper() and len(name) > 4 else name


def _parts(text: str) -> list[str]:
    if len(text) > 400:
        return []
    return [part for chunk in _SPLIT.split(_BY.sub("", text)) for part in _commas(chunk)]


def _commas(chunk: str) -> list[str]:
    """Split 'Jane Doe, John Smith, Reuters'; keep 'Martin Luther King, Jr.' whole."""
    return _COMMA.split(chunk)
