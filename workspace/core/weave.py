"""Texts that several people write at once: Yjs documents, in the shape of ProseMirror."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import accumulate
from typing import Any

from pycrdt import Doc, TransactionEvent, XmlFragment, XmlText, merge_updates

from workspace.core.differences import LETTER, tokens
from workspace.core.prose import (
    PLAIN,
    WRITTEN,
    Block,
    Kind,
    Marks,
    Prose,
    Span,
    safe_link,
    settle,
)

ROOT = "prosemirror"
SCHEMA = 1  # raised whenever a node or a mark is added
NODES = frozenset(Kind)
MARKS = frozenset({"strong", "em", "link"})
OVERLAPPING = re.compile(r"--[\w+/=]{8}$")  # what y-prosemirror adds to the name of some marks
PASSAGE = "passage:"  # with its number, marks a passage in a copy that nobody keeps
LETTERS = re.compile(LETTER)

Document = Doc[Any]


def document(updates: Iterable[bytes] = ()) -> Document:
    """Return a document as its updates made it."""
    doc: Document = Doc()
    root(doc)
    for update in updates:
        doc.apply_update(update)
    return doc


def root(doc: Document) -> XmlFragment:
    """Return what holds the text of a document."""
    found: XmlFragment = doc.get(ROOT, type=XmlFragment)
    return found


def read(doc: Document) -> Prose:
    """Return the text of a document."""
    return settle(raw(doc))


def raw(doc: Document) -> Prose:
    """Return the text of a document with all its white space, and with what is blank."""
    return tuple(_block(child) for child in root(doc).children)


def told(doc: Document, change: Callable[[], object]) -> bytes:
    """Change a document; return the update that does it elsewhere, empty when nothing changed."""
    updates: list[bytes] = []

    def note(event: TransactionEvent) -> None:
        updates.append(event.update)

    kept = doc.observe(note)
    with doc.transaction():
        change()
    doc.unobserve(kept)
    return merge_updates(*updates) if updates else b""


def merge(doc: Document, update: bytes, words: Collection[str] = ()) -> bytes:
    """Merge an update into a document; return the update that does it elsewhere.

    Where two people write at the same place, or where what stood between two words is gone, the
    words (those that the update means to write) do not end up glued into one.
    """
    holder = root(doc)
    edges: list[tuple[XmlText, set[int]]] = []

    def note(events: list[Any]) -> None:  # the package does not say what an event holds
        edges.extend(
            (event.target, set(_edges(event.delta, words)))
            for event in events
            if isinstance(event.target, XmlText)
        )

    kept = holder.observe_deep(note)
    doc.apply_update(update)
    holder.unobserve(kept)
    apart = told(doc, lambda: _part(edges))
    return merge_updates(update, apart) if apart else update


def applied(doc: Document, update: bytes) -> bytes:
    """Apply an update to a document; return what of it was new, empty when nothing was."""
    return told(doc, lambda: doc.apply_update(update))


def strangers(doc: Document) -> set[str]:
    """Return the nodes and the marks of a document that no page of ours would keep."""
    found: set[str] = set()
    waiting: list[Any] = list(root(doc).children)
    while waiting:
        node = waiting.pop()
        if isinstance(node, XmlText):
            names = (name for _text, attributes in node.diff() for name in attributes or ())
            found |= {OVERLAPPING.sub("", name) for name in names} - MARKS
        else:
            found |= {str(node.tag)} - NODES
            waiting += node.children
    return found


def size(doc: Document) -> int:
    """Return how many characters and nodes a document holds, shown or not."""
    found, waiting = 0, list[Any](root(doc).children)
    while waiting:
        node = waiting.pop()
        if isinstance(node, XmlText):
            found += sum(len(text) for text, _marks in node.diff() if isinstance(text, str))
        else:
            waiting += node.children
        found += 1
    return found


def reads_the_same(doc: Document) -> bool:
    """Tell whether a document says the same to who reads it anew, as any that people wrote does."""
    return raw(doc) == raw(document([doc.get_update()]))


def spans(texts: Iterable[XmlText]) -> list[Span]:
    """Return what is written, with its marks."""
    return [
        Span(text, _marks(attributes) if attributes else PLAIN)
        for node in texts
        for text, attributes in node.diff()
        if isinstance(text, str)
    ]


def _block(node: Any) -> Block:  # the package does not say what a fragment holds
    if isinstance(node, XmlText):
        return Block(Kind.PARAGRAPH, spans=tuple(spans([node])), sources=(node,))
    texts = [child for child in node.children if isinstance(child, XmlText)]
    kind = Kind(node.tag) if node.tag in NODES else Kind.ITEM
    if texts or kind in WRITTEN:
        level = int(node.attributes.get("level") or 1) if kind is Kind.HEADING else 0
        kind = Kind.HEADING if level else Kind.PARAGRAPH
        return Block(kind, spans=tuple(spans(texts)), level=level, sources=(node,))
    return Block(kind, blocks=tuple(map(_block, node.children)), sources=(node,))


def _marks(attributes: dict[str, Any]) -> Marks:
    named = {OVERLAPPING.sub("", name): value for name, value in attributes.items()}
    link = named.get("link")
    address = safe_link(link.get("href")) if isinstance(link, dict) else ""
    numbers = (name.removeprefix(PASSAGE) for name in named if name.startswith(PASSAGE))
    passages = tuple(sorted(int(number) for number in numbers if number.isdecimal()))
    return Marks("strong" in named, "em" in named, address, passages)


def _edges(delta: list[dict[str, Any]], words: Collection[str]) -> Iterator[int]:
    # Where something was written or taken away, in bytes, as the package counts.
    at = 0
    for step in delta:
        text = step["insert"] if isinstance(step.get("insert"), str) else ""
        if "retain" not in step:
            yield from (at + len(text[:cut].encode()) for cut in _cuts(text, words))
        at += step.get("retain", len(text.encode()))


def _cuts(text: str, words: Collection[str]) -> Iterator[int]:
    yield from (0, len(text))
    end = 0
    for token in tokens(text):
        start, end = end, end + len(token)
        while start < end and text[start:end] not in words:
            sizes = range(end - start - 1, 0, -1)
            start += next((n for n in sizes if text[start : start + n] in words), end - start)
            yield start


def _part(edges: Iterable[tuple[XmlText, set[int]]]) -> None:
    for text, places in edges:
        content = "".join(span.text for span in spans([text]))
        sizes = [0, *accumulate(len(sign.encode()) for sign in content)]
        for place in sorted(places, reverse=True):
            at = sizes.index(place)
            if LETTERS.match(content[at - 1 : at]) and LETTERS.match(content[at : at + 1]):
                text.insert(place, " ", {})
