"""Small judgements on words and lines that pages and saved texts share."""

import re
import unicodedata
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1780-\u17ff"
_WORD = re.compile(rf"[{_CJK}]{{1,2}}|(?:(?![{_CJK}])[\w'’-])+")
_UNSPACED = re.compile(rf"[{_CJK}]")
_SPACED = re.compile(r"[\w'’-]+")
# What is printed in texts that are else plain ASCII, as the words of those see it.
_PRINTED = (("’", "'"), *((mark, " ") for mark in "‘“”–—\xa0"))
_IN_WORDS = bytes(n if chr(n).isalnum() or chr(n) in "_'-" else 32 for n in range(128)) + b" " * 128
_STOPS = frozenset(".!?…。！？؟۔।։:;")
_AFTER_STOPS = frozenset("\"'”’»)]")
_FINAL = re.compile(r"""[.!?…。！？؟۔।։:;]["'”’»)\]\s]*$""")
_HOST = re.compile(
    r"^(?:https?://)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,18})(?::\d+)?/?$", re.IGNORECASE
)

# Whole lines or blocks that ask the reader to do something, or lead to other pages.
_FURNITURE = re.compile(
    r"""^\W*(?:
      share(?:\s+(?:this|on|via|the|article|post|story|with|now).{0,40})?
    | (?:tweet|retweet|pin\s+it|e-?mail|print|copy\s+(?:link|url)|link\s+copied!?|saved?|bookmark|like|follow)
      (?:\s+(?:this|article|page|story|link|us\s+on|on\s+\w+|via\s+\w+|for\s+later).{0,30})?
    | (?:facebook|twitter|x|whats\s?app|telegram|linked\s?in|reddit|instagram|pinterest|vk|viber|messenger
        |youtube|tiktok|threads|bluesky|flipboard|pocket|rss|e-?mail|print|sms|line|tumblr)
      (?:[\s,|/•·]+(?:facebook|twitter|x|whats\s?app|telegram|linked\s?in|reddit|instagram|pinterest|vk|viber
        |messenger|youtube|tiktok|threads|bluesky|flipboard|pocket|rss|e-?mail|print|sms|line|tumblr))*
    | (?:also\s+)?read\s+(?:more|also|next|full\s+(?:story|article))\b.{0,160}
    | (?:see|watch|listen|view)\s+(?:also|more|all|gallery)\b.{0,120}
    | (?:continue|keep)\s+reading\b.{0,80}
    | (?:related|more\s+(?:from|on|in|stories|news|like)|most\s+(?:read|popular|viewed)|recommended|trending
        |latest\s+news|you\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested)|up\s+next|don['’]t\s+miss
        |editor['’]?s['’]?\s+picks?|top\s+stories|popular\s+now)
      (?:\s+(?:articles?|stories|news|posts?|content|topics?|links?|reading|coverage|now|videos?))*.{0,40}
    | advertise?ments?|ad|sponsored(?:\s+content)?|promoted|story\s+continues(?:\s+below)?.{0,40}
      |article\s+continues\s+(?:below|after).{0,40}|scroll\s+(?:down\s+)?to\s+continue.{0,40}
    | (?:sign\s+up|subscribe|register)\b.{0,160}?(?:newsletter|inbox|e-?mails?|alerts?|updates?|account|today
        |here|channel|free|now|briefing)\b.{0,80}
    | sign\s+up|subscribe|log\s?in|sign\s+in|register|comments?(?:\s*\(?\d+\)?)?|leave\s+a\s+(?:comment|reply)
    | (?:post|add|view|show|hide|load)\s+(?:a\s+|all\s+|more\s+)?comments?.{0,30}|\d+\s+comments?
    | (?:get|download)\s+(?:our|the)\s+.{0,40}\b(?:app|newsletter)\b.{0,80}
    | (?:follow|join|like)\s+(?:us|our|@\w+)\b.{0,120}
    | (?:click|tap)\s+here\b.{0,120}
    | (?:(?:back\s+to\s+)?top|skip\s+to\s+.{0,5}content|home|menu|search|close|next|previous|more|loading)
    | (?:©|\(c\)|copyright\b|all\s+rights\s+reserved).{0,200}
    | (?:tags?|topics?|keywords?|filed\s+under|categories|category)\s*[:：].{0,200}
    | (?:image|photo|picture)\s+(?:source|credit|caption)s?\s*[:,]?.{0,80}
    | (?:getty\s+images|reuters|afp|ap\s+photo|file\s+photo)\s*
    | (?:play|pause|mute|unmute|fullscreen|play\s+video|watch\s+video|video)\s*
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
# How the first word of each begins, three letters or the whole of a shorter one; numbers and © aside.
_BEGINNINGS = (
    "sha twe ret pin ema e pri cop lin sav boo lik fol fac twi x wha tel red ins vk vib mes you tik thr blu"
    " fli poc rss sms tum als rea see wat lis vie con kee rel mor mos rec tre lat up don edi top pop adv ad"
    " spo pro sto art scr sig sub reg log com lea pos add sho hid loa get dow joi cli tap bac ski hom men sea"
    " clo nex pre c all tag key fil cat ima pho pic reu afp ap pla pau mut unm ful vid int"
)
_LEADS = frozenset(_BEGINNINGS.split())
_LEAD = re.compile(r"\W*(\w{0,3})")
_LIKE_ASCII = frozenset("\u017f\u212a\u0130\u0131")  # what a pattern that ignores case takes for s, k, i
_OWN_HOSTS = re.compile(r"\bcan\s+also\s+be\s+(?:accessed|reached|found|read|visited)\b", re.IGNORECASE)
_OWNER = re.compile(r"^(.{2,60}?)(?:['’]s|s['’])\s+(?:web\s?site|site|pages?|news)\b")
_CONSENT = re.compile(
    r"\b(?:we\s+(?:and\s+our\s+partners\s+)?use\s+cookies|cookie\s+(?:policy|settings|consent"
    r"|preferences)|accept\s+all"
    r"|your\s+(?:privacy\s+)?choices|consent\s+to\s+the|legitimate\s+interest|before\s+you\s+continue|"
    r"cookies?\s+(?:akzeptieren|zustimmen)|accepter\s+les\s+cookies|aceptar\s+las\s+cookies)\b",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"\b(?:subscribe\s+(?:now\s+)?(?:to|for)\s+(?:continue|keep|read|unlock|full|unlimited)"
    r"|subscribers?[\s-]+only"
    r"|(?:to|already)\s+(?:continue|keep)\s+reading|already\s+a\s+(?:subscriber|member)|"
    r"(?:log|sign)\s?in\s+to\s+(?:continue|read|view|your\s+account)"
    r"|register\s+(?:for\s+free\s+)?to\s+(?:continue|read)"
    r"|create\s+(?:a\s+free\s+|an\s+)?account|premium\s+content|unlock\s+this\s+article"
    r"|forgot(?:ten)?\s+(?:your\s+)?password)\b",
    re.IGNORECASE,
)
# One of these stands in whatever that matches.
_IN_PAYWALL = (
    *("subscribe", "reading", "already", "log", "sign", "register", "account", "premium", "unlock"),
    "forgot",
)
_MISSING = re.compile(
    r"^\W*(?:(?:error\s*)?40[34]|page\s+(?:could\s+)?not\s+(?:be\s+)?found|not\s+found"
    r"|page\s+(?:does\s+not|doesn['’]t)\s+exist"
    r"|sorry,?\s+(?:the\s+|this\s+|that\s+)?page.{0,60}|(?:oops|whoops)\b.{0,80}"
    r"|access\s+denied|forbidden|just\s+a\s+moment"
    r"|attention\s+required.{0,40}|are\s+you\s+a\s+robot.{0,20}|(?:502|503|504)\b.{0,40}"
    r"|(?:this\s+)?site\s+can.t\s+be\s+reached"
    r"|(?:article|story)\s+(?:is\s+)?(?:no\s+longer\s+available|not\s+found).{0,40}"
    r"|seite\s+nicht\s+gefunden|página\s+no\s+encontrada"
    r"|page\s+(?:introuvable|non\s+trouvée)|страница\s+не\s+найдена|sayfa\s+bulunamadı"
    r"|səhifə\s+tapılmadı|صفحه\s+.{0,20}یافت\s+نشد)",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """Fold all white space, no-break and zero-width kinds included, into single plain spaces."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").replace("\u00ad", "").split())


@lru_cache(maxsize=8)
def count_words(text: str) -> int:
    """Count words; of scripts that write none apart, every two characters are one."""
    if not text.isascii():
        for mark, alike in _PRINTED:
            text = text.replace(mark, alike)
        if not text.isascii():
            return len(_WORD.findall(text)) if _UNSPACED.search(text) else _spaced(text)
    return len(text.encode("ascii").translate(_IN_WORDS).split())


def _spaced(text: str) -> int:
    """Count words of a script that writes them apart: where a sign of a word follows one of none."""
    if max(text) > "\uffff":
        return len(_SPACED.findall(text))
    signs = _word_signs().take(np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16))
    return int(signs[:1].sum()) + int(np.count_nonzero(signs[1:] > signs[:-1]))


@cache
def _word_signs() -> NDArray[np.uint8]:
    """Return 1 for each character of the first plane that words are made of."""
    every = "".join(map(chr, range(1 << 16)))
    found = np.zeros(1 << 16, np.uint8)
    for match in _SPACED.finditer(every):
        found[match.start() : match.end()] = 1
    return found


def has_words(text: str, least: int) -> bool:
    """Tell a text of at least so many words; of a long one the beginning says it."""
    return count_words(text[: least * 20]) > least or count_words(text) >= least


def ends_sentence(text: str) -> bool:
    """Tell a line that closes a sentence, quotes and brackets after it included."""
    last = text[-1:]
    return last in _STOPS or ((last in _AFTER_STOPS or last.isspace()) and bool(_FINAL.search(text)))


def is_furniture(text: str) -> bool:
    """Tell a whole line that belongs to the page and not to the article."""
    if len(text) > 260:
        return False
    lead = text[:3]
    if lead.isascii() and lead.isalpha():  # most lines are told by this, and need no pattern
        return lead.lower() in _LEADS and _is_furniture(text)
    return _leads(text) and _is_furniture(text)


def _leads(text: str) -> bool:
    """Tell a line whose first word may begin furniture, whatever stands before it."""
    match = _LEAD.match(text)
    lead = match[1].lower() if match else ""
    if not lead.isascii():
        return not _LIKE_ASCII.isdisjoint(match[1] if match else "")
    return lead in _LEADS or lead[:1].isdigit() or "©" in text


@lru_cache(maxsize=1024)
def _is_furniture(text: str) -> bool:
    return bool(_FURNITURE.match(text))


def bare_host(text: str) -> str | None:
    """Return the host of a line that is nothing but an address."""
    text = text.strip()
    match = _HOST.match(text) if "." in text and " " not in text else None
    return match[1].lower() if match else None


def names_own_hosts(text: str) -> bool:
    """Tell the sentence after which a site lists its mirrors."""
    return len(text) < 300 and "also" in text.lower() and bool(_OWN_HOSTS.search(text))


def owner_of_hosts(text: str) -> str | None:
    """Return whose site that sentence speaks of: 'Press TV' of 'Press TV’s website can also …'."""
    match = _OWNER.match(text)
    return match[1].strip() if match else None


def asks_consent(text: str) -> bool:
    """Tell the words of a consent wall."""
    return bool(_CONSENT.search(text))


def asks_payment(text: str) -> bool:
    """Tell the words of a login or payment wall."""
    low = text.lower()
    if not any(map(low.__contains__, _IN_PAYWALL)) and not any(map(text.__contains__, _LIKE_ASCII)):
        return False
    return bool(_PAYWALL.search(text))


def says_missing(text: str) -> bool:
    """Tell a headline or title that says that there is no such page."""
    return bool(_MISSING.match(text)) and len(text) < 140


@lru_cache(maxsize=1024)
def _letters(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, text.casefold()))


def same_text(one: str, other: str) -> bool:
    """Compare two headlines by their letters and digits alone."""
    if not len(one) <= 2 * len(other) <= 4 * len(one):
        return False
    return _letters(one) == _letters(other) != ""
