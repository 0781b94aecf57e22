"""Scrapy on one host without a limit, run by `.venv-bench`: `fetch_scrapy.py PORT PAGES`; prints JSON."""

import json
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess

PORT, PAGES = int(sys.argv[1]), int(sys.argv[2])
SEEN = {"pages": 0, "bytes": 0, "began": 0.0, "ended": 0.0}


class Spider(scrapy.Spider):  # type: ignore[misc]  # it ships no types
    """Ask for every page once; what comes is counted and dropped."""

    name = "bench"

    async def start(self) -> AsyncIterator[Any]:
        SEEN["began"] = time.monotonic()
        for number in range(PAGES):
            yield scrapy.Request(f"http://127.0.0.1:{PORT}/{number}")

    def parse(self, response: Any) -> None:
        SEEN["pages"] += 1
        SEEN["bytes"] += len(response.body)
        SEEN["ended"] = time.monotonic()


process = CrawlerProcess(
    {
        "LOG_LEVEL": "ERROR",
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": 4,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
        "DOWNLOAD_DELAY": 0,
        "TELNETCONSOLE_ENABLED": False,
    }
)
process.crawl(Spider)
process.start()
print(json.dumps({**SEEN, "cpu_s": time.process_time()}))
