"""What the cleaner is given: bytes, with what their transport said of them."""

from typing import Protocol


class PayloadLike(Protocol):
    """Content-decoded bytes; `tasks.scrape.Payload` is one."""

    @property
    def data(self) -> bytes:
        """The body, transport and content coding undone."""

    @property
    def content_type(self) -> str | None:
        """The Content-Type header, where there was one."""

    @property
    def url(self) -> str:
        """The address the bytes came from, or a `urn:`."""
