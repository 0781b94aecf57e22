import json
from datetime import UTC, date, datetime

import pytest

from tasks.clean.calendars import from_solar
from tasks.clean.when import parse_when, zone_named
from tests.clean.given import NOW, article, clean


def json_ld(**claims: object) -> str:
    return (
        '<script type="application/ld+json">'
        + json.dumps({"@type": "NewsArticle", "headline": "Ferries keep new hours", **claims})
        + "</script>"
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-11-18", date(2024, 11, 18)),
        ("20241118", date(2024, 11, 18)),
        ("18 November 2024", date(2024, 11, 18)),
        ("Nov. 18, 2024 4:30 pm", date(2024, 11, 18)),
        ("Monday, 18th of November 2024", date(2024, 11, 18)),
        ("18.11.2024 09:20", date(2024, 11, 18)),
        ("18. November 2024", date(2024, 11, 18)),
        ("18 ноября 2024 г.", date(2024, 11, 18)),
        ("18 noyabr 2024", date(2024, 11, 18)),
        ("18 نوفمبر 2024", date(2024, 11, 18)),
        ("2024年11月18日", date(2024, 11, 18)),
        ("1403/08/28", date(2024, 11, 18)),
        ("۱۴۰۳/۰۸/۲۸", date(2024, 11, 18)),
        ("۲۸ آبان ۱۴۰۳", date(2024, 11, 18)),
        ("١٨ نوفمبر ٢٠٢٤", date(2024, 11, 18)),
    ],
)
def test_day_is_read_in_every_spelling(text: str, day: date) -> None:
    when = parse_when(text)
    assert when is not None
    assert when.day == day


def test_solar_hijri_leap_years_end_on_the_right_day() -> None:
    assert from_solar(1399, 12, 30) == date(2021, 3, 20)
    assert from_solar(1400, 1, 1) == date(2021, 3, 21)
    assert from_solar(1402, 12, 30) is None


def test_tehran_time_is_three_and_a_half_hours_ahead() -> None:
    when = parse_when("2024-11-18T01:10:00+03:30")
    assert when is not None
    assert (when.day, when.instant) == (date(2024, 11, 18), datetime(2024, 11, 17, 21, 40, tzinfo=UTC))


def test_offset_after_utc_is_the_zone_and_a_second_date_is_no_clock() -> None:
    when = parse_when("15 November 2024 12:30 (UTC+04:00)")
    assert when is not None
    assert when.instant == datetime(2024, 11, 15, 8, 30, tzinfo=UTC)
    twice = parse_when("15.11.2024 - Update : 15.11.2024", zone_named("Europe/Istanbul"))
    assert twice is not None
    assert twice.precision == "day"


def test_time_without_a_zone_gives_its_day_and_no_instant() -> None:
    when = parse_when("2024-11-18T23:30:00")
    assert when is not None
    assert (when.day, when.instant, when.precision) == (date(2024, 11, 18), None, "day")


def test_slashes_that_may_be_read_both_ways_are_not_read() -> None:
    assert parse_when("05/11/2024") is None
    assert parse_when("18/11/2024") == parse_when("11/18/2024")


@pytest.mark.parametrize(
    "text", ["", "soon", "2024-13-45", "99999999999999999999", "0000-00-00T00:00", "1403/13/40", "1970-01-01"]
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert parse_when(text) is None


def test_date_of_json_ld_keeps_its_local_day_and_evidence() -> None:
    found = clean(article(head=json_ld(datePublished="2024-11-18T02:00:00+04:00")))
    assert found.date_published == datetime(2024, 11, 17, 22, tzinfo=UTC)
    assert found.date_published_local == date(2024, 11, 18)
    assert (found.date_published_precision, found.date_published_evidence) == ("second", "json_ld")


def test_meta_tag_with_a_zone_tells_the_instant_that_json_ld_leaves_open() -> None:
    meta = '<meta property="article:published_time" content="2024-11-18T09:00:00+04:00">'
    found = clean(article(head=json_ld(datePublished="2024-11-18T09:00:00") + meta))
    assert found.date_published == datetime(2024, 11, 18, 5, tzinfo=UTC)
    assert found.date_published_evidence == "meta"


def test_bare_meta_date_of_the_fetch_s_own_minute_is_no_publication() -> None:
    found = clean(article(head=f'<meta name="date" content="{NOW.isoformat()}">'))
    assert found.date_published is None
    assert found.date_published_evidence is None


def test_day_in_the_address_wins_over_a_bare_meta_date() -> None:
    found = clean(
        article(head='<meta name="date" content="2024-11-24T10:00:00Z">'),
        url="https://www.harbour.example/2024/11/18/ferries",
    )
    assert (found.date_published_local, found.date_published_evidence) == (date(2024, 11, 18), "url")


def test_solar_hijri_day_in_the_address_is_read() -> None:
    found = clean(article(), url="https://www.harbour.example/fa/news/1403/08/28/12345/ferries")
    assert (found.date_published_local, found.date_published_precision) == (date(2024, 11, 18), "day")


def test_date_after_the_fetch_is_dropped() -> None:
    found = clean(article(head=json_ld(datePublished="2024-12-24T10:00:00Z")))
    assert found.date_published is None


def test_expiry_is_not_publication() -> None:
    head = (
        '<meta name="expires" content="2024-11-01"><meta property="article:expiration_time" '
        'content="2024-11-02T00:00:00Z">'
    )
    shown = '<p class="date-expires">Offer valid until 3 November 2024</p>'
    assert clean(article(head=head, before=shown)).date_published is None


def test_time_tag_beside_the_headline_wins_over_those_of_other_articles() -> None:
    before = '<ul><li><time datetime="2024-11-25T08:00:00Z">today</time> Other news</li></ul>'
    inside = (
        "<header><h1>Ferries keep new hours</h1><time datetime='2024-11-18T08:00:00Z'>18 November"
        "</time></header>"
    )
    content = article(before=before).replace("<h1>Ferries keep new hours</h1>", inside)
    found = clean(content)
    assert found.date_published == datetime(2024, 11, 18, 8, tzinfo=UTC)
    assert found.date_published_evidence == "time"


def test_visible_date_is_evidence_of_kind_text() -> None:
    found = clean(article(before='<div class="article-date">18 November 2024</div>'))
    assert (found.date_published_local, found.date_published_evidence) == (date(2024, 11, 18), "text")
