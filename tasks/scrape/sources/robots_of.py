"""Ask the robots.txt of sources whether their feeds may be asked; nothing is stored."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tasks.errors import FetchError
from tasks.scrape.fetch.client import Client, Means
from tasks.scrape.sources.rights import is_reserved
from tasks.scrape.sources.spec import SourceSpec
from tasks.settings import Settings

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What a source's robots.txt says of its feeds."""

    source_id: str
    asked: int  # feeds, or the homepage of a source without
    allowed: int
    says: str
    next_step: str = ""

    @property
    def is_allowed(self) -> bool:
        """Whether everything may be asked."""
        return self.allowed == self.asked > 0


def ask_robots(
    sources: Sequence[SourceSpec], settings: Settings, clock: Callable[[], datetime]
) -> list[RobotsAnswer]:
    """Ask every host's robots.txt, of several sources at once; an answer for each source, in their order."""

    async def all_of_them() -> list[RobotsAnswer]:
        turn = asyncio.Semaphore(_AT_ONCE)

        async def one(source: SourceSpec) -> RobotsAnswer:
            async with turn:
                return await _ask(source, settings, clock)

        return list(await asyncio.gather(*map(one, sources)))

    return asyncio.run(all_of_them())


async def _ask(source: SourceSpec, settings: Settings, clock: Callable[[], datetime]) -> RobotsAnswer:
    urls = [feed.url for feed in source.feeds] or ([source.homepage] if source.homepage else [])
    if is_reserved(source, settings, clock().date()):
        return RobotsAnswer(
            source.source_id,
            len(urls),
            0,
            "It reserves text and data mining, so that nothing there is asked.",
            f'State a ground in dateline.toml: tdm_basis = ["{source.source_id} permission DAY"].',
        )
    if not urls:
        says = "It has no feed and no homepage to ask for."
        return RobotsAnswer(source.source_id, 0, 0, says, "Name a feed in its file.")
    faults: list[FetchError] = []
    async with Client(source, settings, None, Means(clock)) as client:
        for url in urls:
            try:
                await client.robots.check(url)
            except FetchError as fault:
                faults.append(fault)
    hosts = ", ".join(dict.fromkeys(urlsplit(url).netloc for url in urls))
    allowed = len(urls) - len(faults)
    if not faults:
        says = (
            f"{hosts}: the robots.txt allows {'its address' if allowed == 1 else f'all {allowed} addresses'}."
        )
        return RobotsAnswer(source.source_id, len(urls), allowed, says)
    says = f"{allowed} of {len(urls)} addresses may be asked: {faults[0].message}"
    step = faults[0].next_step or "See whether it opens in a browser, and try later; `proxy` is said above."
    return RobotsAnswer(source.source_id, len(urls), allowed, says, step)
