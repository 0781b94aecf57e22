"""From sources to archived bytes: discover links, fetch them, keep what came."""

from tasks.scrape.archive import Archived, Payload, read_payload, read_record
from tasks.scrape.archive.files import repair
from tasks.scrape.archive.rewrite import Dropped, is_touched, new_name, rewrite_without
from tasks.scrape.discover.rhythm import FeedHistory
from tasks.scrape.fetch.proxy import environment_proxies
from tasks.scrape.inputs import Input
from tasks.scrape.known import KnownFetch, KnownFetches
from tasks.scrape.sources import (
    FILES,
    Expect,
    Feed,
    Rights,
    Rule,
    SourceSpec,
    find_source,
    load_source,
    source_for_host,
    source_for_url,
)
from tasks.scrape.sources.menu import catalog
from tasks.scrape.sources.robots_of import RobotsAnswer, ask_robots
from tasks.scrape.sources.state import FeedFacts, SourceFacts, judge_source

__all__ = [
    "FILES",
    "Archived",
    "Dropped",
    "Expect",
    "Feed",
    "FeedFacts",
    "FeedHistory",
    "Input",
    "KnownFetch",
    "KnownFetches",
    "Payload",
    "Rights",
    "RobotsAnswer",
    "Rule",
    "SourceFacts",
    "SourceSpec",
    "ask_robots",
    "catalog",
    "environment_proxies",
    "find_source",
    "is_touched",
    "judge_source",
    "load_source",
    "new_name",
    "read_payload",
    "read_record",
    "repair",
    "rewrite_without",
    "source_for_host",
    "source_for_url",
]
