"""Articles as HTML: the Courier as a content system of today writes it, the Post as one of 2004 did."""

import json
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from tasks.scrape.sample.papers import COURIER, KURA
from tasks.scrape.sample.pieces import Piece


def article_page(piece: Piece, others: tuple[Piece, ...]) -> str:
    """Return the page of an article; `others` are some of its paper, to link beside it."""
    beside = tuple(other for other in others if other.slug != piece.slug)
    return _courier(piece, beside[:3]) if piece.source_id == COURIER.source_id else _kura(piece, beside[:4])


def front_page(source_id: str, shown: tuple[Piece, ...]) -> str:
    """Return a publisher's home page with its newest articles."""
    name = "courier" if source_id == COURIER.source_id else "kura"
    return template(f"{name}_front.html").substitute(items=_links(shown))


@cache
def template(name: str) -> Template:
    """Read one of the shipped templates."""
    return Template((files("tasks.scrape.sample") / "templates" / name).read_text("utf-8"))


def _courier(piece: Piece, beside: tuple[Piece, ...]) -> str:
    return template("courier_article.html").substitute(
        language=piece.language,
        headline=escape(piece.headline),
        description=escape(piece.description),
        url=escape(piece.url),
        section=escape(piece.section),
        section_path=escape(piece.section.lower().replace(" ", "-")),
        published=piece.published.isoformat(),
        published_words=f"{piece.published:%-d %B %Y, %H:%M}",
        modified=piece.changed.isoformat(),
        updated=_updated(piece),
        byline=escape(_byline(piece)),
        json_ld=_json_ld(piece),
        image=escape(_image(piece)),
        figure=_figure(piece),
        body=_courier_body(piece, beside),
        tags="".join(f"<li>{escape(word)}</li>" for word in piece.keywords),
    )


def _courier_body(piece: Piece, beside: tuple[Piece, ...]) -> str:
    """Return the paragraphs with a box of other articles after the second, as such systems put it."""
    paragraphs = [f"<p>{escape(text)}</p>" for text in piece.printed]
    links = _links(beside)
    box = f'<aside class="related-links"><h4>Read more</h4><ul>{links}</ul></aside>'
    return "\n".join([*paragraphs[:2], box, *paragraphs[2:]])


def _json_ld(piece: Piece) -> str:
    """Return the page's metadata as JSON that no text in it can end early."""
    kind = "Organization" if piece.agency else "Person"
    claims = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": piece.url},
        "headline": piece.headline,
        "description": piece.description,
        "articleSection": piece.section,
        "inLanguage": piece.language,
        "datePublished": piece.published.isoformat(),
        "dateModified": piece.changed.isoformat(),
        "author": [{"@type": kind, "name": name} for name in _credited(piece)],
        "publisher": {"@type": "NewsMediaOrganization", "name": piece.paper.name},
        "keywords": list(piece.keywords),
        "image": [_image(piece)],
        "isAccessibleForFree": True,
    }
    return json.dumps(claims, ensure_ascii=False, indent=1).replace("<", "\\u003c")


def _links(shown: tuple[Piece, ...]) -> str:
    return "\n".join(f"<li>{_link(piece)}</li>" for piece in shown)


def _link(piece: Piece) -> str:
    return f'<a href="{escape(piece.path)}">{escape(piece.headline)}</a>'


def _updated(piece: Piece) -> str:
    if piece.modified is None:
        return ""
    return f' <span class="updated">Updated {piece.modified:%-d %B %Y, %H:%M}</span>'


def _figure(piece: Piece) -> str:
    if piece.caption is None:
        return ""
    picture = f'<img src="{escape(_image(piece))}" alt="" width="960" height="540">'
    return f'<figure class="lead-image">{picture}<figcaption>{escape(piece.caption)}</figcaption></figure>'


def _image(piece: Piece) -> str:
    return f"{piece.paper.base}/media/{piece.slug}.svg"


def _credited(piece: Piece) -> tuple[str, ...]:
    return (piece.agency,) if piece.agency else piece.author


def _byline(piece: Piece) -> str:
    return " and ".join(_credited(piece))


def _kura(piece: Piece, beside: tuple[Piece, ...]) -> str:
    links = "".join(f"&#187; {_link(other)}<br>\n" for other in beside)
    return template("kura_article.html").substitute(
        headline=escape(piece.headline),
        url=escape(piece.url),
        meta=_kura_meta(piece),
        section=escape(piece.section),
        posted=f"{piece.published:%d.%m.%Y %H:%M}",
        byline=escape(_byline(piece)),
        body=_kura_body(piece),
        links=links,
        number=piece.number,
    )


def _kura_meta(piece: Piece) -> str:
    """Return the meta tags, which the Post writes only for what is in its sitemap."""
    if "sitemap" not in piece.found:
        return ""
    return "\n".join(
        f'<meta name="{name}" content="{escape(text)}">'
        for name, text in (
            ("description", piece.description),
            ("keywords", ", ".join(piece.keywords)),
            ("author", _byline(piece)),
            ("DC.date.issued", piece.published.isoformat()),
        )
    )


def _kura_body(piece: Piece) -> str:
    """Return paragraphs in `p`, or in the archive with two `br` between, as its first system wrote them."""
    texts = [escape(text, quote=False) for text in piece.printed]
    picture = ""
    if piece.caption is not None:
        image = f'<img src="/media/{escape(piece.slug)}.svg" border="0" alt="">'
        picture = f'<div class="pic">{image}<br><i>{escape(piece.caption)}</i></div>\n'
    if "sitemap" in piece.found:
        return picture + "\n".join(f"<p>{text}</p>" for text in texts)
    return picture + "<br><br>\n".join(texts)


def listing_page(shown: tuple[Piece, ...], gone: tuple[str, str]) -> str:
    """Return the Post's archive page; `gone` is the path and headline of a link that leads nowhere."""
    rows = [_row(f"{p.published:%d.%m.%Y}", _listed(p), p.headline) for p in shown]
    rows.append(_row("01.11.2024", *gone))
    return template("kura_listing.html").substitute(rows="\n".join(rows), name=escape(KURA.name))


def _row(day: str, path: str, headline: str) -> str:
    return f'<tr><td class="d">{day}</td><td><a href="{escape(path)}">{escape(headline)}</a></td></tr>'


def _listed(piece: Piece) -> str:
    """Return a link as the archive writes it: relative, and with a tracker where the sitemap has it too."""
    tracker = "&utm_source=archive" if "sitemap" in piece.found else ""
    return f"news.php?id={piece.number}{tracker}"
