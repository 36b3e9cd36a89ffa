"""The words that stand near a word that nobody wrote: one letter less, more, other or displaced."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
SHORTEST, LONGEST = 4, 20  # letters of a word that is looked at


def near(word: str, vocabulary: Sequence[str]) -> list[str]:
    """Return the words of a sorted vocabulary that are one slip of the hand away."""
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    return sorted({slip for slip in _slips(word) if _holds(vocabulary, slip)})


def beginning(prefix: str, vocabulary: Sequence[str], most: int) -> list[str]:
    """Return the first words of a sorted vocabulary that begin with a prefix."""
    start = bisect_left(vocabulary, prefix)
    found = vocabulary[start : start + most]
    return [word for word in found if word.startswith(prefix)]


def _slips(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in LETTERS:
            yield f"{before}{letter}{after}"
            yield f"{before}{letter}{after[1:]}"
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield f"{before}{after[1]}{after[0]}{after[2:]}"


def _holds(vocabulary: Sequence[str], word: str) -> bool:
    place = bisect_left(vocabulary, word)
    return place < len(vocabulary) and vocabulary[place] == word
