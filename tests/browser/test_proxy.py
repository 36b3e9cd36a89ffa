"""The proxy of the journeys is as hostile as those of administrations, and otherwise faithful."""

import time
from collections.abc import Iterator
from http.client import HTTPConnection, IncompleteRead
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.browser.proxy import CuttingProxy
from tests.browser.server import HOST

LIFE = 0.3  # seconds
LONG = b"x" * 1_000_000


class Origin(BaseHTTPRequestHandler):
    """Answers at once, or never ends."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        if self.path == "/endless":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"4\r\nlong\r\n")
            time.sleep(LIFE * 3)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(LONG)))
        self.end_headers()
        self.wfile.write(LONG)

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def proxy() -> Iterator[CuttingProxy]:
    """A proxy before a server of two answers."""
    with ThreadingHTTPServer((HOST, 0), Origin) as origin:
        thread = Thread(target=origin.serve_forever)
        thread.start()
        with CuttingProxy(origin.server_port, life=LIFE) as proxy:
            yield proxy
        origin.shutdown()
        thread.join()


def test_what_is_short_goes_through_whole(proxy: CuttingProxy) -> None:
    asking = HTTPConnection(HOST, proxy.port)

    asking.request("GET", "/")

    assert asking.getresponse().read() == LONG
    asking.close()


def test_what_lasts_is_cut(proxy: CuttingProxy) -> None:
    asking = HTTPConnection(HOST, proxy.port)

    asking.request("GET", "/endless")

    with pytest.raises(IncompleteRead):
        asking.getresponse().read()
    assert proxy.cuts == 1
    asking.close()


def test_an_upgrade_is_refused(proxy: CuttingProxy) -> None:
    asking = HTTPConnection(HOST, proxy.port)

    asking.request("GET", "/", headers={"Upgrade": "websocket", "Connection": "Upgrade"})

    assert asking.getresponse().status == 403
    assert proxy.refusals == 1
    asking.close()
