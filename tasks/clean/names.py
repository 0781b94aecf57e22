"""What the class, id and role of an element say of its content."""

import re
from functools import lru_cache

from lxml import etree

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
_TOLD = re.compile(  # what any of these four asks for
    "caption|credit|legend|desc|crumb|by|author|writer|date|time|publish|posted|meta|info", re.IGNORECASE
)
_ROLES = frozenset(
    ("navigation", "banner", "complementary", "contentinfo", "search", "dialog", "alertdialog", "menu")
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# What a name says, as bits.
BOX, ARTICLE, CAPTION, CRUMB, BYLINE, DATED, HIDDEN = (1 << n for n in range(7))


@lru_cache(maxsize=50_000)
def is_box(name: str) -> bool:
    """Tell whether one class or id names a box beside the article."""
    token = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name[:120]).lower()
    if _STATE.search(token):
        return False
    return bool(_ANYWHERE.search(token) or _LEADING.match(token))


@lru_cache(maxsize=50_000)
def marks_of(attribute: str) -> int:
    """Return the bits of a class or id attribute."""
    own = attribute[:600]
    marks = ARTICLE if _ARTICLE.search(own) else 0
    if not marks and len(attribute) < 600 and any(is_box(name) for name in own.split()):
        marks |= BOX
    if _TOLD.search(own):
        for bit, pattern in ((CAPTION, _CAPTION), (CRUMB, _CRUMBS), (BYLINE, _BYLINE), (DATED, _DATED)):
            if pattern.search(own):
                marks |= bit
    return marks


def oddity(node: etree._Element) -> int:
    """Return the bits that role, hidden, style and the like give."""
    get = node.get
    if get("hidden") is not None or get("aria-hidden") == "true":
        return HIDDEN
    if (style := get("style")) and _HIDDEN.search(style):
        return HIDDEN
    if get("role") in _ROLES:
        return BOX
    return ARTICLE if get("itemprop") == "articleBody" else 0
