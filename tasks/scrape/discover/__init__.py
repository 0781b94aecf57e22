"""Links: from a source's feeds, sitemaps and listings."""

from tasks.scrape.discover.walk import Found, discover

__all__ = ["Found", "discover"]
