"""Settle which article a page is, which version of it, and whose story it copies."""

from tasks.relate.known import Known, KnownArticle, KnownVersion, NothingKnown

__all__ = ["Known", "KnownArticle", "KnownVersion", "NothingKnown"]
