"""Cut from an article's blocks what stands before its first word, after its last, and between."""

import re

from tasks.clean.blocks import Block
from tasks.clean.calendars import latin_digits
from tasks.clean.words import bare_host, ends_sentence, is_furniture, same_text

_BYLINE = re.compile(r"^(?:by|von|par|por|di|da|от|автор|نویسنده)\b[:\s].{2,120}$", re.IGNORECASE)
_DATE = re.compile(
    r"\b(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|(?:19|20|1[34])\d\d[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}:\d{2}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}|\d{1,2}(?:st|nd|rd|th)?\.?\s+"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\b",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"^(?:published|updated|last\s+(?:updated|modified)|posted|first\s+published|modified"
    r"|created|\d+\s+min(?:ute)?s?\s+read"
    r"|\d+\s+(?:hours?|minutes?|days?)\s+ago)\b",
    re.IGNORECASE,
)
_READERS = re.compile(
    r"^\W*(?:(?:top|all|reader|user|most|latest|recent|view|show|\d+)\s+){0,3}(?:rated\s+)?"
    r"(?:comments?|responses?|replies|discussion)\b"
    r".{0,30}$|^\W*(?:leave|post|add|write)\s+(?:a|your)\s+(?:comment|reply)"
    r"|^\W*join\s+the\s+(?:conversation|discussion)"
    r"|^\W*(?:tell\s+us\s+what\s+you\s+think|what\s+do\s+you\s+think|community\s+(?:standards|guidelines))",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"^\W*(?:related|recommended|more|most|latest|popular|trending|also|read|see|watch"
    r"|about\s+the\s+authors?|breaking\s+news|top\s+stories"
    r"|editor['’]?s['’]?\s+picks?|you\s+(?:may|might)|don['’]?t\s+miss|up\s+next|sponsored"
    r"|from\s+the\s+web|around\s+the\s+web|deals"
    r"|newsletter|stay\s+informed|get\s+the\s+latest|about\s+[A-Z]\w+)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_HEAD = 10  # blocks among which headline, standfirst, byline and date stand


def trim(blocks: list[Block], headline: str | None) -> list[Block]:
    """Return the body's blocks."""
    return _tail(_repeats(_furniture(_until_end(_head(blocks, headline)))))


def settle(blocks: list[Block], headline: str | None) -> list[Block]:
    """Return the blocks that a model chose, without captions, repeats and what is never the text."""
    kept = [b for b in _repeats(_furniture(blocks)) if not (headline and same_text(b.text, headline))]
    start = next((n for n, block in enumerate(kept[:_HEAD]) if not is_stamp(block.text)), 0)
    return _tail(kept[start:])


def readers_from(blocks: list[Block]) -> int | None:
    """Return at which block readers begin to speak, once enough of the text is read, else None."""
    total = sum(len(block.text) for block in blocks)
    read = 0
    for index, block in enumerate(blocks):
        if len(block.text) < 70 and read > 400 and read * 4 > total and _READERS.match(block.text):
            return index
        read += len(block.text)
    return None


def is_stamp(text: str) -> bool:
    """Tell a line that is a byline, a date or a time to read, and no sentence."""
    if len(text) > 160:
        return False
    if not text.isascii():
        text = latin_digits(text)
    if _BYLINE.match(text) or _STAMP.match(text):
        return len(text) < 100 or not ends_sentence(text)
    if ends_sentence(text) or not _DIGIT.search(text) or not _DATE.search(text):
        return False
    return len(_DATE.sub("", text)) < 45


def _head(blocks: list[Block], headline: str | None) -> list[Block]:
    start = 0
    for index, block in enumerate(blocks[:40]):
        if headline and same_text(block.text, headline):
            if sum(len(b.text) > 100 for b in blocks[:index]) <= 2:
                start = index + 1
            break
    last = start
    prose = 0
    for index in range(start, min(len(blocks), start + _HEAD)):
        if is_stamp(blocks[index].text):
            last = index + 1
        prose += len(blocks[index].text) > 100
        if prose > 2:
            break
    while last < len(blocks) and _before(blocks[last]):
        last += 1
    return blocks[last:]


def _until_end(blocks: list[Block]) -> list[Block]:
    """Cut at the heading under which readers or other articles speak, once enough of the text is read."""
    total = sum(len(block.text) for block in blocks)
    read = 0
    for index, block in enumerate(blocks):
        if len(block.text) < 70 and read > 400:
            if _READERS.match(block.text) and read * 4 > total:
                return blocks[:index]
            if _OTHERS.match(block.text) and _leads_away(blocks[index:], _prose(blocks)):
                return blocks[:index]
        read += len(block.text)
    return blocks


def _leads_away(rest: list[Block], whole: int) -> bool:
    """Tell an end with little prose, or with a linked title for each bit of it."""
    titles = sum(block.link_share > 0.8 and len(block.text) > 20 for block in rest)
    return _prose(rest) * 6 < whole or (titles > 1 and longest_run(rest) < 3)


def longest_run(blocks: list[Block]) -> int:
    """Return how many paragraphs follow each other at most without a heading or linked title between."""
    longest = run = 0
    for block in blocks:
        if block.kind == "heading" or (block.link_share > 0.8 and len(block.text) > 20):
            run = 0
        elif len(block.text) > 60:
            run += 1
            longest = max(longest, run)
    return longest


def _prose(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks if len(block.text) > 120 and block.link_share < 0.3)


def _before(block: Block) -> bool:
    """Tell a short line before the first paragraph that is no sentence: a kicker, a name, a credit."""
    return len(block.text) < 60 and not ends_sentence(block.text) and block.kind != "heading"


def _furniture(blocks: list[Block]) -> list[Block]:
    return [
        block
        for block in blocks
        if block.kind != "caption"
        and not is_furniture(block.text)
        and not (_linked(block) and bare_host(block.text) is None)  # addresses are read later
        and any(map(str.isalnum, block.text))
    ]


def _linked(block: Block) -> bool:
    return block.link_share > 0.6 and (len(block.text) < 200 or block.link_share > 0.8)


def _repeats(blocks: list[Block]) -> list[Block]:
    """Drop what is emitted twice, as in a print view beside the page."""
    seen: set[str] = set()
    kept = []
    for block in blocks:
        if len(block.text) > 60:
            if block.text in seen:
                continue
            seen.add(block.text)
        kept.append(block)
    return kept


def _tail(blocks: list[Block]) -> list[Block]:
    kept = list(blocks)
    while kept and (kept[-1].kind == "heading" or is_stamp(kept[-1].text)):
        kept.pop()
    return kept
