"""The words of a text field, read once: where each stands, how it is written, what stands before it."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add, or_
from typing import Any

from tasks.geocode.fold import fold_token
from tasks.geocode.words import section

_LETTER = r"[^\W\d_]"
_MARK = r"\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u200c\u200d"
_APOSTROPHES = "'’‘ʻʼ`´"
_WORD = re.compile(
    rf"((?:{_LETTER}\.)+{_LETTER}\.?(?![\w{_MARK}])"  # U.S. N.Y. U.S
    rf"|[A-Z]\.[A-Z][a-z]{{1,3}}\.(?!\w)"  # W.Va.
    rf"|{_LETTER}[\w{_MARK}]*(?:[{_APOSTROPHES}](?={_LETTER})[\w{_MARK}]*)*"  # Gəncə Xi'an Iran's
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?(?![^\W\d_])"  # 2024 1,000 19:30 20th
    r"|\d\w*)"
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
_PLAIN_GAPS = {" ": Gap.SPACE, "-": Gap.HYPHEN, ", ": Gap.COMMA}  # none of which ends a sentence


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
    """Split a text into words, marking where a capital letter carries no evidence.

    Column by column and not word by word, which costs less.
    """
    pieces = _WORD.split(text)  # what stands between and the words, by turns
    between = pieces[:-1:2]
    if not between:
        return []
    plain, fold, cap, upper, possessive, length = zip(*map(_shape, pieces[1::2]), strict=True)
    starts = [*accumulate(map(len, pieces))][:-1:2]
    ends = map(add, starts, length)
    gaps, first = _gaps(between, plain, fold, cap)
    weak = _weak(plain, cap, upper, first)
    return [*map(Word, plain, starts, ends, fold, cap, upper, gaps, between, possessive, weak)]


def _gaps(
    between: list[str], plain: tuple[str, ...], fold: tuple[str, ...], cap: tuple[bool, ...]
) -> tuple[list[Gap], list[int]]:
    """Return what stands before each word, and the positions of those that begin a sentence."""
    gaps: list[Any] = [*map(_PLAIN_GAPS.get, between)]
    gaps[0], firsts = Gap.START, [0]
    for at in [at for at, gap in enumerate(gaps) if gap is None]:
        gaps[at] = gap = _gap(between[at], plain[at - 1], fold[at - 1], cap[at])
        if gap >= Gap.STOP:
            firsts.append(at)
    return gaps, firsts


@lru_cache(maxsize=1 << 16)
def _shape(raw: str) -> tuple[str, str, bool, bool, bool, int]:
    """Return what a word is wherever it stands: without its 's, folded, cap, upper, possessive, length."""
    possessive = _POSSESSIVE.search(raw) is not None
    plain = raw[:-2] if possessive else raw
    cap, upper = _case(plain)
    return plain, fold_token(plain), cap, upper, possessive, len(plain)


def _case(text: str) -> tuple[bool, bool]:
    elided = len(text) > 2 and text[1] in _APOSTROPHES and text[2].isupper()  # Côte d'Ivoire
    return text[0].isupper() or elided, len(text) > 1 and text.isupper()


def _gap(between: str, text: str, fold: str, cap: bool) -> Gap:
    """Tell what stands between a word, with its folded form, and a next one that has a capital or not."""
    if between in (" ", "\xa0", "\u202f"):
        # "in the U.S. The" may end a sentence or not: the stop belongs to the abbreviation.
        return Gap.SPACE
    if between in ("-", "‐", "‑"):
        return Gap.HYPHEN
    if _PARAGRAPH.search(between):
        return Gap.START
    if "." in between or "!" in between or "?" in between or "…" in between:
        return _stop(between, text, fold, cap)
    if between.startswith(",") and not between[1:].strip():
        return Gap.COMMA
    return Gap.OTHER if between.strip() else Gap.SPACE


def _stop(between: str, text: str, fold: str, cap: bool) -> Gap:
    plain = between.strip()
    if plain in (".,", ".;") and fold in ABBREVIATED:
        return Gap.COMMA
    if plain == "." and (fold in ABBREVIATED or len(text) == 1) and not between.isspace():
        return Gap.DOT if len(between) > 1 else Gap.OTHER
    if len(between) == 1:  # example.com, 3.5: no sentence ends without a space
        return Gap.OTHER
    return Gap.STOP if cap or not plain.endswith(".") else Gap.OTHER


def _weak(
    plain: tuple[str, ...], cap: tuple[bool, ...], upper: tuple[bool, ...], firsts: list[int]
) -> list[bool]:
    """Mark where sentences start, and the words of lines in capitals or title case: no evidence there."""
    weak = [False] * len(plain)
    high = [*map(or_, cap, upper)]
    for first, last in pairwise([*firsts, len(plain)]):
        weak[first] = True
        if high[first:last].count(True) < _LOUD:
            continue
        letters = [at for at in range(first, last) if len(plain[at]) > 3 and plain[at][0].isalpha()]
        if len(letters) > 2 and sum([upper[at] for at in letters]) > 0.7 * len(letters):
            weak[first:last] = [True] * (last - first)
        elif len(letters) > 3 and sum([cap[at] for at in letters]) > 0.75 * len(letters):
            weak[first:last] = [weak[at] or not upper[at] for at in range(first, last)]
    return weak
