"""What was drawn or gathered, kept for as long as it would come out the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """What was made last, each by all that it depends on."""

    def __init__(self, most: int) -> None:
        """Keep so many of them."""
        self._most = most
        self._made: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept, else make it."""
        found = self._made.pop(key) if key in self._made else make()
        self._made[key] = found
        while len(self._made) > self._most:
            self._made.popitem(last=False)
        return found
