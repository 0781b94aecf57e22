"""Every answer that the sample newspaper gives, by host and path, made once an edition."""

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache

from tasks.scrape.sample import feeds, planted
from tasks.scrape.sample.pages import article_page, front_page, listing_page, template
from tasks.scrape.sample.papers import CLOSED, COURIER, KURA
from tasks.scrape.sample.pieces import Piece, pieces

HTML = "text/html; charset=utf-8"
OLD_HTML = "text/html"  # the Post names its charset in the page alone
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """One response: what the server sends for one URL."""

    body: bytes
    content_type: str
    last_modified: str  # HTTP date
    status: int = 200
    location: str | None = None
    packed: bytes | None = None  # the body in gzip, where the publisher compresses

    @property
    def etag(self) -> str:
        """The entity tag of the plain body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


Site = dict[tuple[str, str], Answer]


@cache
def site(edition: int) -> Site:
    """Return the answers of an edition by (host, path and query)."""
    shown = pieces(edition)
    answers: Site = {}
    for host in COURIER.hosts:
        answers.update({(host, path): answer for path, answer in _courier(edition, shown)})
    answers.update({(KURA.hosts[0], path): answer for path, answer in _kura(edition, shown)})
    for host, text in feeds.ROBOTS.items():
        answers[host, "/robots.txt"] = _answer(text, "text/plain; charset=utf-8", CLOSED[1])
    return answers


def not_found(path: str) -> Answer:
    """Return the answer to a path that no page has."""
    text = template("not_found.html").substitute()
    return _answer(text, HTML, CLOSED[1], status=404 if path else 400)


def _of(shown: tuple[Piece, ...], source_id: str) -> tuple[Piece, ...]:
    return tuple(piece for piece in shown if piece.source_id == source_id)


def _courier(edition: int, everything: tuple[Piece, ...]) -> Iterator[tuple[str, Answer]]:
    shown, beside = _of(everything, COURIER.source_id), _of(pieces(1), COURIER.source_id)
    odd = tuple((url, planted.PLANTED[url].title) for url in (planted.VIDEO, planted.FORBIDDEN))
    closed = CLOSED[edition]
    yield "/", _answer(front_page(COURIER.source_id, shown[:12]), HTML, closed, pack=True)
    yield feeds.FEED_PATH, _answer(feeds.rss(edition, shown, odd), XML, closed, pack=True)
    for piece in shown:
        yield piece.path, _answer(article_page(piece, beside), HTML, piece.changed, pack=True)
        yield feeds.short_path(piece), _answer("", HTML, piece.changed, status=301, location=piece.url)
    for url, name in ((planted.VIDEO, "courier_video.html"), (planted.FORBIDDEN, "courier_subscribers.html")):
        path = url.removeprefix(COURIER.base)
        yield path, _answer(template(name).substitute(), HTML, CLOSED[1], pack=True)


def _kura(edition: int, everything: tuple[Piece, ...]) -> Iterator[tuple[str, Answer]]:
    shown, beside = _of(everything, KURA.source_id), _of(pieces(1), KURA.source_id)
    closed = CLOSED[edition]
    fresh = tuple(piece for piece in shown if "sitemap" in piece.found)
    listed = tuple(piece for piece in shown if "listing" in piece.found)
    cut, gone = planted.PLANTED[planted.CUT], planted.PLANTED[planted.GONE]
    yield "/", _answer(front_page(KURA.source_id, shown[:12]), OLD_HTML, closed)
    yield feeds.SITEMAP_PATH, _answer(feeds.news_sitemap(fresh, ((planted.CUT, cut.title),)), XML, closed)
    gone_path = planted.GONE.removeprefix(f"{KURA.base}/")
    yield feeds.LISTING_PATH, _answer(listing_page(listed, (gone_path, gone.title)), OLD_HTML, closed)
    for piece in shown:
        yield piece.path, _answer(article_page(piece, beside), OLD_HTML, piece.changed)
    broken = template("kura_cut.html").substitute(headline=cut.title)
    yield planted.CUT.removeprefix(KURA.base), _answer(broken, OLD_HTML, CLOSED[1])


def _answer(
    text: str,
    content_type: str,
    changed: datetime,
    *,
    status: int = 200,
    location: str | None = None,
    pack: bool = False,
) -> Answer:
    body = text.encode("utf-8")
    date = format_datetime(changed.astimezone(UTC), usegmt=True)
    packed = gzip.compress(body, mtime=0) if pack else None
    return Answer(body, content_type, date, status, location, packed)
