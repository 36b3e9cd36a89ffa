"""How often somebody may ask for what costs: so many times a second, and a burst now and then."""

from collections import OrderedDict
from time import monotonic

MOST = 10_000  # people or addresses that are remembered in each process


class Pace:
    """A bucket of tokens for each key, filled again at a steady rate."""

    def __init__(self, *, rate: float, burst: float) -> None:
        """Allow so many times a second, and so many at once."""
        self._rate, self._burst = rate, burst
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Take a token, if there is one."""
        now = monotonic()
        tokens, since = self._buckets.pop(key, (self._burst, now))
        tokens = min(self._burst, tokens + (now - since) * self._rate)
        is_allowed = tokens >= 1
        self._buckets[key] = (tokens - is_allowed, now)
        if len(self._buckets) > MOST:
            self._buckets.popitem(last=False)
        return is_allowed
