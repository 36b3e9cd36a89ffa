"""Pages travel compressed to browsers that read them so; scripts and styles already are."""

import struct
from collections.abc import Sequence
from itertools import chain

from flask import Flask, Request, Response, request
from zlib_ng import gzip_ng, zlib_ng

NAME = "gzip"
KINDS = {"text/html", "application/json", "text/csv", "text/calendar"}
LEAST = 1000  # bytes; less fits into one packet anyway
LEVEL = 2  # nine parts in ten of what the highest saves; a third of the time of the usual zlib
FINEST = 9  # for what is sent many times
BARE = -15  # deflate without a header of its own, with the widest window
HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # gzip: no name, no date (RFC 1952, 2.3)
LAST = b"\x03\x00"  # a final block that holds nothing (RFC 1951, 3.2.6)


class Pieces:
    """A page cut in pieces, which are compressed once; in the gaps goes what is new each time."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        """Compress some pieces, each so that it can be read whatever stands before it."""
        self.gaps = len(pieces) - 1
        self._pieces, self._blocks = tuple(pieces), tuple(map(_deflated, pieces))

    def joined(self, between: Sequence[bytes]) -> bytes:
        """Return the page, with something in each gap."""
        return _alternate(self._pieces, between)

    def squeezed(self, between: Sequence[bytes]) -> bytes:
        """Return the same as a gzip file; what goes in a gap has less than 64 kB."""
        whole = self.joined(between)
        blocks = _alternate(self._blocks, [_stored(one) for one in between])
        return HEAD + blocks + LAST + struct.pack("<II", zlib_ng.crc32(whole), len(whole))


def init_app(app: Flask) -> None:
    """Compress what is worth it."""
    app.after_request(_compress)


def is_read(asked: Request) -> bool:
    """Tell whether a browser reads what is compressed."""
    return asked.accept_encodings[NAME] > 0


def _compress(response: Response) -> Response:
    if response.mimetype not in KINDS or response.direct_passthrough or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    if response.content_encoding or not is_read(request):
        return response
    plain = response.get_data()
    if len(plain) >= LEAST:
        squeezed: bytes = gzip_ng.compress(plain, LEVEL, mtime=0)  # type: ignore[no-untyped-call]  # the package has no types
        response.set_data(squeezed)
        response.content_encoding = NAME
    return response


def _alternate(pieces: Sequence[bytes], between: Sequence[bytes]) -> bytes:
    first, *others = pieces
    return first + b"".join(chain.from_iterable(zip(between, others, strict=True)))


def _deflated(piece: bytes) -> bytes:
    squeezer = zlib_ng.compressobj(FINEST, wbits=BARE)
    return bytes(squeezer.compress(piece) + squeezer.flush(zlib_ng.Z_FULL_FLUSH))


def _stored(piece: bytes) -> bytes:
    # A block as it is (RFC 1951, 3.2.4), which nothing that follows refers to.
    return b"\x00" + struct.pack("<HH", len(piece), len(piece) ^ 0xFFFF) + piece
