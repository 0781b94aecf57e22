"""The places that a name may mean, as a table."""

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tasks.report.harmless import one_line


def render_places(listed: Iterable[Mapping[str, Any]], console: Console) -> None:
    """Print candidates, the likeliest first, with what speaks for each."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("place", "kind", "in", "point", "within km", "what speaks for it", "id"):
        table.add_column(head, overflow="fold", justify="right" if head == "within km" else "left")
    for row in listed:
        place = row["place"]
        wide = place["uncertainty_m"] / 1000.0
        words = (
            place["name"],
            place["kind"],
            ", ".join(row["within"]),
            f"{place['lat']:.3f} {place['lon']:.3f}",
            f"{wide:,.0f}" if wide >= 1.0 else "<1",
            "; ".join(row["speaks"]),
            place["place_id"],
        )
        table.add_row(*(Text(one_line(word)) for word in words))
    console.print(table)
