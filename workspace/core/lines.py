"""A shared text as the lines that people type: each a paragraph, which says itself what it is.

A heading, an item of a list or a line of a quote is a paragraph that was told so: what somebody
makes of it takes nothing from who writes in it at that moment.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any

from workspace.core.prose import DEEPEST, LEVELS, LISTS, Block, Kind, Prose, Span, seen

LEVEL, LIST, DEPTH, QUOTED = "level", "list", "depth", "quoted"
NAMES: Mapping[Kind, str] = MappingProxyType({Kind.BULLETS: "bullets", Kind.NUMBERS: "numbers"})
KINDS = {name: kind for kind, name in NAMES.items()}
ATTRIBUTES = frozenset({LEVEL, LIST, DEPTH, QUOTED})
DEEP = range(1, DEEPEST + 1)
HIGH = range(1, LEVELS + 1)
NUMBERS = {LEVEL: HIGH, DEPTH: DEEP}


@dataclass(frozen=True)
class Line:
    """A paragraph, and what it is.

    level: of a heading. item: the list of which it begins an item. depth: in how many lists it
    lies. source: where it was read, if it was.
    """

    spans: tuple[Span, ...] = ()
    level: int = 0
    item: Kind | None = None
    depth: int = 0
    is_quoted: bool = False
    source: Any = field(default=None, compare=False, repr=False)  # of any library

    @property
    def text(self) -> str:
        """Return its words, without marks."""
        return "".join(span.text for span in self.spans)

    @property
    def attributes(self) -> dict[str, Any]:
        """Return what its node says of it."""
        told = {
            LEVEL: self.level,
            LIST: NAMES[self.item] if self.item else "",
            DEPTH: self.depth,
            QUOTED: self.is_quoted,
        }
        return {name: value for name, value in told.items() if value}


PLAIN = Line()


def described(attributes: Mapping[str, Any]) -> Line:
    """Return a line without words, as its node says that it is; what makes no sense is nothing."""
    if not attributes:
        return PLAIN
    level, deep = (_number(attributes.get(name)) for name in (LEVEL, DEPTH))
    item = KINDS.get(str(attributes.get(LIST)))
    depth = deep if deep in DEEP else int(item is not None)
    is_title = level in HIGH and not depth
    return Line(
        level=level if is_title else 0,
        item=item,
        depth=depth,
        is_quoted=attributes.get(QUOTED) is True,
    )


def is_attribute(name: str, value: Any) -> bool:
    """Tell whether a node can say such a thing of itself."""
    if name == LIST:
        return isinstance(value, str) and value in KINDS
    if name == QUOTED:
        return value is True
    return _number(value) in NUMBERS.get(name, ())


def settle(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that say something, their words and their places as they are seen."""
    found: list[Line] = []
    above = PLAIN
    for line in lines:
        spans = seen(line.spans)
        if spans:
            depth = _depth(line, above)
            level = 0 if depth else line.level
            above = Line(spans, level, line.item, depth, line.is_quoted, line.source)
            found.append(above)
    return found


def fold(lines: Iterable[Line]) -> Prose:
    """Return settled lines as the paragraphs, headings, lists and quotes that they make."""
    found: list[Block] = []
    for is_quoted, group in groupby(lines, key=lambda line: line.is_quoted):
        blocks = tuple(_blocks(group, 0))
        found += (Block(Kind.QUOTE, blocks=blocks),) if is_quoted else blocks
    return tuple(found)


def unfold(prose: Prose) -> list[Line]:
    """Return the lines that make a text."""
    return [line for block in prose for line in _lines(block, PLAIN)]


def _number(value: Any) -> int:
    is_whole = type(value) in {int, float} and value == value // 1
    return int(value) if is_whole else 0


def _depth(line: Line, above: Line) -> int:
    # Nothing lies deeper than what stands above it allows.
    held = above.depth if above.is_quoted is line.is_quoted else 0
    return min(max(line.depth, 1), held + 1, DEEPEST) if line.item else min(line.depth, held)


def _blocks(lines: Iterable[Line], depth: int) -> Iterator[Block]:
    for is_list, group in groupby(lines, key=lambda line: line.depth > depth):
        yield from (_lists if is_list else _paragraphs)(group, depth + 1)


def _paragraphs(lines: Iterable[Line], _depth: int) -> Iterator[Block]:
    return map(_words, lines)


def _lists(lines: Iterable[Line], depth: int) -> Iterator[Block]:
    items: list[list[Line]] = []
    for line in lines:
        if line.item and line.depth == depth:
            items.append([])
        items[-1].append(line)
    for kind, group in groupby(items, key=lambda item: item[0].item or Kind.BULLETS):
        yield Block(kind, blocks=tuple(_item(first, rest, depth) for first, *rest in group))


def _item(first: Line, rest: list[Line], depth: int) -> Block:
    return Block(Kind.ITEM, blocks=(_words(first), *_blocks(rest, depth)))


def _words(line: Line) -> Block:
    kind = Kind.HEADING if line.level else Kind.PARAGRAPH
    return Block(kind, spans=line.spans, level=line.level)


def _lines(block: Block, place: Line) -> Iterator[Line]:
    if not block.blocks:
        yield replace(place, spans=block.spans, level=block.level)
    elif block.kind in LISTS:
        inside = replace(place, item=block.kind, depth=place.depth + 1)
        for item in block.blocks:
            yield from _item_lines(item, inside)
    else:
        for child in block.blocks:
            yield from _lines(child, replace(place, is_quoted=True))


def _item_lines(item: Block, place: Line) -> Iterator[Line]:
    first, *rest = item.blocks
    yield from _lines(first, place)
    for child in rest:
        yield from _lines(child, replace(place, item=None))
