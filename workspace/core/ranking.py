"""What one reader may find: documents scored and counted among those they may see, and no others.

Sets of documents are whole numbers, one bit a document: counting a facet is one `and`.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from math import log
from typing import NamedTuple

from workspace.core.french import Word
from workspace.core.index import GAP, Reader

# BM25, with the constants that nearly everybody keeps.
SATURATION, LENGTH = 1.2, 0.75
# What a word counts in each field: its family anywhere; the very form typed; the subject, since a
# case is named for what it is about; two words side by side.
WEIGHTS = {"all": 1.0, "exact": 0.5, "title": 0.6, "bi": 0.3}
MOST_POSTINGS = 1_500_000  # kept for each kind of reader: eight bytes each

Scores = dict[int, float]


class Impacts(NamedTuple):
    """What a term or a word adds to the score of each document that has it."""

    documents: "array[int]"
    weights: "array[float]"
    all: int  # the documents as a set


NOTHING = Impacts(array("I"), array("f"), 0)


class View:
    """The documents that one kind of reader may see; used by one thread at a time."""

    def __init__(self, reader: Reader, tokens: Iterable[str]) -> None:
        """See the documents that carry one of these tokens."""
        self._reader = reader
        self.visible = 0
        for token in sorted(tokens):
            self.visible |= bits((n for n, _ in reader.postings("seen", token)), reader.size)
        self.total = self.visible.bit_count()
        self._flags = flags(self.visible, reader.size)
        self._norms: dict[str, array[float]] = {}
        self._kept: OrderedDict[tuple[str, ...], Impacts] = OrderedDict()
        self._held = 0
        self._facets: dict[str, int] | None = None

    def word(self, word: Word) -> Impacts:
        """Return the visible documents that have a word or one of its family."""
        return self._keep(("word", *word), lambda: self._whole(word))

    def term(self, field: str, term: str) -> Impacts:
        """Return the visible documents that have a term in a field."""
        return self._keep((field, term), lambda: self._weighed(field, term))

    def pair(self, one: Word, other: Word) -> Impacts:
        """Return the visible documents where two words stand side by side."""
        return self.term("bi", one.stem + GAP + other.stem)

    def facets(self) -> Mapping[str, int]:
        """Return each facet with the visible documents filed under it, as a set."""
        if self._facets is None:
            self._facets = {
                term: found
                for term in self._reader.terms("facets")
                if (found := self.term("facets", term).all)
            }
        return self._facets

    def best(self, scores: Scores, among: int, number: int) -> list[tuple[int, float]]:
        """Return the documents with the best scores among some; of equals, the newest first."""
        kept = flags(among, self._reader.size)
        found = ((score, document) for document, score in scores.items() if kept[document])
        return [(document, score) for score, document in nlargest(number, found)]

    def newest(self, among: int, number: int) -> list[int]:
        """Return documents without a question: the last written first."""
        kept = flags(among, self._reader.size)
        found = (document for document in range(self._reader.size - 1, -1, -1) if kept[document])
        return [document for document, _ in zip(found, range(number), strict=False)]

    def ids(self, documents: Iterable[int]) -> list[str]:
        """Return the ids of documents."""
        return self._reader.ids(documents)

    def _keep(self, key: tuple[str, ...], look_up: Callable[[], Impacts]) -> Impacts:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        found = self._kept[key] = look_up()
        self._held += len(found.documents) + 1
        while self._held > MOST_POSTINGS:
            _, dropped = self._kept.popitem(last=False)
            self._held -= len(dropped.documents) + 1
        return found

    def _whole(self, word: Word) -> Impacts:
        # The very form and the title add to what the family weighs.
        family = self._weighed("all", word.stem)
        scores = dict(zip(family.documents, family.weights, strict=True))
        for field, term in (("exact", word.plain), ("title", word.stem)):
            found = self._weighed(field, term)
            for document, weight in zip(found.documents, found.weights, strict=True):
                scores[document] = scores.get(document, 0.0) + weight
        weights = array("f", scores.values())
        return Impacts(array("I", scores), weights, bits(scores, self._reader.size))

    def _weighed(self, field: str, term: str) -> Impacts:
        seen = self._flags
        found = [(n, often) for n, often in self._reader.postings(field, term) if seen[n]]
        if not found:
            return NOTHING
        documents = array("I", (n for n, _ in found))
        all_ = bits(documents, self._reader.size)
        rarity = log(1 + (self.total - len(found) + 0.5) / (len(found) + 0.5))
        worth = WEIGHTS.get(field, 1.0) * rarity * (SATURATION + 1)
        norms = self._norms_of(field) if field in WEIGHTS else ()
        if not norms:
            return Impacts(documents, array("f", bytes(4 * len(found))), all_)
        weights = array("f", (worth * often / (often + norms[n]) for n, often in found))
        return Impacts(documents, weights, all_)

    def _norms_of(self, field: str) -> "array[float]":
        if field not in self._norms:
            lengths, seen = self._reader.lengths(field), self._flags
            words = sum(length for length, is_seen in zip(lengths, seen, strict=False) if is_seen)
            share = LENGTH * self.total / (words or 1)
            base = 1 - LENGTH
            self._norms[field] = array("f", (SATURATION * (base + share * n) for n in lengths))
        return self._norms[field]


def scores(slots: Iterable[Sequence[Impacts]]) -> Scores:
    """Return the score of each document; of what may stand in one slot, the best counts."""
    total: Scores = {}
    known = total.get
    for slot in slots:
        found = _best(slot) if len(slot) > 1 else zip(slot[0].documents, slot[0].weights)  # noqa: B905 (as long)
        for document, weight in found:
            total[document] = known(document, 0.0) + weight
    return total


def _best(slot: Sequence[Impacts]) -> Iterable[tuple[int, float]]:
    best: Scores = {}
    for found in slot:
        for document, weight in zip(found.documents, found.weights, strict=True):
            if weight > best.get(document, 0.0):
                best[document] = weight
    return best.items()


def bits(documents: Iterable[int], size: int) -> int:
    """Return documents as a set."""
    row = bytearray(size // 8 + 1)
    for document in documents:
        row[document >> 3] |= 1 << (document & 7)
    return int.from_bytes(row, "little")


def flags(documents: int, size: int) -> bytes:
    """Return for each document whether it is in a set."""
    row = bytearray(size + 8)
    for place, byte in enumerate(documents.to_bytes(size // 8 + 1, "little")):
        if byte:
            row[8 * place : 8 * place + 8] = EIGHT[byte]
    return bytes(row)


EIGHT = [bytes(byte >> place & 1 for place in range(8)) for byte in range(256)]
