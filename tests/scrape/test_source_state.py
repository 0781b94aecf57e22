"""How a source does follows from what became of its links."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.records import SOURCE_STATES
from tasks.scrape.sources.state import FeedFacts, SourceFacts, judge_source

from .conftest import NOW

DAY = timedelta(days=1)
GOOD = FeedFacts("http://a.example/rss", 0, None, NOW, "", "")
BAD = FeedFacts("http://a.example/rss", 3, NOW - DAY, NOW - 2 * DAY, "timeout", "It did not answer.")
WATCHED = SourceFacts([GOOD], watched_since=NOW - 40 * DAY, new_links=dict.fromkeys(range(40), 10))


def state(facts: SourceFacts, expected: float | None = None) -> str:
    return judge_source(facts, expected, NOW).state


def failing(reason: str, **changes: object) -> SourceFacts:
    return SourceFacts([replace(BAD, reason=reason, **changes)])  # type: ignore[arg-type]


def test_a_source_that_was_never_asked_is_new() -> None:
    assert state(SourceFacts()) == "new"


def test_a_source_whose_feed_did_not_answer_the_first_time_is_still_new() -> None:
    assert state(failing("timeout", failed_count=1, answered_at=None)) == "new"
    assert state(failing("timeout", failed_count=3, answered_at=None)) == "degraded"


def test_a_source_whose_feeds_and_pages_answer_is_healthy() -> None:
    assert state(replace(WATCHED, page_count=50, failed_count=3)) == "healthy"


def test_a_feed_may_fail_twice_before_its_source_is_degraded() -> None:
    assert state(failing("timeout", failed_count=2)) == "healthy"
    judged = judge_source(failing("timeout"), None, NOW)
    assert (judged.state, "since 2026-11-19" in judged.reason) == ("degraded", True)


def test_a_source_with_one_failing_feed_of_two_is_degraded() -> None:
    judged = judge_source(SourceFacts([GOOD, replace(BAD, url="http://a.example/2")]), None, NOW)
    assert (judged.state, judged.reason) == ("degraded", "1 of 2 feeds fail. It did not answer.")


@pytest.mark.parametrize("reason", ["unreadable", "http_503", "tls", "connect", "too_large"])
def test_a_feed_that_is_no_feed_or_breaks_off_makes_a_degraded_source(reason: str) -> None:
    assert state(failing(reason, failed_since=NOW - 30 * DAY)) == "degraded"


@pytest.mark.parametrize("reason", ["robots", "rights", "guard"])
def test_a_refusal_by_rule_blocks_at_once(reason: str) -> None:
    assert state(failing(reason, failed_count=1)) == "blocked"


def test_a_refusal_by_status_blocks_once_it_lasts() -> None:
    assert state(failing("http_403", failed_count=1)) == "healthy"
    assert state(failing("http_403")) == "blocked"


def test_a_source_whose_pages_are_refused_is_blocked_and_one_whose_pages_fail_is_degraded() -> None:
    assert state(replace(WATCHED, page_count=10, closed_count=9)) == "blocked"
    assert state(replace(WATCHED, page_count=10, failed_count=5)) == "degraded"
    assert state(replace(WATCHED, page_count=3, failed_count=3)) == "healthy"  # too few to tell


def test_a_feed_that_says_it_is_gone_is_gone_and_one_that_is_not_there_once_it_lasts() -> None:
    assert state(failing("http_410", failed_count=1)) == "gone"
    assert state(failing("http_404", failed_since=NOW - DAY)) == "degraded"
    assert state(failing("http_404", failed_since=NOW - 4 * DAY)) == "gone"
    assert state(failing("dns", failed_since=NOW - 4 * DAY)) == "gone"


def new_links(**by_age: int) -> SourceFacts:
    counts = {int(age.removeprefix("d")): count for age, count in by_age.items()}
    return replace(WATCHED, new_links={**WATCHED.new_links, **counts})


def test_silent_is_below_its_own_rate() -> None:
    judged = judge_source(new_links(d0=0, d1=3, d2=2), None, NOW)
    assert (judged.state, judged.reason) == ("silent", "5 new links in 3 days, where 30 were to be expected.")
    assert state(new_links(d0=0, d1=0, d2=9)) == "healthy"  # a weekend of two days is no silence


def test_a_slow_source_is_not_silent_for_pausing_a_few_days() -> None:
    weekly = dict.fromkeys(range(0, 100, 2), 1)
    facts = replace(WATCHED, watched_since=NOW - 100 * DAY, new_links=weekly)
    assert state(replace(facts, new_links={a: n for a, n in weekly.items() if a >= 6})) == "healthy"
    assert state(replace(facts, new_links={a: n for a, n in weekly.items() if a >= 20})) == "silent"


def test_a_source_is_not_called_silent_before_its_rate_is_known() -> None:
    young = replace(WATCHED, watched_since=NOW - 8 * DAY, new_links={7: 100})
    assert state(young) == "healthy"
    assert state(young, expected=20.0) == "silent"  # its file says what to expect
    assert state(replace(young, watched_since=NOW - 2 * DAY, new_links={}), expected=20.0) == "healthy"


def test_a_source_that_was_always_quiet_is_not_silent() -> None:
    assert state(replace(WATCHED, new_links={})) == "healthy"


REASONS = st.sampled_from(["", "robots", "http_403", "http_404", "http_410", "dns", "timeout", "unreadable"])
FEEDS = st.builds(
    FeedFacts,
    st.just("http://a.example/rss"),
    st.integers(0, 9),
    st.none() | st.timedeltas(timedelta(0), 99 * DAY).map(lambda ago: NOW - ago),
    st.none() | st.just(NOW),
    REASONS,
    st.text(max_size=5),
)
FACTS = st.builds(
    SourceFacts,
    st.lists(FEEDS, max_size=3),
    st.integers(0, 50),
    st.integers(0, 50),
    st.integers(0, 50),
    st.none() | st.timedeltas(timedelta(0), 999 * DAY).map(lambda ago: NOW - ago),
    st.dictionaries(st.integers(0, 60), st.integers(0, 1000), max_size=9),
)


@given(FACTS, st.none() | st.floats(0, 1e6))
def test_any_facts_are_one_of_the_states_with_a_reason(facts: SourceFacts, expected: float | None) -> None:
    judged = judge_source(facts, expected, NOW)
    assert judged.state in SOURCE_STATES
    assert judged.reason
