"""Read a page by its source's own rule, the one that was valid on the page's day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, tzinfo

from lxml import etree

from tasks.clean import authors
from tasks.clean.blocks import Block
from tasks.clean.dates import Dates
from tasks.clean.metadata import Metadata
from tasks.clean.page import Page, find, text_of
from tasks.clean.selectors import select, without
from tasks.clean.survey import survey
from tasks.clean.trim import trim
from tasks.clean.when import parse_when
from tasks.scrape import Rule


def rules_of_day(rules: Sequence[Rule], day: date) -> list[Rule]:
    """Return the rules that hold on a day, those that ended soonest after it first."""
    valid = [rule for rule in rules if rule.valid_until is None or rule.valid_until >= day]
    return sorted(valid, key=lambda rule: rule.valid_until or date.max)


def body_by_rule(page: Page, rule: Rule, headline: str | None) -> list[Block]:
    """Return the blocks of the rule's body, of all elements that it names; none where the page has none."""
    blocks: list[Block] = []
    for node in _outermost(select(page.root, rule.body)):
        blocks += survey(without(node, rule.remove) if rule.remove else node).blocks
    return trim(blocks, headline)


def metadata_by_rule(page: Page, rule: Rule, found: Metadata, zone: tzinfo | None) -> Metadata:
    """Put what the rule's selectors find over what the page claims in general."""
    headline = _text(page, rule.headline)
    section = _texts(page, rule.section)
    people = authors.people(_texts(page, rule.author), found.publisher)
    return replace(
        found,
        headline=headline or found.headline,
        description=_text(page, rule.description) or found.description,
        section=section[-1] if section else found.section,
        author=people or found.author,
        dates=_dates(page, rule, zone) or found.dates,
    )


def caption_by_rule(page: Page, rule: Rule) -> str | None:
    """Return the caption that the rule points to."""
    return _text(page, rule.caption)


def dateline_by_rule(page: Page, rule: Rule) -> str | None:
    """Return the dateline that the rule points to."""
    return _text(page, rule.dateline)


def _dates(page: Page, rule: Rule, zone: tzinfo | None) -> Dates | None:
    for node in select(page.root, rule.date) if rule.date else []:
        given = node.get("datetime") or node.get("content") or text_of(node)
        if when := parse_when(given, zone) or parse_when(text_of(node), zone):
            return Dates(when, "time" if node.tag == "time" else "text")
    return None


def _text(page: Page, css: str | None) -> str | None:
    return next(iter(_texts(page, css)), None)


def _texts(page: Page, css: str | None) -> list[str]:
    if not css:
        return []
    texts = []
    for node in select(page.root, css):
        links = find(node, ".//a") if node.tag in ("ul", "ol", "nav") else []
        texts += [text_of(part) for part in links or [node]]
    return [text for text in texts if text]


def _outermost(nodes: list[etree._Element]) -> list[etree._Element]:
    inside = set(nodes)
    return [node for node in nodes if not any(above in inside for above in node.iterancestors())]
