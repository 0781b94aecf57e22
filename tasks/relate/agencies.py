"""The news agency that a text credits, by the places where agencies sign."""

import re
from collections.abc import Iterable

# As they sign; the first spelling is the name that is stored.
_AGENCIES = (
    ("Reuters",),
    ("AP", "Associated Press", "The Associated Press"),
    ("AFP", "Agence France-Presse"),
    ("UPI", "United Press International"),
    ("dpa", "Deutsche Presse-Agentur"),
    ("EFE",),
    ("ANSA",),
    ("PA", "PA Media", "Press Association"),
    ("TASS", "Tass"),
    ("RIA Novosti", "RIA"),
    ("Interfax",),
    ("Sputnik",),
    ("Xinhua",),
    ("Kyodo", "Kyodo News"),
    ("Yonhap",),
    ("PTI", "Press Trust of India"),
    ("ANI",),
    ("IANS",),
    ("IRNA",),
    ("ISNA",),
    ("Tasnim", "Tasnim News Agency"),
    ("Mehr", "Mehr News Agency", "MNA"),
    ("Fars", "Fars News Agency"),
    ("Anadolu", "Anadolu Agency", "AA"),
    ("DHA",),
    ("Trend",),
    ("APA",),
    ("AZERTAC", "Azertac"),
    ("Report", "Report.az"),
    ("Armenpress", "ARMENPRESS"),
    ("Interpressnews", "IPN"),
    ("Ukrinform",),
    ("BelTA", "BELTA"),
    ("Kazinform",),
    ("SANA",),
    ("WAM",),
    ("SPA",),
    ("QNA",),
    ("KUNA",),
    ("NNA",),
    ("Canadian Press", "The Canadian Press"),
    ("AAP",),
    ("Bloomberg",),
)
_NAMES = {spelling: names[0] for names in _AGENCIES for spelling in names}
_ANY = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
# Words that open so many sentences that only a bracket or a slash makes them a signature.
_LONG = "|".join(
    re.escape(name) for name in sorted(_NAMES, key=len, reverse=True) if name not in {"Report", "Trend"}
)

_OPENING = (
    re.compile(
        rf"^[^\n]{{0,80}}?[(/\[]({_ANY})(?:/[\w ]+)?[)/\]]"
    ),  # TEHRAN, Nov. 18 (Reuters) -, BAKU. /TASS/
    re.compile(rf"^[^\n.]{{0,60}}[,.]\s*({_LONG})\s*(?:[-–—:|]|\n)"),  # Baku, November 18, AZERTAC —
    re.compile(rf"^({_LONG}),? [A-Z][\w.]{{2,9}} \d{{1,2}}\b"),  # TASS, November 18.
    re.compile(rf"^(?:By |Source: )?({_LONG})\s*(?:[-–—|]\s|\n)"),
)
_CLOSING = (
    re.compile(rf"(?:^|\n)\W*(?:Source|Sources|Via|Credit|Agency)\s*:\s*({_ANY})\b"),
    re.compile(
        rf"[(\[–—-]\s*(?:with (?:additional )?(?:inputs?|reporting|material) (?:from|by) )?"
        rf"({_ANY})[)\]]?\W*$",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:©|\(c\)|copyright)[\s\d]*(?:by )?(?:the )?({_ANY})\b", re.IGNORECASE),
    re.compile(
        rf"\bwith (?:additional )?(?:inputs?|reporting|material) (?:from|by) (?:the )?({_ANY})\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b({_ANY}) (?:writers?|journalists?|correspondents?) [^\n]{{0,80}}contributed\b"),
)
_REPORTING_BY = re.compile(
    r"\(?Reporting by [^\n]{2,120}(?:;|\.)\s*(?:Writing|Editing|Additional reporting) by ", re.IGNORECASE
)
_OPENING_CHARS, _CLOSING_CHARS = 200, 400


def credited_agency(body: str, dateline: str | None = None, authors: Iterable[str] = ()) -> str | None:
    """Return the agency that signs a text: in its dateline, its byline, or its last lines.

    An agency that is only quoted ("told Reuters", "IRNA said") wrote nothing here and is none.
    """
    for author in authors:
        if found := _NAMES.get(author.strip().removeprefix("By ")):
            return found
    if dateline and (match := re.search(rf"(?<!\w)({_ANY})(?!\w)", dateline)):
        return _NAMES[match[1]]
    start, end = body[:_OPENING_CHARS].strip(), body[-_CLOSING_CHARS:].strip()
    for text, patterns in ((start, _OPENING), (end, _CLOSING)):
        for pattern in patterns:
            if match := pattern.search(text):
                return _named(match[1])
    return "Reuters" if _REPORTING_BY.search(end) else None


def _named(spelling: str) -> str:
    folded = spelling.casefold()
    return _NAMES.get(spelling) or next(name for word, name in _NAMES.items() if word.casefold() == folded)
