"""The language of a text: what it is written in, before what its page says it is."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.clean.language_model import Identifier

_CODE = re.compile(r"^([a-z]{2,3})(?:[-_].*)?$")
# Detection by letters confuses these; among them the page's own word counts.
_KIN = (
    frozenset(("az", "tr")),
    frozenset(("fa", "ur", "ar", "ku", "ps", "ug")),
    frozenset(("hr", "sr", "bs", "sl", "mk")),
    frozenset(("no", "nb", "nn", "da", "sv")),
    frozenset(("id", "ms", "jv")),
    frozenset(("cs", "sk")),
    frozenset(("es", "gl", "ca", "pt", "an")),
    frozenset(("hi", "mr", "ne")),
    frozenset(("ru", "uk", "be", "bg", "mk", "kk", "ky", "tg")),
)
_SURE = 0.9
_SAMPLE = 600  # characters; more changes no answer


def primary(tag: str | None) -> str | None:
    """Return the language of a tag such as 'en-GB' or 'fa_IR'; None where it is none."""
    match = _CODE.match((tag or "").strip().lower())
    return match[1] if match and match[1] not in ("und", "mul", "zxx") else None


def detect(text: str, hint: str | None) -> tuple[str | None, float | None]:
    """Return the language of a text and how sure that is; a sure text wins over the page's hint."""
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < 20:
        return hint, None
    found, sure = _identifier().classify(sample)
    found, sure = _by_letters(sample, found), round(float(sure), 4)
    if hint is None or hint == found:
        return found, sure
    kin = any(hint in group and found in group for group in _KIN)
    return (hint, round(1 - sure, 4)) if kin or sure < _SURE or len(sample) < 100 else (found, sure)


def _by_letters(sample: str, found: str) -> str:
    """Settle the pair that a letter settles: only Azerbaijani writes ə."""
    schwas = sample.count("ə") + sample.count("Ə")
    return "az" if found in ("tr", "az") and schwas * 50 > len(sample) else found


@cache
def _identifier() -> "Identifier":
    from tasks.clean.language_model import load_identifier

    return load_identifier()
