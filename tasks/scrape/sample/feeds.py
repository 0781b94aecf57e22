"""What leads to the articles: the Courier's RSS, the Post's news sitemap, and robots.txt of each host."""

from email.utils import format_datetime
from html import escape

from tasks.scrape.sample.papers import CLOSED, COURIER, KURA
from tasks.scrape.sample.pieces import Piece

FEED_PATH = "/feed.xml"
SITEMAP_PATH = "/news-sitemap.xml"
LISTING_PATH = "/archive.php"
TRACKERS = "?utm_source=rss&utm_medium=feed#read"

ROBOTS = {
    COURIER.hosts[0]: "User-agent: *\nDisallow: /subscribers/\nDisallow: /search\n",
    COURIER.hosts[1]: "User-agent: *\nDisallow: /subscribers/\nDisallow: /search\n",
    KURA.hosts[0]: "User-agent: *\nDisallow: /print.php\nCrawl-delay: 0.02\n",
}


def rss(edition: int, shown: tuple[Piece, ...], odd: tuple[tuple[str, str], ...]) -> str:
    """Return the Courier's feed; `odd` are (url, title) of entries that are no articles."""
    closed = format_datetime(CLOSED[edition])
    items = [_item(url, piece) for piece in shown for url in feed_urls(piece)]
    items += [_odd_item(url, title) for url, title in odd]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>',
            f"<title>{COURIER.name}</title><link>{COURIER.base}/</link>",
            f"<description>News from both shores</description><lastBuildDate>{closed}</lastBuildDate>",
            f'<atom:link href="{COURIER.base}{FEED_PATH}" rel="self" type="application/rss+xml"/>',
            *items,
            "</channel></rss>\n",
        ]
    )


def feed_urls(piece: Piece) -> list[str]:
    """Return the addresses by which the Courier's feed names an article."""
    by_way = {
        "feed": piece.url,
        "mirror": f"http://{COURIER.hosts[1]}{piece.path}{TRACKERS}",
        "short": COURIER.base + short_path(piece),
    }
    return [by_way[way] for way in piece.found if way in by_way]


def short_path(piece: Piece) -> str:
    """Return the path of the short address, which redirects."""
    return f"/?p={piece.number}"


def news_sitemap(shown: tuple[Piece, ...], odd: tuple[tuple[str, str], ...]) -> str:
    """Return the Post's news sitemap; `odd` are (url, title) of entries that are no articles."""
    entries = [(p.url, p.headline, p.published.isoformat(), p.changed.isoformat()) for p in shown]
    day = CLOSED[1].date().isoformat()
    entries += [(url, title, day, day) for url, title in odd]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
            ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">',
            *(_entry(*entry) for entry in entries),
            "</urlset>\n",
        ]
    )


def _item(url: str, piece: Piece) -> str:
    updated = f"<atom:updated>{piece.modified.isoformat()}</atom:updated>" if piece.modified else ""
    return (
        f"<item><title>{escape(piece.headline)}</title><link>{escape(url)}</link>"
        f'<guid isPermaLink="false">courier-{piece.number}</guid>'
        f"<pubDate>{format_datetime(piece.published)}</pubDate>{updated}"
        f"<category>{escape(piece.section)}</category>"
        f"<description>{escape(piece.description)}</description></item>"
    )


def _odd_item(url: str, title: str) -> str:
    day = format_datetime(CLOSED[1])
    return f"<item><title>{escape(title)}</title><link>{escape(url)}</link><pubDate>{day}</pubDate></item>"


def _entry(url: str, title: str, published: str, modified: str) -> str:
    return (
        f"<url><loc>{escape(url)}</loc><lastmod>{modified}</lastmod><news:news>"
        f"<news:publication><news:name>{KURA.name}</news:name><news:language>en</news:language>"
        f"</news:publication><news:publication_date>{published}</news:publication_date>"
        f"<news:title>{escape(title)}</news:title></news:news></url>"
    )
