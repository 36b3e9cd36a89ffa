"""What changed between two texts, word by word."""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

# An elided article goes with its apostrophe, a compound with its hyphens and median dots.
LETTER = r"[\w\u0300-\u036f]"
JOINT = r"[-\u2010\u2011·]"
MARK = r"!-/:-@\[-\^`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2010-\u205e"
TOKEN = re.compile(
    rf"{LETTER}+(?:{JOINT}{LETTER}+)*[’']?"
    rf"|\s+|[{MARK}]|[^\w\s\u0300-\u036f{MARK}]+|."
)

ENDS = frozenset(".!?…")
LIGHT = 60_000  # pairs of equal tokens that are compared in a moment


class Kind(StrEnum):
    """What became of some words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Run(NamedTuple):
    """Some words that follow each other and share the same fate."""

    kind: Kind
    text: str


class Change(NamedTuple):
    """A place where a sequence became another: old[start:end] is now new[begin:stop]."""

    start: int
    end: int
    begin: int
    stop: int


def tokens(text: str) -> list[str]:
    """Cut a text into words, white space and marks; joined again they are the text."""
    return TOKEN.findall(text)


def words(text: str) -> int:
    """Count the words of a text."""
    return sum(token[0].isalnum() for token in tokens(text))


def weight(old: str, new: str) -> Counter[Kind]:
    """Count the words that were added and removed where a text became another."""
    before, after = old.splitlines(), new.splitlines()
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    ends = ("\n".join(lines[head : len(lines) - tail]) for lines in (before, after))
    found: Counter[Kind] = Counter()
    for run in compare(*ends):
        found[run.kind] += words(run.text)
    return found


def changes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Change]:
    """Return where a sequence of tokens became another, from the first place to the last."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    found = _changes(old, new) if _is_light(old, new) else _by_sentence(old, new)
    return [Change(*(place + head for place in change)) for change in found]


def compare(old: str, new: str) -> tuple[Run, ...]:
    """Tell how a text became another, in runs a person can read aloud.

    Words replaced side by side make one phrase removed and one added, with the space between.
    """
    before, after = tokens(old), tokens(new)
    runs: list[Run] = []
    at = 0
    for change in _phrases(changes(before, after), before):
        runs.append(Run(Kind.SAME, "".join(before[at : change.start])))
        runs.append(Run(Kind.REMOVED, "".join(before[change.start : change.end])))
        runs.append(Run(Kind.ADDED, "".join(after[change.begin : change.stop])))
        at = change.end
    runs.append(Run(Kind.SAME, "".join(before[at:])))
    return tuple(run for run in runs if run.text)


def _changes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Change]:
    matcher = SequenceMatcher(None, old, new)
    return [Change(*places) for kind, *places in matcher.get_opcodes() if kind != "equal"]


def _by_sentence(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Change]:
    # Long texts are aligned by sentences first; what repeats without end counts as replaced.
    before, after = _sentences(old), _sentences(new)
    starts, begins = _places(before), _places(after)
    whole = [Change(0, len(before), 0, len(after))]
    found: list[Change] = []
    for change in _changes(before, after) if _is_light(before, after) else whole:
        start, end = starts[change.start], starts[change.end]
        begin, stop = begins[change.begin], begins[change.stop]
        if _is_light(old[start:end], new[begin:stop]):
            inside = _changes(old[start:end], new[begin:stop])
            found += [
                Change(c.start + start, c.end + start, c.begin + begin, c.stop + begin)
                for c in inside
            ]
        else:
            found.append(Change(start, end, begin, stop))
    return found


def _is_light(old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
    # The matcher's work is the number of pairs of equal tokens, the most frequent left out.
    counts, limit = Counter(new), max(len(new) // 100 + 1, 200)
    pairs = sum(counts[token] for token in old if counts[token] <= limit)
    return pairs <= LIGHT


def _sentences(sequence: Sequence[Hashable]) -> list[tuple[Hashable, ...]]:
    found: list[list[Hashable]] = [[]]
    for token in sequence:
        found[-1].append(token)
        if token in ENDS or "\n" in str(token):
            found.append([])
    return [tuple(sentence) for sentence in found if sentence]


def _places(sentences: Sequence[Sequence[Hashable]]) -> list[int]:
    return list(accumulate((len(sentence) for sentence in sentences), initial=0))


def _phrases(found: list[Change], before: Sequence[str]) -> list[Change]:
    joined: list[Change] = []
    for change in found:
        last = joined[-1] if joined else None
        if last and _replaces(last) and _replaces(change) and _is_space(before, last, change):
            joined[-1] = Change(last.start, change.end, last.begin, change.stop)
        else:
            joined.append(change)
    return joined


def _replaces(change: Change) -> bool:
    return change.start < change.end and change.begin < change.stop


def _is_space(before: Sequence[str], last: Change, change: Change) -> bool:
    return all(token.isspace() for token in before[last.end : change.start])


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))
