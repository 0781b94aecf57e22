"""What other results would change, counted and shown by example."""

from dataclasses import dataclass, field
from typing import Any

from duckdb import DuckDBPyConnection

from tasks.load.connect import arrow
from tasks.load.texts import sql_text
from tasks.relate import compare_texts

EXAMPLES = 10
_KINDS = {
    "bodies": ("has_other_body", ("headline", "new_headline", "article_body", "new_article_body")),
    "dates": ("has_other_date", ("date_published", "new_date_published")),
    "places": ("has_other_places", ("places_lost", "places_found")),
    "rejected": ("is_rejected", ("reason", "headline")),
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """How results differ from what is accepted."""

    compared: int  # versions that have a result
    counts: dict[str, int] = field(default_factory=dict)  # of 'bodies' 'dates' 'places' 'rejected'
    examples: dict[str, list[Row]] = field(default_factory=dict)  # ten of each


def compare_results(connection: DuckDBPyConnection) -> Changes:
    """Compare the results that `wanted` names with what is accepted; bodies stay in the database."""
    connection.execute(f"create or replace temp table changed as {sql_text('load', 'reprocess_changes')}")
    ((compared,),) = connection.execute(
        "select count(distinct (results.article_id, results.fetch_id)) from raw.reprocessings as results "
        "inner join wanted on wanted.article_id = results.article_id and wanted.fetch_id = results.fetch_id "
        "where starts_with(results.result_version, wanted.result_version)"
    ).fetchall()
    counts, examples = {}, {}
    for kind, (flag, columns) in _KINDS.items():
        ((counts[kind],),) = connection.execute(
            f"select count(*) filter ({flag}) from changed"  # noqa: S608  # our own names
        ).fetchall()
        shown = ", ".join(("article_id", "canonical_url", "version_number", *columns))
        rows: list[Row] = arrow(
            connection,
            f"select {shown} from changed where {flag} "  # noqa: S608
            f"order by canonical_url, version_number limit {EXAMPLES}",
            None,
        ).to_pylist()
        examples[kind] = [_in_sentences(row) for row in rows] if kind == "bodies" else rows
    connection.execute("drop table temp.changed")
    return Changes(int(compared), counts, examples)


def _in_sentences(row: Row) -> Row:
    """Return what changed in a body instead of two bodies."""
    before, after = row.pop("article_body"), row.pop("new_article_body")
    found = compare_texts(row["headline"], before, row["new_headline"], after)
    return {**row, "removed": list(found.removed), "added": list(found.added)}
