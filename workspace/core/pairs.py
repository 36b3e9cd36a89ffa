"""Which paragraph of a text became which of another: the same, or one that shares its words."""

from collections import Counter
from collections.abc import Sequence

from workspace.core.differences import changes
from workspace.core.prose import Block, Prose, tokens, written

ALIKE = 0.34  # of the words of two blocks, for one to be the other rewritten
MOST = 2500  # pairs of blocks that are compared in a moment

Pair = tuple[Block | None, Block | None]
Table = Sequence[Sequence[float]]


def pairs(old: Prose, new: Prose) -> list[Pair]:
    """Return each block with what became of it, in order; None where there is no other."""
    numbers: dict[Block, int] = {}
    before, after = (
        [str(numbers.setdefault(block, len(numbers))) for block in blocks] for blocks in (old, new)
    )
    found: list[Pair] = []
    at = begin = 0
    for change in changes(before, after):
        found += zip(old[at : change.start], new[begin : change.begin], strict=True)
        found += _closest(old[change.start : change.end], new[change.begin : change.stop])
        at, begin = change.end, change.stop
    return [*found, *zip(old[at:], new[begin:], strict=True)]


def _closest(old: Prose, new: Prose) -> list[Pair]:
    if len(old) == len(new) == 1 and old[0].kind is new[0].kind:
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


def _walk(old: Prose, new: Prose, likeness: Table, best: Table) -> list[Pair]:
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


def _apart(old: Prose, new: Prose) -> list[Pair]:
    return [*((block, None) for block in old), *((None, block) for block in new)]


def _likenesses(old: Prose, new: Prose) -> list[list[float]]:
    others = [_words(block) for block in new]
    return [
        [
            _share(words, mine) if before.kind is after.kind else 0.0
            for after, mine in zip(new, others, strict=True)
        ]
        for before, words in ((block, _words(block)) for block in old)
    ]


def _share(words: Counter[str], others: Counter[str]) -> float:
    share = 2 * (words & others).total() / (words.total() + others.total())
    return share if share >= ALIKE else 0.0


def _words(block: Block) -> Counter[str]:
    seen = (token.text for part in written([block]) for token in tokens(part.spans))
    return Counter(text for text in seen if not text.isspace())
