"""Which line of a text became which of another: the same, or one that shares its words."""

from collections import Counter
from collections.abc import Sequence

from workspace.core.differences import changes
from workspace.core.lines import Line
from workspace.core.prose import tokens

ALIKE = 0.34  # of the words of two lines, for one to be the other rewritten
MOST = 2500  # pairs of lines that are compared in a moment

Lines = Sequence[Line]
Pair = tuple[Line | None, Line | None]
Table = Sequence[Sequence[float]]


def pairs(old: Lines, new: Lines) -> list[Pair]:
    """Return each line with what became of it, in order; None where there is no other."""
    numbers: dict[Line, int] = {}
    before, after = (
        [str(numbers.setdefault(line, len(numbers))) for line in lines] for lines in (old, new)
    )
    found: list[Pair] = []
    at = begin = 0
    for change in changes(before, after):
        found += zip(old[at : change.start], new[begin : change.begin], strict=True)
        found += _closest(old[change.start : change.end], new[change.begin : change.stop])
        at, begin = change.end, change.stop
    return [*found, *zip(old[at:], new[begin:], strict=True)]


def _closest(old: Lines, new: Lines) -> list[Pair]:
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    if len(old) * len(new) > MOST:
        return _apart(old, new)
    likeness = _likenesses(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for n in reversed(range(len(old))):
        for m in reversed(range(len(new))):
            together = likeness[n][m] and likeness[n][m] + best[n + 1][m + 1]
            best[n][m] = max(together, best[n + 1][m], best[n][m + 1])
    return _walk(old, new, likeness, best)


def _walk(old: Lines, new: Lines, likeness: Table, best: Table) -> list[Pair]:
    found: list[Pair] = []
    n = m = 0
    while n < len(old) and m < len(new):
        if likeness[n][m] and best[n][m] == likeness[n][m] + best[n + 1][m + 1]:
            found.append((old[n], new[m]))
            n, m = n + 1, m + 1
        elif best[n][m] == best[n + 1][m]:
            found.append((old[n], None))
            n += 1
        else:
            found.append((None, new[m]))
            m += 1
    return found + _apart(old[n:], new[m:])


def _apart(old: Lines, new: Lines) -> list[Pair]:
    return [*((line, None) for line in old), *((None, line) for line in new)]


def _likenesses(old: Lines, new: Lines) -> list[list[float]]:
    others = [_words(line) for line in new]
    return [[_share(words, mine) for mine in others] for words in map(_words, old)]


def _share(words: Counter[str], others: Counter[str]) -> float:
    share = 2 * (words & others).total() / (words.total() + others.total())
    return share if share >= ALIKE else 0.0


def _words(line: Line) -> Counter[str]:
    return Counter(token.text for token in tokens(line.spans) if not token.text.isspace())
