"""Long computations, done aside so that the other requests of the process go on."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import gevent  # type: ignore[import-untyped]  # the package has no types
from gevent import monkey

P = ParamSpec("P")
R = TypeVar("R")


def run(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what the work returns; under gevent it is done in a thread of its own."""
    if not monkey.is_module_patched("threading"):
        return work(*args, **kwargs)
    done: list[R] = []

    def attempt() -> Exception | None:
        # Gevent prints what its threads raise, as if nobody waited for it.
        try:
            done.append(work(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 (raised again where it is awaited)
            return error
        return None

    failed = gevent.get_hub().threadpool.apply(attempt)
    if failed is not None:
        raise failed
    return done[0]
