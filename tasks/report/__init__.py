"""What people look at: the report of a run, an article with its mentions, the state of a home.

Names are imported when first used, so that a command that asks for none of them does not wait.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tasks.report.copies import archived_copy, article_copy, write_copies
    from tasks.report.differing import Differences, differences, render_differences
    from tasks.report.doctor import Api, Finding, examine, is_at_fault
    from tasks.report.doctor.sites import robots_findings
    from tasks.report.exporting.folder import Export, export
    from tasks.report.filled import Filled, render_filled
    from tasks.report.findings import render_findings
    from tasks.report.harmless import markdown, one_line, plain
    from tasks.report.hits import render_hits
    from tasks.report.in_markdown import as_markdown
    from tasks.report.in_text import render_report
    from tasks.report.installed import versions
    from tasks.report.map_html import map_page
    from tasks.report.mapping import copies_on_map, map_data, with_copies
    from tasks.report.pages import writable
    from tasks.report.picture import data_url, png
    from tasks.report.picturing import Pictured, pictured
    from tasks.report.places import render_places
    from tasks.report.reports import RunReport, run_report
    from tasks.report.reprocessed import Reprocessed, render_reprocessed, reprocessed_markdown
    from tasks.report.showing import Shown, show
    from tasks.report.shown_html import copies_of, shown_page
    from tasks.report.shown_text import render_shown
    from tasks.report.sources import render_found, render_source_check, render_sources
    from tasks.report.status import Status, home_status, render_status, states_of_sources
    from tasks.report.tables import as_json_value, csv_rows, render_table, table_json
    from tasks.report.upkeep import Checked, Maintained
    from tasks.report.verified import render_verified
    from tasks.report.verifying import Verified, verify
    from tasks.report.writing import table_lines, write_table

_HOMES = {
    "Api": "doctor",
    "Checked": "upkeep",
    "Differences": "differing",
    "Filled": "filled",
    "Finding": "doctor",
    "Maintained": "upkeep",
    "Export": "exporting.folder",
    "Pictured": "picturing",
    "Reprocessed": "reprocessed",
    "RunReport": "reports",
    "Shown": "showing",
    "Status": "status",
    "Verified": "verifying",
    "archived_copy": "copies",
    "article_copy": "copies",
    "as_json_value": "tables",
    "as_markdown": "in_markdown",
    "copies_of": "shown_html",
    "copies_on_map": "mapping",
    "csv_rows": "tables",
    "data_url": "picture",
    "differences": "differing",
    "examine": "doctor",
    "export": "exporting.folder",
    "home_status": "status",
    "is_at_fault": "doctor",
    "map_data": "mapping",
    "map_page": "map_html",
    "markdown": "harmless",
    "one_line": "harmless",
    "pictured": "picturing",
    "plain": "harmless",
    "png": "picture",
    "render_found": "sources",
    "render_filled": "filled",
    "render_findings": "findings",
    "render_hits": "hits",
    "render_places": "places",
    "render_differences": "differing",
    "render_report": "in_text",
    "render_reprocessed": "reprocessed",
    "render_shown": "shown_text",
    "render_source_check": "sources",
    "render_sources": "sources",
    "render_status": "status",
    "render_table": "tables",
    "reprocessed_markdown": "reprocessed",
    "render_verified": "verified",
    "robots_findings": "doctor.sites",
    "run_report": "reports",
    "show": "showing",
    "shown_page": "shown_html",
    "states_of_sources": "status",
    "table_json": "tables",
    "verify": "verifying",
    "versions": "installed",
    "table_lines": "writing",
    "with_copies": "mapping",
    "writable": "pages",
    "write_copies": "copies",
    "write_table": "writing",
}

__all__ = [
    "Api",
    "Checked",
    "Differences",
    "Export",
    "Filled",
    "Finding",
    "Maintained",
    "Pictured",
    "Reprocessed",
    "RunReport",
    "Shown",
    "Status",
    "Verified",
    "archived_copy",
    "article_copy",
    "as_json_value",
    "as_markdown",
    "copies_of",
    "copies_on_map",
    "csv_rows",
    "data_url",
    "differences",
    "examine",
    "export",
    "home_status",
    "is_at_fault",
    "map_data",
    "map_page",
    "markdown",
    "one_line",
    "pictured",
    "plain",
    "png",
    "render_differences",
    "render_filled",
    "render_findings",
    "render_found",
    "render_hits",
    "render_places",
    "render_report",
    "render_reprocessed",
    "render_shown",
    "render_source_check",
    "render_sources",
    "render_status",
    "render_table",
    "render_verified",
    "reprocessed_markdown",
    "robots_findings",
    "run_report",
    "show",
    "shown_page",
    "states_of_sources",
    "table_json",
    "table_lines",
    "verify",
    "versions",
    "with_copies",
    "writable",
    "write_copies",
    "write_table",
]


def __getattr__(name: str) -> Any:
    """Import the module that holds a name, at its first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'tasks.report' has no attribute {name!r}")
    return getattr(importlib.import_module(f"tasks.report.{_HOMES[name]}"), name)
