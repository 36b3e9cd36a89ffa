"""What one reader may find: documents scored and counted among those they may see, and no others.

Sets of documents are whole numbers, one bit a document: counting a facet is one `and`.
"""

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log
from typing import NamedTuple

from workspace.core.index import Reader

# BM25, with the constants that nearly everybody keeps.
SATURATION, LENGTH = 1.2, 0.75
# What a word counts in each field: its family anywhere; the very form typed; the subject, since a
# case is named for what it is about; two words side by side.
WEIGHTS = {"all": 1.0, "exact": 0.5, "title": 0.6, "bi": 0.3}
MOST_POSTINGS = 1_500_000  # kept for each kind of reader: eight bytes each

Scores = dict[int, float]


class Impacts(NamedTuple):
    """What a term adds to the score of each document that has it."""

    documents: "array[int]"
    weights: "array[float]"


@dataclass(frozen=True)
class Asked:
    """A term to look up, and what it counts."""

    field: str
    term: str
    weight: float = 1.0


NOTHING = Impacts(array("I"), array("f"))


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
        self._kept: OrderedDict[tuple[str, str], Impacts] = OrderedDict()
        self._held = 0
        self._facets: dict[str, int] | None = None

    def impacts(self, field: str, term: str) -> Impacts:
        """Return the visible documents that have a term, with what it adds to their scores."""
        found = self._kept.get((field, term))
        if found is not None:
            self._kept.move_to_end((field, term))
            return found
        found = self._weighed(field, term)
        self._kept[field, term] = found
        self._held += len(found.documents) + 1
        while self._held > MOST_POSTINGS:
            _, dropped = self._kept.popitem(last=False)
            self._held -= len(dropped.documents) + 1
        return found

    def count(self, field: str, term: str) -> int:
        """Return how many visible documents have a term."""
        return len(self.impacts(field, term).documents)

    def having(self, field: str, term: str) -> int:
        """Return the visible documents that have a term, as a set."""
        return bits(self.impacts(field, term).documents, self._reader.size)

    def scores(self, groups: Iterable[Sequence[Asked]]) -> Scores:
        """Return the score of each document; of the terms of a group, the best one counts."""
        total: Scores = {}
        for group in groups:
            found = self._of(group[0]) if len(group) == 1 else self._best(group)
            for document, weight in found:
                total[document] = total.get(document, 0.0) + weight
        return total

    def facets(self) -> Mapping[str, int]:
        """Return each facet with the visible documents filed under it, as a set."""
        if self._facets is None:
            self._facets = {
                term: found
                for term in self._reader.terms("facets")
                if (found := self.having("facets", term))
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

    def set_of(self, documents: Iterable[int]) -> int:
        """Return documents as a set."""
        return bits(documents, self._reader.size)

    def _of(self, asked: Asked) -> Iterator[tuple[int, float]]:
        found = self.impacts(asked.field, asked.term)
        if asked.weight == 1.0:
            return zip(found.documents, found.weights, strict=True)
        weight = asked.weight
        return ((n, w * weight) for n, w in zip(found.documents, found.weights, strict=True))

    def _best(self, group: Sequence[Asked]) -> Iterable[tuple[int, float]]:
        best: Scores = {}
        for asked in group:
            for document, weight in self._of(asked):
                if weight > best.get(document, 0.0):
                    best[document] = weight
        return best.items()

    def _weighed(self, field: str, term: str) -> Impacts:
        seen = self._flags
        found = [(n, often) for n, often in self._reader.postings(field, term) if seen[n]]
        if not found:
            return NOTHING
        rarity = log(1 + (self.total - len(found) + 0.5) / (len(found) + 0.5))
        worth = WEIGHTS.get(field, 1.0) * rarity * (SATURATION + 1)
        norms = self._norms_of(field) if field in WEIGHTS else ()
        if not norms:
            return Impacts(array("I", (n for n, _ in found)), array("f", bytes(4 * len(found))))
        return Impacts(
            array("I", (n for n, _ in found)),
            array("f", (worth * often / (often + norms[n]) for n, often in found)),
        )

    def _norms_of(self, field: str) -> "array[float]":
        if field not in self._norms:
            lengths, seen = self._reader.lengths(field), self._flags
            words = sum(length for length, is_seen in zip(lengths, seen, strict=False) if is_seen)
            share = LENGTH * self.total / (words or 1)
            base = 1 - LENGTH
            self._norms[field] = array("f", (SATURATION * (base + share * n) for n in lengths))
        return self._norms[field]


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
