"""Digits and calendars of the region: Persian and Arabic digits, Solar Hijri days, month names."""

from datetime import date, timedelta

_DIGITS = {ord(char): str(n % 10) for n, char in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
}
_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS: dict[str, int] = {name: n for names in _MONTHS.values() for n, name in enumerate(names.split(), 1)}
MONTHS |= {name: n for n, name in enumerate(_SHORT.split(), 1)} | {"sept": 9}
SOLAR_MONTHS: dict[str, int] = {
    name: n
    for names in (
        "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
        "farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand",
    )
    for n, name in enumerate(names.split(), 1)
}
# First days of the years 1354 and of the 33-year cycle's leap years (Iranian civil calendar, 1925 on;
# the arithmetic rule of 8 leap years in 33 agrees with the astronomical one from 1343 to 1472).
_EPOCH = date(1975, 3, 21)
_EPOCH_YEAR = 1354
_LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
SOLAR_YEARS = range(1354, 1473)


def latin_digits(text: str) -> str:
    """Write Persian and Arabic digits as 0 to 9."""
    return text.translate(_DIGITS)


def from_solar(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a Solar Hijri one; None where there is no such day."""
    if year not in SOLAR_YEARS or not 1 <= month <= 12:
        return None
    length = 31 if month <= 6 else 30 if month <= 11 or year % 33 in _LEAP else 29
    if not 1 <= day <= length:
        return None
    days = sum(366 if y % 33 in _LEAP else 365 for y in range(_EPOCH_YEAR, year))
    days += min(month - 1, 6) * 31 + max(month - 7, 0) * 30 + day - 1
    return _EPOCH + timedelta(days=days)
