"""What the class, id and role of an element say of its content."""

import re
from functools import lru_cache

# Boxes that are called so wherever the word stands in the name.
_ANYWHERE = re.compile(
    r"(?:^|[-_])(?:related|recirc\w*|recommend\w*|newsletter\w*|comments?|disqus\w*|breadcrumbs?|outbrain\w*|taboola\w*"
    r"|sharedaddy|addthis\w*|addtoany\w*|trending|subscribe\w*|sponsor(?:ed)?|promo|most-?(?:read|popular|viewed)"
    r"|read-?(?:more|next|also)|see-?also|also-?(?:read|like)|more-?(?:stories|news|articles|like)|cookie\w*|gdpr|consent"
    r"|yarpp|jp-relatedposts|screen-reader\w*|sr-only|visually-?hidden|about-?(?:the-?)?author|author-?(?:bio|box|info|card"
    r"|profile|desc\w*)|signup|sign-up|share-?(?:bar|buttons?|tools?|links?|icons?|this|box|widget)|social-?(?:share|sharing"
    r"|links?|icons?|bar|buttons?|media-?links?|tools)|paging|pagination|app-?banner|copyright)(?=$|[-_])",
)
# Words that name a box only when they lead, after the prefixes that style guides put before everything.
_LEADING = re.compile(
    r"^(?:(?:js|c|m|o|l|u|g|b|wp|block|component|module|article|story|post|entry|page|content|site|main|inline|single|td|node"
    r"|view|region|news|body|the|id|div)[-_]+){0,3}"
    r"(?:share|sharing|social|promo|advert\w*|ads?|adslot|dfp|banner|sidebar|side-bar|nav|navbar|navigation|menu|footer|masthead"
    r"|topbar|toolbar|pager|popup|modal|tags?|taglist|topics|keywords|bio|byline|disclaimer|skip|hidden|print-?only|no-?print"
    r"|widget|teasers?|carousel|video-?player|player|jwplayer|ticker|poll|quiz|rating|login|upsell|donat\w+|support-?us|cta"
    r"|call-?to-?action|follow|partner|tools|actions|popular|timestamp|dateline-?bar|meta|metadata|pullquote|pull-?quote"
    r"|credits?|editors?-?(?:note|picks?)|trust\w*|feedback|caption|alert|notice|respond|replies)"
    r"(?:$|[-_])",
)
_STATE = re.compile(
    r"(?:^|[-_])(?:has|with|without|no|non|is|enable\w*|and-w|w)[-_](?!js)|[-_](?:enabled|hidden|visible|margins?|target|on|off)$"
)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ARTICLE = re.compile(
    r"article-?_*(?:body|content|text|main|copy)|(?:story|post|entry|news|page|main)[-_]*(?:body|content|text|detail|copy)"
    r"|articlebody|storytext|body-?(?:copy|content|text)|rich-?text|wysiwyg|field-name-body|prose",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"caption|credit|legend|photo-?desc|image-?desc", re.IGNORECASE)
_CRUMBS = re.compile(r"breadcrumb|(?:^|[\s_-])crumbs?(?:$|[\s_-])", re.IGNORECASE)
_BYLINE = re.compile(r"(?:^|[\s_-])(?:by-?line|authors?|writers?|by)(?=$|[\s_-])|Author|Byline")
_DATED = re.compile(
    r"date|time(?!line)|publish|posted|(?:^|[\s_-])(?:meta|by|byline|info)(?=$|[\s_-])", re.IGNORECASE
)
_ROLES = frozenset(
    ("navigation", "banner", "complementary", "contentinfo", "search", "dialog", "alertdialog", "menu")
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# What a name says, as bits.
BOX, ARTICLE, CAPTION, CRUMB, BYLINE, DATED, HIDDEN = (1 << n for n in range(7))
# With the letters without which a pattern need not be asked.
_TOLD = (
    (ARTICLE, ("body", "content", "text", "copy", "main", "detail", "wysiwyg", "prose"), _ARTICLE),
    (CAPTION, ("caption", "credit", "legend", "desc"), _CAPTION),
    (CRUMB, ("crumb",), _CRUMBS),
    (BYLINE, ("by", "author", "writer"), _BYLINE),
    (DATED, ("date", "time", "publish", "posted", "meta", "by", "info"), _DATED),
)


# Of several hundred names on a page few hold one of these.
_ANY_STEM = re.compile("|".join(stem for _, stems, _ in _TOLD for stem in stems))


# How the words of both patterns begin. Most parts of names begin with none of them and hold no stem: those
# are remembered, and a name of nothing else says nothing.
_STARTS = (
    "related recirc recommend newsletter comment disqus breadcrumb outbrain taboola sharedaddy addthis"
    " addtoany trending subscribe sponsor promo most read see also more cookie gdpr consent yarpp jp"
    " screen sr visually about author sign share social pag app copyright sharing ad dfp banner side nav"
    " menu footer mast top tool popup modal tag keyword bio byline disclaimer skip hidden print no"
    " widget teaser carousel video player jwplayer ticker poll quiz rating login upsell donat support"
    " cta call follow partner action popular timestamp dateline meta pull credit editor trust feedback"
    " caption alert notice respond replies"
)
_BEGINNINGS = tuple(_STARTS.split())
_LETTERS = frozenset(start[:2] for start in _BEGINNINGS)
_IDLE: set[str] = set()
_MOST_IDLE = 20_000


def _is_idle(parts: list[str]) -> bool:
    """Tell parts, in lower case, of which none can have a say."""
    if _IDLE.issuperset(parts):
        return True
    if len(_IDLE) > _MOST_IDLE:
        _IDLE.clear()
    for part in parts:
        if part not in _IDLE:
            if (part[:2] in _LETTERS and part.startswith(_BEGINNINGS)) or _ANY_STEM.search(part):
                return False
            _IDLE.add(part)
    return True


def _parts(token: str) -> list[str]:
    return token.replace("_", "-").split("-")


def is_box(name: str) -> bool:
    """Tell whether one class or id names a box beside the article."""
    token = _humps(name[:120])
    return bool(_ANYWHERE.search(token) or _LEADING.match(token)) and not _STATE.search(token)


def _humps(name: str) -> str:
    """Return a name in lower case, its words parted by hyphens."""
    low = name.lower()
    return low if low == name else _HUMP.sub("-", name).lower()


@lru_cache(maxsize=20_000)
def marks_of(attribute: str) -> int:
    """Return the bits of a class or id attribute."""
    if len(attribute) > 600:
        return 0
    names = attribute.split()
    if attribute == attribute.lower() and _IDLE.issuperset(_parts("-".join(names))):
        return 0
    marks = 0
    for name in names:
        marks |= _marks_of_one(name)
    return marks & ~BOX if marks & ARTICLE else marks


@lru_cache(maxsize=20_000)
def _marks_of_one(name: str) -> int:
    low, token = name.lower(), _humps(name)
    if len(name) <= 120 and _is_idle(_parts(token) if token == low else [*_parts(token), *_parts(low)]):
        return 0
    marks = BOX if is_box(name) else 0
    if not _ANY_STEM.search(low):
        return marks
    for bit, stems, pattern in _TOLD:
        for stem in stems:
            if stem in low:
                marks |= bit if pattern.search(name) else 0
                break
    return marks


def oddity(name: str, value: str) -> int:
    """Return the bits that an attribute other than class and id gives: role, hidden, style and the like."""
    if name == "style":
        low = value.lower()
        asked = "none" in low or "hidden" in low or not value.isascii()
        return HIDDEN if asked and _HIDDEN.search(value) else 0
    if name == "role":
        return BOX if value in _ROLES else 0
    if name == "itemprop":
        return ARTICLE if value == "articleBody" else 0
    return HIDDEN if name == "hidden" or (name == "aria-hidden" and value == "true") else 0
