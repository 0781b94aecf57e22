"""Links: from a source's feeds, sitemaps and listings."""

from tasks.scrape.discover.rhythm import FeedHistory
from tasks.scrape.discover.walk import FeedHistories, Found, discover

__all__ = ["FeedHistories", "FeedHistory", "Found", "discover"]
