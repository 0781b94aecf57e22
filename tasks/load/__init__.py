"""The only door to DuckDB: one writer loads, checks and publishes; anyone reads what is published.

Names are imported when first used, so that a command that asks for none of them does not wait for DuckDB.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tasks.load.comparing import EXAMPLES, Changes
    from tasks.load.filters import Filters
    from tasks.load.forgetting import Forgetting
    from tasks.load.loading import LoadCounts
    from tasks.load.lock import is_alive
    from tasks.load.memory import shell_bounds
    from tasks.load.publish import Behind, Published, behind
    from tasks.load.readers import Reader, query, reading, run_file
    from tasks.load.searching import search
    from tasks.load.state import DatabaseState, WriterState, published_state, writer_state
    from tasks.load.texts import examples, sql_names, sql_text
    from tasks.load.warehouse import Warehouse, writer

_HOMES = {
    "Behind": "tasks.load.publish",
    "Published": "tasks.load.publish",
    "behind": "tasks.load.publish",
    "Changes": "tasks.load.comparing",
    "DatabaseState": "tasks.load.state",
    "EXAMPLES": "tasks.load.comparing",
    "Filters": "tasks.load.filters",
    "Forgetting": "tasks.load.forgetting",
    "LoadCounts": "tasks.load.loading",
    "Reader": "tasks.load.readers",
    "Warehouse": "tasks.load.warehouse",
    "WriterState": "tasks.load.state",
    "examples": "tasks.load.texts",
    "published_state": "tasks.load.state",
    "is_alive": "tasks.load.lock",
    "query": "tasks.load.readers",
    "reading": "tasks.load.readers",
    "shell_bounds": "tasks.load.memory",
    "run_file": "tasks.load.readers",
    "search": "tasks.load.searching",
    "sql_names": "tasks.load.texts",
    "sql_text": "tasks.load.texts",
    "writer": "tasks.load.warehouse",
    "writer_state": "tasks.load.state",
}

__all__ = [
    "EXAMPLES",
    "Behind",
    "Changes",
    "DatabaseState",
    "Filters",
    "Forgetting",
    "LoadCounts",
    "Published",
    "Reader",
    "Warehouse",
    "WriterState",
    "behind",
    "examples",
    "is_alive",
    "published_state",
    "query",
    "reading",
    "run_file",
    "search",
    "shell_bounds",
    "sql_names",
    "sql_text",
    "writer",
    "writer_state",
]


def __getattr__(name: str) -> Any:
    """Import the module that holds a name, at its first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'tasks.load' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
