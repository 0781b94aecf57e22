"""Pages that others have saved: WARC files, our own archive, folders of HTML."""

from tasks.scrape.backfill.intake import Part, Taken, Taking
from tasks.scrape.backfill.piles import Pile, find_piles

__all__ = ["Part", "Pile", "Taken", "Taking", "find_piles"]
