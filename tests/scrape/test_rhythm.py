"""When a feed is asked next, and an article again; the clock is given."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.scrape.discover.rhythm import LAST_RETRY, LATEST, SOONEST, FeedHistory, next_ask
from tasks.scrape.known import OPEN_TRIES, TRIES, KnownFetch, due_links, is_due
from tasks.settings import Settings

from .conftest import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKED = FeedHistory(NOW)


def gap(history: FeedHistory) -> timedelta:
    wait = next_ask(history, NOW)
    return wait.until - NOW if wait else timedelta(0)


@pytest.mark.parametrize(
    ("links_a_day", "wanted"),
    [(2.0, 6 * HOUR), (0.0, LATEST), (12.0, HOUR), (48.0, 0.25 * HOUR), (1000.0, SOONEST)],
)
def test_a_feed_is_asked_as_often_as_it_has_news(links_a_day: float, wanted: timedelta) -> None:
    assert gap(replace(ASKED, links_a_day=links_a_day)) == wanted


def test_a_feed_that_publishes_twice_a_day_is_not_asked_every_five_minutes() -> None:
    history = replace(ASKED, links_a_day=2.0)
    asks = 0
    for minute in range(0, 24 * 60, 5):
        now = NOW + timedelta(minutes=minute)
        if next_ask(history, now) is None:
            asks, history = asks + 1, replace(history, asked_at=now)
    assert 3 <= asks <= 5


def test_an_hourly_schedule_does_not_miss_a_feed_by_a_second() -> None:
    history = replace(ASKED, links_a_day=12.0, asked_at=NOW + timedelta(seconds=5))
    assert next_ask(history, NOW + HOUR) is None


def test_a_feed_that_does_not_answer_is_asked_ever_more_rarely_up_to_once_a_day() -> None:
    gaps = [gap(replace(ASKED, failed_count=n, links_a_day=500.0)) for n in range(1, 12)]
    assert gaps == sorted(gaps)
    assert (gaps[0], gaps[-1]) == (timedelta(minutes=15), LAST_RETRY)
    assert "did not answer 3 times" in next_ask(replace(ASKED, failed_count=3), NOW).sentence  # type: ignore[union-attr]


def test_a_feed_never_asked_or_asked_by_a_run_that_broke_off_is_asked_now() -> None:
    assert next_ask(None, NOW) is None
    assert next_ask(replace(ASKED, is_settled=False), NOW) is None


def test_a_feed_whose_pages_could_not_be_had_is_asked_within_the_hour() -> None:
    assert gap(replace(ASKED, links_a_day=0.5, open_count=1)) == HOUR
    assert gap(replace(ASKED, links_a_day=100.0, open_count=1)) < HOUR


@given(st.floats(0, 1e9), st.integers(0, 10_000), st.integers(0, 5), st.timedeltas(-DAY, 400 * DAY))
def test_no_feed_is_left_alone_for_longer_than_a_day(
    links_a_day: float, failed: int, open_count: int, later: timedelta
) -> None:
    wait = next_ask(FeedHistory(NOW, failed, links_a_day, open_count), NOW + later)
    assert wait is None or wait.until <= NOW + DAY


REVISITS = Settings().revisits()
SEEN = KnownFetch('"1"', None, None, None, None, NOW, seen_at=NOW, answered_at=NOW)


def test_the_times_of_revisits_are_a_setting() -> None:
    assert REVISITS == (HOUR, 6 * HOUR, DAY, 7 * DAY)
    assert Settings(revisit=("2d", "30 m")).revisits() == (timedelta(minutes=30), 2 * DAY)
    assert Settings(revisit=()).revisits() == ()


def test_an_article_is_asked_again_at_each_of_its_times_and_then_never() -> None:
    known, asked = SEEN, []
    for hour in range(24 * 40):
        now = NOW + hour * HOUR
        if is_due(known, now, REVISITS):
            asked.append(hour)
            known = replace(known, answered_at=now)
    assert asked == [1, 6, 24, 7 * 24]


def test_times_that_were_missed_are_made_up_for_by_one_ask() -> None:
    late = NOW + 30 * DAY
    assert is_due(SEEN, late, REVISITS)
    assert not is_due(replace(SEEN, answered_at=late), late + DAY, REVISITS)


def test_a_revisit_that_fails_is_tried_again_a_few_times() -> None:
    due = NOW + 2 * HOUR
    assert [is_due(replace(SEEN, failed_count=n), due, REVISITS) for n in range(TRIES + 1)] == [
        *[True] * TRIES,
        False,
    ]


def test_a_page_that_never_came_is_asked_ever_more_rarely_and_at_last_given_up() -> None:
    known, asked = (
        KnownFetch(None, None, None, None, None, NOW, seen_at=NOW, failed_count=1, is_open=True),
        [],
    )
    for minute in range(0, 20 * 24 * 60, 15):
        now = NOW + timedelta(minutes=minute)
        if is_due(known, now, ()):
            asked.append(now - NOW)
            known = replace(known, fetched_at=now, failed_count=known.failed_count + 1)
    gaps = [later - sooner for sooner, later in itertools.pairwise(asked)]
    assert asked[0] == timedelta(minutes=30)
    assert gaps == sorted(gaps)
    assert (len(asked) + 1, gaps[-1]) == (OPEN_TRIES, DAY)


@pytest.mark.parametrize("change", [{"link_type": "feed"}, {"found_kind": "input"}, {"seen_at": None}])
def test_feeds_and_given_files_are_not_revisited(change: dict[str, object]) -> None:
    assert not is_due(replace(SEEN, **change), NOW + DAY, REVISITS)  # type: ignore[arg-type]


def test_what_no_feed_names_any_more_is_asked_again_all_the_same() -> None:
    known = {"http://a.example/1": SEEN, "http://a.example/2": replace(SEEN, found_in="f", claimed_title="T")}
    links = list(due_links("a", known, {"http://a.example/1"}, NOW + DAY, REVISITS))
    assert [(link.url, link.found_in, link.seen_at) for link in links] == [("http://a.example/2", "f", NOW)]


@given(st.lists(st.integers(0, 20_000), max_size=6), st.integers(0, 30_000), st.integers(0, 30_000))
def test_an_article_asked_after_its_last_time_is_not_due(gaps: list[int], asked: int, now: int) -> None:
    revisits = [timedelta(minutes=gap) for gap in gaps]
    known = replace(SEEN, answered_at=NOW + timedelta(minutes=asked))
    due = is_due(known, NOW + timedelta(minutes=now), revisits)
    assert due == any(asked < gap <= now for gap in gaps)
