"""Read an article from HTML: one parse, the source's rule, else the container scorer, else trafilatura."""

from dataclasses import asdict, dataclass
from datetime import datetime

from tasks.clean import fallback, rules
from tasks.clean.blocks import Block
from tasks.clean.captions import mark_captions, page_caption
from tasks.clean.container import find_body
from tasks.clean.dates import Dates, last_resort
from tasks.clean.judge import judge
from tasks.clean.language import detect
from tasks.clean.metadata import Metadata, read_metadata
from tasks.clean.page import Page, TooLarge, parse, text_of
from tasks.clean.printed import dateline_alone, split_dateline
from tasks.clean.reading import Reading, dating
from tasks.clean.when import zone_named
from tasks.clean.words import bare_host, count_words, names_own_hosts, owner_of_hosts, same_text
from tasks.scrape import Rule, SourceSpec

LOW_CONFIDENCE = 0.3


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of a body and what found them."""

    paragraphs: list[str]
    rule: str
    blocks: list[Block]  # of the whole page, pruned, for the judge


def read_html(text: str, url: str, source: SourceSpec | None, latest: datetime) -> Reading:
    """Read a page; `latest` is when it was fetched: rules of that day hold, and no later date is believed."""
    try:
        page = parse(text, url)
    except TooLarge:
        return Reading(reason="too_large")
    if page is None:
        return Reading(reason="empty")
    mark_captions(page.root)
    rule = next(iter(rules.rules_of_day(source.rules, latest.date())), None) if source else None
    zone = zone_named(rule.date_timezone) if rule else None
    meta = read_metadata(page, zone, latest, source.name if source else None)
    caption, dateline = page_caption(page), None
    if rule:
        meta = rules.metadata_by_rule(page, rule, meta, zone)
        caption = rules.caption_by_rule(page, rule) or caption
        dateline = rules.dateline_by_rule(page, rule)
    body = _body(page, rule, meta, text)
    paragraphs, hosts, owner = own_hosts(body.paragraphs)
    reason = judge(
        paragraphs, body.blocks, meta, meta.canonical_url or url, lambda: text_of(page.root)[:20_000]
    )
    dateline, paragraphs = _dateline(dateline, paragraphs)
    joined = "\n\n".join(paragraphs)
    language, sure = detect(joined, meta.language or (source.in_language if source else None))
    dates = meta.dates if reason or meta.dates.published else _dates(page, meta.dates, latest)
    return Reading(
        outcome="rejected" if reason else "article",
        reason=reason,
        rule=None if reason else body.rule,
        canonical_url=meta.canonical_url,
        publisher=meta.publisher or owner or (source.name if source else None),
        named_hosts=tuple(dict.fromkeys((*meta.named_hosts, *hosts))),
        headline=meta.headline,
        alternative_headline=meta.alternative_headline,
        description=meta.description,
        article_body=joined or None,
        article_section=meta.section,
        author=meta.author,
        **asdict(dating(dates.published, dates.evidence)),
        date_modified=dates.modified.moment if dates.modified else None,
        dateline=dateline,
        in_language=language,
        language_confidence=sure,
        is_accessible_for_free=meta.free,
        word_count=count_words(joined),
        keywords=meta.keywords,
        image=meta.image,
        image_caption=caption,
    )


def own_hosts(paragraphs: list[str]) -> tuple[list[str], tuple[str, ...], str | None]:
    """Take out the sentence that lists a site's other addresses; return those and whose they are."""
    kept: list[str] = []
    hosts: list[str] = []
    owner: str | None = None
    listing = False
    for text in paragraphs:
        if names_own_hosts(text):
            listing, owner = True, owner_of_hosts(text) or owner
            hosts += [host for word in text.split() if (host := bare_host(word.strip(",;:()")))]
        elif host := bare_host(text):
            hosts += [host] if listing else []
        else:
            listing = False
            kept.append(text)
    return kept, tuple(dict.fromkeys(hosts)), owner


def _body(page: Page, rule: Rule | None, meta: Metadata, text: str) -> Body:
    if rule and (blocks := rules.body_by_rule(page, rule, meta.headline)):
        return Body([block.text for block in blocks], "source_rule", blocks)
    found = find_body(page.root, meta.headline)
    ours = [block.text for block in found.blocks]
    if found.confidence < LOW_CONFIDENCE:
        theirs = [t for t in fallback.by_trafilatura(text) if not same_text(t, meta.headline or "")]
        if sum(map(len, theirs)) > sum(map(len, ours)) * 1.3:
            return Body(theirs, "trafilatura", found.everything)
    return Body(ours, "container", found.everything)


def _dateline(stated: str | None, paragraphs: list[str]) -> tuple[str | None, list[str]]:
    if not paragraphs:
        return stated, paragraphs
    if len(paragraphs) > 1 and dateline_alone(paragraphs[0]):
        return stated or paragraphs[0].rstrip(" —–-:"), paragraphs[1:]
    found, rest = split_dateline(paragraphs[0])
    return stated or found, [rest, *paragraphs[1:]]


def _dates(page: Page, found: Dates, latest: datetime) -> Dates:
    when = last_resort(page, latest)
    return Dates(when, "text", found.modified) if when else found
