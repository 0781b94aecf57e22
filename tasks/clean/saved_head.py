"""What stands before the first paragraph of a saved text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tasks.clean.captions import is_file_photo
from tasks.clean.lines import Unit
from tasks.clean.printed import dateline_alone
from tasks.clean.when import When, parse_when
from tasks.clean.words import bare_host, ends_sentence
from tasks.urls import host_of

_SECTIONS = frozenset(
    "africa americas analysis asia business caucasus climate culture defence defense "
    "diplomacy economy education energy entertainment environment "
    "europe health interview military nation national opinion politics region regional "
    "science security shipping society sport sports technology "
    "trade transport travel weather world iran azerbaijan armenia georgia turkey türkiye "
    "russia 'middle east'".replace("'", "").split()
) | {"middle east", "south caucasus", "central asia", "world news", "oil and gas"}
_GENERAL = frozenset(
    [
        "home",
        "news",
        "more",
        "latest",
        "front",
        "main",
        "top",
        "menu",
        "all",
        "index",
        "start",
        "homepage",
        "breaking",
    ]
)
_MOST = 14  # units among which the head is looked for
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b1[34]\d\d\b|[۰-۹]{4}")


@dataclass(slots=True)
class Head:
    """What was read before the body, and where the body begins."""

    end: int = 0
    headline: str | None = None
    description: str | None = None
    caption: str | None = None
    section: str | None = None
    dateline: str | None = None
    publisher: str | None = None
    url: str | None = None
    bylines: list[str] = field(default_factory=list)
    stamps: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)


def read_head(listed: list[Unit]) -> Head:
    """Tell the first units apart, up to the first paragraph of the body."""
    head = Head()
    loose: list[tuple[int, Unit]] = []  # sentences that may be standfirst, caption or already the body
    for index, unit in enumerate(listed[:_MOST]):
        if _labelled(unit, head) or _furniture(unit, head):
            continue
        if _is_body(listed, index, head, loose):
            break
        if unit.is_prose or unit.caption_score >= 2:
            loose.append((index, unit))
        elif dateline_alone(unit.text) and head.headline:
            head.dateline = unit.text.rstrip(" —–-:")
        elif unit.is_byline or (unit.is_name and head.headline):
            head.bylines.append(unit.text)
        elif unit.is_stamp:
            head.stamps.append(unit.text)
        elif unit.crumbs and not head.headline:
            head.section = _section(unit.crumbs) or head.section
        else:
            _title(unit, listed, index, head)
    head.end = _settle(listed, head, loose)
    return head


def caption_date(caption: str | None) -> When | None:
    """Return the day that a caption names with its year; that of a file photo is another day."""
    if not caption or is_file_photo(caption) or not _YEAR.search(caption):
        return None
    return parse_when(caption[-200:])


def _labelled(unit: Unit, head: Head) -> bool:
    """Take 'Title: …', 'Author: …' and the like, where a text begins with such lines."""
    if not unit.label:
        return False
    name, value = unit.label
    match name:
        case "title" | "headline":
            head.headline = value
        case "author" | "authors" | "by":
            head.bylines.append(value)
        case "date" | "published" | "publication date":
            head.stamps.append(value)
        case "source" | "publisher" | "url" | "link":
            _origin(value, head)
        case "section" | "category":
            head.section = value
        case "summary" | "standfirst":
            head.description = value
        case "caption":
            head.caption = value
        case "dateline":
            head.dateline = value
    return True


def _origin(value: str, head: Head) -> None:
    if value.lower().startswith(("http://", "https://")) and " " not in value:
        head.url = value
        head.hosts.append(host_of(value))
    elif host := bare_host(value):
        head.hosts.append(host)
    else:
        head.publisher = value


def _furniture(unit: Unit, head: Head) -> bool:
    if not unit.is_furniture:
        return False
    if host := bare_host(unit.text):
        head.hosts.append(host)
    return True


def _is_body(listed: list[Unit], index: int, head: Head, loose: list[tuple[int, Unit]]) -> bool:
    """Tell the second sentence in a row that is no caption: the body has begun."""
    if not listed[index].is_prose or listed[index].caption_score >= 2:
        return False
    plain = [at for at, unit in loose if unit.caption_score < 2]
    if not plain:
        return False
    return not any(_parts(unit) for unit in listed[index + 1 : index + 4]) or len(plain) >= 2


def _parts(unit: Unit) -> bool:
    """Tell what parts a standfirst from the body: a byline or a date."""
    return unit.is_byline or unit.is_stamp


def _title(unit: Unit, listed: list[Unit], index: int, head: Head) -> None:
    """Take a short line for the headline, or for the section where the headline comes after it."""
    if _in_menu(listed, index):
        return
    kicker = unit.words <= 3 and unit.text.casefold() in _SECTIONS
    if kicker:
        head.section = head.section or (unit.text.title() if unit.text.isupper() else unit.text)
    elif head.headline is None or (_is_name_of_site(head.headline) and unit.words > 3 and not head.bylines):
        head.headline = unit.text
    elif head.description is None and unit.words >= 6 and index + 1 < len(listed):
        head.description = unit.text


def _in_menu(listed: list[Unit], index: int) -> bool:
    """Tell one of three lines or more that have a word or two each and end no sentence."""
    run = 0
    for step in (-1, 1):
        at = index
        while 0 <= at < len(listed) and listed[at].words <= 2 and not ends_sentence(listed[at].text):
            run, at = run + 1, at + step
    return run - 1 >= 3


def _is_name_of_site(text: str) -> bool:
    return len(text.split()) <= 3


def _settle(listed: list[Unit], head: Head, loose: list[tuple[int, Unit]]) -> int:
    """Share early sentences out to caption, standfirst and body; return where the body begins."""
    first = None
    for index, unit in loose:
        if unit.caption_score >= 2 and head.caption is None and first is None:
            head.caption = unit.text
        elif first is None and head.description is None and _standfirst(listed, index, head):
            head.description = unit.text
        elif first is None:
            first = index
    if first is not None:
        return first
    taken = {index for index, _ in loose}
    after = (i for i, u in enumerate(listed) if u.is_prose and i not in taken and not u.label)
    return next(after, len(listed))


def _standfirst(listed: list[Unit], index: int, head: Head) -> bool:
    """Tell the one sentence between headline and byline or date."""
    if head.headline is None or index == 0:
        return False
    before = any(_parts(unit) for unit in listed[:index])
    after = list(_following(listed, index))
    return not before and any(_parts(unit) for unit in after)


def _following(listed: list[Unit], index: int) -> Iterator[Unit]:
    """Yield the units after a sentence, up to the next sentence that is no caption."""
    for unit in listed[index + 1 : index + 6]:
        if unit.is_prose and unit.caption_score < 2:
            return
        yield unit


def _section(crumbs: tuple[str, ...]) -> str | None:
    """Return the narrowest part of a breadcrumb that names a section."""
    named = [part for part in crumbs if part.casefold() not in _GENERAL and not ends_sentence(part)]
    return named[-1] if named else None
