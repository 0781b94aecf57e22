"""How a source does, judged from what became of its links; the clock is given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

PATIENCE = 3
"""Asks in a row that must fail before a feed counts as failing."""

AT_ONCE = frozenset({"robots", "rights", "guard", "http_410"})
"""What says by itself that the next ask will end the same way."""

CLOSED = frozenset({"robots", "rights", "guard", "http_401", "http_403", "http_429", "http_451"})
AWAY = frozenset({"dns", "http_404", "http_410"})
GONE_AFTER = timedelta(days=3)

FEW_PAGES = 4
"""Tries below which pages say nothing of their source."""

MOSTLY = 0.8
HALF = 0.5

LEAST_WINDOW = 3
"""Days over which silence is judged: a weekend must not look like one."""

LEAST_EXPECTED = 8.0
"""Links that a window must lead to expect: with fewer, chance alone would make a source look silent."""

LEARNT_DAYS = (7, 90)
"""Days before the window that a rate is learnt from: at least, at most."""

SHARE = 0.25
"""Share of its own rate below which a source is silent."""


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """The last asks of one feed."""

    url: str
    failed_count: int  # asks since it answered last
    failed_since: datetime | None
    answered_at: datetime | None
    reason: str  # of the last ask, '' where it was fetched
    detail: str

    @property
    def is_failing(self) -> bool:
        """Whether it must be expected not to answer the next time."""
        return self.failed_count >= (1 if self.reason in AT_ONCE else PATIENCE)


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a source is judged by."""

    feeds: Collection[FeedFacts] = ()
    page_count: int = 0  # of the last tries, a week back at most
    closed_count: int = 0  # refused, by the site or for it
    failed_count: int = 0
    watched_since: datetime | None = None  # when its first link was seen
    new_links: Mapping[int, int] = field(default_factory=dict)  # by age in whole days


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a source does, and why."""

    state: str  # one of tasks.records.SOURCE_STATES
    reason: str


def judge_source(facts: SourceFacts, expected_a_day: float | None, now: datetime) -> Judgement:
    """Judge a source: whether its feeds answer, then its pages, then whether it has as much as it used to.

    `expected_a_day` is what its file says; where it says nothing, its own last weeks count.
    """
    if not facts.feeds:
        return Judgement("new", "It was not asked yet.")
    failing = [feed for feed in facts.feeds if feed.is_failing]
    if len(failing) == len(facts.feeds):
        return _without_feeds(failing, now)
    if all(feed.answered_at is None for feed in facts.feeds):
        return Judgement("new", f"No feed has answered yet. {_last(facts.feeds).detail}".strip())
    if facts.page_count >= FEW_PAGES and facts.closed_count >= MOSTLY * facts.page_count:
        counts = f"{facts.closed_count} of the last {facts.page_count} pages"
        return Judgement("blocked", f"{counts} were refused; its feeds answer.")
    if silence := _silence(facts, expected_a_day, now):
        return Judgement("silent", silence)
    if failing:
        worst = _last(failing)
        return Judgement(
            "degraded", f"{len(failing)} of {len(facts.feeds)} feeds fail. {worst.detail}".strip()
        )
    if facts.page_count >= FEW_PAGES and facts.failed_count >= HALF * facts.page_count:
        counts = f"{facts.failed_count} of the last {facts.page_count} pages"
        return Judgement("degraded", f"{counts} failed; its feeds answer.")
    return Judgement("healthy", "Its feeds and pages answer.")


def _without_feeds(failing: Collection[FeedFacts], now: datetime) -> Judgement:
    worst = _last(failing)
    since = f"since {worst.failed_since:%Y-%m-%d}" if worst.failed_since else ""
    if all(feed.reason in CLOSED for feed in failing):
        return Judgement("blocked", f"Its feeds are closed to us {since}. {worst.detail}".strip())
    if all(_is_away(feed, now) for feed in failing):
        return Judgement("gone", f"Its feeds are not there {since}. {worst.detail}".strip())
    return Judgement("degraded", f"No feed answers {since}. {worst.detail}".strip())


def _is_away(feed: FeedFacts, now: datetime) -> bool:
    """Tell a feed that says it is gone, or whose address has led nowhere for days."""
    if feed.reason == "http_410":
        return True
    return feed.reason in AWAY and feed.failed_since is not None and now - feed.failed_since >= GONE_AFTER


def _last(feeds: Collection[FeedFacts]) -> FeedFacts:
    """Return the feed that has failed for longest."""
    return max(feeds, key=lambda feed: (feed.failed_count, feed.url))


def _silence(facts: SourceFacts, expected_a_day: float | None, now: datetime) -> str | None:
    """Say how far a source is below its own rate; None where it is not, or its rate is not known."""
    if facts.watched_since is None:
        return None
    days = int((now - facts.watched_since) / timedelta(days=1))
    rate = expected_a_day if expected_a_day is not None else _learnt(facts, days, LEAST_WINDOW)
    if not rate:
        return None
    window = max(LEAST_WINDOW, ceil(LEAST_EXPECTED / rate))
    if expected_a_day is None:
        rate = _learnt(facts, days, window)
    if not rate or days < window:
        return None
    seen = sum(count for age, count in facts.new_links.items() if age < window)
    if seen >= SHARE * rate * window:
        return None
    return f"{seen} new links in {window} days, where {rate * window:.0f} were to be expected."


def _learnt(facts: SourceFacts, days: int, window: int) -> float | None:
    """Return the links a day before the window; None where it was watched too shortly."""
    least, most = LEARNT_DAYS
    span = min(most, days - window)
    if span < least:
        return None
    return sum(count for age, count in facts.new_links.items() if window <= age < window + span) / span
