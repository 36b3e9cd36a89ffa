"""Passages of a shared text, found again however much was written around them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pycrdt import XmlText

from workspace.core.scroll import Place, locate, position_at, unroll, unrolled
from workspace.core.weave import Document, content_of
from workspace.core.weave import texts as texts_in

AFTER, BEFORE = 0, -1  # on which side of a place is the character that holds it
SPACE = re.compile(r"\s")  # some are made unbreakable where a text is read
LONG_ENOUGH = 12  # characters that hardly stand twice in a text by chance

Anchor = Mapping[str, Any]  # a place, as Y.relativePositionToJSON gives it
Ends = tuple[Anchor, Anchor]  # before the first character of a passage, and after the last


class Stretch(NamedTuple):
    """Some of the characters of one paragraph."""

    text: XmlText
    start: int
    end: int


Passage = tuple[Stretch, ...]  # empty once it is gone


def passages(doc: Document, wanted: Sequence[tuple[Ends, str]]) -> list[Passage]:
    """Return where some passages stand, each by its ends, else by its words where they stand once.

    What is cut and pasted is written anew: only its words tell it, as in a damaged document.
    """
    texts = texts_in(doc)
    contents = [content_of(text) for text in texts]
    scroll = unrolled(doc.get_update())
    found: list[Passage] = []
    for ends, words in wanted:
        start, end = (locate(scroll, place) if scroll else None for place in ends)
        known = _cut(texts, contents, start, end) if start and end else ()
        found.append(known or _again(texts, contents, words))
    return found


def find(stretch: Stretch, words: str) -> Passage:
    """Return where some words first stand in a paragraph, whatever the kind of their spaces."""
    content, words = (SPACE.sub(" ", text) for text in (content_of(stretch.text), words))
    at = content.find(words, stretch.start, stretch.end)
    return (Stretch(stretch.text, at, at + len(words)),) if words and at >= 0 else ()


def words_of(passage: Passage) -> str:
    """Return the words of a passage, a line for each paragraph."""
    return "\n".join(content_of(text)[start:end] for text, start, end in passage)


def ends_of(doc: Document, passage: Passage) -> Ends:
    """Return by what a passage will be found again."""
    scroll, texts = unroll(doc.get_update()), texts_in(doc)
    (first, start, _), (last, _, end) = passage[0], passage[-1]
    return (
        position_at(scroll, Place(texts.index(first), start), AFTER),
        position_at(scroll, Place(texts.index(last), end), BEFORE),
    )


def paragraphs(doc: Document) -> list[Stretch]:
    """Return the paragraphs of a document that say something."""
    found = [Stretch(text, 0, len(content_of(text))) for text in texts_in(doc)]
    return [one for one in found if words_of((one,)).strip()]


def _cut(texts: Sequence[XmlText], contents: Sequence[str], start: Place, end: Place) -> Passage:
    found = (
        Stretch(
            texts[node],
            start.at if node == start.node else 0,
            end.at if node == end.node else len(contents[node]),
        )
        for node in range(start.node, end.node + 1)
    )
    return tuple(stretch for stretch in found if stretch.start < stretch.end)


def _again(texts: Sequence[XmlText], contents: Sequence[str], words: str) -> Passage:
    whole = "\n".join(contents)
    if len(words) < LONG_ENOUGH or whole.count(words) != 1:
        return ()
    at = whole.index(words)
    return _cut(texts, contents, _place(contents, at), _place(contents, at + len(words)))


def _place(contents: Sequence[str], at: int) -> Place:
    for node, content in enumerate(contents):
        if at <= len(content):
            return Place(node, at)
        at -= len(content) + 1
    raise IndexError(at)
