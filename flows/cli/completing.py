"""What the shell completes: names of commands and of sources, without importing what they are for."""

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tasks.errors import DatelineError
from tasks.settings import open_home

if TYPE_CHECKING:
    from click import Context, Parameter
    from click.shell_completion import CompletionItem


def complete_source(ctx: "Context", _parameter: "Parameter", beginning: str) -> "list[CompletionItem]":
    """Return the sources of catalog and home whose names begin so."""
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(name) for name in source_names(ctx.params.get("home")) if name.startswith(beginning)
    ]


def complete_given(ctx: "Context", parameter: "Parameter", beginning: str) -> "list[CompletionItem]":
    """Return sources, and let the shell add files where none begins so."""
    from click.shell_completion import CompletionItem

    return complete_source(ctx, parameter, beginning) or [CompletionItem(beginning, type="file")]


def source_names(home: Any = None) -> list[str]:
    """Return the names of the files of catalog and home, whatever stands in them."""
    try:
        own = (getattr(home, "sources", None) or open_home(home).sources).glob("*.toml")
    except DatelineError:
        own = iter(())
    shelf = files("tasks") / "scrape" / "sources" / "catalog"
    names = {entry.name for entry in shelf.iterdir()} | {path.name for path in own}
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))
