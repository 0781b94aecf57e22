"""What markdown does beyond being read."""

from markdown_it import MarkdownIt


def powers(shown: str) -> set[str]:
    """Return what markdown text does beyond being read: images, links, markup of its own."""
    inline = (
        part
        for token in MarkdownIt("commonmark").enable("table").parse(shown)
        for part in token.children or ()
    )
    return {part.type for part in inline} & {"image", "link_open", "html_inline", "html_block", "code_inline"}
