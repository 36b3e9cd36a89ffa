"""What an update builds on: before a document is given it, one knows that it fits there.

Letters stand in texts and stay whole, nodes in nodes and not too deep, values are of nodes. pycrdt
takes anything anywhere, is brought down by some of it, and every page would be too.
"""

from collections.abc import Mapping
from contextlib import suppress
from weakref import WeakKeyDictionary

from workspace.core.items import Items
from workspace.core.lib0 import Unreadable
from workspace.core.lines import is_attribute
from workspace.core.strokes import DEEPEST, Strokes, state_of
from workspace.core.structs import ANY, DELETED, EVERY, STRING, TYPE, Struct, halves
from workspace.core.structs import read as structs_of
from workspace.core.weave import Document

PATIENCE = 50_000  # neighbours looked at, to place what one update holds


class Ground(Items):
    """What a document holds, where nothing is put that does not fit."""

    def check(self, struct: Struct, left: Struct | None, right: Struct | None) -> None:
        """Refuse what does not fit."""
        if left and right and _is_apart(struct, left, right):
            raise Unreadable("stands in two things at once")
        holder = struct.holder
        if holder is None:  # nobody will ever see it
            return
        if not _fits(struct, holder) or (struct.kind == TYPE and _depth(holder) >= DEEPEST):
            raise Unreadable("does not fit in what it stands in")
        if struct.key is not None and right:
            raise Unreadable("a value that comes before another")
        if struct.kind == ANY and not all(
            is_attribute(struct.key or "", one) for one in struct.content
        ):
            raise Unreadable("a value of something else")

    def cut(self, struct: Struct, at: int) -> Struct:
        """Cut between two characters only."""
        if struct.kind == STRING and "".join(halves(struct.content, at)) != struct.content:
            raise Unreadable("cuts a character in two")
        return super().cut(struct, at)


_grounds: WeakKeyDictionary[Document, Ground] = WeakKeyDictionary()


def admit(doc: Document, strokes: Strokes, known: Mapping[int, int]) -> bool:
    """Make sure that an update fits in a document, which is given it right after.

    `known` is what the document knows of each client. Unreadable tells that the update does not
    fit, or that pycrdt would take long to find where it belongs. Returns whether others had
    written at the same place: a forged update may then stand elsewhere each time it is read.
    """
    ground = _grounds.pop(doc, None) or Ground()
    if ground.ends != known:
        ground.merge(structs_of(doc.get_update(state_of(ground.ends)), EVERY))
    ground.merge(strokes.update, PATIENCE)
    _grounds[doc] = ground
    return ground.is_contested


def note(doc: Document, update: bytes) -> None:
    """Take note of an update that a document was given without being asked whether it fits."""
    ground = _grounds.pop(doc, None)
    if ground:
        with suppress(Unreadable):  # then all of the document is looked at again
            ground.merge(structs_of(update, EVERY), PATIENCE)
            _grounds[doc] = ground


def _is_apart(struct: Struct, left: Struct, right: Struct) -> bool:
    # Of what is gone, one side may be known to be gone and the other not yet.
    if left.holder is right.holder:
        return False
    holder = left.holder or right.holder
    return struct.holder is not None or holder is None or not holder.deleted


def _fits(struct: Struct, holder: Struct) -> bool:
    if struct.kind == DELETED:
        return True
    if struct.kind == ANY or struct.key is not None:
        return struct.kind == ANY and struct.key is not None and bool(holder.content)
    return bool(holder.content) is (struct.kind == TYPE)


def _depth(holder: Struct) -> int:
    # How many nodes one lies in, the document not counted.
    depth = 0
    above = holder.holder
    while above:
        depth += 1
        above = above.holder
    return depth
