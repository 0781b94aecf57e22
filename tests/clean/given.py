"""What the tests of this room give to the cleaner."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tasks.clean import clean_payload
from tasks.records import Cleaning
from tasks.scrape import SourceSpec

FIXTURES = Path(__file__).parent / "fixtures"
URL = "https://www.harbour.example/news/ferries"
NOW = datetime(2024, 11, 25, 12, tzinfo=UTC)
PROSE = (
    (
        "The council of the port met on Tuesday and agreed on a new timetable for the winter, "
        "which begins in December."
    ),
    (
        "Two ferries will leave the eastern quay each morning, and a third is kept ready for "
        "days on which the wind is high."
    ),
    (
        "Drivers had asked for a later departure, because the road along the coast is closed to "
        "lorries before seven o'clock."
    ),
    (
        "The harbour master said that the new hours will be tried until March and that the "
        "council will then look at the figures."
    ),
)


@dataclass(frozen=True, slots=True)
class Given:
    """A payload by hand."""

    data: bytes
    content_type: str | None = None
    url: str = URL


def clean(
    content: str | bytes,
    content_type: str | None = None,
    url: str = URL,
    source: SourceSpec | None = None,
    now: datetime = NOW,
) -> Cleaning:
    """Clean a page or text given as it is."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    return clean_payload(Given(data, content_type, url), source, now)


def page(
    body: str, head: str = "", title: str = "Ferries keep new hours | The Harbour", lang: str = "en"
) -> str:
    """Return a page around a body."""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def article(inside: str | None = None, before: str = "", after: str = "", **claims: str) -> str:
    """Return a page with an ordinary article."""
    inside = inside if inside is not None else "".join(f"<p>{text}</p>" for text in PROSE)
    body = (
        f'{before}<article><h1>Ferries keep new hours</h1><div class="story-body">{inside}</div>'
        f"</article>{after}"
    )
    return page(body, **claims)
