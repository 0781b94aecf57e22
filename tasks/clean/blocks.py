"""A block: one piece of text as it stands on its own, and how much it speaks for being prose."""

from typing import NamedTuple

from tasks.clean.words import is_furniture


class Block(NamedTuple):
    """A piece of text, and how much of it is links. A tuple: a page makes hundreds, and reads them often."""

    kind: str  # 'paragraph' 'heading' 'item' 'quote' 'caption' 'cell'
    text: str
    link_chars: int
    link_share: float  # share of its characters that are links
    worth: float  # how much it speaks for the element it stands in, see `worth`
    place: int = 0  # the element in which its text begins, as an index into the survey's places
    bold: float = 0.0  # share of it that is printed strong

    def as_caption(self) -> "Block":
        """Return it as the text of a picture."""
        return self._replace(kind="caption", worth=worth("caption", self.text, self.link_share))


def plain(line: str) -> Block:
    """Return a paragraph that another reader found: of its links and its place nothing is known."""
    return Block("paragraph", line, 0, 0.0, 0.0)


def worth(kind: str, text: str, share: float) -> float:
    """Return how much a block speaks for the element it stands in: prose for, links and crumbs against."""
    size = len(text)
    if is_furniture(text):
        return -20.0
    if kind == "heading":
        return -10.0 if share > 0.5 else 5.0
    if kind == "caption":
        return 0.0
    if share > 0.5:
        return -10.0 - min(size, 100) * 0.4
    if size < 40:
        return {"item": -10.0, "cell": 0.0}.get(kind, -6.0)
    value = min(size, 600) * (1 - share)
    if kind == "cell":
        value *= 0.5 if size > 160 else 0.0  # shorter ones are data, or boxes of a page laid out in tables
    return value if size >= 80 else value * 0.5
