"""A page is printed again, word for word, for the same reader as long as nothing has happened."""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from secrets import token_hex

from flask import Response, g, request

from workspace.core import compression
from workspace.core.kept import Kept


@dataclass(frozen=True)
class Plate:
    """A page as it was drawn, cut where each of its forms has a key of its own."""

    pieces: compression.Pieces
    vary: str

    def print(self) -> Response:
        """Return the page with new keys, compressed for browsers that read it so."""
        keys = [token_hex(8).encode() for _ in range(self.pieces.gaps)]
        page = Response(headers={"Vary": self.vary})
        if compression.is_read(request):
            page.set_data(self.pieces.squeezed(keys))
            page.content_encoding = compression.NAME
        else:
            page.set_data(self.pieces.joined(keys))
        return page


PLATES = Kept[Plate](most=32)  # a full board takes 100 kB


def key() -> str:
    """Return the key of a submission, another for each form of each page."""
    keys = g.setdefault("keys", [])
    keys.append(token_hex(8))
    return str(keys[-1])


def of(depends_on: Hashable, draw: Callable[[], Response]) -> Response:
    """Print a page from what is kept of it, drawn first if need be; it succeeds or raises."""
    return PLATES.get(depends_on, lambda: _cut(draw())).print()


def _cut(drawn: Response) -> Plate:
    page, keys = drawn.get_data(), g.get("keys")
    pieces = re.split("|".join(keys).encode(), page) if keys else [page]
    return Plate(compression.Pieces(pieces), drawn.vary.to_header())
