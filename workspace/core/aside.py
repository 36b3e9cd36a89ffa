"""Long computations, done aside so that the other requests of the process go on."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import gevent  # type: ignore[import-untyped]  # the package has no types
from gevent import monkey

P = ParamSpec("P")
R = TypeVar("R")


def run(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what the work returns; under gevent it is done in a thread of its own."""
    if not monkey.is_module_patched("threading"):
        return work(*args, **kwargs)
    return cast("R", gevent.get_hub().threadpool.apply(work, args, kwargs))
