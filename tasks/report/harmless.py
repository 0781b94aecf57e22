"""Text of others made harmless: for a terminal, for markdown, and the sentence around a span."""

import re
import unicodedata
from collections.abc import Iterator

# C0 and C1 controls but tab and line feed, what turns the direction of writing, and what is invisible.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
# Escaped with a backslash: Prefect's UI decodes no character references in the cells of a table.
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|~&@"})
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)  # what renderers turn into links by themselves
_LIST_MARK = re.compile(r"^\s*(?=[-+=#]|\d+[.)])")
_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|\n\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sen|Rep|Gov|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|"
    r"Aug|Sept?|Oct|Nov|Dec)|\b[a-z]\.[a-z])\.$"
)


def plain(text: str) -> str:
    """Return text without power over a terminal: control and direction characters become visible."""
    return _CONTROLS.sub(_visible, text)


def one_line(text: str) -> str:
    """Return harmless text on one line."""
    return plain(" ".join(text.split()))


def markdown(text: str) -> str:
    """Return text that a markdown renderer shows as it is: no image, link, markup or HTML of its own."""
    harmless = _ADDRESS.sub(r"\\\g<0>", one_line(text).translate(_MARKS))
    return _LIST_MARK.sub(lambda found: found[0] + "\u200b", harmless)


def sentence_at(text: str, start: int, end: int, width: int = 240) -> tuple[str, int, int]:
    """Return the sentence around a span and where the span lies in it, in code points.

    A sentence longer than `width` is cut around the span, with an ellipsis where it was.
    """
    first, last = _bounds(text, start, end)
    left, right = "", ""
    if last - first > width:
        room = max(0, width - (end - start)) // 2
        if start - first > room:
            first, left = _word_start(text, start - room), "… "
        if last - end > room:
            last, right = _word_end(text, end + room), " …"
    before = _flat(text[first:start]).lstrip()
    exact, after = _flat(text[start:end]), _flat(text[end:last]).rstrip()
    shift = len(left) + len(before)
    return f"{left}{before}{exact}{after}{right}", shift, shift + len(exact)


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Return where each sentence of a text begins and ends, in code points."""
    bounds, first = [], 0
    for stop, after in _stops(text):
        bounds.append((first, stop))
        first = after
    return [*bounds, (first, len(text))] if first < len(text) else bounds


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    first = 0
    for stop, after in _stops(text):
        if after <= start:
            first = after
        elif stop >= end:
            return first, stop
    return first, len(text)


def _stops(text: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences end, and where the next may begin."""
    for found in _END.finditer(text):
        goes_on = text[found.end() : found.end() + 40].lstrip()[:1].islower()
        if found[0] == "\n\n" or not (goes_on or _ABBREVIATION.search(text[: found.start() + 1][-12:])):
            yield (found.start() if found[0] == "\n\n" else found.end()), found.end()


def _word_start(text: str, near: int) -> int:
    return text.find(" ", near) + 1 or near


def _word_end(text: str, near: int) -> int:
    space = text.rfind(" ", 0, near)
    return space if space > 0 else near


def _flat(text: str) -> str:
    return re.sub(r"\s", " ", text)


def _visible(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>" if unicodedata.category(found[0]) != "Zs" else " "
