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
_ABOUT, _CLOCKS = _STAMPS | _COUNTED, frozenset(("now", "yesterday", "today"))
_ALLOWED = _ABOUT | _TIMES | frozenset(_JOINT_WORDS.split())


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in order, white space folded; a paragraph's end ends one too."""
    found = []
    for line in text.splitlines():
        start = 0
        for end in (*(match.end() for match in _END.finditer(line)), len(line)):
            held = " ".join(line[start:end].split())
            if held and (end == len(line) or not _ends_short(held)):
                found.append(held)
                start = end
    return found


def _ends_short(held: str) -> bool:
    """Say whether the last word is an abbreviation with its full stop, which ends no sentence."""
    return held.endswith(".") and _ABBREVIATED.search(held[held.rfind(" ") + 1 :]) is not None


def is_stamp(sentence: str) -> bool:
    """Tell a line that says only when the page was touched or how often it was seen.

    'Last updated: 18 November 2024, 14:05 GMT', '1,234 views', 'Comments (12)', '3 hours ago'. A date or
    number in a sentence that says anything else is news.
    """
    words, numbers = [], 0
    for match in _TOKEN.finditer(sentence):
        token = match[0].casefold()
        if token[0].isdigit():
            numbers += 1
        elif token not in _ALLOWED:
            return False  # most sentences, told by one of their first words
        else:
            words.append(token)
    count = len(words) + numbers
    if not count or count > _MOST_WORDS or not _MAY_BE_STAMP.search(sentence):
        return False
    has_clock = numbers > 0 or not _CLOCKS.isdisjoint(words)
    is_about = not _ABOUT.isdisjoint(words) or (count > 2 and bool(words) and _TIMES.issuperset(words))
    return has_clock and is_about


def telling(text: str) -> list[str]:
    """Return the sentences that say something; all of them where none does."""
    found = sentences(text)
    return [sentence for sentence in found if not is_stamp(sentence)] or found
