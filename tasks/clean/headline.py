"""The headline of a page: what its metadata and its headings agree on, never the logo."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tasks.clean.page import Page, text_of
from tasks.clean.words import fold, same_text

_PARTS = re.compile(r"\s+[|»«·•:—–-]\s+|\s*[|»«]\s*|\s*::\s*")
_MARK_AT_END = re.compile(r"(?:\s+[|»«·•—–-]\s+|\s*\|\s*)\Z")
_LOGO = re.compile(
    r"logo|brand|site-?(?:title|name)|masthead|visually-?hidden|sr-only|screen-?reader", re.IGNORECASE
)


def choose_headline(page: Page, claimed: list[str | None], publisher: str | None) -> str | None:
    """Return the headline: a heading that a claim agrees with, else the first claim, else a heading.

    `claimed` are the metadata's titles, the surest first; the last one is the <title>.
    """
    claims = [text for claim in claimed if claim and (text := without_site(fold(claim), publisher))]
    headings = list(_headings(page))
    for claim in claims:
        if any(same_text(heading, claim) for heading in headings):
            return next(heading for heading in headings if same_text(heading, claim))
    title = fold(claimed[-1] or "") if claimed else ""
    for heading in headings:
        if len(heading) > 12 and heading.casefold() in title.casefold() and not _is_site(heading, publisher):
            return heading
    if len(claims) == 1 and len(headings) == 1 and len(headings[0].split()) > 2:
        return headings[0]  # a <title> written for searches, and one heading
    if claims:
        return claims[0]
    return next((h for h in headings if len(h) > 12 and not _is_site(h, publisher)), None)


def without_site(title: str, publisher: str | None) -> str:
    """Take the site's name off either end of a title: 'Headline - Site | Section'."""
    parts = [part for part in _PARTS.split(title) if part]
    if len(parts) < 2:
        return title
    if publisher:
        kept = [part for part in parts if not _is_site(part, publisher)]
        if kept and len(kept) < len(parts):
            inside = max(kept, key=len)
            return _between(title, inside) if len(kept) == 1 else _trimmed(title, publisher)
    tail = parts[-1]
    marks = _MARK_AT_END.search(title.removesuffix(tail)) if title.endswith(tail) else None
    if marks and len(tail.split()) <= 4 and len(tail) < 30 and len(title[: marks.start()].split()) >= 4:
        return title[: marks.start()].strip()
    return title


def _trimmed(title: str, publisher: str) -> str:
    for pattern in (r"\s*[|»«·•:—–-]+\s*{}\s*$", r"^\s*{}\s*[|»«·•:—–-]+\s*"):
        title = re.sub(pattern.format(re.escape(publisher)), "", title, flags=re.IGNORECASE)
    return title.strip()


def _between(title: str, part: str) -> str:
    return part.strip() if part in title else title


def _headings(page: Page) -> Iterator[str]:
    for level in ("h1", "h2", "h3"):
        for node in page.named(level)[:12]:
            own = " ".join(filter(None, (node.get("class"), node.get("id"))))
            above = node.getparent()
            outer = "" if above is None else " ".join(filter(None, (above.get("class"), above.get("id"))))
            if _LOGO.search(own) or (_LOGO.search(outer) and level == "h1"):
                continue
            text = text_of(node)
            if level == "h1" and any(_to_front(link.get("href") or "") for link in node.iter("a")):
                continue
            if 3 < len(text) < 400:
                yield text


def _to_front(link: str) -> bool:
    return urlsplit(link).path in ("", "/") and not urlsplit(link).query and not link.startswith("#")


def _is_site(text: str, publisher: str | None) -> bool:
    return bool(publisher) and (same_text(text, publisher or "") or same_text(text, f"the {publisher}"))
