"""Settle which article a page is, which version of it, and whose story it copies."""

from tasks.relate.changes import TextChange, compare_texts
from tasks.relate.known import Known, KnownArticle, KnownText, KnownVersion, NothingKnown
from tasks.relate.rows import version_change
from tasks.relate.stories import Settled, Told, choose_stories, order_of
from tasks.relate.targets import Target

__all__ = [
    "Known",
    "KnownArticle",
    "KnownText",
    "KnownVersion",
    "NothingKnown",
    "Settled",
    "Target",
    "TextChange",
    "Told",
    "choose_stories",
    "compare_texts",
    "order_of",
    "version_change",
]
