"""Sentences of a text, and which of them are only counters or clocks that move by themselves."""

import re

_END = re.compile(r"[.!?…。！？][\"'”’»)]*(?=\s+[\"'“‘«(]*\w)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Gov|Sen|Rep|Col|Lt|Sgt|Prof|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|vs"
    r"|Inc|Ltd|Co|Corp|a\.m|p\.m)|\b[A-Z](?:\.[A-Z])*)\.$"
)
_TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th|k|m)?|\w+", re.IGNORECASE)
_MAY_BE_STAMP = re.compile(r"\d|\bnow\b|\byesterday\b|\btoday\b", re.IGNORECASE)
_MOST_WORDS = 16  # of a line that may be a mere stamp

_STAMP_WORDS = """
    updated update last modified published posted edited refreshed created ago yesterday today now just"""
_COUNTED_WORDS = """
    view views comment comments share shares like likes read reads reactions retweets followers
    subscribers listeners replies votes"""
_TIME_WORDS = """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun
    am pm a p m gmt utc est edt cet bst ist local time date
    second seconds sec secs minute minutes min mins hour hours hr hrs h day days week weeks month months
    year years"""
_JOINT_WORDS = "on at the of and in by an one first article story page this was total number"

_STAMPS, _COUNTED, _TIMES = (frozenset(w.split()) for w in (_STAMP_WORDS, _COUNTED_WORDS, _TIME_WORDS))
_ALLOWED = _STAMPS | _COUNTED | _TIMES | frozenset(_JOINT_WORDS.split())


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in order, white space folded; a paragraph's end ends one too."""
    found = []
    for line in text.splitlines():
        start = 0
        for end in (*(match.end() for match in _END.finditer(line)), len(line)):
            held = " ".join(line[start:end].split())
            if held and (end == len(line) or not _ABBREVIATED.search(held)):
                found.append(held)
                start = end
    return found


def is_stamp(sentence: str) -> bool:
    """Tell a line that says only when the page was touched or how often it was seen.

    'Last updated: 18 November 2024, 14:05 GMT', '1,234 views', 'Comments (12)', '3 hours ago'. A date or
    number in a sentence that says anything else is news.
    """
    if not _MAY_BE_STAMP.search(sentence):
        return False  # most sentences, told without reading their words
    tokens = [token.casefold() for token in _TOKEN.findall(sentence)]
    if not tokens or len(tokens) > _MOST_WORDS:
        return False
    words = [token for token in tokens if not token[0].isdigit()]
    has_clock = len(words) < len(tokens) or bool({"now", "yesterday", "today"} & set(words))
    is_about = bool(_STAMPS.union(_COUNTED).intersection(words)) or (
        len(tokens) > 2 and bool(words) and _TIMES.issuperset(words)
    )
    return has_clock and is_about and _ALLOWED.issuperset(words)


def telling(text: str) -> list[str]:
    """Return the sentences that say something; all of them where none does."""
    found = sentences(text)
    return [sentence for sentence in found if not is_stamp(sentence)] or found
