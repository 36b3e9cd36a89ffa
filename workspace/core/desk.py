"""Documents that lie open in a process, each as it stood at a number, which its digest proves."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from math import inf

from workspace.core import ground, weave
from workspace.core.weave import Document

SPREAD = 20  # bytes of a document that a byte of an update may cost, at most


@dataclass(eq=False)
class Sheet:
    """A document that lies open, and what is known beside it.

    weight: how many bytes it takes, at most. size: how many characters and nodes it holds, at
    most. hands: to whom some client numbers belong. told: when people were told of as writing
    there; they may have been told of again since.
    """

    doc: Document
    number: int
    digest: str
    weight: float = inf
    size: float = inf
    hands: dict[int, int] = field(default_factory=dict)
    told: dict[int | None, datetime] = field(default_factory=dict)

    def follow(self, changes: Iterable[bytes], digest: str) -> bool:
        """Take what others wrote meanwhile; False where that does not make what the digest says."""
        taken = list(changes)
        *_, made = accumulate(taken, seal, initial=self.digest)
        if made != digest:
            return False
        for change in taken:
            self.doc.apply_update(change)
            ground.note(self.doc, change)
            self.grow(change)
        self.number, self.digest = self.number + len(taken), digest
        return True

    def grow(self, change: bytes) -> None:
        """Note that the document was given an update."""
        self.weight += SPREAD * len(change)
        self.size += len(change)

    def measure(self) -> None:
        """Find how much the document takes and holds."""
        self.weight, self.size = len(self.doc.get_update()), weave.size(self.doc)


class Desk:
    """The sheets that were used last."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._sheets: OrderedDict[int, Sheet] = OrderedDict()

    def take(self, key: int) -> Sheet | None:
        """Return a sheet, which nobody else holds until it is laid down."""
        return self._sheets.pop(key, None)

    def lay_down(self, key: int, sheet: Sheet, *, most: int) -> None:
        """Let others take a sheet, unless a later one lies there; keep only so many."""
        found = self._sheets.pop(key, sheet)
        self._sheets[key] = found if found.number > sheet.number else sheet
        while len(self._sheets) > most:
            self._sheets.popitem(last=False)

    def clear(self) -> None:
        """Forget all of them."""
        self._sheets.clear()


def seal(digest: str, change: bytes) -> str:
    """Return the digest of a document after an update."""
    return hashlib.sha256(digest.encode() + change).hexdigest()
