"""One written date to an instant or a day: ISO, RFC 2822, words in eleven languages, Solar Hijri."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from tasks.clean.calendars import MONTHS, SOLAR_MONTHS, SOLAR_YEARS, from_solar, latin_digits

_HOURS = (
    "utc=0 gmt=0 z=0 wet=0 bst=1 cet=1 west=1 cest=2 eet=2 sast=2 eest=3 msk=3 trt=3 irst=3.5 "
    "irdt=4.5 azt=4 amt=4 get=4 gst=4 pkt=5 hkt=8 sgt=8 jst=9 kst=9 aest=10 aedt=11 est=-5 edt=-4 "
    "cst=-6 cdt=-5 mst=-7 mdt=-6 pst=-8 pdt=-7"
)
_ZONES = {name: float(hours) for name, hours in (pair.split("=") for pair in _HOURS.split())}
_ISO = re.compile(
    r"\b(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T\s]{1,2}(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,"
    r"]\d+)?)?\s*(Z\b|UTC\b|GMT\b|[+-]\d{2}:?\d{2}\b|[+-]\d{2}\b)?)?"
)
_LOOSE_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_EPOCH = re.compile(r"^\s*(1\d{9})(\d{3})?\s*$")
_NUMERIC = re.compile(r"\b(\d{1,2})([./-])(\d{1,2})\2(\d{4})\b")
_WORD = r"[^\W\d_]+"
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s*(?:de\s+|of\s+|-)?({_WORD})\.?,?\s*(?:de\s+"
    rf"|del\s+|-)?(\d{{4}})\b"
)
_MONTH_FIRST = re.compile(rf"({_WORD})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_CLOCK = re.compile(
    r"\b(\d{1,2})[:.](\d{2})(?::(\d{2})(?:\.\d+)?)?(?!\.?\d)\s*([ap])?\.?m?\.?\s*"
    r"\(?(?:(?:UTC|GMT)\s?(?=[+-]))?(Z\b|[+-]\d{2}:?\d{2}\b|[A-Za-z]{2,4}\b)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})?")
OLDEST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class When:
    """A date as written: the day on its writer's calendar, and the instant where the zone is known too."""

    day: date
    instant: datetime | None  # UTC

    @property
    def moment(self) -> datetime:
        """The instant, or midnight UTC of the day."""
        return self.instant or datetime.combine(self.day, time(), UTC)

    @property
    def precision(self) -> str:
        """'second' where time and zone are known, else 'day'."""
        return "second" if self.instant else "day"


def parse_when(text: str | None, zone: tzinfo | None = None) -> When | None:
    """Read the first date of a text of up to 200 characters.

    `zone` is that of times that name none; without it such a time gives its day only, for the instant is
    not known. Days before 1990 are taken for misreadings.
    """
    if not text:
        return None
    text = latin_digits(text.strip())[:200]
    try:
        found = _epoch(text) or _iso(text, zone) or _worded(text, zone) or _numeric(text, zone)
    except (ValueError, OverflowError):
        return None
    return found if found and found.day >= OLDEST else None


def zone_named(name: str | None) -> tzinfo | None:
    """Return the zone of an IANA name or an offset; None where there is none of that name."""
    if not name:
        return None
    if match := _OFFSET.fullmatch(name.strip()):
        return _offset(match[0])
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _epoch(text: str) -> When | None:
    match = _EPOCH.match(text)
    if not match:
        return None
    instant = datetime.fromtimestamp(int(match[1]), UTC)
    return When(instant.date(), instant)


def _iso(text: str, zone: tzinfo | None) -> When | None:
    match = _ISO.search(text)
    if not match:
        loose = _LOOSE_ISO.search(text)
        day = _calendar_day(int(loose[1]), int(loose[2]), int(loose[3])) if loose else None
        return _with_clock(day, text[loose.end() :], zone) if day and loose else None
    day = _calendar_day(int(match[1]), int(match[2]), int(match[3]))
    if day is None:
        return None
    if match[4] is None:
        return _with_clock(day, text[match.end() :], zone)
    clock = time(int(match[4]) % 24, int(match[5]), min(59, int(match[6] or 0)))
    return _at(day, clock, _offset(match[7]) if match[7] else zone)


def _worded(text: str, zone: tzinfo | None) -> When | None:
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2))):
        for match in pattern.finditer(text):
            year, name, number = int(match[order[0]]), match[order[1]].casefold(), int(match[order[2]])
            month = (
                SOLAR_MONTHS.get(name) if year in SOLAR_YEARS else MONTHS.get(name) or MONTHS.get(name[:3])
            )
            day = _calendar_day(year, month, number) if month else None
            if day:
                return _with_clock(day, text[: match.start()] + " " + text[match.end() :], zone)
    if written := _CJK.search(text):
        day = _calendar_day(int(written[1]), int(written[2]), int(written[3]))
        return _with_clock(day, text[written.end() :], zone) if day else None
    return None


def _numeric(text: str, zone: tzinfo | None) -> When | None:
    """Read 18.11.2024 and 18/11/2024; with slashes and both numbers below 13 the order is unknown."""
    match = _NUMERIC.search(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "/" and first <= 12 and second <= 12 and first != second:
        return None
    month, number = (first, second) if second > 12 else (second, first)
    day = _calendar_day(year, month, number)
    return _with_clock(day, text[: match.start()] + " " + text[match.end() :], zone) if day else None


def _calendar_day(year: int, month: int, number: int) -> date | None:
    if year in SOLAR_YEARS:
        return from_solar(year, month, number)
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _with_clock(day: date, rest: str, zone: tzinfo | None) -> When:
    match = _CLOCK.search(rest[:60])
    if not match or int(match[2]) > 59 or int(match[1]) > 23:
        return When(day, None)
    hour = int(match[1])
    if match[4] and hour <= 12:
        hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    clock = time(hour, int(match[2]), min(59, int(match[3] or 0)))
    return _at(day, clock, _offset(match[5]) if match[5] else zone)


def _at(day: date, clock: time, zone: tzinfo | None) -> When:
    if zone is None:
        return When(day, None)
    return When(day, datetime.combine(day, clock, zone).astimezone(UTC))


def _offset(text: str) -> tzinfo | None:
    if match := _OFFSET.fullmatch(text):
        away = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(-away if match[1] == "-" else away) if away < timedelta(hours=15) else None
    hours = _ZONES.get(text.lower())
    return None if hours is None else timezone(timedelta(hours=hours))
