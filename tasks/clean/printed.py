"""The dateline as printed before the first sentence: 'TEHRAN, Nov. 18 (AP) —'."""

import re

_DASH = r"(?:\s*(?:—|–|--|-(?=\s)|―)\s*)"
_DASH_OR_COLON = rf"(?:{_DASH}|:\s+)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTH}(?:,?\s+\d{{4}})?)"
_AGENCY = r"\((?:[A-Z][\w.&'’-]*(?:[\s/][A-Z][\w.&'’-]*){0,4})\)"
# A place in capitals, with what narrows it: 'TROY, N.C.', 'BAKU/TBILISI', 'AL-ARISH, Egypt'.
_CAPS = r"[^\W\d_a-z][^\W\d_a-z]*(?:\.?['’\- /][^\W\d_a-z]+){0,5}\.?"
_NARROW = r"(?:,\s*[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,2})"
_PLACE = rf"{_CAPS}(?:\s+(?:and|AND)\s+{_CAPS})?{_NARROW}{{0,2}}"
# In mixed case only beside an agency or a day: 'Tehran, Nov. 18 (IRNA) –', 'Baku, Trend, November 18 –'.
_MIXED = r"[A-Z][\w'’.-]+(?:[\s-][A-Z][\w'’.-]+){0,2}"
_LINES = (
    re.compile(rf"^({_PLACE}(?:,\s*{_DAY})?(?:,?\s*{_AGENCY})?){_DASH}"),
    re.compile(rf"^({_PLACE}(?:,\s*{_DAY}|\s*{_AGENCY}|,\s*{_DAY}\s*{_AGENCY})){_DASH_OR_COLON}"),
    re.compile(rf"^({_MIXED}{_NARROW}{{0,2}}(?:,?\s*{_DAY})?,?\s*{_AGENCY}){_DASH}"),
    re.compile(rf"^({_MIXED}(?:,\s*[A-Z][\w.]+)?(?:,\s*[A-Z][\w.]+)?,\s*{_DAY}(?:,?\s*[A-Z][\w.]+)?){_DASH}"),
    re.compile(rf"^({_PLACE},\s*{_DAY}(?:\s*{_AGENCY})?)[.,:]?\s+(?=[A-Z“\"])"),
)
_NO_PLACE = re.compile(
    r"^(?:BREAKING|UPDATE[D]?|EXCLUSIVE|WATCH|VIDEO|LIVE|OPINION|ANALYSIS|EDITORIAL|NOTE"
    r"|CORRECTION|READ|PHOTOS?|FACT\s?CHECK"
    r"|NATO|UN|EU|AP|AFP|REVIEW|INTERVIEW|EXPLAINER|CLAIM|Q|A|THE|WARNING|SPOILERS?|NEW"
    r"|TL;?DR)\b[^,(]{0,30}$",
)
MAX_CHARS = 90


def split_dateline(paragraph: str) -> tuple[str | None, str]:
    """Return the dateline as printed, without its dash, and the paragraph after it; unsure ones stay."""
    for pattern in _LINES:
        match = pattern.match(paragraph)
        if not match or len(match[0]) > MAX_CHARS:
            continue
        line, rest = match[1].rstrip(" ,"), paragraph[match.end() :]
        place = re.split(r"[,(]", line)[0].strip()
        if _NO_PLACE.match(line) or len(place) < 3 or not rest or rest[0].islower():
            continue
        return line, rest
    return None, paragraph


def dateline_alone(line: str) -> bool:
    """Tell a line that holds a dateline and nothing else: 'TEHRAN, Nov. 18 (AP) —' or 'BAKU, November 18'."""
    if len(line) > MAX_CHARS:
        return False
    bare = re.sub(r"[\s—–:-]+$", "", line)
    dashed = bare != line.rstrip() and split_dateline(bare + " — X")[0] == bare
    return dashed or (bool(re.search(_DAY, bare)) and split_dateline(bare + " — X")[0] == bare)
