"""Rows for a small warehouse: each function makes one record, sound unless told otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tasks.batches import Batch
from tasks.records import (
    Article,
    ArticlePlace,
    ArticleVersion,
    Cleaning,
    Fetch,
    GeocodeAnswer,
    Geocoding,
    Link,
    Mention,
    Place,
    PlaceWithin,
    Record,
    Rejection,
    Run,
    Source,
    Story,
)
from tasks.urls import content_digest, digest

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
BAKU = "geonames:587084"
LANKARAN = "geonames:147622"
CASPIAN = "geonames:630671"
AZERBAIJAN = "geonames:587116"
IRAN = "geonames:130758"
TEHRAN = "geonames:112931"
SOUTH_CAUCASUS = "dateline:south-caucasus"

TEXT = (
    "BAKU — A ferry left Baku on Monday for the U.S. Navy's former berth. It crossed the Caspian Sea "
    "in a day, officials said.\n\nLankaran, in the south, saw no ferry. Gov. Aliyev of Atlantis was silent."
)


def source(source_id: str = "courier", **changes: object) -> Source:
    row = Source(source_id, source_id.title(), None, (f"{source_id}.example",), "AZ", "en")
    return replace(row, **changes)  # type: ignore[arg-type]


def link(url: str, source_id: str = "courier", **changes: object) -> Link:
    row = Link(
        link_id=digest(source_id, url),
        source_id=source_id,
        url=url,
        link_type="article",
        found_in=f"https://{source_id}.example/rss.xml",
        found_kind="rss",
        claimed_title=None,
        claimed_published="2026-11-18T09:00:00Z",
        claimed_modified=None,
        seen_at=NOON,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def fetch(of: Link, run_id: str = "run-1", data: bytes = b"<p>", **changes: object) -> Fetch:
    row = Fetch(
        fetch_id=digest(run_id, of.link_id),
        link_id=of.link_id,
        run_id=run_id,
        source_id=of.source_id,
        url=of.url,
        final_url=of.url,
        outcome="fetched",
        reason=None,
        detail=None,
        http_status=200,
        content_type="text/html",
        etag='"1"',
        last_modified=None,
        content_bytes=len(data),
        payload_digest=content_digest(of.url.encode() + data),
        warc_file=f"{of.source_id}/2026-11-18.warc.gz",
        warc_offset=0,
        warc_record_id=f"urn:uuid:{of.link_id}",
        fetched_at=NOON,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def unfetched(of: Link, outcome: str, reason: str | None, run_id: str = "run-1", **changes: object) -> Fetch:
    nothing = fetch(
        of,
        run_id,
        outcome=outcome,
        reason=reason,
        etag=None,
        payload_digest=None,
        warc_file=None,
        warc_offset=None,
        warc_record_id=None,
        content_bytes=None,
    )
    return replace(nothing, **changes)  # type: ignore[arg-type]


def cleaning(of: Fetch, body: str, headline: str) -> Cleaning:
    return Cleaning(
        cleaning_id=digest(of.payload_digest or "", "1"),
        payload_digest=of.payload_digest or "",
        cleaner_version="1",
        outcome="article",
        reason=None,
        rule="container",
        canonical_url=of.url,
        publisher=None,
        named_hosts=(),
        headline=headline,
        alternative_headline=None,
        description=None,
        article_body=body,
        article_section=None,
        author=("A. Writer",),
        date_published=NOON - timedelta(hours=3),
        date_published_precision="second",
        date_published_local=date(2026, 11, 18),
        date_published_evidence="json_ld",
        date_modified=None,
        dateline="BAKU",
        in_language="en",
        language_confidence=0.99,
        is_accessible_for_free=None,
        word_count=len(body.split()),
        keywords=(),
        image=None,
        image_caption=None,
        cleaned_at=NOON,
    )


def version(article_id: str, of: Fetch, read: Cleaning, number: int = 1, **changes: object) -> ArticleVersion:
    body = read.article_body or ""
    row = ArticleVersion(
        version_id=digest(article_id, body),
        article_id=article_id,
        version_number=number,
        fetch_id=of.fetch_id,
        cleaning_id=read.cleaning_id,
        text_digest=digest(read.headline or "", body),
        body_digest=digest(body.casefold()),
        publisher=read.publisher,
        headline=read.headline,
        alternative_headline=None,
        description=None,
        article_body=body,
        article_section=None,
        author=read.author,
        date_published=read.date_published,
        date_published_precision=read.date_published_precision,
        date_published_local=read.date_published_local,
        date_published_evidence=read.date_published_evidence,
        date_modified=None,
        dateline=read.dateline,
        in_language="en",
        is_accessible_for_free=None,
        word_count=read.word_count,
        keywords=(),
        image=None,
        image_caption=None,
        geocode_status="done",
        geocoder_version="1",
        seen_at=NOON,
        fetched_at=of.fetched_at,
        cleaned_at=NOON,
        geocoded_at=NOON,
        breadcrumb=("Home", "Ports"),
        flags=("paywalled",),
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def mention(of: ArticleVersion, exact: str, place_id: str | None, **changes: object) -> Mention:
    start = of.article_body.index(exact)
    row = Mention(
        mention_id=digest(of.version_id, "article_body", str(start), str(start + len(exact))),
        version_id=of.version_id,
        text_field="article_body",
        start_char=start,
        end_char=start + len(exact),
        exact=exact,
        mention_kind="name",
        role="content_location",
        place_id=place_id,
        precision="town" if place_id else "unknown",
        coordinate_uncertainty_m=5000.0 if place_id else None,
        confidence=0.9 if place_id else 0.3,
        georeference_protocol="only-candidate",
        reason=None if place_id else "no place of that name",
        runner_up_place_id=None,
        geocoder_version="1",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def place(place_id: str, name: str, lat: float, lon: float, **changes: object) -> Place:
    row = Place(
        place_id=place_id,
        name=name,
        feature_class="P",
        feature_code="PPL",
        country_code="AZ",
        admin1_code=None,
        admin2_code=None,
        population=None,
        decimal_latitude=lat,
        decimal_longitude=lon,
        bbox=None,
        footprint=None,
        coordinate_uncertainty_m=5000.0,
        members=(),
        claimants=(),
        wikidata_id=None,
        gazetteer_version="1",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


PLACES = (
    place(BAKU, "Baku", 40.3777, 49.8920, feature_code="PPLC"),
    place(LANKARAN, "Lankaran", 38.7543, 48.8506),
    place(
        CASPIAN,
        "Caspian Sea",
        41.9,
        50.6,
        feature_class="H",
        feature_code="SEA",
        country_code=None,
        bbox=(46.6, 36.5, 54.8, 47.2),
        footprint=b"\x01\x02",
        coordinate_uncertainty_m=600_000.0,
    ),
    place(
        SOUTH_CAUCASUS,
        "South Caucasus",
        41.5,
        44.8,
        feature_class="L",
        feature_code="RGN",
        country_code=None,
        members=("AM", "AZ", "GE"),
        coordinate_uncertainty_m=400_000.0,
    ),
)
WITHIN = (
    PlaceWithin(BAKU, AZERBAIJAN, 1.0),
    PlaceWithin(BAKU, SOUTH_CAUCASUS, 1.0),
    PlaceWithin(LANKARAN, AZERBAIJAN, 1.0),
    PlaceWithin(LANKARAN, SOUTH_CAUCASUS, 1.0),
)
ANSWER = GeocodeAnswer(
    service="nominatim",
    query="atlantis",
    exact="Atlantis",
    outcome="found",
    address="Atlantis, Western Cape, South Africa",
    decimal_latitude=-33.57,
    decimal_longitude=18.49,
    raw="{}",
    licence="ODbL-1.0",
    attribution="© OpenStreetMap contributors",
    asked_at=NOON,
)


@dataclass
class Rows:
    """The rows of one batch, by their class."""

    kinds: dict[type[Record], list[Record]] = field(default_factory=dict)

    def add(self, *records: Record) -> "Rows":
        for record in records:
            self.kinds.setdefault(type(record), []).append(record)
        return self

    def write(self, folder: Path) -> Batch:
        batch = Batch(folder)
        for kind, records in self.kinds.items():
            batch.write(kind, records)
        return batch


def article_places(of: ArticleVersion, mentions: Iterable[Mention]) -> list[ArticlePlace]:
    counted: dict[tuple[str, str], int] = {}
    for one in mentions:
        if one.place_id:
            key = (one.place_id, one.role)
            counted[key] = counted.get(key, 0) + 1
    total = sum(counted.values())
    return [
        ArticlePlace(of.version_id, place_id, role, number, number / total, 0.9, place_id == BAKU)
        for (place_id, role), number in counted.items()
    ]


Named = tuple[str, str | None, dict[str, object]]
"""Words of a body, the place that they are on, and how the mention is otherwise."""


def article(
    rows: Rows,
    slug: str = "ferry",
    source_id: str = "courier",
    run_id: str = "run-1",
    body: str = TEXT,
    number: int = 1,
    story: str | None = None,
    fetched_at: datetime = NOON,
    named: Sequence[Named] | None = None,
    **changes: object,
) -> ArticleVersion:
    """Add an article with everything that hangs on it; return its version.

    `named` are its mentions, else those of TEXT; `changes` are of its version.
    """
    url = f"https://{source_id}.example/{slug}"
    found = link(url, source_id)
    came = fetch(found, run_id, body.encode(), fetched_at=fetched_at)
    read = cleaning(came, body, f"Ferry news of {slug}")
    article_id = digest(url)
    # The same text elsewhere is the same story: what is a story of its own has a text of its own.
    changes = {"body_digest": digest(story or article_id, body.casefold()), **changes}
    text = version(article_id, came, read, number, **changes)
    mentions = body_mentions(text) if named is None else [mention(text, w, p, **c) for w, p, c in named]
    rows.add(found, came, read, source(source_id), text, *PLACES, *WITHIN)
    rows.add(Article(article_id, source_id, story or article_id, text.version_id, url, url, NOON))
    if story is None:
        rows.add(Story(article_id, text.body_digest, NOON))
    rows.add(*mentions, *article_places(text, mentions))
    rows.add(Geocoding(read.cleaning_id, "1", "done", "[]", NOON))
    return text


def body_mentions(of: ArticleVersion) -> list[Mention]:
    """Return the mentions of TEXT, as far as a body has them."""
    wanted: list[Named] = [
        ("BAKU", BAKU, {"role": "location_created"}),
        ("Baku", BAKU, {}),
        ("Caspian Sea", CASPIAN, {"precision": "water", "role": "mentioned"}),
        ("Lankaran", LANKARAN, {"confidence": 0.7, "runner_up_place_id": BAKU}),
        ("Atlantis", None, {"role": "mentioned"}),
    ]
    return [
        mention(of, word, place_id, **changes)
        for word, place_id, changes in wanted
        if word in of.article_body
    ]


def run(run_id: str = "run-1", pid: int = 1, state: str = "running") -> Run:
    return Run(run_id, "ingest", state, None, ("courier",), (), pid, NOON, None)


def rejection(subject: str, run_id: str = "run-1", reason: str = "empty file") -> Rejection:
    return Rejection(
        digest("input", subject, reason), run_id, "input", subject, reason, "Give another.", NOON
    )
