"""What a source is, as its TOML states it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlsplit

from tasks.errors import SourceError, UnknownSetting
from tasks.records import Source
from tasks.settings import refuse_unknown

FEED_KINDS = ("rss", "atom", "json_feed", "news_sitemap", "sitemap", "listing", "robots")
ROBOTS_STANCES = ("unknown", "allowed", "partial", "forbidden")
TDM_STANCES = ("unknown", "none", "reserved")
# No dot: on the command line a word with a dot is a path or URL, not a source.
SOURCE_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Feed:
    """An address where links to articles are found."""

    url: str
    kind: str  # one of FEED_KINDS
    link_pattern: str | None = None  # regex that a link must contain; a listing needs one
    max_links: int | None = None  # links that are taken from it; None takes the setting


@dataclass(frozen=True, slots=True)
class Rights:
    """What the publisher says about being read by machines, and when that was looked up.

    In a file `terms_url = "unknown"` and `checked_on = "never"` say that nobody knows, in so many words.
    """

    robots: str = "unknown"  # one of ROBOTS_STANCES; the robots.txt of the day decides each request
    tdm: str = "unknown"  # one of TDM_STANCES; 'reserved' is not fetched without a basis
    terms_url: str | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """What a healthy day looks like."""

    articles_a_day: float | None = None
    fill: Mapping[str, float] = field(default_factory=dict, hash=False)  # share of articles with a field


@dataclass(frozen=True, slots=True)
class Rule:
    """CSS selectors for one layout of the site, where the generic extractor fails."""

    body: str
    valid_until: date | None = None  # the last day on which pages looked like this
    headline: str | None = None
    description: str | None = None
    author: str | None = None
    date: str | None = None
    section: str | None = None
    caption: str | None = None
    dateline: str | None = None
    remove: tuple[str, ...] = ()  # taken out of the body before it is read
    date_timezone: str | None = None  # IANA name, for times printed without an offset


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A publisher: where its articles are found and how its pages are read."""

    source_id: str  # the TOML's name
    name: str
    homepage: str | None = None
    hosts: tuple[str, ...] = ()  # its own first, mirrors after
    country_code: str | None = None
    in_language: str | None = None
    pace_s: float | None = None  # seconds between two requests to one host; None takes the setting
    connect_to: str | None = None  # host:port that is connected to instead; URL and Host stay
    allow_private: bool = False  # its own hosts may lie at private addresses
    ports: tuple[int, ...] = ()  # on which its own hosts are asked besides 80, 443 and those of its feeds
    verified: bool = True  # False until somebody has seen its feeds work
    feeds: tuple[Feed, ...] = ()
    rights: Rights = Rights()
    expect: Expect = field(default_factory=Expect)
    rules: tuple[Rule, ...] = ()

    @property
    def is_secure(self) -> bool:
        """Whether its own pages are asked for over https, whatever a feed writes: one page, not two."""
        return (self.homepage or "").startswith("https://")

    @property
    def all_ports(self) -> frozenset[int]:
        """The ports that its file names: of themselves, or in the addresses of its feeds and homepage."""
        named = (urlsplit(url).port for url in (self.homepage, *(feed.url for feed in self.feeds)) if url)
        return frozenset({*self.ports, *(port for port in named if port)})

    def row(self) -> Source:
        """Return the source as a row of core.sources."""
        fill = self.expect.fill
        return Source(
            self.source_id,
            self.name,
            self.homepage,
            self.hosts,
            self.country_code,
            self.in_language,
            self.expect.articles_a_day,
            json.dumps(dict(fill), sort_keys=True) if fill else None,
        )


def parse_source(source_id: str, given: Mapping[str, Any], where: str) -> SourceSpec:
    """Turn a parsed TOML into a source; `where` names the file in what goes wrong.

    Raises SourceError for an unknown key (with the nearest known one), a missing key, a value of the
    wrong type or outside its choices.
    """
    if not SOURCE_ID.fullmatch(source_id):
        raise SourceError(
            f"{where} cannot name a source '{source_id}'.",
            "Use lower-case letters, digits and hyphens, 63 at most.",
        )
    _known(given, SourceSpec, where, but=("source_id",))
    own = {name: given[name] for name in given if name not in ("feeds", "rights", "expect", "rules")}
    spec = SourceSpec(
        source_id=source_id,
        feeds=tuple(_feed(table, where) for table in _tables(given, "feeds", where)),
        rights=_rights(_table(given, "rights", where), where),
        expect=_expect(_table(given, "expect", where), where),
        rules=tuple(_rule(table, where) for table in _tables(given, "rules", where)),
        **_typed(own, _SOURCE, where, needed=("name", "hosts")),
    )
    return _sound(spec, where)


def _feed(table: Mapping[str, Any], where: str) -> Feed:
    where = f"{where}, [[feeds]],"
    _known(table, Feed, where)
    feed = Feed(**_typed(table, _FEED, where, needed=("url", "kind")))
    _one_of(feed.kind, FEED_KINDS, "kind", where)
    _web_address(feed.url, "url", where)
    if feed.kind == "listing" and not feed.link_pattern:
        raise SourceError(
            f"{where} has the listing {feed.url} without link_pattern.",
            "Add a regular expression that the article links contain.",
        )
    if feed.max_links is not None and feed.max_links < 1:
        raise SourceError(f"{where} max_links cannot be {feed.max_links}.", "Give it 1 or more.")
    if feed.kind == "robots" and not re.fullmatch(r"https?://[^/]+/robots\.txt", feed.url):
        raise SourceError(
            f"{where} kind 'robots' cannot be read at {feed.url}.", "Name a site's /robots.txt."
        )
    try:
        re.compile(feed.link_pattern or "")
    except re.error as fault:
        raise SourceError(
            f"{where} link_pattern {feed.link_pattern!r} is no regular expression: {fault}.", "Mend it."
        ) from fault
    return feed


def _rights(table: Mapping[str, Any], where: str) -> Rights:
    where = f"{where}, [rights],"
    _known(table, Rights, where)
    stated = {name: value for name, value in table.items() if (name, value) not in _NOT_KNOWN}
    rights = Rights(**_typed(stated, _RIGHTS, where))
    _one_of(rights.robots, ROBOTS_STANCES, "robots", where)
    _one_of(rights.tdm, TDM_STANCES, "tdm", where)
    if rights.terms_url is not None:
        _web_address(rights.terms_url, "terms_url", where)
    return rights


def _expect(table: Mapping[str, Any], where: str) -> Expect:
    where = f"{where}, [expect],"
    _known(table, Expect, where)
    values = _typed(table, _EXPECT, where)
    for name, share in values.get("fill", {}).items():
        if not isinstance(share, int | float) or not 0 <= share <= 1:
            raise SourceError(f"{where} fill.{name} cannot be {share!r}.", "Give it a share from 0 to 1.")
    return Expect(**values)


def _rule(table: Mapping[str, Any], where: str) -> Rule:
    where = f"{where}, [[rules]],"
    _known(table, Rule, where)
    rule = Rule(**_typed(table, _RULE, where, needed=("body",)))
    for name in _SELECTORS:
        given = getattr(rule, name) or ()
        for css in (given,) if isinstance(given, str) else given:
            _selector(css, name, where)
    return rule


def _selector(css: str, name: str, where: str) -> None:
    import soupsieve  # 30 ms, and only sources with rules need it

    try:
        soupsieve.compile(css)
    except (soupsieve.SelectorSyntaxError, NotImplementedError) as fault:
        reason = str(fault).splitlines()[0].rstrip(".:")
        raise SourceError(f"{where} {name} {css!r} is no CSS selector: {reason}.", "Mend it.") from fault


def _sound(spec: SourceSpec, where: str) -> SourceSpec:
    if not spec.hosts:
        raise SourceError(f"{where} has no hosts.", "Name the site's own host first, its mirrors after.")
    for host in spec.hosts:
        if host != host.lower() or "/" in host:
            raise SourceError(f"{where} hosts cannot hold '{host}'.", "Write bare host names, lower case.")
    if spec.homepage is not None:
        _web_address(spec.homepage, "homepage", where)
    if spec.connect_to is not None and not re.fullmatch(r"(\[[0-9a-f:]+\]|[^:\s]+):\d{1,5}", spec.connect_to):
        raise SourceError(f"{where} connect_to cannot be '{spec.connect_to}'.", "Write it as host:port.")
    if any(not 0 < port < 65536 for port in spec.ports):
        raise SourceError(f"{where} ports cannot be {list(spec.ports)}.", "Give ports from 1 to 65535.")
    if spec.pace_s is not None and spec.pace_s < 0:
        raise SourceError(f"{where} pace_s cannot be {spec.pace_s}.", "Give it seconds, 0 or more.")
    return spec


# What TOML value each key takes; `float` takes whole numbers too, `tuple` a list of strings.
_SOURCE: dict[str, type] = {
    "name": str,
    "homepage": str,
    "hosts": tuple,
    "country_code": str,
    "in_language": str,
    "pace_s": float,
    "connect_to": str,
    "allow_private": bool,
    "ports": list,
    "verified": bool,
}
_FEED: dict[str, type] = {"url": str, "kind": str, "link_pattern": str, "max_links": int}
_RIGHTS: dict[str, type] = {"robots": str, "tdm": str, "terms_url": str, "checked_on": date}
_NOT_KNOWN = (("terms_url", "unknown"), ("checked_on", "never"))
_EXPECT: dict[str, type] = {"articles_a_day": float, "fill": dict}
_SELECTORS = tuple(f.name for f in fields(Rule) if f.name not in ("valid_until", "date_timezone"))
_RULE: dict[str, type] = {f.name: str for f in fields(Rule)} | {"valid_until": date, "remove": tuple}
_WORDS = {
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple: "a list of strings",
    list: "a list of whole numbers",
    dict: "a table",
    date: "a day such as 2026-11-20",
}


def _typed(
    given: Mapping[str, Any], types: Mapping[str, type], where: str, needed: tuple[str, ...] = ()
) -> dict[str, Any]:
    for name in needed:
        if name not in given:
            raise SourceError(f"{where} lacks the key '{name}'.", f"Add {name} = ...")
    return {name: _value(name, value, types[name], where) for name, value in given.items()}


def _value(name: str, value: object, wanted: type, where: str) -> object:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if wanted is float and number:
        return float(value)  # type: ignore[arg-type]  # `number` says that it is one
    if wanted is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if wanted is list and isinstance(value, list) and all(type(item) is int for item in value):
        return tuple(value)
    # A TOML instant is a `date` by class; only a bare day will do.
    if type(value) is wanted and wanted not in (float, tuple, list):
        return value
    raise SourceError(f"{where} {name} cannot be {value!r}.", f"Give it {_WORDS[wanted]}.")


def _known(given: Mapping[str, Any], kind: type, where: str, but: tuple[str, ...] = ()) -> None:
    names = {f.name: None for f in fields(kind) if f.name not in but}
    try:
        refuse_unknown(given, names, where)
    except UnknownSetting as fault:
        raise SourceError(fault.message, fault.next_step) from None


def _tables(given: Mapping[str, Any], name: str, where: str) -> list[dict[str, Any]]:
    value = given.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise SourceError(f"{where} {name} is not a list of tables.", f"Write [[{name}]] above each.")
    return value


def _table(given: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    value = given.get(name, {})
    if not isinstance(value, dict):
        raise SourceError(f"{where} {name} is not a table.", f"Write [{name}] above it.")
    return value


def _one_of(value: str, choices: tuple[str, ...], name: str, where: str) -> None:
    if value not in choices:
        raise SourceError(f"{where} {name} cannot be '{value}'.", f"Choose one of: {', '.join(choices)}.")


def _web_address(value: str, name: str, where: str) -> None:
    if not re.fullmatch(r"https?://[^/\s@]+(/\S*)?", value):
        raise SourceError(f"{where} {name} cannot be '{value}'.", "Write an http or https URL.")
    with_port = re.fullmatch(r"https?://[^/]*:(\d+)(/.*)?", value)
    if with_port and not 0 < int(with_port[1]) < 65536:
        raise SourceError(f"{where} {name} cannot be '{value}'.", "Give it a port from 1 to 65535.")
