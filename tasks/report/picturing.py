"""What a picture of the map shows: places with their stories, and what is not on it and why."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from tasks.geocode import Gazetteer, open_gazetteer
from tasks.load import Filters, Reader, Warehouse, sql_text
from tasks.report.in_markdown import counted
from tasks.settings import Home

LOOKS: Final = {"country": "area", "province": "area", "region": "region", "water": "water"}
_SILENT: Final = {"done": "no place named", "language": "a language not read yet"}


@dataclass(frozen=True, slots=True)
class Pin:
    """A place of a picture. `look` is point, area, region or water: how the text allows it to be drawn."""

    name: str
    look: str
    longitude: float
    latitude: float
    uncertainty_m: float
    footprint: bytes | None  # WKB
    confidence: float  # of its surest mention
    story_count: int


@dataclass(frozen=True, slots=True)
class Pictured:
    """What a picture is drawn from: the place with most stories first; base outlines as WKB."""

    pins: tuple[Pin, ...]
    base: tuple[bytes, ...]
    title: str
    counts: str
    missing: str


def pictured(held: Reader | Warehouse, home: Home, filters: Filters, run_id: str | None = None) -> Pictured:
    """Read what a picture of these articles and mentions shows; with `run_id` of the texts of one run."""
    asked = filters.parameters() | {"run_id": run_id}
    has_mention = asked.pop("has_mention")
    places = held.table(sql_text("report", "picture_places"), asked).to_pylist()
    counts = held.table(
        sql_text("report", "picture_counts"), asked | {"has_mention": has_mention}
    ).to_pylist()
    return Pictured(
        tuple(_pin(row) for row in places),
        _base(open_gazetteer(home)),
        _title(filters),
        _counts(counts, len(places)),
        _missing(counts),
    )


def _pin(row: dict[str, Any]) -> Pin:
    return Pin(
        row["name"],
        LOOKS.get(row["precision"], "point"),
        row["decimal_longitude"],
        row["decimal_latitude"],
        row["coordinate_uncertainty_m"] or 0.0,
        row["footprint"],
        row["confidence"],
        row["story_count"],
    )


@lru_cache(maxsize=1)
def _base(known: Gazetteer) -> tuple[bytes, ...]:
    """Return the outlines of all countries (Natural Earth, public domain)."""
    return tuple(wkb for row in known.rows("country") if (wkb := known.footprint(row)))


def _title(filters: Filters) -> str:
    """Say which articles and mentions are meant, as far as they were chosen."""
    since, until = filters.since, filters.until
    days = f"{since or 'the first day'} to {until or 'the last'}" if since or until else ""
    words = (
        ", ".join(filters.source),
        days,
        filters.place,
        f"within {filters.within}" if filters.within else "",
        (filters.role or "").replace("_", " "),
        filters.kind,
        f"confidence from {filters.min_confidence:.2f}" if filters.min_confidence is not None else "",
        f"language {filters.language}" if filters.language else "",
    )
    return " · ".join(word for word in words if word)


def _counts(rows: list[dict[str, Any]], place_count: int) -> str:
    (placed,) = (row for row in rows if row["what"] == "placed")
    return (
        f"{counted(placed['story_count'], 'story', 'stories')} in "
        f"{counted(placed['article_count'], 'article')} · "
        f"{counted(placed['mention_count'], 'mention')} of {counted(place_count, 'place')}"
    )


def _missing(rows: list[dict[str, Any]]) -> str:
    """Say what is not on the map and why, the most first."""
    parts = [
        f"{counted(row['mention_count'], 'mention')} ({_reason(row['why'])})"
        for row in rows
        if row["what"] in ("below", "unresolved") and row["mention_count"]
    ]
    parts += [
        f"{counted(row['article_count'], 'article')} ({_SILENT.get(row['why'], 'not read yet')})"
        for row in rows
        if row["what"] == "silent"
    ]
    return "; ".join(parts) or "nothing"


def _reason(why: str | None) -> str:
    return f"unresolved: {why.replace('_', ' ')}" if why else "less sure than asked for"
