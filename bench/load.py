"""Sixteen busy readers on connections that stay open, in one thread and without a library."""

import selectors
import socket
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlsplit

READERS = 16
HEAD_END = b"\r\n\r\n"
CHUNKS_END = b"0\r\n\r\n"
BUFFER = 256 * 1024
OK = b"HTTP/1.1 200"


@dataclass(frozen=True)
class Page:
    """What is asked for, again and again."""

    name: str
    url: str
    cookie: str = ""

    @property
    def request(self) -> bytes:
        """Return the request as a browser sends it."""
        parts = urlsplit(self.url)
        query = f"?{parts.query}" if parts.query else ""
        return (
            f"GET {parts.path}{query} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"Accept: text/html\r\nAccept-Encoding: gzip, br\r\nCookie: {self.cookie}\r\n\r\n"
        ).encode()


@dataclass
class Sample:
    """What a while of reading has shown."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Return how many answers came in a second."""
        return len(self.latencies) / self.seconds


class Reader:
    """One connection: a request, its whole answer, the next request."""

    def __init__(self, page: Page) -> None:
        """Connect."""
        parts = urlsplit(page.url)
        self.line = socket.create_connection((parts.hostname or "", parts.port or 80))
        self.request, self.received, self.asked_at = page.request, bytearray(), 0.0

    def ask(self) -> None:
        """Send the request."""
        self.received.clear()
        self.asked_at = perf_counter()
        self.line.sendall(self.request)

    def is_answered(self) -> bool:
        """Read what has come, and tell whether it is all."""
        chunk = self.line.recv(BUFFER)
        if not chunk:
            raise ConnectionError("The server hung up.")
        self.received += chunk
        return is_whole(self.received)


def is_whole(received: bytearray) -> bool:
    """Tell whether an answer has come to its end; one that is no success is a mistake."""
    head, found, body = received.partition(HEAD_END)
    if not found:
        return False
    if not head.startswith(OK):
        raise ConnectionError(f"Not a page: {bytes(head[:60])!r}")
    fields = head.lower()
    if b"chunked" in fields:
        return bytes(body).endswith(CHUNKS_END)
    _, _, length = fields.partition(b"content-length:")
    return len(body) >= int(length.split(b"\r\n", 1)[0])


def drive(page: Page, *, seconds: float, readers: int = READERS) -> Sample:
    """Read a page for a while."""
    sample = Sample()
    with selectors.DefaultSelector() as selector:
        lines = [Reader(page) for _ in range(readers)]
        for reader in lines:
            selector.register(reader.line, selectors.EVENT_READ, reader)
            reader.ask()
        began = perf_counter()
        while perf_counter() - began < seconds:
            for key, _ in selector.select(1.0):
                _serve(key.data, sample)
        sample.seconds = perf_counter() - began
        for reader in lines:
            reader.line.close()
    return sample


def _serve(reader: Reader, sample: Sample) -> None:
    if reader.is_answered():
        sample.latencies.append(perf_counter() - reader.asked_at)
        reader.ask()
