"""Settle which article a page is, which version of it, and whose story it copies."""

from tasks.relate.changes import TextChange, compare_texts
from tasks.relate.known import Known, KnownArticle, KnownText, KnownVersion, NothingKnown

__all__ = [
    "Known",
    "KnownArticle",
    "KnownText",
    "KnownVersion",
    "NothingKnown",
    "TextChange",
    "compare_texts",
]
