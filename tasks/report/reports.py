"""What a run did, read back from the database: through its writer, or from the published file."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from tasks.load import sql_text
from tasks.records import Check, Rejection
from tasks.report.harmless import sentence_at

if TYPE_CHECKING:
    from tasks.load import Reader, Warehouse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FetchGroup:
    """Addresses of one source that ended the same way."""

    source_id: str
    link_type: str  # 'article' or 'feed'
    outcome: str
    reason: str | None
    url_count: int
    example_url: str
    example_detail: str | None


@dataclass(frozen=True, slots=True)
class RunArticle:
    """An article that is new, or has new words."""

    article_id: str
    source_id: str
    version_number: int
    headline: str | None
    date_published: datetime | None
    canonical_url: str
    is_copy: bool


@dataclass(frozen=True, slots=True)
class RunPlace:
    """A place that new texts speak of in one role, with the sentence of the surest mention."""

    place_id: str
    name: str
    precision: str
    role: str
    confidence: float
    mention_id: str
    article_id: str
    sentence: str
    start_char: int  # where the mention lies in `sentence`
    end_char: int
    mention_count: int
    article_count: int
    story_count: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Mentions that stay without a place for one reason."""

    reason: str
    mention_count: int
    example: str


@dataclass(frozen=True, slots=True)
class StageCount:
    """What a stage took in and what became of it; the last three make up the first."""

    stage: str
    what: str  # that is counted: 'feeds', 'pages', 'mentions'
    taken_count: int
    passed_count: int
    known_count: int  # that was there before, or had not changed
    refused_count: int


@dataclass(frozen=True, slots=True)
class SlowHost:
    """A host that a run was long with."""

    host: str
    address_count: int
    timeout_count: int
    spent_s: float  # from its first answer to its last, the waits of politeness included


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run found, fetched, refused, rejected and added."""

    run_id: str
    state: str
    reason: str | None
    fetches: tuple[FetchGroup, ...]
    rejections: tuple[Rejection, ...]
    articles: tuple[RunArticle, ...]
    places: tuple[RunPlace, ...]
    unplaced: tuple[Unplaced, ...]
    broken_checks: tuple[Check, ...]
    article_count: int
    version_count: int  # of articles that were there before
    story_count: int
    mention_count: int
    unplaced_count: int
    place_count: int
    stages: tuple[StageCount, ...] = ()
    slow_hosts: tuple[SlowHost, ...] = ()  # the slowest first
    publish_at: datetime | None = None  # when it will be published, where that was not due yet

    @property
    def is_news(self) -> bool:
        """Whether the run brought any text that was not there before."""
        return bool(self.article_count or self.version_count)

    def url_count(self, *outcomes: str, link_type: str = "article") -> int:
        """Return how many addresses ended so; any outcome where none is named."""
        return sum(
            group.url_count
            for group in self.fetches
            if group.link_type == link_type and (not outcomes or group.outcome in outcomes)
        )


def run_report(
    held: "Reader | Warehouse",
    run_id: str,
    rejections: Iterable[Rejection] = (),
    publish_at: datetime | None = None,
) -> RunReport:
    """Read what a run did; `rejections` it met again stand in the table under their first run."""
    (run,) = _rows(held, "run", run_id)
    met = {
        r.rejection_id: r for r in (*_typed(Rejection, _rows(held, "run_rejections", run_id)), *rejections)
    }
    (counts,) = _rows(held, "run_counts", run_id)
    return RunReport(
        run_id=run_id,
        state=run["state"],
        reason=run["reason"],
        fetches=_typed(FetchGroup, _rows(held, "run_fetches", run_id)),
        rejections=tuple(sorted(met.values(), key=lambda r: (r.stage, r.subject, r.reason))),
        articles=_typed(RunArticle, _rows(held, "run_articles", run_id)),
        places=tuple(_place(row) for row in _rows(held, "run_places", run_id)),
        unplaced=_typed(Unplaced, _rows(held, "run_unplaced", run_id)),
        broken_checks=_typed(Check, _rows(held, "run_checks", run_id)),
        stages=run_stages(held, run_id),
        slow_hosts=_typed(SlowHost, _rows(held, "run_slow_hosts", run_id)),
        publish_at=publish_at,
        **counts,
    )


def run_stages(held: "Reader | Warehouse", run_id: str) -> tuple[StageCount, ...]:
    """Read what each stage of a run took in and passed on; stages that met nothing are left out."""
    return _typed(StageCount, _rows(held, "run_stages", run_id))


def _rows(held: "Reader | Warehouse", name: str, run_id: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = held.table(sql_text("report", name), {"run_id": run_id}).to_pylist()
    return rows


def _typed(kind: type[T], rows: Iterable[dict[str, Any]]) -> tuple[T, ...]:
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]  # every kind given is a dataclass
    return tuple(kind(**{name: row[name] for name in names}) for row in rows)


def _place(row: dict[str, Any]) -> RunPlace:
    sentence, start, end = sentence_at(row.pop("field_text"), row.pop("start_char"), row.pop("end_char"))
    row.pop("text_field")
    return RunPlace(**row, sentence=sentence, start_char=start, end_char=end)
