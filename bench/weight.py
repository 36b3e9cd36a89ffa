"""What a page weighs on the line: bytes and requests of a first visit, of the next page."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Browser

from bench.figures import Figure

KB = 1000
STREAM = "/live/"
SETTLE = 700  # milliseconds

Told = dict[str, Any]  # what the browser says, in its own words


def first_visits(
    chromium: Browser, paths: Sequence[tuple[str, str]], url: str, cookie: str = ""
) -> list[Figure]:
    """Open a page with an empty cache, then the next one: bytes on the line, and requests."""
    found = []
    for name, path in paths:
        (first, requests), (following, _) = visit(chromium, url, path, cookie)
        found += [
            Figure(f"first visit, {name}", first / KB, "kB", at_most=80),
            Figure(f"first visit, {name}", requests, "requests", at_most=7),
            Figure(f"next page, {name}", following / KB, "kB", at_most=15),
        ]
    return found


def visit(chromium: Browser, url: str, path: str, cookie: str) -> list[tuple[int, int]]:
    """Open a page twice in a browser that knows nothing; return bytes and requests of each."""
    context = chromium.new_context(locale="fr-FR")
    if cookie:
        name, _, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": url}])
    page = context.new_page()
    scale = Scale()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.on("Network.requestWillBeSent", scale.asked)
    line.on("Network.loadingFinished", scale.came)
    weights = []
    for _ in range(2):
        scale.empty()
        page.goto(url + path)
        page.wait_for_timeout(SETTLE)
        weights.append(scale.weight())
    context.close()
    return weights


class Scale:
    """Adds up what comes over the line; a stream, which never ends, counts as a request."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.empty()

    def empty(self) -> None:
        """Start again."""
        self.streams, self.sizes = set[str](), list[float]()

    def asked(self, told: Told) -> None:
        """Note a stream."""
        if STREAM in told["request"]["url"]:
            self.streams.add(told["requestId"])

    def came(self, told: Told) -> None:
        """Note what came, unless the browser had it already."""
        if told["encodedDataLength"] and told["requestId"] not in self.streams:
            self.sizes.append(told["encodedDataLength"])

    def weight(self) -> tuple[int, int]:
        """Return the bytes and the requests."""
        return int(sum(self.sizes)), len(self.sizes) + len(self.streams)
