"""Texts that several people write at once: Yjs documents, in the shape of ProseMirror.

A document holds paragraphs, one after the other, which say themselves what they are. In those of
the first schema, lists and quotes were nodes around them: they are still read.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Any

from pycrdt import Doc, TransactionEvent, XmlElement, XmlFragment, XmlText, merge_updates

from workspace.core.differences import JOINT, LETTER, tokens
from workspace.core.lines import LEVEL, Line, described, fold, settle
from workspace.core.prose import LISTS, PLAIN, Kind, Marks, Prose, Span, safe_link

ROOT = "prosemirror"
SCHEMA = 2  # raised whenever a node or a mark is added
NODE = "paragraph"
HEADING = "heading"  # of the first schema, whose lists and quotes held what was in them
MARKS = frozenset({"strong", "em", "link"})
OVERLAPPING = re.compile(r"--[\w+/=]{8}$")  # what y-prosemirror adds to the name of some marks
PASSAGE = "passage:"  # with its number, marks a passage in a copy that nobody keeps
ENDING = re.compile(rf"{LETTER}(?P<sign>{JOINT}?)$")
BEGINNING = re.compile(rf"(?P<sign>{JOINT}?){LETTER}")

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
    return fold(settle(lines(doc)))


def lines(doc: Document) -> list[Line]:
    """Return the lines of a document with all their white space, the blank ones among them."""
    return [line for child in root(doc).children for line in _lines(child, Line())]


def is_flat(doc: Document) -> bool:
    """Tell whether a document holds paragraphs alone, as all do since the second schema."""
    return all(isinstance(child, XmlElement) and child.tag == NODE for child in root(doc).children)


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
            found |= {str(node.tag)} - {NODE}
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
    return lines(doc) == lines(document([doc.get_update()]))


def spans(texts: Iterable[XmlText]) -> list[Span]:
    """Return what is written, with its marks."""
    return [
        Span(text, _marks(attributes) if attributes else PLAIN)
        for node in texts
        for text, attributes in node.diff()
        if isinstance(text, str)
    ]


def texts(doc: Document) -> list[XmlText]:
    """Return what holds the letters of a document, in order, however deep it lies."""
    return list(_within(root(doc)))


def texts_of(node: Any) -> list[XmlText]:  # the package does not say what is held
    """Return what holds the letters of a node, which may do so itself."""
    held = [node] if isinstance(node, XmlText) else node.children
    return [child for child in held if isinstance(child, XmlText)]


def content_of(text: XmlText) -> str:
    """Return what is written in a paragraph."""
    return "".join(span.text for span in spans([text]))


def described_by(node: XmlElement) -> dict[str, Any]:
    """Return what a node says of itself."""
    held: Any = node.attributes  # the package says less of it than it can do
    return dict(held)


def _lines(node: Any, place: Line) -> Iterator[Line]:  # the package does not say what is held
    if isinstance(node, XmlText):
        yield replace(place, spans=tuple(spans([node])), source=node)
        return
    held = texts_of(node)
    if held or node.tag in {NODE, HEADING}:
        yield _line(node, held, place)
        return
    inside = _inside(node.tag, place)
    for number, child in enumerate(node.children):
        is_same_item = number > 0 and node.tag == Kind.ITEM
        yield from _lines(child, replace(inside, item=None) if is_same_item else inside)


def _line(node: XmlElement, held: list[XmlText], place: Line) -> Line:
    attributes = described_by(node)
    found = described({LEVEL: 1, **attributes} if node.tag == HEADING else attributes)
    if place.depth or place.is_quoted:
        level = 0 if place.depth else found.level
        found = replace(place, level=level)
    return replace(found, spans=tuple(spans(held)), source=node)


def _within(node: Any) -> Iterator[XmlText]:  # likewise
    for child in node.children:
        if isinstance(child, XmlText):
            yield child
        else:
            yield from _within(child)


def _inside(tag: str, place: Line) -> Line:
    # What stands in a node of the first schema.
    if tag in LISTS:
        return replace(place, item=Kind(tag), depth=place.depth + 1)
    return replace(place, is_quoted=place.is_quoted or tag == Kind.QUOTE)


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
        content = content_of(text)
        sizes = [0, *accumulate(len(sign.encode()) for sign in content)]
        for place in sorted(places, reverse=True):
            at = sizes.index(place)
            if _is_glued(content[:at][-2:], content[at:][:2]):
                text.insert(place, " ", {})


def _is_glued(before: str, after: str) -> bool:
    # Whether what meets is read as one word, a compound perhaps.
    end, begin = ENDING.search(before), BEGINNING.match(after)
    return end is not None and begin is not None and not (end["sign"] and begin["sign"])
