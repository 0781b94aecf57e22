"""What the daily check and the weekly maintenance found, for the Prefect UI."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tasks.load import sql_text
from tasks.report.harmless import markdown
from tasks.report.in_markdown import counted

if TYPE_CHECKING:
    from tasks.load import Reader, Warehouse


@dataclass(frozen=True, slots=True)
class Checked:
    """How the checks ended, and how sources do."""

    checks: tuple[dict[str, Any], ...]
    sources: tuple[dict[str, Any], ...]

    @property
    def broken_count(self) -> int:
        """How many checks found bad rows."""
        return sum(row["bad_rows"] > 0 for row in self.checks)


@dataclass(frozen=True, slots=True)
class Maintained:
    """What maintenance did."""

    folders_removed: int
    logs_removed: int
    freed_bytes: int
    bytes_before: int  # of the database
    bytes_after: int
    verified_count: int
    fault_count: int
    faults: tuple[str, ...]


def checked_report(held: "Reader | Warehouse", run_id: str) -> Checked:
    """Read back how a run's checks ended."""
    checks = held.table(sql_text("report", "check_history"), {"run_id": run_id}).to_pylist()
    return Checked(tuple(checks), tuple(health(held)))


def health(held: "Reader | Warehouse") -> list[dict[str, Any]]:
    """Return how each source does, and did, for a table artifact, whose cells are drawn as markdown."""
    rows = held.table(sql_text("report", "source_health")).to_pylist()
    return [
        {**row, "since": f"{row['since']:%Y-%m-%d %H:%M}", "reason": markdown(row["reason"] or "")}
        for row in rows
    ]


def checked_table(done: Checked) -> list[dict[str, Any]]:
    """Return the checks for a table artifact."""
    return [{**row, "check_name": markdown(row["check_name"])} for row in done.checks]


def maintained_markdown(done: Maintained) -> str:
    """Say what maintenance did."""
    lines = [
        "# The home is in order" if not done.faults else "# Archived records are damaged",
        "",
        f"- Database: {done.bytes_before / 1e6:,.1f} MB, packed {done.bytes_after / 1e6:,.1f} MB",
        f"- Removed: {counted(done.folders_removed, 'folder')} of runs, {counted(done.logs_removed, 'log')}, "
        f"{done.freed_bytes / 1e6:,.1f} MB",
        f"- Archive: {counted(done.verified_count, 'record')} read back, {done.fault_count:,} damaged",
        *(f"- {markdown(fault)}" for fault in done.faults),
    ]
    return "\n".join(lines) + "\n"
