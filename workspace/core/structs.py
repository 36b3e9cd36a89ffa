"""What a Yjs update (version 1) is made of: structs by client, and what was deleted.

An update that holds what no page of ours writes is refused: documents within documents, pictures,
values other than attributes, anything outside the one text that a document is.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from workspace.core.lib0 import Reader, Unreadable

ROOT = "prosemirror"
MOST = 20_000  # structs and deleted ranges of one update
EVERY = 1_000_000  # the same, of a whole document
LAST = 2**31 - 1  # of the clocks that pycrdt counts
GC, DELETED, STRING, FORMAT, TYPE, ANY, SKIP = 0, 1, 4, 6, 7, 8, 10
BARE = {GC, SKIP}
HAS_ORIGIN, HAS_RIGHT, HAS_KEY = 128, 64, 32
PLACED = HAS_ORIGIN | HAS_RIGHT
# What a struct may begin with: its kind, and whether it stands after, before or in something. What
# replaces an attribute stands after it, and merging updates may forget that it is one.
SIGNS = (
    {kind: kind for kind in (GC, SKIP)}
    | {
        kind | place: kind
        for kind in (DELETED, STRING, FORMAT, TYPE)
        for place in (0, 64, 128, 192)
    }
    | {DELETED | HAS_KEY | place: DELETED for place in (0, 64, 128, 192)}
    | {ANY | place: ANY for place in (HAS_KEY, HAS_ORIGIN, HAS_KEY | HAS_ORIGIN)}
)
ELEMENT, TEXT = 3, 6  # the types of what a text holds
SEVERAL = 100  # values that an attribute has had, one after the other
LONGEST = 10_000  # characters of the value of a mark
HALF = re.compile(
    r"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]"
)  # browsers write such characters as they are

Id = tuple[int, int]  # client and clock


class Element(NamedTuple):
    """The beginning of a node of a text."""

    name: str


class Format(NamedTuple):
    """A mark that begins, or one that ends when it has no value."""

    key: str
    value: Any


@dataclass(slots=True, eq=False)
class Struct:
    """Something that a client wrote: at which of its clocks, how long, and where.

    The content is a string, a format, a node (None for the text within a node), the values of an
    attribute, or nothing where it is gone. What follows it in this list is found when it is put
    in its place, among the items of a document.
    """

    kind: int
    client: int
    clock: int
    length: int
    content: Any = None
    origin: Id | None = None
    right: Id | None = None
    parent: Id | str | None = None
    key: str | None = None
    deleted: bool = False
    holder: "Struct | None" = None  # the node in which it stands
    before: "Struct | None" = None
    after: "Struct | None" = None
    start: "Struct | None" = None  # what stands first in a node

    @property
    def end(self) -> int:
        """Return the clock that follows."""
        return self.clock + self.length

    def cut(self, at: int) -> "Struct":
        """Keep what comes before a length; return the rest."""
        rest = Struct(
            self.kind,
            self.client,
            self.clock + at,
            self.length - at,
            origin=(self.client, self.clock + at - 1),
            right=self.right,
            key=self.key,
            deleted=self.deleted,
        )
        self.length = at
        if self.kind == STRING:
            self.content, rest.content = halves(self.content, at)
        elif self.kind == ANY:
            self.content, rest.content = self.content[:at], self.content[at:]
        return rest


@dataclass(frozen=True)
class Update:
    """The structs of each client in order, and the ranges of clocks that were deleted."""

    structs: Mapping[int, list[Struct]]
    deleted: Mapping[int, list[tuple[int, int]]]


def read(update: bytes, most: int = MOST) -> Update:
    """Read an update; Unreadable when it is none, or none of ours."""
    reader = Reader(update)
    written: dict[int, list[Struct]] = {}
    left = most
    for _ in range(reader.count()):
        count = _some(reader, left)
        left -= count
        client = _new(reader, written)
        written[client] = _structs(reader, client, count)
    deleted: dict[int, list[tuple[int, int]]] = {}
    for _ in range(reader.count()):
        client = _new(reader, deleted)
        count = _some(reader, left)
        left -= count
        deleted[client] = [_range(reader) for _ in range(count)]
    if not reader.ended():
        raise Unreadable("goes on after its end")
    return Update(written, deleted)


def halves(text: str, at: int) -> tuple[str, str]:
    """Cut a text where browsers count; half a character becomes a sign that stands for it."""
    if text.isascii():
        return text[:at], text[at:]
    whole = text.encode("utf-16-le")
    first, rest = whole[: 2 * at], whole[2 * at :]
    return first.decode("utf-16-le", "replace"), rest.decode("utf-16-le", "replace")


def utf16(text: str) -> int:
    """Return the length of a text as browsers count it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _some(reader: Reader, left: int) -> int:
    count = reader.count()
    if not 0 < count <= left:
        raise Unreadable("nothing, or too much")
    return count


def _new(reader: Reader, known: Mapping[int, object]) -> int:
    client = reader.number()
    if client in known:
        raise Unreadable("a client comes twice")
    return client


def _structs(reader: Reader, client: int, count: int) -> list[Struct]:
    structs: list[Struct] = []
    clock = reader.number()
    for _ in range(count):
        struct = _struct(reader, client, clock)
        structs.append(struct)
        clock += struct.length
        if not struct.length or clock > LAST:
            raise Unreadable("no length")
    return structs


def _range(reader: Reader) -> tuple[int, int]:
    clock = reader.number()
    end = clock + reader.number()
    if not clock < end <= LAST:
        raise Unreadable("no range")
    return clock, end


def _struct(reader: Reader, client: int, clock: int) -> Struct:
    sign = reader.byte()
    kind = SIGNS.get(sign)
    if kind in BARE:
        return Struct(kind, client, clock, reader.number())
    if kind is None:
        raise Unreadable("no content of ours")
    origin = right = parent = key = None
    if sign & HAS_ORIGIN:
        origin = _id(reader, client, clock)
    if sign & HAS_RIGHT:
        right = _id(reader, client, clock)
    if not sign & PLACED:
        parent = _parent(reader, client, clock, kind)
        key = reader.words() if sign & HAS_KEY else None
    content, length = READ[kind](reader)
    return Struct(kind, client, clock, length, content, origin, right, parent, key)


def _id(reader: Reader, client: int, clock: int) -> Id:
    found = reader.two()
    if found[1] >= (clock if found[0] == client else LAST):
        raise Unreadable("refers to what comes later")
    return found


def _parent(reader: Reader, client: int, clock: int, kind: int) -> Id | str:
    sign = reader.byte()
    if sign == 0:
        return _id(reader, client, clock)
    if sign == 1 and reader.words() == ROOT and kind in {TYPE, DELETED}:
        return ROOT
    raise Unreadable("stands nowhere")


def _deleted(reader: Reader) -> tuple[None, int]:
    return None, reader.number()


def _string(reader: Reader) -> tuple[str, int]:
    text = reader.words()
    return text, utf16(text)


def _format(reader: Reader) -> tuple[Format, int]:
    return Format(reader.words(), _json(reader.words())), 1


def _type(reader: Reader) -> tuple[Element | None, int]:
    kind = reader.byte()
    if kind not in {ELEMENT, TEXT}:
        raise Unreadable("no node")
    return Element(reader.words()) if kind == ELEMENT else None, 1


def _any(reader: Reader) -> tuple[tuple[Any, ...], int]:
    # Several where one replaced the other and both can still be undone.
    count = reader.count()
    if count > SEVERAL:
        raise Unreadable("too many values")
    return tuple(reader.scalar() for _ in range(count)), count


READ: Mapping[int, Callable[[Reader], tuple[Any, int]]] = {
    DELETED: _deleted,
    STRING: _string,
    FORMAT: _format,
    TYPE: _type,
    ANY: _any,
}


def _refuse(_constant: str) -> None:
    raise Unreadable("no number")


VALUES = json.JSONDecoder(parse_constant=_refuse)


@lru_cache
def _json(text: str) -> Any:
    # Whoever reads the value changes nothing in it.
    if len(text) > LONGEST:
        raise Unreadable("too long")
    try:
        value = VALUES.decode(text)
    except (ValueError, RecursionError):
        raise Unreadable("no value") from None
    if HALF.search(text):
        raise Unreadable("half a character")
    return value
