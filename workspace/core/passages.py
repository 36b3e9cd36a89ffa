"""The passages of a text that answer a question, their words marked; one look at each word."""

import re
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


@dataclass(frozen=True)
class _Sentence:
    text: str
    place: int
    found: frozenset[str]
    first: int


def marked(text: str, stems: Collection[str]) -> list[Part]:
    """Return a whole text in pieces, the words that were asked apart."""
    whole, parts, end = french.composed(text), list[Part](), 0
    for start, stop, _ in _found(whole, stems):
        if start > end:
            parts.append(Part(whole[end:start], is_found=False))
        parts.append(Part(whole[start:stop], is_found=True))
        end = stop
    return [*parts, Part(whole[end:], is_found=False)] if end < len(whole) else parts


def passage(texts: Sequence[str], stems: Collection[str], most: int = 2) -> list[Part]:
    """Return the sentences that have the most of the words that were asked, in their order."""
    sentences = [s for place, text in enumerate(texts) for s in _sentences(text, place, stems)]
    if not sentences:
        return []
    chosen = _chosen(sentences, most) or sentences[:1]
    parts = list[Part]()
    for before, sentence in zip([None, *chosen], chosen, strict=False):
        if before is not None:
            parts.append(Part(f" {CUT} ", is_found=False))
        parts += marked(_shortened(sentence), stems)
    return parts


def has(text: str, stems: Collection[str]) -> bool:
    """Tell whether a text has one of the words that were asked."""
    return next(_found(french.composed(text), stems), None) is not None


def form_of(texts: Sequence[str], plain: str) -> str:
    """Return a word as the texts spell it, accents included."""
    for text in texts:
        for found in french.WORD.findall(french.composed(text)):
            word = french.analysed(found.lower())
            if word and word.plain == plain:
                return str(found).lower()
    return plain


def _found(whole: str, stems: Collection[str]) -> Iterator[tuple[int, int, str]]:
    analysed = french.analysed
    for match in french.WORD.finditer(whole) if stems else ():
        word = analysed(match.group().lower())
        if word is not None and word.stem in stems:
            yield match.start(), match.end(), word.stem


def _sentences(text: str, place: int, stems: Collection[str]) -> Iterator[_Sentence]:
    for sentence in END.split(french.composed(text).strip()):
        if sentence:
            found = list(_found(sentence, stems))
            first = found[0][0] if found else 0
            yield _Sentence(sentence, place, frozenset(stem for _, _, stem in found), first)


def _chosen(sentences: Sequence[_Sentence], most: int) -> list[_Sentence]:
    # Each one for what the ones before it do not say yet.
    chosen, said = list[_Sentence](), frozenset[str]()
    for _ in range(most):
        best = max(sentences, key=lambda sentence: len(sentence.found - said))
        if not best.found - said:
            break
        chosen.append(best)
        said |= best.found
    return sorted(chosen, key=sentences.index)


def _shortened(sentence: _Sentence) -> str:
    text = sentence.text
    if len(text) <= LONGEST:
        return text
    start = max(0, sentence.first - BEFORE)
    start = 0 if start == 0 else text.find(" ", start) + 1
    end = text.rfind(" ", start, start + LONGEST)
    end = end if end > start else start + LONGEST
    before = f"{CUT} " if start else ""
    after = f" {CUT}" if end < len(text) else ""
    return before + text[start:end] + after
