"""What lies in the sample newspaper on purpose, and what should become of it."""

from dataclasses import dataclass

from tasks.scrape.sample.papers import COURIER, KURA
from tasks.scrape.sample.pieces import pieces


@dataclass(frozen=True, slots=True)
class Planted:
    """One address with a purpose."""

    fate: str  # 'article' 'same_article' 'refused' 'failed' 'rejected'
    why: str
    title: str = ""  # as the feed or listing names what is no article
    first_edition: int = 1
    article: str | None = None  # of 'same_article': the canonical URL


@dataclass(frozen=True, slots=True)
class Expected:
    """Rows in a home that has taken the editions in order, up to this one; the last three of this run.

    In edition 2 the Post's archive list is unchanged and answers 304, so that its dead link is not met.
    """

    articles: int
    versions: int
    stories: int
    rejected: int  # pages without an article
    other_language: int  # versions with geocode_status 'language'
    refused: int  # by robots.txt
    failed: int  # with 404
    not_modified: int  # feeds and lists that answer 304


VIDEO = f"{COURIER.base}/video/2024/11/13/harbour-from-the-air"
FORBIDDEN = f"{COURIER.base}/subscribers/2024/11/20/evening-briefing"
CUT = f"{KURA.base}/news.php?id=3140"
GONE = f"{KURA.base}/news.php?id=2987"

WIRE = (f"{COURIER.base}/2024/11/15/aktau-sea-level", f"{KURA.base}/news.php?id=3131")
CHANGED = f"{COURIER.base}/2024/11/19/shamakhi-earthquake"
NEW = (f"{COURIER.base}/2024/11/21/absheron-storm", f"{KURA.base}/news.php?id=3144")
OTHER_LANGUAGE = f"{COURIER.base}/2024/11/16/xezer-baliqcilari"
HOSTILE = f"{COURIER.base}/2024/11/18/port-site-defaced"
_FERRY = f"{COURIER.base}/2024/11/14/third-weekly-ferry"
_DOHA = f"{COURIER.base}/2024/11/15/doha-gas-talks"
_JULFA = f"{COURIER.base}/2024/11/14/julfa-bridge"
_MIRROR = f"http://{COURIER.hosts[1]}"

PLANTED: dict[str, Planted] = {
    VIDEO: Planted("rejected", "a video page in the feed: there is no article on it", "Watch: the harbour"),
    CUT: Planted("rejected", "HTML that breaks off before the article", "Snow ploughs wait at Kvesheti"),
    GONE: Planted("failed", "in the archive's list, answers 404", "Autumn timetable of the night train"),
    FORBIDDEN: Planted("refused", "in the feed, forbidden by robots.txt", "Evening briefing for subscribers"),
    WIRE[0]: Planted("article", "a wire copy: one story with the Post's, which came later"),
    WIRE[1]: Planted("article", "the same wire copy under another headline"),
    CHANGED: Planted("article", "edition 2 prints it with other words: a second version"),
    NEW[0]: Planted("article", "new in edition 2", first_edition=2),
    NEW[1]: Planted("article", "new in edition 2", first_edition=2),
    OTHER_LANGUAGE: Planted("article", "in Azerbaijani: kept, and its geocode_status is 'language'"),
    HOSTILE: Planted("article", "a headline that is Markdown and HTML to a careless report"),
    f"{_MIRROR}/2024/11/14/third-weekly-ferry": Planted("same_article", "in the feed twice", article=_FERRY),
    f"{_MIRROR}/2024/11/15/doha-gas-talks": Planted("same_article", "by its mirror alone", article=_DOHA),
    f"{COURIER.base}/?p=1044": Planted("same_article", "a short address that redirects", article=_JULFA),
}
EXPECTED: dict[int, Expected] = {
    1: Expected(
        articles=40,
        versions=40,
        stories=39,
        rejected=2,
        other_language=1,
        refused=1,
        failed=1,
        not_modified=0,
    ),
    2: Expected(
        articles=42,
        versions=43,
        stories=41,
        rejected=2,
        other_language=1,
        refused=1,
        failed=0,
        not_modified=1,
    ),
}


def article_urls(edition: int) -> frozenset[str]:
    """Return the canonical URLs of all articles of an edition."""
    return frozenset(piece.url for piece in pieces(edition))
