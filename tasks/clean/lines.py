"""Saved text as units, each with the features by which a person tells lines apart."""

import re
from dataclasses import dataclass
from statistics import median

from tasks.clean.authors import looks_like_name
from tasks.clean.captions import caption_score
from tasks.clean.trim import is_stamp
from tasks.clean.words import bare_host, count_words, ends_sentence, fold, is_furniture, names_own_hosts

_CRUMB = re.compile(r"\s*(?:\s/\s|\s\\\s|[>»›→]|\s\|\s|\s::\s|\s·\s|\s•\s|\s-\s)\s*")
_LABEL = re.compile(
    r"^(title|headline|author|authors|by|date|published|publication\s+date|source|publisher|url|link|section|category|summary|standfirst|caption"
    r"|dateline|language)\s*[:：]\s+(\S.*)$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:by|von|par|por|автор|written\s+by|reported\s+by|story\s+by)\b[:\s]+\S", re.IGNORECASE
)
_MARKS = re.compile(r"^(?:#{1,6}\s+|>\s+|\*{1,3}(?=\S))|(?<=\S)\*{1,3}$")  # of Markdown
_TABLE = re.compile(r"[{}<>;=|\\]|\b0x")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph or line, its white space folded."""

    text: str
    words: int

    @property
    def is_prose(self) -> bool:
        """A paragraph: a sentence of some length, or a very long line."""
        return (self.words >= 8 and ends_sentence(self.text) and not self.is_furniture) or self.words >= 40

    @property
    def is_furniture(self) -> bool:
        """A line of the site: share words, addresses, lists of networks."""
        return (
            is_furniture(self.text)
            or bare_host(self.text) is not None
            or names_own_hosts(self.text)
            or _shouted(self)
        )

    @property
    def crumbs(self) -> tuple[str, ...]:
        """The parts of a breadcrumb line; none where it is none."""
        parts = tuple(part for part in _CRUMB.split(self.text) if part)
        short = all(len(part.split()) <= 4 and len(part) <= 40 for part in parts)
        return (
            parts
            if 2 <= len(parts) <= 8 and short and not ends_sentence(self.text) and not is_stamp(self.text)
            else ()
        )

    @property
    def label(self) -> tuple[str, str] | None:
        """The name and value of 'Title: …' and the like."""
        match = _LABEL.match(self.text)
        return (match[1].lower(), match[2].strip()) if match and self.words <= 60 else None

    @property
    def is_byline(self) -> bool:
        """'By Jane Doe' or, without 'By', nothing but names."""
        if self.words > 16 or ends_sentence(self.text.rstrip(".")):
            return False
        return bool(_BYLINE.match(self.text))

    @property
    def is_name(self) -> bool:
        """Nothing but a person's name."""
        return 2 <= self.words <= 4 and looks_like_name(self.text)

    @property
    def is_stamp(self) -> bool:
        """A date or time, and no sentence."""
        return is_stamp(self.text) and not self.is_byline

    @property
    def caption_score(self) -> int:
        """How much it speaks like a caption."""
        return caption_score(self.text)


def units(text: str) -> list[Unit]:
    """Cut a text into paragraphs: at blank lines where lines are wrapped, else at every line."""
    lines = [_MARKS.sub("", fold(line)) for line in text.splitlines()]
    groups: list[list[str]] = [[]]
    for line in lines:
        if line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    pieces: list[str] = []
    for group in groups:
        pieces += [" ".join(group)] if _wrapped(group) else group
    return [Unit(piece, count_words(piece)) for piece in pieces if any(map(str.isalnum, piece))]


def is_prose_text(text: str) -> bool:
    """Tell prose from tables, logs and code, by its letters."""
    sample = text[:20_000]
    letters = sum(char.isalpha() or char.isspace() for char in sample)
    marks = len(_TABLE.findall(sample))
    return bool(sample.strip()) and letters >= len(sample) * 0.72 and marks * 60 <= len(sample)


def _wrapped(group: list[str]) -> bool:
    """Tell the lines of one wrapped paragraph: of like length, and most break off in mid-sentence."""
    if len(group) < 2:
        return False
    full = group[:-1]
    usual = median(len(line) for line in full)
    if not 40 <= usual <= 100 or any(len(line) > 120 for line in group):
        return False
    alike = sum(abs(len(line) - usual) <= 20 for line in full)
    broken = sum(not ends_sentence(line) for line in full)
    return alike * 4 >= len(full) * 3 and broken * 3 >= len(full) * 2


def _shouted(unit: Unit) -> bool:
    """Tell share words in capitals: 'SHARE THIS ARTICLE', 'FOLLOW US ON'."""
    first = unit.text.split()[0].lower() if unit.text else ""
    return (
        unit.text.isupper()
        and unit.words <= 6
        and first in ("share", "follow", "subscribe", "print", "email", "comment", "comments")
    )
