"""The rows that walk through the rooms: each class is a table, each field a column of the same name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Protocol

from tasks.run_records import Intake as Intake
from tasks.story_records import Forgotten as Forgotten
from tasks.story_records import Origin as Origin
from tasks.story_records import Reprocessing as Reprocessing
from tasks.story_records import Signature as Signature
from tasks.story_records import Story as Story
from tasks.story_records import VersionChange as VersionChange

TEXT_FIELDS = ("headline", "description", "image_caption", "dateline", "article_body")
MENTION_KINDS = ("name", "demonym", "metonym", "embedded")
ROLES = ("location_created", "content_location", "mentioned")
PRECISIONS = ("site", "town", "district", "province", "country", "water", "region", "unknown")
SOURCE_STATES = ("new", "healthy", "degraded", "blocked", "silent", "gone")
OUTCOMES = ("fetched", "not_modified", "refused", "failed", "skipped")


class Record(Protocol):
    """A frozen dataclass whose fields are the columns of `table`, unique by `key`."""

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Link:
    """An address (or a given file) that a source or a person named; `link_id` digests source and url."""

    table: ClassVar[str] = "raw.links"
    key: ClassVar[tuple[str, ...]] = ("link_id",)

    link_id: str
    source_id: str
    url: str
    link_type: str  # 'article' 'feed', or 'forgotten': a digest in the place of the address
    found_in: str  # URL of the feed, sitemap or listing; the path as given for 'input'
    found_kind: str  # one of FEED_KINDS of tasks.scrape, 'catalog', 'input' or 'warc'
    claimed_title: str | None
    claimed_published: str | None  # RFC 3339 instant or day, as the feed (or the person) says
    claimed_modified: str | None
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Fetch:
    """What became of a link in a run; every link ends as one row, fetched or not."""

    table: ClassVar[str] = "raw.fetches"
    key: ClassVar[tuple[str, ...]] = ("fetch_id",)

    fetch_id: str  # digest of run_id and link_id
    link_id: str
    run_id: str
    source_id: str
    url: str
    final_url: str | None
    outcome: str  # one of OUTCOMES
    reason: str | None  # None when fetched; else e.g. 'robots', 'guard', 'known', 'timeout', 'http_404'
    detail: str | None  # a sentence for people
    http_status: int | None
    content_type: str | None
    etag: str | None
    last_modified: str | None
    content_bytes: int | None
    payload_digest: str | None  # sha256 hex of the content as archived, transfer coding undone
    warc_file: str | None  # relative to the home's archive folder
    warc_offset: int | None
    warc_record_id: str | None
    fetched_at: datetime
    redirects: tuple[str, ...] | None = None  # URLs on the way to final_url, the asked one first


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What one version of the cleaner read in some bytes."""

    table: ClassVar[str] = "raw.cleanings"
    key: ClassVar[tuple[str, ...]] = ("cleaning_id",)

    cleaning_id: str  # digest of payload_digest and cleaner_version
    payload_digest: str
    cleaner_version: str
    outcome: str  # 'article' or 'rejected'
    reason: str | None
    rule: str | None  # what found the body: 'source_rule', 'container', 'trafilatura', 'saved_text'
    canonical_url: str | None  # as the page states it, not yet mapped over mirrors
    publisher: str | None
    named_hosts: tuple[str, ...]  # hosts that the page or its boilerplate names as its own
    headline: str | None
    alternative_headline: str | None
    description: str | None
    article_body: str | None
    article_section: str | None
    author: tuple[str, ...]
    date_published: datetime | None
    date_published_precision: str | None  # 'second' or 'day' (then midnight UTC of that day)
    date_published_local: date | None  # the day on the publisher's own calendar
    date_published_evidence: str | None  # 'json_ld' 'meta' 'time' 'url' 'text' 'caption' 'feed' 'stated'
    date_modified: datetime | None
    dateline: str | None  # as printed: 'TEHRAN, Nov. 18'
    in_language: str | None  # BCP 47
    language_confidence: float | None
    is_accessible_for_free: bool | None
    word_count: int
    keywords: tuple[str, ...]
    image: str | None
    image_caption: str | None
    cleaned_at: datetime
    author_agency: tuple[str, ...] | None = None  # agencies and desks that stand where authors do
    breadcrumb: tuple[str, ...] | None = None
    block_kinds: tuple[str, ...] | None = None  # of each paragraph: 'heading' 'quote' 'list' and so on
    flags: tuple[str, ...] | None = None  # 'live_blog' 'gallery' 'video' 'paywalled'


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher, as its TOML says."""

    table: ClassVar[str] = "core.sources"
    key: ClassVar[tuple[str, ...]] = ("source_id",)

    source_id: str
    name: str
    homepage: str | None
    hosts: tuple[str, ...]
    country_code: str | None
    in_language: str | None
    expected_articles_a_day: float | None = None
    expected_fill: str | None = None  # share of its articles that has each field, as JSON


@dataclass(frozen=True, slots=True)
class Article:
    """One canonical URL (or one given file) of a source."""

    table: ClassVar[str] = "core.articles"
    key: ClassVar[tuple[str, ...]] = ("article_id",)

    article_id: str  # digest of canonical_url
    source_id: str
    story_id: str
    current_version_id: str
    url: str  # where it was first found
    canonical_url: str
    seen_at: datetime  # when first seen


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """The text of an article as it stood; new words are a new version."""

    table: ClassVar[str] = "core.article_versions"
    key: ClassVar[tuple[str, ...]] = ("version_id",)

    version_id: str  # digest of article_id and text_digest
    article_id: str
    version_number: int  # from 1
    fetch_id: str
    cleaning_id: str
    text_digest: str  # of headline and body, white space folded
    body_digest: str  # of the body alone, white space and case folded
    publisher: str | None
    headline: str | None
    alternative_headline: str | None
    description: str | None
    article_body: str
    article_section: str | None
    author: tuple[str, ...]
    date_published: datetime | None
    date_published_precision: str | None
    date_published_local: date | None
    date_published_evidence: str | None
    date_modified: datetime | None
    dateline: str | None
    in_language: str | None
    is_accessible_for_free: bool | None
    word_count: int
    keywords: tuple[str, ...]
    image: str | None
    image_caption: str | None
    geocode_status: str  # 'pending' until geocoded, then 'done' or 'language'
    geocoder_version: str | None
    seen_at: datetime
    fetched_at: datetime
    cleaned_at: datetime
    geocoded_at: datetime | None
    author_agency: tuple[str, ...] | None = None  # agencies and desks that stand where authors do
    breadcrumb: tuple[str, ...] | None = None
    flags: tuple[str, ...] | None = None  # 'live_blog' 'gallery' 'video' 'paywalled'
    source_home: str | None = None  # where its source was taken to be at home, as JSON


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of one text field that names a place, and what it was taken for."""

    table: ClassVar[str] = "core.mentions"
    key: ClassVar[tuple[str, ...]] = ("mention_id",)

    mention_id: str  # digest of version_id, text_field, start_char, end_char
    version_id: str
    text_field: str  # one of TEXT_FIELDS
    start_char: int
    end_char: int
    exact: str
    mention_kind: str  # one of MENTION_KINDS
    role: str  # one of ROLES
    place_id: str | None
    precision: str  # one of PRECISIONS
    coordinate_uncertainty_m: float | None
    confidence: float  # 0 to 1
    georeference_protocol: str  # the rule that decided
    reason: str | None  # why it stays unresolved
    runner_up_place_id: str | None
    geocoder_version: str


@dataclass(frozen=True, slots=True)
class Geocoding:
    """What one version of the geocoder made of one cleaning, whole, as JSON."""

    table: ClassVar[str] = "raw.geocodings"
    key: ClassVar[tuple[str, ...]] = ("cleaning_id", "geocoder_version")

    cleaning_id: str
    geocoder_version: str
    geocode_status: str
    mentions: str  # JSON list of mentions without version and mention ids
    geocoded_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A place that some mention speaks of."""

    table: ClassVar[str] = "core.places"
    key: ClassVar[tuple[str, ...]] = ("place_id",)

    place_id: str
    name: str
    feature_class: str  # GeoNames: A P H T L R S U V
    feature_code: str
    country_code: str | None
    admin1_code: str | None
    admin2_code: str | None
    population: int | None
    decimal_latitude: float
    decimal_longitude: float
    bbox: tuple[float, ...] | None  # west, south, east, north
    footprint: bytes | None  # WKB outline, coarse
    coordinate_uncertainty_m: float | None
    members: tuple[str, ...]  # country codes, of a region
    claimants: tuple[str, ...] | None  # country codes, of a disputed place; None: not known
    wikidata_id: str | None
    gazetteer_version: str


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """How one version of an article relates to one place."""

    table: ClassVar[str] = "core.article_places"
    key: ClassVar[tuple[str, ...]] = ("version_id", "place_id", "role")

    version_id: str
    place_id: str
    role: str
    mention_count: int
    weight: float  # share of the article that is about the place, 0 to 1
    confidence: float  # of the surest mention
    is_focus: bool


@dataclass(frozen=True, slots=True)
class PlaceWithin:
    """A container of a place, with the share of the place that lies in it."""

    table: ClassVar[str] = "ref.place_within"
    key: ClassVar[tuple[str, ...]] = ("place_id", "container_id")

    place_id: str
    container_id: str
    share: float


@dataclass(frozen=True, slots=True)
class GeocodeAnswer:
    """What a remote geocoder said of a name that the gazetteer does not know; never a place of ours."""

    table: ClassVar[str] = "ref.geocode_cache"
    key: ClassVar[tuple[str, ...]] = ("service", "query")

    service: str
    query: str  # the folded name
    exact: str  # as it was asked
    outcome: str  # 'found' 'miss'
    address: str | None
    decimal_latitude: float | None
    decimal_longitude: float | None
    raw: str | None  # the service's answer as JSON
    licence: str
    attribution: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Rejection:
    """Content or input that could not be used, with the next step."""

    table: ClassVar[str] = "ops.rejections"
    key: ClassVar[tuple[str, ...]] = ("rejection_id",)

    rejection_id: str  # digest of stage, subject, reason
    run_id: str  # the run that first met it
    stage: str  # 'input' 'discover' 'clean' 'geocode' 'load'
    subject: str  # URL, path or source
    reason: str
    next_step: str
    rejected_at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a flow."""

    table: ClassVar[str] = "ops.runs"
    key: ClassVar[tuple[str, ...]] = ("run_id",)

    run_id: str  # the Prefect flow run's id
    flow: str
    state: str  # 'running' 'completed' 'failed' 'crashed'
    reason: str | None
    sources: tuple[str, ...]
    inputs: tuple[str, ...]
    pid: int
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source does from some run on."""

    table: ClassVar[str] = "ops.source_states"
    key: ClassVar[tuple[str, ...]] = ("source_id", "since")

    source_id: str
    since: datetime  # when it was first judged so
    state: str  # one of SOURCE_STATES
    reason: str  # a sentence
    run_id: str


@dataclass(frozen=True, slots=True)
class Check:
    """How one check of sql/checks ended in a run."""

    table: ClassVar[str] = "ops.checks"
    key: ClassVar[tuple[str, ...]] = ("run_id", "check_name")

    run_id: str
    check_name: str
    severity: str  # 'error' or 'warning'
    bad_rows: int
    example: str | None  # the first bad row as JSON
    checked_at: datetime
    held_rows: int = 0  # of batches that it kept out


TABLES: tuple[type[Record], ...] = (
    Link,
    Fetch,
    Cleaning,
    Geocoding,
    Reprocessing,
    Source,
    ArticleVersion,
    Article,
    VersionChange,
    Story,
    Origin,
    Signature,
    Place,
    Mention,
    ArticlePlace,
    PlaceWithin,
    GeocodeAnswer,
    Intake,
    Rejection,
    Run,
    SourceState,
    Check,
    Forgotten,
)
