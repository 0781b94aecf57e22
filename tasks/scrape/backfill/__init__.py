"""Pages that others have saved: WARC files, our own archive, folders of HTML."""

from tasks.scrape.backfill.intake import Taken, Taking
from tasks.scrape.backfill.piles import Pile, find_piles

__all__ = ["Pile", "Taken", "Taking", "find_piles"]
