"""What an update builds on: before a document is given it, one knows that it fits there.

Letters stand in texts, nodes in nodes and not too deep, values are of nodes. pycrdt takes anything
anywhere, is brought down by some of it, and every page would be too.
"""

from bisect import bisect
from typing import NamedTuple
from weakref import WeakKeyDictionary

from workspace.core.items import Items
from workspace.core.lib0 import Unreadable
from workspace.core.order import Ends, in_order
from workspace.core.strokes import DEEPEST, Strokes, clocks, state_of
from workspace.core.structs import (
    ANY,
    DELETED,
    FORMAT,
    GC,
    STRING,
    TYPE,
    Id,
    Struct,
    Update,
)
from workspace.core.structs import read as structs_of
from workspace.core.weave import Document

EVERY = 1_000_000  # structs of a whole document
FEW = 20  # places that an update may leap to without a look at all that is between
PATIENCE = 50_000  # neighbours looked at, to place what an update holds

# In what something stands. Of a node, also which: a text, which holds letters, or one that holds
# nodes.
NOWHERE, LETTERS, VALUE, PART, TEXT, NODE = range(6)


class Standing(NamedTuple):
    """In what something stands, and how deep."""

    kind: int
    depth: int = 0


GONE = Standing(NOWHERE)
LETTER = Standing(LETTERS)
HELD = Standing(VALUE)
WHOLE = Standing(NODE)
FITTING = {STRING: LETTERS, FORMAT: LETTERS, ANY: VALUE, TYPE: PART}


class Ground:
    """Of all that a document knows, in what it stands: for each client, where that changes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.ends: Ends = {}
        self._starts: dict[int, list[int]] = {}
        self._standings: dict[int, list[Standing]] = {}

    def add(self, update: Update) -> None:
        """Take note of what an update adds; Unreadable when it does not fit."""
        for struct in in_order(update, self.ends):
            standing = self._standing(struct)
            starts = self._starts.setdefault(struct.client, [])
            known = self._standings.setdefault(struct.client, [])
            if not known or known[-1] != standing:
                starts.append(struct.clock)
                known.append(standing)

    def _at(self, place: Id) -> Standing:
        client, clock = place
        return self._standings[client][bisect(self._starts[client], clock) - 1]

    def _standing(self, struct: Struct) -> Standing:
        left = self._at(struct.origin) if struct.origin else None
        right = self._at(struct.right) if struct.right else None
        if struct.kind == GC or GONE in {left, right}:
            return GONE
        found = _beside(left or right) if left or right else self._within(struct)
        if left and right and _beside(right) != found:
            raise Unreadable("stands in two things at once")
        return _fitting(struct, found)

    def _within(self, struct: Struct) -> Standing:
        # What nothing stands beside tells in what it stands.
        parent = self._at(struct.parent) if isinstance(struct.parent, tuple) else WHOLE
        if parent.kind in {NOWHERE, PART}:
            return GONE
        if struct.key is not None and parent.kind == NODE and parent != WHOLE:
            return HELD
        if struct.key is not None or parent.kind not in {TEXT, NODE}:
            raise Unreadable("stands in what holds nothing")
        return LETTER if parent.kind == TEXT else Standing(PART, parent.depth + 1)


_grounds: WeakKeyDictionary[Document, Ground] = WeakKeyDictionary()


def admit(doc: Document, update: bytes, strokes: Strokes) -> None:
    """Make sure that an update fits in a document, which is given it right after.

    Unreadable tells that it does not, or that pycrdt would take long to find where it belongs.
    """
    ground = _grounds.pop(doc, None) or Ground()
    if ground.ends != clocks(doc.get_state()):
        ground.add(structs_of(doc.get_update(state_of(ground.ends)), EVERY))
    ground.add(strokes.update)
    if strokes.leaps > FEW:
        items = Items()
        items.merge(structs_of(doc.get_update(), EVERY))
        items.merge(structs_of(update), PATIENCE)
    _grounds[doc] = ground


def _beside(other: Standing | None) -> Standing:
    if other is None:
        return GONE
    return Standing(PART, other.depth) if other.kind in {TEXT, NODE} else other


def _fitting(struct: Struct, found: Standing) -> Standing:
    # How it stands there, or that it cannot.
    if struct.kind == DELETED or found == GONE:
        return found
    if found.kind != FITTING[struct.kind] or found.depth > DEEPEST:
        raise Unreadable("does not fit")
    if struct.kind == TYPE:
        return Standing(NODE if struct.content else TEXT, found.depth)
    return found
