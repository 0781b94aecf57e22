"""A home whose archive holds what its tables say: pages of our own, taken in as by a run."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tasks.batches import Batch
from tasks.clean import clean_batch
from tasks.geocode import geocode_batch
from tasks.load import writer
from tasks.records import Fetch, Link
from tasks.relate.settle import relate_batches
from tasks.scrape import SourceSpec
from tasks.scrape.archive.write import About, Archive, Exchange
from tasks.settings import Home
from tasks.urls import digest

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
COURIER = SourceSpec("courier", "The Courier", hosts=("courier.example",), country_code="AZ")
ECHO = SourceSpec("echo", "The Echo", hosts=("echo.example",), country_code="GE")
SPECS = {spec.source_id: spec for spec in (COURIER, ECHO)}

FERRY = (
    "A third ferry will sail from Baku to Aktau each week from December, the port of Baku said on Monday, "
    "because the lorries that wait in Alat have filled two car parks since the autumn began.",
    "Drivers from Tbilisi told the harbour master that they would rather wait for a ship than drive round "
    "the Caspian Sea, where the road through Astrakhan is long and the queue at the border is longer still.",
)
BRIDGE = (
    "Engineers closed the old bridge over the Kura in Tbilisi on Tuesday after a lorry from Yerevan lost its "
    "load of marble on the northern ramp, and buses to Rustavi were sent round by the station.",
    "The city said that the bridge would open again on Friday, once divers had looked at the piers, and "
    "asked drivers who come from Gori and Kutaisi to leave the motorway before the river and to be patient.",
)


@dataclass(frozen=True)
class Page:
    """A page of a source, as it is served."""

    source_id: str
    slug: str
    headline: str
    paragraphs: tuple[str, ...]
    day: int = 18

    @property
    def url(self) -> str:
        return f"https://{self.source_id}.example/{self.slug}"

    @property
    def body(self) -> bytes:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        published = f'<meta property="article:published_time" content="2026-11-{self.day:02}T09:00:00Z">'
        words = (
            f'<html lang="en"><head><title>{self.headline}</title>{published}'
            f'<meta name="generator" content="{self.source_id}">'
            f'<meta property="og:title" content="{self.headline}"></head>'
            f"<body><article><h1>{self.headline}</h1>{text}</article></body></html>"
        )
        return words.encode()


PAGES = (
    Page("courier", "ferry", "A ferry for Aktau", FERRY),
    Page("courier", "bridge", "The bridge is shut", BRIDGE, 17),
    Page("echo", "ferry", "A ferry for Aktau", FERRY),
)


def take_in(home: Home, pages: tuple[Page, ...] = PAGES, run_id: str = "run-1", at: datetime = NOON) -> None:
    """Archive pages, read them, and load and publish what came of them."""
    with writer(home, run_id) as warehouse:
        batches = [
            archived(home, source_id, pages, run_id, at) for source_id in sorted({p.source_id for p in pages})
        ]
        for batch in batches:
            clean_batch(batch, home, at)
        relate_batches(batches, warehouse.known(), SPECS, home, at)
        for batch in batches:
            geocode_batch(batch, at)
            counts = warehouse.load(batch)
            assert counts.failed is None, counts.failed
        warehouse.publish()


def archived(home: Home, source_id: str, pages: tuple[Page, ...], run_id: str, at: datetime) -> Batch:
    """Write the pages of a source to the archive; return the batch of their links and fetches."""
    links, fetches = [], []
    with Archive(home, source_id, run_id, "tests") as archive:
        for number, page in enumerate(p for p in pages if p.source_id == source_id):
            came = at + timedelta(minutes=number)
            link = link_of(page, at)
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            asked = f"GET /{page.slug} HTTP/1.1\r\nHost: {source_id}.example\r\n\r\n".encode()
            kept = archive.keep(
                Exchange(page.url, asked, head, page.body, False, "127.0.0.1", came),
                About(feed=link.found_in, link_id=link.link_id, outcome="fetched"),
            )
            links.append(link)
            fetches.append(
                Fetch(
                    fetch_id=digest(run_id, link.link_id),
                    link_id=link.link_id,
                    run_id=run_id,
                    source_id=source_id,
                    url=page.url,
                    final_url=page.url,
                    outcome="fetched",
                    reason=None,
                    detail=None,
                    http_status=200,
                    content_type="text/html; charset=utf-8",
                    etag=None,
                    last_modified=None,
                    content_bytes=len(page.body),
                    payload_digest=kept.payload_digest,
                    warc_file=kept.warc_file,
                    warc_offset=kept.warc_offset,
                    warc_record_id=kept.warc_record_id,
                    fetched_at=came,
                )
            )
    batch = Batch(home.runs / run_id / source_id)
    batch.write(Link, links)
    batch.write(Fetch, fetches)
    return batch


def link_of(page: Page, at: datetime) -> Link:
    """Return the link to a page, as a feed names it."""
    return Link(
        link_id=digest(page.source_id, page.url),
        source_id=page.source_id,
        url=page.url,
        link_type="article",
        found_in=f"https://{page.source_id}.example/rss.xml",
        found_kind="rss",
        claimed_title=page.headline,
        claimed_published=None,
        claimed_modified=None,
        seen_at=at,
    )
