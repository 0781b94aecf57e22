"""The doctor's findings as a table."""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tasks.report.doctor import FAULT, OK, WARNING, Finding
from tasks.report.harmless import one_line

_STYLES = {OK: "green", WARNING: "yellow", FAULT: "bold red"}


def render_findings(findings: Iterable[Finding], console: Console) -> None:
    """Print a line for each finding, with what to do where something is not well."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for column in ("part", "state", "found, and what to do"):
        table.add_column(column, overflow="fold")
    for finding in findings:
        words = f"{one_line(finding.says)} {one_line(finding.next_step)}".strip()
        state = Text(finding.state, style=_STYLES[finding.state])
        table.add_row(Text(one_line(finding.part)), state, Text(words))
    console.print(table)
