"""The words of a text field, read once: where each stands, how it is written, what stands before it."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import attrgetter

from tasks.geocode.fold import fold_token
from tasks.geocode.words import section

_LETTER = r"[^\W\d_]"
_MARK = r"\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u200c\u200d"
_APOSTROPHES = "'’‘ʻʼ`´"
_WORD = re.compile(
    rf"([A-Za-z]{{2,}}+(?=[ ,\n])"  # what most words are, told first since it is told fastest
    rf"|(?:{_LETTER}\.)+{_LETTER}\.?(?![\w{_MARK}])"  # U.S. N.Y. U.S
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
_REMEMBERED = 1 << 16  # words, and as many of them after other signs
_LONG, _CAP, _UPPER = 4, 2, 1  # of Word.look


class Gap(IntEnum):
    """What stands between a word and the one before it."""

    SPACE = 0
    HYPHEN = 1
    DOT = 2  # the full stop of an abbreviation, and a space
    COMMA = 3
    OTHER = 4  # quotes, brackets, dashes, colons
    STOP = 5  # a sentence ends
    START = 6  # a paragraph begins


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """How one word is written and what stands before it; words that look alike are one object."""

    text: str  # without a possessive 's
    fold: str
    cap: bool  # the first letter is upper-case
    upper: bool  # two letters or more, all upper-case
    possessive: bool  # an 's follows
    look: int  # sum of _LONG (more than three characters, the first a letter), _CAP and _UPPER
    gap: Gap = Gap.SPACE  # before it
    weak: bool = False  # its capital says nothing: sentence start, title case or a line in capitals


def read_words(text: str) -> tuple[list[Word], list[int]]:
    """Split a text into words; return them, and where each begins in code points.

    The words say where a capital letter carries no evidence. Most stand one space after another, as they
    have been met before: what else stands between two is looked at one by one.
    """
    pieces = _WORD.split(text)  # what stands between and the words, by turns
    between, words = pieces[:-1:2], [*map(_form, pieces[1::2])]
    if not words:
        return [], []
    starts = [*accumulate(map(len, pieces))][:-1:2]
    words[0], firsts = _written(words[0], Gap.START, True), [0]
    for at in [at for at, signs in enumerate(between) if signs != " "]:
        if at:
            words[at] = word = _after(words[at], between[at], *_ending(between[at], words[at - 1]))
            if word.gap >= Gap.STOP:
                firsts.append(at)
    _weaken(words, firsts)
    return words, starts


@lru_cache(maxsize=_REMEMBERED)
def _form(raw: str) -> Word:
    """Return a word as it is one space after another."""
    possessive = _POSSESSIVE.search(raw) is not None
    plain = raw[:-2] if possessive else raw
    cap, upper = _case(plain)
    is_long = len(plain) > 3 and plain[0].isalpha()
    look = _LONG * is_long + _CAP * cap + _UPPER * upper
    return Word(plain, fold_token(plain), cap, upper, possessive, look)


@lru_cache(maxsize=_REMEMBERED)
def _written(word: Word, gap: Gap, weak: bool) -> Word:
    """Return a word as it is after a gap, with or without evidence in its capital."""
    return Word(word.text, word.fold, word.cap, word.upper, word.possessive, word.look, gap, weak)


@lru_cache(maxsize=_REMEMBERED)
def _after(word: Word, between: str, is_short: bool, is_letter: bool) -> Word:
    """Return a word as it is after some characters; see `_ending` for what stands before those."""
    gap = _gap(between, is_short, is_letter, word.cap)
    return _written(word, gap, gap >= Gap.STOP)


def _ending(between: str, word: Word) -> tuple[bool, bool]:
    """Say of the word before some characters what counts where a full stop follows: short, one letter."""
    return ("." in between and word.fold in ABBREVIATED), ("." in between and len(word.text) == 1)


def _case(text: str) -> tuple[bool, bool]:
    elided = len(text) > 2 and text[1] in _APOSTROPHES and text[2].isupper()  # Côte d'Ivoire
    return text[0].isupper() or elided, len(text) > 1 and text.isupper()


def _gap(between: str, is_short: bool, is_letter: bool, cap: bool) -> Gap:
    """Tell what stands between two words, of which the next has a capital or not."""
    if between in (" ", "\xa0", "\u202f"):
        # "in the U.S. The" may end a sentence or not: the stop belongs to the abbreviation.
        return Gap.SPACE
    if between in ("-", "‐", "‑"):
        return Gap.HYPHEN
    if _PARAGRAPH.search(between):
        return Gap.START
    if "." in between or "!" in between or "?" in between or "…" in between:
        return _stop(between, is_short, is_letter, cap)
    if between.startswith(",") and not between[1:].strip():
        return Gap.COMMA
    return Gap.OTHER if between.strip() else Gap.SPACE


def _stop(between: str, is_short: bool, is_letter: bool, cap: bool) -> Gap:
    plain = between.strip()
    if plain in (".,", ".;") and is_short:
        return Gap.COMMA
    if plain == "." and (is_short or is_letter) and not between.isspace():
        return Gap.DOT if len(between) > 1 else Gap.OTHER
    if len(between) == 1:  # example.com, 3.5: no sentence ends without a space
        return Gap.OTHER
    return Gap.STOP if cap or not plain.endswith(".") else Gap.OTHER


def _weaken(words: list[Word], firsts: list[int]) -> None:
    """Mark the words of lines in capitals or title case, whose capitals say nothing, as those of firsts."""
    looks = bytes(map(attrgetter("look"), words))
    for first, last in pairwise([*firsts, len(words)]):
        line = looks[first:last]
        if last - first - line.count(0) - line.count(_LONG) < _LOUD:
            continue
        uppers = line.count(_LONG + _UPPER) + line.count(_LONG + _CAP + _UPPER)
        caps = line.count(_LONG + _CAP) + line.count(_LONG + _CAP + _UPPER)
        letters = line.count(_LONG) + line.count(_LONG + _UPPER) + caps
        if letters > 2 and uppers > 0.7 * letters:
            words[first:last] = [_written(word, word.gap, True) for word in words[first:last]]
        elif letters > 3 and caps > 0.75 * letters:
            held = words[first:last]
            words[first:last] = [_written(w, w.gap, w.weak or not w.upper) for w in held]
