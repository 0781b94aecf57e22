"""Read an article from HTML: one parse, the source's rule, else the container scorer, else trafilatura."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tasks.clean import fallback
from tasks.clean.blocks import Block, plain
from tasks.clean.body import find_body
from tasks.clean.captions import page_caption
from tasks.clean.dates import Dates, last_resort
from tasks.clean.decode import Decoded
from tasks.clean.judge import flags, judge
from tasks.clean.language import detect
from tasks.clean.metadata import Metadata, read_metadata
from tasks.clean.page import Page, TooLarge, parse, text_of
from tasks.clean.printed import dateline_alone, split_dateline
from tasks.clean.reading import Reading, dating
from tasks.clean.survey import Survey, survey
from tasks.clean.when import zone_named
from tasks.clean.words import bare_host, count_words, names_own_hosts, owner_of_hosts, same_text

if TYPE_CHECKING:
    from tasks.scrape import Rule, SourceSpec

LOW_CONFIDENCE = 0.25
_SHOWN_KINDS = {
    "paragraph": "paragraph",
    "heading": "heading",
    "quote": "quote",
    "item": "list",
    "cell": "table",
    "caption": "caption",  # in the body of a source's rule only
}


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of a body and what found them."""

    blocks: list[Block]
    rule: str
    everything: list[Block]  # of the whole page, without the boxes beside the article, for the judge


def read_html(given: Decoded, url: str, source: "SourceSpec | None", latest: datetime) -> Reading:
    """Read a page; `latest` is when it was fetched: rules of that day hold, and no later date is believed."""
    try:
        page = parse(given.text, url, given.utf8)
    except TooLarge:
        return Reading(reason="too_large")
    if page is None:
        return Reading(reason="empty")
    seen = survey(page.root)
    rule = _rule_of_day(source, latest) if source and source.rules else None
    zone = zone_named(rule.date_timezone) if rule else None
    meta = read_metadata(page, seen, zone, latest, source.name if source else None)
    caption, dateline = page_caption(seen), None
    if rule:
        from tasks.clean import rules  # with what reads them; most pages have none

        meta = rules.metadata_by_rule(page, rule, meta, zone)
        caption = rules.caption_by_rule(page, rule) or caption
        dateline = rules.dateline_by_rule(page, rule)
    body = _body(page, seen, rule, meta, given.text)
    blocks, hosts, owner = own_hosts(body.blocks, body.everything)
    address = meta.canonical_url or url
    paragraphs = [block.text for block in blocks]
    reason = judge(paragraphs, body.everything, meta, address, lambda: text_of(page.root)[:20_000])
    dateline, blocks = _dateline(dateline, blocks)
    joined = "\n\n".join(block.text for block in blocks)
    language, sure = detect(joined, meta.language or (source.in_language if source else None))
    dates = meta.dates if reason or meta.dates.published else _dates(page, meta.dates, latest)
    dated = dating(dates.published, dates.evidence)
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
        date_published=dated.date_published,
        date_published_precision=dated.date_published_precision,
        date_published_local=dated.date_published_local,
        date_published_evidence=dated.date_published_evidence,
        date_modified=dates.modified.moment if dates.modified else None,
        dateline=dateline,
        in_language=language,
        language_confidence=sure,
        is_accessible_for_free=meta.free,
        word_count=count_words(joined),
        keywords=meta.keywords,
        image=meta.image,
        image_caption=caption,
        author_agency=meta.agencies,
        breadcrumb=meta.breadcrumb,
        block_kinds=tuple(_SHOWN_KINDS[block.kind] for block in blocks),
        flags=flags(
            meta,
            address,
            [block.text for block in blocks if block.kind == "heading"],
            joined,
            sum(block.kind == "caption" for block in body.everything),
        ),
    )


def _rule_of_day(source: "SourceSpec", latest: datetime) -> "Rule | None":
    from tasks.clean.rules import rules_of_day

    return next(iter(rules_of_day(source.rules, latest.date())), None)


def own_hosts(
    blocks: list[Block], everything: list[Block]
) -> tuple[list[Block], tuple[str, ...], str | None]:
    """Take out the sentence that lists a site's other addresses; return those and whose they are."""
    kept = [b for b in blocks if not names_own_hosts(b.text) and bare_host(b.text) is None]
    hosts: list[str] = []
    owner: str | None = None
    listing = False
    for block in [*everything, *blocks]:
        if names_own_hosts(block.text):
            listing, owner = True, owner_of_hosts(block.text) or owner
            hosts += [host for word in block.text.split() if (host := bare_host(word.strip(",;:()")))]
        elif listing:
            host = bare_host(block.text)
            hosts += [host] if host else []
            listing = host is not None
    return kept, tuple(dict.fromkeys(hosts)), owner


def _body(page: Page, seen: Survey, rule: "Rule | None", meta: Metadata, text: str) -> Body:
    if rule:
        from tasks.clean.rules import body_by_rule

        if blocks := body_by_rule(page, rule, meta.headline):
            return Body(blocks, "source_rule", blocks)
    found = find_body(seen, meta.headline)
    if found.confidence < LOW_CONFIDENCE:
        ours = sum(len(block.text) for block in found.blocks)
        for name, theirs in (("json_ld", meta.body), ("trafilatura", lambda: fallback.by_trafilatura(text))):
            lines = [line for line in theirs() if not same_text(line, meta.headline or "")]
            if sum(map(len, lines)) > ours * 1.3:
                return Body([plain(line) for line in lines], name, found.everything)
    return Body(found.blocks, "container", found.everything)


def _dateline(stated: str | None, blocks: list[Block]) -> tuple[str | None, list[Block]]:
    if not blocks:
        return stated, blocks
    first = blocks[0]
    if len(blocks) > 1 and dateline_alone(first.text):
        return stated or first.text.rstrip(" —–-:"), blocks[1:]
    found, rest = split_dateline(first.text)
    return stated or found, [first._replace(text=rest), *blocks[1:]]


def _dates(page: Page, found: Dates, latest: datetime) -> Dates:
    when = last_resort(page, latest)
    return Dates(when, "text", found.modified) if when else found
