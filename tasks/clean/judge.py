"""Whether what was read is an article at all, and if not, what it is."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from tasks.clean.blocks import Block
from tasks.clean.metadata import Metadata
from tasks.clean.words import asks_consent, asks_payment, count_words, says_missing

MIN_WORDS = 40
NEXT_STEPS = {
    "empty": "Nothing to do, unless the page shows text in a browser: then its text is made by scripts.",
    "binary": "Give a page or a text file; pictures, archives and PDF are not read.",
    "too_large": "Give the article's own page; this one is larger than any article.",
    "no_article": "Open the page; if it is an article, add a rule for its body to the source's TOML.",
    "too_short": (
        "Open the page; if more than 40 words are there, add a rule for its body to the source's TOML."
    ),
    "listing": "Name it as a feed of kind 'listing' in the source's TOML, not as an article.",
    "video": "Nothing to do: the page has a video and no text.",
    "consent_wall": (
        "The site showed a consent form instead of the article; ask the publisher for a feed with full text."
    ),
    "soft_404": "Nothing to do: the site says that there is no such page.",
    "paywall": "The site gives the text to subscribers only; nothing is read around that.",
    "not_prose": "Give a saved article; this text holds data or code.",
    "fault": "Report it with the archived record; the page was left out and the others went on.",
}
_GALLERIES = frozenset(("imagegallery", "mediagallery", "imageobjectgallery"))
_LIVE = re.compile(r"\blive\b|\bas it happened\b|\bliveblog\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_LISTS = frozenset(("collectionpage", "searchresultspage", "itemlist"))


def judge(
    paragraphs: list[str], blocks: list[Block], meta: Metadata, url: str, everything: Callable[[], str]
) -> str | None:
    """Return why a page is no article, None where it is one.

    `paragraphs` are the body's, `blocks` those of the whole page after pruning, `everything` gives its text.
    """
    words = count_words("\n\n".join(paragraphs))
    if says_missing(meta.headline or "") and words < 200:
        return "soft_404"
    if words < 300 and not meta.is_article and any(asks_consent(text) for text in paragraphs):
        return "consent_wall"
    if is_listing(blocks, meta, url, paragraphs):
        return "listing"
    if words >= MIN_WORDS:
        locked = meta.free is False or not meta.is_article
        return (
            "paywall" if words < 120 and locked and any(asks_payment(text) for text in paragraphs) else None
        )
    return _short(meta, words, everything())


def flags(meta: Metadata, url: str, headings: list[str], body: str, pictures: int) -> tuple[str, ...]:
    """Return what is special about an article: that it is live, a gallery, beside a video, or cut by a wall.

    `headings` are those of the body, `pictures` the captions that stand in it.
    """
    found = {
        "live_blog": "liveblogposting" in meta.kinds or _is_live(meta.headline or "", url, headings),
        "gallery": bool(meta.kinds & _GALLERIES) or (pictures >= 5 and pictures * 60 > count_words(body)),
        "video": any(kind.startswith("video.") for kind in meta.kinds)
        or ("videoobject" in meta.kinds and count_words(body) < 150),
        "paywalled": meta.free is False or asks_payment(body[-600:]),
    }
    return tuple(name for name, holds in found.items() if holds)


def _is_live(headline: str, url: str, headings: list[str]) -> bool:
    named = bool(_LIVE.search(headline)) or "/live/" in url or "live-blog" in url or "liveblog" in url
    return named and sum(bool(_CLOCK.search(text)) for text in headings) >= 3


def is_listing(blocks: list[Block], meta: Metadata, url: str, paragraphs: list[str]) -> bool:
    """Tell a front page or section index: many linked headlines, little prose under each."""
    if meta.is_article:
        return False
    linked = sum(block.link_share > 0.8 and len(block.text) > 25 for block in blocks)
    prose = sum(len(block.text) for block in blocks if block.link_share < 0.3 and len(block.text) > 200)
    front = urlsplit(url).path.strip("/").lower() in (
        "",
        "index.html",
        "index.php",
        "index.htm",
    ) and url.startswith("http")
    if front or meta.kinds & _LISTS:
        return linked >= 5 and prose < 3_000
    if linked >= 6 and all(len(text) < 160 for text in paragraphs):
        return True
    return linked >= 12 and prose < linked * 60 and sum(map(len, paragraphs)) < 2_400


def _short(meta: Metadata, words: int, everything: str) -> str:
    if asks_consent(everything) and not meta.is_article and words < MIN_WORDS:
        return "consent_wall"
    if meta.kinds & {"videoobject"} or any(kind.startswith("video") for kind in meta.kinds):
        return "video"
    if meta.free is False or asks_payment(everything):
        return "paywall"
    if not everything.strip():
        return "empty"
    return "too_short" if words else "no_article"
