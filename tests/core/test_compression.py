import gzip

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from workspace.core.compression import Pieces


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


@given(st.lists(st.tuples(st.binary(), st.binary(max_size=20))), st.binary())
def test_pieces_are_joined_as_if_they_were_compressed_at_once(
    pairs: list[tuple[bytes, bytes]], last: bytes
) -> None:
    pieces, between = [piece for piece, _ in pairs] + [last], [gap for _, gap in pairs]
    page = Pieces(pieces)

    assert page.joined(between) == b"".join(map(b"".join, pairs)) + last
    assert gzip.decompress(page.squeezed(between)) == page.joined(between)
