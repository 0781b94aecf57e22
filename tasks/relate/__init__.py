"""Settle which article a page is, which version of it, and whose story it copies."""

import importlib
from typing import TYPE_CHECKING, Any

from tasks.relate.changes import TextChange, compare_texts
from tasks.relate.known import Known, KnownArticle, KnownText, KnownVersion, NothingKnown
from tasks.relate.rows import version_change
from tasks.relate.stories import Settled, Told, choose_stories, order_of
from tasks.relate.targets import Target
from tasks.relate.texts import digests

if TYPE_CHECKING:
    from tasks.relate.reread import read_again as read_again
    from tasks.relate.reread import todays_version as todays_version
    from tasks.relate.reread import write_targets as write_targets

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
    "digests",
    "order_of",
    "read_again",
    "todays_version",
    "version_change",
    "write_targets",
]
_IN_REREAD = ("read_again", "todays_version", "write_targets")


def __getattr__(name: str) -> Any:
    """Load what cleans and geocodes where it is asked for."""
    if name not in _IN_REREAD:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("tasks.relate.reread"), name)
