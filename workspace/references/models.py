"""What a text may point to, and how a text as it is read is cut where it does."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy.orm import Session

from workspace.core.markup import typed
from workspace.core.prose import REFERENCE, Block, Kind, Marks, Span

# As `core.prose` writes it: what is inside holds no other link.
LINK = re.compile(rf'<a href="{REFERENCE.pattern}"[^>]*>(?P<words>.*?)</a>', re.DOTALL)

WORDLESS = re.compile(r"(?:</?(?:mark|span)\b[^>]*>)+")  # in one paragraph


class Reference(NamedTuple):
    """An object that a text points to: its kind and its number."""

    kind: str
    id: int

    @classmethod
    def read(cls, text: str) -> "Reference | None":
        """Return the reference that a text is, if it is one."""
        found = REFERENCE.fullmatch(text)
        return cls(found["kind"], int(found["id"])) if found else None

    def __str__(self) -> str:
        """Write it as a text holds it."""
        return f"{self.kind}:{self.id}"


class Piece(NamedTuple):
    """Some of a text as it is read: what points to one object, or what stands between."""

    html: Markup
    reference: Reference | None = None


@dataclass(frozen=True)
class Referred:
    """An object as it is now: what it is called, its page, what tells its state."""

    title: str
    address: str
    about: object  # as the slice of its kind knows it
    late_by: int = 0  # days


class Offer(NamedTuple):
    """An object that one may point to, and what else is said of it."""

    id: int
    title: str
    about: str = ""


class Found(NamedTuple):
    """An object that one may point to, as it is found."""

    reference: Reference
    title: str
    about: str

    @property
    def code(self) -> str:
        """Return what is typed in a form to point to it."""
        words = Span(self.title, Marks(link=str(self.reference)))
        return typed((Block(Kind.PARAGRAPH, spans=(words,)),))


class Written(NamedTuple):
    """A text of a project as it is read, and where it is."""

    title: str
    address: str
    html: Markup


Shown = Mapping[Reference, Referred]
# By kind: the objects of a project that have these numbers, as they are on a day.
Finders = Mapping[str, Callable[[Session, int, Collection[int], date], Mapping[int, Referred]]]
# By kind: the objects of a project that one may point to.
Offers = Mapping[str, Callable[[Session, int], Sequence[Offer]]]
# The texts of a project, slice by slice.
Texts = Sequence[Callable[[Session, int], Sequence[Written]]]


def pieces(html: Markup) -> list[Piece]:
    """Cut a text as it is read where it begins and ceases to point to an object."""
    found: list[Piece] = []
    last = -1  # where what is being pointed to stands
    for piece in _pieces(html):
        # Words that are set, discussed or signed apart point to their object in several links.
        if piece.reference and last >= 0 and piece.reference == found[last].reference:
            found[last] = found[last]._replace(html=found[last].html + piece.html)
            continue
        found.append(piece)
        if piece.reference:
            last = len(found) - 1
        elif not WORDLESS.fullmatch(piece.html):
            last = -1
    return found


def references(texts: Iterable[Markup]) -> set[Reference]:
    """Return what some texts, as they are read, point to."""
    return {piece.reference for html in texts for piece in _pieces(html) if piece.reference}


def _pieces(html: Markup) -> Iterator[Piece]:
    at = 0
    for link in LINK.finditer(html):
        if at < link.start():
            yield Piece(html[at : link.start()])
        yield Piece(Markup(link["words"]), Reference(link["kind"], int(link["id"])))  # noqa: S704 (a piece of what was cleaned)
        at = link.end()
    if at < len(html):
        yield Piece(html[at:])
