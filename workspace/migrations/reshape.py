"""Giving a shared document the nodes of another schema: flat since the second, nested before.

What must change is written anew, each letter by a hand that stands for whoever wrote it; what can
stay as it is stays.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from pycrdt import XmlElement, XmlText

from workspace.core import weave
from workspace.core.anchors import Ends, Passage, Stretch, ends_of, passages
from workspace.core.lines import Line, fold, settle
from workspace.core.prose import Block, Kind, Span, written
from workspace.core.scroll import runs, unrolled
from workspace.core.weave import NODE, Document, content_of, is_flat, lines, root, spans, texts_of

Letter = tuple[str, dict[str, Any], int]  # with its marks, and the client who wrote it
Text = list[Letter]
NOBODY = 0  # who wrote in a damaged document


@dataclass(frozen=True)
class Node:
    """A node to be made: of other nodes, or of the words of a line, by its number."""

    tag: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    children: tuple["Node", ...] = ()
    line: int | None = None


Plan = list[tuple[list[Any], list[Node]]]  # in the place of which nodes come which


@dataclass(frozen=True)
class Reshaped:
    """What a document has become.

    hands: by each new client number, the one for which it wrote. places: where some passages now
    stand, None for those that are not found.
    """

    update: bytes
    hands: Mapping[int, int]
    places: Sequence[Ends | None]


def flatten(doc: Document, wanted: Sequence[tuple[Ends, str]]) -> Reshaped | None:
    """Bring a document from the first schema to the second; None where it is there already."""
    return _reshape(doc, _flat, wanted)


def nest(doc: Document, wanted: Sequence[tuple[Ends, str]]) -> Reshaped | None:
    """Take a document back to the first schema; None where it is there already."""
    return _reshape(doc, _nested, wanted)


def _reshape(
    doc: Document,
    plan: Callable[[Document, Sequence[Line]], Plan],
    wanted: Sequence[tuple[Ends, str]],
) -> Reshaped | None:
    held = lines(doc)
    planned = plan(doc, held)
    if not planned:
        return None
    before, letters = doc.get_state(), _letters(doc, held)
    places = [_placed(held, passage) for passage in passages(doc, wanted)]
    hands = _Hands(doc, letters)
    for old, new in planned:
        at = list(root(doc).children).index(old[0])
        for number, node in enumerate(new, start=at):
            hands.make([number], node)
        del root(doc).children[at + len(new) : at + len(new) + len(old)]
    made, is_whole = lines(doc), unrolled(doc.get_update()) is not None
    ends = [ends_of(doc, _found(made, place)) if place and is_whole else None for place in places]
    return Reshaped(doc.get_update(before), hands.numbers, ends)


def _flat(doc: Document, held: Sequence[Line]) -> Plan:
    placed, top = _numbered(held), [_top(doc, line.source) for line in held]
    return [
        (
            [child],
            [
                Node(NODE, placed[number].attributes, line=number)
                for number in range(len(held))
                if top[number] == child
            ],
        )
        for child in root(doc).children
        if not isinstance(child, XmlElement) or child.tag != NODE
    ]


def _nested(doc: Document, held: Sequence[Line]) -> Plan:
    if not is_flat(doc):
        return []
    found = [
        ([held[number].source for number in _lines(block)], [_node(block)])
        for block in fold(_numbered(held))
    ]
    return [(old, new) for old, new in found if new[0].tag != NODE]


def _numbered(held: Sequence[Line]) -> list[Line]:
    # The same lines in their places, with their numbers for words.
    return settle(replace(line, spans=(Span(str(number)),)) for number, line in enumerate(held))


def _lines(block: Block) -> list[int]:
    return [int(one.text) for one in written([block])]


def _node(block: Block) -> Node:
    if block.blocks:
        return Node(block.kind, children=tuple(map(_node, block.blocks)))
    attributes = {"level": block.level} if block.kind is Kind.HEADING else {}
    return Node(block.kind, attributes, line=int(block.text))


def _top(doc: Document, node: Any) -> Any:
    while node.parent != root(doc):
        node = node.parent
    return node


def _letters(doc: Document, held: Iterable[Line]) -> list[Text]:
    clients: dict[int, list[int]] = {}
    for run in runs(unrolled(doc.get_update())):
        clients.setdefault(run.node, []).extend([run.client] * len(run.text))
    numbers = {text: number for number, text in enumerate(weave.texts(doc))}
    return [
        [
            letter
            for text in texts_of(line.source)
            for letter in _signed(text, clients.get(numbers[text], []))
        ]
        for line in held
    ]


def _signed(text: XmlText, clients: Sequence[int]) -> Iterator[Letter]:
    signs = [
        (sign, marks or {}) for run, marks in text.diff() if isinstance(run, str) for sign in run
    ]
    known = clients if len(clients) == len(signs) else [NOBODY] * len(signs)
    for (sign, marks), client in zip(signs, known, strict=True):
        yield sign, marks, client


class _Hands:
    """Those who write anew what somebody had written, each with a client number of their own."""

    def __init__(self, doc: Document, letters: Sequence[Text]) -> None:
        self.doc, self.letters = doc, letters
        self._docs: dict[int, Document] = {}

    @property
    def numbers(self) -> dict[int, int]:
        return {doc.client_id: client for client, doc in self._docs.items()}

    def make(self, path: list[int], node: Node) -> None:
        *above, place = path
        made = _at(self.doc, above).children.insert(place, XmlElement(node.tag))
        for name, value in node.attributes.items():
            made.attributes[name] = value
        for number, child in enumerate(node.children):
            self.make([*path, number], child)
        if node.line is not None:
            made.children.append(XmlText(""))
            for (client, _), run in groupby(self.letters[node.line], key=_set_by):
                self._write(client, [*path, 0], list(run))

    def _write(self, client: int, path: list[int], run: Text) -> None:
        hand = self._docs.setdefault(client, weave.document())
        hand.apply_update(self.doc.get_update(hand.get_state()))
        text = _at(hand, path)
        text.insert(_size(text), "".join(sign for sign, *_ in run), run[0][1])
        self.doc.apply_update(hand.get_update(self.doc.get_state()))


def _set_by(letter: Letter) -> tuple[int, str]:
    return letter[2], repr(letter[1])


def _at(doc: Document, path: Iterable[int]) -> Any:
    node: Any = root(doc)
    for place in path:
        node = node.children[place]
    return node


def _size(text: XmlText) -> int:
    return len(content_of(text).encode())


def _placed(held: Sequence[Line], passage: Passage) -> list[tuple[int, int, int]]:
    # Where a passage stands, by the numbers of its lines.
    starts = {
        text: (number, sum(len(span.text) for span in spans(texts[:place])))
        for number, texts in enumerate(texts_of(line.source) for line in held)
        for place, text in enumerate(texts)
    }
    return [
        (number, before + start, before + end)
        for text, start, end in passage
        for number, before in [starts[text]]
    ]


def _found(made: Sequence[Line], places: Iterable[tuple[int, int, int]]) -> Passage:
    found: list[Stretch] = []
    for number, start, end in places:
        before = 0
        for text in texts_of(made[number].source):
            size = len(content_of(text))
            first, last = max(start - before, 0), min(end - before, size)
            if first < last:
                found.append(Stretch(text, first, last))
            before += size
    return tuple(found)
