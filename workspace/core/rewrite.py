"""Giving a shared document another text, by whole words.

Words are removed and never the paragraph that held them, so that whatever others wrote in it
meanwhile stays; what is left blank is not shown.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from workspace.core.differences import changes
from workspace.core.differences import tokens as cut
from workspace.core.lines import ATTRIBUTES, Line, settle, unfold
from workspace.core.pairs import pairs
from workspace.core.prose import Marks, Prose, Span, Token, tokens
from workspace.core.weave import (
    NODE,
    Document,
    content_of,
    described_by,
    lines,
    root,
    spans,
    texts_of,
    told,
)

Pieces = list[tuple[XmlText, str]]


def rewrite(doc: Document, wanted: Prose) -> bytes:
    """Give a document another text; return the update that does it elsewhere.

    The document is flat (`weave.is_flat`).
    """
    return told(doc, lambda: _align(root(doc), settle(lines(doc)), unfold(wanted)))


def reword(doc: Document, text: XmlText, place: tuple[int, int], words: str) -> bytes:
    """Put other words in the place of some; return the update that does it elsewhere.

    The place is that of the first character in a paragraph, and of the one after the last.
    """
    held, (start, end) = spans([text]), place
    before, after = _part(held, 0, start), _part(held, end, sum(len(one.text) for one in held))
    wanted = (*before, *_dressed(_part(held, start, end), words), *after)
    return told(doc, lambda: _change_words([text], wanted))


def _part(held: Iterable[Span], start: int, end: int) -> list[Span]:
    found: list[Span] = []
    for span in held:
        first, last = max(start, 0), min(end, len(span.text))
        if first < last:
            found.append(span._replace(text=span.text[first:last]))
        start, end = start - len(span.text), end - len(span.text)
    return found


def _dressed(old: Sequence[Span], words: str) -> list[Span]:
    # Words that stay keep their marks; those that come are set as what they replace or follow.
    held = [Span(word, span.marks) for span in old for word in cut(span.text)]
    wanted = cut(words)
    new: list[Span] = []
    at = 0
    for change in changes([one.text for one in held], wanted):
        marks = held[min(change.start, len(held) - 1)].marks._replace(link="")
        new += held[at : change.start]
        new += [Span(word, marks) for word in wanted[change.begin : change.stop]]
        at = change.end
    return new + held[at:]


def _align(holder: XmlFragment, old: Sequence[Line], new: Sequence[Line]) -> None:
    added: list[tuple[Any, list[Line]]] = [(None, [])]  # after what, in order
    for before, after in pairs(old, new):
        if before is not None:
            _change(before, after)
            added.append((before.source, []))
        elif after is not None:
            added[-1][1].append(after)
    _add(holder, old[0].source if old else None, [one for one in added if one[1]])


def _add(holder: XmlFragment, first: Any, added: Iterable[tuple[Any, Sequence[Line]]]) -> None:
    places = {child: number for number, child in enumerate(holder.children)}
    start = places.get(first, len(places))
    for last, come in reversed(list(added)):  # so that what stands before keeps its place
        for number, line in enumerate(come, start=places[last] + 1 if last else start):
            _insert(holder, number, line)


def _change(before: Line, after: Line | None) -> None:
    if after is None:
        pieces = _pieces(texts_of(before.source))
        _delete(pieces, 0, sum(len(content) for _text, content in pieces))
        return
    _describe(before.source, after)
    if after.spans != before.spans:
        _change_words(texts_of(before.source), after.spans)


def _describe(node: XmlElement, line: Line) -> None:
    held = described_by(node)
    for name in ATTRIBUTES & held.keys() - line.attributes.keys():
        del node.attributes[name]
    for name, value in line.attributes.items():
        if held.get(name) != value:
            node.attributes[name] = value


def _insert(holder: XmlFragment, place: int, line: Line) -> None:
    node = holder.children.insert(place, XmlElement(NODE))
    _describe(node, line)
    _type(node.children.append(XmlText("")), 0, tokens(line.spans))


def _change_words(texts: Sequence[XmlText], wanted: Sequence[Span]) -> None:
    pieces = _pieces(texts)
    old, new = tokens(spans(texts)), tokens(wanted)
    found = changes([token.text for token in old], [token.text for token in new])
    at = begin = 0
    for change in found:
        _mark(pieces, old[at : change.start], new[begin : change.begin])
        at, begin = change.end, change.stop
    _mark(pieces, old[at:], new[begin:])
    for change in reversed(found):
        start = old[change.start].start if change.start < len(old) else old[-1].end
        if change.start < change.end:
            _delete(pieces, start, old[change.end - 1].end)
        _type(*_spot(pieces, start), new[change.begin : change.stop])


def _pieces(texts: Iterable[XmlText]) -> Pieces:
    # Each with what is written in it.
    return [(text, content_of(text)) for text in texts]


def _spot(pieces: Pieces, at: int) -> tuple[XmlText, int]:
    # Where a character stands, in bytes, as the package counts.
    for text, content in pieces[:-1]:
        if at <= len(content):
            return text, _size(content[:at])
        at -= len(content)
    text, content = pieces[-1]
    return text, _size(content[:at])


def _delete(pieces: Pieces, start: int, end: int) -> None:
    for text, content in pieces:
        first, last = max(start, 0), min(end, len(content))
        if first < last:
            del text[_size(content[:first]) : _size(content[:last])]
        start, end = start - len(content), end - len(content)


def _mark(pieces: Pieces, old: Sequence[Token], new: Sequence[Token]) -> None:
    for was, now in zip(old, new, strict=True):
        if was.marks == now.marks:
            continue
        start, end = was.start, was.end
        for text, content in pieces:
            first, last = max(start, 0), min(end, len(content))
            if first < last:
                text.format(_size(content[:first]), _size(content[:last]), _attributes(now.marks))
            start, end = start - len(content), end - len(content)


def _type(text: XmlText, place: int, words: Iterable[Token]) -> None:
    for marks, run in groupby(words, key=lambda token: token.marks):
        typed = "".join(token.text for token in run)
        held = {name: value for name, value in _attributes(marks).items() if value is not None}
        text.insert(place, typed, held)
        place += _size(typed)


def _attributes(marks: Marks) -> dict[str, Any]:
    return {
        "strong": {} if marks.strong else None,
        "em": {} if marks.em else None,
        "link": {"href": marks.link, "title": None} if marks.link else None,
    }


def _size(content: str) -> int:
    return len(content.encode())
