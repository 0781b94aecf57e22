"""A loopback site for benches: `python -m tests.bench.fetch_server PORTS`, one JSON line when it listens."""

import asyncio
import json
import sys

WORDS = (
    b"<p>" + b"The ferry to Aktau left the harbour at noon with grain and a few passengers. " * 8 + b"</p>"
)
PAGE = b"<html><head><title>News</title></head><body>" + WORDS * 32 + b"</body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
ANSWER = HEAD % len(PAGE) + PAGE
ROBOTS = b"User-agent: *\nDisallow: /private/\n"
RULES = HEAD.replace(b"text/html", b"text/plain") % len(ROBOTS) + ROBOTS


class Site(asyncio.Protocol):
    """Answers every path with one page, as fast as it can."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.waiting = transport, b""

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            self.transport.write(RULES if head.startswith(b"GET /robots.txt") else ANSWER)


async def main(count: int) -> None:
    loop = asyncio.get_running_loop()
    servers = [await loop.create_server(Site, "127.0.0.1", 0, backlog=512) for _ in range(count)]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
