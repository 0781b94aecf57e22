"""Captions: what a line says that only a line under a picture says."""

import re
from collections.abc import Sequence

from tasks.clean.page import text_of
from tasks.clean.survey import Survey

_SIDE = re.compile(
    r"\((?:[LRC]|left|right|cent(?:er|re)|from\s+left|[1-4](?:st|nd|rd|th)\s+[LR])\)|\bfrom\s+left\b|\bpictured\b",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\bfile\s+(?:photo|picture|image)\b|\bin\s+this\s+(?:file\s+)?(?:photo|picture|image|undated|handout|frame)\b|\bhandout\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:\(|\[|/|\bby\s+|:\s*|—\s*|\s)(?:AFP|Reuters|Getty\s?Images|AP(?:\s+Photo)?|EPA(?:-EFE)?|Anadolu|Xinhua|Shutterstock|WANA|Tasnim|ISNA)\b[^.]{0,40}[)\].]?$"
    r"|\((?:photo|image|picture|credit)[^)]{2,60}\)\s*$|\b(?:photo|image|picture|credit)\s*(?:by|credit|:)\s*\S+"
)
_LABEL = re.compile(
    r"^\W*(?:caption|photo|image|picture|illustration|file\s+photo|photo\s+caption)\s*(?::|—|–|-)\s*\S",
    re.IGNORECASE,
)
_STRIP = re.compile(r"^\W*(?:caption|photo\s+caption|image\s+caption)\s*(?::|—|–|-)\s*", re.IGNORECASE)
_FULL_DATE = re.compile(
    r"\b(?:on\s+)?(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug"
    r"|sep|oct|nov|dec)[a-z]*,?\s+\d{4})\b\.?\s*(?:\([^)]*\))?\s*$",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:is|are)\s+(?:seen|shown)\b|\bseen\s+(?:in|at|here|during)\b|\b(?:poses?|shakes?\s+hands|attends?|speaks?\s+during|gestures?|looks?\s+on|waves?|walks?|stands?)\b"
)


# Without one of these letters a pattern need not be asked: most lines are spared all of them.
_IN_CREDIT = (
    *("AP", "EPA", "Reuters", "Getty", "Anadolu", "Xinhua", "Shutterstock", "WANA", "Tasnim", "ISNA"),
    *("photo", "image", "picture", "credit", "AFP"),
)
_IN_SHOWN = ["see", "show", "pose", "shake", "attend", "speak", "gesture", "look", "wave", "walk", "stand"]
_DIGITS = "0123456789"
_YEAR = re.compile(r"\d{4}")


def caption_score(line: str) -> int:
    """Return how much a line speaks like a caption: 2 is likely under the headline, 3 anywhere."""
    if len(line) > 450:
        return 0
    low = line.lower()
    score = 3 if _LABEL.match(line) else 0
    if ("(" in line or "left" in low or "pictured" in low) and _SIDE.search(line):
        score += 2
    if ("file" in low or "handout" in low or "this" in low) and _FILE.search(line):
        score += 3
    if _has(line, _IN_CREDIT) and _CREDIT.search(line):
        score += 2
    if (_has(line, _DIGITS) or not line.isascii()) and _YEAR.search(line) and _FULL_DATE.search(line):
        score += 1
    return score + bool(_has(line, _IN_SHOWN) and _SHOWN.search(line))


def _has(line: str, pieces: Sequence[str]) -> bool:
    return any(map(line.__contains__, pieces))


def is_file_photo(line: str) -> bool:
    """Tell the caption of a picture that is older than its article."""
    return bool(re.search(r"\bfile\s+(?:photo|picture|image)\b", line, re.IGNORECASE))


def without_label(line: str) -> str:
    """Take 'Caption:' off a caption."""
    return _STRIP.sub("", line)


def page_caption(seen: Survey) -> str | None:
    """Return the caption of the first picture in the article, else on the page."""
    for _, node in sorted(seen.captions, key=lambda found: found[0])[:8]:
        text = text_of(node)
        if 12 < len(text) < 800:
            return text
    return None
