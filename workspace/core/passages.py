"""The passages of a text that answer a question, their words marked; one look at each word."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workspace.core import french

END = re.compile(r"(?<=[.!?…])\s+|\n+")
CUT = "[…]"
LONGEST = 280  # characters of a passage
BEFORE = 60  # characters kept before the first word found, in a sentence that is too long


class Part(NamedTuple):
    """A piece of text, found or not."""

    text: str
    is_found: bool


class Place(NamedTuple):
    """Where a word that was asked stands, and its family."""

    start: int
    end: int
    stem: str


@dataclass(frozen=True)
class Read:
    """A text, and where the words that were asked stand in it."""

    text: str
    places: Sequence[Place]


class _Sentence(NamedTuple):
    read: Read
    start: int
    end: int
    places: Sequence[Place]


def read(text: str, stems: Collection[str]) -> Read:
    """Look for the words that were asked in a text."""
    whole = french.composed(text)
    return Read(whole, list(_places(whole, stems)) if stems else ())


def marked(found: Read) -> list[Part]:
    """Return a whole text in pieces, the words that were asked apart."""
    return _parts(found.text, 0, len(found.text), found.places)


def passage(texts: Sequence[Read], most: int = 2) -> list[Part]:
    """Return the sentences that have the most of the words that were asked, in their order."""
    chosen = _chosen(texts, most) or [next(_sentences(one), None) for one in texts if one.text][:1]
    parts = list[Part]()
    for sentence in filter(None, chosen):
        if parts:
            parts.append(Part(f" {CUT} ", is_found=False))
        parts += _shortened(sentence)
    return parts


def form_of(texts: Sequence[str], plain: str) -> str:
    """Return a word as the texts spell it, accents included."""
    for text in texts:
        for found in french.WORD.findall(french.composed(text)):
            word = french.analysed(found.lower())
            if word and word.plain == plain:
                return str(found).lower()
    return plain


def _places(whole: str, stems: Collection[str]) -> Iterator[Place]:
    analysed = french.analysed
    for match in french.WORD.finditer(whole):
        word = analysed(match.group().lower())
        if word is not None and word.stem in stems:
            yield Place(match.start(), match.end(), word.stem)


def _sentences(found: Read) -> Iterator[_Sentence]:
    start = 0
    for stop in (*(match.span() for match in END.finditer(found.text)), (len(found.text),) * 2):
        if found.text[start : stop[0]].strip():
            first, last = (bisect_left(found.places, (at,)) for at in (start, stop[0]))
            yield _Sentence(found, start, stop[0], found.places[first:last])
        start = stop[1]


def _chosen(texts: Sequence[Read], most: int) -> list[_Sentence | None]:
    # Each one for what the ones before it do not say yet.
    sentences = [one for text in texts if text.places for one in _sentences(text) if one.places]
    said, chosen = set[str](), set[int]()
    for _ in range(min(most, len(sentences))):
        news = [len({place.stem for place in one.places} - said) for one in sentences]
        if not max(news):
            break
        best = news.index(max(news))
        chosen.add(best)
        said |= {place.stem for place in sentences[best].places}
    return [sentences[place] for place in sorted(chosen)]


def _shortened(sentence: _Sentence) -> list[Part]:
    text, start, end = sentence.read.text, sentence.start, sentence.end
    if end - start > LONGEST:
        first = sentence.places[0].start if sentence.places else start
        start = max(start, text.rfind(" ", start, max(start, first - BEFORE)) + 1)
        stop = text.rfind(" ", start, start + LONGEST)
        end = min(end, stop if stop > start else start + LONGEST)
    parts = _parts(text, start, end, [one for one in sentence.places if start <= one.start < end])
    before = [Part(f"{CUT} ", is_found=False)] if start > sentence.start else []
    after = [Part(f" {CUT}", is_found=False)] if end < sentence.end else []
    return [*before, *parts, *after]


def _parts(text: str, start: int, end: int, places: Sequence[Place]) -> list[Part]:
    parts = list[Part]()
    for place in places:
        if place.start > start:
            parts.append(Part(text[start : place.start], is_found=False))
        parts.append(Part(text[place.start : min(place.end, end)], is_found=True))
        start = place.end
    return [*parts, Part(text[start:end], is_found=False)] if start < end else parts
