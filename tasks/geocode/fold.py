"""One spelling for a name, whatever its case, accents and punctuation."""

import unicodedata
from functools import lru_cache

# Letters that no decomposition takes apart, and what a newspaper writes for them.
_LETTERS = {
    "ə": "e",
    "ǝ": "e",  # what GeoNames writes for the Azerbaijani letter above
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ŋ": "n",
    "ħ": "h",
    "ŧ": "t",
    "ɖ": "d",
    "ɓ": "b",
    "ɗ": "d",
    "ƙ": "k",
    "ɛ": "e",
    "ɔ": "o",
    "ĸ": "k",
}
# Apostrophes, primes, ayn and hamza stand within a word; a full stop abbreviates one.
_DROPPED = "'`´’‘‛′ʹʻʼʽʾʿˈˊˋ\u02bf\u02be\"“”″.\u00ad\u200b\u200c\u200d\u2060\ufeff"


def _ascii_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for code in range(128):
        char = chr(code)
        if char in _DROPPED:
            table[code] = None
        elif char == "&":
            table[code] = " and "
        else:
            table[code] = char.lower() if char.isalnum() else " "
    return table


_ASCII = _ascii_table()
_SPECIAL = {ord(letter): plain for letter, plain in _LETTERS.items()} | dict.fromkeys(map(ord, _DROPPED))


def fold(text: str) -> str:
    """Return the key under which a name is kept: `Bandar-e ‘Abbās` and `bandar e abbas` are one.

    Case folded; accents and combining marks off; apostrophes and full stops dropped (`U.S.` is `us`);
    every other sign is a space (`&` is `and`); spaces single. A leading `the` stays.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = text.translate(_SPECIAL)
        text = "".join(map(_plain, text))
    return " ".join(text.translate(_ASCII).split())


@lru_cache(maxsize=1 << 16)
def fold_token(token: str) -> str:
    """Fold one token of a text, remembering the answer; a folded hyphenated token has spaces in it."""
    return fold(token)


def _plain(char: str) -> str:
    if char.isascii() or char.isalnum():
        return char
    return "" if unicodedata.category(char)[0] == "M" else " "
