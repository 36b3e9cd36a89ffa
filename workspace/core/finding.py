"""Answering a question from what its reader may see."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from operator import and_, or_

from workspace.core import french, neighbours
from workspace.core.french import Word
from workspace.core.grammar import Query
from workspace.core.ranking import Impacts, Scores, View, scores

MOST_ENDINGS = 200  # words that are looked at to complete a beginning
ENDINGS = 12  # of which the most frequent are taken
NEIGHBOURS = 2
SHORTEST_TYPED = 3
SIGN = "="  # between a facet and its code

Vocabulary = Callable[[], Sequence[str]]
Slot = list[Word]  # the words that may stand for one that was asked
Facets = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Question:
    """What is asked, under which facets, and which part of the answer."""

    query: Query
    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    titled: Sequence[Word] = ()
    start: int = 0
    number: int = 10
    as_typed: bool = False  # words that nobody wrote are left as they are


@dataclass(frozen=True)
class Reading:
    """A word that nobody wrote, and the words that were looked up in its place."""

    typed: str
    read: tuple[str, ...]
    is_beginning: bool


@dataclass(frozen=True)
class Answer:
    """What was found: how many, how many with every word, the best, and how many by facet."""

    total: int = 0
    whole: int = 0
    hits: Sequence[tuple[str, float]] = ()
    facets: Facets = field(default_factory=dict)
    readings: Sequence[Reading] = ()
    words: Sequence[Slot] = ()


def answer(view: View, vocabulary: Vocabulary, question: Question) -> Answer:
    """Find, count and rank the documents that answer a question."""
    if question.query.says_nothing:
        return Answer()
    words, readings = _read(view, vocabulary, question)
    slots = [[view.word(word) for word in slot] for slot in words if slot]
    pairs = [[view.pair(one[0], other[0])] for one, other in pairwise(words) if one and other]
    found = _required(view, question) & (_any(slots) if words else view.visible)
    among = _filed(view, found, question)
    best = _best(view, scores([*slots, *pairs]), among, question, asks_words=bool(words))
    ids = view.ids(document for document, _ in best)
    return Answer(
        total=among.bit_count(),
        whole=(among & _every(slots, view.visible)).bit_count() if all(words) else 0,
        hits=[(id_, round(score, 4)) for id_, (_, score) in zip(ids, best, strict=True)],
        facets=_facets(view, found, question),
        readings=readings,
        words=words,
    )


def _read(
    view: View, vocabulary: Vocabulary, question: Question
) -> tuple[list[Slot], list[Reading]]:
    query, slots, readings = question.query, list[Slot](), list[Reading]()
    for word in query.words:
        is_typed = query.is_typing and word is query.words[-1]
        reading = None
        if not (question.as_typed or _is_known(view, word)):
            reading = _reading(view, vocabulary, word, is_typed=is_typed)
        if reading:
            readings.append(reading)
        slots.append(_slot(reading.read) if reading else [word])
    slots += [_slot(_endings(view, vocabulary, start)) for start in query.beginnings]
    slots += [[word] for phrase in query.phrases for word in phrase]
    slots += [[word] for word in question.titled]
    return slots, readings


def _reading(view: View, vocabulary: Vocabulary, word: Word, *, is_typed: bool) -> Reading | None:
    near = _frequent(view, neighbours.near(word.plain, vocabulary()), NEIGHBOURS)
    is_started = is_typed and len(word.plain) >= SHORTEST_TYPED
    endings = _endings(view, vocabulary, word.plain) if is_started else ()
    found = tuple(dict.fromkeys(endings + near))
    return Reading(word.plain, found, is_beginning=bool(endings)) if found else None


def _endings(view: View, vocabulary: Vocabulary, start: str) -> tuple[str, ...]:
    found = neighbours.beginning(start, vocabulary(), MOST_ENDINGS)
    return _frequent(view, found, ENDINGS)


def _frequent(view: View, words: Sequence[str], most: int) -> tuple[str, ...]:
    # What nobody who asks may see is not known to exist.
    counted = [(len(view.term("exact", word).documents), word) for word in words]
    seen = sorted((-count, word) for count, word in counted if count)
    return tuple(word for _, word in seen[:most])


def _is_known(view: View, word: Word) -> bool:
    return bool(view.word(word).all)


def _slot(plain: Sequence[str]) -> Slot:
    return [Word(word, french.stem(word)) for word in plain]


def _required(view: View, question: Question) -> int:
    needed = [view.term("title", word.stem).all for word in question.titled]
    for phrase in question.query.phrases:
        needed += [view.pair(one, other).all for one, other in pairwise(phrase)]
        if len(phrase) == 1:
            needed.append(view.term("exact", phrase[0].plain).all)
    return reduce(and_, needed, view.visible)


def _any(slots: Sequence[Sequence[Impacts]]) -> int:
    return reduce(or_, (found.all for slot in slots for found in slot), 0)


def _every(slots: Sequence[Sequence[Impacts]], visible: int) -> int:
    return reduce(and_, (_any([slot]) for slot in slots), visible)


def _filed(view: View, found: int, question: Question, *, but: str = "") -> int:
    facets = view.facets()
    for name, codes in question.chosen.items():
        if codes and name != but:
            found &= reduce(or_, (facets.get(f"{name}{SIGN}{code}", 0) for code in codes), 0)
    return found


def _facets(view: View, found: int, question: Question) -> Facets:
    # What is chosen in a facet does not hide what else could be chosen there.
    counted: Facets = {}
    among: dict[str, int] = {}
    for token, documents in view.facets().items():
        name, _, code = token.partition(SIGN)
        if name not in among:
            among[name] = _filed(view, found, question, but=name)
        count = (among[name] & documents).bit_count()
        if count or code in question.chosen.get(name, ()):
            counted.setdefault(name, {})[code] = count
    return counted


def _best(
    view: View, scored: Scores, among: int, question: Question, *, asks_words: bool
) -> Sequence[tuple[int, float]]:
    end = question.start + question.number
    if asks_words:
        return view.best(scored, among, end)[question.start :]
    return [(document, 0.0) for document in view.newest(among, end)[question.start :]]
