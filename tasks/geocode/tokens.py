"""The words of a text field, read once: where each stands, how it is written, what stands before it."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from tasks.geocode.fold import fold_token
from tasks.geocode.words import section

_LETTER = r"[^\W\d_]"
_MARK = r"\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u200c\u200d"
_APOSTROPHES = "'’‘ʻʼ`´"
_WORD = re.compile(
    rf"(?:{_LETTER}\.)+{_LETTER}\.?(?![\w{_MARK}])"  # U.S. N.Y. U.S
    rf"|[A-Z]\.[A-Z][a-z]{{1,3}}\.(?!\w)"  # W.Va.
    rf"|{_LETTER}[\w{_MARK}]*(?:[{_APOSTROPHES}](?={_LETTER})[\w{_MARK}]*)*"  # Gəncə Xi'an Iran's
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?(?![^\W\d_])"  # 2024 1,000 19:30 20th
    r"|\d\w*"
)
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]$")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")
# After these a full stop ends no sentence.
ABBREVIATED = section("abbreviated")
_LOUD = 3  # capitalised words; fewer make no line in capitals or title case


class Gap(IntEnum):
    """What stands between a word and the one before it."""

    SPACE = 0
    HYPHEN = 1
    DOT = 2  # the full stop of an abbreviation, and a space
    COMMA = 3
    OTHER = 4  # quotes, brackets, dashes, colons
    STOP = 5  # a sentence ends
    START = 6  # a paragraph begins


# What mostly stands between two words, looked up before it is taken apart.
_PLAIN_GAPS = {" ": Gap.SPACE, "-": Gap.HYPHEN, ", ": Gap.COMMA, "\n\n": Gap.START}
_STOP = Gap.STOP  # a member of an enumeration is slow to reach


@dataclass(slots=True)
class Word:
    """One word: its span in code points (without a possessive 's), its folded form and its case."""

    text: str
    start: int
    end: int
    fold: str
    cap: bool  # the first letter is upper-case
    upper: bool  # two letters or more, all upper-case
    gap: Gap  # before it
    between: str  # the characters before it, back to the word before
    possessive: bool  # an 's follows
    weak: bool = False  # its capital says nothing: sentence start, title case or a line in capitals


def read_words(text: str) -> list[Word]:
    """Split a text into words, marking where a capital letter carries no evidence."""
    words: list[Word] = []
    last = 0
    before: Word | None = None
    plain_gap = _PLAIN_GAPS.get
    for found in _WORD.finditer(text):
        start, end = found.span()
        plain, fold, cap, upper, possessive = _shape(found.group())
        between = text[last:start]
        gap = plain_gap(between) if before is not None else None
        if gap is None:
            gap = _gap(between, before, cap)
        stop = start + len(plain)
        before = Word(plain, start, stop, fold, cap, upper, gap, between, possessive, gap >= _STOP)
        words.append(before)
        last = end
    _weaken(words)
    return words


@lru_cache(maxsize=1 << 16)
def _shape(raw: str) -> tuple[str, str, bool, bool, bool]:
    """Return what a word is wherever it stands: without its 's, folded, cap, upper, possessive."""
    possessive = _POSSESSIVE.search(raw) is not None
    plain = raw[:-2] if possessive else raw
    cap, upper = _case(plain)
    return plain, fold_token(plain), cap, upper, possessive


def _case(text: str) -> tuple[bool, bool]:
    elided = len(text) > 2 and text[1] in _APOSTROPHES and text[2].isupper()  # Côte d'Ivoire
    return text[0].isupper() or elided, len(text) > 1 and text.isupper()


def _gap(between: str, before: Word | None, cap: bool) -> Gap:
    if before is None:
        return Gap.START
    if between in (" ", "\xa0", "\u202f"):
        # "in the U.S. The" may end a sentence or not: the stop belongs to the abbreviation.
        return Gap.SPACE
    if between in ("-", "‐", "‑"):
        return Gap.HYPHEN
    if _PARAGRAPH.search(between):
        return Gap.START
    if "." in between or "!" in between or "?" in between or "…" in between:
        return _stop(between, before, cap)
    if between.startswith(",") and not between[1:].strip():
        return Gap.COMMA
    return Gap.OTHER if between.strip() else Gap.SPACE


def _stop(between: str, before: Word, cap: bool) -> Gap:
    plain = between.strip()
    if plain in (".,", ".;") and before.fold in ABBREVIATED:
        return Gap.COMMA
    if plain == "." and (before.fold in ABBREVIATED or len(before.text) == 1) and not between.isspace():
        return Gap.DOT if len(between) > 1 else Gap.OTHER
    if len(between) == 1:  # example.com, 3.5: no sentence ends without a space
        return Gap.OTHER
    return Gap.STOP if cap or not plain.endswith(".") else Gap.OTHER


def _weaken(words: list[Word]) -> None:
    """Mark the words of lines in capitals or title case: their capitals are no evidence."""
    for first, last in _sentences(words):
        if len([w for w in words[first:last] if w.cap or w.upper]) < _LOUD:
            continue
        letters = [w for w in words[first:last] if len(w.text) > 3 and w.text[0].isalpha()]
        shouting = sum([w.upper for w in letters])
        capitals = sum([w.cap for w in letters])
        if shouting > 0.7 * len(letters) and len(letters) > 2:
            for w in words[first:last]:
                w.weak = True
        elif capitals > 0.75 * len(letters) and len(letters) > 3:
            for w in words[first:last]:
                w.weak = w.weak or not w.upper


def _sentences(words: list[Word]) -> list[tuple[int, int]]:
    starts = [i for i, w in enumerate(words) if w.gap >= _STOP]
    return list(pairwise([*starts, len(words)]))
