"""Whether what was read is an article at all, and if not, what it is."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from tasks.clean.blocks import Block
from tasks.clean.metadata import Metadata
from tasks.clean.words import asks_consent, asks_payment, count_words, has_words, says_missing

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
    "gallery": "Nothing to do: the page has pictures with captions and no text.",
    "live_blog": "Nothing to do now: scripts load the entries; the site may publish a summary later.",
    "consent_wall": (
        "The site showed a consent form instead of the article; ask the publisher for a feed with full text."
    ),
    "soft_404": "Nothing to do: the site says that there is no such page.",
    "paywall": "The site gives the text to subscribers only; nothing is read around that.",
    "not_prose": "Give a saved article; this text holds data or code.",
    "fault": "Report it with the archived record; the page was left out and the others went on.",
}
_GALLERIES = frozenset(("imagegallery", "mediagallery", "imageobjectgallery"))
_MANY_PICTURES = 5
_FOLDERS = {
    **dict.fromkeys(("video", "videos", "watch"), "video"),
    **dict.fromkeys(("gallery", "galleries", "photo", "photos", "pictures", "photogallery"), "gallery"),
    **dict.fromkeys(("live", "liveblog", "live-blog", "live-news"), "live_blog"),
}
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
    kind = kind_without_text(paragraphs, blocks, meta, url)
    if kind is None and is_listing(blocks, meta, url, paragraphs):
        return "listing"
    if words >= MIN_WORDS and kind is None:
        locked = meta.free is False or not meta.is_article
        return (
            "paywall" if words < 120 and locked and any(asks_payment(text) for text in paragraphs) else None
        )
    return _short(meta, words, everything(), kind)


def flags(meta: Metadata, url: str, headings: list[str], body: str, pictures: int) -> tuple[str, ...]:
    """Return what is special about an article: that it is live, a gallery, beside a video, or cut by a wall.

    `headings` are those of the body, `pictures` the captions that stand in it.
    """
    found = {
        "live_blog": "liveblogposting" in meta.kinds or _is_live(meta.headline or "", url, headings),
        "gallery": bool(meta.kinds & _GALLERIES)
        or (pictures >= _MANY_PICTURES and pictures * 60 > count_words(body)),
        "video": any(kind.startswith("video.") for kind in meta.kinds)
        or ("videoobject" in meta.kinds and count_words(body) < 150),
        "paywalled": meta.free is False or asks_payment(body[-600:]),
    }
    return tuple(name for name, holds in found.items() if holds)


def _is_live(headline: str, url: str, headings: list[str]) -> bool:
    named = bool(_LIVE.search(headline)) or "/live/" in url or "live-blog" in url or "liveblog" in url
    return named and sum(bool(_CLOCK.search(text)) for text in headings) >= 3


def kind_without_text(paragraphs: list[str], blocks: list[Block], meta: Metadata, url: str) -> str | None:
    """Return what a page is that has few words but captions and links: a live blog, a video, a gallery.

    What it calls itself says so, or its pictures, or the folders of its address.
    """
    furniture = {block.text for block in blocks if block.kind == "caption" or block.link_share > 0.8}
    if has_words("\n".join(text for text in paragraphs if text not in furniture), MIN_WORDS):
        return None
    if "liveblogposting" in meta.kinds:
        return "live_blog"
    if "videoobject" in meta.kinds or any(kind.startswith("video") for kind in meta.kinds):
        return "video"
    if meta.kinds & _GALLERIES or sum(block.kind == "caption" for block in blocks) >= _MANY_PICTURES:
        return "gallery"
    folders = urlsplit(url).path.lower().split("/")[1:-1]  # the last part is the article's own name
    return next((kind for folder in folders if (kind := _FOLDERS.get(folder))), None)


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


def _short(meta: Metadata, words: int, everything: str, kind: str | None) -> str:
    if asks_consent(everything) and not meta.is_article and words < MIN_WORDS:
        return "consent_wall"
    if kind:
        return kind
    if meta.free is False or asks_payment(everything):
        return "paywall"
    if not everything.strip():
        return "empty"
    return "too_short" if words else "no_article"
