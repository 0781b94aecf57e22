"""What changed between two versions of an article, and what kind of change it is."""

import difflib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from tasks.relate.sentences import telling

CHANGE_TYPES = ("correction", "update", "touch")

_ALIKE = 0.6  # share of words that two wordings of one sentence have in common
_NOTICE = re.compile(
    r"^\W*(?:correction|corrections|corrected|corrects|clarification|erratum)\b"
    r"|\b(?:earlier|previous|original) version of (?:this|the) (?:article|story|report|headline)\b"
    r"|\b(?:this|the) (?:article|story|report|headline) (?:has been|was) (?:corrected|amended)\b"
    r"|\b(?:this|the) (?:article|story|report) (?:has been|was) (?:updated|edited|changed) to correct\b"
    r"|\((?:corrects|corrected|adds correction)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TextChange:
    """How one text became another."""

    change_type: str  # one of CHANGE_TYPES
    has_notice: bool  # the publisher says that it is a correction
    has_new_headline: bool
    added: tuple[str, ...]  # sentences of the later text that the earlier did not have, in order
    removed: tuple[str, ...]
    reworded: tuple[tuple[str, str], ...]  # which of the removed became which of the added


def compare_texts(headline: str | None, body: str, new_headline: str | None, new_body: str) -> TextChange:
    """Say what changed: sentences that moved, white space, counters and clocks are no change.

    A `touch` changes punctuation or case alone. A `correction` says that it is one, or rewords a few
    sentences and brings no new ones. All else is an `update`.
    """
    before, after = telling(body), telling(new_body)
    removed, added = _without(before, after), _without(after, before)
    old, new = " ".join((headline or "").split()), " ".join((new_headline or "").split())
    reworded = _reworded(removed, added)
    has_notice = any(_NOTICE.search(sentence) for sentence in (*added, new if new != old else ""))
    kind = _kind((old, *removed), (new, *added), len(before), reworded, has_notice)
    return TextChange(kind, has_notice, old != new, added, removed, reworded)


def _kind(
    old: tuple[str, ...],
    new: tuple[str, ...],
    sentence_count: int,
    reworded: tuple[tuple[str, str], ...],
    has_notice: bool,
) -> str:
    if has_notice:
        return "correction"
    if _bare(old) == _bare(new):
        return "touch"
    headline_holds = old[0] == new[0] or _likeness(old[0], new[0]) >= _ALIKE
    nothing_new = len(reworded) == len(new) - 1 and len(reworded) == len(old) - 1
    few = len(reworded) <= max(3, sentence_count // 5)
    return "correction" if headline_holds and nothing_new and few else "update"


def _without(these: list[str], those: list[str]) -> tuple[str, ...]:
    """Return what is in the first list and not in the second, each as often as it is missing."""
    held, missing = Counter(those), []
    for sentence in these:
        if held[sentence]:
            held[sentence] -= 1
        else:
            missing.append(sentence)
    return tuple(missing)


def _reworded(removed: tuple[str, ...], added: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Pair each removed sentence with the added one that is its new wording, the likest first."""
    if len(removed) * len(added) > 10_000:  # another text altogether
        return ()
    likest = sorted(
        (
            (-likeness, i, j)
            for i, old in enumerate(removed)
            for j, new in enumerate(added)
            if (likeness := _likeness(old, new)) >= _ALIKE
        )
    )
    paired: dict[int, int] = {}
    for _, i, j in likest:
        if i not in paired and j not in paired.values():
            paired[i] = j
    return tuple((removed[i], added[j]) for i, j in sorted(paired.items()))


def _likeness(old: str, new: str) -> float:
    return difflib.SequenceMatcher(
        None, old.casefold().split(), new.casefold().split(), autojunk=False
    ).ratio()


def _bare(parts: tuple[str, ...]) -> Counter[str]:
    """Return texts without case and punctuation, as a multiset of words."""
    folded = unicodedata.normalize("NFKC", " ".join(parts)).casefold()
    return Counter(re.findall(r"\w+", folded))
