"""Rows of a query as lines and files, for programs and spreadsheets."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console

from tasks.errors import UsageError
from tasks.report.harmless import markdown
from tasks.report.tables import as_text, csv_rows, render_table, rows_of, table_json


def table_lines(table: pa.Table, form: str) -> Iterator[str]:
    """Yield rows as lines of JSON, CSV or Markdown, all of them."""
    return {"json": table_json, "csv": _csv, "markdown": _markdown}[form](table)


def write_table(table: pa.Table, form: str, target: Path) -> None:
    """Write rows to a file, in one of the forms of `dateline sql`; what stood there is replaced at once.

    UsageError where the file cannot be written.
    """
    scratch = target.with_name(f".{target.name}.part")
    try:
        if form == "parquet":
            pq.write_table(table, scratch, compression="zstd")
        else:
            with scratch.open("w", encoding="utf-8", errors="surrogatepass", newline="") as out:
                if form == "table":
                    drawn = Console(file=out, width=_width(table), markup=False, highlight=False)
                    render_table(table, drawn, table.num_rows)
                else:
                    out.writelines(f"{line}\n" for line in table_lines(table, form))
        scratch.replace(target)
    except (OSError, pa.ArrowException) as fault:
        scratch.unlink(missing_ok=True)
        reason = getattr(fault, "strerror", None) or str(fault).splitlines()[0]
        raise UsageError(f"{target} cannot be written: {reason}.", "Name another file with -o.") from fault


def _csv(table: pa.Table) -> Iterator[str]:
    scratch = io.StringIO()
    writer = csv.writer(scratch, lineterminator="")
    for row in csv_rows(table):
        writer.writerow(row)
        yield scratch.getvalue()
        scratch.seek(0)
        scratch.truncate()


def _markdown(table: pa.Table) -> Iterator[str]:
    """Yield a table of GitHub's Markdown, in which no cell is markup; numbers stand to the right."""
    names = [markdown(name) for name in table.column_names]
    yield f"| {' | '.join(names)} |"
    yield "|" + "|".join(" ---: " if _is_number(field) else " --- " for field in table.schema) + "|"
    for row in rows_of(table):
        yield f"| {' | '.join(markdown(as_text(value)) for value in row)} |"


def _is_number(field: Any) -> bool:
    return bool(pa.types.is_integer(field.type) or pa.types.is_floating(field.type))


def _width(table: pa.Table) -> int:
    """Return a width at which no cell of a drawn table is folded."""
    widest = (
        max((len(as_text(v)) for v in [name, *column.to_pylist()]), default=0)
        for name, column in zip(table.column_names, table.columns, strict=True)
    )
    return max(80, sum(min(wide, 2000) + 3 for wide in widest))
