"""A home for the marts: six weeks of three sources, with what goes wrong now and then."""

from datetime import date, datetime, timedelta

from tasks.load import writer
from tasks.load.loading import merge_rows
from tasks.records import Fetch, Link, Origin, SourceState
from tasks.settings import Home
from tasks.urls import digest
from tests.load import factory
from tests.load.factory import BAKU, CASPIAN, IRAN, LANKARAN, NOON, TEHRAN, Named

FIRST = NOON - timedelta(days=40)
DAYS = 40
SILENT = (20, 21)  # days on which the courier had nothing
BODY = (
    "BAKU — Tehran and Baku spoke of the Caspian Sea on day {day}, "
    "and the Bank of Iran said nothing of Lankaran."
)
TOWN: dict[str, object] = {"role": "mentioned"}
NAMED: list[Named] = [
    ("BAKU", BAKU, {"role": "location_created"}),
    ("Tehran", TEHRAN, {"mention_kind": "metonym"}),
    ("Baku", BAKU, TOWN),
    ("Caspian Sea", CASPIAN, TOWN | {"precision": "water", "coordinate_uncertainty_m": 600_000.0}),
    ("Iran", IRAN, TOWN | {"mention_kind": "embedded", "precision": "country"}),
    ("Lankaran", LANKARAN, TOWN),
]


def fill(home: Home) -> None:
    """Load the region into a home, and publish it."""
    rows = factory.Rows()
    rows.add(
        factory.place(TEHRAN, "Tehran", 35.6944, 51.4215, country_code="IR", admin1_code="26"),
        factory.place(
            IRAN,
            "Iran",
            32.0,
            53.0,
            country_code="IR",
            feature_class="A",
            feature_code="PCLI",
            bbox=(44, 25, 64, 40),
        ),
    )
    courier = factory.source(expected_articles_a_day=1.0, expected_fill='{"author": 0.9, "description": 0.5}')
    echo = factory.source("echo", country_code="IR")
    for day in range(DAYS + 1):
        at = FIRST + timedelta(days=day)
        rows.add(*asked("courier", at), *asked("echo", at))
        if day not in SILENT:
            report(rows, "courier", day, at)
    first = report(rows, "echo", 5, FIRST + timedelta(days=5), story_of="courier")
    report(rows, "echo", 30, FIRST + timedelta(days=30), story_of="courier", named=NAMED[1:])
    rows.add(Origin(first, "copy", digest("https://courier.example/day-5"), "IRNA", 1.0, 1.0, 1, "digest"))
    rows.kinds[type(courier)] = [courier, echo, factory.source("quiet", country_code="GE")]
    rows.add(*asked("quiet", NOON, outcome="failed", reason="timeout"))
    with writer(home, "run-1") as warehouse:
        warehouse.start_run(factory.run())
        counts = warehouse.load(rows.write(home.runs / "run-1" / "one"))
        assert not counts.failed, counts.failed
        warehouse.run_checks("run-1", NOON)
        warehouse.end_run("run-1", "completed")
        for since, state, reason in ((0, "new", "It was not asked yet."), (9, "silent", "2 days without.")):
            row = SourceState("courier", FIRST + timedelta(days=since), state, reason, "run-1")
            merge_rows(warehouse._connection, SourceState, [row], NOON)
        warehouse.publish()


def report(
    rows: factory.Rows,
    source_id: str,
    day: int,
    at: datetime,
    story_of: str | None = None,
    named: list[Named] = NAMED,
) -> str:
    """Add what a source published on a day; return the article's id."""
    url = f"https://{story_of}.example/day-{day}"
    text = factory.article(
        rows,
        f"day-{day}",
        source_id,
        f"run-{day}",
        BODY.format(day=day),
        story=digest(url) if story_of else None,
        fetched_at=at,
        named=named,
        date_published=at - timedelta(hours=3),
        date_published_local=date.fromordinal(at.date().toordinal()),
        seen_at=at,
    )
    return text.article_id


def asked(
    source_id: str, at: datetime, outcome: str = "fetched", reason: str | None = None
) -> tuple[Link, Fetch]:
    """Return the rows of one ask of a source's feed."""
    url = f"https://{source_id}.example/rss.xml"
    feed = factory.link(url, source_id, link_type="feed", found_kind="catalog", found_in="its file")
    if outcome == "fetched":
        return feed, factory.fetch(feed, f"run-of-{at:%j}", fetched_at=at)
    return feed, factory.unfetched(feed, outcome, reason, fetched_at=at)
