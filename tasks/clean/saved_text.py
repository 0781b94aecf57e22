"""Read an article from text that somebody saved: which line is what, as a person tells it at a glance.

The text is cut into units (paragraphs or lines). What stands before the first paragraph is told apart by its
form: crumbs, headline, standfirst, caption, byline, date, share words. Then comes the body; it ends with the
last paragraph of prose, and what follows is the site's own.
"""

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from tasks.clean import authors
from tasks.clean.captions import without_label
from tasks.clean.judge import MIN_WORDS
from tasks.clean.language import detect
from tasks.clean.lines import is_prose_text, units
from tasks.clean.printed import dateline_alone, split_dateline
from tasks.clean.reading import Reading, dating
from tasks.clean.saved_head import Head, caption_date, read_head
from tasks.clean.saved_tail import read_tail
from tasks.clean.when import When, parse_when
from tasks.clean.words import count_words

if TYPE_CHECKING:
    from tasks.scrape import SourceSpec


def read_text(text: str, source: "SourceSpec | None", latest: datetime) -> Reading:
    """Read a saved article; no date after `latest` is believed."""
    if not is_prose_text(text):
        return Reading(reason="not_prose")
    listed = units(text)
    head = read_head(listed)
    tail = read_tail(listed[head.end :])
    paragraphs = [unit.text for unit in tail.body]
    dateline, paragraphs = _dateline(head.dateline, paragraphs)
    body = "\n\n".join(paragraphs)
    words = count_words(body)
    language, sure = detect(body, source.in_language if source else None)
    reason = None if words >= MIN_WORDS else "too_short" if words else "no_article"
    published, evidence = _date(head, dateline, latest)
    caption = head.caption or tail.caption
    return Reading(
        outcome="rejected" if reason else "article",
        reason=reason,
        rule=None if reason else "saved_text",
        canonical_url=head.url,
        publisher=tail.publisher or head.publisher or (source.name if source else None),
        named_hosts=tuple(dict.fromkeys((*head.hosts, *tail.hosts))),
        headline=head.headline,
        description=head.description,
        article_body=body or None,
        article_section=head.section,
        author=authors.people(head.bylines or tail.bylines or head.stamps, tail.publisher or head.publisher),
        **asdict(dating(published, evidence)),
        dateline=dateline,
        in_language=language,
        language_confidence=sure,
        word_count=words,
        image_caption=without_label(caption) if caption else None,
        block_kinds=("paragraph",) * len(paragraphs),
    )


def _dateline(stated: str | None, paragraphs: list[str]) -> tuple[str | None, list[str]]:
    if stated or not paragraphs:
        return stated, paragraphs
    if len(paragraphs) > 1 and dateline_alone(paragraphs[0]):
        return paragraphs[0].rstrip(" —–-:"), paragraphs[1:]
    found, rest = split_dateline(paragraphs[0])
    return found, [rest, *paragraphs[1:]]


def _date(head: Head, dateline: str | None, latest: datetime) -> tuple[When | None, str | None]:
    """Return the first that is written: a date line, the day in the dateline, the day in the caption."""
    claims = [("text", parse_when(stamp)) for stamp in (*head.stamps, *head.bylines)]
    claims += [("text", parse_when(dateline)), ("caption", caption_date(head.caption))]
    for evidence, when in claims:
        if when and when.day <= latest.date():
            return when, evidence
    return None, None
