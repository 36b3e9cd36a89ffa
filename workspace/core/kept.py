"""Parts of pages that are kept for as long as they would be drawn the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from markupsafe import Markup


class Kept:
    """The parts drawn last, each by all that it depends on."""

    def __init__(self, most: int) -> None:
        """Keep so many of them."""
        self._most = most
        self._parts: OrderedDict[Hashable, Markup] = OrderedDict()

    def get(self, key: Hashable, draw: Callable[[], Markup]) -> Markup:
        """Return the part that is kept, else draw it."""
        part = self._parts.pop(key, None) or draw()
        self._parts[key] = part
        while len(self._parts) > self._most:
            self._parts.popitem(last=False)
        return part
