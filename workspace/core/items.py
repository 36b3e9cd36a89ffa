"""The structs of a document in the order in which they stand, as Yjs puts them (YATA).

What was removed stays where it stood. Nothing here is written by pycrdt: what an update would do
is known before it is done.
"""

from bisect import bisect

from workspace.core.lib0 import Unreadable
from workspace.core.order import Ends, in_order
from workspace.core.structs import DELETED, GC, ROOT, TYPE, Element, Id, Struct, Update

HOLDING = {TYPE, DELETED, GC}  # or held something once
PATIENCE = 300_000  # neighbours looked at, to place all that a document holds


class Items:
    """What a document holds."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.root = Struct(TYPE, 0, 0, 1, Element(ROOT))
        self.steps = 0  # neighbours looked at
        self.is_contested = False  # a place where others had written, unseen by whom came last
        self._structs: dict[int, list[Struct]] = {}
        self._clocks: dict[int, list[int]] = {}
        self.ends: Ends = {}

    def find(self, place: Id) -> Struct | None:
        """Return what holds a place, None when it is not known."""
        client, clock = place
        if clock >= self.ends.get(client, 0):
            return None
        return self._structs[client][bisect(self._clocks[client], clock) - 1]

    def merge(self, update: Update, patience: int = PATIENCE) -> None:
        """Put in its place what an update holds; Unreadable where that would take too long."""
        self.steps, self.is_contested = 0, False
        for struct in in_order(update, self.ends):
            self._place(struct)
            if self.steps > patience:
                raise Unreadable("too entangled")
        for client, ranges in update.deleted.items():
            for start, end in ranges:
                self._remove(client, start, end)

    def check(self, struct: Struct, left: Struct | None, right: Struct | None) -> None:
        """Have the last word before something is put in its place; here, everything may be."""

    def cut(self, struct: Struct, at: int) -> Struct:
        """Keep what comes before a length; return the rest."""
        return struct.cut(at)

    def _place(self, struct: Struct) -> None:
        # In this order, what ends on the left is not cut again.
        right = self._starting(struct.right) if struct.right else None
        left = self._ending(struct.origin) if struct.origin else None
        beside = left or right
        if struct.kind == GC or (left and not left.holder) or (right and not right.holder):
            pass  # what stands beside nothing is nothing
        elif beside:
            struct.holder, struct.key = beside.holder, beside.key
        else:
            struct.holder = self._holder(struct.parent)
        self.check(struct, left, right)
        if struct.holder and struct.key is None:
            self._link(struct, left, right, struct.holder)
        client = struct.client
        if client not in self._structs:
            self._structs[client], self._clocks[client] = [], []
        self._structs[client].append(struct)
        self._clocks[client].append(struct.clock)

    def _holder(self, parent: Id | str | None) -> Struct | None:
        found = self.find(parent) if isinstance(parent, tuple) else self.root
        if found and found.kind not in HOLDING:
            raise Unreadable("stands in what holds nothing")
        return found if found and found.kind == TYPE else None

    def _link(
        self, struct: Struct, left: Struct | None, right: Struct | None, holder: Struct
    ) -> None:
        following = left.after if left else holder.start
        if following is not right:
            left = self._after_whom(struct, left, following, right)
            following = left.after if left else holder.start
        struct.before, struct.after = left, following
        if left:
            left.after = struct
        else:
            holder.start = struct
        if following:
            following.before = struct

    def _after_whom(
        self, struct: Struct, left: Struct | None, other: Struct | None, right: Struct | None
    ) -> Struct | None:
        # Several wrote at the same place without having seen each other.
        self.is_contested = True
        passed: set[Struct] = set()
        undecided: set[Struct] = set()
        while other is not None and other is not right:
            self.steps += 1
            passed.add(other)
            undecided.add(other)
            comes_first = self._comes_first(other, struct, passed, undecided)
            if comes_first is None:
                break
            if comes_first:
                left = other
                undecided.clear()
            other = other.after
        return left

    def _comes_first(
        self, other: Struct, struct: Struct, passed: set[Struct], undecided: set[Struct]
    ) -> bool | None:
        # None where there is nothing left to decide.
        if other.origin == struct.origin:
            is_same = other.client >= struct.client and other.right == struct.right
            return None if is_same else other.client < struct.client
        source = self.find(other.origin) if other.origin else None
        return source not in undecided if source in passed else None

    def _ending(self, place: Id) -> Struct | None:
        found = self.find(place)
        if found and place[1] + 1 < found.clock + found.length:
            self._split(found, place[1] + 1)
        return found

    def _starting(self, place: Id) -> Struct | None:
        found = self.find(place)
        return self._split(found, place[1]) if found and found.clock < place[1] else found

    def _split(self, struct: Struct, clock: int) -> Struct:
        rest = self.cut(struct, clock - struct.clock)
        rest.holder, rest.key, rest.deleted = struct.holder, struct.key, struct.deleted
        if struct.holder and struct.key is None:
            rest.before, rest.after, struct.after = struct, struct.after, rest
            if rest.after:
                rest.after.before = rest
        at = bisect(self._clocks[struct.client], struct.clock)
        self._structs[struct.client].insert(at, rest)
        self._clocks[struct.client].insert(at, clock)
        return rest

    def _remove(self, client: int, start: int, end: int) -> None:
        end = min(end, self.ends.get(client, 0))
        struct = self._starting((client, start)) if start < end else None
        while struct and struct.clock < end:
            if struct.end > end:
                self._split(struct, end)
            struct.deleted = True
            struct = self.find((client, struct.end))
