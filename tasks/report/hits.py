"""Articles that a search found, for people: what each says where the words stand."""

import re
from collections.abc import Sequence

import pyarrow as pa
from rich.console import Console
from rich.text import Text

from tasks.report.harmless import one_line

ID_CHARS = 12
"""How much of an article's id is shown; `dateline show` takes as much for the whole."""

INDENT = "  "


def render_hits(found: pa.Table, words: Sequence[str], console: Console, at_most: int) -> None:
    """Print each article found in two or three lines, the words that were looked for marked."""
    for row in found.to_pylist():
        console.print(_marked(row["headline"] or "(no headline)", words, "bold"))
        told = f"{row['day'] or 'no date'} · {row['source_id']} · {row['article_id'][:ID_CHARS]}"
        _print_indented(Text(one_line(told), style="dim"), console)
        if row["sentence"]:
            _print_indented(_marked(row["sentence"], words, ""), console)
        console.print()
    console.print(Text(_in_all(found.num_rows, at_most), style="dim"))


def _print_indented(text: Text, console: Console) -> None:
    for line in text.wrap(console, max(console.width - len(INDENT), 1)):
        line.rstrip()
        console.print(Text(INDENT) + line)


def _marked(text: str, words: Sequence[str], style: str) -> Text:
    drawn = Text(one_line(text), style=style)
    for word in words:
        drawn.highlight_regex(re.compile(re.escape(word.strip()), re.IGNORECASE), "underline")
    return drawn


def _in_all(count: int, at_most: int) -> str:
    if not count:
        return "No article has all of these words. Fewer words, or shorter ones, find more."
    if count == at_most:
        return f"The first {count:,}; --limit shows more. An article with its places: dateline show ID"
    return f"{count:,} article{'' if count == 1 else 's'}. An article with its places: dateline show ID"
