import gzip

import pytest
from flask.testing import FlaskClient


@pytest.fixture
def visitor(real_browser: FlaskClient) -> FlaskClient:
    return real_browser


def test_a_page_travels_compressed(visitor: FlaskClient) -> None:
    plain = visitor.get("/accessibility")

    reply = visitor.get("/accessibility", headers={"Accept-Encoding": "gzip, br"})

    assert reply.content_encoding == "gzip"
    assert len(reply.data) < len(plain.data) / 2
    assert gzip.decompress(reply.data).endswith(b"</html>")
    assert "Accept-Encoding" in plain.vary


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0"])
def test_a_browser_that_cannot_read_it_gets_it_plain(visitor: FlaskClient, accepted: str) -> None:
    reply = visitor.get("/accessibility", headers={"Accept-Encoding": accepted})

    assert reply.content_encoding is None
    assert reply.text.endswith("</html>")


def test_what_is_short_stays_as_it_is(visitor: FlaskClient) -> None:
    reply = visitor.get("/healthz", headers={"Accept-Encoding": "gzip"})

    assert reply.content_encoding is None
