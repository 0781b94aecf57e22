"""An article or a story as one HTML page without any script, of the same make as the map."""

from collections.abc import Callable, Iterable
from urllib.parse import quote

from tasks.records import MENTION_KINDS, TEXT_FIELDS
from tasks.report.pages import NOTHING, away, filled, is_web, only, shown, styles
from tasks.report.showing import Row, Shown
from tasks.report.shown_text import likeness, when
from tasks.report.tables import as_text

_FACTS = ("author", "article_section", "in_language", "focus_places")

Copy = Callable[[str], str | None]  # from a name to the file of its archived copy, beside the page


def copies_of(found: Shown) -> list[tuple[str, Row]]:
    """Return the records whose archived copies a page leads to, and the name of each."""
    if found.kind == "story":
        return [(row["article_id"][:16], row) for row in found.data["articles"]]
    return [(row["version_id"][:16], row) for row in found.data["versions"]]


def shown_page(found: Shown, folder: str, written: Iterable[str]) -> str:
    """Return the page of an article or a story; the archived copies written into `folder` are led to."""
    names = set(written)

    def copy(name: str) -> str | None:
        return f"{quote(folder)}/{name}.html" if name in names else None

    return (_story_page if found.kind == "story" else _article_page)(found.data, copy)


def _article_page(article: Row, copy: Copy) -> str:
    carriers = article["story"] if len(article["story"]) > 1 else []
    beside = [
        _section("Versions", [_version(row, article, copy) for row in article["versions"]]),
        _section("The same text, in order of time", [_in_story(row, article) for row in carriers]),
        _section("Mentions", [_mention(n, row) for n, row in enumerate(article["mentions"], 1)]),
    ]
    links = _links(article, copy(article["version_id"][:16]))
    facts = [article["source_name"], when(article), *_said(article)]
    return _page("article", article, [*map(shown, facts), *links], "".join(beside))


def _story_page(story: Row, copy: Copy) -> str:
    original = story["original"]
    signed = [f"signed {story['agency']}"] if story["agency"] else []
    facts = [f"{story['article_count']} articles of {story['source_count']} sources", *signed]
    carriers = [_carrier(row, copy(row["article_id"][:16])) for row in story["articles"]]
    mentions = [_mention(n, row) for n, row in enumerate(original["mentions"], 1)]
    beside = _section("Who carries it, in order of time", carriers) + _section("Mentions", mentions)
    first = f"the text of {original['source_name']}, which came first"
    return _page("story", original, list(map(shown, [*facts, first])), beside)


def _page(what: str, article: Row, facts: list[str], beside: str) -> str:
    style = styles("shown.css")
    kinds = "".join(f'<li><mark class="{kind}">{kind}</mark></li>' for kind in MENTION_KINDS)
    return filled(
        "shown.html",
        {
            "POLICY": f"{NOTHING}; style-src {only(style)}",
            "TITLE": shown(article["headline"] or "(no headline)"),
            "STYLE": style,
            "WHAT": what,
            "HEADLINE": _marked(article, "headline") if article["headline"] else "(no headline)",
            "FACTS": " · ".join(fact for fact in facts if fact),
            "KINDS": kinds,
            "TEXT": _texts(article),
            "BESIDE": beside,
        },
    )


def _said(article: Row) -> list[str]:
    values = (article[name] for name in _FACTS if article[name])
    return [", ".join(value) if isinstance(value, list) else as_text(value) for value in values]


def _links(row: Row, archived: str | None) -> list[str]:
    """Return the links to the original and to the archived copy, as far as there are any."""
    links = [away(row["url"], "original")] if is_web(row["url"]) else []
    if archived:
        links.append(f'<a href="{shown(archived)}">archived copy</a>')
    elif row["warc_file"]:
        links.append(f"archived: <code>{shown(row['warc_file'])} at {row['warc_offset']}</code>")
    return links


def _texts(article: Row) -> str:
    """Return every text of an article but its headline."""
    parts = []
    for field in TEXT_FIELDS:
        if article[field] and field != "headline":
            label = "" if field == "article_body" else f"<h3>{field.replace('_', ' ')}</h3>"
            text = "".join(f"<p>{part}</p>" for part in _marked(article, field).split("\n\n"))
            parts.append(f'<div class="text">{label}{text}</div>')
    return "\n".join(parts)


def _marked(article: Row, field: str) -> str:
    """Return a text with each mention marked by its kind and leading to what is known of it."""
    text, out, done = article[field], [], 0
    for number, mention in enumerate(article["mentions"], 1):
        if mention["text_field"] != field:
            continue
        start, end = mention["start_char"], mention["end_char"]
        place = mention["place_name"] or f"unresolved: {mention['reason']}"
        link = f'<a href="#m{number}" title="{shown(place)}">{shown(text[start:end])}</a>'
        out += [shown(text[done:start]), f'<mark class="{shown(mention["mention_kind"])}">{link}</mark>']
        done = end
    return "".join([*out, shown(text[done:])])


def _section(title: str, items: list[str]) -> str:
    return f"<h3>{title}</h3><ol>{''.join(f'<li{item}</li>' for item in items)}</ol>" if items else ""


def _version(row: Row, article: Row, copy: Copy) -> str:
    this = " (shown here)" if row["version_id"] == article["version_id"] else ""
    link = copy(row["version_id"][:16])
    archived = f' · <a href="{shown(link)}">archived copy</a>' if link else ""
    says = f"{row['version_number']} · {row['fetched_at']:%Y-%m-%d %H:%M} · {row['word_count']} words{this}"
    return f">{shown(says)}{archived}<br><small>{shown(row['headline'] or '(no headline)')}</small>"


def _in_story(row: Row, article: Row) -> str:
    this = " (shown here)" if row["article_id"] == article["article_id"] else ""
    says = f"{when(row)} · {row['source_name']}{this}"
    known = [likeness(row), f"dateline show {row['article_id'][:12]}"]
    return f">{shown(says)}<br><small>{shown(' · '.join(word for word in known if word))}</small>"


def _carrier(row: Row, archived: str | None) -> str:
    says = shown(f"{when(row)} · {row['source_name']}")
    words = [row["headline"] or "(no headline)", f"{row['word_count']} words", likeness(row)]
    known = shown(" · ".join(word for word in words if word))
    command = f"<code>dateline show {row['article_id'][:12]}</code>"
    return f">{says}<br>{known}<br><small>{' · '.join([*_links(row, archived), command])}</small>"


def _mention(number: int, mention: Row) -> str:
    country = f", {mention['country_code']}" if mention["country_code"] else ""
    place = f"{mention['place_name']}{country}" if mention["place_id"] else f"unresolved: {mention['reason']}"
    facts = (
        mention["precision"],
        f"{mention['mention_kind']}, {mention['role'].replace('_', ' ')}",
        f"confidence {mention['confidence']:.2f}",
        f"rule {mention['georeference_protocol']}",
    )
    return (
        f' id="m{number}"><mark class="{shown(mention["mention_kind"])}">{shown(mention["exact"])}</mark> '
        f"{shown(place)}<br><small>{shown(' · '.join(facts))} · "
        f"<code>dateline show {shown(mention['mention_id'][:12])}</code></small>"
    )
