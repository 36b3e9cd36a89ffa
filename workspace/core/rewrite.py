"""Giving a shared document another text, by whole words.

Words are removed and never the paragraph that held them, so that whatever others wrote in it
meanwhile stays; what is left blank is not shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from workspace.core.differences import changes
from workspace.core.differences import tokens as cut
from workspace.core.pairs import pairs
from workspace.core.prose import (
    WRITTEN,
    Block,
    Kind,
    Marks,
    Prose,
    Span,
    Token,
    tokens,
    written,
)
from workspace.core.weave import Document, read, root, spans, told

Parent = XmlFragment | XmlElement
Places = dict[Parent, dict[Any, int]]
Pieces = list[tuple[XmlText, str]]


def rewrite(doc: Document, wanted: Prose) -> bytes:
    """Give a document another text; return the update that does it elsewhere."""
    return told(doc, lambda: _align(root(doc), read(doc), wanted))


def reword(doc: Document, text: XmlText, place: tuple[int, int], words: str) -> bytes:
    """Put other words in the place of some; return the update that does it elsewhere.

    The place is that of the first character in a paragraph, and of the one after the last.
    """
    held, (start, end) = spans([text]), place
    before, after = _part(held, 0, start), _part(held, end, sum(len(one.text) for one in held))
    whole = Block(Kind.PARAGRAPH, spans=tuple(held), sources=(text,))
    wanted = (*before, *_dressed(_part(held, start, end), words), *after)
    return told(doc, lambda: _change_words(whole, replace(whole, spans=wanted)))


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


def _align(parent: Parent, old: Prose, new: Prose) -> None:
    added: list[tuple[Any, list[Block]]] = [(None, [])]  # after what, in order
    for before, after in pairs(old, new):
        if before is not None:
            _change(before, after)
            added.append((before.sources[-1], []))
        elif after is not None:
            added[-1][1].append(after)
    places: Places = {}
    for last, blocks in reversed(added):  # so that what stands before keeps its place
        if blocks:
            holder, index = _place(places, last) if last else _start(places, parent, old)
            _insert(holder, index, blocks)


def _start(places: Places, parent: Parent, old: Prose) -> tuple[Parent, int]:
    if not old:
        return parent, len(parent.children)
    holder, index = _place(places, old[0].sources[0])
    return holder, index - 1


def _place(places: Places, last: Any) -> tuple[Parent, int]:
    holder: Parent = last.parent
    if holder not in places:
        places[holder] = {child: number for number, child in enumerate(holder.children)}
    return holder, places[holder][last] + 1


def _change(before: Block, after: Block | None) -> None:
    if after is None:
        _empty(before)
    elif after == before:
        return
    elif before.kind in WRITTEN:
        _change_words(before, after)
    else:
        _align(before.sources[0], before.blocks, after.blocks)


def _empty(block: Block) -> None:
    for part in written([block]):
        pieces = _pieces(part)
        _delete(pieces, 0, sum(len(content) for _text, content in pieces))


def _insert(parent: Parent, index: int, blocks: Iterable[Block]) -> None:
    for number, block in enumerate(blocks, start=index):
        element = parent.children.insert(number, XmlElement(block.kind.value))
        if block.level:
            element.attributes["level"] = block.level
        if block.kind in WRITTEN:
            _type(element.children.append(XmlText("")), 0, tokens(block.spans))
        _insert(element, 0, block.blocks)


def _change_words(before: Block, after: Block) -> None:
    if after.level != before.level:
        before.sources[0].attributes["level"] = after.level
    pieces = _pieces(before)
    old, new = tokens(spans(text for text, _content in pieces)), tokens(after.spans)
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


def _pieces(block: Block) -> Pieces:
    # What a paragraph holds, each with what is written in it.
    source = block.sources[0]
    texts = [source] if isinstance(source, XmlText) else source.children
    held = [text for text in texts if isinstance(text, XmlText)]
    return [(text, "".join(span.text for span in spans([text]))) for text in held]


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
